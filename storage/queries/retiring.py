"""What has been kept long enough, found by its own index and removed a batch at a time.

How long anything is kept is decided in `bot.rules.retention`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.retention import Kept
from bot.rules.vocabulary import InboxState, OutboxState
from storage.tables import (
    NOTED,
    RATED,
    Alert,
    ChatMessage,
    Checkin,
    Disclosure,
    Expected,
    Incoming,
    Invite,
    Outage,
    Outgoing,
    SentWord,
)

Remove = Callable[[Session, datetime, int], int]

_SETTLED = [state for state in OutboxState if state not in (OutboxState.WAITING, OutboxState.CLAIMED)]
_LIVE_CHECKIN = (col(Checkin.settle_at).is_not(None)) | (col(Checkin.deadline_at).is_not(None))


def _blank(which: str, *columns: str) -> Remove:
    """Empty columns of old check-ins; that there was one stays, so that days answered are counted in all."""

    def remove(session: Session, before: datetime, limit: int) -> int:
        old = sa.select(col(Checkin.id)).where(sa.text(f"({which})"), col(Checkin.planned_at) < before, ~_LIVE_CHECKIN)
        these = old.order_by(col(Checkin.planned_at)).limit(limit)
        blank = dict.fromkeys(columns)
        # Past the ORM, which would count a revision up for whoever holds the row: nobody answers one this old.
        return _count(session, sa.update(_table(Checkin)).where(_table(Checkin).c.id.in_(these)).values(**blank))

    return remove


def _drop(instant: Any, *also: sa.ColumnElement[bool]) -> Remove:
    """Delete old rows, the oldest first."""
    table = instant.table

    def remove(session: Session, before: datetime, limit: int) -> int:
        key = list(table.primary_key)
        these = sa.select(*key).where(instant < before, *also).order_by(instant).limit(limit)
        return _count(session, sa.delete(table).where(sa.tuple_(*key).in_(these)))

    return remove


def _table(model: Any) -> sa.Table:
    return cast("sa.Table", model.__table__)


def _of(model: Any, name: str) -> Any:
    return _table(model).c[name]


def _count(session: Session, statement: Any) -> int:
    return cast("sa.CursorResult[Any]", session.execute(statement)).rowcount


REMOVE: dict[Kept, Remove] = {
    Kept.NOTES: _blank(NOTED, "note"),
    Kept.RATINGS: _blank(RATED, "mood", "craving", "used", "extra"),
    Kept.ALERTS: _drop(_of(Alert, "ended_at")),
    Kept.LOOKS: _drop(_of(Disclosure, "at")),
    Kept.SENT: _drop(_of(Outgoing, "created_at"), _of(Outgoing, "state").in_(_SETTLED)),
    Kept.RECEIVED: _drop(_of(Incoming, "received_at"), _of(Incoming, "state") != InboxState.UNHANDLED),
    Kept.CHAT: _drop(_of(ChatMessage, "sent_at")),
    Kept.LINKS: _drop(_of(Invite, "expires_at")),
    Kept.QUESTIONS: _drop(_of(Expected, "expires_at")),
    Kept.OUTAGES: _drop(_of(Outage, "to_at")),
    Kept.WORDS: _drop(_of(SentWord, "expires_at")),
}


def remove(session: Session, kept: Kept, *, before: datetime, limit: int) -> int:
    """Remove at most `limit` of this kind older than `before`; return how many."""
    return REMOVE[kept](session, before, limit)
