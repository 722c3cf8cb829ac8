"""Who is in a group, as those who lead it see them: asking somebody to lead it too, and taking somebody off the list, kindly."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import journal
from bot.actions.groups import going_on
from bot.actions.groups.access import NOT_YOURS, group_id, permitted
from bot.rules.permissions import Action
from bot.rules.vocabulary import Priority, Role, ShownAs
from bot.texts.messages import Message, Reply, Value
from storage.queries import groups, looks, outbox, people
from storage.tables import Group, Membership, Person

MOST_LISTED = 40  # as buttons; the others are counted


def listed(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[Members]: those who chose to be seen by name, and how many more there are."""
    group = permitted(session, person, id_, Action.SEE_TODAY)
    if isinstance(group, Reply):
        return group
    everybody = groups.members(session, id_)
    named = [who for row, who in everybody if row.shown_as is ShownAs.NAME]
    looks.note(session, person.id or 0, {who.id or 0 for who in named}, looks.LISTED, now=now)
    leads = groups.co_leaders(session, id_)
    shown = {one.id: one.name for one in [*leads, *named] if one.id != person.id}
    values: dict[str, Value] = {
        "id": id_, "group": group.name, "names": tuple(one.name for one in named), "named": len(named),
        "others": len(everybody) - len(named), "count": len(everybody), "co_leaders": tuple(one.name for one in leads),
        "led_by": len(leads), "entries": tuple(shown.items())[:MOST_LISTED],
        "may_name": "yes" if Role.LEADER in groups.roles(session, id_, person.id or 0) else "no",
    }  # fmt: skip
    return Reply(show=Message("grp-members", values))


def one(session: Session, person: Person, id_: int, who_id: int, *, now: datetime) -> Reply:
    """One of them: what they are in the group, and what may be done about it."""
    group = permitted(session, person, id_, Action.SEE_TODAY)
    if isinstance(group, Reply):
        return group
    who = _seen(session, group, who_id)
    if who is None:
        return listed(session, person, id_, now=now)
    looks.note(session, person.id or 0, {who_id}, looks.LISTED, now=now)
    mine = groups.roles(session, id_, person.id or 0)
    part = groups.membership(session, id_, who_id, Role.CO_LEADER)
    roles = groups.roles(session, id_, who_id)
    standing = "leads" if roles & {Role.CO_LEADER, Role.LEADER} else "asked" if part and part.offered_at else "member"
    values: dict[str, Value] = {
        "id": id_, "group": group.name, "who": who_id, "name": who.name, "standing": standing,
        "may_name": "yes" if Role.LEADER in mine and Role.LEADER not in roles else "no",
        "removable": "yes" if _removable(session, person, id_, who_id) else "no",
    }  # fmt: skip
    return Reply(show=Message("grp-member", values))


def offer(session: Session, person: Person, id_: int, who_id: int, *, now: datetime) -> Reply:
    """[Ask to lead with me]: they are asked, and lead nothing before they said yes."""
    group = permitted(session, person, id_, Action.NAME_CO_LEADER)
    if isinstance(group, Reply):
        return group
    who = _seen(session, group, who_id)
    if who is None or who_id == person.id:
        return listed(session, person, id_, now=now)
    row = groups.membership(session, id_, who_id, Role.CO_LEADER)
    if row is None:
        row = Membership(group_id=id_, person_id=who_id, role=Role.CO_LEADER, joined_at=now, left_at=now)
        session.add(row)
    if row.left_at is not None and row.offered_at is None:
        row.offered_at, row.shown_as = now, ShownAs.NAME
        tell(session, "grp-co-lead-asked", group, who, about=person.id, now=now)
    session.flush()
    return one(session, person, id_, who_id, now=now)


def take_back(session: Session, person: Person, id_: int, who_id: int, *, now: datetime) -> Reply:
    """[No longer ask] and [Lead it without them]."""
    group = permitted(session, person, id_, Action.NAME_CO_LEADER)
    if isinstance(group, Reply):
        return group
    row = groups.membership(session, id_, who_id, Role.CO_LEADER)
    if row is None:
        return listed(session, person, id_, now=now)
    if row.left_at is None:
        tell(session, "grp-co-lead-ended", group, people.by_id(session, who_id), about=person.id, now=now)
    row.offered_at, row.left_at = None, row.left_at or now
    session.flush()
    return listed(session, person, id_, now=now)


