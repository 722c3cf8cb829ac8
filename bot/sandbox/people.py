"""What people do in Telegram: start the bot, type, share, block. Turns it into updates for the bot.

Decides what a phone would let them do: nobody types to a bot that they have not started. Taps are tapping.py's.
"""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.sandbox import limits, wording
from bot.sandbox.chats import Chat, Group, Json, Message, Person, unix
from bot.sandbox.errors import SandboxError
from bot.sandbox.parameters import Upload
from bot.sandbox.sending import store_file
from bot.sandbox.world import BOT_USERNAME, World

_PAYLOAD = re.compile(rf"[A-Za-z0-9_-]{{0,{limits.START_PAYLOAD}}}")


def start(world: World, person: Person, payload: str = "") -> Message:
    """Press Start, or open a link with a payload; a person who had blocked the bot unblocks it by this."""
    if not _PAYLOAD.fullmatch(payload):
        raise SandboxError(f"a start payload has at most 64 of A-Za-z0-9_-, not {payload!r}")
    if person.blocked:
        unblock(world, person)
    _alive(person)
    if not person.started:
        person.started = True
        world.journal.note(person.id, "started")
    return say(world, person, f"/start {payload}".strip())


def say(world: World, person: Person, text: str, *, chat: Chat | None = None, reply_to: int | None = None) -> Message:
    """Type a text and send it, in the private chat or in a group."""
    text = text.strip()
    if not text or len(text) > limits.TEXT:
        raise SandboxError("a message has 1-4096 characters")
    content: Json = {"text": text}
    entities = wording.found_in(text)
    if entities:
        content["entities"] = entities
    return send(world, person, content, chat=chat, reply_to=reply_to)


def send(
    world: World, person: Person, content: Json, *, chat: Chat | None = None, reply_to: int | None = None
) -> Message:
    """Send anything, and queue the update where the bot may see it."""
    chat = chat or private_chat(world, person)
    message = world.post(chat, person.id, content, reply_to=reply_to)
    if _bot_sees(world, message):
        world.updates.add("message", world.as_api(message))
    return message


def edit(world: World, person: Person, message_id: int, text: str) -> Message:
    """Change the text of one's own message."""
    message = private_chat(world, person).living(message_id)
    if message is None or message.sender != person.id or "text" not in message.content:
        raise SandboxError(f"{person.first_name} has no text of their own with the id {message_id}")
    entities = wording.found_in(text)
    message.content = {"text": text, "entities": entities} if entities else {"text": text}
    message.edited_at = world.clock.now()
    world.journal.note(message.chat.id, "edited", **world.seen(message))
    world.updates.add("edited_message", world.as_api(message))
    return message


def share_contact(world: World, person: Person, *, of: Person | None = None) -> Message:
    """Share one's own phone number, or somebody else's card from the address book."""
    of = of or person
    of.phone = of.phone or f"+1555{world.random.randrange(10**7):07d}"
    contact: Json = {"phone_number": of.phone, "first_name": of.first_name, "user_id": of.id}
    return send(world, person, {"contact": contact})


def share_location(world: World, person: Person, latitude: float, longitude: float) -> Message:
    return send(world, person, {"location": {"latitude": latitude, "longitude": longitude}})


def send_media(
    world: World, person: Person, kind: str, *, data: bytes = b"", name: str = "", caption: str = ""
) -> Message:
    """Send a voice message, sticker, photo or document."""
    upload = Upload(name or kind, "application/octet-stream", data or b"stand-in")
    file_id = store_file(world, upload)
    file = {"file_id": file_id, "file_unique_id": file_id[-16:], "file_size": len(upload.data)}
    if kind == "voice":
        body: Any = file | {"duration": 3, "mime_type": "audio/ogg"}
    elif kind == "sticker":
        flags = {"is_animated": False, "is_video": False}
        body = file | {"type": "regular", "width": 512, "height": 512, "emoji": "🙂"} | flags
    elif kind == "photo":
        body = [file | {"width": 800, "height": 600}]
    elif kind == "document":
        body = file | {"file_name": upload.name}
    else:
        raise SandboxError(f"nobody can send a {kind!r} here: voice, sticker, photo or document")
    return send(world, person, {kind: body} | ({"caption": caption} if caption else {}))


def open_link(world: World, person: Person, url: str) -> Json:
    """Follow a link; one to this bot with ?start= starts it with that payload."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    to_bot = parts.hostname in ("t.me", "telegram.me") and parts.path.strip("/").lower() == BOT_USERNAME.lower()
    world.journal.note(person.id, "opened", url=url)
    if to_bot:
        start(world, person, parse_qs(parts.query).get("start", [""])[0])
    return {"did": "opened", "url": url, "started": to_bot}


def block(world: World, person: Person) -> None:
    """Stop and block the bot."""
    if not person.blocked:
        person.blocked = True
        world.journal.note(person.id, "blocked")
        membership(world, person, world.chats[person.id], before="member", after="kicked")


def unblock(world: World, person: Person) -> None:
    if person.blocked:
        person.blocked = False
        world.journal.note(person.id, "unblocked")
        membership(world, person, world.chats[person.id], before="kicked", after="member")


def delete_account(world: World, person: Person) -> None:
    """Leave Telegram for good; the bot is told nothing."""
    person.deactivated = True
    world.journal.note(person.id, "gone")


def _alive(person: Person) -> None:
    if person.deactivated:
        raise SandboxError(f"{person.first_name} has deleted their account")


def private_chat(world: World, person: Person) -> Chat:
    """The private chat, if the person can use it now."""
    _alive(person)
    if person.blocked:
        raise SandboxError(f"{person.first_name} has blocked the bot")
    if not person.started:
        raise SandboxError(f"{person.first_name} has not started the bot")
    return world.chats[person.id]


def _bot_sees(world: World, message: Message) -> bool:
    """In groups the bot has its privacy mode on: commands, replies to it and mentions reach it, nothing else does."""
    group = message.chat.owner
    if not isinstance(group, Group) or group.bot_status == "administrator":
        return True
    text = message.content.get("text", "")
    replied = message.chat.living(message.reply_to) if message.reply_to else None
    meant = text.startswith("/") or f"@{BOT_USERNAME}" in text or (replied is not None and replied.sender is None)
    return group.bot_status == "member" and meant


def membership(world: World, person: Person, chat: Chat, *, before: str, after: str) -> None:
    """Tell the bot (`my_chat_member`) that `person` changed its status in a chat."""

    body = {
        "chat": chat.as_chat(),
        "from": person.as_user(),
        "date": unix(world.clock.now()),
        "old_chat_member": world.bot_member(before),
        "new_chat_member": world.bot_member(after),
    }
    world.updates.add("my_chat_member", body)
