"""Another hour, just this once: "same time" or "other time tomorrow". From the day after, the usual hours hold again."""

from datetime import datetime, time

from sqlmodel import Session

from bot.actions import conversation
from bot.actions.checkins import scheduling
from bot.actions.checkins.scheduling import local, zone_of
from bot.actions.settings import enrolments, planning
from bot.rules import typed
from bot.rules.zones import instant
from bot.texts.messages import Message, Reply, Value, When
from storage.queries import checkins
from storage.queries.checkins import Enrolled
from storage.tables import Expected, Person

ONCE = "set-once"


def ask(session: Session, person: Person, *, fresh: bool = False, now: datetime) -> Reply:
    """[Another hour]: for the next check-in only, of whatever asks next. `fresh`: leave the tapped message as it is."""
    found = enrolments.next_one(session, person)
    if found is None or scheduling.is_paused(person, now=now):
        return Reply(show=Message("once-nothing"), fresh=fresh)
    known, at = found
    slot = known.enrolment.next_slot or 0
    conversation.expect(session, person, ONCE, about_id=known.enrolment.id, now=now)
    kept = checkins.patterns(session, known.enrolment.id or 0)
    values: dict[str, Value | When] = {
        "enrolment": known.enrolment.id,
        "when": When(local(at, person), local(now, person).date()),
        "usual": enrolments.times_of(known)[slot],
        "patterns": tuple(
            (one.position, one.name, one.times) for one in kept if len(one.times) == len(enrolments.times_of(known))
        ),
    }
    return Reply(show=Message("once-ask", values), fresh=fresh)


def choose(session: Session, person: Person, enrolment_id: int, at: time, *, now: datetime) -> Reply:
    """This hour for the next check-in, the other hours of that day as usual."""
    known = enrolments.own(session, person, enrolment_id)
    if known is None or known.enrolment.next_slot is None:
        return Reply(show=Message("set-closed"))
    slot, times = known.enrolment.next_slot, enrolments.times_of(known)
    if slot >= len(times):
        return Reply(show=Message("set-closed"))
    return _put(session, person, known, (*times[:slot], at, *times[slot + 1 :]), now=now)


def choose_pattern(session: Session, person: Person, enrolment_id: int, position: int, *, now: datetime) -> Reply:
    """The hours of the other shift, for one day."""
    known = enrolments.own(session, person, enrolment_id)
    kept = {one.position: one for one in checkins.patterns(session, enrolment_id)} if known is not None else {}
    if known is None or position not in kept or len(kept[position].times) != len(enrolments.times_of(known)):
        return Reply(show=Message("set-closed"))
    return _put(session, person, known, kept[position].times, now=now)


def hear(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    at = typed.hour(text, language=person.language)
    if at is None:
        return Reply(show=Message("hour-unclear"))
    return choose(session, person, expected.about_id or 0, at, now=now)


def _put(session: Session, person: Person, known: Enrolled, times: tuple[time, ...], *, now: datetime) -> Reply:
    """Everything that is asked with this one moves with it, so that it stays one check-in."""
    on, slot, planned_at = known.enrolment.next_on, known.enrolment.next_slot, known.enrolment.next_at
    if on is None or slot is None or planned_at is None:
        return Reply(show=Message("set-closed"))
    if list(times) != sorted(set(times)):
        return Reply(show=Message("set-hour-order", {"times": enrolments.times_of(known)}))
    if instant(on, times[slot], zone_of(person)) <= now:
        return Reply(show=Message("once-past"))
    as_usual = times == enrolments.times_of(known)
    for one in enrolments.asked_together(session, person, known):
        if one.enrolment.next_at == planned_at:
            one.enrolment.once_on, one.enrolment.once_times = (None, None) if as_usual else (on, times)
    session.flush()
    conversation.drop_expected(session, person)
    return planning.confirm(session, person, "once-done", values={"usual": "yes" if as_usual else "no"}, now=now)
