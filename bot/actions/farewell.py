"""The day a server closes: everybody is told in time, everything ends visibly, and then everything is erased.

It is kept in the database, so that the running bot does it; when each step comes is decided in `bot.rules.farewell`. Nothing
personal outlives it, and a backup that is restored later erases everybody again.
"""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from bot.actions import journal, operator
from bot.actions.alerts import ending
from bot.actions.checkins.scheduling import local
from bot.actions.outgoing import Kind, Kinds, Later, Withdrawn
from bot.actions.supporters import notices
from bot.rules import farewell as rules
from bot.rules.farewell import Step
from bot.rules.vocabulary import AlertState, InboxState, Priority
from bot.texts.messages import Message
from storage import revocations
from storage.queries import circle, outbox, people, restored
from storage.queries.engine import engine_row
from storage.queries.schedule import Earliest
from storage.revocations import Revoked
from storage.tables import CardCheck, Engine, Enrolment, Incoming, Lease, Outgoing, Person

KEPT_TABLES = (Engine, Lease, CardCheck)  # none of them names anybody
NOTICE, GOODBYE, CALLED_OFF = "farewell", "farewell-goodbye", "farewell-called-off"


@dataclass(frozen=True)
class Farewell:
    """`next_at`: when the step that comes next is due; None: everything is erased."""

    on: date
    done: Step | None
    next_at: datetime | None


def standing(session: Session) -> Farewell | None:
    """The farewell that was announced; None: there is none."""
    row = engine_row(session)
    return None if row.farewell_on is None else Farewell(row.farewell_on, row.farewell_done, row.farewell_next_at)


next_at = Earliest(Engine.farewell_next_at)


class AlreadyClosed(Exception):
    """The last words were said: there is no way back from there."""


def announce(session: Session, on: date, *, now: datetime) -> None:
    """Have the running bot tell everybody, and close on that date. Another date takes the place of one announced before.

    Raises TooSoon, TooLate (`bot.rules.farewell`), AlreadyClosed.
    """
    rules.check(on, now=now)
    row = engine_row(session)
    _refuse_closed(row)
    _withdraw(session)
    row.farewell_on, row.farewell_from_at, row.farewell_done, row.farewell_next_at = on, now, None, now


def cancel(session: Session, *, now: datetime) -> bool:
    """Call it off, and tell whoever was told; False: there was none. Raises AlreadyClosed."""
    row = engine_row(session)
    _refuse_closed(row)
    if row.farewell_on is None:
        return False
    told = row.farewell_done is not None
    forget(session)
    if told:
        _tell_all(session, CALLED_OFF, now=now)
    return True


def forget(session: Session) -> bool:
    """Nothing is announced any more, and nobody is told so; whether there was anything."""
    row = engine_row(session)
    had = row.farewell_on is not None
    row.farewell_on = row.farewell_from_at = row.farewell_done = row.farewell_next_at = None
    _withdraw(session)
    return had


def is_over(session: Session) -> bool:
    """Whether the last words were said: nobody joins any more."""
    found = standing(session)
    return found is not None and found.done in (Step.CLOSE, Step.ERASE)


def tell_newcomer(session: Session, person: Person, *, now: datetime) -> None:
    """Who joins in these days hears of it, too."""
    found = standing(session)
    if found is not None and found.done is not None:
        _tell(session, NOTICE, person.id, now=now)


def proceed_due(session: Session, *, now: datetime, limit: int = 200) -> int:
    """Take the step that is due. Returns 1, or 0 where none is; `limit` is the tick's, and one is below it."""
    row = engine_row(session)
    if (
        row.farewell_on is None
        or row.farewell_from_at is None
        or row.farewell_next_at is None
        or row.farewell_next_at > now
    ):
        return 0
    step = rules.due_step(row.farewell_on, announced_at=row.farewell_from_at, done=row.farewell_done, now=now)
    if step is None:
        return 0
    match step:
        case Step.ANNOUNCE | Step.WEEK | Step.DAY:
            _tell_all(session, NOTICE, now=now)
        case Step.CLOSE:
            _close(session, now=now)
        case Step.ERASE:
            _erase(session, now=now)
            row = engine_row(session)
    _note(row, step, now=now)
    journal.note(session, "farewell", why=step.value)
    return 1


