"""Crisis cards: every number with its source, the emergency number first, and honest about its age."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.texts import catalogue, crisis_cards
from bot.texts.crisis_cards import Line
from bot.texts.messages import Message

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
YEAR = timedelta(days=365)


def line(seen_on: date | None) -> Line:
    return Line("emergency", "Emergency", "112", "call", "always", "https://example.org", seen_on)


def said(country: str, **more: Any) -> str:
    return catalogue.plain(crisis_cards.card(crisis_cards.cards()[country], today=TODAY, **more))


@pytest.mark.parametrize("country", list(crisis_cards.cards()))
def test_every_line_has_a_source_and_the_emergency_number_leads(country: str | None) -> None:
    lines = crisis_cards.cards()[country].lines
    assert lines[0].purpose == "emergency"
    assert any(one.purpose == "crisis" for one in lines)
    assert all(one.source.startswith("http") and one.number and one.name for one in lines)
    assert all(one.how in ("call", "text", "call-or-text", "whatsapp", "web") for one in lines)


def test_there_are_cards_of_many_countries() -> None:
    assert len([code for code in crisis_cards.cards() if code is not None]) >= 26


def test_the_members_own_choice_comes_before_their_zone() -> None:
    assert crisis_cards.find(country="NZ", zone="Europe/Berlin").country == "NZ"
    assert crisis_cards.find(country=None, zone="Europe/Berlin").country == "DE"


@pytest.mark.parametrize(
    ("zone", "country"), [("US/Eastern", "US"), ("Europe/Belfast", "GB"), ("NZ", "NZ"), ("Japan", "JP")]
)
def test_an_old_name_of_a_zone_finds_its_country_too(zone: str, country: str) -> None:
    assert crisis_cards.find(country=None, zone=zone).country == country


@pytest.mark.parametrize(("country", "zone"), [(None, None), (None, "Etc/UTC"), ("XX", None), (None, "Asia/Tehran")])
def test_an_unknown_country_gets_emergency_services_and_a_directory(country: str | None, zone: str | None) -> None:
    assert crisis_cards.find(country=country, zone=zone).country is None


@pytest.mark.parametrize(
    ("verified_on", "unchecked"),
    [(None, True), (TODAY, False), (TODAY - YEAR, False), (TODAY - YEAR - DAY, True)],
)
def test_a_card_says_that_it_is_unchecked_until_the_operator_looked_and_again_after_twelve_months(
    verified_on: date | None, unchecked: bool
) -> None:
    assert ("Not checked lately" in said("IE", verified_on=verified_on)) is unchecked


def test_checked_or_not_the_emergency_number_leads_the_card() -> None:
    for verified_on in (None, TODAY):
        told = said("US", verified_on=verified_on)
        assert told.startswith("<b>Emergency</b>: call 911, day and night")
        assert "call or text 988" in told


@pytest.mark.parametrize(
    ("seen_on", "old"), [(None, True), (TODAY, False), (TODAY - YEAR, False), (TODAY - YEAR - DAY, True)]
)
def test_a_page_without_a_date_counts_as_old_and_so_does_one_of_over_twelve_months(
    seen_on: date | None, old: bool
) -> None:
    assert line(seen_on).is_old(today=TODAY) is old


def test_hours_and_languages_are_told_where_the_source_names_them() -> None:
    assert "call 116 123, Monday to Friday, 14:00 to 22:00" in said("PL")
    assert "call 2896 0000, day and night (English, Cantonese and Mandarin)" in said("HK")


def test_what_matters_with_opioids_is_said_only_where_it_was_asked_for() -> None:
    assert "naloxone" not in said("US")
    assert said("US", opioids=True).endswith(catalogue.plain(Message("opioid-line")))


def test_a_card_knows_for_what_no_source_was_found() -> None:
    assert crisis_cards.cards()["CA"].lacks == ("substance",)
    assert crisis_cards.cards()["FR"].lacks == ()
