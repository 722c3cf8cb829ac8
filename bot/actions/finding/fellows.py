"""Who is a member of the group, asked anew for every tap."""

from sqlmodel import Session

from bot.actions.groups.access import permitted
from bot.rules.permissions import Action
from bot.rules.vocabulary import Role
from bot.texts.messages import Message, Reply
from storage.queries import groups
from storage.tables import Group, Person


def fellow(session: Session, person: Person, group_id: int) -> Group | Reply:
    """The group in which `person` takes part now; a Reply that says why not for anybody else, its leaders included."""
    group = permitted(session, person, group_id, Action.LEAVE_GROUP)
    if isinstance(group, Group) and Role.MEMBER not in groups.roles(session, group_id, person.id or 0):
        return Reply(toast=Message("not-yours"))
    return group
