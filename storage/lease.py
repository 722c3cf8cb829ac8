"""Who may poll, claim and judge: one row that is taken by compare-and-set, with an epoch that every taking raises.

Whoever acts for the bot checks `holds` in the same transaction: a process that was suspended and superseded then changes
nothing. Instants are the caller's; a lease ends at `until_at`, that instant excluded. Two hosts whose clocks differ may
take the lease from each other early, but never hold it both.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Lease

BOT = "bot"

# Built once: every claim and judgement asks it.
_HELD = (
    sa.select(col(Lease.epoch))
    .where(col(Lease.name) == sa.bindparam("name"), col(Lease.until_at) > sa.bindparam("now"))
    .with_for_update(read=True)
)


def acquire(
    session: Session,
    name: str,
    holder: str,
    now: datetime,
    for_: timedelta,
    *,
    by_force: bool = False,
    gone: int | None = None,
) -> int | None:
    """Take the lease until `now + for_` if it is free or over; return our epoch, or None if somebody has it.

    `by_force`: take it in any case, for whoever knows by other means (the file lock) that no holder is left.
    `gone`: the epoch whose holder's process has surely ended (`left_behind`): its lease is over then.
    """
    session.flush()
    free = sa.true() if by_force else sa.or_(col(Lease.until_at) <= now, col(Lease.epoch) == gone)
    taking = (
        sa.update(Lease)
        .where(col(Lease.name) == name, free)
        .values(holder=holder, epoch=col(Lease.epoch) + 1, until_at=now + for_)
        .returning(col(Lease.epoch))
        .execution_options(synchronize_session=False)
    )
    epoch = session.scalar(taking)
    if epoch is not None or session.get(Lease, name, populate_existing=True) is not None:
        return epoch
    try:
        with session.begin_nested():
            session.add(Lease(name=name, holder=holder, epoch=1, until_at=now + for_))
    except sa.exc.IntegrityError:
        return None  # another process made the first row a moment before us
    return 1


def left_behind(session: Session, name: str, is_gone: Callable[[str], bool]) -> int | None:
    """Return the epoch of the last holder, if `is_gone` says of its name that the process has surely ended."""
    seen = session.exec(select(Lease.holder, Lease.epoch).where(Lease.name == name)).one_or_none()
    return seen[1] if seen is not None and is_gone(seen[0]) else None


def renew(session: Session, name: str, epoch: int, now: datetime, for_: timedelta) -> bool:
    """Move the end of our lease to `now + for_`; return False if somebody else has taken it since.

    Works also when it was over but nobody came: then nobody else has acted meanwhile.
    """
    return _change(session, name, epoch, now + for_)


def release(session: Session, name: str, epoch: int, now: datetime) -> None:
    """End our lease now, so that a standby need not wait; nothing happens if it is no longer ours."""
    _change(session, name, epoch, now)


def holds(session: Session, epoch: int, now: datetime, *, name: str = BOT) -> bool:
    """Return whether the lease is still ours at `now`; then nobody can take it before this transaction ends."""
    return session.execute(_HELD, {"name": name, "now": now}).scalar_one_or_none() == epoch


def taken(session: Session, now: datetime, *, name: str = BOT) -> bool:
    """Return whether anybody holds the lease at `now`."""
    return session.exec(select(Lease.epoch).where(Lease.name == name, col(Lease.until_at) > now)).first() is not None


def _change(session: Session, name: str, epoch: int, until_at: datetime) -> bool:
    changing = (
        sa.update(Lease)
        .where(col(Lease.name) == name, col(Lease.epoch) == epoch)
        .values(until_at=until_at)
        .returning(col(Lease.epoch))
        .execution_options(synchronize_session=False)
    )
    return session.scalar(changing) is not None
