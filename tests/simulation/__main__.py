"""`python -m tests.simulation --members 2 --days 6 --seeds 0-199 --faults some`: many lives, and what the judge says of them."""

import argparse
import asyncio
import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bot.clock import SystemClock
from tests.conftest import make_keyring
from tests.databases import SqliteFiles
from tests.simulation.telling import Told, tell
from tests.simulation.weather import LEVELS

_files: SqliteFiles


def begin(folder: Path) -> None:
    """Once in each process: a database to copy from."""
    global _files
    own = folder / str(os.getpid())
    own.mkdir()
    _files = SqliteFiles(own, make_keyring())


def one(seed: int, members: int, days: int, level: str) -> Told:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = _files.copy(folder)
        return asyncio.run(tell(seed, url, make_keyring, folder, members=members, days=days, level=level))


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    first, _, last = given.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    counts: Counter[str] = Counter()
    broken: list[Told] = []
    began = SystemClock().monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(given.processes, initializer=begin, initargs=(Path(folder),)) as pool,
    ):
        work = [pool.submit(one, seed, given.members, given.days, given.faults) for seed in seeds]
        for number, job in enumerate(work, 1):
            told = job.result()
            counts += told.counts
            counts["member-days"] += told.member_days
            if told.violations:
                broken.append(told)
                print(f"\nseed {told.seed}:", *told.violations, sep="\n  ")
                if given.story:
                    print(*told.trace, sep="\n    ")
            print(f"\r{number} of {len(seeds)} lives, {len(broken)} with violations", end="", file=sys.stderr)
    took = SystemClock().monotonic() - began
    print(f"\n{len(seeds)} seeds, {counts['member-days']} member-days in {took:.0f} s, {len(broken)} with violations")
    print(", ".join(f"{name} {number}" for name, number in sorted(counts.items())))
    return 1 if broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulate", description="Let people live with the bot in virtual time.")
    parser.add_argument("--members", type=int, default=2)
    parser.add_argument("--days", type=int, default=6)
    parser.add_argument("--seeds", default="0-9", help="a range, like 0-199")
    parser.add_argument("--faults", choices=LEVELS, default="some")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--story", action="store_true", help="print what happened where something was violated")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
