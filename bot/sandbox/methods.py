"""The part of the Bot API that the stand-in serves: each method's parameters, and the function that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox import answering, editing, limits, profile, sending
from bot.sandbox.chats import Json
from bot.sandbox.errors import bad_request, conflict
from bot.sandbox.parameters import Shape, shape
from bot.sandbox.profile import Profile
from bot.sandbox.world import World

Do = Callable[[World, Profile, Json], Any]


@dataclass(frozen=True)
class Method:
    shape: Shape
    do: Do


_SENDING = "disable_notification:boolean protect_content:boolean message_effect_id:text reply_parameters:object reply_markup:object"
_TEXT = "parse_mode:text entities:objects link_preview_options:object"
_CAPTION = "caption:text parse_mode:text caption_entities:objects"
_ONE = "chat_id:chat message_id:integer"
_LANGUAGE = "language_code:text"


def get_me(world: World, _: Profile, __: Json) -> Json:
    return world.bot_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_updates(world: World, own: Profile, given: Json) -> list[Json]:
    """Confirm what lies below `offset` and return what waits, without waiting for more (line.py does that)."""
    if own.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    if given.get("timeout", 0) < 0:
        raise bad_request("timeout must not be negative")
    world.updates.allow(given.get("allowed_updates"))
    if given.get("offset"):
        world.updates.confirm(given["offset"])
    limit = given.get("limit", limits.UPDATES_PER_POLL)
    if not 1 <= limit <= limits.UPDATES_PER_POLL:
        limit = limits.UPDATES_PER_POLL
    return world.updates.take(limit)


def _about(world_method: Callable[[World, Json], Any]) -> Do:
    """A method that needs no profile."""
    return lambda world, _, given: world_method(world, given)


def _text_of_profile(which: str, at_most: int) -> tuple[Method, Method]:
    return (
        Method(
            shape("", f"{which}:text {_LANGUAGE}"), lambda _, own, given: profile.set_text(own, which, at_most, given)
        ),
        Method(shape("", _LANGUAGE), lambda _, own, given: profile.get_text(own, which, given)),
    )


_set_name, _get_name = _text_of_profile("name", limits.BOT_NAME)
_set_description, _get_description = _text_of_profile("description", limits.DESCRIPTION)
_set_short, _get_short = _text_of_profile("short_description", limits.SHORT_DESCRIPTION)

METHODS: dict[str, Method] = {
    "getMe": Method(shape(), get_me),
    "getUpdates": Method(shape("", "offset:integer limit:integer timeout:integer allowed_updates:texts"), get_updates),
    "sendMessage": Method(shape("chat_id:chat text:text", f"{_TEXT} {_SENDING}"), _about(sending.send_message)),
    "sendPhoto": Method(
        shape("chat_id:chat photo:file", f"{_CAPTION} has_spoiler:boolean {_SENDING}"), _about(sending.send_photo)
    ),
    "sendDocument": Method(
        shape("chat_id:chat document:file", f"{_CAPTION} disable_content_type_detection:boolean {_SENDING}"),
        _about(sending.send_document),
    ),
    "copyMessage": Method(shape(f"{_ONE} from_chat_id:chat", f"{_CAPTION} {_SENDING}"), _about(sending.copy_message)),
    "sendChatAction": Method(shape("chat_id:chat action:text"), _about(sending.send_chat_action)),
    "editMessageText": Method(
        shape(f"{_ONE} text:text", f"{_TEXT} reply_markup:object"), _about(editing.edit_message_text)
    ),
    "editMessageCaption": Method(shape(_ONE, f"{_CAPTION} reply_markup:object"), _about(editing.edit_message_caption)),
    "editMessageReplyMarkup": Method(shape(_ONE, "reply_markup:object"), _about(editing.edit_message_reply_markup)),
    "deleteMessage": Method(shape(_ONE), _about(editing.delete_message)),
    "deleteMessages": Method(shape("chat_id:chat message_ids:integers"), _about(editing.delete_messages)),
    "pinChatMessage": Method(shape(_ONE, "disable_notification:boolean"), _about(editing.pin_chat_message)),
    "unpinChatMessage": Method(shape("chat_id:chat", "message_id:integer"), _about(editing.unpin_chat_message)),
    "unpinAllChatMessages": Method(shape("chat_id:chat"), _about(editing.unpin_all_chat_messages)),
    "answerCallbackQuery": Method(
        shape("callback_query_id:text", "text:text show_alert:boolean url:text cache_time:integer"),
        _about(answering.answer_callback_query),
    ),
    "setMyCommands": Method(shape("commands:objects", f"scope:object {_LANGUAGE}"), profile.set_my_commands),
    "getMyCommands": Method(shape("", f"scope:object {_LANGUAGE}"), profile.get_my_commands),
    "deleteMyCommands": Method(shape("", f"scope:object {_LANGUAGE}"), profile.delete_my_commands),
    "setMyName": _set_name,
    "getMyName": _get_name,
    "setMyDescription": _set_description,
    "getMyDescription": _get_description,
    "setMyShortDescription": _set_short,
    "getMyShortDescription": _get_short,
    "setChatMenuButton": Method(shape("", "chat_id:integer menu_button:object"), profile.set_menu_button),
    "getChatMenuButton": Method(shape("", "chat_id:integer"), profile.get_menu_button),
    "getChat": Method(shape("chat_id:chat"), _about(profile.get_chat)),
    "getChatMember": Method(shape("chat_id:chat user_id:integer"), _about(profile.get_chat_member)),
    "leaveChat": Method(shape("chat_id:chat"), _about(profile.leave_chat)),
    "setWebhook": Method(
        shape(
            "url:text",
            "secret_token:text max_connections:integer allowed_updates:texts drop_pending_updates:boolean ip_address:text",
        ),
        profile.set_webhook,
    ),
    "deleteWebhook": Method(shape("", "drop_pending_updates:boolean"), profile.delete_webhook),
    "getWebhookInfo": Method(shape(), lambda world, own, _: profile.get_webhook_info(world, own)),
    "close": Method(shape(), lambda *_: True),
    "logOut": Method(shape(), lambda *_: True),
}
_BY_LOWER_CASE = {name.lower(): name for name in METHODS}


def canonical(name: str) -> str | None:
    """The method's name as documented; Telegram takes any letter case. None: there is no such method here."""
    return name if name in METHODS else _BY_LOWER_CASE.get(name.lower())
