"""Questions about check-ins and the enrolments they come from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.lifecycle import EXTRA_SLOT, OPEN_STATES
from bot.rules.vocabulary import CheckinState, InboxState, Question
from storage.tables import Cadence, Checkin, Enrolment, Group, Incoming, Pattern, Person

DAY = timedelta(days=1)  # no clock is further from UTC than that

# Built once: taps and settling ask them all the time, and building a statement takes longer than running it.
_ENROLLED = (
    sa.select(Enrolment, Cadence, Group)
    .join(Cadence, col(Enrolment.cadence_id) == col(Cadence.id))
    .outerjoin(Group, col(Cadence.group_id) == col(Group.id))
    .where(col(Enrolment.person_id) == sa.bindparam("person"), col(Enrolment.ended_at).is_(None))
    .order_by(col(Enrolment.id))
)
_ENROLMENT = sa.select(Enrolment).where(
    col(Enrolment.person_id) == sa.bindparam("person"), col(Enrolment.cadence_id) == sa.bindparam("cadence")
)
_RESTS = (  # the group is on a pause then, and the member did not keep their check-in
    col(Group.paused_until_on).is_not(None)
    & (col(Group.paused_until_on) >= col(Enrolment.next_on))
    & col(Enrolment.asks_in_pause).is_(False)
)
_OF_PERSON = (col(Enrolment.person_id) == sa.bindparam("person")) & col(Enrolment.ended_at).is_(None)
_NEXT_PLANNED = (
    sa.select(sa.func.min(col(Enrolment.next_at)))
    .join(Cadence, col(Enrolment.cadence_id) == col(Cadence.id))
    .outerjoin(Group, col(Cadence.group_id) == col(Group.id))
    .where(_OF_PERSON, sa.or_(col(Group.paused_until_on).is_(None), ~_RESTS))
)
_RESTS_UNTIL = (
    sa.select(sa.func.min(col(Group.paused_until_on)))
    .join(Cadence, col(Cadence.group_id) == col(Group.id))
    .join(Enrolment, col(Enrolment.cadence_id) == col(Cadence.id))
    .where(_OF_PERSON, _RESTS)
)
_LAST_ASKED = sa.select(sa.func.max(col(Checkin.on))).where(
    col(Checkin.person_id) == sa.bindparam("person"),
    col(Checkin.id) != sa.bindparam("before"),
    col(Checkin.asked_use).is_(True),
)

_OF_DATE = (
    sa.select(Checkin)
    .where(col(Checkin.person_id) == sa.bindparam("person"), col(Checkin.on) == sa.bindparam("date"))
    .order_by(col(Checkin.planned_at), col(Checkin.id))
)
_DUE = {
    name: sa.select(Checkin).where(instant <= sa.bindparam("now")).order_by(instant).limit(sa.bindparam("at_most"))
    for name, instant in (("settle_at", col(Checkin.settle_at)), ("remind_at", col(Checkin.remind_at)))
}
_JUDGEABLE = (
    sa.select(Checkin)
    .join(Person, col(Checkin.person_id) == col(Person.id))
    .where(
        col(Checkin.deadline_at) <= sa.bindparam("heard_until"),
        ~sa.select(col(Incoming.update_id))
        .where(col(Incoming.state) == InboxState.UNHANDLED, col(Incoming.person_hash) == col(Person.tg_hash))
        .exists(),
    )
    .order_by(col(Checkin.deadline_at))
    .limit(sa.bindparam("at_most"))
)
_THESE = sa.select(Checkin).where(col(Checkin.id).in_(sa.bindparam("ids", expanding=True)))
_DELIVERED = (
    sa.select(Checkin, Person, Cadence, Enrolment)
    .join(Person, col(Checkin.person_id) == col(Person.id))
    .join(Cadence, col(Checkin.cadence_id) == col(Cadence.id))
    .outerjoin(
        Enrolment,
        (col(Enrolment.person_id) == col(Checkin.person_id)) & (col(Enrolment.cadence_id) == col(Checkin.cadence_id)),
    )
    .where(col(Checkin.id) == sa.bindparam("checkin"))
)


@dataclass(frozen=True)
class Delivered:
    """A check-in whose prompt arrived, whose it is and by which rhythm; no enrolment: they have left the group since."""

    checkin: Checkin
    person: Person
    cadence: Cadence
    enrolment: Enrolment | None


@dataclass(frozen=True)
class Enrolled:
    """An enrolment with its cadence and the group it belongs to, None for a cadence of one's own."""

    enrolment: Enrolment
    cadence: Cadence
    group: Group | None

    @property
    def waits_for_an_hour(self) -> bool:
        """A group joined and left at the question for the hour: nothing was ever planned."""
        never = self.enrolment.next_at is None and self.enrolment.next_slot is None
        return self.group is not None and never and bool(self.cadence.days)


