"""The database is the schedule: the earliest instant at which each kind of thing is due, found by index."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.vocabulary import AlertKind
from storage.columns import Instant
from storage.tables import Alert, Checkin, Enrolment, Group, Person, Sharing

NextAt = Callable[[Session], datetime | None]


@dataclass(frozen=True)
class Earliest:
    """A question for the smallest instant of one indexed column; None where nothing waits.

    `then`: what follows from it, also from None.
    """

    instant: Any
    then: Callable[[datetime | None], datetime | None] = lambda at: at

    @property
    def question(self) -> sa.ScalarSelect[Any]:
        return _smallest(self.instant, col(self.instant).is_not(None))

    def __call__(self, session: Session) -> datetime | None:
        return self.then(session.execute(sa.select(self.question)).scalar_one())


next_opening = Earliest(Enrolment.next_at)
next_settling = Earliest(Checkin.settle_at)
next_reminder = Earliest(Checkin.remind_at)
next_deadline = Earliest(Checkin.deadline_at)
next_escalation = Earliest(Alert.next_at)
next_fading = Earliest(Person.fade_at)
next_losing = Earliest(Person.lost_at)
next_look_at_leaders = Earliest(Group.look_at)
next_asking_about_consent = Earliest(Sharing.ask_at)


def together(questions: Sequence[NextAt]) -> Callable[[Session], list[datetime | None]]:
    """Ask all of them, in their order. Those for a column take one statement: they are asked with every tap."""
    columns = [one for one in questions if isinstance(one, Earliest)]
    statement = sa.select(*(one.question for one in columns))

    def ask(session: Session) -> list[datetime | None]:
        found = iter(session.execute(statement).one() if columns else ())
        return [one.then(next(found)) if isinstance(one, Earliest) else one(session) for one in questions]

    return ask


def next_judgement(session: Session, *, after: datetime | None = None) -> datetime | None:
    """The earliest instant by which we should have heard everybody: a deadline, or what follows from a longer silence.

    `after`: what was heard until then waits for something else (an update to be handled) and hides no later one.
    """
    found = session.execute(_JUDGEMENTS) if after is None else session.execute(_LATER_JUDGEMENTS, {"after": after})
    return min((at for at in found.one() if at is not None), default=None)


def _smallest(instant: Any, *which: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    return sa.select(sa.func.min(col(instant))).where(*which).scalar_subquery()


def _judgements(wanted: Callable[[Any], sa.ColumnElement[bool]]) -> "sa.Select[Any]":
    deadlines = [_smallest(one, wanted(col(one))) for one in (Checkin.deadline_at, Person.fade_at, Person.lost_at)]
    silences = _smallest(Alert.next_at, col(Alert.kind) == AlertKind.QUIET, wanted(col(Alert.next_at)))
    return sa.select(*deadlines, silences)


# Built once: every fetch asks one of them.
_JUDGEMENTS = _judgements(lambda instant: instant.is_not(None))
_LATER_JUDGEMENTS = _judgements(lambda instant: instant > sa.bindparam("after", type_=Instant))
