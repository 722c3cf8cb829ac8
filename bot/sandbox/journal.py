"""What each chat shows, event by event, as the person sees it: for screens, transcripts and the page's event stream.

Decides how a message looks on a phone. It never influences what the bot gets.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.sandbox.chats import Json, Message
from bot.sandbox.clock import Clock

MEDIA = ("photo", "document", "voice", "sticker", "contact", "location", "users_shared")


@dataclass(frozen=True)
class Event:
    """`kind`: message, edited, deleted, pinned, unpinned, tapped, popup, typing, opened, keyboard, blocked, started, gone, decided."""

    number: int
    at: datetime
    chat_id: int
    kind: str
    data: Json

    def as_json(self) -> Json:
        """`at` is when it happened; a message that is shown also says when it was first sent."""
        sent = {"sent_at": self.data["at"]} if "at" in self.data else {}
        told = {"number": self.number, "at": self.at.isoformat(), "chat_id": self.chat_id, "kind": self.kind}
        return {**self.data, **sent, **told}


class Journal:
    def __init__(self, clock: Clock, *, keep: int | None = None) -> None:
        """`keep` bounds the number of events kept, for long benchmarks; None keeps all."""
        self._clock = clock
        self._events: deque[Event] = deque(maxlen=keep)
        self._number = 0
        self.listeners: list[Callable[[Event], None]] = []

    def note(self, chat_id: int, kind: str, **data: Any) -> None:
        self._number += 1
        event = Event(self._number, self._clock.now(), chat_id, kind, data)
        self._events.append(event)
        for listen in list(self.listeners):
            listen(event)

    @property
    def number(self) -> int:
        """Of the newest event."""
        return self._number

    def since(self, number: int = 0, *, chat_ids: set[int] | None = None) -> Iterator[Event]:
        """The kept events after `number`, of the given chats or of all."""
        return (e for e in list(self._events) if e.number > number and (chat_ids is None or e.chat_id in chat_ids))


def seen(message: Message, author: str) -> Json:
    """How a person sees a message. `buttons` are the rows under it, each {"text", and what a tap does}."""
    content = message.content
    shown: Json = {
        "message_id": message.id,
        "from": author,
        "from_bot": message.sender is None,
        "at": message.sent_at.isoformat(),
        "text": content.get("text", content.get("caption", "")),
        "entities": content.get("entities", content.get("caption_entities", [])),
        "buttons": (message.keyboard or {}).get("inline_keyboard", []),
    }
    shown |= {kind: content[kind] for kind in MEDIA if kind in content}
    marks = {
        "edited": message.edited_at is not None,
        "silent": message.silent,
        "protected": message.protected,
        "pinned": message.pinned,
        "reply_to": message.reply_to,
        "effect": message.effect,
        "spoiler": content.get("has_media_spoiler"),
        "link_preview": content.get("link_preview_options"),
    }
    return shown | {name: value for name, value in marks.items() if value}
