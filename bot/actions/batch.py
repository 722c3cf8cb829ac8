"""Acting on many rows of one transaction, so that a row whose turn fails holds up none of the others."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from storage.errors import named

log = logging.getLogger(__name__)

Row = TypeVar("Row")


def attempt(session: Session, act: Callable[[], object]) -> Exception | None:
    """Run `act` in a savepoint; return what it raised, its writes undone, or None.

    Raises trouble of the database itself (busy, away, full): then the whole transaction has to be tried again.
    """
    try:
        with session.begin_nested():
            act()
    except sa.exc.DBAPIError as fault:
        if named(fault) is not None:
            raise
        return fault
    except Exception as fault:
        return fault
    return None


def each(session: Session, stage: str, rows: Iterable[Row], act: Callable[[Session, Row], object]) -> int:
    """Act on every row, each in a savepoint of its own; return how many there were, 0 if none of them went well.

    What fails is logged with the stage and the row's id, is undone, and stays due.
    """
    tried = done = 0
    for row in rows:
        tried += 1
        row_id = getattr(row, "id", None)
        fault = attempt(session, lambda row=row: act(session, row))  # type: ignore[misc]
        if fault is None:
            done += 1
        else:
            log.error("%s: row %s failed", stage, row_id, exc_info=fault)
    return tried if done else 0
