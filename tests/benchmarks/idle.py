"""The idle look: one tick, with whatever reads when the next is due, while nothing is due. With 100,000 members, beside 1,000."""

import asyncio
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.app import STAGES
from bot.clock import SystemClock
from schedules.tick import Ticker
from storage.database import Database
from tests.benchmarks.figures import Figure
from tests.benchmarks.seeding import add_members, open_folder

MANY, FEW = 100_000, 1_000
WARM_UP, LOOKS = 20, 200  # in each round


def measure(folder: Path, rounds: int) -> list[Figure]:
    many, few = _database(folder / "many", MANY), _database(folder / "few", FEW)
    taken = asyncio.run(_looks(many, few, rounds))
    many.close()
    few.close()
    return [Figure("idle look, 100,000 members", "ms", *taken, "1,000 members", ratio_at_most=1.2)]


def _database(folder: Path, members: int) -> Database:
    database = open_folder(folder)
    add_members(database, range(1, 1 + members), now=SystemClock().now(), due_at=None)
    return database


async def _looks(many: Database, few: Database, rounds: int) -> tuple[list[float], list[float]]:
    """The median look of each round, in ms. Both take turns, so that a busy machine is busy for both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        looks: tuple[list[float], list[float]] = ([], [])
        for number in range(WARM_UP + LOOKS):
            for database, times in zip((many, few), looks, strict=True):
                began = perf_counter()
                await _look(database)
                if number >= WARM_UP:
                    times.append((perf_counter() - began) * 1000)
        for times, medians in zip(looks, taken, strict=True):
            medians.append(median(times))
    return taken


async def _look(database: Database) -> None:
    def ticked(counts: dict[str, int], next_at: datetime | None) -> None:
        assert not any(counts.values()), counts
        assert next_at is not None

    await Ticker(database, SystemClock(), STAGES, ticked=ticked).tick()
