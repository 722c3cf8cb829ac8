"""A member answers: each tap is saved at once, and the message shows the next question.

Every function authorises anew: the check-in must be the tapper's own. Answers count for a check-in on its date and the day
after; a later tap says so and offers today's.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.actions.checkins import live, settling
from bot.rules import lifecycle
from bot.rules.vocabulary import Question, UseQuestion
from bot.texts.messages import Message, Reply
from storage.queries import checkins
from storage.tables import Checkin, Person

Answer = int | bool | None  # None: skipped

NOTE_AT_MOST = 1000  # characters
HERE_BEFORE_MOOD = 5  # "I'm here" so often in a row, and the next one asks for mood, once

_ORDER = list(Question)


def start(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """[Start]: the member is there; ask the first question."""
    checkin = live.own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    live.heard(session, person, checkin, message_id=message_id, now=now)
    person.here_run = 0
    if checkin.step is Question.START:
        checkin.step = Question.MOOD
    return live.ask(checkin, now=now)


def answer(
    session: Session,
    person: Person,
    checkin_id: int,
    question: Question,
    value: Answer,
    *,
    message_id: int | None,
    now: datetime,
) -> Reply:
    """One answer, or None for a skip. A second answer to the same question corrects the first."""
    checkin = live.own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    live.heard(session, person, checkin, message_id=message_id, now=now)
    return _take(session, person, checkin, {question: value}, now=now)


def typed(
    session: Session, person: Person, checkin: Checkin, given: Mapping[Question, Answer], *, now: datetime
) -> Reply:
    """Answers typed as text, "7" or "4 7 no"; to the open question, to earlier ones, or to all at once."""
    live.heard(session, person, checkin, message_id=None, now=now)
    if checkin.step is Question.START:
        checkin.step = Question.MOOD
    return _take(session, person, checkin, given, now=now)


def here(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """ "I'm here": answers it all with one tap; after five in a row the next one asks for mood, once."""
    checkin = live.own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    live.heard(session, person, checkin, message_id=message_id, now=now)
    if checkin.step is Question.DONE:
        return settling.finish(session, person, checkin, now=now)
    person.here_run += 1
    if _asks_mood_once(person):
        checkin.step = Question.MOOD
        question = Message("checkin-mood-once", {"checkin": checkin_id})
        return Reply(show=question, at=checkin.live_message, checkin_id=checkin_id)
    if person.here_run > HERE_BEFORE_MOOD:
        person.here_run = 0
    return settling.finish(session, person, checkin, now=now)


def finish(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """[Finish]: the answers are judged now."""
    checkin = live.own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    live.heard(session, person, checkin, message_id=message_id, now=now)
    return settling.finish(session, person, checkin, now=now)


def note(session: Session, person: Person, checkin: Checkin, text: str, *, now: datetime) -> Reply:
    """The member typed a note: kept, and the check-in is finished. More text adds to it."""
    live.heard(session, person, checkin, message_id=None, now=now)
    if not add_note(checkin, text):
        return note_too_long(checkin, text)
    return settling.finish(session, person, checkin, now=now)


def add_note(checkin: Checkin, text: str) -> bool:
    """Keep the words behind those that are there; False where that would be too long, and nothing changed."""
    joined = f"{checkin.note}\n{text}" if checkin.note else text
    if len(joined) > NOTE_AT_MOST:
        return False
    checkin.note = joined
    return True


def note_too_long(checkin: Checkin, text: str) -> Reply:
    length = len(text) + (len(checkin.note) + 1 if checkin.note else 0)
    return Reply(show=Message("note-too-long", {"length": length, "most": NOTE_AT_MOST}), fresh=True)


def change(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """[Change it]: ask everything again; what was answered stays until it is answered anew."""
    checkin = live.own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    live.heard(session, person, checkin, message_id=message_id, now=now)
    person.here_run = 0
    checkin.step = Question.MOOD
    return live.ask(checkin, now=now)


def _asks_mood_once(person: Person) -> bool:
    """Whether the newest "I'm here" was one too many; whatever else they answer ends the run."""
    return person.here_run == HERE_BEFORE_MOOD + 1


def _take(
    session: Session, person: Person, checkin: Checkin, given: Mapping[Question, Answer], *, now: datetime
) -> Reply:
    """Save the answers and ask the next question; a mood that was asked for once is all that was wanted."""
    was_asked_once = _asks_mood_once(person) and checkin.step is Question.MOOD and list(given) == [Question.MOOD]
    person.here_run = 0
    for question, value in given.items():
        _put(session, person, checkin, question, value)
    if was_asked_once:
        return settling.finish(session, person, checkin, now=now)
    return live.ask(checkin, now=now)


def _put(session: Session, person: Person, checkin: Checkin, question: Question, value: Answer) -> None:
    """Save one answer and move on to the next question, unless a later one is already open."""
    match question:
        case Question.MOOD:
            checkin.mood = value
        case Question.CRAVING:
            checkin.craving = value
        case Question.USED:
            checkin.used, checkin.asked_use = None if value is None else bool(value), True
    following = lifecycle.question_after(question, asks_use=_asks_use(session, person, checkin))
    if _ORDER.index(following) > _ORDER.index(checkin.step):
        checkin.step = following


def _asks_use(session: Session, person: Person, checkin: Checkin) -> bool:
    weekly = person.use_question is UseQuestion.WEEKLY  # only then does it matter when it was asked last
    last_asked_on = checkins.last_asked_about_use(session, checkin.person_id, before=checkin) if weekly else None
    return lifecycle.asks_about_use(
        person.use_question, craving=checkin.craving, today=checkin.on, last_asked_on=last_asked_on
    )
