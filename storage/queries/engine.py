"""The one row in which the running bot keeps what it knows about itself."""

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.tables import Engine

_NEXT_UPDATE_ID = sa.select(col(Engine.next_update_id))  # built once: every poll asks it


def next_update_id(session: Session) -> int | None:
    """From where Telegram is asked for updates; None before the first one."""
    return session.execute(_NEXT_UPDATE_ID).scalar_one_or_none()


def engine_row(session: Session) -> Engine:
    found = session.get(Engine, 1)
    if found is None:
        found = Engine(id=1)
        session.add(found)
        session.flush()
    return found
