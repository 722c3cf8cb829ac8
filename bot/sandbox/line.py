"""The line between a bot and the stand-in: long polling, two pollers, faults. Used by the server, and directly in process.

Decides when a call comes through; what it does is telegram.py's.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.errors import ApiError, DroppedError, conflict, too_many_requests
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.methods import canonical
from bot.sandbox.parameters import Upload
from bot.sandbox.record import Call
from bot.sandbox.telegram import Telegram

# A clock that stands still would keep a poll open for good, and the bot's HTTP client would give up.
POLL_AT_MOST_REAL = 20.0
KEPT = 10_000  # refused calls
_TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass
class _Poll:
    answer: asyncio.Future[list[dict[str, Any]]]
    limit: int


class Line:
    def __init__(self, telegram: Telegram, clock: Clock, faults: Faults | None = None) -> None:
        self.telegram = telegram
        self.clock = clock
        self.faults = faults or Faults()
        self.held = 0
        self.turned_away: deque[Call] = deque(maxlen=KEPT)  # calls that a fault refused, the newest
        self.changed = asyncio.Event()
        self._poll: _Poll | None = None
        telegram.world.updates.arrived.append(self._arrived)

    @property
    def polled(self) -> bool:
        """Whether a getUpdates is open, waiting for updates."""
        return self._poll is not None and not self._poll.answer.done()

    async def call(
        self, token: str, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] | None = None
    ) -> Any:
        """Do one call as if over the network. Raises ApiError, or DroppedError where the answer never arrives."""
        name = canonical(method) or method
        if self.faults.cuts(name):
            raise DroppedError("offline")
        struck = self.faults.strike(name, _chat_id(params))
        try:
            for fault in struck:
                await self._before(fault)
        except ApiError as error:
            self.turned_away.append(Call(self.clock.now(), name, params, None, error.as_json()))
            raise
        if name == "getUpdates":
            result: Any = await self._get_updates(token, params)
        else:
            result = self.telegram.call(token, method, params, files)
        if any(fault.kind == "drop_after" for fault in struck) or self.faults.cuts(name):
            raise DroppedError("after the effect")
        return result

    def add_fault(self, fault: Fault) -> int:
        """As Faults.add; an open poll breaks off where the fault is that every poll breaks."""
        number = self.faults.add(fault)
        if fault.kind == "drop_before" and self.faults.deaf:
            self._break_off(DroppedError("the line broke"))
        self.changed.set()
        return number

    def go_offline(self, which: str) -> None:
        """As Faults.go_offline; an open poll breaks off at once."""
        self.faults.go_offline(which)
        if self.faults.cuts("getUpdates"):
            self._break_off(DroppedError("offline"))
        self.changed.set()

    def end_poll(self) -> None:
        """Answer an open poll with nothing, before its time, as Telegram may."""
        if self._poll and not self._poll.answer.done():
            self._poll.answer.set_result([])

    async def _before(self, fault: Fault) -> None:
        if fault.kind == "slow":
            await self._hold(fault)
        elif fault.kind == "drop_before":
            raise DroppedError("before the effect")
        elif fault.kind == "error":
            raise ApiError(fault.code, {500: "Internal Server Error", 502: "Bad Gateway"}.get(fault.code, "Failed"))
        elif fault.kind == "flood":
            raise too_many_requests(fault.retry_after)

    async def _hold(self, fault: Fault) -> None:
        """Keep a call waiting; `held` tells the walker that only time can end this."""
        done = asyncio.get_running_loop().create_future()

        def end() -> None:
            if not done.done():
                done.set_result(None)

        if fault.real:
            asyncio.get_running_loop().call_later(fault.seconds, end)
            await done
            return
        self.clock.call_at(self.clock.monotonic() + fault.seconds, end)
        self.held += 1
        self.changed.set()
        try:
            await done
        finally:
            self.held -= 1

    async def _get_updates(self, token: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.telegram.call(token, "getUpdates", params)
        self._break_off(conflict(_TERMINATED))
        timeout = int(params.get("timeout", 0))
        if found or timeout == 0:
            return found
        limit = int(params.get("limit", 100))
        return await self._wait(_Poll(asyncio.get_running_loop().create_future(), limit), timeout)

    async def _wait(self, poll: _Poll, timeout: int) -> list[dict[str, Any]]:
        def end() -> None:
            if not poll.answer.done():
                poll.answer.set_result([])

        self._poll = poll
        self.changed.set()
        timer = self.clock.call_at(self.clock.monotonic() + timeout, end)
        guard = self._guard(poll) if self.clock.can_stand else None
        try:
            return await poll.answer
        finally:
            timer.cancel()
            if guard:
                guard.cancel()
            if self._poll is poll:
                self._poll = None
                self.changed.set()

    def _guard(self, poll: _Poll) -> asyncio.Task[None]:
        async def watch() -> None:
            while not poll.answer.done():
                await asyncio.wait([poll.answer], timeout=POLL_AT_MOST_REAL)
                if self.clock.standing and not poll.answer.done():
                    poll.answer.set_result([])

        return asyncio.get_running_loop().create_task(watch())

    def _arrived(self) -> None:
        poll = self._poll
        if poll and not poll.answer.done():
            found = self.telegram.world.updates.take(poll.limit)
            if found:
                poll.answer.set_result(found)

    def _break_off(self, error: Exception) -> None:
        if self._poll and not self._poll.answer.done():
            self._poll.answer.set_exception(error)
        self._poll = None


def _chat_id(params: Mapping[str, Any]) -> int | None:
    try:
        return int(params["chat_id"])
    except (KeyError, ValueError, TypeError):
        return None
