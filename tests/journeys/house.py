"""A stand-in for Telegram and a bot in its own process, which follows the stand-in's clock and can be killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.sandbox.clock import SandboxClock
from bot.sandbox.phone import LocalSandbox
from bot.sandbox.server import SandboxServer

TOKEN = "123456789:JOURNEY-not-a-real-token-0123456789"
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
STOPS_WITHIN = 10.0  # real seconds
LOG = "bot.log"


@dataclass
class House:
    """Everything a journey needs: the people's side (`sandbox`), and the bot's process."""

    server: SandboxServer
    sandbox: LocalSandbox
    folder: Path
    database_url: str
    key_file: Path
    process: asyncio.subprocess.Process | None = None

    async def start_bot(self) -> None:
        """Start the bot and wait until it has nothing left to do."""
        self.process = await self.another_process()
        gone = asyncio.create_task(self.process.wait())
        idle = asyncio.create_task(self.sandbox.until_idle())
        await asyncio.wait({gone, idle}, return_when=asyncio.FIRST_COMPLETED)
        if gone.done() and not idle.done():
            idle.cancel()
            raise RuntimeError(f"the bot stopped at once:\n{self.log}")
        gone.cancel()
        await idle

    async def another_process(self, log_name: str = LOG) -> asyncio.subprocess.Process:
        """Start a bot on the same database, and wait for nothing. Whoever starts it ends it."""
        environment = {
            **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "SYSTEMROOT")},
            "ENV_FILE": "",
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.server.url,
            "CLOCK_URL": f"{self.server.url}/clock",
            "DATA_DIR": str(self.folder / "data"),
            "KEY_FILE": str(self.key_file),
            "DATABASE_URL": self.database_url,
            "LEADERS": "anyone",
            "LOG_LEVEL": "DEBUG",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        with (self.folder / log_name).open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stdout=log, stderr=log
            )

    async def kill_bot(self) -> None:
        """kill -9, at this very moment."""
        await self._end(signal.SIGKILL)

    async def stop_bot(self) -> int:
        """SIGTERM; returns the exit code."""
        return await self._end(signal.SIGTERM)

    async def restart_bot(self) -> None:
        await self.kill_bot()
        await self.start_bot()

    async def _end(self, how: signal.Signals) -> int:
        if self.process is None or self.process.returncode is not None:
            return 0
        self.process.send_signal(how)
        code = await asyncio.wait_for(self.process.wait(), STOPS_WITHIN)
        self.forget_process()
        return code

    def forget_process(self) -> None:
        """It says nothing any more: believe nothing until the next one reports."""
        self.server.walker.forget_report()

    @property
    def log(self) -> str:
        return self.log_of(LOG)

    def log_of(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8", errors="replace")


@asynccontextmanager
async def opened(
    folder: Path, database_url: str, key_file: Path, *, start_at: datetime = MONDAY
) -> AsyncIterator[House]:
    """A house with the bot running in it."""
    async with SandboxServer(token=TOKEN, clock=SandboxClock(start_at)) as server:
        house = House(server, LocalSandbox(server.control), folder, database_url, key_file)
        try:
            await house.start_bot()
            yield house
        finally:
            await house.kill_bot()
