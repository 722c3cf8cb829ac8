"""The text of a message, as it arrives: parse mode or explicit entities, trimming, length. Decides what Telegram takes for text."""

import re
from typing import Any

from bot.sandbox import limits
from bot.sandbox.errors import bad_request
from bot.sandbox.html import Entity, parse_html, utf16_length

ENTITY_TYPES = frozenset(
    {
        *("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "text_link", "text_mention"),
        *("bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote"),
        *("code", "pre", "custom_emoji", "date_time"),
    }
)
_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")
_MENTION = re.compile(r"(?<!\w)@[A-Za-z][A-Za-z0-9_]{3,31}")
_URL = re.compile(r"(?<!\S)(?:https?://\S+|t\.me/\S+)")


def formatted(text: str, parse_mode: str | None, entities: list[Any] | None) -> tuple[str, list[Entity]]:
    """Return the text as people see it, with its entities.

    `parse_mode` is "HTML" or None; Markdown is refused, because this project does not use it. Raises ApiError 400.
    """
    if parse_mode and entities:
        raise bad_request("parse_mode and entities can't be used together")
    if parse_mode:
        if parse_mode.upper() != "HTML":
            raise bad_request("unsupported parse_mode")
        return _trimmed(*parse_html(text))
    return _trimmed(text, _checked(entities or [], utf16_length(text)))


def message_text(text: str, parse_mode: str | None, entities: list[Any] | None) -> tuple[str, list[Entity]]:
    """Return the text of a message: 1–4096 UTF-16 units after parsing. Raises ApiError 400."""
    plain, found = formatted(text, parse_mode, entities)
    if not plain:
        raise bad_request("message text is empty")
    if utf16_length(plain) > limits.TEXT:
        raise bad_request("message is too long")
    return plain, found


def caption(text: str, parse_mode: str | None, entities: list[Any] | None) -> tuple[str, list[Entity]]:
    """Return the caption of a photo or document: 0–1024 UTF-16 units after parsing. Raises ApiError 400."""
    plain, found = formatted(text, parse_mode, entities)
    if utf16_length(plain) > limits.CAPTION:
        raise bad_request("message caption is too long")
    return plain, found


def found_in(text: str) -> list[Entity]:
    """Return what Telegram itself marks in what people type: commands, mentions, links."""
    found = [
        {
            "type": kind,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }
        for kind, pattern in (("bot_command", _COMMAND), ("mention", _MENTION), ("url", _URL))
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda entity: int(entity["offset"]))


def _checked(entities: list[Any], length: int) -> list[Entity]:
    for entity in entities:
        if not isinstance(entity, dict) or not {"type", "offset", "length"} <= entity.keys():
            raise bad_request("can't parse MessageEntity: an entity needs type, offset and length")
        if entity["type"] not in ENTITY_TYPES:
            raise bad_request(f'can\'t parse MessageEntity: unsupported type "{entity["type"]}"')
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > length:
            raise bad_request("entity beyond the end of the text")
    return [dict(entity) for entity in entities]


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut white space at both ends, as Telegram does, and move the entities along."""
    kept = text.rstrip()
    start = utf16_length(kept) - utf16_length(kept.lstrip())
    kept = kept.lstrip()
    end = utf16_length(kept)
    moved = []
    for entity in entities:
        first = max(entity["offset"] - start, 0)
        last = min(entity["offset"] - start + entity["length"], end)
        if last > first:
            moved.append({**entity, "offset": first, "length": last - first})
    return kept, moved
