"""The stand-in's clock: running in real time (with an offset) or standing still; wall and monotonic move together.

It decides what time it is for everybody in the sandbox, the bot included. It must not wait for the bot: that is walking.py.
"""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol


class Timer(Protocol):
    def cancel(self) -> None: ...


class Clock(Protocol):
    """What the stand-in needs of a clock. In-process simulations hand in their own."""

    @property
    def can_stand(self) -> bool:
        """Whether this clock can stand still while real time passes."""

    @property
    def standing(self) -> bool:
        """Whether it does so now."""

    def now(self) -> datetime:
        """The wall time, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never go back; only differences mean something."""

    def call_at(self, monotonic: float, callback: Callable[[], None]) -> Timer:
        """Call back once `monotonic()` has reached the given value."""


class LoopClock:
    """The clock of an event loop, for simulations whose loop jumps to its next timer by itself."""

    can_stand = False
    standing = False

    def __init__(self, start_at: datetime) -> None:
        self._start_at = start_at
        self._loop = asyncio.get_running_loop()
        self._zero = self._loop.time()

    def now(self) -> datetime:
        return self._start_at + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return self._loop.time() - self._zero

    def call_at(self, monotonic: float, callback: Callable[[], None]) -> Timer:
        return self._loop.call_at(self._zero + monotonic, callback)


class _Alarm:
    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        self.callback = None


class SandboxClock:
    """A clock that one can stop and move. `version` counts the moves, so that the bot can tell which one it has seen."""

    def __init__(self, start_at: datetime | None = None, *, running: bool = False) -> None:
        """`start_at` must be aware; None starts at the real time of this machine."""
        if start_at is not None and start_at.tzinfo is None:
            raise ValueError("the clock needs an aware instant")
        self._wall = start_at.astimezone(UTC) if start_at else datetime.now(UTC)
        self._monotonic = 0.0
        self._ran_from: float | None = None
        self._alarms: list[tuple[float, int, _Alarm]] = []
        self._order = itertools.count()
        self._wake: asyncio.TimerHandle | None = None
        self._moved = asyncio.Event()
        self.version = 1
        self.listeners: list[Callable[[], None]] = []  # called after each move
        if running:
            self.run()

    @property
    def running(self) -> bool:
        return self._ran_from is not None

    @property
    def can_stand(self) -> bool:
        return True

    @property
    def standing(self) -> bool:
        return not self.running

    def _elapsed(self) -> float:
        return 0.0 if self._ran_from is None else asyncio.get_running_loop().time() - self._ran_from

    def now(self) -> datetime:
        return self._wall + timedelta(seconds=self._elapsed())

    def monotonic(self) -> float:
        return self._monotonic + self._elapsed()

    def run(self) -> None:
        """Let time pass by itself from here on."""
        if not self.running:
            self._ran_from = asyncio.get_running_loop().time()
            self._change()

    def stand(self) -> None:
        """Stop time here."""
        if self.running:
            self._wall, self._monotonic, self._ran_from = self.now(), self.monotonic(), None
            self._change()

    def advance(self, duration: timedelta) -> None:
        """Move on by `duration` (not negative); what falls due on the way happens at the end of the move."""
        if duration < timedelta(0):
            raise ValueError("time moves forward; use step_wall for a clock that somebody sets back")
        self._wall += duration
        self._monotonic += duration.total_seconds()
        self._change()

    def set(self, at: datetime) -> None:
        """Move on to the instant `at`, which must not lie in the past."""
        self.advance(at - self.now())

    def step_wall(self, duration: timedelta) -> None:
        """Set the wall clock alone forward or back, as an administrator or NTP would; monotonic time stays."""
        self._wall += duration
        self._change()

    def call_at(self, monotonic: float, callback: Callable[[], None]) -> Timer:
        alarm = _Alarm(callback)
        heapq.heappush(self._alarms, (monotonic, next(self._order), alarm))
        self._arrange()
        return alarm

    def next_alarm(self) -> datetime | None:
        """When the stand-in itself has something to do next (end of a poll, a slow answer), as wall time."""
        self._forget_cancelled()
        if not self._alarms:
            return None
        return self.now() + timedelta(seconds=self._alarms[0][0] - self.monotonic())

    async def moved_since(self, version: int, *, at_most: float) -> None:
        """Return when `version` is no longer the current one, or after `at_most` real seconds."""
        if version == self.version:
            try:
                async with asyncio.timeout(at_most):
                    await self._moved.wait()
            except TimeoutError:
                return

    def state(self) -> dict[str, Any]:
        return {
            "now": self.now().isoformat(),
            "monotonic": self.monotonic(),
            "running": self.running,
            "version": self.version,
        }

    def _change(self) -> None:
        self.version += 1
        self._moved.set()
        self._moved = asyncio.Event()
        self._arrange()
        for listen in list(self.listeners):
            listen()

    def _forget_cancelled(self) -> None:
        while self._alarms and self._alarms[0][2].callback is None:
            heapq.heappop(self._alarms)

    def _arrange(self) -> None:
        """Call what is due, and wake up for the next alarm where time runs by itself."""
        if self._wake:
            self._wake.cancel()
            self._wake = None
        self._forget_cancelled()
        # A microsecond of tolerance: wall time is kept in microseconds, alarms in floating seconds.
        while self._alarms and self._alarms[0][0] <= self.monotonic() + 1e-6:
            callback = heapq.heappop(self._alarms)[2].callback
            if callback:
                callback()
            self._forget_cancelled()
        if self.running and self._alarms:
            wait = self._alarms[0][0] - self.monotonic()
            self._wake = asyncio.get_running_loop().call_later(max(wait, 0.0), self._arrange)
