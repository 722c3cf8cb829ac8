"""A bot's process that can end at any commit and any call, as by kill -9."""

import asyncio
from collections.abc import Callable
from typing import Any

from telegram.request import RequestData

from bot.sandbox.line import Line
from tests.journeys.village import LineRequest, VillageApp


class Died(BaseException):
    """The process is gone. No `except Exception` of the bot's may catch this."""


class Fate:
    """Counts the points at which a process may die, and says when it is over. Dead processes do nothing any more."""

    def __init__(self) -> None:
        self.dead = False
        self.passed = 0
        self.dies_at: int | None = None  # the number of the point
        self.at: str | None = None  # which kind of point it was
        self.witness: Callable[[], None] = lambda: None  # called at each point

    def point(self, name: str) -> None:
        """Raise Died if the process ends here, or has ended."""
        self.passed += 1
        self.witness()
        if not self.dead and self.dies_at is not None and self.passed >= self.dies_at:
            self.dead, self.at = True, name
        if self.dead:
            raise Died(name)


class MortalApp(VillageApp):
    fate: Fate

    async def _stop(self, running: list[asyncio.Task[Any]]) -> None:
        """A dead process finishes nothing; its tasks are swept away by the world."""
        if not self.fate.dead:
            await super()._stop(running)


class MortalRequest(LineRequest):
    def __init__(self, line: Line, fate: Fate) -> None:
        super().__init__(line)
        self._fate = fate

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        self._fate.point(f"before {name}")
        answer = await super().do_request(url, method, request_data, *args, **kwargs)
        self._fate.point(f"after {name}")
        return answer
