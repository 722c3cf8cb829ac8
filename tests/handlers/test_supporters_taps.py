"""What a supporters' button may say, and what is refused as none of ours."""

import pytest

from bot.actions.supporters import links
from bot.actions.supporters.reaching import Route
from bot.rules.consent import Choice
from handlers import supporters
from handlers.delivery.callback_data import Tap, UnknownTap, pack, unpack

TOKEN = "jC4HGIIs5Hyox0EH5myw5A"


def test_a_link_comes_back_from_its_button_as_it_went() -> None:
    tap = unpack(pack("lnk-yes", *links.halves(TOKEN)))
    assert supporters._token(tap) == TOKEN


@pytest.mark.parametrize("args", [(), ("8c2e071882ecc4",), ("not-hex", "not-hex"), ("8c2", "e0")])
def test_a_forged_link_is_refused(args: tuple[str, ...]) -> None:
    with pytest.raises(UnknownTap):
        supporters._token(Tap("lnk-yes", args))


@pytest.mark.parametrize("choice", Choice)
def test_a_choice_comes_back_from_its_button(choice: Choice) -> None:
    tap = unpack(pack("sup-save", 7, choice.value.replace("_", "-")))
    assert supporters._word(tap, 1, Choice) is choice


@pytest.mark.parametrize("args", [("7",), ("7", "everything"), ("7", "bot-x")])
def test_a_forged_word_is_refused(args: tuple[str, ...]) -> None:
    for words in (Choice, Route):
        with pytest.raises(UnknownTap):
            supporters._word(Tap("sup-save", args), 1, words)
