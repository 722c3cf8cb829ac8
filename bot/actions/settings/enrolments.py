"""What a person is asked by, and moving its hours. The days of a group stay the group's; the hours are the person's own."""

from datetime import datetime, time

from sqlmodel import Session

from bot.actions.checkins import scheduling
from storage.queries import checkins
from storage.queries.checkins import Enrolled
from storage.tables import Person


def of_person(session: Session, person: Person) -> list[Enrolled]:
    """What the person is asked by; a cadence of their own without days asks nothing."""
    assert person.id is not None
    return [one for one in checkins.enrolled(session, person.id) if one.cadence.days]


def own(session: Session, person: Person, enrolment_id: int, slot: int = 0) -> Enrolled | None:
    """The person's own enrolment, if it has that slot; None for a stranger's, an ended one, or a forged id."""
    found = next((one for one in of_person(session, person) if one.enrolment.id == enrolment_id), None)
    return found if found is not None and 0 <= slot < len(times_of(found)) else None


def times_of(known: Enrolled) -> tuple[time, ...]:
    return scheduling.rhythm(known.cadence, known.enrolment).times


def move(known: Enrolled, times: tuple[time, ...]) -> None:
    """From now on these hours, as many as before; what was set for one date only is over."""
    if known.group is None:
        known.cadence.times = times
    else:
        known.enrolment.own_times = times
        if known.enrolment.kept_times is not None:  # the group asks more often by now, and the person has not agreed yet
            known.enrolment.kept_times = times
    known.enrolment.once_on = known.enrolment.once_times = None


def asked_together(session: Session, person: Person, known: Enrolled) -> list[Enrolled]:
    """The enrolments that ask at the same hours as this one, itself included: they move together, and stay one check-in."""
    return [one for one in of_person(session, person) if times_of(one) == times_of(known)]


def next_one(session: Session, person: Person) -> tuple[Enrolled, datetime] | None:
    """What asks this person next, and when; None where nothing is planned."""
    planned = [(one, one.enrolment.next_at) for one in of_person(session, person)]
    return min(((one, at) for one, at in planned if at is not None), key=lambda pair: pair[1], default=None)
