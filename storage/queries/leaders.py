"""Questions about leading a group: leaders out of reach, links that ask somebody to lead it too, a leader's words to all."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.vocabulary import Role
from storage.tables import Encouragement, Group, Invite, Membership

LEAD = "lead"  # the kind of invite that asks somebody to lead a group too


def look_again(session: Session, leader_id: int, at: datetime) -> None:
    """Telegram refuses a leader: look at their groups again at `at`."""
    led = sa.select(col(Membership.group_id)).where(
        col(Membership.person_id) == leader_id, col(Membership.role) == Role.LEADER, col(Membership.left_at).is_(None)
    )
    session.execute(sa.update(Group).where(col(Group.id).in_(led), col(Group.closed_at).is_(None)).values(look_at=at))


def to_look_at(session: Session, *, now: datetime, limit: int) -> Sequence[Group]:
    """Open groups whose leader may have been out of reach for too long by `now`."""
    wanted = sa.select(Group).where(col(Group.look_at) <= now).order_by(col(Group.look_at)).limit(limit)
    return session.execute(wanted).scalars().all()


def encouraged_on(session: Session, group_id: int, on: date) -> bool:
    """Whether a leader's word went to the group on that date of its own."""
    found = session.execute(
        sa.select(col(Encouragement.id)).where(col(Encouragement.group_id) == group_id, col(Encouragement.on) == on)
    )
    return found.first() is not None


def encouragement(session: Session, encouragement_id: int) -> Encouragement | None:
    return session.get(Encouragement, encouragement_id)


def lead_invite(session: Session, token_hash: str) -> Invite | None:
    found = session.get(Invite, token_hash, with_for_update=True, populate_existing=True)
    return found if found is not None and found.kind == LEAD else None


def lead_invite_used_by(session: Session, group_id: int, person_id: int) -> Invite | None:
    """The invite this person accepted and the leader has not answered yet."""
    wanted = sa.select(Invite).where(
        col(Invite.kind) == LEAD, col(Invite.group_id) == group_id, col(Invite.used_by) == person_id
    )
    return session.execute(wanted.limit(1)).scalar_one_or_none()


def close_lead_invites(session: Session, group_id: int, *, now: datetime) -> None:
    """Links that nobody has used yet no longer work."""
    unused = (col(Invite.kind) == LEAD) & (col(Invite.group_id) == group_id) & col(Invite.used_at).is_(None)
    session.execute(sa.update(Invite).where(unused, col(Invite.expires_at) > now).values(expires_at=now))