def by_id(session: Session, checkin_id: int) -> Checkin | None:
    with session.no_autoflush:  # what the session has not read, it has not changed
        return session.get(Checkin, checkin_id)


def by_ids(session: Session, checkin_ids: Collection[int]) -> Sequence[Checkin]:
    """Those of these that are still here, in no order. While the caller holds them, `by_id` asks for none of them again."""
    return session.scalars(_THESE, {"ids": list(checkin_ids)}).all() if checkin_ids else ()


def delivered(session: Session, checkin_id: int) -> Delivered | None:
    """The check-in with all that its delivery is planned by; None where it is gone."""
    found = session.execute(_DELIVERED, {"checkin": checkin_id}).one_or_none()
    return Delivered(*found) if found is not None else None


def enrolled(session: Session, person_id: int) -> list[Enrolled]:
    """Everything a person takes part in, oldest first."""
    found = session.execute(_ENROLLED, {"person": person_id})
    return [Enrolled(enrolment, cadence, group) for enrolment, cadence, group in found]


def last_opened(session: Session, person_id: int, cadence_id: int) -> tuple[date, int] | None:
    """The (date, slot) of the newest planned check-in of one cadence; None before the first."""
    found = session.execute(
        sa.select(col(Checkin.on), col(Checkin.slot))
        .where(
            col(Checkin.person_id) == person_id, col(Checkin.cadence_id) == cadence_id, col(Checkin.slot) < EXTRA_SLOT
        )
        .order_by(col(Checkin.on).desc(), col(Checkin.slot).desc())
        .limit(1)
    ).first()
    return (found[0], found[1]) if found else None


def of_date(session: Session, person_id: int, on: date) -> Sequence[Checkin]:
    """A member's check-ins of one local date over all cadences, in the order they were planned."""
    return session.execute(_OF_DATE, {"person": person_id, "date": on}).scalars().all()


def in_progress(session: Session, person_id: int, *, since_on: date) -> Checkin | None:
    """The check-in whose question a typed answer would answer: half-finished, else the newest one not yet answered.

    One that is over, missed or judged half-finished, is taken up again only while no newer one has been answered: what
    somebody types after that is of today, and must not overwrite what they said of yesterday.
    `since_on`: the first date whose check-in may still be answered late.
    """
    newer = sa.orm.aliased(Checkin)
    nothing_since = ~sa.exists().where(
        col(newer.person_id) == person_id,
        col(newer.planned_at) > col(Checkin.planned_at),
        col(newer.state) == CheckinState.ANSWERED,
    )
    half = (col(Checkin.state) == CheckinState.ANSWERED) & (col(Checkin.step) != Question.DONE)
    under_way = col(Checkin.state).in_((CheckinState.SENT, CheckinState.QUEUED)) | (
        half & col(Checkin.settle_at).is_not(None)
    )
    over = col(Checkin.state).in_((CheckinState.MISSED, CheckinState.UNSENT)) | half
    wanted = sa.select(Checkin).where(
        col(Checkin.person_id) == person_id, col(Checkin.on) >= since_on, under_way | (over & nothing_since)
    )
    order = (col(Checkin.settle_at).is_(None), col(Checkin.planned_at).desc())
    return session.execute(wanted.order_by(*order).limit(1)).scalar_one_or_none()


