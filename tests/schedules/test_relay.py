"""Outbox → sender → outcome, with a sender that does as it is told and with the real one."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.actions.outgoing import Delivered, Kind, NotNow, Outcome, Parcel, TokenRefused
from bot.clock import WalkingClock
from bot.rules.vocabulary import OutboxState, Priority
from bot.texts.messages import Message
from handlers.delivery.limiter import Pacer
from handlers.delivery.rendering import Screen
from handlers.delivery.sender import Sender
from schedules.relay import Relay, Waits
from storage.database import Database, Session
from storage.errors import DatabaseBusy
from storage.queries import outbox
from storage.tables import Outgoing
from tests.builders import NOW
from tests.wire import Wire, bot_on

OPERATOR = 500


class Carrier:
    """A sender that takes everything at once, unless told otherwise."""

    def __init__(self, clock: WalkingClock) -> None:
        self.clock = clock
        self.taken: list[Parcel] = []
        self.outcome: Callable[[Parcel], Outcome] = lambda parcel: Delivered(parcel.outgoing_id, clock.now())
        self.gate = asyncio.Event()  # closed: parcels wait for their turn
        self.gate.set()
        self.first_class: set[int] = set()  # they need not wait
        self.turns: dict[int, asyncio.Event] = {}  # whose turn comes though the gate is closed
        self.answered = asyncio.Event()  # closed: Telegram is slow to answer
        self.answered.set()

    async def deliver(self, parcel: Parcel, *, waits: Waits) -> Outcome:
        self.taken.append(parcel)
        if not self.gate.is_set() and parcel.outgoing_id not in self.first_class:
            waits(True)
            turn = self.turns[parcel.outgoing_id] = asyncio.Event()
            waiting = [asyncio.ensure_future(one.wait()) for one in (self.gate, turn)]
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        waits(False)
        await self.answered.wait()
        return self.outcome(parcel)


class Office:
    """A relay and its outbox."""

    def __init__(self, database: Database, *, per_second: int = 30) -> None:
        self.database = database
        self.clock = WalkingClock(NOW)
        self.carrier = Carrier(self.clock)
        self.reports: list[str] = []
        self.epoch: int | None = 1
        self.faults: list[Exception] = []
        self.follow_up: Callable[[Session, Outgoing, datetime], None] = lambda *_: None
        self.kinds = {
            "hello": Kind(
                lambda _session, row, _now: Message(Priority(row.priority).name),
                on_sent=lambda *args: self.follow_up(*args),
            )
        }
        self.relay = Relay(
            database,
            self.clock,
            self.carrier,
            kinds=self.kinds,
            per_second=per_second,
            epoch=self._epoch,
            operator=OPERATOR,
            report=self.reports.append,
        )

    def _epoch(self, session: Session) -> int | None:
        assert isinstance(session, Session)
        if self.faults:
            raise self.faults.pop()
        return self.epoch

    async def put(self, count: int = 1, *, priority: Priority = Priority.PROMPT, not_before_at: datetime = NOW) -> None:
        def rows(session: Session) -> None:
            start = session.scalar(sa.select(sa.func.count()).select_from(Outgoing)) or 0
            for number in range(start, start + count):
                outbox.enqueue(
                    session,
                    "hello",
                    None,
                    now=NOW,
                    dedupe=str(number),
                    priority=priority,
                    not_before_at=not_before_at,
                )

        await self.database.write(rows)

    async def states(self) -> list[OutboxState]:
        query = sa.select(Outgoing).order_by(Outgoing.__table__.c.id)  # type: ignore[attr-defined]
        return [row.state for row in await self.database.read(lambda session: session.scalars(query).all())]

    async def lowest_id(self) -> int:
        return await self.database.read(lambda session: session.scalar(sa.select(sa.func.min(Outgoing.id))) or 0)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        running = asyncio.create_task(self.relay.run())
        await self.until_idle()
        yield
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        self.carrier.answered.set()
        await asyncio.wait_for(self.relay.drain(), 10)

    async def until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not done():
                await self.clock.sleep(0)

    async def until_idle(self) -> None:
        async def idle() -> None:
            calm = 0
            while calm < 3:
                await self.clock.sleep(0)
                calm = calm + 1 if self.relay.idle else 0

        await asyncio.wait_for(idle(), 20)


@pytest.fixture
async def office(database: Database) -> Office:
    return Office(database)


async def test_what_waits_leaves_at_the_start_and_what_comes_leaves_when_woken(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.put()
    assert office.relay.next_at() is None
    async with office.open():
        assert await office.states() == [OutboxState.SENT]
        assert office.relay.next_at() is None
        await office.put()
        office.relay.wake()
        assert not office.relay.idle
        await office.until_idle()
        assert await office.states() == [OutboxState.SENT] * 2
        office.relay.wake()
        await office.until_idle()
    assert [parcel.chat_id for parcel in office.carrier.taken] == [OPERATOR] * 2
    assert caplog.messages == []


async def test_at_most_a_seconds_worth_lies_waiting_and_all_of_it_goes_in_the_end(office: Office) -> None:
    office.carrier.gate.clear()
    await office.put(100)
    async with office.open():
        assert len(office.carrier.taken) == 30
        office.carrier.gate.set()
        await office.until_idle()
        assert await office.states() == [OutboxState.SENT] * 100


async def test_alerts_overtake_a_full_house_of_prompts(office: Office) -> None:
    office.carrier.gate.clear()
    await office.put(100)
    async with office.open():
        await office.put(priority=Priority.SOS)
        office.relay.wake()
        await office.until_idle()
        assert office.carrier.taken[-1].priority is Priority.SOS


async def test_alerts_have_a_seconds_worth_of_room_of_their_own(office: Office) -> None:
    office.carrier.gate.clear()
    await office.put(100)
    async with office.open():
        await office.put(40, priority=Priority.ALERT)
        for _ in range(2):
            office.relay.wake()
            await office.until_idle()
            assert [parcel.priority for parcel in office.carrier.taken] == [Priority.PROMPT] * 30 + [
                Priority.ALERT
            ] * 30
        office.carrier.gate.set()
        await office.until_idle()
        assert await office.states() == [OutboxState.SENT] * 140


async def test_room_for_one_is_filled_by_what_comes_and_what_was_left_waits_for_half_of_it(database: Database) -> None:
    office = Office(database, per_second=4)
    office.carrier.gate.clear()
    await office.put(3)
    async with office.open():
        await office.put(4)
        office.relay.wake()
        await office.until_idle()
        assert (len(office.carrier.taken), office.relay.next_at()) == (4, None)
        for left, taken in ((1, 4), (2, 6)):
            office.carrier.turns[office.carrier.taken[left].outgoing_id].set()
            await office.until_idle()
            assert len(office.carrier.taken) == taken
        office.carrier.gate.set()


async def test_no_more_is_under_way_to_a_slow_telegram_than_eight_seconds_worth(database: Database) -> None:
    office = Office(database, per_second=2)
    office.carrier.answered.clear()
    await office.put(20)
    running = asyncio.create_task(office.relay.run())
    await office.until(lambda: len(office.carrier.taken) >= 16)
    for _ in range(3):
        office.relay.wake()
        await office.states()
    assert len(office.carrier.taken) == 16
    office.carrier.answered.set()
    await office.until_idle()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await office.states() == [OutboxState.SENT] * 20


async def test_a_sender_that_fails_before_anything_leaves_gives_its_room_back(database: Database) -> None:
    office = Office(database, per_second=2)
    deliver = office.carrier.deliver

    async def fail_at_first(parcel: Parcel, *, waits: Waits) -> Outcome:
        if parcel.attempt == 1:
            raise RuntimeError
        return await deliver(parcel, waits=waits)

    office.carrier.deliver = fail_at_first  # type: ignore[method-assign]
    await office.put(6)
    async with office.open():
        assert await office.states() == [OutboxState.WAITING] * 6
        office.clock.move_to(NOW + timedelta(seconds=1))
        office.relay.wake()
        await office.until_idle()
        assert await office.states() == [OutboxState.SENT] * 6


async def test_a_slow_telegram_does_not_slow_down_what_leaves(office: Office) -> None:
    office.carrier.answered.clear()
    await office.put(100)
    running = asyncio.create_task(office.relay.run())
    await office.until(lambda: len(office.carrier.taken) == 100)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    office.carrier.answered.set()
    await office.relay.drain()
    assert await office.states() == [OutboxState.SENT] * 100


async def test_what_must_wait_says_when_to_wake(office: Office) -> None:
    later = NOW + timedelta(minutes=5)
    await office.put(not_before_at=later)
    async with office.open():
        assert (office.carrier.taken, office.relay.next_at()) == ([], later)
        office.clock.move_to(later)
        office.relay.wake()
        await office.until_idle()
        assert await office.states() == [OutboxState.SENT]
        assert office.relay.next_at() is None


async def test_what_telegram_puts_off_is_expected_at_its_instant(office: Office) -> None:
    office.carrier.outcome = lambda _: NotNow(timedelta(seconds=7))
    await office.put()
    async with office.open():
        assert office.relay.next_at() == NOW + timedelta(seconds=7)


async def test_an_alert_that_follows_from_an_outcome_leaves_at_once(office: Office) -> None:
    def ask_the_next(session: Session, row: Outgoing, now: datetime) -> None:
        outbox.enqueue(session, "hello", None, now=now, dedupe="next", priority=Priority.ALERT)

    office.follow_up = ask_the_next
    await office.put(60)
    office.carrier.gate.clear()
    office.carrier.first_class = {await office.lowest_id()}
    async with office.open():
        assert [parcel.priority for parcel in office.carrier.taken] == [Priority.PROMPT] * 30 + [Priority.ALERT]


async def test_a_sender_that_fails_leaves_its_row_in_doubt_and_the_others_sent(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    def outcome(parcel: Parcel) -> Outcome:
        if parcel.outgoing_id == first:
            raise RuntimeError
        return Delivered(1, NOW)

    await office.put(3)
    first = await office.lowest_id()
    office.carrier.outcome = outcome
    async with office.open():
        assert await office.states() == [OutboxState.WAITING, OutboxState.SENT, OutboxState.SENT]
        office.clock.move_to(NOW + timedelta(seconds=1))
        office.relay.wake()
        await office.until_idle()
        assert office.carrier.taken[-1].again
    assert _told(caplog)[0] == (f"outbox row {first} (hello): the sender failed", RuntimeError)


async def test_a_refused_token_is_reported_and_nothing_is_lost(office: Office) -> None:
    office.carrier.outcome = lambda _: TokenRefused()
    await office.put()
    async with office.open():
        assert office.reports == ["token-refused"]
        assert await office.states() == [OutboxState.WAITING]


async def test_who_does_not_hold_the_outbox_claims_nothing(office: Office) -> None:
    office.epoch = None
    await office.put()
    async with office.open():
        assert await office.states() == [OutboxState.WAITING]
        assert office.relay.next_at() is None
        office.epoch = 2
        office.relay.wake()
        await office.until_idle()
        assert await office.states() == [OutboxState.SENT]


@pytest.mark.parametrize("fault", [DatabaseBusy("busy"), RuntimeError()])
async def test_a_database_that_balks_is_asked_again_after_a_second(
    office: Office, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    office.faults.append(fault)
    await office.put()
    async with office.open():
        assert (office.carrier.taken, office.relay.next_at()) == ([], NOW + timedelta(seconds=1))
        assert _told(caplog) == [("the outbox could not be used", type(fault))]
        office.relay.wake()
        await office.until_idle()
        assert await office.states() == [OutboxState.SENT]


async def test_stopping_gives_back_what_has_not_left_and_keeps_what_has(office: Office) -> None:
    await office.put(2)
    office.carrier.answered.clear()
    running = asyncio.create_task(office.relay.run())
    await office.until(lambda: len(office.carrier.taken) == 2)
    office.carrier.gate.clear()
    await office.put()
    office.relay.wake()
    while len(office.carrier.taken) < 3:
        await office.clock.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    office.carrier.answered.set()
    await asyncio.wait_for(office.relay.drain(), 10)
    assert await office.states() == [OutboxState.SENT, OutboxState.SENT, OutboxState.WAITING]
    given_back = await office.database.read(lambda session: session.get(Outgoing, office.carrier.taken[-1].outgoing_id))
    assert given_back is not None
    assert given_back.sent_at is None  # nothing in doubt: it never left


async def test_stopping_waits_for_a_telegram_that_does_not_answer_no_longer_than_it_may(office: Office) -> None:
    await office.put()
    office.carrier.answered.clear()
    running = asyncio.create_task(office.relay.run())
    while not office.carrier.taken:
        await office.clock.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await asyncio.wait_for(office.relay.drain(within=0.01), 10)
    assert await office.states() == [OutboxState.WAITING]
    row = await office.database.read(lambda session: session.get(Outgoing, office.carrier.taken[0].outgoing_id))
    assert row is not None
    assert row.sent_at is not None  # in doubt: it may have arrived


async def test_what_a_dead_process_held_leaves_when_its_claim_lapses(office: Office) -> None:
    await office.put()

    def claimed_by_the_dead(session: Session) -> None:
        outbox.claim(session, outbox.claimable(session, now=NOW, limit=1), now=NOW, epoch=0)

    await office.database.write(claimed_by_the_dead)
    async with office.open():
        assert office.relay.next_at() == NOW + timedelta(seconds=60)
        office.clock.move_to(NOW + timedelta(seconds=60))
        office.relay.wake()
        await office.until_idle()
        assert [parcel.again for parcel in office.carrier.taken] == [True]


async def test_what_is_under_way_stays_ours_however_far_the_clock_jumps(office: Office) -> None:
    """After a suspension of the process or the machine, or a clock that was set forward, in the middle of a send."""
    office.carrier.answered.clear()
    await office.put(2)
    running = asyncio.create_task(office.relay.run())
    await office.until(lambda: len(office.carrier.taken) == 2)
    office.clock.move_to(NOW + timedelta(hours=5))
    office.relay.wake()
    await office.until(lambda: office.relay.next_at() == office.clock.now() + outbox.CLAIM_FOR)  # it has looked
    office.carrier.answered.set()
    await office.until_idle()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await office.relay.drain()
    assert await office.states() == [OutboxState.SENT] * 2
    assert len(office.carrier.taken) == 2


async def test_an_alert_behind_ten_thousand_rows_leaves_in_under_a_tenth_of_a_second(database: Database) -> None:
    """The whole way: outbox, claim, limiter, a real bot; in virtual time."""
    office = Office(database)
    wire = Wire(time=office.clock.monotonic)
    sender = Sender(bot_on(wire, Pacer(office.clock, per_second=30, burst=10_000)), office.clock, _show)
    office.relay = Relay(
        database, office.clock, sender, kinds=office.kinds, per_second=30, operator=OPERATOR
    )  # fmt: skip
    await office.put(10_000)
    async with office.open():
        await _walk(office, seconds=3)
        queued, before = office.clock.monotonic(), len(wire.calls)
        await office.put(priority=Priority.ALERT)
        office.relay.wake()
        await _walk(office, seconds=0.2)
        left = next(call.at for call in wire.calls[before:] if call.parameters["text"] == "ALERT")
        assert left - queued < 0.1
        assert 0.99 * 30 <= before / queued <= 33


def _told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, type[BaseException] | None]]:
    return [(one.getMessage(), one.exc_info[0] if one.exc_info else None) for one in caplog.records]


def _show(message: Message, language: str) -> Screen:
    return Screen(message.kind)


async def _walk(office: Office, *, seconds: float) -> None:
    end = office.clock.now() + timedelta(seconds=seconds)
    await office.until_idle()
    while (at := office.clock.next_sleeper()) is not None and at <= end:
        office.clock.move_to(at)
        await office.until_idle()
    office.clock.move_to(end)
    await office.until_idle()


async def test_an_outcome_that_spoils_the_others_is_lost_alone(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    """Its claim lapses later; those that came with it are kept."""
    office.carrier.answered.clear()
    await office.put(2)

    def rename(session: Session) -> None:
        first = session.scalars(sa.select(Outgoing).order_by(Outgoing.__table__.c.id)).first()  # type: ignore[attr-defined]
        assert first is not None
        first.kind = "unheard-of"

    running = asyncio.create_task(office.relay.run())
    await office.until(lambda: len(office.carrier.taken) == 2)
    await office.database.write(rename)
    office.carrier.answered.set()
    await office.until_idle()
    assert await office.states() == [OutboxState.CLAIMED, OutboxState.SENT]
    assert _told(caplog) == [
        ("2 outcomes could not be recorded together", KeyError),
        (f"outbox row {await office.lowest_id()}: its outcome is lost, its claim will lapse", KeyError),
    ]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await office.relay.drain()
    assert await office.states() == [OutboxState.CLAIMED, OutboxState.SENT]
