"""A group's link: many uses, until a new one replaces it. Its token is kept as a hash, to be found, and sealed, to be shown."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.groups.access import group_id, permitted
from bot.rules.permissions import Action
from bot.texts.messages import Message, Reply
from storage import revocations
from storage.queries.people import keyring_of
from storage.revocations import Revoked
from storage.tables import Group, Person


def renew(session: Session, group: Group, *, now: datetime) -> None:
    """Give the group a fresh link of 128 bits; the old one is dead from now on, also after a restore."""
    keyring = keyring_of(session)
    if group.link_hash is not None:
        revocations.note(session, Revoked.LINK, group.link_hash, now=now)
    group.link = keyring.token()
    group.link_hash = keyring.hash_token(group.link)


def card(group: Group, *, bot_name: str) -> Message:
    """The link and its QR code, to be handed on."""
    return Message("grp-link", {"group": group.name, "link": f"https://t.me/{bot_name}?start=j_{group.link}"})


def show(session: Session, person: Person, id_: int, *, bot_name: str, now: datetime) -> Reply:
    """[Invite]: the link as a message of its own, so that it can be forwarded."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    if group.approved_at is None:
        return Reply(show=Message("grp-waiting", {"group": group.name}))
    return Reply(show=card(group, bot_name=bot_name), fresh=True)


def ask_new(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[New link]: first say what it does."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    return Reply(show=Message("grp-ask-new-link", {"group": group.name, "id": group_id(group)}))


def make_new(session: Session, person: Person, id_: int, *, bot_name: str, now: datetime) -> Reply:
    """The old link stops working; who is in the group stays."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    renew(session, group, now=now)
    if group.approved_at is None:
        return Reply(show=Message("grp-waiting", {"group": group.name}))
    renewed = Message("grp-link-renewed", {"group": group.name, "id": group_id(group)})
    return Reply(show=renewed, also=(card(group, bot_name=bot_name),))
