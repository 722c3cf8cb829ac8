"""`./alongside simulate --members 2 --days 6 --seeds 0-199 --faults some`: many lives, and what the judge says of them."""

import argparse
import asyncio
import gc
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import certifi

from bot.clock import SystemClock
from tests.compiling import compile_once, take_back
from tests.conftest import make_keyring
from tests.databases import SqliteFiles
from tests.simulation.telling import Life, Told, shorter, tell
from tests.simulation.weather import KINDS, LEVELS, understood

MIXED = "mixed"  # each seed another level
SHORTENED_FOR = 120.0  # seconds of looking for a shorter story

_files: SqliteFiles


def begin(folder: Path) -> None:
    """Once in each process: a database to copy from. What the bot logs is kept by each life, and not printed.

    What has been imported stays, and need not be looked through again after each life.
    """
    global _files
    logging.getLogger().addHandler(logging.NullHandler())
    compile_once()
    own = folder / str(os.getpid())
    own.mkdir()
    _files = SqliteFiles(own, make_keyring())
    _trust_one(own)
    gc.collect()
    gc.freeze()


def _trust_one(folder: Path) -> None:
    """No socket is opened here; that each of a bot's HTTP clients reads every authority costs 40 ms a start."""
    end = "-----END CERTIFICATE-----\n"
    file = folder / "one.pem"
    file.write_text(certifi.contents().partition(end)[0] + end, "ascii", errors="replace")
    os.environ["SSL_CERT_FILE"] = str(file)


def one(life: Life) -> tuple[Told, float]:
    """Live it; also how many seconds of a core that took."""
    began = time.process_time()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told = asyncio.run(tell(life, _files.copy(folder), make_keyring, folder))
    take_back()
    return told, time.process_time() - began


def shorten(told: Told) -> Told:
    """The shortest life found in which the same check still fails."""
    checks, until = _checks(told), SystemClock().monotonic() + SHORTENED_FOR
    while SystemClock().monotonic() < until:
        for life in shorter(told.life):
            again, _ = one(life)
            if checks & _checks(again):
                told = again
                break
        else:
            return told
    return told


def _checks(told: Told) -> set[str]:
    return {violation.partition(":")[0] for violation in told.violations}


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    lives = list(_lives(given))
    counts: Counter[str] = Counter()
    broken: list[Told] = []
    of_a_core, began = 0.0, SystemClock().monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(given.processes, initializer=begin, initargs=(Path(folder),)) as pool,
    ):
        work = [pool.submit(one, life) for life in lives]
        for number, job in enumerate(work, 1):
            told, seconds = job.result()
            of_a_core += seconds
            counts += told.counts
            if told.violations:
                broken.append(told)
                print(f"\nseed {told.life.seed} ({told.life.faults}):", *told.violations[:20], sep="\n  ")
            _progress(number, len(lives), sum(life.member_days for life in lives[:number]), of_a_core, len(broken))
        if broken and not given.no_story:
            _tell_story(pool.submit(shorten, broken[0]).result())
    took = SystemClock().monotonic() - began
    days = sum(life.member_days for life in lives)
    print(
        f"\n{len(lives)} seeds, {days} member-days in {took:.0f} s with {given.processes} processes, "
        f"{days / max(of_a_core, 0.001):.1f} member-days per second of a core, {len(broken)} seeds with violations"
    )
    print(", ".join(f"{name} {number}" for name, number in sorted(counts.items())))
    return 1 if broken else 0


def _lives(given: argparse.Namespace) -> Iterator[Life]:
    first, _, last = given.seeds.partition("-")
    for seed in range(int(first), int(last or first) + 1):
        faults = LEVELS[seed % len(LEVELS)] if given.faults == MIXED else given.faults
        yield Life(seed, given.members, given.days, faults)


def _progress(number: int, of: int, days: int, seconds: float, broken: int) -> None:
    if sys.stderr.isatty() or number in (1, of) or number % 50 == 0:
        speed = days / max(seconds, 0.001)
        line = f"{number} of {of} lives, {days} member-days, {speed:.1f} a second of a core, {broken} with violations"
        print(f"\r{line}", end="" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)


def _tell_story(told: Told) -> None:
    life = told.life
    print(
        f"\nThe shortest story that leads to it (seed {life.seed}: {life.members} members, {life.days} days, "
        f"troubles {'all' if life.troubles is None else life.troubles}, errands {'some' if life.lively else 'none'}):"
    )
    print(*told.trace, "", *told.violations, sep="\n  ")


def _faults(text: str) -> str:
    if text != MIXED:
        try:
            understood(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulate", description="Let people live with the bot in virtual time.")
    parser.add_argument("--members", type=int, default=2)
    parser.add_argument("--days", type=int, default=6, help="with trouble; two more follow in good weather")
    parser.add_argument("--seeds", default="0-9", help="a range, like 0-199")
    parser.add_argument(
        "--faults", type=_faults, default="some",
        help=f"{', '.join(LEVELS)}, {MIXED} (a level for each seed), or kinds: {','.join(KINDS)}",
    )  # fmt: skip
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument(
        "--no-story", action="store_true", help="where something was violated, look for no shorter story"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
