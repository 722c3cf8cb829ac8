"""Two saved patterns of hours, for people whose days change with their shifts, and one tap to switch between them."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions import conversation
from bot.actions.settings import enrolments, planning
from bot.rules import typed_patterns
from bot.texts.messages import Message, Reply, Value
from storage.queries import checkins
from storage.queries.checkins import Enrolled
from storage.tables import Expected, Pattern, Person

SHIFTS = "set-shifts"


def ask(session: Session, person: Person, enrolment_id: int, *, now: datetime) -> Reply:
    """[My shifts]: the two patterns, each a tap away; without any, how to type them."""
    known = enrolments.own(session, person, enrolment_id)
    if known is None:
        return Reply(show=Message("set-closed"))
    kept = checkins.patterns(session, enrolment_id)
    if not kept:
        return ask_anew(session, person, enrolment_id, now=now)
    values: dict[str, Value] = {
        "enrolment": enrolment_id,
        "now": enrolments.times_of(known),
        "patterns": tuple((one.position, one.name, one.times) for one in kept),
    }
    return Reply(show=Message("set-shifts", values))


def ask_anew(session: Session, person: Person, enrolment_id: int, *, now: datetime) -> Reply:
    """Type both patterns, as many hours each as there are check-ins a day."""
    known = enrolments.own(session, person, enrolment_id)
    if known is None:
        return Reply(show=Message("set-closed"))
    conversation.expect(session, person, SHIFTS, about_id=enrolment_id, now=now)
    return Reply(show=Message("set-shifts-ask", _count(known)))


def hear(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    known = enrolments.own(session, person, expected.about_id or 0)
    if known is None:
        return Reply(show=Message("set-closed"))
    count = len(enrolments.times_of(known))
    found = typed_patterns.patterns(text, count=count, language=person.language)
    if found is None:
        return Reply(show=Message("set-shifts-unclear", _count(known)))
    enrolment_id = known.enrolment.id or 0
    _forget(session, enrolment_id)
    for position, (name, times) in enumerate(found, start=1):
        session.add(Pattern(enrolment_id=enrolment_id, position=position, name=name, times=times))
    session.flush()
    conversation.drop_expected(session, person)
    return ask(session, person, enrolment_id, now=now)


def switch(session: Session, person: Person, enrolment_id: int, position: int, *, now: datetime) -> Reply:
    """One tap: from now on the hours of this pattern, on the days as they are. An open check-in stays open."""
    known = enrolments.own(session, person, enrolment_id)
    kept = {one.position: one for one in checkins.patterns(session, enrolment_id)} if known is not None else {}
    if known is None or position not in kept:
        return Reply(show=Message("set-closed"))
    pattern = kept[position]
    if len(pattern.times) != len(enrolments.times_of(known)):
        return ask_anew(session, person, enrolment_id, now=now)
    for one in enrolments.asked_together(session, person, known):
        enrolments.move(one, pattern.times)
    session.flush()
    conversation.drop_expected(session, person)
    return planning.confirm(session, person, "set-shift-done", values={"pattern": pattern.name}, now=now)


def forget(session: Session, person: Person, enrolment_id: int, *, now: datetime) -> Reply:
    """[Forget them]: the patterns go, the hours stay as they are."""
    if enrolments.own(session, person, enrolment_id) is None:
        return Reply(show=Message("set-closed"))
    _forget(session, enrolment_id)
    return Reply(show=Message("set-shifts-forgotten"))


def _forget(session: Session, enrolment_id: int) -> None:
    session.execute(sa.delete(Pattern).where(col(Pattern.enrolment_id) == enrolment_id))


def _count(known: Enrolled) -> dict[str, Value]:
    return {"enrolment": known.enrolment.id, "count": len(enrolments.times_of(known))}
