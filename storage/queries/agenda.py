"""What is scheduled next, over all that waits for an instant: for whoever watches, not for the alarm."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from bot.rules.vocabulary import LIVE_ALERT_STATES, CheckinState, Fading, OutboxState
from storage.tables import Alert, Checkin, Enrolment, Outgoing, Person

Instant = Mapped[datetime] | Mapped[datetime | None]


@dataclass(frozen=True, order=True)
class Upcoming:
    """What will happen (`kind`, of which sort: `why`) at an instant, and to whom (`person`: a row's id)."""

    at: datetime
    kind: str
    person: int
    why: str = ""


def upcoming(session: Session, *, now: datetime, limit: int) -> list[Upcoming]:
    """The next things after `now`, the earliest first, at most `limit`."""
    every = (_openings, _reminders, _deadlines, _settlings, _fadings, _alerts, _outgoing)
    return sorted(one for source in every for one in source(session, now, limit))[:limit]


def _openings(session: Session, now: datetime, limit: int) -> Iterator[Upcoming]:
    wanted = sa.select(col(Enrolment.next_at), col(Enrolment.person_id)).where(col(Enrolment.ended_at).is_(None))
    for at, person in session.execute(_after(wanted, col(Enrolment.next_at), now, limit)):
        yield Upcoming(at, "checkin", person)


def _reminders(session: Session, now: datetime, limit: int) -> Iterator[Upcoming]:
    return _of_checkins(session, "reminder", col(Checkin.remind_at), CheckinState.SENT, now, limit)


def _deadlines(session: Session, now: datetime, limit: int) -> Iterator[Upcoming]:
    return _of_checkins(session, "deadline", col(Checkin.deadline_at), CheckinState.SENT, now, limit)


def _settlings(session: Session, now: datetime, limit: int) -> Iterator[Upcoming]:
    return _of_checkins(session, "settling", col(Checkin.settle_at), CheckinState.ANSWERED, now, limit)


def _of_checkins(
    session: Session, kind: str, instant: Instant, state: CheckinState, now: datetime, limit: int
) -> Iterator[Upcoming]:
    wanted = sa.select(instant, col(Checkin.person_id)).where(col(Checkin.state) == state)
    for at, person in session.execute(_after(wanted, instant, now, limit)):
        yield Upcoming(at, kind, person)


def _fadings(session: Session, now: datetime, limit: int) -> Iterator[Upcoming]:
    wanted = sa.select(col(Person.fade_at), col(Person.id)).where(col(Person.fading) == Fading.WEEKLY)
    for at, person in session.execute(_after(wanted, col(Person.fade_at), now, limit)):
        yield Upcoming(at, "weekly-line", person)


def _alerts(session: Session, now: datetime, limit: int) -> Iterator[Upcoming]:
    wanted = sa.select(col(Alert.next_at), col(Alert.member_id), col(Alert.state), col(Alert.kind))
    wanted = wanted.where(col(Alert.state).in_(LIVE_ALERT_STATES))
    for at, person, state, kind in session.execute(_after(wanted, col(Alert.next_at), now, limit)):
        yield Upcoming(at, f"alert-{state}", person, kind)


def _outgoing(session: Session, now: datetime, limit: int) -> Iterator[Upcoming]:
    wanted = sa.select(col(Outgoing.not_before_at), col(Outgoing.recipient_id), col(Outgoing.kind)).where(
        col(Outgoing.state) == OutboxState.WAITING, col(Outgoing.recipient_id).is_not(None)
    )
    for at, person, kind in session.execute(_after(wanted, col(Outgoing.not_before_at), now, limit)):
        yield Upcoming(at, "message", person, kind)


def _after(
    wanted: sa.Select[*tuple[Any, ...]], instant: Instant, now: datetime, limit: int
) -> sa.Select[*tuple[Any, ...]]:
    return wanted.where(instant > now).order_by(instant).limit(limit)
