"""Updates that no phone would send: real ones with something gone, wrong, huge or somebody else's, and JSON from nowhere.

All from one seed; `what` in each says how it was made.
"""

import copy
import random
from typing import Any

from tests.permissions.cast import Who
from tests.permissions.door import Door
from tests.permissions.matrix import MATRIX, TYPED

Json = Any
OUTSIDERS = (Who.NIA, Who.NEWCOMER)  # whatever they send, nothing of anybody else's may change
WORDS = (
    "", " ", "\x00", "a\x00b", "\ud800", "\u202e\u2066abc", "<b>&amp;", "{ $name }", "%s %d", "'; DROP TABLE people; --", "٣", "½",
    "-1", "1e309", "NaN", "4 7 no", "yes", "no", "9:00", "25:99", "22-7", "/", "/start", "/start s_", "/start j_" + "A" * 500, "/sos",
    "/@", "/ x", "/start@other x", "I want to die", "Z̸̡̛" * 300, "😀" * 4096, "x" * 100_000, "+353 87 123 4567", "London", "Europe/London",
)  # fmt: skip
NUMBERS = (0, 1, -1, 7, 2**31 - 1, 2**31, 2**52, 2**63, 2**64, -(2**63), 10**40, 1.5, -0.0, 1e308)
KINDS = (
    *(
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "channel_post",
        "edited_channel_post",
        "inline_query",
    ),
    *(
        "chosen_inline_result",
        "shipping_query",
        "pre_checkout_query",
        "poll",
        "poll_answer",
        "chat_member",
        "chat_join_request",
    ),
    *(
        "message_reaction",
        "message_reaction_count",
        "chat_boost",
        "removed_chat_boost",
        "business_message",
        "no_such_kind",
    ),
)
MEDIA: dict[str, Json] = {
    "voice": {"file_id": "1", "file_unique_id": "1", "duration": 3},
    "contact": {"phone_number": "+353871234567", "first_name": "x", "user_id": 9100},
    "location": {"latitude": 53.3, "longitude": -6.2},
    "photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}],
    "sticker": {"file_id": "1", "file_unique_id": "1", "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False},
    "dice": {"emoji": "🎲", "value": 6},
    "new_chat_members": [{"id": 5, "is_bot": True, "first_name": "bot"}],
    "migrate_to_chat_id": -1001,
    "poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False},
}  # fmt: skip


class Sender:
    """`next()` gives a body without its update_id, and who it is from."""

    def __init__(self, door: Door, seed: int) -> None:
        self.door = door
        self.chance = random.Random(seed)
        self.known = [
            door.cast.fill(case.data) for case in MATRIX if "token" not in case.data and "head" not in case.data
        ]

    def next(self) -> tuple[Who, dict[str, Json]]:
        who = self.chance.choice(OUTSIDERS) if self.chance.random() < 0.5 else self.chance.choice(list(Who))
        makers = (
            self._tap,
            self._text,
            self._media,
            self._edit,
            self._elsewhere,
            self._member,
            self._other,
            self._noise,
        )
        made = self.chance.choices(makers, weights=(30, 20, 8, 5, 10, 5, 5, 7))[0](who)
        for _ in range(self.chance.choice((0, 0, 0, 0, 1, 1, 2, 5))):
            self._spoil(made)
        return who, made

    def _tap(self, who: Who) -> dict[str, Json]:
        data = self.chance.choice(self.known)
        if self.chance.random() < 0.6:
            parts = data.split(":")
            place = self.chance.randrange(len(parts))
            parts[place] = self.chance.choice(("0", "1", "2", "7", str(2**31 - 1), "9" * 40, "x", "skip", *WORDS[:8]))
            data = ":".join(parts)
        tap = self.door.tap(who, data)
        if self.chance.random() < 0.1:  # a message too old to be shown
            tap["callback_query"]["message"]["date"] = 0
        if self.chance.random() < 0.05:
            del tap["callback_query"]["message"]
            tap["callback_query"]["inline_message_id"] = "1"
        return tap

    def _text(self, who: Who) -> dict[str, Json]:
        said = self.chance.choice(
            (*WORDS, *(case.text for case in TYPED), *(f"/{name}" for name in ("forget", "export", "id")))
        )
        made = self.door.types(who, said)
        if self.chance.random() < 0.2:
            made["message"]["entities"] = [{"type": "bot_command", "offset": self.chance.choice(NUMBERS), "length": 3}]
        return made

    def _media(self, who: Who) -> dict[str, Json]:
        what = self.chance.choice(list(MEDIA))
        return {
            "message": {
                **self.door.message(who),
                what: copy.deepcopy(MEDIA[what]),
                "caption": self.chance.choice(WORDS),
            }
        }

    def _edit(self, who: Who) -> dict[str, Json]:
        return {"edited_message": {**self._text(who)["message"], "edit_date": 1}}

    def _elsewhere(self, who: Who) -> dict[str, Json]:
        """In a group chat, a channel, from a bot, or through another account."""
        made = self.chance.choice((self._tap, self._text, self._media))(who)
        inner = next(iter(made.values()))
        message = inner.get("message", inner)
        message["chat"] = {
            "id": -1001234,
            "type": self.chance.choice(("group", "supergroup", "channel", "no such type")),
            "title": "x",
        }
        if self.chance.random() < 0.3:
            inner["from"]["is_bot"] = True
        if self.chance.random() < 0.3:
            message["sender_chat"] = {"id": -1009, "type": "channel", "title": "x"}
        return made if self.chance.random() < 0.5 else {self.chance.choice(KINDS): inner}

    def _member(self, who: Who) -> dict[str, Json]:
        user = self.door.user(who)
        old, new = (
            {"status": self.chance.choice(("member", "kicked", "left", "x")), "user": user, "until_date": 0}
            for _ in "ab"
        )
        chat = self.door.message(who)["chat"]
        return {
            "my_chat_member": {"chat": chat, "from": user, "date": 1, "old_chat_member": old, "new_chat_member": new}
        }

    def _other(self, who: Who) -> dict[str, Json]:
        return {self.chance.choice(KINDS): self._value(3) if self.chance.random() < 0.5 else {"id": "1", "from": self.door.user(who), "query": "x", "offset": ""}}  # fmt: skip

    def _noise(self, who: Who) -> dict[str, Json]:
        return {self.chance.choice(KINDS): self._value(4) for _ in range(self.chance.randint(0, 3))}

    def _value(self, depth: int) -> Json:
        if depth and self.chance.random() < 0.5:
            if self.chance.random() < 0.3:
                return [self._value(depth - 1) for _ in range(self.chance.randint(0, 4))]
            keys = ("from", "chat", "id", "text", "message", "data", "date", "type", "entities", "x")
            return {self.chance.choice(keys): self._value(depth - 1) for _ in range(self.chance.randint(0, 5))}
        return self.chance.choice((None, True, False, self.chance.choice(NUMBERS), self.chance.choice(WORDS)))

    def _spoil(self, made: dict[str, Json]) -> None:
        """Something somewhere in it is gone, of a wrong kind, or another value."""
        inside: Json = made
        while isinstance(inside, dict | list) and inside:
            key = self.chance.choice(list(inside)) if isinstance(inside, dict) else self.chance.randrange(len(inside))
            if not isinstance(inside[key], dict | list) or self.chance.random() < 0.25:
                if self._is_who(inside, key):
                    return  # who sent it is Telegram's word, and no one else can forge it
                if self.chance.random() < 0.4:
                    del inside[key]
                else:
                    inside[key] = self._value(2)
                return
            inside = inside[key]

    def _is_who(self, inside: Json, key: Any) -> bool:
        return key in ("from", "callback_query", "message", "edited_message") or (key == "id" and "is_bot" in inside)
