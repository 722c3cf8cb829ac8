"""What becomes of a group whose leader erases themselves: a co-leader has it, or it closes and everybody in it is told."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import journal
from bot.actions.checkins.pausing import pause_open
from bot.actions.groups.access import group_id
from bot.rules.vocabulary import Priority, Role
from bot.texts.messages import Message
from storage.queries import checkins, groups, outbox
from storage.tables import Group, Membership, Person


def what_becomes_of(session: Session, person: Person, group: Group) -> Message:
    """What would happen to this group, to somebody who leads it."""
    if Role.LEADER not in groups.roles(session, group_id(group), person.id or 0):
        return Message("forget-co-led", {"group": group.name})
    heir = _heir(session, person, group)
    if heir is None:
        return Message("forget-closes", {"group": group.name})
    return Message("forget-hands-over", {"group": group.name, "heir": heir.name})


def leave_all(session: Session, person: Person, *, now: datetime) -> None:
    """Hand over or close every group this person leads; co-led ones go on as they are."""
    for group, roles in groups.of_person(session, person.id or 0):
        if Role.LEADER not in roles:
            continue
        heir = _heir(session, person, group)
        if heir is None:
            _close(session, person, group, now=now)
        else:
            _hand_over(session, group, heir, now=now)
    session.flush()


def _heir(session: Session, person: Person, group: Group) -> Person | None:
    """The co-leader of longest standing, those within reach first."""
    others = [one for one in groups.leaders(session, group_id(group)) if one.id != person.id]
    return min(others, key=lambda one: one.blocked_at is not None, default=None)


def _hand_over(session: Session, group: Group, heir: Person, *, now: datetime) -> None:
    before = groups.membership(session, group_id(group), heir.id or 0, Role.CO_LEADER)
    assert before is not None
    shown_as = before.shown_as
    session.delete(before)
    session.add(
        Membership(group_id=group_id(group), person_id=heir.id or 0, role=Role.LEADER, shown_as=shown_as, joined_at=now)
    )
    journal.note(session, "group-handed-over", person=heir.id)
    outbox.enqueue(
        session, "group-yours", heir.id, now=now, priority=Priority.REPLY, ids={"group": group.id},
        dedupe=f"group-yours:{group.id}:{heir.id}:{int(now.timestamp())}",
    )  # fmt: skip


def _close(session: Session, person: Person, group: Group, *, now: datetime) -> None:
    """Its members are asked by it no more, and each hears so, with a way to go on alone."""
    group.closed_at, group.link, group.link_hash = now, None, None
    cadence = groups.cadence_of(session, group_id(group))
    for row, member in groups.members(session, group_id(group)):
        row.left_at = now
        enrolment = checkins.enrolment(session, member.id or 0, cadence.id or 0)
        if enrolment is not None:
            enrolment.ended_at, enrolment.next_at, enrolment.next_on, enrolment.next_slot = now, None, None, None
            pause_open(session, member, cadence_id=cadence.id)
        if member.id != person.id:
            outbox.enqueue(
                session, "group-gone", member.id, now=now, priority=Priority.REPLY, ids={"group": group.id},
                dedupe=f"group-gone:{group.id}:{member.id}",
            )  # fmt: skip
    journal.note(session, "group-closed")