def _note(row: Engine, step: Step, *, now: datetime) -> None:
    """What was done, and when the next step is due: the last words have their time, also where they were said late."""
    assert row.farewell_on is not None and row.farewell_from_at is not None
    following = rules.next_step(row.farewell_on, announced_at=row.farewell_from_at, done=step)
    row.farewell_done = step
    row.farewell_next_at = following[1] if following is not None else None
    if step is Step.CLOSE and row.farewell_next_at is not None:
        row.farewell_next_at = max(row.farewell_next_at, now + rules.LEAVES_WITHIN)


def _refuse_closed(row: Engine) -> None:
    if row.farewell_done in (Step.CLOSE, Step.ERASE):
        raise AlreadyClosed(str(row.farewell_on))


def _tell_all(session: Session, kind: str, *, now: datetime) -> None:
    for person_id in session.scalars(sa.select(col(Person.id)).order_by(col(Person.id))).all():
        _tell(session, kind, person_id, now=now)


def _tell(session: Session, kind: str, person_id: int | None, *, now: datetime) -> None:
    outbox.enqueue(
        session, kind, person_id, now=now, priority=Priority.REPLY, expires_at=now + rules.APART,
        dedupe=f"{kind}:{person_id}:{int(now.timestamp())}",
    )  # fmt: skip


def _withdraw(session: Session) -> None:
    outbox.withdraw_kinds(session, (NOTICE, CALLED_OFF))


def _close(session: Session, *, now: datetime) -> None:
    """No more check-ins, every alert ends, and the last words are said, which need no answer."""
    for alert in restored.live_alerts(session):
        ending.end(session, alert, AlertState.INTERRUPTED, now=now, by=alert.member_id)
    ended = {"ended_at": now, "next_at": None, "next_on": None, "next_slot": None}
    session.execute(sa.update(Enrolment).where(col(Enrolment.ended_at).is_(None)).values(**ended))
    restored.close_checkins(session, now=now)
    outbox.withdraw_all(session, but=("alert-closed-silent",))
    _tell_all(session, GOODBYE, now=now)


def _erase(session: Session, *, now: datetime) -> None:
    """Everything of everybody goes, in one transaction; outside, it is noted that nobody may come back with a backup."""
    for tg_hash in session.scalars(sa.select(col(Person.tg_hash))).all():
        revocations.note(session, Revoked.FORGOTTEN, tg_hash, now=now)
    session.flush()
    kept = {table.__tablename__ for table in (*KEPT_TABLES, Incoming)}
    for table in reversed(SQLModel.metadata.sorted_tables):
        if table.name not in kept:
            session.execute(sa.delete(table))
    # What came in this very moment stays, sealed, until it is handled: as a stranger's, by then.
    session.execute(sa.delete(Incoming).where(col(Incoming.state) != InboxState.UNHANDLED))
    session.expunge_all()
    operator.tell(session, "erased", now=now)


def _load_notice(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
    found = standing(session)
    if found is None or found.done in (Step.CLOSE, Step.ERASE):
        return Withdrawn("state")
    person = people.by_id(session, row.recipient_id or 0)
    if (asleep := _asleep(session, person, now=now)) is not None:
        return asleep
    days = (found.on - local(now, person).date()).days
    first = "yes" if found.done is Step.ANNOUNCE else "no"
    return Message(NOTICE, {"on": found.on, "days": days, "first": first})


def _asleep(session: Session, person: Person, *, now: datetime) -> Later | None:
    """Nothing of this is worth waking anybody for."""
    until = notices.asleep_until(session, person, is_supporter=False, now=now)
    return Later(until) if until is not None else None


def _load_goodbye(session: Session, row: Outgoing, now: datetime) -> Message | Later:
    person = people.by_id(session, row.recipient_id or 0)
    if (asleep := _asleep(session, person, now=now)) is not None:
        return asleep
    names = tuple(one.name for one in circle.supporters(session, person.id or 0))
    return Message(GOODBYE, {"people": Message("farewell-people", {"names": names}) if names else ""})


def _load_called_off(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    return Withdrawn("state") if standing(session) is not None else Message(CALLED_OFF)


KINDS: Kinds = {
    NOTICE: Kind(_load_notice),
    GOODBYE: Kind(_load_goodbye),
    CALLED_OFF: Kind(_load_called_off),
}
