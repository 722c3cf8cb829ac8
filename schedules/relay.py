"""Outbox → claim → sender → what became of it.

Claims at most a second's worth, the most urgent first, lets the sender carry the parcels side by side, and records the
outcomes. What a row says, and whether it may leave, is decided in `bot.actions`; how fast, by the sender's limiter.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session

from bot.actions import dispatch
from bot.actions.outgoing import Kinds, NeverSent, Outcome, Parcel, TokenRefused, Uncertain
from bot.clock import Clock
from bot.rules.vocabulary import Priority
from storage.database import Database
from storage.errors import DatabaseTrouble
from storage.queries import outbox

log = logging.getLogger(__name__)

RECORD_AT_ONCE = 50
IN_FLIGHT_FOR = 8  # seconds' worth of parcels that may be under way to a slow Telegram
LOOK_AGAIN_AFTER = timedelta(seconds=1)  # where the database would not be read or written

Waits = Callable[[bool], None]


class Sender(Protocol):
    async def deliver(self, parcel: Parcel, *, waits: Waits) -> Outcome:
        """Send it and say what became of it. It leaves by `parcel.leave_by`, or not at all.

        Calls `waits(True)` when it lies down to wait for its turn, and `waits(False)` when it leaves.
        """


class Relay:
    """`epoch(session)`: whose claims these are; None while another process holds the outbox. Asked in each transaction.

    `operator`: the operator's chat. `report(kind)` tells of trouble that only the operator can mend. `looked` is called
    whenever `next_at` may have changed, `recorded` when outcomes were kept: what follows from them may be due. `completed`
    hears of each look at the outbox that went through.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sender: Sender,
        *,
        kinds: Kinds,
        per_second: int,
        epoch: Callable[[Session], int | None] = lambda _: 0,
        operator: int | None = None,
        report: Callable[[str], None] = lambda _: None,
        looked: Callable[[], None] = lambda: None,
        recorded: Callable[[], None] = lambda: None,
        completed: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._sender = sender
        self._kinds = kinds
        self._per_second = per_second
        self._epoch = epoch
        self._operator = operator
        self._report = report
        self._looked = looked
        self._recorded = recorded
        self._completed = completed
        self._woken = True  # rows may have come that we have not looked at
        self._more = False  # due rows were left, for want of room
        self._next_at: datetime | None = None
        self._look_now = asyncio.Event()
        self._record_now = asyncio.Event()
        self._busy = 0  # transactions under way
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._staying: dict[int, Priority] = {}  # handed over, not left yet
        self._asleep: set[int] = set()  # of those: waiting for their turn
        self._done: list[tuple[Parcel, Outcome]] = []
        self._look_now.set()

    def wake(self) -> None:
        """Look at once: a commit put rows in, or their instant has come. Cheap."""
        self._woken = True
        self._look_now.set()
        if self._done:
            self._record_now.set()

    def next_at(self) -> datetime | None:
        """When to be woken for what waits for its instant; None: nothing does. Known after each look."""
        return self._next_at

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do before time moves on or somebody wakes us."""
        stirred = self._look_now.is_set() or self._record_now.is_set()
        return not stirred and not self._busy and len(self._tasks) == len(self._asleep)

    async def run(self) -> None:
        """Relay until cancelled; then await `drain`."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._keep(self._look_now, self._look))
            both.create_task(self._keep(self._record_now, self._record))

    async def drain(self, *, within: float | None = None) -> None:
        """After `run` was cancelled: give back what has not left, wait for what has, and record it all.

        `within` seconds; what Telegram has not answered by then is in doubt. None: for as long as it takes.
        """
        for outgoing_id in self._asleep:
            self._tasks[outgoing_id].cancel()
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=within)
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        while self._done:
            await self._record()

    async def _keep(self, stirred: asyncio.Event, act: Callable[[], Awaitable[None]]) -> None:
        while True:
            await stirred.wait()
            stirred.clear()
            self._busy += 1
            try:
                await act()
            except Exception as fault:
                log.error("the outbox could not be used", exc_info=fault)
                self._expect(self._clock.now() + LOOK_AGAIN_AFTER)
            finally:
                self._busy -= 1

    async def _look(self) -> None:
        """Claim as much as there is room for. Alerts have room of their own, so that nothing can keep them waiting."""
        woken, self._woken = self._woken, False
        room = min(self._per_second - len(self._staying), self._per_second * IN_FLIGHT_FOR - len(self._tasks))
        if room >= (1 if woken else self._half):
            await self._claim(room, Priority.RECAP)
        elif woken:
            urgent = sum(priority <= Priority.ALERT for priority in self._staying.values())
            await self._claim(self._per_second - urgent, Priority.ALERT)

    @property
    def _half(self) -> int:
        return max(self._per_second // 2, 1)

    async def _claim(self, limit: int, up_to: Priority) -> None:
        # Of these we are going to say what became of them, however long our clock, or we ourselves, stood still.
        in_hand = [*self._tasks, *(parcel.outgoing_id for parcel, _ in self._done)]

        def whole(session: Session) -> tuple[list[Parcel], datetime | None]:
            now, due = self._clock.now(), outbox.due(session)
            if due.next_at is None or due.next_at > now:
                return [], due.next_at  # so most looks end
            epoch = self._epoch(session)
            if epoch is None or limit <= 0:
                return [], None
            if due.lapses_at is not None and due.lapses_at <= now:
                dispatch.lapse(session, kinds=self._kinds, now=now, epoch=epoch, in_hand=in_hand)
            parcels = dispatch.claim(
                session, kinds=self._kinds, now=now, epoch=epoch, limit=limit, operator=self._operator, up_to=up_to
            )
            return parcels, outbox.next_due_at(session)

        parcels, next_at = await self._database.write(whole)
        for parcel in parcels:
            self._staying[parcel.outgoing_id] = parcel.priority
            self._tasks[parcel.outgoing_id] = asyncio.create_task(self._carry(parcel))
        self._expect(next_at)
        self._completed()

    def _expect(self, at: datetime | None) -> None:
        """Remember when to look next. What is due already waits for room, which `_left` notices."""
        now = self._clock.now()
        self._more = at is not None and at <= now
        self._next_at = None if self._more else at
        self._looked()
        if self._more:
            self._look_if_room()

    def _look_if_room(self) -> None:
        if self._more and self._per_second - len(self._staying) >= self._half:
            self._look_now.set()

    async def _carry(self, parcel: Parcel) -> None:
        outgoing_id = parcel.outgoing_id
        outcome: Outcome = Uncertain()
        try:
            outcome = await self._sender.deliver(parcel, waits=lambda waits: self._waits(outgoing_id, waits))
        except asyncio.CancelledError:
            if outgoing_id in self._staying:
                outcome = NeverSent()
        except Exception as fault:
            log.error("outbox row %d (%s): the sender failed", outgoing_id, parcel.kind, exc_info=fault)
        finally:
            self._waits(outgoing_id, False)
            del self._tasks[outgoing_id]
            self._done.append((parcel, outcome))
            self._record_now.set()
        if isinstance(outcome, TokenRefused):
            self._report("token-refused")

    def _waits(self, outgoing_id: int, waits: bool) -> None:
        if waits:
            self._asleep.add(outgoing_id)
            return
        self._asleep.discard(outgoing_id)
        if self._staying.pop(outgoing_id, None) is not None:
            self._look_if_room()

    async def _record(self) -> None:
        """Record what has come in meanwhile in one transaction, or one by one where somebody's outcome spoils it."""
        batch = self._done[:RECORD_AT_ONCE]
        try:
            await self._record_all(batch)
        except DatabaseTrouble:
            raise  # all of it stays, to be recorded with the next try
        except Exception as fault:
            log.error("%d outcomes could not be recorded together", len(batch), exc_info=fault)
            for one in batch:
                await self._record_alone(one)
        del self._done[: len(batch)]
        if self._done:
            self._record_now.set()

    async def _record_alone(self, one: tuple[Parcel, Outcome]) -> None:
        try:
            await self._record_all([one])
        except DatabaseTrouble:
            raise
        except Exception as fault:
            log.error("outbox row %d: its outcome is lost, its claim will lapse", one[0].outgoing_id, exc_info=fault)

    async def _record_all(self, batch: list[tuple[Parcel, Outcome]]) -> None:
        def whole(session: Session) -> tuple[datetime | None, bool]:
            now = self._clock.now()
            for parcel, outcome in batch:
                dispatch.record(session, parcel, outcome, kinds=self._kinds, now=now)
            next_at = outbox.next_due_at(session)
            due = next_at is not None and next_at <= now
            return next_at, due and bool(outbox.claimable(session, now=now, limit=1, up_to=Priority.ALERT))

        next_at, urgent = await self._database.write(whole)
        self._recorded()
        self._expect(next_at)
        if urgent:  # what follows from an outcome may be the next person's alert
            self.wake()
