"""Questions about groups: their people, their links, their cadence."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.lifecycle import EXTRA_SLOT
from bot.rules.vocabulary import CheckinState, Role, SupportState
from storage import revocations
from storage.queries.people import keyring_of
from storage.revocations import Revoked
from storage.tables import Cadence, Checkin, Enrolment, Group, Membership, Person, Support

LEADING = (Role.LEADER, Role.CO_LEADER)


class Sitting(NamedTuple):
    """One planned check-in, as far as a group's figures need it, and since when its member is in the group."""

    person_id: int
    cadence_id: int
    on: date
    planned_at: datetime
    state: CheckinState
    mood: int | None
    craving: int | None
    joined_at: datetime


def note_left(session: Session, group_id: int, person: Person, *, now: datetime) -> None:
    """Have it written outside the database that this person is no longer a member: a restore must not bring them back."""
    revocations.note(session, Revoked.LEFT, person.tg_hash, mark(session, group_id), now=now)


def mark(session: Session, group_id: int) -> str:
    """By what `revoked.log` names a group."""
    return keyring_of(session).hash_token(f"group {group_id}")


def by_link(session: Session, token: str) -> Group | None:
    """The open, approved group behind a link's token; None where the link is old, foreign or not yet approved."""
    found = session.execute(
        sa.select(Group).where(
            col(Group.link_hash) == keyring_of(session).hash_token(token),
            col(Group.closed_at).is_(None),
            col(Group.approved_at).is_not(None),
        )
    )
    return found.scalar_one_or_none()


def by_id(session: Session, group_id: int) -> Group | None:
    return session.get(Group, group_id)


def roles(session: Session, group_id: int, person_id: int) -> frozenset[Role]:
    """What a person is in a group now; empty for a stranger and for whoever left."""
    found = session.execute(
        sa.select(col(Membership.role)).where(
            col(Membership.group_id) == group_id,
            col(Membership.person_id) == person_id,
            col(Membership.left_at).is_(None),
        )
    )
    return frozenset(found.scalars())


def leader(session: Session, group_id: int) -> Person | None:
    """The one who leads it, co-leaders apart; None where they erased themselves."""
    return next((person for _, person in _people(session, group_id, (Role.LEADER,))), None)


def co_leaders(session: Session, group_id: int) -> list[Person]:
    """Those who lead it with them now, the longest first."""
    return [person for _, person in _people(session, group_id, (Role.CO_LEADER,))]


def was_in(session: Session, group_id: int, person_id: int) -> bool:
    """Whether a person ever had to do with a group, or was asked to lead it."""
    found = session.execute(
        sa.select(col(Membership.role)).where(
            col(Membership.group_id) == group_id, col(Membership.person_id) == person_id
        )
    )
    return found.first() is not None


def is_member(session: Session, group_id: int, person_id: int) -> bool:
    """Whether a person takes part in an open group now."""
    group = by_id(session, group_id)
    return group is not None and group.closed_at is None and Role.MEMBER in roles(session, group_id, person_id)


def membership(session: Session, group_id: int, person_id: int, role: Role) -> Membership | None:
    """The row, also where the person has left."""
    return session.get(Membership, (group_id, person_id, role))


def of_person(session: Session, person_id: int) -> list[tuple[Group, frozenset[Role]]]:
    """Every open group a person has to do with, oldest first, with what they are in it."""
    found = session.execute(
        sa.select(Group, col(Membership.role))
        .join(Membership, col(Membership.group_id) == col(Group.id))
        .where(
            col(Membership.person_id) == person_id, col(Membership.left_at).is_(None), col(Group.closed_at).is_(None)
        )
        .order_by(col(Group.id))
    )
    together: dict[int, tuple[Group, frozenset[Role]]] = {}
    for group, role in found:
        known = together.get(group.id or 0, (group, frozenset[Role]()))
        together[group.id or 0] = (group, known[1] | {role})
    return list(together.values())


def leaders(session: Session, group_id: int) -> Sequence[Person]:
    """Those who lead a group now, the leader before co-leaders."""
    return [person for _, person in _people(session, group_id, LEADING)]


def members(session: Session, group_id: int) -> list[tuple[Membership, Person]]:
    """Those who take part now, in the order they joined."""
    return _people(session, group_id, (Role.MEMBER,))


def _people(session: Session, group_id: int, wanted: Sequence[Role]) -> list[tuple[Membership, Person]]:
    found = session.execute(
        sa.select(Membership, Person)
        .join(Person, col(Membership.person_id) == col(Person.id))
        .where(
            col(Membership.group_id) == group_id, col(Membership.left_at).is_(None), col(Membership.role).in_(wanted)
        )
        .order_by(col(Membership.role) != Role.LEADER, col(Membership.joined_at), col(Membership.person_id))
    )
    return [(row, person) for row, person in found]


