"""What people in a group must learn of who leads it and who is in it, read from the rows when it leaves.

It waits for the morning of whoever sleeps. Nothing of it says what anybody answered.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.checkins.scheduling import zone_of
from bot.actions.checkins.settling import asked_next
from bot.actions.outgoing import Kind, Later, Withdrawn
from bot.rules.cadence import quiet_ends_at
from bot.rules.vocabulary import Role
from bot.texts.messages import Message, Value, When
from storage.queries import groups, leaders, people
from storage.tables import Group, Outgoing, Person

AWAKE_FOR = timedelta(minutes=15)  # after a tap or a text nobody is asleep

Loaded = Message | Withdrawn | Later


def asleep(person: Person, now: datetime) -> Later | None:
    """When this person's quiet hours end; None if it may ring now, or they are in the middle of it with somebody."""
    if person.last_sign_at is not None and now - person.last_sign_at < AWAKE_FOR:
        return None
    return night(person, now)


def night(person: Person, now: datetime) -> Later | None:
    """When this person's quiet hours end, awake or not: what concerns a whole group can wait. None outside of them."""
    ends_at = quiet_ends_at(now, zone=zone_of(person), quiet_from=person.quiet_from, quiet_to=person.quiet_to)
    return Later(ends_at) if ends_at > now else None


def _load_asked(session: Session, row: Outgoing, now: datetime) -> Loaded:
    """Only while the offer stands, and it is still the leader's."""
    group, reader = _group(session, row), _reader(session, row)
    part = groups.membership(session, row.ids["group"], row.recipient_id or 0, Role.CO_LEADER)
    leader = groups.leader(session, row.ids["group"])
    if group is None or leader is None or part is None or part.offered_at is None:
        return Withdrawn("offer")
    return asleep(reader, now) or _said(row.kind, group, leader)


def _load_joined(session: Session, row: Outgoing, now: datetime) -> Loaded:
    """A new co-leader: members learn who sees them from now on, the leader that they said yes."""
    group, reader = _group(session, row), _reader(session, row)
    if group is None or Role.CO_LEADER not in groups.roles(session, row.ids["group"], row.ids["person"]):
        return Withdrawn("state")
    roles = groups.roles(session, row.ids["group"], row.recipient_id or 0)
    if not roles:
        return Withdrawn("left")
    leads = bool(roles & set(groups.LEADING))
    reads = "leader" if leads else "member"
    wait = asleep(reader, now) if leads else night(reader, now)
    return wait or _said(row.kind, group, people.by_id(session, row.ids["person"]), reads=reads)


def _load_ready(session: Session, row: Outgoing, now: datetime) -> Loaded:
    """Somebody accepted a link: is it who the leader meant?"""
    group, reader = _group(session, row), _reader(session, row)
    who = session.get(Person, row.ids["person"])
    if (
        group is None
        or who is None
        or leaders.lead_invite_used_by(session, row.ids["group"], row.ids["person"]) is None
    ):
        return Withdrawn("answered")
    ready = Message(
        row.kind,
        {
            "id": group.id, "group": group.name, "who": who.id, "name": who.name,
            "username": who.username or "", "named": bool(who.username),
        },
    )  # fmt: skip
    return asleep(reader, now) or ready


def _load_begun(session: Session, row: Outgoing, now: datetime) -> Loaded:
    """They lead it now, as they were ready to."""
    group, reader = _group(session, row), _reader(session, row)
    if group is None or Role.CO_LEADER not in groups.roles(session, row.ids["group"], row.recipient_id or 0):
        return Withdrawn("state")
    return asleep(reader, now) or _said(row.kind, group, reader)


def _load_no_longer(session: Session, row: Outgoing, now: datetime) -> Loaded:
    """Somebody said no, stepped back, or was thanked: true unless they lead it again."""
    group, reader = _group(session, row), _reader(session, row)
    who = session.get(Person, row.ids["person"])
    lead = row.recipient_id or 0 if row.kind in ("grp-co-lead-ended", "grp-co-lead-not-meant") else row.ids["person"]
    if group is None or who is None or groups.roles(session, row.ids["group"], lead) & set(groups.LEADING):
        return Withdrawn("state")
    return asleep(reader, now) or _said(row.kind, group, who)


def _load_yours(session: Session, row: Outgoing, now: datetime) -> Loaded:
    group, reader = _group(session, row), _reader(session, row)
    before = session.get(Person, row.ids["person"]) if row.ids["person"] is not None else None
    if group is None or Role.LEADER not in groups.roles(session, row.ids["group"], row.recipient_id or 0):
        return Withdrawn("state")
    if row.kind == "grp-yours-now" or before is None:
        return asleep(reader, now) or _said("grp-yours-now", group, reader)
    return asleep(reader, now) or _said(row.kind, group, before)


def _load_ended(session: Session, row: Outgoing, now: datetime) -> Loaded:
    """The group is closed, or goes on without them; their check-in is theirs, and when the next one comes."""
    group, reader = groups.by_id(session, row.ids["group"]), _reader(session, row)
    if group is None:
        return Withdrawn("gone")
    if row.kind == "grp-removed" and Role.MEMBER in groups.roles(session, row.ids["group"], row.recipient_id or 0):
        return Withdrawn("back again")
    who = session.get(Person, row.ids["person"]) if row.ids["person"] is not None else None
    goes_on, until = "yes" if row.ids["goes_on"] else "no", asked_next(session, reader, now=now)
    return night(reader, now) or _said(row.kind, group, who or reader, goes_on=goes_on, until=until)


def _said(kind: str, group: Group, who: Person, **more: Value | When | Message) -> Message:
    return Message(kind, {"id": group.id, "group": group.name, "name": who.name, **more})


def _group(session: Session, row: Outgoing) -> Group | None:
    """The group, while it is open."""
    group = groups.by_id(session, row.ids["group"])
    return group if group is not None and group.closed_at is None else None


def _reader(session: Session, row: Outgoing) -> Person:
    return people.by_id(session, row.recipient_id or 0)


KINDS = {
    "grp-co-lead-asked": Kind(_load_asked),
    "grp-co-leader-new": Kind(_load_joined),
    "grp-co-lead-ready": Kind(_load_ready),
    "grp-co-lead-begun": Kind(_load_begun),
    "grp-co-lead-not-meant": Kind(_load_no_longer),
    "grp-co-lead-declined": Kind(_load_no_longer),
    "grp-co-lead-ended": Kind(_load_no_longer),
    "grp-stopped-leading": Kind(_load_no_longer),
    "grp-yours": Kind(_load_yours),
    "grp-yours-now": Kind(_load_yours),
    "grp-ended": Kind(_load_ended),
    "grp-removed": Kind(_load_ended),
}
