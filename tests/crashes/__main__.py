"""`python -m tests.crashes`: the whole sweep on SQLite. `--points 100-200` a part of it, `--sample 40` a seeded choice.

`--postgresql` lives the same lives on PostgreSQL.
"""

import argparse
import asyncio
import gc
import logging
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random

from bot.clock import SystemClock
from tests.compiling import compile_once, take_back
from tests.conftest import make_keyring
from tests.crashes.keeping import Life
from tests.crashes.sweep import Verdict, judge, live
from tests.databases import PostgresqlServer, SqliteFiles

_databases: SqliteFiles | PostgresqlServer


def begin(folder: Path, postgresql: bool) -> None:
    """Once in each process: a database to copy from."""
    global _databases
    compile_once()
    gc.freeze()
    gc.set_threshold(100_000)  # a life leaves little behind, and ends soon
    own = folder / str(os.getpid())
    own.mkdir()
    _databases = PostgresqlServer(make_keyring()) if postgresql else SqliteFiles(own, make_keyring())


@contextmanager
def copied(folder: Path) -> Iterator[str]:
    if isinstance(_databases, SqliteFiles):
        yield _databases.copy(folder)
    else:
        with _databases.copy() as url:
            yield url


def one(dies_at: int | None) -> Life:
    with tempfile.TemporaryDirectory() as name, copied(Path(name)) as url:
        life = asyncio.run(live(url, make_keyring, Path(name), dies_at=dies_at))
    take_back()
    return life


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    logging.lastResort = None  # a death is no news here; errors are faults of their life
    began = SystemClock().monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(given.processes, initializer=begin, initargs=(Path(folder), given.postgresql)) as pool,
    ):
        before = pool.submit(one, None).result()
        if before.faults or before.repeated:
            print("the life without a death is not as it should be:", *before.faults, *before.repeated, sep="\n  ")
            return 1
        points = _chosen(given, before)
        lives = {point: pool.submit(one, point) for point in points}
        verdicts = []
        for number, (point, job) in enumerate(lives.items(), 1):
            verdicts.append(judge(point, before, job.result()))
            _tell(verdicts[-1])
            print(f"\r{number} of {len(points)} deaths", end="", file=sys.stderr)
    _sum_up(verdicts, before, SystemClock().monotonic() - began)
    return 0 if all(verdict.is_well for verdict in verdicts) else 1


def _chosen(given: argparse.Namespace, before: Life) -> list[int]:
    """One of all points that leave the same behind."""
    first, _, last = given.points.partition("-")
    wanted = range(int(first), (int(last) if last else before.points) + 1)
    points = sorted({before.same_as[point - 1] for point in wanted})
    return sorted(Random(given.seed).sample(points, min(given.sample, len(points)))) if given.sample else points


def _tell(verdict: Verdict) -> None:
    if not verdict.is_well:
        found = [*verdict.lost, *verdict.doubled, *verdict.faults, *verdict.repeated]
        print(f"\npoint {verdict.point} ({verdict.where}):", *found, sep="\n  ", flush=True)


def _sum_up(verdicts: list[Verdict], before: Life, took: float) -> None:
    kinds = Counter(verdict.where for verdict in verdicts)
    print(f"\n{', '.join(f'{kind} {count}' for kind, count in sorted(kinds.items()))}")
    died_at = {verdict.point for verdict in verdicts}
    covered = sum(same in died_at for same in before.same_as)
    lost = sum(bool(verdict.lost) for verdict in verdicts)
    many = sum(bool(verdict.doubled) for verdict in verdicts)
    faults = sum(bool(verdict.faults) for verdict in verdicts)
    print(
        f"{covered} of {before.points} crash points by {len(verdicts)} deaths in {took:.0f} s: {lost} lost something, {many} doubled something"
        f" or brought more than one copy, {faults} with faults;"
        f" {sum(verdict.copies > 0 for verdict in verdicts)} brought one copy of a message,"
        f" after {sum(bool(verdict.repeated) for verdict in verdicts)} somebody had to tap again"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="crashes", description="Let the bot die at every point of a journey.")
    parser.add_argument("--points", default="1-", help="a range, like 100-200 or 100-")
    parser.add_argument("--sample", type=int, default=0, help="how many of them; 0: all")
    parser.add_argument("--seed", type=int, default=1, help="which sample")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--postgresql", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