def cadence_of(session: Session, group_id: int) -> Cadence:
    """Raises LookupError where the group has none, which a group always has."""
    found: Cadence | None = session.scalars(sa.select(Cadence).where(col(Cadence.group_id) == group_id)).one_or_none()
    if found is None:
        raise LookupError(f"group {group_id} has no cadence")
    return found


def enrolments(session: Session, cadence_id: int) -> list[tuple[Enrolment, Person]]:
    """Everybody who is asked by a cadence."""
    found = session.execute(
        sa.select(Enrolment, Person)
        .join(Person, col(Enrolment.person_id) == col(Person.id))
        .where(col(Enrolment.cadence_id) == cadence_id, col(Enrolment.ended_at).is_(None))
        .order_by(col(Enrolment.id))
    )
    return [(enrolment, person) for enrolment, person in found]


def opened_since(session: Session, cadence_id: int, since_on: date) -> dict[int, tuple[date, int]]:
    """The newest (date, slot) that a cadence opened for each person on `since_on` or later; extra check-ins left out."""
    found = session.execute(
        sa.select(col(Checkin.person_id), col(Checkin.on), col(Checkin.slot))
        .where(col(Checkin.cadence_id) == cadence_id, col(Checkin.on) >= since_on, col(Checkin.slot) < EXTRA_SLOT)
        .order_by(col(Checkin.on), col(Checkin.slot))
    )
    return {person_id: (on, slot) for person_id, on, slot in found}


def states_on(
    session: Session, person_ids: Sequence[int], dates: Sequence[date]
) -> list[tuple[int, int, date, Any, CheckinState]]:
    """(person, cadence, date, planned_at, state) of planned check-ins, nothing of what was answered; oldest first."""
    found = session.execute(
        sa.select(
            *(
                col(column)
                for column in (Checkin.person_id, Checkin.cadence_id, Checkin.on, Checkin.planned_at, Checkin.state)
            )
        )
        .where(col(Checkin.person_id).in_(person_ids), col(Checkin.on).in_(dates), col(Checkin.slot) < EXTRA_SLOT)
        .order_by(col(Checkin.planned_at), col(Checkin.id))
    )
    return [cast("tuple[int, int, date, Any, CheckinState]", tuple(row)) for row in found]


def weeks_of(session: Session, group_id: int, since_on: date) -> Sequence[Sitting]:
    """Every planned check-in since a date of whoever took part in the group by then, of all their cadences, oldest first.

    Also of those who have left since: figures of a week must not change with who is still there.
    """
    found = session.execute(
        sa.select(
            col(Checkin.person_id), col(Checkin.cadence_id), col(Checkin.on), col(Checkin.planned_at),
            col(Checkin.state), col(Checkin.mood), col(Checkin.craving), col(Membership.joined_at),
        )
        .join(Membership, col(Checkin.person_id) == col(Membership.person_id))
        .where(
            col(Membership.group_id) == group_id,
            col(Membership.role) == Role.MEMBER,
            col(Checkin.on) >= since_on,
            col(Checkin.slot) < EXTRA_SLOT,
        )
        .order_by(col(Checkin.planned_at), col(Checkin.id))
    )  # fmt: skip
    return [Sitting(*row) for row in found]


def supported(session: Session, person_ids: Sequence[int]) -> set[int]:
    """Those among `person_ids` who have a supporter: a change that tells more would reach somebody."""
    found = session.execute(
        sa.select(col(Support.member_id)).where(col(Support.member_id).in_(person_ids), col(Support.ended_at).is_(None))
    )
    return set(found.scalars())


def without_supporter(session: Session, group_id: int) -> int:
    """How many who take part have nobody whom they confirmed; a named leader alone does not count as somebody."""
    confirmed = sa.select(col(Support.id)).where(
        col(Support.member_id) == col(Membership.person_id),
        col(Support.state) == SupportState.CONFIRMED,
        col(Support.ended_at).is_(None),
        col(Support.is_leader).is_(False),
    )
    found = session.execute(
        sa.select(sa.func.count())
        .select_from(Membership)
        .where(
            col(Membership.group_id) == group_id,
            col(Membership.role) == Role.MEMBER,
            col(Membership.left_at).is_(None),
            ~confirmed.exists(),
        )
    )
    return int(found.scalar_one())


def led_and_approved(session: Session, person_id: int) -> bool:
    """Whether the operator has already said yes to this person as a leader."""
    found = session.execute(
        sa.select(sa.func.count())
        .select_from(Group)
        .join(Membership, col(Membership.group_id) == col(Group.id))
        .where(
            col(Membership.person_id) == person_id,
            col(Membership.role) == Role.LEADER,
            col(Group.approved_at) >= col(Membership.joined_at),  # not one that was handed over to them
        )
    )
    return bool(found.scalar_one())
