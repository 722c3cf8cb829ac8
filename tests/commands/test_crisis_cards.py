"""What the operator confirmed is kept, shown on the cards for a year, and asked for again after it."""

import argparse
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.__main__ import build_parser, main
from bot.actions.alerts import saying
from bot.commands import crisis_cards as command
from bot.commands.crisis_cards import NotReady, act, demand_schema, listed
from bot.commands.migrate import migrate
from bot.settings import from_environment
from bot.texts import catalogue
from bot.texts.crisis_cards import cards
from storage.database import Database, Session
from storage.migrations import head_version
from storage.opening import Survey
from storage.queries import cards as checks
from tests.builders import NOW, person

TODAY = date(2026, 11, 21)
YEAR = timedelta(days=365)
DAY = timedelta(days=1)


def rows(verified: dict[str, date]) -> dict[str, str]:
    """The line of each card that is to be looked up."""
    return {line[:2]: line for line in listed(verified, today=TODAY) if line[2:4] == "  " and line[:2].isupper()}


def test_before_anything_is_confirmed_every_card_is_listed_with_every_number_and_its_page() -> None:
    told = "\n".join(listed({}, today=TODAY))
    assert set(rows({})) == {card.code for card in cards().values()}
    assert all(line.number in told and line.source in told for card in cards().values() for line in card.lines)
    assert "CA  never confirmed; no source found for: substance" in told


def test_a_confirmed_card_is_listed_again_after_twelve_months() -> None:
    assert "IE" not in rows({"IE": TODAY - YEAR})
    assert rows({"IE": TODAY - YEAR - DAY})["IE"].startswith("IE  confirmed on 2025-11-20, over 12 months ago")


def test_a_page_without_a_date_is_listed_as_old_and_a_new_one_is_not() -> None:
    told = "\n".join(listed({}, today=TODAY))
    assert "page: no date, old)  https://www.samaritans.org" in told
    assert "page: 2026-01-22)  https://github.com/SocialGouv" in told


def test_what_was_confirmed_takes_the_warning_off_that_card_and_no_other(database: Database) -> None:
    def reads(session: Session, country: str) -> str:
        return catalogue.plain(saying.card(session, person(session, country=country), now=NOW))

    assert "Not checked lately" in database.write_now(lambda session: reads(session, "IE"))
    assert "\n".join(act(database, confirm="IE", today=NOW.date())).startswith("IE: confirmed on 2026-03-02")
    assert "Not checked lately" not in database.write_now(lambda session: reads(session, "IE"))
    assert "Not checked lately" in database.write_now(lambda session: reads(session, "GB"))


def test_confirming_again_moves_the_date(database: Database) -> None:
    for on in (TODAY - YEAR, TODAY):
        list(act(database, confirm="ZZ", today=on))
    assert database.read_now(checks.all_verified_on) == {"ZZ": TODAY}


def test_a_country_is_known_however_it_is_typed_and_refused_where_there_is_no_card() -> None:
    assert build_parser("crisis-cards").parse_args(["crisis-cards", "confirm", "ie"]).confirm == "IE"
    with pytest.raises(argparse.ArgumentTypeError, match="no card"):
        command.country("XX")


@pytest.mark.parametrize("found", [None, Survey(None, None), Survey("0000", None)])
def test_without_a_database_of_this_version_it_says_what_to_do(found: Survey | None) -> None:
    with pytest.raises(NotReady):
        demand_schema(found)
    demand_schema(Survey(head_version(), None))


def test_the_command_lists_and_confirms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    assert main(["crisis-cards"]) == 1
    assert "no database yet" in capsys.readouterr().err
    migrate(from_environment(token_needed=False), now=lambda: NOW)
    assert main(["crisis-cards", "confirm", "NZ"]) == 0
    assert main(["crisis-cards"]) == 0
    told = capsys.readouterr().out
    assert "NZ: confirmed on" in told
    assert "1 confirmed within 12 months: NZ." in told
