"""The second and third screen: the hour, the zone, and the first check-in.

Each choice is saved as rows at once (an enrolment without a planned instant is one whose zone is still unknown), so that
somebody who stops half-way goes on there with /start.
"""

from datetime import datetime, time

from sqlmodel import Session

from bot.actions import conversation, zones
from bot.actions.checkins import scheduling
from bot.actions.checkins.scheduling import local
from bot.actions.help import home
from bot.actions.joining.pinning import pin_card
from bot.actions.zones import Purpose
from bot.rules import typed, typed_hours
from bot.rules.templates import EVERY_DAY
from bot.texts.messages import Message, Reply, Value, When
from storage.queries import checkins, people
from storage.queries.checkins import Enrolled
from storage.tables import Enrolment, Expected, Person


def go_on(session: Session, person: Person, *, now: datetime, known: bool = False, as_member: bool = False) -> Reply:
    """Wherever a person stands in joining, the next question; somebody who is through sees what they can do here.

    `known`: they followed the link of a group they are already in. `as_member`: they just agreed to check in, so that being
    a supporter or a leader is not enough.
    """
    assert person.id is not None
    enrolled = checkins.enrolled(session, person.id)
    if not enrolled and (as_member or not home.has_part(session, person)):
        return ask_own_hour(session, person, now=now)
    if (asked := _hour_still_asked(session, person, enrolled, now=now)) is not None:
        return ask_group_hour(session, person, asked.enrolment, now=now)
    if enrolled and person.zone is None:
        return _ask_zone(session, person, enrolled[-1], now=now)
    unplanned = next((one for one in enrolled if one.waits_for_an_hour), None)
    if unplanned is not None:
        return ask_group_hour(session, person, unplanned.enrolment, now=now)
    return home.show(session, person, already_in=known, now=now)


def _hour_still_asked(session: Session, person: Person, enrolled: list[Enrolled], *, now: datetime) -> Enrolled | None:
    """The group whose hour is the open question, for somebody who taps again because its answer did not arrive."""
    expected = people.expected_of(session, person.id or 0, now=now)
    if expected is None or expected.kind != "join-hour":
        return None
    return next((one for one in enrolled if one.enrolment.id == expected.about_id and one.group is not None), None)


def ask_own_hour(session: Session, person: Person, *, now: datetime) -> Reply:
    """ "When should I ask?", for somebody on their own."""
    conversation.expect(session, person, "join-hour", now=now)
    return Reply(show=Message("join-hour", {"enrolment": 0}))


def ask_group_hour(session: Session, person: Person, enrolment: Enrolment, *, now: datetime) -> Reply:
    """The group's times, and the choice to take others on the same days."""
    known = _enrolled(session, person, enrolment.id or 0)
    assert known is not None and known.group is not None
    conversation.expect(session, person, "join-hour", about_id=enrolment.id, now=now)
    return Reply(show=_hour_question(known))


def hour(session: Session, person: Person, enrolment_id: int, at: time | None, *, now: datetime) -> Reply:
    """An hour by button; None keeps the group's times. `enrolment_id` 0: a cadence of the person's own, every day."""
    if enrolment_id == 0:
        return go_on(session, person, now=now) if at is None else _own_hour(session, person, at, now=now)
    known = _enrolled(session, person, enrolment_id)
    if known is None:
        return Reply(show=Message("join-closed"))
    if at is not None and len(known.cadence.times) != 1:
        return Reply(show=_hour_question(known))
    return _planned(session, person, known, None if at is None else (at,), now=now)


def hear_hour(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """A typed hour, or as many as the group has; unclear ones leave the question open, with an example."""
    if expected.about_id is None:
        at = typed.hour(text, language=person.language)
        if at is None:
            return Reply(show=Message("hour-unclear"))
        return _own_hour(session, person, at, now=now)
    known = _enrolled(session, person, expected.about_id)
    if known is None:
        return Reply(show=Message("join-closed"))
    times = typed_hours.hours(text, language=person.language)
    if times is None or len(times) != len(known.cadence.times):
        return Reply(show=Message("hours-unclear", {"count": len(known.cadence.times)}))
    return _planned(session, person, known, times, now=now)


def zone_chosen(session: Session, person: Person, zone: str, *, now: datetime) -> Reply:
    """[Yes], it is that hour where I am: everything is known now."""
    if not zones.keep(session, person, zone, now=now):
        return zones.ask_anew(session, person, Purpose.JOIN, now=now)
    scheduling.plan_all(session, person, now=now)
    return _done(session, person, now=now)


def see_you(session: Session, person: Person, *, now: datetime) -> Reply:
    """Not now: the first check-in comes at its hour."""
    return Reply(show=_until(session, person, now=now))


def _own_hour(session: Session, person: Person, at: time, *, now: datetime) -> Reply:
    cadence = scheduling.own_cadence(session, person)
    cadence.days, cadence.times = EVERY_DAY, (at,)
    session.flush()
    enrolment = scheduling.take_part(session, person, cadence)
    return _planned(session, person, Enrolled(enrolment, cadence, None), None, now=now)


def _planned(
    session: Session, person: Person, known: Enrolled, own_times: tuple[time, ...] | None, *, now: datetime
) -> Reply:
    """The hour is known; plan it where the zone is, too."""
    known.enrolment.own_times = own_times
    if person.zone is None:
        return _ask_zone(session, person, known, now=now)
    conversation.drop_expected(session, person)
    scheduling.plan_next(session, person, known, now=now)
    return _done(session, person, now=now)


def _ask_zone(session: Session, person: Person, known: Enrolled, *, now: datetime) -> Reply:
    return zones.ask(session, person, Purpose.JOIN, guess=known.group.zone if known.group else None, now=now)


def _done(session: Session, person: Person, *, now: datetime) -> Reply:
    """The third screen: when I ask first, or now."""
    pin_card(session, person, now=now)
    return Reply(show=Message("join-done", {"until": _until(session, person, now=now)}))


def _until(session: Session, person: Person, *, now: datetime) -> Message:
    session.flush()
    assert person.id is not None
    planned_at = checkins.next_planned(session, person.id)
    if planned_at is None:
        return Message("see-you-anytime")
    return Message("see-you", {"when": When(local(planned_at, person), local(now, person).date())})


def _hour_question(known: Enrolled) -> Message:
    assert known.group is not None
    values: dict[str, Value | Message] = {
        "enrolment": known.enrolment.id,
        "group": known.group.name,
        "days": known.cadence.days,
        "times": known.cadence.times,
        "count": len(known.cadence.times),
    }
    return Message("join-hour-group", values)


def _enrolled(session: Session, person: Person, enrolment_id: int) -> Enrolled | None:
    """The person's own enrolment of that id, in a group; None for a stranger's, an ended one, or a forged id."""
    assert person.id is not None
    mine = (one for one in checkins.enrolled(session, person.id) if one.group is not None)
    return next((one for one in mine if one.enrolment.id == enrolment_id), None)
