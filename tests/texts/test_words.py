"""How the bot speaks: no word that hurts, nothing alarming on a lock screen, buttons that fit a thumb."""

import re
from importlib.resources import files

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.serializer import serialize_expression

from bot.actions.kinds import KINDS
from bot.texts import catalogue
from bot.texts.messages import Message

UNWANTED = (
    r"addict(s|ed)?\b(?!ion)",
    r"alcoholic",
    r"junkie",
    r"abus(e|er|ers)\b",
    r"\bclean\b",
    r"\bdirty\b",
    r"relaps",
    r"\bslip(ped)?\b",
    r"fell off",
    r"\bhabit",
    r"\bfail(ed|ure)?\b",
    r"missed again",
    r"non-?compliant",
    r"in denial",
    r"streak",
    r"day 0\b",
    r"committed suicide",
    r"great job",
    r"good job",
    r"stay strong",
    r"you've got this",
    r"don't worry",
    r"at risk",
    r"\boverdue\b",
)
EMPHATIC = re.compile(r"[!]")
TELLING_ON_A_LOCK_SCREEN = re.compile(
    r"\b(recover|drink|drank|drug|substance|craving|pull|mood|relapse|sober|alcohol|suicid|overdos|opioid|naloxone"
    r"|self-harm|at risk|therap|treatment|(you|they|i) used)",
    re.IGNORECASE,
)
# Said inside another message, below its first line: the test of that message is the one that counts.
INSIDE = {
    *(
        "finer-signal",
        "finer-line",
        "finer-said-both",
        "grp-week",
        "ratings",
        "reason-after_use",
        "reason-low",
        "reason-risen",
    ),
    *("reason-strain", "reason-strong", "reason-used", "template-early_recovery", "template-sober_house", "unread"),
    *("who-sees-reason-without-use", "who-sees-reason-with-use", "opioid-line", "crisis-opioids"),
}
# Shown only in answer to a tap or a text of a moment ago, mostly by redrawing what is there; never by themselves.
IN_THE_OPEN_CHAT = {
    *("checkin-craving", "checkin-used", "checkin-shown", "hint-open", "set-use", "sharing-saved"),
}
OF_LEADERS = {"grp-ask-template", *("template-early_recovery", "template-sober_house")}


def texts(language: str = "en") -> dict[str, str]:
    """Every text as it stands in the file, its placeables written as they are."""
    source = (files("bot.texts") / f"{language}.ftl").read_text("utf-8")
    found = {}
    for entry in FluentParser().parse(source).body:
        assert not isinstance(entry, ast.Junk), entry.content
        if isinstance(entry, ast.Message) and entry.value is not None:
            found[entry.id.name] = "".join(_said(part) for part in entry.value.elements)
    return found


def _said(part: object) -> str:
    if isinstance(part, ast.TextElement):
        return part.value
    assert isinstance(part, ast.Placeable)
    if isinstance(part.expression, ast.SelectExpression):
        return " / ".join("".join(_said(e) for e in variant.value.elements) for variant in part.expression.variants)
    return serialize_expression(part.expression)


TEXTS = texts()
SENTENCES = {key: text for key, text in TEXTS.items() if not key.startswith("btn-")}
BUTTONS = {key: text for key, text in TEXTS.items() if key.startswith("btn-")}


@pytest.mark.parametrize("key", TEXTS)
def test_no_text_uses_a_word_that_hurts(key: str) -> None:
    hits = [word for word in UNWANTED if re.search(word, TEXTS[key], re.IGNORECASE)]
    assert not hits, TEXTS[key]


def test_the_screen_for_such_words_would_catch_them() -> None:
    said = "Good job staying clean, no relapse, your streak is safe"
    assert sum(bool(re.search(word, said, re.IGNORECASE)) for word in UNWANTED) == 4


@pytest.mark.parametrize("key", TEXTS)
def test_nothing_is_shouted(key: str) -> None:
    assert not EMPHATIC.search(TEXTS[key])


@pytest.mark.parametrize("key", BUTTONS)
def test_a_button_has_one_to_five_words(key: str) -> None:
    for variant in BUTTONS[key].split(" / "):
        assert 1 <= len(variant.split()) <= 5, variant


@pytest.mark.parametrize("key", [key for key in SENTENCES if catalogue.has(key)])
def test_no_text_is_longer_than_a_phone_screen(key: str) -> None:
    assert len(TEXTS[key]) <= 1500


@pytest.mark.parametrize("key", ["alert-not-reached", "alert-still-worried", "how-to-help", "sos-page", "sos-thanks"])
def test_who_may_fear_for_a_life_reads_what_to_do(key: str) -> None:
    assert "call the emergency number where they are" in TEXTS[key]


def test_a_part_that_has_nothing_to_say_leaves_no_gap() -> None:
    assert catalogue._tidy("A heavy day.  What would help? \n\n    Sam ") == "A heavy day. What would help?\n\n    Sam"


def first_line(key: str) -> str:
    return TEXTS[key].split("\n")[0]


@pytest.mark.parametrize("key", sorted(set(SENTENCES) - INSIDE - IN_THE_OPEN_CHAT))
def test_what_a_lock_screen_may_show_is_harmless(key: str) -> None:
    """Captions of files and pictures, and pop-ups, stand in the same file and are held to the same."""
    assert not TELLING_ON_A_LOCK_SCREEN.search(first_line(key)), first_line(key)


def test_nothing_that_may_ring_by_itself_is_let_off() -> None:
    rings = set(KINDS) | {"crisis-card-pinned", "export", "grp-made", "grp-link"}
    assert not rings & (INSIDE | IN_THE_OPEN_CHAT)


def test_whoever_is_let_off_is_needed_there() -> None:
    let_off = INSIDE | IN_THE_OPEN_CHAT
    assert let_off <= set(SENTENCES)
    telling = {key for key in SENTENCES if TELLING_ON_A_LOCK_SCREEN.search(first_line(key))}
    assert (
        let_off - {"finer-line", "who-sees-reason-without-use", "who-sees-reason-with-use", "crisis-opioids"} <= telling
    )


@pytest.mark.parametrize("key", ["alert-page", "alert-reminder", "alert-more", "alert-join", "alert-preview"])
def test_a_reason_never_stands_in_the_first_line_of_an_alert(key: str) -> None:
    why = Message("why", {"lines": (Message("reason-used"), Message("reason-strain"))})
    opening = Message("opening", {"name": "Maya"})
    said = catalogue.plain(
        Message(key, {"opening": opening, "why": why, "reach": "x", "by": "Sam", "supporter": "Sam"})
    )
    assert "drank" in said and not TELLING_ON_A_LOCK_SCREEN.search(said.split("\n")[0])


def test_nobody_is_spoken_to_as_somebody_in_recovery() -> None:
    """Nobody has said so by writing to the bot; only the names of a group's rhythms, chosen by leaders, say the word."""
    said = {key for key, text in TEXTS.items() if re.search(r"recover|sober", text, re.IGNORECASE)}
    assert said == {*OF_LEADERS, "btn-template-early_recovery", "btn-template-sober_house"}
