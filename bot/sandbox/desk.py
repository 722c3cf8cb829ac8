"""The actions of the page's desk: moving time whatever the bot does, and what goes wrong. JSON in and out, as in acting.py."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.sandbox.chats import Json
from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import SandboxError
from bot.sandbox.line import Line
from bot.sandbox.notices import Notices
from bot.sandbox.process import BotProcess
from bot.sandbox.walking import Walker

RETRIES_WITHIN = 61.0  # seconds of the sandbox's time in which a bot sends what it could not


class DeskActions:
    def __init__(self, clock: SandboxClock, walker: Walker, line: Line, notices: Notices) -> None:
        self._clock = clock
        self._walker = walker
        self._line = line
        self._notices = notices
        self._moving = asyncio.Lock()
        self.bot: BotProcess | None = None
        self._say_time()
        clock.listeners.append(self._say_time)
        notices.post("telegram", {"offline": False})

    def stories(self) -> list[Json]:
        """None, where nobody brought a StoryActions."""
        return []

    async def forward(self, seconds: float) -> Json:
        """Move on by so many seconds, walking where there is a bot that can."""
        if not 0 <= seconds <= timedelta(days=8).total_seconds():
            raise SandboxError("time moves by at most eight days at once")
        async with self._moving:  # who taps three times moves three times as far
            return await self._move(self._clock.now() + timedelta(seconds=seconds))

    async def forward_to(self, at: str) -> Json:
        """Move on to an instant. A bot that is gone misses it, as it would."""
        async with self._moving:
            return await self._move(datetime.fromisoformat(at))

    async def _move(self, at: datetime) -> Json:
        async with self._shown():
            if self._walker.has_reported:
                await self._walker.walk_to(max(at, self._clock.now()))
            elif at > self._clock.now():
                self._clock.set(at)
        return self._clock.state()

    def real_time(self, on: bool) -> Json:
        """Let time pass by itself, or stand still."""
        if on:
            self._clock.run()
        else:
            self._clock.stand()
        return self._clock.state()

    async def telegram_offline(self, on: bool) -> None:
        """The bot reaches nobody and hears nobody; people type on, as they would."""
        self._line.go_offline("both" if on else "")
        self._notices.post("telegram", {"offline": on})
        if not on:
            await self._walker.until_polled()
        if not on and self._walker.has_reported:
            await self.forward(RETRIES_WITHIN)

    async def kill_bot(self) -> None:
        await self._its_bot().kill()

    async def start_bot(self) -> None:
        await self._its_bot().start()

    def _its_bot(self) -> BotProcess:
        if self.bot is None:
            raise SandboxError("the bot is not ours to start")
        return self.bot

    def _say_time(self) -> None:
        state = self._clock.state()
        self._notices.post("clock", {"now": state["now"], "running": state["running"]})

    @asynccontextmanager
    async def _shown(self) -> AsyncIterator[None]:
        self._notices.post("moving", True)
        try:
            yield
        finally:
            self._notices.post("moving", False)
