"""Words of self-harm bring the card; an ordinary hard evening does not."""

from itertools import chain

import pytest

from bot.rules.crisis_words import speaks_of_self_harm
from tests.rules import crisis_figures


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


NOTES = crisis_figures.read(crisis_figures.KNOWN)
AT_RISK = NOTES["risk"]
OTHERS = [*chain.from_iterable(said for label, said in NOTES.items() if label != "risk")]


def test_hundreds_of_notes_of_every_kind_are_measured() -> None:
    assert sorted(NOTES) == ["denial", "metaphor", "ordinary", "risk", "story"]
    assert len(AT_RISK) > 300
    assert len(OTHERS) > 300
    assert len({*AT_RISK, *OTHERS}) == len(AT_RISK) + len(OTHERS)


def test_the_fresh_notes_are_new_and_each_is_in_one_half() -> None:
    fresh = [note for said in crisis_figures.read(crisis_figures.FRESH).values() for note in said]
    halves = [{*chain.from_iterable(half.values())} for half in crisis_figures.halves()]
    last = {note for said in crisis_figures.read(crisis_figures.LAST).values() for note in said}
    assert len(fresh) == len({*fresh}) > 500
    assert last.isdisjoint({*fresh, *AT_RISK, *OTHERS})
    assert {*fresh}.isdisjoint({*AT_RISK, *OTHERS})
    assert halves[0] | halves[1] == {*fresh}
    assert halves[0].isdisjoint(halves[1])
    assert min(map(len, halves)) > 200


def test_a_note_with_a_risk_is_hardly_ever_missed() -> None:
    missed = [note for note in AT_RISK if not speaks_of_self_harm(note)]
    assert 1 - len(missed) / len(AT_RISK) >= 0.99, missed


def test_a_card_is_hardly_ever_shown_for_nothing() -> None:
    """Denials are not read as such on purpose: "I don't want to die" shows the card, too."""
    false = [note for note in OTHERS if speaks_of_self_harm(note)]
    right = sum(speaks_of_self_harm(note) for note in AT_RISK)
    assert right / (right + len(false)) >= 0.97, false


def test_fresh_notes_are_found_as_often_as_the_readme_says() -> None:
    """The held-out half is only counted: which of its notes are missed is looked at by nobody who adds words."""
    development, held_out = crisis_figures.halves()
    for notes, least in ((development, 0.95), (held_out, 0.55), (crisis_figures.read(crisis_figures.LAST), 0.95)):
        found, at_risk = crisis_figures.found(notes, crisis_figures.RISK)
        needless, others = crisis_figures.found(notes, *crisis_figures.PLAIN)
        assert found / at_risk >= least
        assert needless / others <= 0.06


def test_an_ordinary_day_never_brings_the_card() -> None:
    assert [note for note in NOTES["ordinary"] if speaks_of_self_harm(note)] == []


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "`", "´", ""])
def test_however_an_apostrophe_is_typed_the_words_are_found(apostrophe: str) -> None:
    assert speaks_of_self_harm(f"I don{apostrophe}t want to live")


@pytest.mark.parametrize(
    "text",
    [
        "je veux plus être là",
        "Ich möchte nicht mehr leben",
        "vorrei morire",
        "queria morrer hoje",
        "Ik wil niet meer leven",
        "jag vill inte leva",
        "jeg vil dø",
        "nie chcę już żyć",
        "nechci už žít",
        "en halua enää elää",
        "хочу умереть",
        "もう死にたい",
        "我不想活了",
    ],
)
def test_people_who_fall_back_on_their_own_language_are_heard(text: str) -> None:
    assert speaks_of_self_harm(text)


@pytest.mark.parametrize(
    "text",
    [
        "could you look after my dog for a week",
        "let me go now, the bus is here",
        "deadline tomorrow",
        "no SI units please",
    ],
)
def test_what_only_sounds_like_a_last_word_does_not(text: str) -> None:
    assert not speaks_of_self_harm(text)


@pytest.mark.parametrize(
    "text", ["QUIERO MORIRME", "Não quero mais viver", "no quiero vivir mas", "Ich will  nicht\nmehr leben"]
)
def test_the_plainest_words_of_some_other_languages_are_found(text: str) -> None:
    assert speaks_of_self_harm(text)


@pytest.mark.parametrize("text", ["I cannot go on", "I can not go on", "I CANNOT GO ON", "i cant go on"])
def test_cannot_is_cant_however_it_is_written(text: str) -> None:
    assert speaks_of_self_harm(text)