def accept(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[Yes, I'm willing]. Members learn who sees from now on whether they took part."""
    row = _offered(session, person, id_)
    if isinstance(row, Reply):
        return row
    group = groups.by_id(session, id_)
    assert group is not None
    row.offered_at, row.left_at, row.joined_at = None, None, now
    session.flush()
    journal.note(session, "co-leader", person=person.id)
    told = {one.id: one for one in [*groups.leaders(session, id_), *(who for _, who in groups.members(session, id_))]}
    for who in told.values():
        if who.id != person.id:
            tell(session, "grp-co-leader-new", group, who, about=person.id, now=now)
    return Reply(show=Message("grp-co-lead-yes", {"id": id_, "group": group.name}))


def decline(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[No, thanks]: who asked is told, without a reason."""
    row = _offered(session, person, id_)
    if isinstance(row, Reply):
        return row
    group = groups.by_id(session, id_)
    leader = groups.leader(session, id_)
    assert group is not None
    row.offered_at = None
    if leader is not None:
        tell(session, "grp-co-lead-declined", group, leader, about=person.id, now=now)
    return Reply(show=Message("grp-co-lead-no"))


def ask_remove(session: Session, person: Person, id_: int, who_id: int, *, now: datetime) -> Reply:
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    who = _seen(session, group, who_id)
    if who is None or not _removable(session, person, id_, who_id):
        return listed(session, person, id_, now=now)
    values: dict[str, Value] = {"id": id_, "group": group.name, "who": who_id, "name": who.name}
    return Reply(show=Message("grp-ask-remove", values))


def remove(session: Session, person: Person, id_: int, who_id: int, *, now: datetime) -> Reply:
    """[Yes, remove]: no longer in the group from this moment; told so, and their check-in goes on without it."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    who = _seen(session, group, who_id)
    row = groups.membership(session, id_, who_id, Role.MEMBER)
    if who is None or row is None or not _removable(session, person, id_, who_id):
        return listed(session, person, id_, now=now)
    goes_on = going_on.on_their_own(session, who, group, now=now)
    row.left_at = now
    groups.note_left(session, id_, who, now=now)
    co_lead = groups.membership(session, id_, who_id, Role.CO_LEADER)
    if co_lead is not None:
        co_lead.offered_at, co_lead.left_at = None, co_lead.left_at or now
    session.flush()
    tell(session, "grp-removed", group, who, about=person.id, goes_on=goes_on, now=now)
    return Reply(show=Message("grp-removed-them", {"id": id_, "group": group.name, "name": who.name}))


def tell(
    session: Session,
    kind: str,
    group: Group,
    to: Person,
    *,
    about: int | None = None,
    goes_on: bool = True,
    now: datetime,
) -> None:
    """Put a notice about who is what in a group, `about` whom it is (None: nobody in particular)."""
    outbox.enqueue(
        session, kind, to.id, now=now, priority=Priority.REPLY,
        dedupe=f"{kind}:{group_id(group)}:{to.id}:{about or 0}:{int(now.timestamp())}",
        ids={"group": group.id, "person": about, "goes_on": goes_on},
    )  # fmt: skip


def _seen(session: Session, group: Group, who_id: int) -> Person | None:
    """The person of that id, where those who lead the group see their name; None also for a forged id."""
    named = [who for row, who in groups.members(session, group_id(group)) if row.shown_as is ShownAs.NAME]
    return next((who for who in [*named, *groups.leaders(session, group_id(group))] if who.id == who_id), None)


def _removable(session: Session, person: Person, id_: int, who_id: int) -> bool:
    """A member who does not lead; the leader may also take a co-leader off."""
    roles = groups.roles(session, id_, who_id)
    if Role.MEMBER not in roles or Role.LEADER in roles or who_id == person.id:
        return False
    return Role.CO_LEADER not in roles or Role.LEADER in groups.roles(session, id_, person.id or 0)


def _offered(session: Session, person: Person, id_: int) -> Membership | Reply:
    """The part this person was offered, or what to say instead."""
    group = groups.by_id(session, id_)
    row = groups.membership(session, id_, person.id or 0, Role.CO_LEADER)
    if group is None or row is None:
        return NOT_YOURS
    if group.closed_at is not None:
        return Reply(show=Message("grp-closed", {"group": group.name}))
    return row if row.offered_at is not None else Reply(show=Message("grp-co-lead-gone", {"group": group.name}))
