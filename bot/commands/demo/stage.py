"""The demo's stage: the stand-in's server in this process, the real bot as another, all its data in a throw-away folder.

A new story gets an empty stand-in and a bot with an empty database. Nothing here outlives `close`.
"""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Self

from bot.clock import SystemClock
from bot.commands.demo import words
from bot.sandbox.clock import SandboxClock
from bot.sandbox.phone import LocalSandbox, Sandbox
from bot.sandbox.process import BotProcess
from bot.sandbox.server import SandboxServer
from bot.sandbox.storytelling import Story, StoryActions

ROOT = Path(__file__).resolve().parents[3]
TOKEN = "123456789:DEMO-no-real-token-needed-here-000000"  # noqa: S105 – opens nothing
CAST = (("Maya", "the member"), ("Sam", "the supporter"), ("Dana", "the leader"))
MORNING = time(8, 0)
KEPT = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR", "TEMP")
PORTS_TO_TRY = 20


class Stage:
    """Use as `async with`; `url` is the page's address, `stories` plays them, `sandbox` moves people and time."""

    def __init__(
        self, stories: Iterable[Story], *, port: int = 0, speed: float = 1.0, starts_at: datetime | None = None
    ) -> None:
        """`port`: the first to try, 0 takes a free one. `starts_at`: of free play; None is this morning."""
        self._port = port
        self._starts_at = starts_at
        self._runs = 0
        self._things = AsyncExitStack()
        self.stories = StoryActions(
            stories,
            fresh=self.fresh,
            notices=lambda: self.server.notices,
            released=lambda: self.server.clock.run(),
            speed=speed,
        )
        self.server = SandboxServer(
            token=TOKEN,
            rooms=[self.stories],
            coming=words.coming,
            decided=words.decided,
            clock=SandboxClock(self._morning()),
        )
        self.bot: BotProcess | None = None

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def sandbox(self) -> Sandbox:
        return LocalSandbox(self.server.control)

    async def __aenter__(self) -> Self:
        """Listen. Raises OSError: none of the ports is free."""
        self._folder = Path(tempfile.mkdtemp(prefix="alongside-demo-"))
        self._things.callback(shutil.rmtree, self._folder, ignore_errors=True)
        self._things.push_async_callback(self.server.stop)
        self._things.push_async_callback(self._stop_bot)
        self._things.push_async_callback(self.stories.close)
        try:
            await self._listen()
        except BaseException:
            await self._things.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._things.aclose()

    async def fresh(self, starts_at: datetime | None) -> Sandbox:
        """An empty stand-in and a new bot. `starts_at` None: free play, with the cast, time passing by itself."""
        if self.bot is not None:
            await self.bot.kill()
            shutil.rmtree(self._data, ignore_errors=True)
        self._runs += 1
        self.server.renew(SandboxClock(starts_at or self._morning(), running=False))
        self.bot = self.server.desk.bot = BotProcess(
            [sys.executable, "-m", "bot", "run"], folder=ROOT, log=self._folder / "bot.log",
            environment=self._environment, gone=self.server.forget_bot, notices=self.server.notices,
        )  # fmt: skip
        if starts_at is None:
            for name, caption in CAST:
                await self.sandbox.person(name, username=name.lower(), language="en", caption=caption)
        await self.bot.started(lambda: asyncio.ensure_future(self.sandbox.until_idle()))
        if starts_at is None:
            self.server.clock.run()
        return self.sandbox

    async def _listen(self) -> None:
        for port in range(self._port, self._port + PORTS_TO_TRY) if self._port else (0,):
            try:
                await self.server.start(port=port)
                return
            except OSError:
                await self.server.stop()
        raise OSError(f"no free port between {self._port} and {self._port + PORTS_TO_TRY - 1}")

    async def _stop_bot(self) -> None:
        if self.bot is not None:
            await self.bot.stop()

    @property
    def _data(self) -> Path:
        return self._folder / f"run-{self._runs}"

    def _morning(self) -> datetime:
        return self._starts_at or datetime.combine(SystemClock().now().date(), MORNING, UTC)

    def _environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if name in KEPT},
            "ENV_FILE": "",
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.server.url,
            "CLOCK_URL": f"{self.server.url}/clock",
            "DATA_DIR": str(self._data),
            "KEY_FILE": str(self._data / "keys.txt"),
            "LEADERS": "anyone",
            "LOG_LEVEL": "INFO",
        }
