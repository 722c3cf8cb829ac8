"""`python -m tests.seeded_bugs`: each bug in turn, what noticed it, and at which seed; 1 where one went unnoticed.

`--only` some of them by name, `--seeds` at most so many lives of each kind, `--where` only in the core, the app, or at crash
points.
"""

import argparse
import logging
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from bot.clock import SystemClock
from tests.compiling import compile_once
from tests.seeded_bugs.catalogue import BUGS
from tests.seeded_bugs.catching import APP, CORE, CRASH, Caught, Laboratory

_laboratory: Laboratory
ROW = "{:34} {:4} {:6} {:30} {:>5} {:>6}"


def begin() -> None:
    """Once in each process."""
    global _laboratory
    logging.lastResort = None  # errors are what the judge hears of
    compile_once()
    _laboratory = Laboratory(Path(tempfile.mkdtemp(prefix="seeded-bugs-")))


def one(name: str, seeds: int, where: tuple[str, ...]) -> Caught | None:
    return _laboratory.look_for(BUGS[name], seeds=range(seeds), where=where)


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    names = given.only or list(BUGS)
    unknown = [name for name in names if name not in BUGS]
    if unknown:
        print("no such bug:", *unknown, file=sys.stderr)
        return 2
    began = SystemClock().monotonic()
    print(ROW.format("bug", "I", "by", "noticed by", "seed", "s"))
    with ProcessPoolExecutor(given.processes, initializer=begin) as pool:
        work = {pool.submit(one, name, given.seeds, tuple(given.where)): name for name in names}
        unnoticed = [name for job in as_completed(work) if not _tell(name := work[job], job.result(), given.verbose)]
    took = SystemClock().monotonic() - began
    print(f"{len(names) - len(unnoticed)} of {len(names)} bugs noticed in {took:.0f} s")
    return 1 if unnoticed else 0


def _tell(name: str, caught: Caught | None, verbose: bool) -> bool:
    told: Iterable[object] = ("-", "nothing", "-", "-")
    if caught is not None:
        told = (caught.by, caught.check[:30], caught.at, f"{caught.seconds:.0f}")
    print(ROW.format(name, BUGS[name].spoils, *told), flush=True)
    if verbose and caught is not None:
        print(f"    {caught.found}", flush=True)
    return caught is not None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="seeded_bugs", description="Does anything notice a careless author's bugs?")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these bugs; otherwise all")
    parser.add_argument("--seeds", type=int, default=500, help="at most so many lives, or crash points, of each kind")
    parser.add_argument(
        "--where", nargs="+", choices=(CORE, APP, CRASH), default=[], help="otherwise wherever it can show"
    )
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="print what was noticed, in full")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
