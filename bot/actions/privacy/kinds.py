"""What privacy puts into the outbox: words to those who leaned on somebody who is gone, and a person's own copy."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.outgoing import Kind, Kinds, Withdrawn
from bot.actions.privacy import exporting
from bot.rules.vocabulary import Role, SupportState
from bot.texts.messages import Message
from storage.queries import groups, supports
from storage.tables import Outgoing


def _load_supporter_gone(session: Session, row: Outgoing, now: datetime) -> Message:
    """It names nobody: the name is erased. What counts is who is left."""
    left = [one for one in supports.of_member(session, row.recipient_id or 0) if one.state is SupportState.CONFIRMED]
    return Message("supporter-gone", {"left": len(left)})


def _load_group_yours(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    group = groups.by_id(session, row.ids["group"])
    leads = group is not None and Role.LEADER in groups.roles(session, group.id or 0, row.recipient_id or 0)
    return Message("group-yours", {"group": group.name}) if group is not None and leads else Withdrawn("state")


def _its_page(session: Session, row: Outgoing) -> int | None:
    return row.ids.get("edit")


KINDS: Kinds = {
    "forgotten-closed": Kind(lambda session, row, now: Message("forgotten-closed"), edits=_its_page),
    "supporter-gone": Kind(_load_supporter_gone),
    "export": Kind(exporting.load),
    "group-yours": Kind(_load_group_yours),
}
