"""The inbox: every update stored before Telegram is told that we have it, handled in order, then emptied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session

from bot.rules.vocabulary import InboxState
from storage.queries.engine import engine_row
from storage.tables import Incoming

_inbox: sa.Table = cast("Any", Incoming).__table__

# Built once: every update passes through them.
_KNOWN = sa.select(_inbox.c.update_id).where(_inbox.c.update_id.in_(sa.bindparam("ids", expanding=True)))
_UNHANDLED = (
    sa.select(Incoming)
    .where(_inbox.c.state == InboxState.UNHANDLED)
    .order_by(_inbox.c.update_id)
    .limit(sa.bindparam("at_most"))
)
_CLOSE = (
    sa.update(_inbox)
    .where(_inbox.c.update_id == sa.bindparam("closing"), _inbox.c.state == InboxState.UNHANDLED)
    .values(state=sa.bindparam("as_state"), body=None, person_hash=None)
)


@dataclass(frozen=True)
class Arrived:
    """One update as it came: its id, the keyed hash of who sent it (None: nobody), its JSON."""

    update_id: int
    person_hash: str | None
    body: str


def store(session: Session, arrived: Iterable[Arrived], *, now: datetime) -> int:
    """Keep every update not yet kept and remember where to go on; returns how many were new."""
    batch = list(arrived)
    if not batch:
        return 0
    ids = [one.update_id for one in batch]
    known = set(session.execute(_KNOWN, {"ids": ids}).scalars())
    fresh = {one.update_id: one for one in batch if one.update_id not in known}
    if fresh:
        rows = [
            {**vars(one), "state": InboxState.UNHANDLED, "attempts": 0, "received_at": now} for one in fresh.values()
        ]
        session.execute(sa.insert(_inbox), rows)
    engine_row(session).next_update_id = max(ids) + 1
    return len(fresh)


def unhandled(session: Session, *, limit: int) -> Sequence[Incoming]:
    """The oldest updates that wait, in the order they came."""
    return session.execute(_UNHANDLED, {"at_most": limit}).scalars().all()


def close(session: Session, update_id: int, state: InboxState) -> None:
    """Handled or set aside: body and sender are emptied; that it came is kept, so that it is never applied twice.

    Raises LookupError where the update was closed before: two handlings of one update must not both commit.
    """
    closed = cast("sa.CursorResult[Any]", session.execute(_CLOSE, {"closing": update_id, "as_state": state}))
    if closed.rowcount != 1:
        raise LookupError(f"update {update_id} was closed before")


def count_attempt(session: Session, update_id: int) -> int:
    """One more failed try; returns how many there were."""
    row = session.get(Incoming, update_id)
    if row is None:
        return 0
    row.attempts += 1
    return row.attempts
