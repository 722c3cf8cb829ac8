"""Words of self-harm bring the card; an ordinary hard evening does not."""

from itertools import chain
from pathlib import Path

import pytest

from bot.rules.crisis_words import speaks_of_self_harm


@pytest.mark.parametrize(
    "text",
    [
        "I want to die",
        "i dont want to be here anymore",
        "I don’t want to live any more",
        "thinking about SUICIDE again",
        "I could kill myself",
        "gonna end it all tonight",
        "I cut  myself\nlast night",
        "everyone would be better off without me",
        "I wish I was dead",
        "life isn't worth living",
        "I took all my pills",
        "kms",
        "I can't go on",
        "no point in living",
        "tired of being alive",
    ],
)
def test_words_of_self_harm_bring_the_card(text: str) -> None:
    assert speaks_of_self_harm(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4 7 no",
        "I'm dying for a drink",
        "my phone died",
        "work is killing me",
        "I cut my finger cooking",
        "my uncle died last year",
        "I skilled myself up",
        "end of the week at last",
        "I took my pills this morning",
        "hang on, I'm coming",
    ],
)
def test_an_ordinary_hard_day_does_not(text: str) -> None:
    assert not speaks_of_self_harm(text)


def notes() -> dict[str, list[str]]:
    """The labelled notes, by their label."""
    found: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "crisis_notes.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            label = found[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            label.append(line)
    return found


NOTES = notes()
AT_RISK = NOTES["risk"]
OTHERS = [*chain.from_iterable(said for label, said in NOTES.items() if label != "risk")]


def test_hundreds_of_notes_of_every_kind_are_measured() -> None:
    assert sorted(NOTES) == ["denial", "metaphor", "ordinary", "risk", "story"]
    assert len(AT_RISK) > 300
    assert len(OTHERS) > 300
    assert len({*AT_RISK, *OTHERS}) == len(AT_RISK) + len(OTHERS)


def test_a_note_with_a_risk_is_hardly_ever_missed() -> None:
    missed = [note for note in AT_RISK if not speaks_of_self_harm(note)]
    assert 1 - len(missed) / len(AT_RISK) >= 0.99, missed


def test_a_card_is_hardly_ever_shown_for_nothing() -> None:
    """Denials are not read as such on purpose: "I don't want to die" shows the card, too."""
    false = [note for note in OTHERS if speaks_of_self_harm(note)]
    right = sum(speaks_of_self_harm(note) for note in AT_RISK)
    assert right / (right + len(false)) >= 0.97, false


def test_an_ordinary_day_never_brings_the_card() -> None:
    assert [note for note in NOTES["ordinary"] if speaks_of_self_harm(note)] == []


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "`", "´", ""])
def test_however_an_apostrophe_is_typed_the_words_are_found(apostrophe: str) -> None:
    assert speaks_of_self_harm(f"I don{apostrophe}t want to live")


@pytest.mark.parametrize(
    "text", ["QUIERO MORIRME", "Não quero mais viver", "no quiero vivir mas", "Ich will  nicht\nmehr leben"]
)
def test_the_plainest_words_of_some_other_languages_are_found(text: str) -> None:
    assert speaks_of_self_harm(text)


@pytest.mark.parametrize("text", ["I cannot go on", "I can not go on", "I CANNOT GO ON", "i cant go on"])
def test_cannot_is_cant_however_it_is_written(text: str) -> None:
    assert speaks_of_self_harm(text)
