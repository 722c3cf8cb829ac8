"""Open check-ins that nobody shall answer or miss any more: the member paused, or left the group that asked."""

from sqlmodel import Session

from bot.rules.vocabulary import CheckinState
from storage.queries import checkins, outbox
from storage.tables import Person

PROMPTS = ("checkin-hello", "checkin-reminder")


def pause_open(session: Session, person: Person, *, cadence_id: int | None = None) -> int:
    """Turn what is queued or sent into `paused` and withdraw its prompts; returns how many.

    `cadence_id`: of this cadence only; None: of all.
    """
    assert person.id is not None
    paused = 0
    for checkin in checkins.open_ones(session, person.id):
        if cadence_id is not None and checkin.cadence_id != cadence_id:
            continue
        checkin.state = CheckinState.PAUSED
        checkin.deadline_at = checkin.remind_at = None
        outbox.withdraw_for_checkin(session, checkin.id or 0, kinds=PROMPTS)
        paused += 1
    session.flush()
    return paused
