"""Two times: the true one, in which people live, and what the wall clock of the bot's machine shows."""

from datetime import datetime, timedelta


class ShiftedClock:
    """The bot's clock. `shift` is by how much its wall clock is wrong; its monotonic clock never is."""

    def __init__(self, start_at: datetime) -> None:
        self.true = start_at
        self.shift = timedelta(0)
        self._start_at = start_at

    def now(self) -> datetime:
        return self.true + self.shift

    def monotonic(self) -> float:
        return (self.true - self._start_at).total_seconds()

    def move_to(self, at: datetime) -> None:
        """Raises ValueError: true time never goes back."""
        if at < self.true:
            raise ValueError(f"{at} is over: it is {self.true}")
        self.true = at

    async def sleep_until(self, at: datetime) -> None:
        raise NotImplementedError("nobody sleeps in the core")

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError("nobody sleeps in the core")

    def system_time(self, at: datetime) -> datetime | None:
        raise NotImplementedError("nobody sleeps in the core")

    def on_move(self, callback: object) -> None:
        raise NotImplementedError("nobody sleeps in the core")

    def next_sleeper(self) -> datetime | None:
        return None
