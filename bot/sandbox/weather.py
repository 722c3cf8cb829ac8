"""The actions that move time and let things go wrong: JSON in and out, as in acting.py."""

from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.chats import Json
from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import SandboxError
from bot.sandbox.faults import Fault
from bot.sandbox.line import Line
from bot.sandbox.walking import Walker


class TimeActions:
    """Instants are ISO texts with an offset."""

    def __init__(self, clock: SandboxClock, walker: Walker) -> None:
        self._clock = clock
        self._walker = walker

    def time(self) -> Json:
        return self._clock.state() | {"next_at": _iso(self._walker.next_at()), "busy": self._walker.busy_because()}

    def jump_to(self, at: str) -> Json:
        """Set the clock without waiting for the bot, as if it had been away."""
        self._clock.set(datetime.fromisoformat(at))
        return self.time()

    def step_wall(self, seconds: float) -> Json:
        """Set the wall clock alone forward or back."""
        self._clock.step_wall(timedelta(seconds=seconds))
        return self.time()

    def run(self) -> Json:
        self._clock.run()
        return self.time()

    def stand(self) -> Json:
        self._clock.stand()
        return self.time()

    async def walk_to(self, at: str) -> Json:
        await self._walker.walk_to(datetime.fromisoformat(at))
        return self.time()

    async def walk(self, seconds: float) -> Json:
        await self._walker.walk(timedelta(seconds=seconds))
        return self.time()

    async def until_idle(self) -> Json:
        await self._walker.until_idle()
        return self.time()

    def forget_report(self) -> None:
        self._walker.forget_report()


class FaultActions:
    def __init__(self, line: Line) -> None:
        self._line = line
        self._world = line.telegram.world

    def add_fault(self, kind: str, methods: list[str] | None = None, **details: Any) -> int:
        try:
            fault = Fault(kind, frozenset(methods) if methods else None, **details)
        except TypeError as error:
            raise SandboxError(f"add_fault: {error}") from None
        return self._line.add_fault(fault)

    def lift_fault(self, number: int) -> None:
        self._line.faults.lift(number)

    def clear_faults(self) -> None:
        self._line.faults.clear()

    def offline(self, which: str) -> None:
        self._line.go_offline(which)

    def set_limits(self, **values: Any) -> None:
        """Set fields of Limits, e.g. rates=True."""
        for name, value in values.items():
            if not hasattr(self._world.limits, name):
                raise SandboxError(f"there is no limit {name!r}")
            setattr(self._world.limits, name, value)

    def repeat_update(self, update_id: int) -> None:
        try:
            self._world.updates.repeat(update_id)
        except KeyError:
            raise SandboxError(f"update {update_id} was never confirmed, or too long ago") from None

    def add_update(self, body: Json) -> int:
        """Queue an update as it is, e.g. one that cannot be decoded."""
        return self._world.updates.add_raw(body)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
