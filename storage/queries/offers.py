"""Who offers to support somebody of their group, who was asked, and which leader a member may name."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.vocabulary import Role
from storage.queries.groups import LEADING
from storage.tables import Availability, Group, Membership, Offer, Person, Request, Support

OPEN_FOR = timedelta(days=7)  # a request that nobody answers is closed then


def offer(session: Session, group_id: int, person_id: int) -> Offer | None:
    return session.get(Offer, (group_id, person_id))


def room_left(session: Session, one: Offer) -> int:
    """For how many more somebody is there: what they offered, less those of this group whom they support by it."""
    taken = session.execute(
        sa.select(sa.func.count())
        .select_from(Request)
        .join(Support, col(Request.support_id) == col(Support.id))
        .where(
            col(Request.group_id) == one.group_id,
            col(Request.supporter_id) == one.person_id,
            col(Support.ended_at).is_(None),
            col(Support.is_leader).is_(False),
        )
    ).scalar_one()
    return max(0, one.room - int(taken))


def offered(session: Session, group_id: int, *, to: int, now: datetime) -> list[tuple[Offer, Person]]:
    """What a member sees: the offers of the others who still take part, can be reached and are not on the list yet.

    Who has time off is left out until they are back.
    """
    listed = sa.select(col(Support.supporter_id)).where(col(Support.member_id) == to, col(Support.ended_at).is_(None))
    found = session.execute(
        sa.select(Offer, Person)
        .join(Person, col(Offer.person_id) == col(Person.id))
        .join(
            Membership,
            (col(Membership.group_id) == col(Offer.group_id)) & (col(Membership.person_id) == col(Offer.person_id)),
        )
        .outerjoin(Availability, col(Availability.person_id) == col(Offer.person_id))
        .where(
            col(Offer.group_id) == group_id,
            col(Offer.person_id) != to,
            col(Offer.person_id).not_in(listed),
            col(Membership.role) == Role.MEMBER,
            col(Membership.left_at).is_(None),
            col(Person.blocked_at).is_(None),
            col(Person.silent_at).is_(None),
            col(Availability.off_until_at).is_(None) | (col(Availability.off_until_at) <= now),
        )
        .order_by(col(Offer.since_at), col(Offer.person_id))
    )
    return [(one, person) for one, person in found if room_left(session, one)]


def request(session: Session, request_id: int) -> Request | None:
    return session.get(Request, request_id)


def open_requests(session: Session, member_id: int, *, now: datetime) -> Sequence[Request]:
    """What a member asked and nobody has answered yet, oldest first."""
    wanted = sa.select(Request).where(
        col(Request.member_id) == member_id,
        col(Request.answered_at).is_(None),
        col(Request.asked_at) > now - OPEN_FOR,
    )
    return session.scalars(wanted.order_by(col(Request.id))).all()


def newest_request(session: Session, member_id: int, supporter_id: int, *, as_leader: bool) -> Request | None:
    """The last time this member asked this person; None where they never did."""
    wanted = sa.select(Request).where(
        col(Request.member_id) == member_id,
        col(Request.supporter_id) == supporter_id,
        col(Request.as_leader).is_(as_leader),
    )
    return session.scalars(wanted.order_by(col(Request.id).desc()).limit(1)).first()


def leaders_to_name(session: Session, member_id: int) -> list[tuple[Group, Person]]:
    """The leaders of a member's groups, the member left out; nobody who is on their list already."""
    mine = sa.select(col(Membership.group_id)).where(
        col(Membership.person_id) == member_id, col(Membership.role) == Role.MEMBER, col(Membership.left_at).is_(None)
    )
    listed = sa.select(col(Support.supporter_id)).where(
        col(Support.member_id) == member_id, col(Support.ended_at).is_(None)
    )
    found = session.execute(
        sa.select(Group, Person)
        .join(Membership, col(Membership.group_id) == col(Group.id))
        .join(Person, col(Membership.person_id) == col(Person.id))
        .where(
            col(Group.id).in_(mine),
            col(Group.closed_at).is_(None),
            col(Membership.role).in_(LEADING),
            col(Membership.left_at).is_(None),
            col(Person.id) != member_id,
            col(Person.id).not_in(listed),
            col(Person.blocked_at).is_(None),
        )
        .order_by(col(Group.id), col(Membership.role) != Role.LEADER, col(Person.id))
    )
    return [(group, person) for group, person in found]


def named_leader(session: Session, member_id: int) -> Support | None:
    """The leader who agreed to be asked last; None where there is none."""
    wanted = sa.select(Support).where(
        col(Support.member_id) == member_id, col(Support.is_leader), col(Support.ended_at).is_(None)
    )
    return session.scalars(wanted.limit(1)).first()
