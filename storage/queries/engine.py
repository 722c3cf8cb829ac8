"""The one row in which the running bot keeps what it knows about itself."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.tables import Engine, Outage

_NEXT_UPDATE_ID = sa.select(col(Engine.next_update_id))  # built once: every poll asks it


def next_update_id(session: Session) -> int | None:
    """From where Telegram is asked for updates; None before the first one."""
    return session.execute(_NEXT_UPDATE_ID).scalar_one_or_none()


def newest_outage(session: Session) -> Outage | None:
    """The last stretch in which we could not have heard anybody; None: there was none yet."""
    return session.scalars(sa.select(Outage).order_by(col(Outage.id).desc()).limit(1)).first()


def engine_row(session: Session) -> Engine:
    found = session.get(Engine, 1)
    if found is None:
        found = Engine(id=1)
        session.add(found)
        session.flush()
    return found


def last_outage_end(session: Session, *, longer_than: timedelta, since: datetime) -> datetime | None:
    """When the last outage of ours that was longer than this ended, if that was after `since`."""
    found = session.execute(sa.select(col(Outage.from_at), col(Outage.to_at)).where(col(Outage.to_at) > since))
    return max((to_at for from_at, to_at in found if to_at - from_at > longer_than), default=None)
