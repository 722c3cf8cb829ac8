"""`python -m tests.crashes.killing`: the same journey with the bot in its own process, and a real SIGKILL.

The stand-in kills when it sees the n-th call, before or after it has answered; a supervisor starts the bot again at once.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bot.clock import SystemClock
from bot.sandbox.errors import DroppedError
from bot.sandbox.parameters import Upload
from storage.opening import open_database
from tests.conftest import make_keyring
from tests.crashes import keeping
from tests.crashes.falling import hear_as_in_short_polls
from tests.crashes.journey import Patient, live_through
from tests.crashes.keeping import Life
from tests.crashes.sweep import Verdict, judge
from tests.databases import PostgresqlServer, SqliteFiles
from tests.journeys.conftest import unseal
from tests.journeys.house import House, opened


@dataclass
class Killer:
    """Stands in the line between bot and stand-in. Odd points lie before a call, even ones after it; None: it only counts."""

    house: House
    dies_at: int | None
    passed: int = 0
    deaths: list[str] = field(default_factory=list)
    _reviving: asyncio.Task[None] | None = None

    def stand_in_the_line(self) -> None:
        call, line = self.house.server.line.call, self.house.server.line

        async def watched(
            token: str, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] | None = None
        ) -> Any:
            self._point(f"before {method}")
            answer = await call(token, method, params, files)
            self._point(f"after {method}")
            return answer

        vars(line)["call"] = watched

    def _point(self, name: str) -> None:
        self.passed += 1
        if self.passed != self.dies_at:
            return
        assert self.house.process is not None
        self.house.process.kill()
        self.deaths.append(name)
        self._reviving = asyncio.create_task(self._start_again())
        raise DroppedError("nobody is left to hear the answer")

    async def _start_again(self) -> None:
        assert self.house.process is not None
        await self.house.process.wait()
        self.house.forget_process()
        now = self.house.server.clock.now
        database, _ = open_database(self.house.database_url, self.house.key_file, now=now, inline=True)
        hear_as_in_short_polls(database, now())
        database.close()
        self.house.process = await self.house.another_process()


async def live(url: str, folder: Path, *, dies_at: int | None = None) -> Life:
    """The journey, with one kill -9 or none."""
    unseal(url)
    async with opened(folder, url, folder / "keys.txt") as house:
        killer = Killer(house, dies_at)
        killer.stand_in_the_line()
        cast = Patient(house.sandbox, house.server.telegram.world.journal, house.server.clock.now)
        faults = await live_through(cast)
        await house.stop_bot()
        database, _ = open_database(url, folder / "keys.txt", now=house.server.clock.now, inline=True)
        life = keeping.remember(house.server.telegram.world.journal, database, cast)
        database.close()
    life.faults, life.repeated, life.deaths, life.points = faults, cast.repeated, killer.deaths, killer.passed
    return life


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    verdicts: list[Verdict] = []
    began = SystemClock().monotonic()
    with tempfile.TemporaryDirectory() as name:
        kept = PostgresqlServer(make_keyring()) if given.postgresql else SqliteFiles(Path(name), make_keyring())
        before = _one(kept, Path(name), None)
        chosen = sorted(Random(given.seed).sample(range(1, before.points + 1), given.sample))
        for number, point in enumerate(chosen, 1):
            verdicts.append(judge(point, before, _one(kept, Path(name), point)))
            if not verdicts[-1].is_well:
                print(f"\n{verdicts[-1]}", flush=True)
            print(f"\r{number} of {len(chosen)} kills", end="", file=sys.stderr)
    took = SystemClock().monotonic() - began
    bad = sum(not verdict.is_well for verdict in verdicts)
    print(f"\n{len(verdicts)} kills at {before.points} points in {took:.0f} s, {bad} with something lost or doubled")
    return 1 if bad else 0


def _one(kept: SqliteFiles | PostgresqlServer, folder: Path, dies_at: int | None) -> Life:
    with tempfile.TemporaryDirectory(dir=folder) as name:
        if isinstance(kept, SqliteFiles):
            return asyncio.run(live(kept.copy(Path(name)), Path(name), dies_at=dies_at))
        with kept.copy() as url:
            return asyncio.run(live(url, Path(name), dies_at=dies_at))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="killing", description="kill -9 the bot in the middle of a journey.")
    parser.add_argument("--sample", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
