"""Methods that change what a chat already shows: edit, delete, pin."""

from bot.sandbox import limits, wording
from bot.sandbox.chats import Chat, Group, Json, Message
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import check_inline
from bot.sandbox.sending import checked_preview
from bot.sandbox.world import World

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def edit_message_text(world: World, given: Json) -> Json:
    message = _editable(world, given)
    if not message.editable_text:
        raise bad_request("there is no text in the message to edit")
    text, entities = wording.message_text(given["text"], given.get("parse_mode"), given.get("entities"))
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in given:
        content["link_preview_options"] = checked_preview(given["link_preview_options"])
    return _change(world, message, content, given)


def edit_message_caption(world: World, given: Json) -> Json:
    message = _editable(world, given)
    if message.editable_text:
        raise bad_request("there is no caption in the message to edit")
    content = {name: value for name, value in message.content.items() if name not in ("caption", "caption_entities")}
    if given.get("caption"):
        text, entities = wording.caption(given["caption"], given.get("parse_mode"), given.get("caption_entities"))
        content |= {"caption": text, "caption_entities": entities} if entities else {"caption": text}
    return _change(world, message, content, given)


def edit_message_reply_markup(world: World, given: Json) -> Json:
    message = _editable(world, given)
    return _change(world, message, message.content, given)


def delete_message(world: World, given: Json) -> bool:
    chat = world.chat(given["chat_id"])
    message = chat.living(given["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if not _deletable(world, message):
        raise bad_request("message can't be deleted for everyone")
    _delete(world, message)
    return True


def delete_messages(world: World, given: Json) -> bool:
    """Delete what can be deleted; Telegram skips the others silently."""
    chat = world.chat(given["chat_id"])
    if not 1 <= len(given["message_ids"]) <= 100:
        raise bad_request("there must be 1-100 message identifiers")
    for message_id in given["message_ids"]:
        message = chat.living(message_id)
        if message and _deletable(world, message):
            _delete(world, message)
    return True


def pin_chat_message(world: World, given: Json) -> bool:
    chat = _pinnable(world, given)
    message = chat.living(given["message_id"])
    if message is None:
        raise bad_request("message to pin not found")
    if not message.pinned:
        message.pinned = True
        world.journal.note(chat.id, "pinned", **world.seen(message))
    return True


def unpin_chat_message(world: World, given: Json) -> bool:
    """Unpin the given message, or else the newest pinned one."""
    chat = _pinnable(world, given)
    pinned = [message for message in chat.shown() if message.pinned]
    if "message_id" in given:
        pinned = [message for message in pinned if message.id == given["message_id"]]
    if not pinned:
        raise bad_request("message to unpin not found")
    _unpin(world, pinned[-1])
    return True


def unpin_all_chat_messages(world: World, given: Json) -> bool:
    for message in _pinnable(world, given).shown():
        if message.pinned:
            _unpin(world, message)
    return True


def _editable(world: World, given: Json) -> Message:
    chat = world.writable(given["chat_id"])
    message = chat.living(given["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    # `below`: a message that brought a keyboard below the text field can never be edited.
    if message.sender is not None or message.below:
        raise bad_request("message can't be edited")
    return message


def _change(world: World, message: Message, content: Json, given: Json) -> Json:
    markup = check_inline(given["reply_markup"], world) if given.get("reply_markup") else None
    if markup and not markup["inline_keyboard"]:
        markup = None
    if content == message.content and markup == message.keyboard:
        raise bad_request(_SAME)
    world.throttle.edit()
    message.content, message.keyboard, message.edited_at = content, markup, world.clock.now()
    world.journal.note(message.chat.id, "edited", **world.seen(message))
    return world.as_api(message)


def _deletable(world: World, message: Message) -> bool:
    young = world.clock.now() - message.sent_at <= limits.DELETABLE_FOR
    return young and (message.sender is None or message.chat.private)


def _delete(world: World, message: Message) -> None:
    message.deleted_at = world.clock.now()
    message.pinned = False
    world.journal.note(message.chat.id, "deleted", message_id=message.id)


def _pinnable(world: World, given: Json) -> Chat:
    chat = world.writable(given["chat_id"])
    if isinstance(chat.owner, Group) and chat.owner.bot_status != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def _unpin(world: World, message: Message) -> None:
    message.pinned = False
    world.journal.note(message.chat.id, "unpinned", message_id=message.id)
