"""What people read after a restore: one honest line each, and a question to whoever had an alert open."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions.alerts import ending, saying
from bot.actions.outgoing import Kind, Kinds, Later, Withdrawn
from bot.actions.supporters import notices as supporters
from bot.actions.supporters.rows import id_of, supporter_of
from bot.rules.vocabulary import AlertKind, AlertState, Priority, SupportState
from bot.texts.messages import Message, Values
from storage.queries import alerts, checkins, outbox, people, restored, supports
from storage.tables import Outgoing, Person

LINE_LIVES_FOR = timedelta(days=7)  # also for who is in their quiet hours, or out of reach for a while
LINE, INTERRUPTED = "restored", "alert-interrupted"


def put_all(
    session: Session, interrupted: Iterable[int], *, copied_at: datetime | None, known: bool, now: datetime
) -> int:
    """Queue the question for each of these alerts, and a line for everybody; return how many lines."""
    for alert_id in interrupted:
        _ask(session, alert_id, now=now)
    ids = {"from": copied_at.timestamp() if copied_at is not None else None, "known": known}
    everybody = list(session.scalars(sa.select(col(Person.id)).order_by(col(Person.id))))
    for person_id in everybody:
        outbox.enqueue(
            session, LINE, person_id, now=now, priority=Priority.RECAP if known else Priority.REPLY, ids=ids,
            expires_at=now + LINE_LIVES_FOR, dedupe=f"{LINE}:{person_id}:{int(now.timestamp())}",
        )  # fmt: skip
    return len(everybody)


def _ask(session: Session, alert_id: int, *, now: datetime) -> None:
    """The member is asked; the messages of those who were asked lose their buttons, without a sound."""
    alert = alerts.locked(session, alert_id)
    if alert is None:
        return  # whose it was has erased themselves since
    outbox.enqueue(
        session, INTERRUPTED, alert.member_id, now=now, dedupe=f"{INTERRUPTED}:{alert.id}", alert_id=alert.id,
        priority=Priority.SOS if alert.kind is AlertKind.SOS else Priority.ALERT,
    )  # fmt: skip
    for step in alerts.asked(session, alert.id):
        if step.state in ending.LEARN:
            ending.close_for(session, alert, step, now=now)


def _load_interrupted(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = alerts.locked(session, row.alert_id)
    if alert is None or alert.state is not AlertState.INTERRUPTED:
        return Withdrawn("state")
    member = people.by_id(session, alert.member_id)
    return Message(INTERRUPTED, {"alert": alert.id, "supporter": saying.first_supporter_name(session, member)})


def _load_line(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
    """Read off the rows as it leaves: whom they have to confirm, or for whom to choose again."""
    person = people.by_id(session, row.recipient_id or 0)
    asleep_until = supporters.asleep_until(session, person, is_supporter=False, now=now)
    if asleep_until is not None:
        return Later(asleep_until)
    copied_at = row.ids["from"]
    again = tuple(
        (id_of(one), supporter_of(session, one).name) for one in restored.to_confirm_again(session, id_of(person))
    )
    unchosen = _to_choose(session, person)
    lines = (
        Message("restored-erased") if not row.ids["known"] else None,
        Message("restored-confirm", {"names": tuple(name for _, name in again)}) if again else None,
        Message("restored-choose", {"names": unchosen}) if unchosen else None,
    )
    values: Values = {
        "since": saying.when(datetime.fromtimestamp(copied_at, tz=now.tzinfo), person, now=now) if copied_at else "",
        "dated": bool(copied_at),
        "member": bool(checkins.enrolled(session, id_of(person))),
        "others": again,
        "choose": unchosen,
        "lines": tuple(line for line in lines if line is not None),
    }
    return Message(LINE, values)


def _to_choose(session: Session, person: Person) -> tuple[str, ...]:
    """Confirmed supporters who are told nothing, because what was chosen for them is not known any more, or never was."""
    return tuple(
        supporter_of(session, one).name
        for one in supports.of_member(session, id_of(person))
        if one.state is SupportState.CONFIRMED and not supports.in_force(session, id_of(one))
    )


KINDS: Kinds = {
    LINE: Kind(_load_line, silent=True),
    INTERRUPTED: Kind(_load_interrupted),
}
