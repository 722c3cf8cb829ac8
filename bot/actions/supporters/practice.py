"""A practice alert: what a real one looks and sounds like, before there is one; and how to let it through at night.

It asks nobody for anything, counts toward nothing, and says in its first line that it is practice.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions.outgoing import Kind
from bot.actions.supporters.rows import id_of
from bot.rules.vocabulary import Priority
from bot.texts.messages import Message, Reply
from storage.queries import outbox, supports
from storage.tables import Outgoing, Person

NONE_OF_YOURS = Reply(toast=Message("not-yours"))


def send(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Try it out]: a message of its own, so that it rings as an alert would. At most one a minute."""
    if supports.availability(session, id_of(person)) is None:
        return NONE_OF_YOURS
    outbox.enqueue(
        session,
        "practice-alert",
        person.id,
        now=now,
        dedupe=f"practice:{person.id}:{now:%Y-%m-%dT%H:%M}",
        priority=Priority.ALERT,
    )
    return Reply(toast=Message("practice-toast"))


def answer(session: Session, person: Person, *, now: datetime) -> Reply:
    """[I've got this], on the practice alert."""
    return Reply(show=Message("practice-done"))


def through_silence(session: Session, person: Person, *, now: datetime) -> Reply:
    """[If my phone is silent]: how Telegram may ring through Do Not Disturb, in words."""
    return Reply(show=Message("practice-silent"), fresh=True)


def _load(session: Session, row: Outgoing, now: datetime) -> Message:
    return Message("practice-alert")


KINDS = {"practice-alert": Kind(_load)}
