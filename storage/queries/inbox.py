"""The inbox: every update stored before Telegram is told that we have it, handled in order, then emptied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.vocabulary import InboxState
from storage.queries.engine import engine_row
from storage.tables import Incoming

_inbox: sa.Table = cast("Any", Incoming).__table__
_CLOSE = (  # built once: every update ends with it
    sa.update(_inbox)
    .where(_inbox.c.update_id == sa.bindparam("closing"), _inbox.c.state == InboxState.UNHANDLED)
    .values(state=sa.bindparam("as_state"), body=None)
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
    known = set(session.execute(sa.select(col(Incoming.update_id)).where(col(Incoming.update_id).in_(ids))).scalars())
    fresh = {one.update_id: one for one in batch if one.update_id not in known}
    session.add_all(
        Incoming(update_id=one.update_id, person_hash=one.person_hash, body=one.body, received_at=now)
        for one in fresh.values()
    )
    engine_row(session).next_update_id = max(ids) + 1
    return len(fresh)


def unhandled(session: Session, *, limit: int) -> Sequence[Incoming]:
    """The oldest updates that wait, in the order they came."""
    waiting = col(Incoming.state) == InboxState.UNHANDLED
    return (
        session.execute(sa.select(Incoming).where(waiting).order_by(col(Incoming.update_id)).limit(limit))
        .scalars()
        .all()
    )


def close(session: Session, update_id: int, state: InboxState) -> None:
    """Handled or set aside: the body is emptied; that it came is kept, so that it is never applied twice.

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
