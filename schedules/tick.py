"""What is due is done: one stage after the other, in small transactions.

A stage knows its own question ("which check-ins are due?") and its own action; a tick only gives each its turn. It decides
nothing and knows no thresholds.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session

from bot.clock import Clock
from storage.database import Database
from storage.queries.schedule import together

log = logging.getLogger(__name__)

AT_ONCE = 200  # rows in one transaction: short enough for a tap to come in between
NOT_SOONER_THAN = timedelta(seconds=1)  # what is still due after a tick failed, or waits: no hot loop …
NOT_LATER_THAN = timedelta(
    seconds=30
)  # … and, while nothing moves (nobody can be heard), twice as long each time, up to this


class Run(Protocol):
    def __call__(self, session: Session, *, now: datetime, limit: int) -> int:
        """Act on at most `limit` due rows and return on how many; less than `limit` says that nothing more is due.

        Rows that fail one by one are the stage's own to survive (`bot.actions.batch.each`).
        """


@dataclass(frozen=True)
class Stage:
    """`next_at`: when the stage next has something to do, None for never; an indexed look-up.

    A tick runs the stages that have something to do by then, or for which one before them made something due.
    """

    name: str
    run: Run
    next_at: Callable[[Session], datetime | None] = lambda _: None


Holds = Callable[[Session], bool]


async def tick(
    database: Database,
    stages: Sequence[Stage],
    *,
    now: datetime,
    agenda: "Agenda | None" = None,
    holds: Holds = lambda _: True,
) -> dict[str, int]:
    """Give the stages their turn, in order, until nothing is due; return on how many rows each acted, but for those that failed.

    `agenda` leaves out those that have nothing to do; None: all have their turn. `holds` is asked in each transaction
    whether we are still the one who judges; if not, nothing is done. A stage that raises keeps none of the others from
    their turn.
    """
    counts: dict[str, int] = {}
    for stage in stages:
        if agenda is not None and not agenda.is_due(stage, now):
            counts[stage.name] = 0
            continue
        try:
            counts[stage.name] = await _exhaust(database, stage, now=now, agenda=agenda, holds=holds)
        except Exception as fault:
            log.error("stage %s failed", stage.name, exc_info=fault)
    return counts


class Agenda:
    """When each stage next has something to do, as it was at the last look."""

    def __init__(self, database: Database, stages: Sequence[Stage]) -> None:
        self._database = database
        self._stages = stages
        self.ask = together([stage.next_at for stage in stages])
        self._instants: dict[str, datetime | None] = {}

    async def look(self) -> None:
        self.learn(await self._database.read(self.ask))

    def learn(self, instants: Sequence[datetime | None]) -> None:
        """Take over what `ask` returned in a transaction that has committed since."""
        self._instants = {stage.name: at for stage, at in zip(self._stages, instants, strict=True)}

    def is_due(self, stage: Stage, now: datetime) -> bool:
        at = self._instants[stage.name]
        return at is not None and at <= now

    def next_at(self) -> datetime | None:
        """The earliest of them; None: nothing waits."""
        return min((at for at in self._instants.values() if at is not None), default=None)


async def _exhaust(database: Database, stage: Stage, *, now: datetime, agenda: "Agenda | None", holds: Holds) -> int:
    """Let the stage act until nothing of its own is due; what it did may make others due, or put its next turn off."""

    def whole(session: Session) -> tuple[int, Sequence[datetime | None]]:
        done = stage.run(session, now=now, limit=AT_ONCE) if holds(session) else 0
        return done, agenda.ask(session) if agenda is not None else ()

    total, done = 0, AT_ONCE
    while done >= AT_ONCE:
        done, instants = await database.write(whole)
        total += done
        if agenda is not None:
            agenda.learn(instants)
    return total


class Ticker:
    """Ticks when woken, one tick at a time; a wake during a tick makes it tick once more.

    `ticked` is told after each tick what was done and when the next is due (None: nothing is); it sets the alarm and wakes
    the relay. `completed` hears of each tick in which no stage failed.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        stages: Sequence[Stage],
        *,
        ticked: Callable[[dict[str, int], datetime | None], None],
        holds: Holds = lambda _: True,
        completed: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._stages = stages
        self._agenda = Agenda(database, stages)
        self._ticked = ticked
        self._completed = completed
        self._holds = holds
        self._woken = asyncio.Event()
        self._ticking = False
        self._pause = NOT_SOONER_THAN

    @property
    def idle(self) -> bool:
        return not self._ticking and not self._woken.is_set()

    def wake(self) -> None:
        """Tick soon: something may be due, or an action brought something nearer."""
        self._woken.set()

    async def run(self) -> None:
        """Tick whenever woken, for ever."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            self._ticking = True
            try:
                await self.tick()
            except Exception as fault:
                log.error("a tick failed", exc_info=fault)
                self._ticked({}, self._clock.now() + NOT_SOONER_THAN)
            finally:
                self._ticking = False

    async def tick(self) -> None:
        """One tick, now. Most find nothing due: one read tells, and no stage that is not due has to ask."""
        now = self._clock.now()
        counts: dict[str, int] = {}
        complete = True
        await self._agenda.look()
        next_at = self._agenda.next_at()
        if next_at is not None and next_at <= now:
            counts = await tick(self._database, self._stages, now=now, agenda=self._agenda, holds=self._holds)
            complete = len(counts) == len(self._stages)
            next_at = self._agenda.next_at()
        if next_at is not None and next_at <= now:
            next_at = now + self._pause
            self._pause = NOT_SOONER_THAN if any(counts.values()) else min(self._pause * 2, NOT_LATER_THAN)
        else:
            self._pause = NOT_SOONER_THAN
        self._ticked(counts, next_at)
        if complete:
            self._completed()
