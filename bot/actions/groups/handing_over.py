"""Who leads a group changes, or it ends: a leader steps back, hands it over or closes it, or stays out of reach for too long."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import batch, journal
from bot.actions.groups import going_on, people
from bot.actions.groups.access import group_id, permitted
from bot.rules import leading
from bot.rules.permissions import Action
from bot.rules.vocabulary import Role, ShownAs
from bot.texts.messages import Message, Reply, Value
from storage.queries import groups, leaders
from storage.tables import Group, Membership, Person


def ask(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[Step back]: a co-leader just does; a leader says to whom the group goes, or closes it."""
    group = permitted(session, person, id_, Action.SEE_TODAY)
    if isinstance(group, Reply):
        return group
    values: dict[str, Value] = {"id": id_, "group": group.name}
    if Role.LEADER not in groups.roles(session, id_, person.id or 0):
        return Reply(show=Message("grp-ask-stop-leading", values))
    heirs = tuple((one.id, one.name) for one in groups.co_leaders(session, id_))
    values |= {"heirs": heirs, "any": "yes" if heirs else "no"}
    return Reply(show=Message("grp-ask-step-back", values))


def stop_leading(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """A co-leader steps back. The leader is told; members are not, nothing changes for them."""
    group = permitted(session, person, id_, Action.SEE_TODAY)
    if isinstance(group, Reply):
        return group
    row = groups.membership(session, id_, person.id or 0, Role.CO_LEADER)
    if row is None or row.left_at is not None:
        return ask(session, person, id_, now=now)
    row.left_at = now
    leader = groups.leader(session, id_)
    if leader is not None:
        people.tell(session, "grp-stopped-leading", group, leader, about=person.id, now=now)
    return Reply(show=Message("grp-stepped-back", {"group": group.name}))


def hand_over(session: Session, person: Person, id_: int, heir_id: int, *, now: datetime) -> Reply:
    """[Hand over to Ana]: she agreed to that when she agreed to lead it too."""
    group = permitted(session, person, id_, Action.NAME_CO_LEADER)
    if isinstance(group, Reply):
        return group
    heir = next((one for one in groups.co_leaders(session, id_) if one.id == heir_id), None)
    if heir is None:
        return ask(session, person, id_, now=now)
    _leave(session, group, person, now=now)
    lead(session, group, heir, now=now)
    people.tell(session, "grp-yours", group, heir, about=person.id, now=now)
    return Reply(show=Message("grp-handed-over", {"group": group.name, "leader": heir.name}))


def ask_close(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    group = permitted(session, person, id_, Action.NAME_CO_LEADER)
    if isinstance(group, Reply):
        return group
    return Reply(show=Message("grp-ask-close", {"id": id_, "group": group.name}))


def close(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[Close the group]: everybody in it is told, and keeps their check-in."""
    group = permitted(session, person, id_, Action.NAME_CO_LEADER)
    if isinstance(group, Reply):
        return group
    end(session, group, by=person, now=now)
    return Reply(show=Message("grp-ended-by-you", {"group": group.name}))


def end(session: Session, group: Group, *, by: Person | None = None, now: datetime) -> None:
    """The group is closed: its link is dead, its members go on by themselves, and everybody in it is told.

    `by`: who closed it; they know, but for what becomes of their own check-in.
    """
    group.closed_at, group.look_at, group.link, group.link_hash = now, None, None, None
    journal.note(session, "group-closed", person=by.id if by else None)
    members = [who for _, who in groups.members(session, group_id(group))]
    known = {who.id for who in members}
    for who in members:
        goes_on = going_on.on_their_own(session, who, group, now=now)
        people.tell(session, "grp-ended", group, who, now=now, goes_on=goes_on)
    for co_leader in groups.co_leaders(session, group_id(group)):
        if co_leader.id not in known and (by is None or co_leader.id != by.id):
            people.tell(session, "grp-ended", group, co_leader, now=now, goes_on=False)
    session.flush()


def look_due(session: Session, *, now: datetime, limit: int = 50) -> int:
    """Groups whose leader may be lost to them. Returns how many were looked at."""
    return batch.each(
        session,
        "leaders",
        leaders.to_look_at(session, now=now, limit=limit),
        lambda _, one: _look(session, one, now=now),
    )


def _look(session: Session, group: Group, *, now: datetime) -> None:
    """Out of reach for 14 days: the co-leader takes over; without one the group ends."""
    leader = groups.leader(session, group_id(group))
    group.look_at = None
    if group.closed_at is not None or (leader is not None and leader.blocked_at is None):
        return
    if leader is not None and leader.blocked_at is not None and leading.lost_at(leader.blocked_at) > now:
        group.look_at = leading.lost_at(leader.blocked_at)
        return
    heir = heir_of(session, group, now=now)
    if heir is None:
        end(session, group, now=now)
        return
    if leader is not None:
        _leave(session, group, leader, now=now)
        _join(session, group, leader, Role.CO_LEADER, now=now)  # so that they find it again, should they come back
    lead(session, group, heir, now=now)
    people.tell(session, "grp-yours-now", group, heir, about=leader.id if leader else None, now=now)


def heir_of(session: Session, group: Group, *, now: datetime) -> Person | None:
    """The co-leader of longest standing who is not lost too, those within reach first."""
    here = [
        one for one in groups.co_leaders(session, group_id(group))
        if one.blocked_at is None or leading.lost_at(one.blocked_at) > now
    ]  # fmt: skip
    return min(here, key=lambda one: one.blocked_at is not None, default=None)


def _leave(session: Session, group: Group, leader: Person, *, now: datetime) -> None:
    row = groups.membership(session, group_id(group), leader.id or 0, Role.LEADER)
    if row is not None:
        row.left_at = now


def lead(session: Session, group: Group, heir: Person, *, now: datetime) -> None:
    """The co-leader's part ends, the leader's begins."""
    before = groups.membership(session, group_id(group), heir.id or 0, Role.CO_LEADER)
    if before is not None:
        before.left_at = now
    _join(session, group, heir, Role.LEADER, now=now)
    group.look_at = leading.lost_at(heir.blocked_at) if heir.blocked_at is not None else None
    journal.note(session, "group-handed-over", person=heir.id)


def _join(session: Session, group: Group, person: Person, role: Role, *, now: datetime) -> None:
    row = groups.membership(session, group_id(group), person.id or 0, role)
    if row is None:
        row = Membership(group_id=group_id(group), person_id=person.id or 0, role=role, joined_at=now)
        session.add(row)
    row.joined_at, row.left_at, row.offered_at, row.shown_as = now, None, None, ShownAs.NAME
    session.flush()
