"""What may not wait for its turn."""

import pytest

from bot.rules.turns import is_urgent


@pytest.mark.parametrize(
    "text", ["/sos", "/SOS", "/sos@alongside_bot", " /sos please", "I want to die", "quiero morir"]
)
def test_a_call_for_help_and_words_of_self_harm_are_urgent(text: str) -> None:
    assert is_urgent(text, "")


@pytest.mark.parametrize("text", ["", " ", "sos", "/sosig", "/checkin", "4 7 no", "I had a hard night"])
def test_other_words_wait_for_their_turn(text: str) -> None:
    assert not is_urgent(text, "")


def test_of_all_buttons_only_the_one_that_calls_everybody_is_urgent() -> None:
    assert is_urgent("", "sos")
    assert not is_urgent("", "sos-ok:3")
    assert not is_urgent("", "start:3")
