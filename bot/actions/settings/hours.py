"""My hour: one per slot of every cadence a person takes part in, by button or typed."""

from datetime import datetime, time

from sqlmodel import Session

from bot.actions import conversation, zones
from bot.actions.checkins import scheduling
from bot.actions.joining import agreeing
from bot.actions.settings import planning
from bot.actions.zones import Purpose
from bot.rules import typed
from bot.rules.templates import EVERY_DAY
from bot.texts.messages import Message, Reply, Value
from storage.queries import checkins, people
from storage.queries.checkins import Enrolled
from storage.tables import Expected, Person

HOUR = "set-hour"
NEW = 0  # in place of an enrolment: a cadence of the person's own, every day


def ask(session: Session, person: Person, *, now: datetime) -> Reply:
    """[My hour]: at once where there is only one, else which."""
    listed = [(one, slot, at) for one in _enrolled(session, person) for slot, at in enumerate(_times(one))]
    if not listed:
        conversation.expect(session, person, HOUR, about_id=NEW, draft="0", now=now)
        return Reply(show=Message("set-hour", {"enrolment": NEW, "slot": 0, "now": "none"}))
    if len(listed) == 1:
        return ask_slot(session, person, listed[0][0].enrolment.id or 0, 0, now=now)
    choices = tuple((one.enrolment.id, slot, at, one.group.name if one.group else "none") for one, slot, at in listed)
    return Reply(show=Message("set-which-hour", {"choices": choices}))


def ask_slot(session: Session, person: Person, enrolment_id: int, slot: int, *, now: datetime) -> Reply:
    """Which hour instead of this one?"""
    known = _own(session, person, enrolment_id, slot)
    if known is None:
        return Reply(show=Message("set-closed"))
    conversation.expect(session, person, HOUR, about_id=enrolment_id, draft=str(slot), now=now)
    values: dict[str, Value] = {"enrolment": enrolment_id, "slot": slot, "now": "some", "time": _times(known)[slot]}
    return Reply(show=Message("set-hour", values))


def change(session: Session, person: Person, enrolment_id: int, slot: int, at: time, *, now: datetime) -> Reply:
    """Move one slot. Hours of one day stay in their order, so that no slot is asked twice."""
    if enrolment_id == NEW:
        return _begin_own(session, person, at, now=now)
    known = _own(session, person, enrolment_id, slot)
    if known is None:
        return Reply(show=Message("set-closed"))
    times = (*_times(known)[:slot], at, *_times(known)[slot + 1 :])
    if list(times) != sorted(set(times)):
        return Reply(show=Message("set-hour-order", {"times": _times(known)}))
    if known.group is None:
        known.cadence.times = times
    else:
        known.enrolment.own_times = times
        if known.enrolment.kept_times is not None:
            known.enrolment.kept_times = times
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
    if _enrolled(session, person):
        return Reply(show=Message("set-closed"))
    cadence = scheduling.own_cadence(session, person)
    cadence.days, cadence.times = EVERY_DAY, (at,)
    session.flush()
    scheduling.take_part(session, person, cadence)
    if person.zone is None:
        return zones.ask(session, person, Purpose.SETTINGS, now=now)
    conversation.drop_expected(session, person)
    return planning.confirm(session, person, "set-hour-done", now=now)


def _enrolled(session: Session, person: Person) -> list[Enrolled]:
    """What the person is asked by; a cadence of their own without days asks nothing."""
    assert person.id is not None
    return [one for one in checkins.enrolled(session, person.id) if one.cadence.days]


def _own(session: Session, person: Person, enrolment_id: int, slot: int) -> Enrolled | None:
    """The person's own enrolment, if it has that slot; None for a stranger's, an ended one, or a forged id."""
    found = next((one for one in _enrolled(session, person) if one.enrolment.id == enrolment_id), None)
    return found if found is not None and 0 <= slot < len(_times(found)) else None


def _times(known: Enrolled) -> tuple[time, ...]:
    return scheduling.rhythm(known.cadence, known.enrolment).times
