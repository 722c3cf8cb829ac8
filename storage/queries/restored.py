"""What must not go on in a database that was an older copy: claims, messages, updates, instants and numbers of back then."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from bot.rules.lifecycle import OPEN_STATES
from bot.rules.vocabulary import LIVE_ALERT_STATES, CheckinState, InboxState, OutboxState, SupportState
from storage.tables import Alert, Checkin, Expected, Group, Incoming, Invite, Lease, Outgoing, Person, Sharing, Support

IDS_APART = 1_000_000  # ids that may have been given out since the copy, and that buttons on phones still carry
EPOCHS_APART = 100_000  # likewise of a process that was suspended, and may wake up
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_UNDER_WAY = (OutboxState.WAITING, OutboxState.CLAIMED)


def expire_outbox(session: Session) -> int:
    """End whatever waits or was being sent; return how many. Nothing follows from it."""
    under_way = col(Outgoing.state).in_(_UNDER_WAY)
    done = sa.update(Outgoing).where(under_way).values(state=OutboxState.EXPIRED, claimed_until_at=None)
    session.execute(
        sa.update(Outgoing).where(col(Outgoing.unfinished_at).is_not(None)).values(unfinished_at=None)
    )  # fmt: skip
    return _changed(session, done)


def close_inbox(session: Session) -> int:
    """Set every unhandled update aside: it was handled after the copy was made, or its moment is over. Returns how many."""
    emptied = {"state": InboxState.SET_ASIDE, "body": None, "person_hash": None}
    return _changed(session, sa.update(Incoming).where(col(Incoming.state) == InboxState.UNHANDLED).values(**emptied))


def close_checkins(session: Session, *, now: datetime) -> int:
    """Every open check-in never was; half-finished ones are not judged any more. Returns how many are `unsent` now."""
    revised = {"revision": col(Checkin.revision) + 1}
    session.execute(
        sa.update(Checkin)
        .where(col(Checkin.settle_at).is_not(None))
        .values(settle_at=None, settled_at=sa.func.coalesce(col(Checkin.settled_at), now), **revised)
    )
    unsent = _changed(
        session,
        sa.update(Checkin).where(col(Checkin.state).in_(OPEN_STATES)).values(state=CheckinState.UNSENT, **revised),
    )
    waiting = col(Checkin.deadline_at).is_not(None) | col(Checkin.remind_at).is_not(None)
    session.execute(sa.update(Checkin).where(waiting).values(deadline_at=None, remind_at=None, **revised))
    return unsent


def live_alerts(session: Session) -> list[Alert]:
    wanted = sa.select(Alert).where(col(Alert.state).in_(LIVE_ALERT_STATES)).order_by(col(Alert.id))
    return list(session.scalars(wanted.with_for_update()))


def drop_open_questions(session: Session, *, now: datetime) -> None:
    """What the next text would mean is unknown now, and a link that works once may have been used."""
    session.execute(sa.delete(Expected))
    open_ = col(Invite.used_at).is_(None) & (col(Invite.expires_at) > now)
    session.execute(sa.update(Invite).where(open_).values(expires_at=now))


def forget_reach(session: Session) -> None:
    """Whom Telegram refused, and from whom we had stepped back, may have come back since: the next message finds out."""
    away = [col(Person.blocked_at), col(Person.lost_at), col(Person.fading), col(Person.fade_at)]
    session.execute(
        sa.update(Person)
        .where(sa.or_(*(one.is_not(None) for one in away)))
        .values(blocked_at=None, lost_at=None, fading=None, fade_at=None)
    )


def live_supports(session: Session, *, member_id: int, supporter_id: int, until: datetime) -> list[Support]:
    """The live supports of this pair that were accepted by then."""
    pair = (col(Support.member_id) == member_id) & (col(Support.supporter_id) == supporter_id)
    return list(
        session.scalars(
            sa.select(Support).where(pair, col(Support.ended_at).is_(None), col(Support.accepted_at) <= until)
        )
    )


def unconfirm_all(session: Session, *, now: datetime) -> int:
    """Nobody may be asked before their member says so again, and nothing is shared. Returns how many supports that is.

    `confirmed_at` stays: it tells these from supporters who were never confirmed.
    """
    session.execute(sa.update(Sharing).where(col(Sharing.revoked_at).is_(None)).values(revoked_at=now, ask_at=None))
    live = (col(Support.state) == SupportState.CONFIRMED) & col(Support.ended_at).is_(None)
    return _changed(session, sa.update(Support).where(live).values(state=SupportState.ACCEPTED))


def to_confirm_again(session: Session, member_id: int) -> list[Support]:
    """The supports that this member has to confirm again after a restore, the first asked first."""
    again = (col(Support.state) == SupportState.ACCEPTED) & col(Support.confirmed_at).is_not(None)
    wanted = sa.select(Support).where(col(Support.member_id) == member_id, again, col(Support.ended_at).is_(None))
    return list(session.scalars(wanted.order_by(col(Support.is_leader), col(Support.position), col(Support.id))))


def open_groups(session: Session, *, link_hash: str | None = None) -> list[Group]:
    """The groups with a link that works; with `link_hash`, the one it leads to."""
    linked = col(Group.link_hash).is_not(None) if link_hash is None else col(Group.link_hash) == link_hash
    return list(session.scalars(sa.select(Group).where(linked, col(Group.closed_at).is_(None)).order_by(col(Group.id))))


def void_lease(session: Session) -> None:
    """Whoever held it then is gone, and no epoch of since then is given out again."""
    session.execute(sa.update(Lease).values(epoch=col(Lease.epoch) + EPOCHS_APART, until_at=LONG_AGO))


def newest_ids(session: Session) -> dict[str, int]:
    """The newest id that each table has ever given out, as far as the database says."""
    return {table.name: _newest_id(session, table) for table in _numbered(session)}


def raise_ids(session: Session, *, beyond: Mapping[str, int] | None = None) -> None:
    """Give out none of the ids again that may have been given out since the copy: old buttons must not mean new rows.

    `beyond`: what the database that is being replaced had given out, where that can still be read.
    """
    for table in _numbered(session):
        known = max(_newest_id(session, table), (beyond or {}).get(table.name, 0))
        _go_on_from(session, table, known + IDS_APART)


def _numbered(session: Session) -> list[sa.Table]:
    """The tables whose ids the database gives out and never reuses."""
    serial = [table for table in SQLModel.metadata.sorted_tables if table.autoincrement_column is not None]
    if session.get_bind().dialect.name != "sqlite":
        return serial
    return [table for table in serial if table.dialect_options["sqlite"]["autoincrement"]]


def _newest_id(session: Session, table: sa.Table) -> int:
    newest = session.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0
    if session.get_bind().dialect.name == "sqlite":
        kept = session.execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        return max(newest, kept.scalar() or 0)
    kept = session.execute(sa.text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass)"), {"name": table.name})  # fmt: skip
    return max(newest, kept.scalar() or 0)


def _go_on_from(session: Session, table: sa.Table, number: int) -> None:
    values = {"name": table.name, "number": number}
    if session.get_bind().dialect.name != "sqlite":
        session.execute(sa.text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :number)"), values)
        return
    session.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), values)
    session.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"), values)


def _changed(session: Session, statement: Any) -> int:
    return cast("sa.CursorResult[Any]", session.execute(statement)).rowcount
