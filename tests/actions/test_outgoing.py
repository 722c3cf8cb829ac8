"""What becomes of an outbox row: packed, held back or ended, and what Telegram's answer does to it."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.actions import dispatch
from bot.actions.journal import Entry, noted
from bot.actions.outgoing import (
    Blocked,
    Delivered,
    Invalid,
    Kind,
    Later,
    NeverSent,
    NotNow,
    Outcome,
    Parcel,
    Uncertain,
    Withdrawn,
)
from bot.rules.vocabulary import AlertKind, AlertState, OutboxState, Priority
from bot.texts.messages import Message
from storage.database import Database, Session
from storage.queries import outbox
from storage.queries.people import Gone
from storage.tables import Alert, Outgoing, Person
from tests.builders import NOW, TODAY, person

SECOND = timedelta(seconds=1)


class Fate:
    """Kinds that remember what became of their rows."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.says: Message | Withdrawn | Later = Message("hello")
        hooks = {name: self._noting(name) for name in ("on_sent", "on_expired", "on_refused", "on_withdrawn")}
        self.kinds = {
            "hello": Kind(self._load, **hooks),
            "once": Kind(self._load, at_most_once=True, **hooks),
            "redraw": Kind(self._load, edits=_message, retires=_message, silent=True, pin=True),
            "erased": Kind(self._erased),
            "broken": Kind(self._fail),
            "spoilt": Kind(self._load, on_sent=self._fail),
        }

    def _noting(self, name: str) -> Any:
        def note(session: Session, row: Outgoing, now: datetime) -> None:
            assert isinstance(session, Session)
            assert now.tzinfo is not None
            self.seen.append(f"{name} {row.state}")

        return note

    def _load(self, session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
        assert isinstance(session, Session)
        assert now.tzinfo is not None
        return self.says

    def _erased(self, session: Session, row: Outgoing, now: datetime) -> Message:
        raise Gone

    def _fail(self, session: Session, row: Outgoing, now: datetime) -> Any:
        raise KeyError("a fault of ours")


def _message(session: Session, row: Outgoing) -> int | None:
    assert isinstance(session, Session)
    return row.ids.get("message")


@pytest.fixture
def fate() -> Fate:
    return Fate()


@pytest.fixture(autouse=True)
def told(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """What the log must hold at the end of a test, "!" behind it where it has a traceback: nothing, unless a test says so."""
    caplog.set_level(logging.INFO)
    expected: list[str] = []
    yield expected
    assert [f"{one.getMessage()}{' !' if one.exc_info else ''}" for one in caplog.get_records("call")] == expected


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with Session(database.engine, expire_on_commit=False) as opened:
        opened.info["keyring"] = database.keyring
        yield opened


@pytest.fixture
def maya(session: Session) -> Person:
    return person(session, "Maya", tg_id=77, language="es")


def put(session: Session, to: Person | None, kind: str = "hello", **more: Any) -> None:
    usual: dict[str, Any] = {"now": NOW, "dedupe": kind, "priority": Priority.PROMPT, **more}
    outbox.enqueue(session, kind, to.id if to else None, **usual)


def claim(
    session: Session, fate: Fate, *, now: datetime = NOW, limit: int = 10, operator: int | None = None
) -> list[Parcel]:
    return dispatch.claim(session, kinds=fate.kinds, now=now, epoch=1, limit=limit, operator=operator)


def record(session: Session, fate: Fate, parcel: Parcel, outcome: Outcome, *, now: datetime = NOW) -> bool:
    return dispatch.record(session, parcel, outcome, kinds=fate.kinds, now=now)


def row(session: Session, kind: str = "hello") -> Outgoing:
    query = sa.select(Outgoing).where(Outgoing.__table__.c.kind == kind)  # type: ignore[attr-defined]
    return session.scalars(query, execution_options={"populate_existing": True}).one()


def test_a_parcel_holds_what_the_sender_needs(session: Session, fate: Fate, maya: Person) -> None:
    put(session, maya)
    [parcel] = claim(session, fate)
    assert (parcel.chat_id, parcel.language, parcel.message) == (77, "es", Message("hello"))
    assert (parcel.edit, parcel.again, parcel.leave_by) == (None, False, NOW + 5 * SECOND)
    assert (parcel.retire, parcel.silent, parcel.pin) == (None, False, False)


def test_a_kind_that_edits_names_the_message_to_redraw(session: Session, fate: Fate, maya: Person) -> None:
    put(session, maya, "redraw", ids={"message": 5})
    [parcel] = claim(session, fate)
    assert (parcel.edit, parcel.retire, parcel.silent, parcel.pin) == (5, 5, True, True)


def test_what_shall_not_be_said_any_more_is_withdrawn_for_good(
    session: Session, fate: Fate, maya: Person, told: list[str]
) -> None:
    put(session, maya)
    fate.says = Withdrawn("consent")
    assert claim(session, fate) == []
    fate.says = Message("hello")
    assert claim(session, fate) == []
    assert row(session).state is OutboxState.WITHDRAWN
    assert fate.seen == ["on_withdrawn withdrawn"]
    assert noted(session) == [Entry("withdrawn", "hello", {"person": maya.id})]
    told += [f"outbox row {row(session).id} (hello) withdrawn: consent"]


def test_what_is_about_somebody_who_is_gone_is_withdrawn(
    session: Session, fate: Fate, maya: Person, told: list[str]
) -> None:
    put(session, maya, "erased")
    assert claim(session, fate) == []
    assert row(session, "erased").state is OutboxState.WITHDRAWN
    told += [f"outbox row {row(session, 'erased').id} (erased) withdrawn: gone"]


def test_what_must_wait_for_its_hour_waits(session: Session, fate: Fate, maya: Person) -> None:
    put(session, maya)
    fate.says = Later(NOW + SECOND)
    assert claim(session, fate) == []
    assert (row(session).state, row(session).not_before_at) == (OutboxState.WAITING, NOW + SECOND)
    assert noted(session) == [Entry("waits", "hello", {"person": maya.id})]
    fate.says = Message("hello")
    assert claim(session, fate, now=NOW + SECOND - timedelta(microseconds=1)) == []
    [parcel] = claim(session, fate, now=NOW + SECOND)
    assert not parcel.again


@pytest.mark.parametrize(("expires_after", "leaves"), [(timedelta(0), False), (timedelta(microseconds=1), True)])
def test_a_row_expires_at_its_instant(
    session: Session, fate: Fate, maya: Person, expires_after: timedelta, leaves: bool
) -> None:
    put(session, maya, expires_at=NOW + expires_after)
    assert bool(claim(session, fate)) == leaves
    assert fate.seen == ([] if leaves else ["on_expired expired"])


@pytest.mark.parametrize("why", ["blocked_at", "silent_at"])
def test_who_is_out_of_reach_is_not_written_to_but_sos_is_tried(
    session: Session, fate: Fate, maya: Person, why: str
) -> None:
    setattr(maya, why, NOW)
    session.flush()
    put(session, maya, dedupe="alert", priority=Priority.ALERT)
    put(session, maya, dedupe="sos", priority=Priority.SOS)
    [parcel] = claim(session, fate)
    assert parcel.priority is Priority.SOS
    assert fate.seen == ["on_refused refused"]


def test_a_row_without_recipient_goes_to_the_operator_where_there_is_one(session: Session, fate: Fate) -> None:
    put(session, None, dedupe="a")
    assert claim(session, fate, operator=-5)[0].chat_id == -5
    put(session, None, dedupe="b")
    assert claim(session, fate) == []
    states = session.scalars(sa.select(Outgoing.__table__.c.state).order_by(Outgoing.__table__.c.id)).all()  # type: ignore[attr-defined]
    assert states == [OutboxState.CLAIMED, OutboxState.WITHDRAWN]


def test_a_row_that_cannot_be_packed_holds_up_nobody_and_tries_again(
    session: Session, fate: Fate, maya: Person, told: list[str]
) -> None:
    put(session, maya, "broken")
    put(session, maya, "unheard-of")
    put(session, maya)
    assert [parcel.kind for parcel in claim(session, fate)] == ["hello"]
    for kind in ("broken", "unheard-of"):
        assert (row(session, kind).state, row(session, kind).not_before_at) == (OutboxState.WAITING, NOW + SECOND)
        told += [f"outbox row {row(session, kind).id} ({kind}) cannot be packed !"]


def test_what_was_ended_beside_one_that_cannot_be_packed_stays_ended(
    session: Session, fate: Fate, maya: Person, told: list[str]
) -> None:
    put(session, maya, expires_at=NOW)
    put(session, maya, "broken")
    assert claim(session, fate) == []
    session.expire_all()
    assert row(session).state is OutboxState.EXPIRED
    assert row(session, "broken").state is OutboxState.WAITING
    told += [f"outbox row {row(session, 'broken').id} (broken) cannot be packed !"]


def test_a_delivered_row_knows_when_and_as_what(session: Session, fate: Fate, maya: Person) -> None:
    put(session, maya)
    [parcel] = claim(session, fate)
    assert record(session, fate, parcel, Delivered(9, NOW + SECOND), now=NOW + 2 * SECOND)
    assert (row(session).state, row(session).message_id, row(session).sent_at) == (OutboxState.SENT, 9, NOW + SECOND)
    assert fate.seen == ["on_sent sent"]


def test_what_left_and_what_was_refused_is_noted_once_in_the_journal(
    session: Session, fate: Fate, maya: Person, told: list[str]
) -> None:
    put(session, maya, dedupe="1")
    put(session, maya, dedupe="2")
    sent, refused = claim(session, fate)
    for _ in range(2):
        record(session, fate, sent, Delivered(9, NOW))
        record(session, fate, refused, Invalid("too long"))
    assert noted(session) == [Entry(kind, "hello", {"person": maya.id}) for kind in ("sent", "refused")]
    told += [f"Telegram will not take outbox row {refused.outgoing_id} (hello): too long"]


def test_what_expires_is_not_noted(session: Session, fate: Fate, maya: Person) -> None:
    put(session, maya, expires_at=NOW)
    assert claim(session, fate) == []
    assert noted(session) == []


def test_an_outcome_is_recorded_once(session: Session, fate: Fate, maya: Person) -> None:
    put(session, maya)
    [parcel] = claim(session, fate)
    assert record(session, fate, parcel, Delivered(9, NOW))
    assert not record(session, fate, parcel, NeverSent())
    assert fate.seen == ["on_sent sent"]


def test_a_fault_in_what_follows_does_not_send_the_message_again(
    session: Session, fate: Fate, maya: Person, told: list[str]
) -> None:
    put(session, maya, "spoilt")
    [parcel] = claim(session, fate)
    assert record(session, fate, parcel, Delivered(9, NOW))
    left = row(session, "spoilt")
    assert (left.state, left.unfinished_at) == (OutboxState.SENT, NOW)
    told += [f"what follows outbox row {left.id} (spoilt, sent) failed !"]


def test_who_blocked_us_is_remembered_since_the_first_time(session: Session, fate: Fate, maya: Person) -> None:
    put(session, maya, dedupe="a")
    put(session, maya, dedupe="b")
    first, second = claim(session, fate)
    record(session, fate, first, Blocked(), now=NOW + SECOND)
    record(session, fate, second, Blocked(), now=NOW + 2 * SECOND)
    session.flush()
    session.refresh(maya)
    assert maya.blocked_at == NOW + SECOND
    assert fate.seen == ["on_refused refused"] * 2


def test_an_operator_who_blocked_us_is_nobody_to_remember(session: Session, fate: Fate) -> None:
    put(session, None)
    record(session, fate, claim(session, fate, operator=500)[0], Blocked())
    assert row(session).state is OutboxState.REFUSED


def test_what_telegram_will_never_take_is_refused_and_blocks_nobody(
    session: Session, fate: Fate, maya: Person, told: list[str]
) -> None:
    put(session, maya)
    record(session, fate, claim(session, fate)[0], Invalid("markup"))
    assert fate.seen == ["on_refused refused"]
    assert maya.blocked_at is None
    told += [f"Telegram will not take outbox row {row(session).id} (hello): markup"]


def test_what_may_leave_later_waits_exactly_so_long(session: Session, fate: Fate, maya: Person) -> None:
    put(session, maya)
    record(session, fate, claim(session, fate)[0], NotNow(7 * SECOND))
    assert (row(session).state, row(session).not_before_at) == (OutboxState.WAITING, NOW + 7 * SECOND)


def test_the_pause_between_attempts_doubles_to_a_minute(session: Session, fate: Fate, maya: Person) -> None:
    put(session, maya)
    now, pauses = NOW, []
    for _ in range(9):
        record(session, fate, claim(session, fate, now=now)[0], NeverSent(), now=now)
        pauses.append((row(session).not_before_at - now).total_seconds())
        now = row(session).not_before_at
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_only_an_attempt_in_doubt_marks_the_next_one(session: Session, fate: Fate, maya: Person) -> None:
    put(session, maya)
    record(session, fate, claim(session, fate)[0], NeverSent())
    [second] = claim(session, fate, now=NOW + SECOND)
    assert not second.again
    record(session, fate, second, Uncertain(), now=NOW + SECOND)
    [third] = claim(session, fate, now=NOW + 10 * SECOND)
    assert third.again


def test_what_may_be_sent_once_is_not_repeated_when_in_doubt_but_is_when_it_never_left(
    session: Session, fate: Fate, maya: Person
) -> None:
    put(session, maya, "once")
    record(session, fate, claim(session, fate)[0], NeverSent())
    [parcel] = claim(session, fate, now=NOW + SECOND)
    record(session, fate, parcel, Uncertain(), now=NOW + SECOND)
    assert (row(session, "once").state, row(session, "once").sent_at) == (OutboxState.UNCERTAIN, NOW + SECOND)


@pytest.mark.parametrize("of_alert", [True, False])
@pytest.mark.parametrize("outcome", [NeverSent(), Uncertain()])
def test_what_belongs_to_an_alert_is_never_given_up_the_rest_is_after_a_day(
    session: Session, fate: Fate, maya: Person, of_alert: bool, outcome: Outcome
) -> None:
    alert = Alert(member_id=maya.id or 0, on=TODAY, kind=AlertKind.HARD, state=AlertState.ASKING, opened_at=NOW)
    session.add(alert)
    session.flush()
    put(session, maya, alert_id=alert.id if of_alert else None)
    day = NOW + timedelta(hours=24)
    record(session, fate, claim(session, fate, now=day)[0], outcome, now=day)
    assert row(session).state is OutboxState.WAITING
    later = day + SECOND
    record(session, fate, claim(session, fate, now=later)[0], outcome, now=later)
    assert row(session).state is (OutboxState.WAITING if of_alert else OutboxState.EXPIRED)
    assert fate.seen == ([] if of_alert else ["on_expired expired"])


def test_who_forgets_themselves_while_a_message_is_under_way_leaves_nothing_behind(
    session: Session, fate: Fate, maya: Person
) -> None:
    put(session, maya)
    [parcel] = claim(session, fate)
    session.delete(maya)
    session.flush()
    assert not record(session, fate, parcel, Delivered(9, NOW))


def test_a_claim_lapses_but_not_of_what_is_still_in_hand(session: Session, fate: Fate, maya: Person) -> None:
    for kind in ("hello", "once", "redraw"):
        put(session, maya, kind)
    hello, once, redraw = claim(session, fate)
    later = NOW + 90 * SECOND
    in_hand = [hello.outgoing_id]
    assert dispatch.lapse(session, kinds=fate.kinds, now=later, epoch=1, in_hand=in_hand) == 2
    assert dispatch.lapse(session, kinds=fate.kinds, now=later, epoch=1, in_hand=[]) == 0
    assert record(session, fate, hello, Delivered(9, later), now=later)
    assert not record(session, fate, redraw, Delivered(9, later), now=later)
    states = [row(session, kind).state for kind in ("hello", "once", "redraw")]
    assert states == [OutboxState.SENT, OutboxState.UNCERTAIN, OutboxState.WAITING]
    assert not record(session, fate, once, Delivered(9, later), now=later)


def test_what_a_dead_process_claimed_comes_back(session: Session, fate: Fate, maya: Person) -> None:
    put(session, maya)
    put(session, maya, "once")
    claim(session, fate)
    assert dispatch.come_back(session, kinds=fate.kinds, now=NOW, gone=range(2)) == 2
    assert [parcel.again for parcel in claim(session, fate)] == [True]
    assert row(session, "once").state is OutboxState.UNCERTAIN
