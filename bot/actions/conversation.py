"""What a typed text means: screened first, then what this person was asked last, then an open check-in, then a kind hint."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions import alerts
from bot.actions.checkins import answering
from bot.actions.checkins.scheduling import local
from bot.rules import crisis_words, lifecycle, typed
from bot.rules.vocabulary import CheckinState, Question
from bot.texts.messages import Message, Reply
from storage.queries import checkins, people
from storage.tables import Checkin, Expected, Person

EXPECTED_FOR = timedelta(minutes=30)
WORD, ANSWER = "word", "word-answer"  # the next text is passed on to somebody

Hear = Callable[[Session, Person, Expected, str, datetime], Reply]


def expect(
    session: Session, person: Person, kind: str, *, about_id: int | None = None, draft: str | None = None, now: datetime
) -> None:
    """The person's next text answers this question; for 30 minutes, or until a command."""
    assert person.id is not None
    row = Expected(person_id=person.id, kind=kind, about_id=about_id, draft=draft, expires_at=now + EXPECTED_FOR)
    people.expect(session, row)


def hear(session: Session, person: Person, text: str, *, hearers: dict[str, Hear], now: datetime) -> Reply:
    """Any text in the private chat. An open question stays open behind the crisis card."""
    if crisis_words.speaks_of_self_harm(text):
        return replace(alerts.crisis_card(session, person, now=now), also=_kept_here(session, person, text, now=now))
    assert person.id is not None
    expected = session.get(Expected, person.id)
    if expected is not None and expected.expires_at > now and expected.kind in hearers:
        return hearers[expected.kind](session, person, expected, text, now)
    return _answer(session, person, text, now=now) or _hint(session, person, now=now)


def _kept_here(session: Session, person: Person, text: str, *, now: datetime) -> tuple[Message, ...]:
    """Words meant for somebody else that brought the card: they wait here, and the person is asked whether to pass them on."""
    assert person.id is not None
    expected = people.expected_of(session, person.id, now=now)
    if expected is None or expected.kind not in (WORD, ANSWER):
        return ()
    expected.draft = text
    return (Message("word-kept-here"),)


def _open_checkin(session: Session, person: Person, *, now: datetime) -> Checkin | None:
    """The check-in that a typed answer would go to: today's, or yesterday's that may still be answered late."""
    assert person.id is not None
    since_on = local(now, person).date() - lifecycle.COUNTS_FOR
    return checkins.in_progress(session, person.id, since_on=since_on)


def _answer(session: Session, person: Person, text: str, *, now: datetime) -> Reply | None:
    """The text as an answer to the open check-in; None where there is none, or it answers nothing."""
    assert person.id is not None
    checkin = _open_checkin(session, person, now=now)
    if checkin is None or checkin.id is None:
        return None
    if typed.here(text) and checkin.state is not CheckinState.ANSWERED:
        return answering.here(session, person, checkin.id, message_id=None, now=now)
    if checkin.step is Question.NOTE and checkin.state is CheckinState.ANSWERED:
        return answering.note(session, person, checkin, text, now=now)
    given = _given(text, asked=checkin.step)
    if given is None:
        return None
    return answering.typed(session, person, checkin, given, now=now)


def _given(text: str, *, asked: Question) -> dict[Question, int | bool | None] | None:
    """What a text answers: the question that is open, or several at once ("4 7 no"); None where it is not plain."""
    if asked in (Question.START, Question.MOOD) and (all_at_once := typed.answers(text)) is not None:
        return {
            Question.MOOD: all_at_once.mood,
            Question.CRAVING: all_at_once.craving,
            **({} if all_at_once.used is None else {Question.USED: all_at_once.used}),
        }
    question = Question.MOOD if asked is Question.START else asked
    if typed.skip(text) and asked is not Question.START:
        return {question: None}
    readers = {
        Question.MOOD: typed.mood,
        Question.CRAVING: lambda said: typed.rating(said, 0, 10),
        Question.USED: typed.yes_no,
    }
    value = readers[question](text) if question in readers else None
    return None if value is None else {question: value}


def _hint(session: Session, person: Person, *, now: datetime) -> Reply:
    """A helpful word about what would be understood here, never only "I don't understand"."""
    assert person.id is not None
    checkin = _open_checkin(session, person, now=now)
    if checkin is not None and checkin.state is CheckinState.ANSWERED:
        return Reply(show=Message(f"hint-{checkin.step}", {"checkin": checkin.id}), fresh=True)
    if checkin is not None:
        return Reply(show=Message("hint-open", {"checkin": checkin.id}), fresh=True)
    return Reply(show=Message("hint-nothing-open"), fresh=True)


def media(session: Session, person: Person, *, now: datetime) -> Reply:
    """Voice, pictures, stickers: I cannot listen to or see them. Is it urgent?"""
    return Reply(show=Message("media", {"supporter": alerts.first_supporter_name(session, person)}), fresh=True)


def unknown_command(session: Session, person: Person, *, now: datetime) -> Reply:
    return Reply(show=Message("unknown-command"), fresh=True)


def drop_expected(session: Session, person: Person) -> None:
    """Any command clears what the next text would have meant."""
    assert person.id is not None
    people.forget_expected(session, person.id)
