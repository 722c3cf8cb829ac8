"""What waits to be handled: whose turn it is, who sent it, whether it asks for help. Read from the raw JSON, decoded or not."""

import json
from dataclasses import dataclass
from typing import Any

from bot.rules.turns import EACH_AT_ONCE, is_urgent
from storage.database import Session
from storage.queries import inbox
from storage.queries.engine import next_update_id

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
BATCH = 100  # what Telegram hands out at most


@dataclass(frozen=True)
class Row:
    """One stored update, out of its transaction."""

    update_id: int
    body: str


@dataclass(frozen=True)
class Batch:
    """Whose turn it is now. `is_part`: more may wait. `until`: the last update that was ever stored."""

    rows: list[Row]
    is_part: bool
    until: int


def taken_up(session: Session, urgent: set[int]) -> Batch:
    """The next ones to handle; those of `urgent` that still wait come first."""
    first = inbox.waiting_of(session, urgent)
    others = inbox.in_turn(session, each=EACH_AT_ONCE, limit=BATCH)
    return Batch(
        rows=[
            Row(one.update_id, one.body or "{}")
            for one in (*first, *(one for one in others if one.update_id not in urgent))
        ],
        is_part=len(others) == BATCH or any(one.turn == EACH_AT_ONCE for one in others),
        until=(next_update_id(session) or 1) - 1,
    )


def asks_for_help(update: dict[str, Any]) -> bool:
    """Read from the raw JSON, before anything is decoded: a call for help must not wait for its turn."""
    message, tap = update.get("message") or update.get("edited_message"), update.get("callback_query")
    said = (message.get("text") or message.get("caption")) if isinstance(message, dict) else None
    tapped = tap.get("data") if isinstance(tap, dict) else None
    return is_urgent(said if isinstance(said, str) else "", tapped if isinstance(tapped, str) else "")


def body_of(update: dict[str, Any]) -> str:
    """The update as it is kept: half a character, which nothing can write down again, becomes a question mark."""
    return json.dumps(update, ensure_ascii=False).encode(errors="replace").decode()


def sender_of(update: dict[str, Any]) -> int | None:
    """The Telegram id of whoever caused an update, read from the raw JSON: it must be found even where decoding fails."""
    for kind in ALLOWED:
        sender = update.get(kind)
        if isinstance(sender, dict) and isinstance(sender.get("from"), dict):
            found = sender["from"].get("id")
            return found if isinstance(found, int) else None
    return None
