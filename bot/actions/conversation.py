"""What a typed text means: screened first, then an answer to what this person was asked last, then a kind hint."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.actions import alerts
from bot.actions.checkins import listening
from bot.actions.expecting import EXPECTED_FOR as EXPECTED_FOR
from bot.actions.expecting import expect as expect
from bot.rules import crisis_words
from bot.texts.messages import Message, Reply, Value
from storage.queries import checkins, people
from storage.tables import Expected, Person

WORD, ANSWER = "word", "word-answer"  # the next text is passed on to somebody

Hear = Callable[[Session, Person, Expected, str, datetime], Reply]


def hear(session: Session, person: Person, text: str, *, hearers: dict[str, Hear], now: datetime) -> Reply:
    """Any text in the private chat. An open question stays open behind the crisis card."""
    if crisis_words.speaks_of_self_harm(text):
        return replace(alerts.crisis_card(session, person, now=now), also=_kept_here(session, person, text, now=now))
    expected = people.expected_of(session, person.id or 0, now=now)
    if expected is not None and expected.kind not in hearers:
        expected = None
    answered = listening.answer(session, person, text, expected=expected, now=now)
    if answered is not None:
        return answered
    if expected is not None:
        return hearers[expected.kind](session, person, expected, text, now)
    return listening.hint(session, person, text, now=now)


def _kept_here(session: Session, person: Person, text: str, *, now: datetime) -> tuple[Message, ...]:
    """Words meant for somebody else that brought the card: they wait here, and the person is asked whether to pass them on."""
    expected = people.expected_of(session, person.id or 0, now=now)
    if expected is None or expected.kind not in (WORD, ANSWER):
        return ()
    expected.draft = text
    return (Message("word-kept-here"),)


def edited(session: Session, person: Person, text: str, *, now: datetime) -> Reply:
    """An older text was changed: screened like a new one, and nothing else is read from it."""
    if crisis_words.speaks_of_self_harm(text):
        return alerts.crisis_card(session, person, now=now)
    return Reply(show=Message("edited"), fresh=True)


def media(session: Session, person: Person, *, caption: str = "", now: datetime) -> Reply:
    """Voice, pictures, stickers: I cannot listen to or see them. Is it urgent? The words beside them I can read."""
    if crisis_words.speaks_of_self_harm(caption):
        return alerts.crisis_card(session, person, now=now)
    values: dict[str, Value] = {
        "supporter": alerts.first_supporter_name(session, person),
        "notes": "yes" if checkins.enrolled(session, person.id or 0) else "no",
    }
    return Reply(show=Message("media", values), fresh=True)


def unknown_command(session: Session, person: Person, *, now: datetime) -> Reply:
    return Reply(show=Message("unknown-command"), fresh=True)


UNKNOWN_TAP = Reply(toast=Message("unknown-tap"))


def unknown_tap(session: Session, person: Person, *, now: datetime) -> Reply:
    return UNKNOWN_TAP


def drop_expected(session: Session, person: Person) -> None:
    """Any command clears what the next text would have meant."""
    assert person.id is not None
    people.forget_expected(session, person.id)
