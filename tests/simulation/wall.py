"""The bot's clock where somebody may set the wall clock wrong, as happens to machines."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import SystemClock
from tests.journeys.village import SharedClock

NAP = timedelta(minutes=10)


class Wall:
    """The bot's clock: the world's, but that somebody may have set the wall clock wrong. Its monotonic clock is never set."""

    def __init__(self, true: SharedClock) -> None:
        self._true = true
        self._callbacks: list[Callable[[], None]] = []
        self.ahead = timedelta(0)
        true.on_move(self._moved)

    def now(self) -> datetime:
        return self._true.now() + self.ahead

    def monotonic(self) -> float:
        return self._true.monotonic()

    async def sleep_until(self, at: datetime) -> None:
        """In naps, as the system's clock: it may be set meanwhile."""
        while (left := at - self.now()) > timedelta(0):
            await self._true.sleep(min(left, NAP).total_seconds())

    async def sleep(self, seconds: float) -> None:
        await self._true.sleep(seconds)

    def system_time(self, at: datetime) -> datetime | None:
        return SystemClock().now() if at <= self.now() else None

    def on_move(self, callback: Callable[[], None]) -> None:
        self._callbacks.append(callback)

    def next_sleeper(self) -> datetime | None:
        at = self._true.next_sleeper()
        return at + self.ahead if at is not None else None

    def jump(self, by: timedelta) -> None:
        """Somebody sets the wall clock."""
        self.ahead += by
        self._moved()

    def forget(self) -> None:
        """Whoever listened is dead."""
        self._callbacks.clear()

    def _moved(self) -> None:
        for callback in list(self._callbacks):
            callback()
