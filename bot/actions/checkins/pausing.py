"""Open check-ins that nobody shall answer or miss any more: the member paused, or left the group that asked."""

from sqlmodel import Session

from bot.actions.checkins.scheduling import rhythm
from bot.rules.vocabulary import CheckinState
from bot.rules.zones import instant
from storage.queries import checkins, outbox
from storage.queries.checkins import Enrolled
from storage.tables import Checkin, Person

PROMPTS = ("checkin-hello", "checkin-reminder")


def pause_open(session: Session, person: Person) -> int:
    """Turn what is queued or sent into `paused` and withdraw its prompts; returns how many."""
    assert person.id is not None
    open_ones = checkins.open_ones(session, person.id)
    for checkin in open_ones:
        _pause(session, checkin)
    session.flush()
    return len(open_ones)


def leave_open(session: Session, person: Person, cadence_id: int | None) -> None:
    """The same for one cadence: left, closed or paused. What another of theirs asked at that very hour, too, goes over to it."""
    assert person.id is not None
    others = [one for one in checkins.enrolled(session, person.id) if one.enrolment.cadence_id != cadence_id]
    for checkin in checkins.open_ones(session, person.id):
        if checkin.cadence_id == cadence_id and not any(_take_over(checkin, other) for other in others):
            _pause(session, checkin)
    session.flush()


def _take_over(checkin: Checkin, other: Enrolled) -> bool:
    """Let another cadence have this check-in, where it shares its hour; False where it does not."""
    known = rhythm(other.cadence, other.enrolment)
    for slot, at in enumerate(known.times):
        if checkin.on.weekday() in known.days and instant(checkin.on, at, checkin.zone) == checkin.planned_at:
            checkin.cadence_id, checkin.slot = other.enrolment.cadence_id, slot
            checkin.next_opens_at = other.enrolment.next_at
            return True
    return False


def _pause(session: Session, checkin: Checkin) -> None:
    checkin.state = CheckinState.PAUSED
    checkin.deadline_at = checkin.remind_at = None
    outbox.withdraw_for_checkin(session, checkin.id or 0, kinds=PROMPTS)
