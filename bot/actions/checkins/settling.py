"""Settling: the moment at which a check-in's answers are judged, and what is then said to the member.

At Finish or "I'm here"; else ten minutes after the last tap; at the latest when the next one opens. Any later change settles
it again. What follows from the answers is decided by `bot.actions.alerts`.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions import alerts, batch
from bot.actions.checkins.scheduling import is_paused, local, plan_next
from bot.actions.joining import pinning, proposing
from bot.actions.supporters import checked_in
from bot.rules.vocabulary import Question
from bot.texts.messages import Message, Reply, When
from storage.queries import checkins, people
from storage.queries.checkins import Enrolled
from storage.tables import Checkin, Person

CALM = ("saved-calm", "saved-calm-alone")  # after other days nothing is proposed


def finish(session: Session, person: Person, checkin: Checkin, *, now: datetime) -> Reply:
    """The member is done: judge now and say so. Where an alert follows, its line is an outbox row of its own."""
    checkin.step = Question.DONE
    reading = settle(session, person, checkin, now=now)
    said = saved(session, person, checkin, reading=reading, now=now)
    pinning.keep_current(session, person, now=now)  # a number may have changed, or grown old
    if said.kind in CALM:
        proposing.after_checkin(session, person, now=now)
    return Reply(show=said, at=checkin.live_message, checkin_id=checkin.id)


def settle(session: Session, person: Person, checkin: Checkin, *, now: datetime) -> alerts.Reading:
    checkin.settle_at, checkin.settled_at = None, now
    session.flush()
    checked_in.tell(session, person, checkin, now=now)
    return alerts.judge(session, person, checkin.on, checkin=checkin, now=now)


def settle_due(session: Session, *, now: datetime, limit: int = 200) -> int:
    """Judge what was left half-finished ten minutes ago. Returns how many."""
    due = checkins.due(session, "settle_at", now=now, limit=limit)
    return batch.each(
        session, "settle", due, lambda _, one: settle(session, people.by_id(session, one.person_id), one, now=now)
    )


def saved(
    session: Session,
    person: Person,
    checkin: Checkin,
    *,
    reading: alerts.Reading | None = None,
    calm: bool = False,
    now: datetime,
) -> Message:
    """ "Saved, thank you", and a line that fits. What is promised about supporters is asked of the rows, not remembered.

    `calm`: without offers, after the member declined them. `reading`: what the judging has just read.
    """
    if calm:
        line = _without_offers(session, person)
    else:
        line = alerts.closing_line(session, person, checkin, reading=reading, now=now)
    until = asked_next(session, person, now=now)
    planned = "yes" if until.kind == "see-you" else "no"
    return Message(line.kind, {"checkin": checkin.id, "until": until, "planned": planned, **line.values})


def _without_offers(session: Session, person: Person) -> Message:
    if alerts.first_supporter_name(session, person):
        return Message("saved-calm")
    return Message("saved-calm-alone", {"nobody": alerts.nobody_yet(session, person)})


def asked_next(session: Session, person: Person, *, now: datetime) -> Message:
    """When the person is asked next: after their pause or their group's, at the next planned hour, or whenever they like."""
    if is_paused(person, now=now):
        return Message("quiet-until", {"until": person.paused_until_on})
    planned_at = checkins.next_planned(session, person.id or 0)
    if planned_at is None:
        rests_until = checkins.rests_until(session, person.id or 0)
        return Message("quiet-until", {"until": rests_until}) if rests_until else Message("see-you-anytime")
    return Message("see-you", {"when": When(local(planned_at, person), local(now, person).date())})


def plan_after(session: Session, person: Person, known: Enrolled, checkin: Checkin, *, now: datetime) -> None:
    """An early answer takes its occasion: plan the one behind it, at which this check-in's window ends."""
    known.enrolment.opened_on, known.enrolment.opened_slot = checkin.on, checkin.slot
    plan_next(session, person, known, now=now)
    checkin.next_opens_at = known.enrolment.next_at
