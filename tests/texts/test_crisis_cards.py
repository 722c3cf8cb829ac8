"""Crisis cards: every number with its source, the emergency number first, and honest about its age."""

from datetime import date, timedelta

import pytest

from bot.texts import catalogue, crisis_cards
from bot.texts.crisis_cards import Card, Line

TODAY = date(2026, 11, 20)
YEAR = timedelta(days=365)


def line(seen_on: date | None) -> Line:
    return Line("emergency", "Emergency", "112", "call", "always", "https://example.org", seen_on)


@pytest.mark.parametrize("country", list(crisis_cards.cards()))
def test_every_line_has_a_source_and_the_emergency_number_leads(country: str | None) -> None:
    lines = crisis_cards.cards()[country].lines
    assert lines[0].purpose == "emergency"
    assert any(one.purpose == "crisis" for one in lines)
    assert all(one.source.startswith("http") and one.number and one.name for one in lines)
    assert all(one.how in ("call", "text", "call-or-text", "web") for one in lines)


def test_the_members_own_choice_comes_before_their_zone() -> None:
    assert crisis_cards.find(country="NZ", zone="Europe/Berlin").country == "NZ"
    assert crisis_cards.find(country=None, zone="Europe/Berlin").country == "DE"


@pytest.mark.parametrize(("country", "zone"), [(None, None), (None, "Etc/UTC"), ("XX", None), (None, "Asia/Tokyo")])
def test_an_unknown_country_gets_emergency_services_and_a_directory(country: str | None, zone: str | None) -> None:
    assert crisis_cards.find(country=country, zone=zone).country is None


def test_a_card_counts_as_confirmed_for_twelve_months() -> None:
    card = Card("GB", (line(TODAY),))
    for days, confirmed in ((365, True), (366, False)):
        verified_on = TODAY - timedelta(days=days)
        assert crisis_cards.is_confirmed(card, verified_on=verified_on, today=TODAY) is confirmed


def test_a_page_without_a_date_counts_as_old_and_so_does_one_read_long_ago() -> None:
    for seen_on, confirmed in ((None, False), (TODAY - YEAR, True), (TODAY - YEAR - timedelta(days=1), False)):
        card = Card("GB", (line(seen_on),))
        assert crisis_cards.is_confirmed(card, verified_on=TODAY, today=TODAY) is confirmed


def test_until_the_operator_has_checked_it_the_card_says_so() -> None:
    said = crisis_cards.card(country="US", zone=None, today=TODAY)
    assert said.kind == "crisis-lines-unverified"
    assert catalogue.plain(said).startswith("<b>Emergency</b>: call 911, day and night")
    assert "call or text 988" in catalogue.plain(said)
