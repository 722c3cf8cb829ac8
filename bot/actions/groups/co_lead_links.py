"""Asking somebody to lead a group too who is not in it by name, a supporter for instance: a link for one person, for a day.

Whoever accepted, the leader says whether that is who they meant; nothing of the group is seen before. The words of the asking
say what is agreed to, and nothing of a newcomer is kept before their yes.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions import journal, presence
from bot.actions.groups.access import NOT_YOURS, permitted
from bot.actions.groups.people import tell
from bot.actions.presence import Visitor
from bot.actions.terms import Terms
from bot.rules.permissions import Action
from bot.rules.vocabulary import Role, ShownAs
from bot.texts.messages import Message, Reply, Value
from storage.queries import groups, leaders, people
from storage.queries.people import keyring_of
from storage.tables import Agreement, Group, Invite, Membership, Person

WORDING = "leader-1"  # what "By saying yes you agree" said; a new text gets a new number
PREFIX = "l_"
LIVES_FOR = timedelta(hours=24)

CLOSED = Reply(show=Message("invite-closed"))


def make(session: Session, person: Person, id_: int, *, bot_name: str, now: datetime) -> Reply:
    """[Ask by a link]: the words to send along; an earlier link of this group no longer works."""
    group = permitted(session, person, id_, Action.NAME_CO_LEADER)
    if isinstance(group, Reply):
        return group
    leaders.close_lead_invites(session, id_, now=now)
    keyring = keyring_of(session)
    token = keyring.token(16)
    session.add(
        Invite(
            token_hash=keyring.hash_token(token), kind=leaders.LEAD, issuer_id=person.id or 0, group_id=id_,
            created_at=now, expires_at=now + LIVES_FOR,
        )
    )  # fmt: skip
    link = f"https://t.me/{bot_name}?start={PREFIX}{token}"
    words = Message("grp-co-link-words", {"name": person.name, "group": group.name, "link": link})
    return Reply(show=Message("grp-co-link-made", {"id": id_}), also=(words,))


def look(session: Session, visitor: Visitor, token: str, *, terms: Terms, now: datetime) -> Reply:
    """The link was opened: who asks, and what a yes means. Stores nothing."""
    found = _usable(session, visitor, token, now=now)
    if isinstance(found, Reply):
        return found
    invite, group = found
    leader = people.by_id(session, invite.issuer_id)
    values: dict[str, Value] = {"name": leader.name, "group": group.name, "token": token, "min_age": terms.min_age}
    return Reply(show=Message("grp-co-linked", values))


def accept(session: Session, visitor: Visitor, token: str, *, now: datetime) -> Reply:
    """[Yes, I'm willing]: taken once. The leader is asked whether this is who they meant."""
    found = _usable(session, visitor, token, now=now)
    if isinstance(found, Reply):
        return found
    invite, group = found
    person = people.by_telegram_id(session, visitor.tg_id) or presence.remember(session, visitor, now=now)
    session.add(Agreement(person_id=person.id or 0, wording=WORDING, given_at=now))
    invite.used_at, invite.used_by = now, person.id
    leader = people.by_id(session, invite.issuer_id)
    tell(session, "grp-co-lead-ready", group, leader, about=person.id, now=now)
    return Reply(show=Message("grp-co-link-waiting", {"name": leader.name}))


def confirm(session: Session, person: Person, id_: int, who_id: int, *, yes: bool, now: datetime) -> Reply:
    """[Yes, that's Sam] or [No], once. Only then do they lead, and members learn who sees them."""
    group = permitted(session, person, id_, Action.NAME_CO_LEADER)
    if isinstance(group, Reply):
        return group
    invite = leaders.lead_invite_used_by(session, id_, who_id)
    if invite is None:
        return NOT_YOURS
    session.delete(invite)
    who = people.by_id(session, who_id)
    if yes:
        _begin(session, group, who, now=now)
    else:
        tell(session, "grp-co-lead-not-meant", group, who, about=person.id, now=now)
    return Reply(show=Message("grp-co-confirmed" if yes else "grp-co-refused", {"id": id_, "name": who.name}))


def _begin(session: Session, group: Group, who: Person, *, now: datetime) -> None:
    row = groups.membership(session, group.id or 0, who.id or 0, Role.CO_LEADER)
    if row is None:
        row = Membership(group_id=group.id or 0, person_id=who.id or 0, role=Role.CO_LEADER, joined_at=now)
        session.add(row)
    row.joined_at, row.left_at, row.offered_at, row.shown_as = now, None, None, ShownAs.NAME
    session.flush()
    journal.note(session, "co-leader", person=who.id)
    tell(session, "grp-co-lead-begun", group, who, about=who.id, now=now)
    for _, member in groups.members(session, group.id or 0):
        if member.id != who.id and Role.LEADER not in groups.roles(session, group.id or 0, member.id or 0):
            tell(session, "grp-co-leader-new", group, member, about=who.id, now=now)


def _usable(session: Session, visitor: Visitor, token: str, *, now: datetime) -> tuple[Invite, Group] | Reply:
    """The open invite and its group, or what to say instead."""
    invite = leaders.lead_invite(session, keyring_of(session).hash_token(token))
    group = groups.by_id(session, invite.group_id or 0) if invite is not None else None
    if invite is None or group is None or group.closed_at or invite.used_at or invite.expires_at <= now:
        return CLOSED
    person = people.by_telegram_id(session, visitor.tg_id)
    if person is not None and groups.roles(session, group.id or 0, person.id or 0) & set(groups.LEADING):
        return Reply(show=Message("grp-co-link-own", {"group": group.name}))
    return invite, group
