"""Whoever has a language is read by it, and by English beside it; without a table of their own, by English alone."""

from dataclasses import replace
from datetime import time

import pytest

from bot.rules import typed, typed_answers
from bot.rules.typed_answers import Unread, read
from bot.rules.typed_hours import hours
from bot.rules.typed_patterns import patterns
from bot.rules.typed_span import span
from bot.rules.typed_words import ENGLISH
from bot.rules.vocabulary import Question

OTHER = replace(
    ENGLISH, numbers={"sju": 7, "ett": 1}, moods={"toppen": 5}, yes=frozenset({"ja"}), no=frozenset({"nej"}), here=frozenset({"här"}),
    skip=frozenset({"hoppa"}), enough=frozenset({"klart"}), noon=frozenset({"mitt på dagen"}),
)  # fmt: skip


@pytest.fixture(autouse=True)
def other(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (typed, typed_answers):
        monkeypatch.setattr(module, "WORDS", {"en": ENGLISH, "sv": OTHER})


def test_each_kind_of_answer_is_read_by_the_words_of_the_language() -> None:
    assert typed.hour("mitt på dagen", language="sv") == time(12)
    assert typed.rating("sju", 0, 10, language="sv") == 7
    assert (typed.mood("toppen", language="sv"), typed.mood("ett", language="sv")) == (5, 1)
    assert (typed.yes_no("Ja", language="sv"), typed.yes_no("nej", language="sv")) == (True, False)
    assert typed.here("här", language="sv")
    assert (
        typed.skip("hoppa", language="sv")
        and typed.enough("hoppa", language="sv")
        and typed.enough("klart", language="sv")
    )
    assert hours("ett, sju", language="sv") == (time(1), time(7)) == hours("ett sju", language="sv")
    assert span("ett - sju", language="sv") == (time(1), time(7))
    assert patterns("tidigt ett / sent sju", count=1, language="sv") == (("tidigt", (time(1),)), ("sent", (time(7),)))
    assert patterns("tidigt ett ett / sent sju", count=1, language="sv") is None
    assert read("sju", asked=Question.CRAVING, language="sv") == {Question.CRAVING: 7}


def test_english_is_understood_beside_it_and_is_what_is_spoken_where_nothing_else_is() -> None:
    for language in ("sv", "en", "xx"):
        assert typed.hour("noon", language=language) == time(12)
        assert typed.rating("seven", 0, 10, language=language) == 7
        assert typed.yes_no("yes", language=language) is True
        assert typed.here("here", language=language) and typed.skip("skip", language=language)
        assert typed.mood("good", language=language) == 5
        assert read("seven", asked=Question.CRAVING, language=language) == {Question.CRAVING: 7}
    for language in ("en", "xx"):
        assert typed.rating("sju", 0, 10, language=language) is None
        assert isinstance(read("sju", asked=Question.CRAVING, language=language), Unread)


def test_english_is_spoken_where_no_language_is_given() -> None:
    assert {typed.hour("sju"), typed.rating("sju", 0, 10), typed.mood("toppen"), typed.yes_no("ja")} == {None}
    assert not typed.here("här") and not typed.skip("hoppa") and not typed.enough("klart")
    assert {hours("sju"), span("ett - sju"), patterns("tidigt ett / sent sju", count=1)} == {None}
