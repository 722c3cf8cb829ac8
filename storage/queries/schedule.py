"""The database is the schedule: the earliest instant at which each kind of thing is due, found by index."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.queries import alerts
from storage.tables import Alert, Checkin, Enrolment, Group, Person, Sharing

NextAt = Callable[[Session], datetime | None]


def earliest(instant: datetime | None) -> NextAt:
    """A question for the smallest instant of one indexed column; None where nothing waits."""
    column = col(instant)
    question = sa.select(sa.func.min(column)).where(column.is_not(None))

    def ask(session: Session) -> datetime | None:
        return session.execute(question).scalar_one_or_none()

    return ask


next_opening = earliest(Enrolment.next_at)
next_settling = earliest(Checkin.settle_at)
next_reminder = earliest(Checkin.remind_at)
next_deadline = earliest(Checkin.deadline_at)
next_escalation = earliest(Alert.next_at)
next_fading = earliest(Person.fade_at)
next_losing = earliest(Person.lost_at)
next_look_at_leaders = earliest(Group.look_at)
next_asking_about_consent = earliest(Sharing.ask_at)


def next_judgement(session: Session, *, after: datetime | None = None) -> datetime | None:
    """The earliest instant by which we should have heard everybody: a deadline, or what follows from a longer silence.

    `after`: what was heard until then waits for something else (an update to be handled) and hides no later one.
    """
    instants = [
        _next_after(session, instant, after) for instant in (Checkin.deadline_at, Person.fade_at, Person.lost_at)
    ]
    instants.append(alerts.next_silence(session, after=after))
    return min((at for at in instants if at is not None), default=None)


def _next_after(session: Session, instant: datetime | None, after: datetime | None) -> datetime | None:
    if after is None:
        return earliest(instant)(session)
    column = col(instant)
    return session.execute(sa.select(sa.func.min(column)).where(column > after)).scalar_one_or_none()
