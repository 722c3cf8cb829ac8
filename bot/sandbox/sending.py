"""Methods that put a new message into a chat: text, photo, document, copy. Decides what Telegram would take."""

import struct
from typing import Any

from bot.sandbox import limits, wording
from bot.sandbox.chats import Chat, Json, Message
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import check_markup
from bot.sandbox.parameters import Upload
from bot.sandbox.world import World

_PREVIEW = frozenset({"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"})
_REPLY = frozenset({"message_id", "chat_id", "allow_sending_without_reply", "quote"})
_PHOTO_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")


def send_message(world: World, given: Json) -> Json:
    chat = world.writable(given["chat_id"])
    text, entities = wording.message_text(given["text"], given.get("parse_mode"), given.get("entities"))
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in given:
        content["link_preview_options"] = checked_preview(given["link_preview_options"])
    return _deliver(world, chat, content, given)


def send_photo(world: World, given: Json) -> Json:
    chat = world.writable(given["chat_id"])
    upload, file_id = _file(world, given["photo"], "photo", limits.PHOTO_BYTES)
    if not upload.data.startswith(_PHOTO_STARTS):
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = _size(upload.data)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    photo = {"file_id": file_id, "file_unique_id": file_id[-16:], "width": width, "height": height}
    content = {"photo": [photo | {"file_size": len(upload.data)}], **_caption(given)}
    if given.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return _deliver(world, chat, content, given)


def send_document(world: World, given: Json) -> Json:
    chat = world.writable(given["chat_id"])
    upload, file_id = _file(world, given["document"], "document", limits.FILE_BYTES)
    document = {
        "file_id": file_id,
        "file_unique_id": file_id[-16:],
        "file_name": upload.name,
        "mime_type": upload.content_type,
        "file_size": len(upload.data),
    }
    return _deliver(world, chat, {"document": document, **_caption(given)}, given)


def copy_message(world: World, given: Json) -> Json:
    source = world.chat(given["from_chat_id"]).living(given["message_id"])
    if source is None:
        raise bad_request("message to copy not found")
    if source.protected:
        raise bad_request("message can't be copied")
    chat = world.writable(given["chat_id"])
    content = dict(source.content)
    if "caption" in given and "text" not in content:
        content = {name: value for name, value in content.items() if not name.startswith("caption")} | _caption(given)
    return {"message_id": _deliver(world, chat, content, given)["message_id"]}


def send_chat_action(world: World, given: Json) -> bool:
    actions = ("typing", "upload_photo", "upload_document", "upload_voice", "record_voice", "choose_sticker")
    chat = world.writable(given["chat_id"])
    if given["action"] not in actions:
        raise bad_request("wrong parameter action in request")
    world.journal.note(chat.id, "typing", action=given["action"])
    return True


def checked_preview(options: Json) -> Json:
    unknown = sorted(options.keys() - _PREVIEW)
    if unknown:
        raise bad_request(f'can\'t parse LinkPreviewOptions: there is no field "{unknown[0]}"')
    return options


def _caption(given: Json) -> Json:
    if not given.get("caption"):
        return {}
    text, entities = wording.caption(given["caption"], given.get("parse_mode"), given.get("caption_entities"))
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def _deliver(world: World, chat: Chat, content: Json, given: Json) -> Json:
    """Post what was found valid, with the marks that all sending methods share."""
    markup = check_markup(given["reply_markup"], world) if given.get("reply_markup") else None
    marks: dict[str, Any] = {
        "reply_to": _replied(chat, given.get("reply_parameters")),
        "effect": _effect(chat, given.get("message_effect_id")),
        "silent": given.get("disable_notification", False),
        "protected": given.get("protect_content", False),
    }
    if markup and markup.get("inline_keyboard"):
        marks["keyboard"] = markup
    elif markup and "inline_keyboard" not in markup:
        marks["below"] = True
    world.throttle.new_message(chat.id)
    message = world.post(chat, None, content, **marks)
    if message.below and markup:
        _change_reply_keyboard(world, chat, markup)
    return world.as_api(message)


def _change_reply_keyboard(world: World, chat: Chat, markup: Json) -> None:
    chat.reply_keyboard = None if "remove_keyboard" in markup else markup
    world.journal.note(chat.id, "keyboard", markup=markup)


def _replied(chat: Chat, reply: Json | None) -> int | None:
    if reply is None:
        return None
    unknown = sorted(reply.keys() - _REPLY)
    if unknown:
        raise bad_request(f'can\'t parse ReplyParameters: there is no field "{unknown[0]}"')
    message: Message | None = chat.living(reply.get("message_id", 0))
    if message:
        return message.id
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _effect(chat: Chat, effect: str | None) -> str | None:
    if effect and (not chat.private or not effect.isdigit()):
        raise bad_request("EFFECT_ID_INVALID")
    return effect


def _file(world: World, given: Upload | str, kind: str, at_most: int) -> tuple[Upload, str]:
    """The bytes and their file id; a string is the id of a file sent before. The stand-in fetches nothing by URL."""
    if isinstance(given, str):
        if given not in world.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return world.files[given], given
    if not given.data:
        raise bad_request("file must be non-empty")
    if len(given.data) > at_most:
        raise bad_request(f"file is too big for a {kind}")
    return given, store_file(world, given)


def store_file(world: World, upload: Upload) -> str:
    """Keep a file and return its id."""
    file_id = f"BQACAgIAAxkDAAI{world.random.getrandbits(120):030x}"
    world.files[file_id] = upload
    return file_id


def _size(image: bytes) -> tuple[int, int]:
    """Width and height of a PNG; other formats are taken as 800 × 600."""
    if image.startswith(b"\x89PNG") and len(image) >= 24:
        width, height = struct.unpack(">II", image[16:24])
        return max(1, int(width)), max(1, int(height))
    return 800, 600
