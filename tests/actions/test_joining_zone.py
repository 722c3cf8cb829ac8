"""Where somebody's clock stands: told by the hour, a city, a shared place or a group; and no place is ever kept."""

import json

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from storage.database import Database
from storage.tables import Person
from tests.talking import Phone, Town

DELHI, BERLIN, OCEAN = (28.6139, 77.2090), (52.52, 13.405), (-48.88, -123.39)


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


async def asked_for_the_zone(town: Town) -> Phone:
    maya = await town.person(1).types("/start")
    await maya.taps("OK, I agree")
    return await maya.taps("8:00")


def zone_of(database: Database) -> str | None:
    return database.read_now(lambda session: session.exec(select(Person.zone)).one())


def everything(database: Database) -> str:
    """All that is stored, opened where it is encrypted, as one text."""

    def read(session: Session) -> str:
        return json.dumps(
            [[str(value) for value in row] for table in SQLModel.metadata.sorted_tables
             for row in session.execute(sa.select(table))]
        )  # fmt: skip

    return database.read_now(read)


async def test_a_shared_place_within_a_big_city_is_confirmed_by_its_hour(town: Town, database: Database) -> None:
    maya = await asked_for_the_zone(town)
    await maya.taps("Share my place")
    await maya.shares_place(*BERLIN)
    assert "didn't keep the place" in maya.text
    assert "Is it 10:00 where you are?" in maya.screens[1].text
    await maya.taps("Yes")
    assert "See you" in maya.text
    assert zone_of(database) == "Europe/Berlin"


async def test_between_clocks_a_shared_place_offers_each_with_its_hour(town: Town, database: Database) -> None:
    maya = await asked_for_the_zone(town)
    await maya.taps("Share my place")
    await maya.shares_place(*DELHI)
    assert "14:45, Kathmandu" in maya.buttons
    await maya.taps("14:30, Kolkata")
    assert "See you" in maya.text
    assert zone_of(database) == "Asia/Kolkata"


async def test_none_of_the_clocks_near_a_place_asks_for_the_time(town: Town) -> None:
    maya = await asked_for_the_zone(town)
    await maya.taps("Share my place")
    await maya.shares_place(*DELHI)
    await maya.taps("None of these")
    assert "What time is it for you now?" in maya.text


async def test_the_coordinates_are_never_stored(town: Town, database: Database) -> None:
    maya = await asked_for_the_zone(town)
    await maya.taps("Share my place")
    await maya.shares_place(*DELHI)
    await maya.taps("14:30, Kolkata")
    kept = everything(database)
    assert "Kolkata" in kept
    assert not [degrees for degrees in ("28.6", "77.2") if degrees in kept]


async def test_in_the_middle_of_an_ocean_there_are_clocks_to_choose_from(town: Town) -> None:
    maya = await asked_for_the_zone(town)
    await maya.shares_place(*OCEAN)
    assert len(maya.buttons) > 1


async def test_a_place_that_nobody_asked_for_is_met_like_a_voice_message(town: Town, database: Database) -> None:
    maya = await asked_for_the_zone(town)
    await maya.types("Madrid")
    await maya.types("yes")
    await maya.shares_place(*DELHI)
    assert "Is it urgent?" in maya.text
    assert zone_of(database) == "Europe/Madrid"


async def test_a_stranger_who_shares_a_place_reads_what_this_is_and_nothing_is_stored(
    town: Town, database: Database
) -> None:
    before = everything(database)
    maya = await town.person(1).shares_place(*BERLIN)
    assert "Hi, I'm Alongside" in maya.text
    assert everything(database) == before


@pytest.mark.parametrize("said", ["yes", "Yes.", "y"])
async def test_a_typed_yes_confirms_the_hour_that_is_shown(town: Town, database: Database, said: str) -> None:
    maya = await asked_for_the_zone(town)
    await maya.types("Madrid")
    await maya.types(said)
    assert "See you" in maya.text
    assert zone_of(database) == "Europe/Madrid"


async def test_a_typed_no_asks_for_the_time(town: Town, database: Database) -> None:
    maya = await asked_for_the_zone(town)
    await maya.types("Madrid")
    await maya.types("no")
    assert "What time is it for you now?" in maya.text
    assert zone_of(database) is None


async def test_a_time_typed_over_the_shared_place_takes_its_button_away(town: Town) -> None:
    maya = await asked_for_the_zone(town)
    await maya.taps("Share my place")
    await maya.types("Madrid")
    assert type(maya.screens[0].keyboard).__name__ == "ReplyKeyboardRemove"
    await maya.taps("Yes")
    assert "See you" in maya.text


async def test_a_place_moves_the_clock_in_settings_too(town: Town, database: Database) -> None:
    maya = await asked_for_the_zone(town)
    await maya.types("Madrid")
    await maya.taps("Yes")
    await maya.types("/settings")
    await maya.taps("My clock")
    await maya.taps("Share my place")
    await maya.shares_place(*BERLIN)
    await maya.taps("Yes")
    assert zone_of(database) == "Europe/Berlin"
