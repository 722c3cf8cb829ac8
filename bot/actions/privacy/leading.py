"""What becomes of a group whose leader erases themselves: a co-leader has it, or it ends and everybody in it is told."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.groups import handing_over
from bot.actions.groups.access import group_id
from bot.rules.vocabulary import Priority, Role
from bot.texts.messages import Message
from storage.queries import groups, outbox
from storage.tables import Group, Person


def what_becomes_of(session: Session, person: Person, group: Group, *, now: datetime) -> Message:
    """What would happen to this group, to somebody who leads it."""
    if Role.LEADER not in groups.roles(session, group_id(group), person.id or 0):
        return Message("forget-co-led", {"group": group.name})
    heir = handing_over.heir_of(session, group, now=now)
    if heir is None:
        return Message("forget-closes", {"group": group.name})
    return Message("forget-hands-over", {"group": group.name, "heir": heir.name})


def leave_all(session: Session, person: Person, *, now: datetime) -> None:
    """Hand over or end every group this person leads; co-led ones go on as they are."""
    for group, roles in groups.of_person(session, person.id or 0):
        part = groups.membership(session, group_id(group), person.id or 0, Role.LEADER)
        if Role.LEADER not in roles or part is None:
            continue
        part.left_at = now
        session.flush()
        heir = handing_over.heir_of(session, group, now=now)
        if heir is None:
            handing_over.end(session, group, now=now)
            continue
        handing_over.lead(session, group, heir, now=now)
        outbox.enqueue(
            session, "group-yours", heir.id, now=now, priority=Priority.REPLY, ids={"group": group.id},
            dedupe=f"group-yours:{group.id}:{heir.id}:{int(now.timestamp())}",
        )  # fmt: skip
