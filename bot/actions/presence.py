"""Who is here: the first thing every update does. A sign of life brings everything back."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.actions import alerts, reach
from bot.actions.checkins import fading
from bot.rules import typed
from bot.texts import catalogue
from storage.queries import chats, people
from storage.tables import Person


@dataclass(frozen=True)
class Visitor:
    """Whom Telegram says we are talking with; perhaps nobody we know yet. `language` is an IETF tag or None."""

    tg_id: int
    name: str
    username: str | None = None
    language: str | None = None


def arrive(session: Session, visitor: Visitor, *, now: datetime) -> Person | None:
    """Find the person behind an update and note that they are there; None for somebody who has not agreed yet.

    Any tap or message in the private chat brings everything back, and calls off a QUIET alert nobody was told of.
    """
    person = heard(session, visitor, now=now)
    if person is not None and person.username != visitor.username:
        person.username = visitor.username
    return person


def heard(session: Session, visitor: Visitor, *, now: datetime) -> Person | None:
    """Note a sign of life, also of somebody whose update we could not handle."""
    person = people.by_telegram_id(session, visitor.tg_id)
    if person is None:
        return None
    person.last_sign_at = now
    fading.bring_back(session, person, now=now)
    alerts.sign_of_life(session, person, now=now)
    return person


def unblocked(session: Session, visitor: Visitor, *, now: datetime) -> None:
    """The person opened the chat again; they said nothing, so it is no sign of life."""
    person = people.by_telegram_id(session, visitor.tg_id)
    if person is not None:
        reach.regained(session, person, now=now)
        alerts.hours_changed(session, person, now=now)


def blocked(session: Session, visitor: Visitor, *, now: datetime) -> None:
    person = people.by_telegram_id(session, visitor.tg_id)
    if person is not None and person.blocked_at is None:
        reach.refused(session, person, now=now)
        alerts.hours_changed(session, person, now=now)


def remember(session: Session, visitor: Visitor, *, now: datetime) -> Person:
    """Somebody new, who just agreed. Nothing of them is stored before that."""
    person = Person(
        tg_hash=people.keyring_of(session).hash_id(visitor.tg_id),
        tg_id=str(visitor.tg_id),
        name=first_name(visitor),
        username=visitor.username,
        language=catalogue.nearest(visitor.language),
        joined_at=now,
        last_sign_at=now,
    )
    session.add(person)
    session.flush()
    return person


def joined_by(session: Session, visitor: Visitor, *, message_id: int | None, now: datetime) -> None:
    """Whoever has just agreed may clear the message they did it on, too: it came before we knew them."""
    person = people.by_telegram_id(session, visitor.tg_id) if message_id is not None else None
    if person is not None and person.id is not None and message_id is not None:
        chats.remember(session, person.id, message_id, now=now)


def first_name(visitor: Visitor) -> str:
    """The name as the person gave it to Telegram, made safe to show; a plain word where nothing is left of it."""
    return typed.name(visitor.name) or "Friend"
