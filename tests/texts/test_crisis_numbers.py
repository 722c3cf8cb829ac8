"""Every number has the form of a number of its country. Form only: whether somebody answers, the operator has to look up."""

import phonenumbers
import pytest
from phonenumbers import shortnumberinfo

from bot.texts.crisis_cards import Line, cards

DIALLED = ("call", "text", "call-or-text", "whatsapp")
REFUSED = {
    # Short codes that phonenumbers 9.0.43 does not know, with the authority's page that names them.
    ("EE", "116 123"): (
        "https://www.sotsiaalkindlustusamet.ee/uudised/"
        "vaimse-tervise-tugiliini-teenust-pakub-nuud-emotsionaalse-toe-ja-hingehoiu-telefon-116-123"
    ),
    ("NL", "113"): "https://www.113.nl/schoolopdracht",
    ("HK", "18111"): "https://news.gov.hk/eng/2023/12/20231227/20231227_162155_701.html",
}
NUMBERS = [(card.country, line) for card in cards().values() for line in card.lines if line.how in DIALLED]


def has_the_form(country: str | None, number: str) -> bool:
    """A full number or a short code of that country, as people there dial it."""
    parsed = phonenumbers.parse(number, country)
    if country is None:
        return bool(shortnumberinfo.is_possible_short_number(parsed))
    short = shortnumberinfo.is_valid_short_number_for_region(parsed, country)
    return bool(short or phonenumbers.is_valid_number_for_region(parsed, country))


@pytest.mark.parametrize(("country", "line"), [one for one in NUMBERS if one[0] is not None])
def test_every_number_has_the_form_of_one_of_its_country(country: str, line: Line) -> None:
    assert has_the_form(country, line.number) or (country, line.number) in REFUSED


@pytest.mark.parametrize(("country", "line"), [one for one in NUMBERS if one[1].purpose == "emergency" and one[0]])
def test_every_emergency_number_is_known_as_one(country: str, line: Line) -> None:
    assert shortnumberinfo.is_emergency_number(line.number, country)


@pytest.mark.parametrize(("country", "number"), REFUSED)
def test_what_is_let_through_all_the_same_is_still_refused_and_stands_on_its_card(country: str, number: str) -> None:
    assert not has_the_form(country, number)
    assert (number, REFUSED[country, number]) in [(line.number, line.source) for line in cards()[country].lines]


@pytest.mark.parametrize(
    ("country", "number"), [("GB", "116 12"), ("US", "998"), ("DE", "0800 111"), ("FR", "3114 3114")]
)
def test_a_number_with_a_digit_too_few_or_too_many_is_seen(country: str, number: str) -> None:
    assert not has_the_form(country, number)
