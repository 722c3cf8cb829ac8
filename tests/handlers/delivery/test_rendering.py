"""Every message there is, rendered with awkward values, stays within Telegram's limits and is valid markup."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor
from telegram import InlineKeyboardMarkup

from bot.actions.kinds import KINDS
from bot.sandbox import html
from bot.texts import catalogue
from bot.texts.messages import Message, When
from handlers.delivery.callback_data import LONGEST
from handlers.delivery.rendering import render
from handlers.delivery.screens import SCREENS

AWKWARD = {
    "markup": "<b>&",
    "emoji": "😀" * 64,
    "right to left": "مايا بنت سام",
    "long": "W" * 40,
}
LONGEST_TEXT, LONGEST_CAPTION, MOST_IN_A_ROW, MOST_BUTTONS = 4096, 1024, 8, 100
BIG = 2**31 - 1
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

# Values that a text or a keyboard needs in a certain shape; everything else is an awkward text.
SHAPED: dict[str, Any] = {
    "when": When(NOON, date(2026, 3, 3)),
    "since": When(NOON, date(2026, 3, 3)),
    "on": date(2026, 3, 2),
    "time": time(9),
    "times": (time(9), time(20, 30)),
    "at": time(9),
    "days": frozenset({0, 2, 4}),
    "draft": (time(9),),
    "share": "https://t.me/share/url?url=x",
    "offered": (("Europe/London", "London"),),
    "choices": ((BIG, 0, time(9), "none"),),
    "countries": (("HK", "Hong Kong SAR China"),),
    "groups": ((BIG, "W" * 40, "name"),),
    "listed": ((BIG, "W" * 40),),
    "others": ((BIG, "W" * 40),),
    "heirs": ((BIG, "W" * 40),),
    "entries": ((BIG, "W" * 40, "set"),),
    "patterns": ((1, "W" * 16, (time(9), time(20, 30))),),
    "usual": time(9),
    "position": 3,
    "min_age": 18,
    "choice": "reason_with_use",
    "count": 2,
    "full": False,
    "quiet": True,
    "named": True,
    "token": "A" * 22,
    "file": ("alongside.zip", b"PK"),
    "link": "https://t.me/AlongsideDemoBot?start=j_" + "A" * 22,
}
SHAPED_FOR: dict[str, dict[str, Any]] = {
    **{key: {"leader": ((BIG, "W" * 40),), "groups": ((BIG, "W" * 40),)} for key in ("supporters", "supporters-none")},
    "finer": {"draft": "--------"},
    "finer-one": {
        "draft": "--------",
        "levels": (("note", "eeeeeeee", "yes"),),
        "first": ("yes", "EEEEEEEE"),
        "said": "x",
    },
    "finer-preview": {"draft": "--------"},
    "leader-about": {"listed": ((BIG, BIG, "W" * 40),)},
    "grp-days": {"draft": frozenset({0, 2})},
    "zone-near": {"offered": (("Europe/London", time(9), "London"),)},
    "people": {"entries": ((BIG, "W" * 40),)},
    "people-off": {"entries": ((BIG, "W" * 40),)},
    "grp-members": {"others": 3, "entries": ((BIG, "W" * 40),) * 40, "may_name": "yes"},
    "grp-member": {"standing": "member", "may_name": "yes", "removable": "yes"},
    "grp-ended": {"goes_on": "yes"},
    "grp-removed": {"goes_on": "yes"},
    "encouragement": {"words": "W" * 300},
    "report-ask": {"about": "group-link", "ref": "A" * 22, "tie": "group", "heard": "yes"},
    "people-full": {"entries": ((BIG, "W" * 40),)},
    "support-resting": {"others": ("W" * 40, "😀" * 20)},
    "once-done": {"usual": "yes"},
    "grp-overview": {"others": 3},
    **{
        key: {"link": "j" + "A" * 22}
        for key in ("welcome", "join-read-more", "join-told-to", "join-under-age", "join-group")
    },
}


class Values(dict[str, Any]):
    """Whatever a keyboard asks for beyond the text's own values is a row's id."""

    def __missing__(self, name: str) -> Any:
        return BIG


class Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - Fluent's own name
        self.names.add(node.id.name)


def variables() -> dict[str, set[str]]:
    """The names of the values that each text says."""
    source = (files("bot.texts") / "en.ftl").read_text("utf-8")
    found = {}
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, ast.Message):
            seen = Variables()
            seen.visit(entry)
            found[entry.id.name] = {name.removesuffix("-at") for name in seen.names}
    return found


NAMES = variables()
SAID = sorted(kind for kind in NAMES if not kind.startswith("btn-"))


def values_for(kind: str, awkward: str) -> Values:
    shaped = {**SHAPED, **SHAPED_FOR.get(kind, {})}
    return Values({**shaped, **{name: shaped.get(name, awkward) for name in NAMES[kind] | {"supporter", "name"}}})


def labels(keyboard: InlineKeyboardMarkup) -> Iterator[str]:
    for row in keyboard.inline_keyboard:
        assert 1 <= len(row) <= MOST_IN_A_ROW
        for button in row:
            assert button.callback_data is None or len(str(button.callback_data).encode()) <= LONGEST
            assert not str(button.url).startswith("tg:"), "Telegram refuses the message for people with strict privacy"
            yield button.text


@pytest.mark.parametrize("awkward", AWKWARD.values(), ids=AWKWARD.keys())
@pytest.mark.parametrize("kind", SAID)
def test_every_message_keeps_telegrams_limits_whatever_people_are_called(kind: str, awkward: str) -> None:
    screen = render(Message(kind, values_for(kind, awkward)), "en")
    text, _ = html.parse_html(screen.text)
    assert (
        1
        <= len(text.encode("utf-16-le")) // 2
        <= (LONGEST_CAPTION if screen.photo or screen.document else LONGEST_TEXT)
    )
    if isinstance(screen.keyboard, InlineKeyboardMarkup):
        shown = list(labels(screen.keyboard))
        assert all(label.strip() for label in shown)
        assert len(shown) <= MOST_BUTTONS


def test_every_screen_has_its_text() -> None:
    assert sorted(kind for kind in SCREENS if kind not in NAMES) == []


def test_every_outbox_kind_of_one_fixed_text_has_it() -> None:
    dynamic = {
        "crisis-card", "checkin-hide", "operator-notice", "alert-closed-silent", "alert-page-closed",
        "quiet-announcement", "alert-held-anew", "sos-late", "proposal",
    }  # fmt: skip
    missing = [kind for kind in KINDS if kind not in NAMES and kind not in dynamic]
    assert missing == []


def test_what_people_typed_is_escaped_and_shown_as_they_typed_it() -> None:
    said = catalogue.html(Message("checkin-hello", {"name": "<b>&"}))
    assert "&lt;b&gt;&amp;" in said
    assert "<b>&" in html.parse_html(said)[0]


def test_a_name_from_right_to_left_does_not_turn_the_sentence_around() -> None:
    said = catalogue.html(Message("checkin-hello", {"name": "مايا"}))
    assert f"{catalogue.FIRST_STRONG}مايا{catalogue.POP}" in said


def test_no_text_stands_twice_in_the_file() -> None:
    source = (files("bot.texts") / "en.ftl").read_text("utf-8")
    ids = [entry.id.name for entry in FluentParser().parse(source).body if isinstance(entry, ast.Message)]
    assert sorted({name for name in ids if ids.count(name) > 1}) == []
