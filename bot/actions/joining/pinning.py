"""The card with the numbers to call, pinned in the chat at the start: it is there even when we are not."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.alerts import saying
from bot.actions.outgoing import Kind
from bot.rules.vocabulary import Priority
from bot.texts.messages import Message
from storage.queries import outbox, people
from storage.tables import Outgoing, Person


def pin_card(session: Session, person: Person, *, now: datetime) -> None:
    """Once per person, as soon as their zone says which country's numbers to show."""
    outbox.enqueue(
        session, "crisis-card-pinned", person.id, now=now, priority=Priority.REPLY, dedupe=f"pinned:{person.id}"
    )


def pin_card_again(session: Session, person: Person, *, now: datetime) -> None:
    """It says something else from now on: a new one is pinned above the old."""
    outbox.enqueue(
        session, "crisis-card-pinned", person.id, now=now, priority=Priority.REPLY,
        dedupe=f"pinned:{person.id}:{int(now.timestamp() * 1000)}",
    )  # fmt: skip


def _load(session: Session, row: Outgoing, now: datetime) -> Message:
    person = people.by_id(session, row.recipient_id or 0)
    return Message("crisis-card-pinned", {"card": saying.card(session, person, now=now)})


def _sent(session: Session, row: Outgoing, now: datetime) -> None:
    people.by_id(session, row.recipient_id or 0).pinned_message = row.message_id


KINDS = {"crisis-card-pinned": Kind(_load, on_sent=_sent, pin=True, silent=True)}
