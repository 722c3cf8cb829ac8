"""When a person is next asked: enrolling, and planning anew after any change of zone, hour or cadence."""

from datetime import date, datetime, time

from sqlmodel import Session

from bot.rules import cadence as rules
from bot.rules.lifecycle import Nights
from bot.rules.zones import wall_clock
from storage.queries import checkins
from storage.queries.checkins import Enrolled
from storage.tables import Cadence, Checkin, Enrolment, Person

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
    """A cadence as one person has it: with their own times, and with the days and the number of times they agreed to."""
    if enrolment is None:
        return rules.Cadence(days=cadence.days, times=cadence.times)
    return lived(
        cadence.days if enrolment.own_days is None else enrolment.own_days,
        cadence.times,
        own=enrolment.own_times,
        kept=enrolment.kept_times,
        once_on=enrolment.once_on,
        once_times=enrolment.once_times,
    )


def lived(
    days: frozenset[int],
    times: tuple[time, ...],
    *,
    own: tuple[time, ...] | None,
    kept: tuple[time, ...] | None,
    once_on: date | None,
    once_times: tuple[time, ...] | None,
) -> rules.Cadence:
    """The days at the person's `own` times, and at others again on one date, where they chose that.

    Where the cadence has since got more slots than the person has times, or fewer, the cadence's own times hold; or those
    `kept` from before, until the person agrees to more.
    """
    if own is not None and len(own) == len(times):
        times = own
    if kept is not None:
        times = kept
    once = (once_on, once_times) if once_on and once_times and len(once_times) == len(times) else None
    return rules.Cadence(days=days, times=times, once=once)


def nights(person: Person, times: tuple[time, ...]) -> Nights:
    """When nothing may ring; the person's first hour always may."""
    return Nights(zone_of(person), person.quiet_from, person.quiet_to, times[0] if times else time(12))


def nights_of(person: Person, checkin: Checkin) -> Nights:
    """When nothing about this check-in may ring; the hour the person chose for it always may."""
    own_hour = wall_clock(checkin.planned_at, checkin.zone).time().replace(second=0, microsecond=0)
    return Nights(zone_of(person), person.quiet_from, person.quiet_to, own_hour)


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
    row.ended_at = row.own_days = row.own_window_minutes = row.kept_times = row.once_on = row.once_times = None
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
        after=newest(checkins.last_opened(session, _id(person), _id(known.cadence)), known.enrolment),
    )
    put(known.enrolment, occasion)


def newest(opened: tuple[date, int] | None, row: Enrolment) -> tuple[date, int] | None:
    """The last occasion that came: `opened` as a check-in of the cadence itself, or one that it shared with another."""
    shared = (row.opened_on, row.opened_slot) if row.opened_on is not None and row.opened_slot is not None else None
    return max((one for one in (opened, shared) if one is not None), default=None)


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
