"""/forget and the other words about one's own data, by the commands and buttons that people have."""

import sqlalchemy as sa
from sqlmodel import col

from storage.database import Database
from storage.queries import traces
from storage.tables import Person
from tests import builders
from tests.talking import Phone, Town

MAYA = 77001122


def somebody(town: Town) -> Phone:
    town.database.write_now(lambda session: builders.person(session, "Maya", tg_id=MAYA, agreed=True).id)
    return town.person(MAYA, "Maya")


async def test_three_taps_erase_everything(database: Database) -> None:
    town = Town(database)
    maya = somebody(town)
    await maya.types("/forget")
    await maya.taps("Go on")
    await maya.taps("Erase everything")
    assert "erased" in maya.text
    assert database.read_now(lambda session: traces.of(session, MAYA)) == {}


async def test_whoever_erased_everything_is_a_stranger_again(database: Database) -> None:
    town = Town(database)
    maya = somebody(town)
    await maya.types("/forget")
    await maya.taps("Go on")
    old = maya.buttons["Erase everything"]
    await maya.taps("Erase everything")
    await maya.sends(old)
    assert "Hi, I'm Alongside" in maya.text
    assert database.read_now(lambda session: session.scalars(sa.select(col(Person.id))).all()) == []


async def test_any_command_in_between_takes_the_question_back(database: Database) -> None:
    town = Town(database)
    maya = somebody(town)
    await maya.types("/forget")
    await maya.taps("Go on")
    erase = maya.buttons["Erase everything"]
    await maya.types("/settings")
    await maya.sends(erase)
    assert "I would erase" in maya.text
