"""My hour: one per slot of every cadence a person takes part in, by button or typed."""

from datetime import datetime, time

from sqlmodel import Session

from bot.actions import conversation, zones
from bot.actions.checkins import scheduling
from bot.actions.joining import agreeing
from bot.actions.settings import enrolments, planning
from bot.actions.zones import Purpose
from bot.rules import typed
from bot.rules.templates import EVERY_DAY
from bot.texts.messages import Message, Reply, Value
from storage.queries import checkins, people
from storage.tables import Expected, Person

HOUR = "set-hour"
NEW = 0  # in place of an enrolment: a cadence of the person's own, every day


def ask(session: Session, person: Person, *, now: datetime) -> Reply:
    """[My hour]: at once where there is only one, else which."""
    listed = [
        (one, slot, at)
        for one in enrolments.of_person(session, person)
        for slot, at in enumerate(enrolments.times_of(one))
    ]
    if not listed:
        conversation.expect(session, person, HOUR, about_id=NEW, draft="0", now=now)
        return Reply(show=Message("set-hour", {"enrolment": NEW, "slot": 0, "now": "none", "patterns": ()}))
    if len(listed) == 1:
        return ask_slot(session, person, listed[0][0].enrolment.id or 0, 0, now=now)
    choices = tuple((one.enrolment.id, slot, at, one.group.name if one.group else "none") for one, slot, at in listed)
    return Reply(show=Message("set-which-hour", {"choices": choices}))


def ask_slot(session: Session, person: Person, enrolment_id: int, slot: int, *, now: datetime) -> Reply:
    """Which hour instead of this one?"""
    known = enrolments.own(session, person, enrolment_id, slot)
    if known is None:
        return Reply(show=Message("set-closed"))
    conversation.expect(session, person, HOUR, about_id=enrolment_id, draft=str(slot), now=now)
    kept = checkins.patterns(session, enrolment_id)
    values: dict[str, Value] = {
        "enrolment": enrolment_id, "slot": slot, "now": "some", "time": enrolments.times_of(known)[slot],
        "patterns": tuple((one.position, one.name, one.times) for one in kept),
    }  # fmt: skip
    return Reply(show=Message("set-hour", values))


def change(session: Session, person: Person, enrolment_id: int, slot: int, at: time, *, now: datetime) -> Reply:
    """Move one slot. Hours of one day stay in their order, so that no slot is asked twice."""
    if enrolment_id == NEW:
        return _begin_own(session, person, at, now=now)
    known = enrolments.own(session, person, enrolment_id, slot)
    if known is None:
        return Reply(show=Message("set-closed"))
    times = (*enrolments.times_of(known)[:slot], at, *enrolments.times_of(known)[slot + 1 :])
    if list(times) != sorted(set(times)):
        return Reply(show=Message("set-hour-order", {"times": enrolments.times_of(known)}))
    enrolments.move(known, times)
    session.flush()
    conversation.drop_expected(session, person)
    return planning.confirm(session, person, "set-hour-done", now=now)


def hear(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    at = typed.hour(text, language=person.language)
    if at is None:
        return Reply(show=Message("hour-unclear"))
    return change(session, person, expected.about_id or NEW, int(expected.draft or 0), at, now=now)


def zone_chosen(session: Session, person: Person, zone: str, *, now: datetime) -> Reply:
    """Every hour stays what it is on the clock; from now on the clock is another."""
    if not zones.keep(session, person, zone, now=now):
        return zones.ask_anew(session, person, Purpose.SETTINGS, now=now)
    return planning.confirm(session, person, "set-zone-done", now=now)


def _begin_own(session: Session, person: Person, at: time, *, now: datetime) -> Reply:
    """Somebody who was asked by nobody takes an hour of their own."""
    if not people.agreed_to(session, person.id or 0, agreeing.WORDING):
        return Reply(show=Message("agree-first"))
    if enrolments.of_person(session, person):
        return Reply(show=Message("set-closed"))
    cadence = scheduling.own_cadence(session, person)
    cadence.days, cadence.times = EVERY_DAY, (at,)
    session.flush()
    scheduling.take_part(session, person, cadence)
    if person.zone is None:
        return zones.ask(session, person, Purpose.SETTINGS, now=now)
    conversation.drop_expected(session, person)
    return planning.confirm(session, person, "set-hour-done", now=now)
