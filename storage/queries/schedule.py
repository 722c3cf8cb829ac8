"""The database is the schedule: the earliest instant at which each kind of thing is due, found by index."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.queries import alerts
from storage.tables import Alert, Checkin, Enrolment, Person

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


def next_judgement(session: Session) -> datetime | None:
    """The earliest instant by which we should have heard everybody: a deadline, or what follows from a longer silence."""
    asked = (next_deadline, alerts.next_silence, next_fading, next_losing)
    return min((at for ask in asked if (at := ask(session)) is not None), default=None)
