"""Words of self-harm bring the card; an ordinary hard evening does not."""

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
