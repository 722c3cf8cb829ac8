"""Who stands by whom: supports, the consent ledger, one-time links and a supporter's hours."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.vocabulary import Purpose
from storage import revocations
from storage.revocations import Revoked
from storage.tables import Availability, Invite, Person, Sharing, Support

SUPPORT = "support"  # the kind of invite that asks somebody to be a supporter
NOTED_AS = {Purpose.ALERT: Revoked.SHARING, Purpose.OUT_OF_REACH: Revoked.ABSENCE}


def by_id(session: Session, support_id: int) -> Support | None:
    return session.get(Support, support_id)


def of_member(session: Session, member_id: int) -> Sequence[Support]:
    """Whom a member has on their list, confirmed or not, the first asked first. The named leader stands apart."""
    wanted = sa.select(Support).where(
        col(Support.member_id) == member_id, col(Support.ended_at).is_(None), col(Support.is_leader).is_(False)
    )
    return session.scalars(wanted.order_by(col(Support.position), col(Support.id))).all()


def of_supporter(session: Session, supporter_id: int) -> Sequence[Support]:
    """What a supporter's own page lists, oldest first: live supports, and the ended ones that keep their name listed."""
    shown = col(Support.ended_at).is_(None) | col(Support.kept_listed)
    wanted = sa.select(Support).where(col(Support.supporter_id) == supporter_id, shown)
    return session.scalars(wanted.order_by(col(Support.id))).all()


def between(session: Session, *, member_id: int, supporter_id: int) -> Support | None:
    """The live support of this pair, in this direction."""
    wanted = sa.select(Support).where(
        col(Support.member_id) == member_id, col(Support.supporter_id) == supporter_id, col(Support.ended_at).is_(None)
    )
    return session.scalars(wanted).one_or_none()


def unlist(session: Session, *, member_id: int, supporter_id: int) -> None:
    """Whoever was kept listed after an end no longer is."""
    pair = (col(Support.member_id) == member_id) & (col(Support.supporter_id) == supporter_id)
    session.execute(sa.update(Support).where(pair, col(Support.kept_listed)).values(kept_listed=False))


def in_force(session: Session, support_id: int, *, purpose: Purpose = Purpose.ALERT) -> Sequence[Sharing]:
    """The ledger's unrevoked rows for this purpose, one per signal; none before the member chose."""
    live = (col(Sharing.support_id) == support_id) & col(Sharing.revoked_at).is_(None)
    wanted = sa.select(Sharing).where(live, col(Sharing.purpose) == purpose)
    return session.scalars(wanted.order_by(col(Sharing.id))).all()


def revoke(session: Session, support_id: int, *, purpose: Purpose | None = None, now: datetime) -> None:
    """End what was shared for this purpose (None: for any), from now on. The rows stay: the ledger only grows.

    A restore learns of it, too.
    """
    for one in Purpose if purpose is None else (purpose,):
        rows = in_force(session, support_id, purpose=one)
        for row in rows:
            row.revoked_at = now
        if rows:
            note_revoked(session, support_id, NOTED_AS[one], now=now)
    session.flush()


def note_revoked(session: Session, support_id: int, what: Revoked, *, now: datetime) -> None:
    """Have it written outside the database that the member and the supporter of this row took something back."""
    hashes = (
        session.execute(sa.select(col(Person.tg_hash)).where(col(Person.id) == side)).scalar_one()
        for side in session.execute(
            sa.select(col(Support.member_id), col(Support.supporter_id)).where(col(Support.id) == support_id)
        ).one()
    )
    revocations.note(session, what, *hashes, now=now)


def invite(session: Session, token_hash: str) -> Invite | None:
    found = session.get(Invite, token_hash)
    return found if found is not None and found.kind == SUPPORT else None


def open_invites(session: Session, issuer_id: int, *, now: datetime) -> Sequence[Invite]:
    """A member's unused links that still work, oldest first."""
    wanted = sa.select(Invite).where(
        col(Invite.issuer_id) == issuer_id,
        col(Invite.kind) == SUPPORT,
        col(Invite.used_at).is_(None),
        col(Invite.expires_at) > now,
    )
    return session.scalars(wanted.order_by(col(Invite.created_at), col(Invite.token_hash))).all()


def use_invite(session: Session, token_hash: str, *, now: datetime) -> bool:
    """Take a link, once: of two people who tap at the same moment one gets True, the other False."""
    unused = (
        (col(Invite.token_hash) == token_hash)
        & (col(Invite.kind) == SUPPORT)
        & col(Invite.used_at).is_(None)
        & (col(Invite.expires_at) > now)
    )
    taken = session.execute(sa.update(Invite).where(unused).values(used_at=now))
    return cast("sa.CursorResult[Any]", taken).rowcount == 1


def availability(session: Session, person_id: int) -> Availability | None:
    return session.get(Availability, person_id)
