"""Whose group is it? Asked anew for every tap; a button grants nothing."""

from sqlmodel import Session

from bot.rules.permissions import Action, Relation, may
from bot.rules.vocabulary import Role
from bot.texts.messages import Message, Reply
from storage.queries import groups
from storage.tables import Group, Person

RELATIONS = {Role.MEMBER: Relation.FELLOW, Role.LEADER: Relation.LEADER, Role.CO_LEADER: Relation.CO_LEADER}

NOT_YOURS = Reply(toast=Message("not-yours"))


def permitted(session: Session, person: Person, group_id: int, action: Action) -> Group | Reply:
    """The group, where what `person` is in it permits `action`; else a Reply that says what is the matter."""
    assert person.id is not None
    group = groups.by_id(session, group_id)
    if group is None:
        return NOT_YOURS
    relations = [RELATIONS[role] for role in groups.roles(session, group_id, person.id)] or [Relation.STRANGER]
    if not any(may(relation, action) for relation in relations):
        return NOT_YOURS
    if group.closed_at is not None:
        return Reply(show=Message("grp-closed", {"group": group.name}), toast=Message("grp-closed-toast"))
    return group


def group_id(group: Group) -> int:
    assert group.id is not None
    return group.id
