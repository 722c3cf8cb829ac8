"""What the bot's process holds in memory once it has started, ticked and listens: with 100,000 members, beside 10."""

from pathlib import Path
from statistics import median

from bot.clock import SystemClock
from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import our_bot, standin
from tests.benchmarks.seeding import add_members, open_folder

MANY, FEW = 100_000, 10
RESTS_FOR = 3  # seconds after the first poll is open; the first tick comes before it
WITHIN = 60
MORE_AT_MOST = 20.0  # MB


def measure(folder: Path, rounds: int) -> list[Figure]:
    for members in (MANY, FEW):
        database = open_folder(folder / str(members))
        add_members(database, range(1, 1 + members), now=SystemClock().now(), due_at=None)
        database.close()
    many, few = ([_resident_mb(folder / str(members)) for _ in range(rounds)] for members in (MANY, FEW))
    bound = round(median(few) + MORE_AT_MOST, 1)
    return [Figure("resident memory, 100,000 members", "MB", many, few, "10 members", at_most=bound)]


def _resident_mb(folder: Path) -> float:
    with standin() as world, our_bot(world.url, folder) as bot:
        world.do("await_poll", within=WITHIN)
        world.do("rest", seconds=RESTS_FOR)
        return bot.resident_mb()
