"""Once a day, what has been kept long enough is removed, a batch in each transaction. How long: `bot.rules.retention`."""

import logging
from datetime import UTC, datetime

from sqlmodel import Session

from bot.actions import journal
from bot.rules.retention import EACH, KEPT_FOR, is_plausible
from storage.queries import retiring
from storage.queries.engine import engine_row
from storage.queries.schedule import Earliest
from storage.tables import Engine

log = logging.getLogger(__name__)

NEVER = datetime.min.replace(tzinfo=UTC)


def retire_due(session: Session, *, now: datetime, limit: int) -> int:
    """Remove at most `limit` rows, of one kind after the other; return how many. Less than `limit`: done for today."""
    due_at = next_at(session)
    if due_at is not None and now < due_at:
        return 0
    if not is_plausible(engine_row(session).swept_at, now=now):
        engine_row(session).swept_at = now
        journal.note(session, "not-swept")
        log.warning("the clock has moved by more than a week since what is old was last removed: I wait a day with it")
        return 0
    removed = 0
    for kept, kept_for in KEPT_FOR.items():
        removed += retiring.remove(session, kept, before=now - kept_for, limit=limit - removed)
        if removed >= limit:
            return removed
    engine_row(session).swept_at = now
    journal.note(session, "swept")
    return removed


# When the next round is due; at once where there was none yet.
next_at = Earliest(Engine.swept_at, then=lambda swept_at: NEVER if swept_at is None else swept_at + EACH)


def look_at_clock(session: Session, *, now: datetime) -> None:
    """A round that lies ahead of the clock was made by a wrong one: the next is counted from now."""
    row = engine_row(session)
    if row.swept_at is not None and row.swept_at > now:
        row.swept_at = now
