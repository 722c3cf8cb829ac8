"""The inbox: every update stored before Telegram is told that we have it, handled in turn, then emptied."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from bot.rules.vocabulary import InboxState
from storage.queries.engine import engine_row
from storage.tables import Incoming

_inbox: sa.Table = cast("Any", Incoming).__table__

# Built once: every update passes through them.
_STORE: dict[str, sa.Insert] = {
    "sqlite": sqlite.insert(_inbox).on_conflict_do_nothing(index_elements=["update_id"]),
    "postgresql": postgresql.insert(_inbox).on_conflict_do_nothing(index_elements=["update_id"]),
}
_WAITING = _inbox.c.state == InboxState.UNHANDLED
_TURN = sa.func.row_number().over(partition_by=_inbox.c.person_hash, order_by=_inbox.c.update_id).label("turn")
_TURNS = sa.select(_inbox.c.update_id, _TURN).where(_WAITING).subquery("turns")
_IN_TURN = (
    sa.select(_inbox.c.update_id, _inbox.c.body, _TURNS.c.turn)
    .join(_TURNS, _inbox.c.update_id == _TURNS.c.update_id)
    .where(_TURNS.c.turn <= sa.bindparam("each"))
    .order_by(_TURNS.c.turn, _inbox.c.update_id)
    .limit(sa.bindparam("at_most"))
)
_OF_THESE = (
    sa.select(_inbox.c.update_id, _inbox.c.body)
    .where(_WAITING, _inbox.c.update_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(_inbox.c.update_id)
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


def store(session: Session, arrived: Iterable[Arrived], *, now: datetime) -> None:
    """Keep every update not yet kept and remember where to go on."""
    batch = list(arrived)
    if not batch:
        return
    rows = [{**vars(one), "state": InboxState.UNHANDLED, "attempts": 0, "received_at": now} for one in batch]
    connection = session.connection()
    connection.execute(_STORE[connection.dialect.name], rows)
    engine_row(session).next_update_id = max(one.update_id for one in batch) + 1


@dataclass(frozen=True)
class Waiting:
    """One update that waits; `turn`: how many of the same person come before it, and itself."""

    update_id: int
    body: str | None
    turn: int


def in_turn(session: Session, *, each: int, limit: int) -> list[Waiting]:
    """Updates that wait: everybody's oldest, then everybody's second, at most `each` of one person.

    One person's come in the order in which they were sent. Those of nobody count as of one person.
    """
    return [Waiting(*row) for row in session.execute(_IN_TURN, {"each": each, "at_most": limit})]


def waiting_of(session: Session, update_ids: Iterable[int]) -> list[Waiting]:
    """Those of these updates that still wait, oldest first."""
    ids = list(update_ids)
    found = session.execute(_OF_THESE, {"ids": ids}) if ids else ()
    return [Waiting(update_id, body, turn=1) for update_id, body in found]


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
