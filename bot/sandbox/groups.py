"""Group chats: who is in them, the bot's standing there, and becoming a supergroup."""

from bot.sandbox import people
from bot.sandbox.chats import Group, Person
from bot.sandbox.world import World


def join_group(world: World, person: Person, group: Group) -> None:
    group.members.add(person.id)


def set_bot_status(world: World, person: Person, group: Group, status: str) -> None:
    """Add the bot to a group ("member", "administrator") or remove it ("kicked", "left"), as `person`."""
    before, group.bot_status = group.bot_status, status
    people.membership(world, person, world.chats[group.id], before=before, after=status)


def upgrade_group(world: World, group: Group) -> Group:
    """Turn a group into a supergroup with a new id, as Telegram does when it grows; the old id refuses from then on."""
    upgraded = world.add_group(group.title, supergroup=True)
    upgraded.members, upgraded.bot_status, group.upgraded_to = set(group.members), group.bot_status, upgraded.id
    sender = min(group.members, default=None)
    for chat_id, notice in ((group.id, "migrate_to_chat_id"), (upgraded.id, "migrate_from_chat_id")):
        other = upgraded.id if chat_id == group.id else group.id
        message = world.post(world.chats[chat_id], sender, {notice: other})
        world.updates.add("message", world.as_api(message))
    return upgraded
