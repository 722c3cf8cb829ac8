"""Who stands by whom: supports, the consent ledger, one-time links and a supporter's hours."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.consent import VALID_FOR, Share, next_asking_at
from bot.rules.vocabulary import Purpose, Signal, SupportState
from storage import revocations
from storage.revocations import Revoked
from storage.tables import Availability, Invite, Person, Sharing, Support

SUPPORT = "support"  # the kind of invite that asks somebody to be a supporter
NOTED_AS = {
    Purpose.ALERT: Revoked.SHARING,
    Purpose.OUT_OF_REACH: Revoked.ABSENCE,
    Purpose.CHECKED_IN: Revoked.CHECKED_IN,
}

# Built once: every pinned card, page and proposal asks them.
_OF_MEMBER = (
    sa.select(Support)
    .where(
        col(Support.member_id) == sa.bindparam("member"),
        col(Support.ended_at).is_(None),
        col(Support.is_leader).is_(False),
    )
    .order_by(col(Support.position), col(Support.id))
)
_IN_FORCE = (
    sa.select(Sharing)
    .where(
        col(Sharing.support_id) == sa.bindparam("support"),
        col(Sharing.revoked_at).is_(None),
        col(Sharing.purpose) == sa.bindparam("for_purpose"),
    )
    .order_by(col(Sharing.id))
)
_UNCHOSEN = _OF_MEMBER.where(
    col(Support.state) == SupportState.CONFIRMED,
    ~sa.select(col(Sharing.id))
    .where(
        col(Sharing.support_id) == col(Support.id),
        col(Sharing.revoked_at).is_(None),
        col(Sharing.purpose) == Purpose.ALERT,
    )
    .exists(),
).limit(1)
_AGREED_TO = (
    sa.select(Support)
    .join(Sharing, col(Sharing.support_id) == col(Support.id))
    .where(
        col(Support.member_id) == sa.bindparam("member"),
        col(Support.state) == SupportState.CONFIRMED,
        col(Sharing.purpose) == sa.bindparam("for_purpose"),
        col(Sharing.revoked_at).is_(None),
        col(Sharing.until_at) > sa.bindparam("now"),
    )
    .order_by(col(Support.id))
)


def by_id(session: Session, support_id: int) -> Support | None:
    return session.get(Support, support_id)


def of_member(session: Session, member_id: int) -> Sequence[Support]:
    """Whom a member has on their list, confirmed or not, the first asked first. The named leader stands apart."""
    return session.scalars(_OF_MEMBER, {"member": member_id}).all()


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
    return session.scalars(_IN_FORCE, {"support": support_id, "for_purpose": purpose}).all()


def share(
    session: Session,
    support_id: int,
    shares: Mapping[Signal, Share],
    *,
    wording: str,
    purpose: Purpose = Purpose.ALERT,
    now: datetime,
) -> None:
    """Put this in force for a year, in place of what was shared for this purpose; the ledger only grows.

    `wording`: which words the member read, at most 32 characters.
    """
    revoke(session, support_id, purpose=purpose, now=now)
    until_at = now + VALID_FOR
    session.add_all(
        Sharing(
            support_id=support_id, signal=signal, level=one.level, ask_first=one.ask_first, purpose=purpose,
            wording=wording, since_at=now, until_at=until_at, ask_at=next_asking_at(until_at, after=now),
        )
        for signal, one in shares.items()
    )  # fmt: skip
    session.flush()


def agreed_to(session: Session, member_id: int, purpose: Purpose, *, now: datetime) -> Sequence[Support]:
    """The member's confirmed supporters who may hear of this now."""
    return session.scalars(_AGREED_TO, {"member": member_id, "for_purpose": purpose, "now": now}).all()


def unchosen(session: Session, member_id: int) -> Support | None:
    """The first confirmed supporter, not the named leader, for whom the member has not chosen what they read of an alert."""
    return session.scalars(_UNCHOSEN, {"member": member_id}).first()


def was_shared(session: Session, support_id: int) -> bool:
    """Whether the member has ever chosen what this supporter reads of an alert."""
    of_alerts = (col(Sharing.support_id) == support_id) & (col(Sharing.purpose) == Purpose.ALERT)
    return session.execute(sa.select(col(Sharing.id)).where(of_alerts).limit(1)).first() is not None


def to_ask_about(session: Session, *, now: datetime, limit: int) -> Sequence[tuple[int, Purpose]]:
    """The supports and purposes about whose consent the member is to be asked by `now`, the longest due first."""
    due = sa.select(col(Sharing.support_id), col(Sharing.purpose)).where(col(Sharing.ask_at) <= now)
    whole = due.group_by(col(Sharing.support_id), col(Sharing.purpose)).order_by(sa.func.min(col(Sharing.ask_at)))
    return [(row[0], row[1]) for row in session.execute(whole.limit(limit))]


def revoke(session: Session, support_id: int, *, purpose: Purpose | None = None, now: datetime) -> None:
    """End what was shared for this purpose (None: for any), from now on. The rows stay: the ledger only grows.

    A restore learns of it, too.
    """
    for one in Purpose if purpose is None else (purpose,):
        rows = in_force(session, support_id, purpose=one)
        for row in rows:
            row.revoked_at, row.ask_at = now, None
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
