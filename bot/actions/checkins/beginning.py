"""A member checks in by themselves: today's that is open, today's before its hour, or once more.

Every check-in lives on a cadence: an extra one on the first a person takes part in, or on one of their own without any days.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions.checkins import live, settling
from bot.actions.checkins.scheduling import local, own_cadence, zone_of
from bot.rules.lifecycle import EXTRA_SLOT
from bot.rules.vocabulary import CheckinState, Question
from bot.texts.messages import Reply
from storage.queries import checkins
from storage.tables import Checkin, Person

MAY_BE_ANSWERED = (CheckinState.QUEUED, CheckinState.SENT, CheckinState.MISSED, CheckinState.UNSENT)


def begin(session: Session, person: Person, *, now: datetime) -> Reply:
    """/checkin: today's open one, today's done one with [Change it] or [How I am now], or one now."""
    assert person.id is not None
    of_today = checkins.of_date(session, person.id, local(now, person).date())
    for checkin in reversed(of_today):
        if checkin.state in MAY_BE_ANSWERED or (
            checkin.state is CheckinState.ANSWERED and checkin.step is not Question.DONE
        ):
            return _anew(session, person, checkin, now=now)
    answered = [checkin for checkin in of_today if checkin.state is CheckinState.ANSWERED]
    if answered:
        return Reply(show=live.done(answered[-1], now=now), fresh=True)
    return _anew(session, person, one_now(session, person, now=now), now=now)


def extra(session: Session, person: Person, *, now: datetime) -> Reply:
    """[How I am now]: an extra check-in of today."""
    return _anew(session, person, _extra(session, person, now=now), now=now)


def one_now(session: Session, person: Person, *, now: datetime) -> Checkin:
    """A check-in that the person begins: today's planned one before its hour, else an extra one."""
    return _early(session, person, now=now) or _extra(session, person, now=now)


def _anew(session: Session, person: Person, checkin: Checkin, *, now: datetime) -> Reply:
    """Show a check-in's open question in a new message, which is its live message from then on."""
    live.heard(session, person, checkin, message_id=None, now=now)
    person.here_run = 0
    if checkin.step is Question.START:
        checkin.step = Question.MOOD
    return Reply(show=live.ask(checkin, now=now).show, fresh=True, checkin_id=checkin.id)


def _early(session: Session, person: Person, *, now: datetime) -> Checkin | None:
    """Today's next planned check-in, answered before its hour; None where none is planned today."""
    assert person.id is not None
    today = local(now, person).date()
    planned = [
        (known.enrolment.next_at, known.enrolment.next_slot, known)
        for known in checkins.enrolled(session, person.id)
        if known.enrolment.next_on == today and known.enrolment.next_at and known.enrolment.next_slot is not None
    ]
    if not planned:
        return None
    at, slot, known = min(planned, key=lambda one: one[0])
    checkin = _answered(session, person, known.enrolment.cadence_id, slot, planned_at=at, now=now)
    settling.plan_after(session, person, known, checkin, now=now)
    return checkin


def _extra(session: Session, person: Person, *, now: datetime) -> Checkin:
    assert person.id is not None
    known = checkins.enrolled(session, person.id)
    cadence = known[0].cadence if known else own_cadence(session, person)
    assert cadence.id is not None
    of_today = checkins.of_date(session, person.id, local(now, person).date())
    taken = [one.slot for one in of_today if one.cadence_id == cadence.id]
    return _answered(session, person, cadence.id, max([EXTRA_SLOT - 1, *taken]) + 1, planned_at=now, now=now)


def _answered(
    session: Session, person: Person, cadence_id: int, slot: int, *, planned_at: datetime, now: datetime
) -> Checkin:
    """A check-in of today that starts as answered: nobody had to ask for it."""
    assert person.id is not None
    checkin = Checkin(
        person_id=person.id, cadence_id=cadence_id, on=local(now, person).date(), slot=slot, state=CheckinState.ANSWERED,
        zone=zone_of(person), planned_at=planned_at, answered_at=now,
    )  # fmt: skip
    session.add(checkin)
    session.flush()
    return checkin
