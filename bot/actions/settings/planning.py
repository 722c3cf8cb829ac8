"""What follows from a changed hour, zone or pause: the next check-in is planned by the rule, and the person is told when.

If today is left without one, the message offers it.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.actions.checkins import scheduling, settling
from bot.rules.lifecycle import EXTRA_SLOT
from bot.rules.vocabulary import CheckinState
from bot.texts.messages import Message, Reply, Value
from storage.queries import checkins
from storage.tables import Person


def confirm(
    session: Session, person: Person, kind: str, *, values: Mapping[str, Value] | None = None, now: datetime
) -> Reply:
    """Plan everything of this person anew and say `kind`, of these `values`, with when they are asked next."""
    assert person.id is not None
    scheduling.plan_all(session, person, now=now)
    session.flush()
    until = settling.asked_next(session, person, now=now)
    offers = "yes" if left_without(session, person, now=now) else "no"
    return Reply(show=Message(kind, {"until": until, "offers": offers, **(values or {})}))


def left_without(session: Session, person: Person, *, now: datetime) -> bool:
    """Whether today would have had a check-in, has had none, and will have none any more."""
    assert person.id is not None
    today = scheduling.local(now, person).date()
    enrolled = checkins.enrolled(session, person.id)
    if scheduling.is_paused(person, now=now) or any(one.enrolment.next_on == today for one in enrolled):
        return False
    of_today = checkins.of_date(session, person.id, today)
    if any(checkin.slot < EXTRA_SLOT and checkin.state is not CheckinState.PAUSED for checkin in of_today):
        return False
    return any(today.weekday() in scheduling.rhythm(one.cadence, one.enrolment).days for one in enrolled)
