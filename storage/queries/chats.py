"""What we have lately sent into a person's private chat: for as long as Telegram lets us delete it."""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.vocabulary import LIVE_ALERT_STATES
from storage.tables import Alert, ChatMessage, Outgoing

DELETABLE_FOR = timedelta(hours=48)  # Telegram's own limit


def remember(session: Session, person_id: int, message_id: int, *, now: datetime) -> None:
    """A direct reply has been sent. What came from the outbox is known there."""
    if session.get(ChatMessage, (person_id, message_id)) is None:
        session.add(ChatMessage(person_id=person_id, message_id=message_id, sent_at=now))


def deletable(session: Session, person_id: int, *, now: datetime) -> set[int]:
    """The ids of the messages that Telegram still lets us delete."""
    since = now - DELETABLE_FOR
    replies = sa.select(col(ChatMessage.message_id)).where(
        col(ChatMessage.person_id) == person_id, col(ChatMessage.sent_at) > since
    )
    sent = sa.select(col(Outgoing.message_id)).where(
        col(Outgoing.recipient_id) == person_id, col(Outgoing.sent_at) > since, col(Outgoing.message_id).is_not(None)
    )
    return {*session.scalars(replies), *(one for one in session.scalars(sent) if one is not None)}


def needed(session: Session, person_id: int) -> set[int]:
    """The messages with which this person was asked to be there for somebody, while that goes on."""
    of_others = sa.select(col(Alert.id)).where(
        col(Alert.state).in_(LIVE_ALERT_STATES), col(Alert.member_id) != person_id
    )
    sent = sa.select(col(Outgoing.message_id)).where(
        col(Outgoing.recipient_id) == person_id,
        col(Outgoing.message_id).is_not(None),
        col(Outgoing.alert_id).in_(of_others),
    )
    return {one for one in session.scalars(sent) if one is not None}


def forget(session: Session, person_id: int, message_ids: Collection[int]) -> None:
    """These are being deleted."""
    gone = (col(ChatMessage.person_id) == person_id) & col(ChatMessage.message_id).in_(message_ids)
    session.execute(sa.delete(ChatMessage).where(gone))
