"""`python -m tests.benchmarks [NAME …]`: measure and print one table."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import alert, due, idle, memory, relay, taps, words
from tests.benchmarks.figures import Figure, table

Benchmark = Callable[[Path, int], list[Figure]]

BENCHMARKS: dict[str, Benchmark] = {
    "taps": taps.measure,
    "alert": alert.measure,
    "due": due.measure,
    "idle": idle.measure,
    "relay": relay.measure,
    "memory": memory.measure,
    "words": words.measure,
}
ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(BENCHMARKS)}; none means all")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is repeated")
    parser.add_argument("--list", action="store_true", help="name the benchmarks and stop")
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in BENCHMARKS]:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}")
    if given.list:
        print("\n".join(BENCHMARKS))
        return
    figures: list[Figure] = []
    for name in given.names or BENCHMARKS:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix=f"alongside-{name}-") as folder:
            figures += BENCHMARKS[name](Path(folder), given.rounds)
    print(table(figures))


if __name__ == "__main__":
    main()
