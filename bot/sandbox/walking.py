"""Moving time by walking: to the next thing that will happen, wait until the bot is idle, and on.

Decides when the bot may be believed to be idle, and how far one step goes. It must not know what the bot does.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import SandboxError
from bot.sandbox.line import Line

GUARD_REAL = 30.0
RESTS_AT_MOST = timedelta(minutes=1)
TRIES_WITHIN_REAL = 1.0


@dataclass(frozen=True)
class Report:
    """What the bot says of itself: at clock `version`, idle or not, when it next has something to do, last update handled."""

    version: int
    idle: bool
    next_at: datetime | None
    handled: int | None

    def __post_init__(self) -> None:
        if self.next_at is not None and self.next_at.tzinfo is None:
            raise SandboxError("next_at must be an aware instant")


class Walker:
    def __init__(self, clock: SandboxClock, line: Line, *, guard: float = GUARD_REAL) -> None:
        """`guard`: real seconds after which a bot that does not become idle is an error."""
        self._clock = clock
        self._line = line
        self._guard = guard
        self._report: Report | None = None
        self._over = False

    def report(self, report: Report) -> None:
        """Take what the bot says; a report about an older time than the last one is ignored."""
        if self._report is None or report.version >= self._report.version:
            self._report = report
            self._line.changed.set()

    @property
    def has_reported(self) -> bool:
        """Whether there is a bot that follows this clock."""
        return self._report is not None

    def forget_report(self) -> None:
        """The bot is gone (killed, restarted): believe nothing until it reports again.

        What it was handed and has confirmed is over: the next one may have a database that never heard of it.
        """
        self._report = None
        self._line.telegram.world.updates.handed_out = 0

    def end(self) -> None:
        """Another world has begun: who still walks in this one stops where they are, and that is no fault."""
        self._over = True
        self._line.changed.set()

    def busy_because(self) -> str | None:
        """Why the bot cannot be believed to be idle; None if it can."""
        if self._line.held or self._over:
            return None  # It waits for an answer that only time brings, or nobody waits for it any more.
        report, updates = self._report, self._line.telegram.world.updates
        if not self._line.faults.deaf:
            if updates.waiting:
                return f"{updates.waiting} updates are not confirmed"
            if not self._line.polled:
                return "it has no getUpdates open"
        if report is None:
            return "it has not reported"
        if report.version != self._clock.version:
            return f"it has reported for clock version {report.version}, not yet for {self._clock.version}"
        if (report.handled or 0) < updates.handed_out:
            return f"it has handled updates up to {report.handled}, and was given {updates.handed_out}"
        if not report.idle:
            return "it says that it is working"
        if report.next_at is not None and report.next_at <= self._clock.now():
            return f"it says that it is idle, but also that something was due at {report.next_at.isoformat()}"
        return None

    async def until_idle(self) -> None:
        """Wait until the bot is idle. Raises SandboxError after `guard` real seconds, with what it waits for."""
        changed = self._line.changed
        deadline = asyncio.get_running_loop().time() + self._guard
        while True:
            changed.clear()
            reason = self.busy_because()
            if reason is None:
                return
            try:
                async with asyncio.timeout_at(deadline):
                    await changed.wait()
            except TimeoutError:
                raise SandboxError(f"the bot is not idle after {self._guard:g} s: {reason}") from None

    async def walk_to(self, at: datetime) -> int:
        """Walk to the instant `at` (aware, not in the past) and return the number of steps. A running clock runs on after it."""
        if at < self._clock.now():
            raise SandboxError(f"{at.isoformat()} is past, it is {self._clock.now().isoformat()}")
        was_running, steps = self._clock.running, 0
        self._clock.stand()
        try:
            await self.until_idle()
            while self._clock.now() < at and not self._over:
                step, expected = self._next_step(at), self.next_at()
                self._clock.set(step)
                steps += 1
                if step == expected:  # what falls due may need to know that nothing was left unheard until now
                    self._line.end_poll()
                await self.until_idle()
        finally:
            if was_running:
                self._clock.run()
        return steps

    async def walk(self, duration: timedelta) -> int:
        """Walk on by `duration`, as walk_to."""
        return await self.walk_to(self._clock.now() + duration)

    async def until_polled(self) -> None:
        """After a break: a bot that rests before its next try gets the time it waits for, a minute at most."""
        until = self._clock.now() + RESTS_AT_MOST
        while not self._line.polled and self.has_reported and self._clock.now() < until:
            self._clock.set(min(max(self.next_at() or until, self._clock.now()), until))
            self._line.changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(TRIES_WITHIN_REAL):
                    await self._line.changed.wait()

    def next_at(self) -> datetime | None:
        """The next instant that the bot has reported."""
        return self._report.next_at if self._report else None

    def _next_step(self, target: datetime) -> datetime:
        """Alarms of the clock are the ends of open polls and of slow answers: no step goes past one."""
        known = (target, self.next_at(), self._clock.next_alarm())
        return max(self._clock.now(), min(at for at in known if at is not None))
