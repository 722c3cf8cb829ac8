"""People, groups, chats and messages: plain data, and how each looks in the Bot API. Decides nothing."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass
class Person:
    """Somebody with a Telegram account. `strict_privacy`: nobody may link to their account by its id.

    `caption` is what the page writes under the name; Telegram knows nothing of it.
    """

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language: str | None = None
    phone: str | None = None
    strict_privacy: bool = False
    caption: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def as_user(self) -> Json:
        names = {"last_name": self.last_name, "username": self.username, "language_code": self.language}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name} | _present(names)

    def as_chat(self) -> Json:
        names = {"last_name": self.last_name, "username": self.username}
        return {"id": self.id, "type": "private", "first_name": self.first_name} | _present(names)


@dataclass
class Group:
    """A group chat. `bot_status` as Telegram calls it: left, member, administrator or kicked."""

    id: int
    title: str
    kind: str = "group"
    members: set[int] = field(default_factory=set)
    bot_status: str = "left"
    upgraded_to: int | None = None

    def as_chat(self) -> Json:
        return {"id": self.id, "type": self.kind, "title": self.title}


@dataclass
class Message:
    """A message in one chat. `content` holds the Bot API's own fields (text, entities, photo, contact, …).

    `sender` is a person's id, or None for the bot. `below`: it brought, changed or removed the keyboard below
    the text field. A deleted message stays, for transcripts.
    """

    id: int
    chat: "Chat"
    sender: int | None
    sent_at: datetime
    content: Json
    keyboard: Json | None = None
    reply_to: int | None = None
    silent: bool = False
    protected: bool = False
    effect: str | None = None
    below: bool = False
    pinned: bool = False
    edited_at: datetime | None = None
    deleted_at: datetime | None = None

    @property
    def editable_text(self) -> bool:
        return "text" in self.content


@dataclass
class Chat:
    """One chat with the bot: `owner` is the person or the group. Message ids ascend per chat."""

    owner: Person | Group
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    reply_keyboard: Json | None = None
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})

    @property
    def id(self) -> int:
        return self.owner.id

    @property
    def private(self) -> bool:
        return isinstance(self.owner, Person)

    def as_chat(self) -> Json:
        return self.owner.as_chat()

    def living(self, message_id: int) -> Message | None:
        """The message, unless there never was one of this id or it is deleted."""
        message = self.messages.get(message_id)
        return message if message and not message.deleted_at else None

    def shown(self) -> list[Message]:
        """What the chat shows, oldest first."""
        return [message for message in self.messages.values() if not message.deleted_at]


def unix(at: datetime) -> int:
    return int(at.timestamp())


def _present(fields: Json) -> Json:
    return {name: value for name, value in fields.items() if value is not None}
