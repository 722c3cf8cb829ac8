"""Telegram's HTML (`parse_mode=HTML`) → plain text and entities, refusing what Telegram refuses, in its words.

Offsets of entities count UTF-16 code units; the offsets in error messages count bytes, as Telegram's do.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import ApiError, bad_request

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]+));?")
_TAG_NAME = re.compile(r"[^\s>/]*")
_ATTRIBUTE = re.compile(r"""\s*([A-Za-z0-9-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.-]+))?""")


def utf16_length(text: str) -> int:
    """The length as Telegram counts it: characters beyond the basic plane are two units."""
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass
class _Open:
    name: str
    attributes: dict[str, str]
    at_byte: int
    offset: int


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.parts: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "<":
                self._tag()
            elif character == "&":
                self._reference()
            else:
                end = min((i for i in (self.source.find(c, self.at) for c in "<&") if i >= 0), default=len(self.source))
                self._emit(self.source[self.at : end])
                self.at = end
        if self.open:
            raise self._error(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.parts), self.entities

    def _error(self, words: str, at: int | None = None) -> ApiError:
        where = "" if at is None else f" at byte offset {len(self.source[:at].encode())}"
        return bad_request(f"can't parse entities: {words}{where}")

    def _emit(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)

    def _reference(self) -> None:
        match = _REFERENCE.match(self.source, self.at)
        text, end = "&", self.at + 1
        if match:
            hexadecimal, decimal, name = match.groups()
            code = int(hexadecimal, 16) if hexadecimal else int(decimal) if decimal else 0
            if name in NAMED:
                text, end = NAMED[name], match.end()
            elif 0 < code < 0x110000 and not 0xD800 <= code < 0xE000:
                text, end = chr(code), match.end()
        self._emit(text)
        self.at = end

    def _tag(self) -> None:
        if self.source.startswith("</", self.at):
            self._end_tag()
        else:
            self._start_tag()

    def _start_tag(self) -> None:
        start = self.at
        name_match = _TAG_NAME.match(self.source, start + 1)
        assert name_match
        name = name_match.group().lower()
        self.at = name_match.end()
        if self.at >= len(self.source):
            raise self._error("Unclosed start tag", start)
        if name not in TAGS:
            raise self._error(f'Unsupported start tag "{name}"', start)
        attributes = self._attributes(name, start)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', start)
        self.open.append(_Open(name, attributes, start, self.length))

    def _attributes(self, name: str, start: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            while self.at < len(self.source) and self.source[self.at].isspace():
                self.at += 1
            if self.at >= len(self.source):
                raise self._error("Unclosed start tag", start)
            if self.source[self.at] == ">":
                self.at += 1
                return found
            match = _ATTRIBUTE.match(self.source, self.at)
            if not match:
                raise self._error(f'Empty attribute name in the tag "{name}"', start)
            value = (match.group(2) or "").strip("\"'")
            found[match.group(1).lower()] = parse_references(value)
            self.at = match.end()

    def _end_tag(self) -> None:
        start = self.at
        end = self.source.find(">", start)
        if end < 0:
            raise self._error("Unclosed end tag", start)
        name = self.source[start + 2 : end].strip().lower()
        if not self.open:
            raise self._error("Unexpected end tag", start)
        opened = self.open.pop()
        if name and name != opened.name:
            raise self._error(
                f"Unmatched end tag at byte offset {len(self.source[:start].encode())}, "
                f'expected "</{opened.name}>", found "</{name}>"'
            )
        self.at = end + 1
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self.length - opened.offset
        if not length:
            return
        entity: Entity = {"type": TAGS[opened.name], "offset": opened.offset, "length": length}
        if opened.name == "a":
            text = _slice_utf16("".join(self.parts), opened.offset, length)
            entity["url"] = opened.attributes.get("href", text)
            if "." not in entity["url"] and ":" not in entity["url"]:
                return  # Telegram drops a link that leads nowhere and keeps its text.
        elif opened.name == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.name == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        elif opened.name == "tg-time":
            entity |= _date_time(opened.attributes)
        self.entities.append(entity)


def _date_time(attributes: dict[str, str]) -> Entity:
    try:
        fields: Entity = {"unix_time": int(attributes["unix"])}
    except (KeyError, ValueError):
        raise bad_request("can't parse entities: Invalid Unix time specified") from None
    if "format" in attributes:
        fields["date_time_format"] = attributes["format"]
    return fields


def parse_references(value: str) -> str:
    """Resolve `&amp;` and its like in the value of an attribute."""
    parser = _Parser(value.replace("<", "&lt;"))
    return parser.parse()[0]


def _slice_utf16(text: str, offset: int, length: int) -> str:
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return plain text and entities. Raises ApiError 400 "can't parse entities: …"."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Parser(source).parse()
