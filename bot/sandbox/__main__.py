"""`python -m bot.sandbox --port 8081 --token 123456:SANDBOX`: the stand-in as a process of its own."""

import argparse
import asyncio
import contextlib
import sys
from datetime import datetime
from pathlib import Path

from bot.sandbox.clock import SandboxClock
from bot.sandbox.limits import Limits
from bot.sandbox.record import Record
from bot.sandbox.server import serve


def _announce(url: str) -> None:
    """One line, for whoever started this process and waits for it."""
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    parser.add_argument("--token", default="123456:SANDBOX-TOKEN")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--start-at", type=datetime.fromisoformat, help="an instant with its offset; the clock stands still"
    )
    parser.add_argument("--rates", action="store_true", help="refuse with 429 what exceeds Telegram's rates")
    parser.add_argument("--record-to", type=Path, help="a file that gets each call as a line of JSON")
    given = parser.parse_args()

    async def run() -> None:
        await serve(
            given.host,
            given.port,
            token=given.token,
            ready=_announce,
            seed=given.seed,
            clock=SandboxClock(given.start_at, running=given.start_at is None),
            limits=Limits(rates=given.rates),
            record=Record(record_to=given.record_to),
        )

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())


if __name__ == "__main__":
    main()
