"""The only module that reads time and waits for it (ruff bans both elsewhere).

Three clocks keep one promise: `SystemClock` is the machine's; `WalkingClock` stands still until it is moved, for tests
and simulation; `bot.remote_clock.RemoteClock` follows a stand-in server that owns the time (CLOCK_URL). In the last two,
wall clock and monotonic clock move together, so whatever measures an outage sees the same time that the schedule sees.

Clocks decide nothing: they do not know what is due.
"""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

LONGEST_NAP = 30.0  # seconds; a step of the wall clock or a suspend is noticed at most this late


class Clock(Protocol):
    """What the rest of the program knows of time. Instants are aware, in UTC."""

    def now(self) -> datetime:
        """Return the wall time."""

    def monotonic(self) -> float:
        """Return seconds since some beginning; never goes back."""

    async def sleep_until(self, at: datetime) -> None:
        """Return once the wall time has reached `at`, at once if it has. Raises ValueError: `at` is naive."""

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds` of monotonic time."""

    def system_time(self, at: datetime) -> datetime | None:
        """Return the system's wall time at which this clock will read `at`; None: not before someone moves it."""

    def on_move(self, callback: Callable[[], None]) -> None:
        """Call `callback` whenever somebody moved this clock: what was computed by `system_time` is stale then."""

    def next_sleeper(self) -> datetime | None:
        """Return the earliest instant that somebody sleeps for; None: nobody sleeps, or the clock cannot be moved."""


class SystemClock:
    """The machine's clock. Nobody moves it by us, so `on_move` never calls."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep_until(self, at: datetime) -> None:
        """Sleep in short naps and look at the wall clock in between: it may be set, and a suspend stops the timers."""
        refuse_naive(at)
        while (left := (at - self.now()).total_seconds()) > 0:
            await asyncio.sleep(min(left, LONGEST_NAP))

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def system_time(self, at: datetime) -> datetime | None:
        return at

    def on_move(self, callback: Callable[[], None]) -> None:
        pass

    def next_sleeper(self) -> datetime | None:
        return None


class Sleepers:
    """Who sleeps until when. Woken in the order of their instants, equal ones in the order in which they lay down."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._turn = itertools.count()

    def lie_down(self, until: datetime) -> asyncio.Future[None]:
        """Return what the sleeper is to await. One that is cancelled stays in the heap, done, until its turn comes."""
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._heap, (until, next(self._turn), woken))
        return woken

    def wake(self, now: datetime) -> None:
        while (at := self.next()) is not None and at <= now:
            heapq.heappop(self._heap)[2].set_result(None)

    def next(self) -> datetime | None:
        while self._heap and self._heap[0][2].done():
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None


class WalkingClock:
    """Stands still until `move_to`. For one event loop."""

    def __init__(self, start_at: datetime) -> None:
        refuse_naive(start_at)
        self._now = start_at.astimezone(UTC)
        self._start_at = self._now
        self._sleepers = Sleepers()
        self._callbacks: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - self._start_at).total_seconds()

    async def sleep_until(self, at: datetime) -> None:
        refuse_naive(at)
        if at > self._now:
            await self._sleepers.lie_down(at)
        else:
            await asyncio.sleep(0)  # a loop that sleeps lets others run, even when it is late

    async def sleep(self, seconds: float) -> None:
        await self.sleep_until(self._now + timedelta(seconds=seconds))

    def system_time(self, at: datetime) -> datetime | None:
        return datetime.now(UTC) if at <= self._now else None

    def on_move(self, callback: Callable[[], None]) -> None:
        self._callbacks.append(callback)

    def next_sleeper(self) -> datetime | None:
        return self._sleepers.next()

    def move_to(self, at: datetime) -> None:
        """Set the clock to `at` and wake whoever slept until then or before.

        It jumps: to walk, move to `next_sleeper()` first, let everybody finish, and repeat.
        Raises ValueError: `at` lies in the past.
        """
        refuse_naive(at)
        if at < self._now:
            raise ValueError(f"a clock does not walk back from {self._now} to {at}")
        self._now = at.astimezone(UTC)
        self._sleepers.wake(self._now)
        for callback in self._callbacks:
            callback()


def refuse_naive(at: datetime) -> None:
    """Raise ValueError where `at` has no zone: half the world would read it differently."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
