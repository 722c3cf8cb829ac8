"""The outbox's rows: put in once, claimed by one, settled by whoever claimed them.

Every change of state is a compare-and-set: it says which state (and whose claim) it expects, and returns whether it found
it. What a row says, and whether it may still be said, is decided in `bot.actions.outgoing`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from bot.rules.vocabulary import OutboxState, Priority
from storage.tables import Outgoing

AT_ONCE = datetime(
    1970, 1, 1, tzinfo=UTC
)  # `not_before_at` of what may leave now, also if the clock is set back meanwhile
CLAIM_FOR = timedelta(seconds=60)  # longer than any send can take, unless the process or the machine sleeps over it
NOBODY = range(0)  # of no epoch

_outbox: sa.Table = cast("Any", Outgoing).__table__
_row = _outbox.c

_WAITING = _row.state == OutboxState.WAITING
_CLAIMED = _row.state == OutboxState.CLAIMED

# Built once: the relay asks them with every message, and building a statement takes longer than running it.
_CLAIMABLE = (
    sa.select(_row.id)
    .where(_WAITING, _row.not_before_at <= sa.bindparam("now"), _row.priority <= sa.bindparam("up_to"))
    .order_by(_row.priority, _row.not_before_at, _row.id)
    .limit(sa.bindparam("at_most"))
)
_CLAIM = (
    sa.update(Outgoing)
    .where(_WAITING, _row.id.in_(sa.bindparam("wanted", expanding=True)))
    .values(
        state=OutboxState.CLAIMED,
        epoch=sa.bindparam("claimed_in"),
        claimed_until_at=sa.bindparam("until"),
        attempts=_row.attempts + 1,
    )
    .returning(Outgoing)
)
_SETTLE = sa.update(_outbox).where(  # sets whatever columns it is given
    _row.id == sa.bindparam("row"),
    _CLAIMED,
    _row.epoch == sa.bindparam("claimed_in"),
    _row.attempts == sa.bindparam("attempt"),
)
_LAPSED = sa.select(_row.id).where(_CLAIMED, _row.claimed_until_at <= sa.bindparam("now")).limit(1)
_WITHDRAW = {
    column.name: sa.update(_outbox)
    .where(_WAITING, column == sa.bindparam("about"), _row.kind.in_(sa.bindparam("kinds", expanding=True)))
    .values(state=OutboxState.WITHDRAWN)
    for column in (_row.alert_id, _row.checkin_id)
}
_THESE = sa.select(Outgoing).where(_row.id.in_(sa.bindparam("ids", expanding=True)))
_FIRST = sa.select(
    sa.select(sa.func.min(_row.not_before_at)).where(_WAITING).scalar_subquery(),
    sa.select(sa.func.min(_row.claimed_until_at)).where(_CLAIMED).scalar_subquery(),
)
# Built once: a thousand prompts may be put in within one tick.
_INSERT: dict[str, sa.Insert] = {
    "sqlite": sqlite.insert(_outbox).on_conflict_do_nothing(index_elements=["dedupe"]).returning(_row.id),
    "postgresql": postgresql.insert(_outbox).on_conflict_do_nothing(index_elements=["dedupe"]).returning(_row.id),
}


def enqueue(
    session: Session,
    kind: str,
    recipient_id: int | None,
    *,
    now: datetime,
    dedupe: str,
    priority: Priority,
    not_before_at: datetime | None = None,
    expires_at: datetime | None = None,
    alert_id: int | None = None,
    checkin_id: int | None = None,
    ids: dict[str, Any] | None = None,
) -> bool:
    """Put a message in, to leave with this transaction's commit; return whether it is new.

    A row with the same `dedupe` (at most 96 characters), whatever became of it, keeps this one out. `recipient_id` None: the
    operator. `not_before_at` None: at once. `expires_at` None: never too late, but given up after a day if it belongs to no
    alert (`bot.actions.outgoing`). Raises ValueError: an instant without a zone.
    """
    done = session.connection().execute(
        _INSERT[session.get_bind().dialect.name],
        {
            "dedupe": dedupe,
            "recipient_id": recipient_id,
            "kind": kind,
            "ids": ids or {},
            "alert_id": alert_id,
            "checkin_id": checkin_id,
            "priority": int(priority),
            "state": OutboxState.WAITING,
            "created_at": now,
            "not_before_at": not_before_at or AT_ONCE,
            "expires_at": expires_at,
            "attempts": 0,
            "epoch": 0,
        },
    )
    session.info["enqueued"] = True  # whoever commits this session wakes the relay
    return done.first() is not None


def claimable(session: Session, *, now: datetime, limit: int, up_to: Priority = Priority.RECAP) -> list[int]:
    """The ids of at most `limit` due rows, the most urgent first, among equals the one that waits longest.

    `up_to`: leave out what is less urgent than this.
    """
    asked = {"now": now, "up_to": int(up_to), "at_most": limit}
    return list(session.execute(_CLAIMABLE, asked).scalars())


def claim(session: Session, ids: Collection[int], *, now: datetime, epoch: int) -> list[Outgoing]:
    """Take the rows among `ids` that still wait, until `now` + CLAIM_FOR; return them as they are now, in the order of `ids`."""
    if not ids:
        return []
    taken = {"wanted": list(ids), "claimed_in": epoch, "until": now + CLAIM_FOR}
    fresh = {"synchronize_session": False, "populate_existing": True}
    rows = {row.id: row for row in session.scalars(_CLAIM, taken, execution_options=fresh)}
    return [rows[id_] for id_ in ids if id_ in rows]


def claimed(session: Session, ids: Iterable[int]) -> dict[int, Outgoing]:
    """The rows of `ids` as the database has them now; whoever is missing is gone with its recipient."""
    found = session.scalars(_THESE, {"ids": list(ids)}, execution_options={"populate_existing": True})
    return {cast("int", row.id): row for row in found}


def release(
    session: Session, row: Outgoing, *, epoch: int, not_before_at: datetime, perhaps_sent_at: datetime | None = None
) -> bool:
    """Give a claimed row back, to be tried again at `not_before_at`; False where the claim was no longer ours.

    `perhaps_sent_at`: this attempt may have arrived, so that the next one says "(again)".
    """
    return _settle(
        session,
        row,
        epoch=epoch,
        state=OutboxState.WAITING,
        not_before_at=not_before_at,
        sent_at=perhaps_sent_at or row.sent_at,
    )


def finish(
    session: Session,
    row: Outgoing,
    state: OutboxState,
    *,
    epoch: int,
    sent_at: datetime | None = None,
    message_id: int | None = None,
) -> bool:
    """End a claimed row for good; False where the claim was no longer ours, and nothing changed."""
    return _settle(
        session, row, epoch=epoch, state=state, sent_at=sent_at or row.sent_at, message_id=message_id or row.message_id
    )


def _settle(session: Session, row: Outgoing, *, epoch: int, **values: Any) -> bool:
    """The compare-and-set that ends a claim. The object in hand then says what its row says."""
    ours = {"row": row.id, "claimed_in": epoch, "attempt": row.attempts}
    done = session.execute(_SETTLE, {**ours, "claimed_until_at": None, **values})
    if _changed(done) != 1:
        return False
    for name, value in {"claimed_until_at": None, **values}.items():
        sa.orm.attributes.set_committed_value(row, name, value)
    return True


def renew(session: Session, ids: Collection[int], *, now: datetime, epoch: int) -> int:
    """Whoever claimed these rows still has them in hand: their claims last until `now` + CLAIM_FOR. Return how many were ours."""
    ours = _CLAIMED & (_row.epoch == epoch) & _row.id.in_(list(ids))
    return _changed(session.execute(sa.update(_outbox).where(ours).values(claimed_until_at=now + CLAIM_FOR)))


def proven(session: Session, row: Outgoing, *, message_id: int, now: datetime) -> bool:
    """End as sent what left but is not recorded yet, or is in doubt; False where it is neither, and nothing changed."""
    perhaps = _CLAIMED | (_WAITING & _row.sent_at.is_not(None))
    sent: dict[str, Any] = {"state": OutboxState.SENT, "sent_at": sa.func.coalesce(_row.sent_at, now)}
    session.flush()
    changed = session.execute(
        sa.update(_outbox)
        .where(_row.id == row.id, perhaps)
        .values(**sent, message_id=message_id, claimed_until_at=None)
    )
    session.refresh(row)
    return _changed(changed) == 1


def come_back(session: Session, *, now: datetime, at_most_once: Collection[str], gone: range = NOBODY) -> int:
    """Give back the claims that nobody will settle any more; return how many.

    Those are the lapsed ones and all of the epochs in `gone`, whose holders have surely ended. They may have been sent:
    kinds in `at_most_once` end as `uncertain`, the others wait again, marked as doubtful.
    """
    if not gone and session.execute(_LAPSED, {"now": now}).first() is None:
        return 0  # as nearly always: the relay asks with every look
    lost = _row.claimed_until_at <= now
    if gone:
        lost = lost | _row.epoch.between(gone.start, gone.stop - 1)
    once = _row.kind.in_(list(at_most_once))
    doubt: dict[str, Any] = {"claimed_until_at": None, "sent_at": sa.func.coalesce(_row.sent_at, now)}
    ended = session.execute(sa.update(_outbox).where(_CLAIMED, lost, once).values(state=OutboxState.UNCERTAIN, **doubt))
    again = session.execute(sa.update(_outbox).where(_CLAIMED, lost).values(state=OutboxState.WAITING, **doubt))
    return _changed(ended) + _changed(again)


def try_at_once(session: Session, *, now: datetime) -> int:
    """Whatever waits for another attempt later than `now` may leave now; return how many."""
    put_off = (_WAITING, _row.attempts > 0, _row.not_before_at > now)
    return _changed(session.execute(sa.update(_outbox).where(*put_off).values(not_before_at=AT_ONCE)))


@dataclass(frozen=True)
class Due:
    """When the earliest row that waits may leave, and when the earliest claim lapses; None: there is none."""

    leaves_at: datetime | None
    lapses_at: datetime | None

    @property
    def next_at(self) -> datetime | None:
        """When the outbox next needs a look; None: nothing waits."""
        return min((at for at in (self.leaves_at, self.lapses_at) if at is not None), default=None)


def due(session: Session) -> Due:
    """What the outbox waits for."""
    return Due(*session.execute(_FIRST).one())


def next_due_at(session: Session) -> datetime | None:
    """When the outbox next needs a look: the earliest row that may leave, or claim that lapses; None: nothing waits."""
    return due(session).next_at


def last_said(session: Session, *, member_id: int, supporter_id: int, kinds: Collection[str]) -> Outgoing | None:
    """The newest message of these kinds about this member that this supporter has, or is getting; None: there is none."""
    theirs = (_row.recipient_id == supporter_id) & (_row.ids["member"].as_integer() == member_id)
    left = _row.state.in_((OutboxState.CLAIMED, OutboxState.SENT, OutboxState.UNCERTAIN))
    wanted = sa.select(Outgoing).where(theirs, left, _row.kind.in_(list(kinds)))
    return session.scalars(wanted.order_by(_row.id.desc()).limit(1)).one_or_none()


def being_sent(session: Session, alert_id: int) -> set[int]:
    """To whom a message about this alert is on its way at this very moment."""
    claimed_ = sa.select(_row.recipient_id).where(_CLAIMED, _row.alert_id == alert_id)
    return {one for one in session.scalars(claimed_) if one is not None}


def withdraw_for_alert(session: Session, alert_id: int, *, kinds: Collection[str] | None = None) -> int:
    """Withdraw what still waits about this alert, of these kinds (None: all); return how many rows."""
    if kinds is not None:
        return _withdraw_about("alert_id", session, alert_id, kinds)
    return _withdraw(session, _row.alert_id == alert_id)


def withdraw_for_checkin(session: Session, checkin_id: int, *, kinds: Collection[str] | None = None) -> int:
    """Withdraw what still waits about this check-in, of these kinds (None: all); return how many rows."""
    if kinds is not None:
        return _withdraw_about("checkin_id", session, checkin_id, kinds)
    return _withdraw(session, _row.checkin_id == checkin_id)


def _withdraw_about(column: str, session: Session, about: int, kinds: Collection[str]) -> int:
    """By the connection, past the session: what a tap has changed so far is no matter of the outbox, and is written later."""
    return _changed(session.connection().execute(_WITHDRAW[column], {"about": about, "kinds": list(kinds)}))


def withdraw_for_pair(
    session: Session, *, member_id: int, supporter_id: int, kinds: Collection[str] | None = None
) -> int:
    """Withdraw what still waits for this supporter about this member: consent, or the support, has ended.

    About whom a message is, its alert says, or else `ids["member"]`.
    """
    alerts = _outbox.metadata.tables["alerts"]
    theirs = sa.select(alerts.c.id).where(alerts.c.member_id == member_id)
    about = _row.alert_id.in_(theirs) | (_row.ids["member"].as_integer() == member_id)
    return _withdraw(session, (_row.recipient_id == supporter_id) & about, kinds)


def withdraw_kinds(session: Session, kinds: Collection[str]) -> int:
    """Withdraw what still waits of these kinds, to whomever; return how many rows."""
    return _withdraw(session, sa.true(), kinds)


def withdraw_all(session: Session, *, but: Collection[str]) -> int:
    """Withdraw whatever still waits for people, but for these kinds; return how many rows."""
    return _withdraw(session, _row.recipient_id.is_not(None) & _row.kind.not_in(list(but)))


def withdraw_to_member(session: Session, member_id: int, *, support: int, kinds: Collection[str]) -> int:
    """Withdraw what still waits for the member of this support about it, of these kinds."""
    about = (_row.recipient_id == member_id) & (_row.ids["support"].as_integer() == support)
    return _withdraw(session, about, kinds)


def _withdraw(session: Session, which: sa.ColumnElement[bool], kinds: Collection[str] | None = None) -> int:
    if kinds is not None:
        which = which & _row.kind.in_(list(kinds))
    return _changed(session.execute(sa.update(_outbox).where(_WAITING, which).values(state=OutboxState.WITHDRAWN)))


def _changed(done: sa.Result[Any]) -> int:
    return cast("sa.CursorResult[Any]", done).rowcount
