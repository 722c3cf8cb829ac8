"""When a person is next asked: enrolling, and planning anew after any change of zone, hour or cadence."""

from datetime import datetime, time

from sqlmodel import Session

from bot.rules import cadence as rules
from bot.rules.lifecycle import Nights
from bot.rules.zones import wall_clock
from storage.queries import checkins
from storage.queries.checkins import Enrolled
from storage.tables import Cadence, Enrolment, Person

FALLBACK_ZONE = "UTC"


def zone_of(person: Person) -> str:
    return person.zone or FALLBACK_ZONE


def local(now: datetime, person: Person) -> datetime:
    """`now` on the person's own clock."""
    return wall_clock(now, zone_of(person))


def is_paused(person: Person, *, now: datetime) -> bool:
    """Whether today, where the person is, lies in their pause, first and last day included."""
    if person.paused_from_on is None or person.paused_until_on is None:
        return False
    return person.paused_from_on <= local(now, person).date() <= person.paused_until_on


def rhythm(cadence: Cadence, enrolment: Enrolment | None) -> rules.Cadence:
    """A cadence as one person has it: with their own times, and with the days and the number of times they agreed to.

    Where the cadence has since got more slots than the person has times, or fewer, the cadence's own times hold.
    """
    days, times = cadence.days, cadence.times
    if enrolment is not None and enrolment.own_times is not None and len(enrolment.own_times) == len(times):
        times = enrolment.own_times
    if enrolment is not None and enrolment.kept_times is not None:
        times = enrolment.kept_times
    if enrolment is not None and enrolment.own_days is not None:
        days = enrolment.own_days
    return rules.Cadence(days=days, times=times)


def nights(person: Person, times: tuple[time, ...]) -> Nights:
    """When nothing may ring; the person's own hour always may."""
    return Nights(zone_of(person), person.quiet_from, person.quiet_to, times[0] if times else time(12))


def enrol(
    session: Session, person: Person, cadence: Cadence, *, own_times: tuple[time, ...] | None, now: datetime
) -> Enrolment:
    """Take part in a cadence, or take part again; the next check-in is planned."""
    row = take_part(session, person, cadence)
    row.own_times = own_times
    plan_next(session, person, Enrolled(row, cadence, None), now=now)
    return row


def take_part(session: Session, person: Person, cadence: Cadence) -> Enrolment:
    """The person's enrolment in a cadence, live again where it had ended; nothing is planned yet where it is new."""
    row = checkins.enrolment(session, _id(person), _id(cadence))
    if row is None:
        row = Enrolment(person_id=_id(person), cadence_id=_id(cadence))
        session.add(row)
    row.ended_at = row.own_days = row.own_window_minutes = row.kept_times = None
    session.flush()
    return row


def own_cadence(session: Session, person: Person) -> Cadence:
    """The cadence a person has for themselves; made without any days where there is none, so that every check-in has one."""
    found = checkins.own_cadence(session, _id(person))
    if found is None:
        found = Cadence(person_id=_id(person), days=frozenset(), times=())
        session.add(found)
        session.flush()
    return found


def plan_next(session: Session, person: Person, known: Enrolled, *, now: datetime) -> None:
    """The first instant after now whose (date, slot) is later than the last one opened. An open check-in keeps its deadline."""
    occasion = rules.next_occasion(
        rhythm(known.cadence, known.enrolment),
        zone=zone_of(person),
        now=now,
        after=checkins.last_opened(session, _id(person), _id(known.cadence)),
    )
    put(known.enrolment, occasion)


def put(row: Enrolment, occasion: rules.Occasion | None) -> None:
    """Keep when an enrolment is due next; None: never."""
    row.next_at, row.next_on, row.next_slot = (
        (occasion.at, occasion.on, occasion.slot) if occasion else (None, None, None)
    )


def plan_all(session: Session, person: Person, *, now: datetime) -> None:
    """Plan every cadence of a person anew, after their zone changed."""
    for known in checkins.enrolled(session, _id(person)):
        plan_next(session, person, known, now=now)


def _id(row: Person | Cadence) -> int:
    assert row.id is not None
    return row.id
