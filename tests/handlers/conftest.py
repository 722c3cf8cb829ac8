"""The whole bot in the test's own process, against the stand-in over HTTP; time passes by itself, from the same morning on."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App
from bot.clock import SystemClock
from bot.sandbox.clock import SandboxClock
from bot.sandbox.phone import LocalSandbox
from bot.sandbox.server import SandboxServer
from bot.settings import from_environment
from storage.database import Database
from storage.hold import Hold
from tests.conftest import make_keyring

TOKEN = "123456789:HANDLERS-not-a-real-token-012345678"
OPERATOR = 900_000_001
MORNING = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)  # a Monday, half past eight in Berlin


class MorningClock(SystemClock):
    """The machine's clock, set to that morning at first: what a test sees must not depend on when it is run."""

    def __init__(self) -> None:
        self._ahead = MORNING - super().now()

    def now(self) -> datetime:
        return super().now() + self._ahead

    def system_time(self, at: datetime) -> datetime:
        return at - self._ahead


@dataclass
class Running:
    """The bot and the people's side of it."""

    app: App
    sandbox: LocalSandbox
    server: SandboxServer
    serving: "asyncio.Task[None]"
    stopped: asyncio.Event

    async def until(self, condition: object, *, within: float = 5.0) -> None:
        """Wait until `condition()` holds, looking every few milliseconds of real time."""
        assert callable(condition)
        async with asyncio.timeout(within):
            while not condition():
                await SystemClock().sleep(0.005)


@pytest.fixture
async def running(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with SandboxServer(token=TOKEN, clock=SandboxClock(MORNING, running=True)) as server:
        settings = from_environment(
            {
                "BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": server.url,
                "DATABASE_URL": sqlite_url,
                "DATA_DIR": str(tmp_path),
                "LEADERS": "anyone",
                "OPERATOR_CHAT_ID": str(OPERATOR),
            },
            env_file=None,
        )
        database, clock, stopped = Database.open(sqlite_url, make_keyring()), MorningClock(), asyncio.Event()
        app = App(settings, database, clock)
        hold = Hold(database, lock=None, holder="test", now=SystemClock().now, sleep=clock.sleep)
        serving = asyncio.create_task(app.serve(hold, until=stopped))
        made = Running(app, LocalSandbox(server.control), server, serving, stopped)
        await made.until(lambda: app.intake.idle)
        yield made
        stopped.set()
        if not serving.done():
            await asyncio.wait_for(serving, 10)
        database.close()
