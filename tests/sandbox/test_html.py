"""Telegram's HTML → text and entities."""

from typing import Any

import pytest

from bot.sandbox.html import parse_html
from bot.sandbox.wording import message_text


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("a & b &copy; &#65;&#x42;&quot;", 'a & b &copy; AB"', []),
        ("🙂<b>x</b>", "🙂x", [("bold", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<B>a</B><strong>b</strong>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
        ('<span class="tg-spoiler">s</span><tg-spoiler>t</tg-spoiler>', "st", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<u></u>x", "x", []),
        ('<a href="nowhere">x</a>', "x", []),
    ],
)
def test_tags_become_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    plain, found = parse_html(source)
    assert (plain, [(entity["type"], entity["offset"], entity["length"]) for entity in found]) == (text, entities)


@pytest.mark.parametrize(
    ("source", "extra"),
    [
        ('<a href="https://a.org/?b=1&amp;c=2">x</a>', {"url": "https://a.org/?b=1&c=2"}),
        ("<a href='tg://user?id=7'>x</a>", {"url": "tg://user?id=7"}),
        ('<tg-time unix="1647531900" format="t">x</tg-time>', {"unix_time": 1647531900, "date_time_format": "t"}),
    ],
)
def test_attributes_are_kept(source: str, extra: dict[str, Any]) -> None:
    [entity] = parse_html(source)[1]
    assert entity.items() >= extra.items()


def test_white_space_around_is_cut_and_entities_move_along() -> None:
    assert message_text(" \n<b>hi</b> <i> </i>", "HTML", None) == ("hi", [{"type": "bold", "offset": 0, "length": 2}])