def last_asked_about_use(session: Session, person_id: int, *, before: Checkin) -> date | None:
    """The last date, not of this check-in, on which the member answered, or skipped, whether they drank or used."""
    with (
        session.no_autoflush
    ):  # what is being changed is this check-in: writing it now would only mean writing it twice
        return session.execute(_LAST_ASKED, {"person": person_id, "before": before.id}).scalar_one_or_none()


def days_answered(session: Session, person_id: int) -> int:
    """On how many dates the member has answered, in all."""
    found: int = session.execute(
        sa.select(sa.func.count(sa.distinct(col(Checkin.on)))).where(
            col(Checkin.person_id) == person_id, col(Checkin.state) == CheckinState.ANSWERED
        )
    ).scalar_one()
    return found


def missed_days(session: Session, person_id: int, *, since: datetime) -> int:
    """On how many dates this person was asked after `since` and missed all they were asked, with no sign of life."""
    theirs = (col(Checkin.person_id) == person_id) & (col(Checkin.on) >= (since - DAY).date())
    still_open = sa.select(col(Checkin.on)).where(theirs, col(Checkin.state).in_(OPEN_STATES))
    missed = (col(Checkin.state) == CheckinState.MISSED) & ~col(Checkin.sign_of_life) & (col(Checkin.sent_at) > since)
    counted = sa.select(sa.func.count(sa.distinct(col(Checkin.on))))
    days: int = session.execute(counted.where(theirs, missed, col(Checkin.on).not_in(still_open))).scalar_one()
    return days


def open_ones(session: Session, person_id: int) -> Sequence[Checkin]:
    wanted = col(Checkin.state).in_((CheckinState.QUEUED, CheckinState.SENT))
    return session.execute(sa.select(Checkin).where(col(Checkin.person_id) == person_id, wanted)).scalars().all()


def remember_live(session: Session, checkin_id: int, message_id: int) -> None:
    found = session.get(Checkin, checkin_id)
    if found is not None:
        found.live_message = message_id


def due(session: Session, column: str, *, now: datetime, limit: int) -> Sequence[Checkin]:
    """Check-ins whose `settle_at` or `remind_at` has come, earliest first."""
    return session.execute(_DUE[column], {"now": now, "at_most": limit}).scalars().all()


def judgeable(session: Session, *, heard_until_at: datetime, limit: int) -> Sequence[Checkin]:
    """Sent check-ins whose deadline lies in what we have heard, of members with no update still unhandled."""
    return session.execute(_JUDGEABLE, {"heard_until": heard_until_at, "at_most": limit}).scalars().all()


def enrolment(session: Session, person_id: int, cadence_id: int) -> Enrolment | None:
    return session.execute(_ENROLMENT, {"person": person_id, "cadence": cadence_id}).scalar_one_or_none()


def patterns(session: Session, enrolment_id: int) -> Sequence[Pattern]:
    """The saved patterns of hours, in the order in which they were typed: two, or none."""
    wanted = sa.select(Pattern).where(col(Pattern.enrolment_id) == enrolment_id).order_by(col(Pattern.position))
    return session.execute(wanted).scalars().all()


def own_cadence(session: Session, person_id: int) -> Cadence | None:
    return session.execute(sa.select(Cadence).where(col(Cadence.person_id) == person_id)).scalar_one_or_none()


def next_planned(session: Session, person_id: int) -> datetime | None:
    """When this person is asked next, over all their cadences; None where nothing is, or their group's pause holds it."""
    return session.execute(_NEXT_PLANNED, {"person": person_id}).scalar_one_or_none()


def rests_until(session: Session, person_id: int) -> date | None:
    """The last date of the group's pause that holds this person's next check-in; None where none does."""
    return session.execute(_RESTS_UNTIL, {"person": person_id}).scalar_one_or_none()
