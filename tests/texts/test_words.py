"""How the bot speaks: no word that hurts, nothing alarming on a lock screen, buttons that fit a thumb."""

import re
from importlib.resources import files

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.serializer import serialize_expression

from bot.texts import catalogue

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
    r"\b(recovery|drink|drank|drug|substance|craving|pull|mood|relapse|sober|alcohol|suicid)", re.IGNORECASE
)


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
