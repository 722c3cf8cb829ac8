"""What the bot says about itself and asks about others: name, commands, menu button, chats, webhook."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox import limits
from bot.sandbox.chats import Group, Json, Person
from bot.sandbox.errors import bad_request
from bot.sandbox.world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@dataclass
class Profile:
    """The bot's own settings; `texts` holds name, description and short description by (which, language)."""

    commands: dict[tuple[str, int | None, int | None, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})
    webhook: str = ""


def set_my_commands(world: World, profile: Profile, given: Json) -> bool:
    commands = given["commands"]
    if len(commands) > limits.COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    profile.commands[_scope(world, given)] = commands
    return True


def get_my_commands(world: World, profile: Profile, given: Json) -> list[Json]:
    return profile.commands.get(_scope(world, given), [])


def delete_my_commands(world: World, profile: Profile, given: Json) -> bool:
    profile.commands.pop(_scope(world, given), None)
    return True


def commands_for(profile: Profile, person: Person) -> list[Json]:
    """The menu of commands that a person sees in the private chat: narrowest scope, own language first."""
    for kind, chat_id in (("chat", person.id), ("all_private_chats", None), ("default", None)):
        for language in (person.language or "", ""):
            commands = profile.commands.get((kind, chat_id, None, language))
            if commands:
                return commands
    return []


def _check_command(command: Any) -> None:
    if not isinstance(command, dict) or command.keys() != {"command", "description"}:
        raise bad_request("can't parse BotCommand: a command and a description are expected")
    if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command["description"]) <= limits.COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _scope(world: World, given: Json) -> tuple[str, int | None, int | None, str]:
    scope = given.get("scope", {"type": "default"})
    kind = scope.get("type")
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if scope.keys() != {"type", *_SCOPES[kind]}:
        raise bad_request(f"can't parse BotCommandScope: {kind} takes {_SCOPES[kind] or 'nothing more'}")
    chat_id = world.chat(scope["chat_id"]).id if "chat_id" in scope else None
    return kind, chat_id, scope.get("user_id"), _language(given)


def _language(given: Json) -> str:
    language = str(given.get("language_code", ""))
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("LANG_CODE_INVALID")
    return language


def set_text(profile: Profile, which: str, at_most: int, given: Json) -> bool:
    """Set the name, description or short description; an empty one clears it."""
    text = given.get(which, "")
    if len(text) > at_most:
        raise bad_request(f"bot {which.replace('_', ' ')} is too long")
    profile.texts[which, _language(given)] = text
    return True


def get_text(profile: Profile, which: str, given: Json) -> Json:
    return {which: profile.texts.get((which, _language(given)), profile.texts.get((which, ""), ""))}


def set_menu_button(world: World, profile: Profile, given: Json) -> bool:
    button = given.get("menu_button", {"type": "default"})
    if button.get("type") not in ("commands", "default"):
        raise bad_request("can't parse MenuButton: the stand-in knows commands and default")
    if "chat_id" in given:
        world.chat(given["chat_id"]).menu_button = button
    else:
        profile.menu_button = button
    return True


def get_menu_button(world: World, profile: Profile, given: Json) -> Json:
    return world.chat(given["chat_id"]).menu_button if "chat_id" in given else profile.menu_button


def get_chat(world: World, given: Json) -> Json:
    chat = world.chat(given["chat_id"])
    if isinstance(chat.owner, Person) and not chat.owner.started:
        raise bad_request("chat not found")
    info: Json = chat.as_chat() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    pinned = [message for message in chat.shown() if message.pinned]
    if pinned:
        info["pinned_message"] = world.as_api(pinned[-1])
    return info


def get_chat_member(world: World, given: Json) -> Json:
    group = world.chat(given["chat_id"]).owner
    if given["user_id"] == world.bot_id and isinstance(group, Group):
        return world.bot_member(group.bot_status)
    person = world.people.get(given["user_id"])
    if person is None:
        raise bad_request("invalid user_id specified")
    inside = not isinstance(group, Group) or person.id in group.members
    return {"user": person.as_user(), "status": "member" if inside else "left"}


def leave_chat(world: World, given: Json) -> bool:
    group = world.writable(given["chat_id"]).owner
    if not isinstance(group, Group):
        raise bad_request("chat member status can't be changed in private chats")
    group.bot_status = "left"
    return True


def set_webhook(world: World, profile: Profile, given: Json) -> bool:
    """Remember the address; the stand-in delivers nothing to it."""
    if given["url"] and urlsplit(given["url"]).scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    world.updates.allow(given.get("allowed_updates"))
    return _change_webhook(world, profile, given["url"], given)


def delete_webhook(world: World, profile: Profile, given: Json) -> bool:
    return _change_webhook(world, profile, "", given)


def _change_webhook(world: World, profile: Profile, url: str, given: Json) -> bool:
    profile.webhook = url
    if given.get("drop_pending_updates"):
        world.updates.clear()
    return True


def get_webhook_info(world: World, profile: Profile) -> Json:
    return {
        "url": profile.webhook,
        "has_custom_certificate": False,
        "pending_update_count": world.updates.pending,
    }
