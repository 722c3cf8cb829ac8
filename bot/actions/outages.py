"""After an outage of ours: what we say about it, once, to whoever it may have touched.

That are those who wrote or tapped in it, and those whom a check-in was due for. How long an outage is, `bot.rules.hearing`
decides; what it does to open check-ins, `bot.actions.checkins.silence`. A call for help that came in it is answered by
`bot.actions.alerts.sos`, which says so itself.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions.alerts import saying
from bot.actions.checkins import silence
from bot.actions.checkins.scheduling import is_paused
from bot.actions.outgoing import Kind, Kinds, Withdrawn
from bot.rules.hearing import Gap
from bot.rules.vocabulary import AlertKind, AlertState, InboxState, Priority
from bot.texts.messages import Message
from storage.queries import alerts, checkins, outbox, people
from storage.queries.engine import newest_outage
from storage.tables import Checkin, Enrolment, Incoming, Outgoing, Person

TOLD_AFTER = timedelta(hours=2)  # longer outages are owned up to
SPOKEN_AFTER = timedelta(seconds=5)  # what they sent is answered first
SPOKEN_FOR = timedelta(hours=12)


def after_outage(session: Session, gap: Gap, now: datetime) -> None:
    """An outage has just ended: nobody is counted as quiet for it, and who was touched by a long one is told."""
    touched = _who_wrote(session) | _whose_checkin_was_due(session, gap, now=now) if _is_long(gap) else set()
    silence.after_outage(session, gap, now)
    _tell(session, gap, touched, now=now)


def catch_up(session: Session, *, now: datetime) -> None:
    """More came than one fetch hands out: whoever wrote the rest of it hears the same."""
    latest = newest_outage(session)
    if latest is not None and _is_long(gap := Gap(latest.from_at, latest.to_at)):
        _tell(session, gap, _who_wrote(session), now=now)


def _is_long(gap: Gap) -> bool:
    return gap.to_at - gap.from_at > TOLD_AFTER


def _tell(session: Session, gap: Gap, touched: set[int], *, now: datetime) -> None:
    for person_id in sorted(touched):
        outbox.enqueue(
            session, "outage", person_id, now=now, priority=Priority.ALERT, not_before_at=now + SPOKEN_AFTER,
            expires_at=now + SPOKEN_FOR, dedupe=f"outage:{person_id}:{int(gap.to_at.timestamp())}",
            ids={"from": gap.from_at.timestamp(), "to": gap.to_at.timestamp()},
        )  # fmt: skip


def _who_wrote(session: Session) -> set[int]:
    """Whoever sent what has arrived and is not handled yet."""
    waiting = sa.select(col(Person.id)).join(Incoming, col(Incoming.person_hash) == col(Person.tg_hash))
    return set(session.scalars(waiting.where(col(Incoming.state) == InboxState.UNHANDLED)))


def _whose_checkin_was_due(session: Session, gap: Gap, *, now: datetime) -> set[int]:
    """Those who were to be asked in it, or to answer by then; who rests from check-ins is none of them."""
    asked = sa.select(col(Checkin.person_id)).where(
        col(Checkin.planned_at).between(gap.from_at, gap.to_at)
        | col(Checkin.deadline_at).between(gap.from_at, gap.to_at)
    )
    planned = sa.select(col(Enrolment.person_id)).where(col(Enrolment.next_at).between(gap.from_at, gap.to_at))
    found = {*session.scalars(asked), *session.scalars(planned)}
    return {person_id for person_id in found if not is_paused(people.by_id(session, person_id), now=now)}


def load_line(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """ "I was offline from 2:00 to 11:05": not where the answer to their call for help has said so already."""
    person = people.by_id(session, row.recipient_id or 0)
    started_at, ended_at = (datetime.fromtimestamp(row.ids[key], tz=now.tzinfo) for key in ("from", "to"))
    sos = alerts.live_sos(session, person.id or 0)
    if sos is not None and sos.opened_at >= ended_at:
        return Withdrawn("said")
    values = {"from": saying.when(started_at, person, now=now), "to": saying.when(ended_at, person, now=now)}
    return Message("outage-member" if _was_not_told_of(session, person) else "outage", values)


def _was_not_told_of(session: Session, person: Person) -> bool:
    """Whether they check in, and nobody has been told that they are quiet."""
    alert = alerts.live(session, person.id or 0)
    told = alert is not None and alert.kind is AlertKind.QUIET and alert.state is not AlertState.HELD
    return bool(checkins.enrolled(session, person.id or 0)) and not told


KINDS: Kinds = {"outage": Kind(load_line, silent=True)}
