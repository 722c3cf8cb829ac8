"""The whole bot in the test's own process, in real time, against the stand-in over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
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
    async with SandboxServer(token=TOKEN, clock=SandboxClock(running=True)) as server:
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
        database, clock, stopped = Database.open(sqlite_url, make_keyring()), SystemClock(), asyncio.Event()
        app = App(settings, database, clock)
        hold = Hold(database, lock=None, holder="test", now=clock.now, sleep=clock.sleep)
        serving = asyncio.create_task(app.serve(hold, until=stopped))
        made = Running(app, LocalSandbox(server.control), server, serving, stopped)
        await made.until(lambda: app.intake.idle)
        yield made
        stopped.set()
        if not serving.done():
            await asyncio.wait_for(serving, 10)
        database.close()
