"""`python -m tests.simulation.core --members 25 --days 20 --seeds 0-199 --faults some`: many lives, and what the judge says."""

import argparse
import gc
import os
import sqlite3
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.clock import SystemClock
from tests.compiling import compile_once, take_back
from tests.simulation.core.telling import Told, migrated, tell
from tests.simulation.core.weather import KINDS, LEVELS

_model: sqlite3.Connection
AT_ONCE = 4  # seeds in one piece of work


def begin(folder: str) -> None:
    """Once in each process: a database to copy from. What has been imported stays, and need not be looked through again."""
    global _model
    compile_once()
    _model = migrated(str(Path(folder) / f"{os.getpid()}.db"))
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def some(seeds: list[int], members: int, days: int, level: str) -> tuple[list[Told], float]:
    """Live these lives; also say how many seconds of a core they took."""
    began = time.process_time()
    told = [_one(seed, members, days, level) for seed in seeds]
    return told, time.process_time() - began


def _one(seed: int, members: int, days: int, level: str) -> Told:
    told = tell(seed, _model, members=members, days=days, level=_level(seed, level))
    take_back()
    return told


def _level(seed: int, level: str) -> str:
    """ "mixed": one seed in ten in good weather, three in a storm."""
    return (
        level
        if level != "mixed"
        else ("none", "some", "some", "storm", "some", "storm", "some", "storm", "some", "some")[seed % 10]
    )


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    first, _, last = given.seeds.partition("-")
    seeds = list(range(int(first), int(last or first) + 1))
    pieces = [seeds[at : at + AT_ONCE] for at in range(0, len(seeds), AT_ONCE)]
    counts: Counter[str] = Counter()
    broken = done = 0
    cpu, began = 0.0, SystemClock().monotonic()
    with (
        TemporaryDirectory() as folder,
        ProcessPoolExecutor(given.processes, initializer=begin, initargs=(folder,)) as pool,
    ):
        work = [pool.submit(some, piece, given.members, given.days, given.faults) for piece in pieces]
        for job in work:
            lives, seconds = job.result()
            cpu += seconds
            for told in lives:
                done += 1
                counts += told.counts
                if told.violations:
                    broken += 1
                    print(f"\nseed {told.seed}:", *told.violations, sep="\n  ", flush=True)
                    if given.story:
                        print(*told.story, sep="\n    ")
            lived = done * given.members * given.days
            print(
                f"\r{done} of {len(seeds)} lives, {lived} member-days, {broken} with violations, "
                f"{lived / cpu:.0f} member-days per second of a core ",
                end="", file=sys.stderr, flush=True,
            )  # fmt: skip
    took = SystemClock().monotonic() - began
    lived = done * given.members * given.days
    print(
        f"\n{done} seeds ({given.seeds}), {lived} member-days in {took:.0f} s, {cpu:.0f} s of cores:"
        f" {lived / cpu:.0f} member-days per second and core; {broken} with violations"
    )
    print(", ".join(f"{name} {number}" for name, number in sorted(counts.items())))
    return 1 if broken else 0


def _faults(text: str) -> str:
    unknown = [one for one in text.split(",") if one not in KINDS]
    if unknown and text not in (*LEVELS, "mixed"):
        raise argparse.ArgumentTypeError(f"no such trouble: {', '.join(unknown)}")
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulate core", description="Let many people live with the core of the bot.")
    parser.add_argument("--members", type=int, default=25)
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--seeds", default="0-9", help="a range, like 0-199")
    parser.add_argument(
        "--faults", type=_faults, default="mixed", help=f"{', '.join(LEVELS)}, mixed, or kinds: {','.join(KINDS)}"
    )
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--story", action="store_true", help="print what happened where something was violated")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
