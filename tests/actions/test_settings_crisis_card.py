"""Which numbers to call, and the safety line: the member's own choice, seen in the settings and pinned at once."""

import pytest
from sqlmodel import select

from bot.actions.alerts import saying
from bot.actions.joining import pinning
from bot.texts import catalogue
from storage.database import Database, Session
from storage.tables import Outgoing, Person
from tests import builders
from tests.talking import Phone, Town

MAYA = 1


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


def member(town: Town, *, zone: str | None = "Europe/Berlin") -> Phone:
    """She has joined, and has her card pinned."""

    def build(session: Session) -> None:
        maya = builders.person(session, "Maya", tg_id=MAYA, agreed=True, zone=zone)
        maya.pinned_card = pinning.fingerprint(session, maya, now=town.now)

    town.database.write_now(build)
    return town.person(MAYA, "Maya")


def card(town: Town) -> str:
    """Her card as it would read now."""

    def read(session: Session) -> str:
        return catalogue.plain(saying.card(session, session.exec(select(Person)).one(), now=town.now))

    return town.database.read_now(read)


def pinned(town: Town) -> int:
    rows = town.database.read_now(lambda s: s.exec(select(Outgoing).where(Outgoing.kind == "crisis-card-pinned")).all())
    return len(rows)


async def test_the_card_goes_with_the_zone_until_the_member_chooses(town: Town) -> None:
    maya = await member(town).types("/settings")
    assert "Numbers to call: Germany" in maya.text
    assert "TelefonSeelsorge" in card(town)
    await maya.taps("Numbers to call")
    assert "These are the numbers of Germany" in maya.text
    await maya.taps("Ireland")
    assert "Numbers to call: Ireland" in maya.text
    assert "Samaritans" in card(town)


async def test_by_my_clock_takes_the_choice_back(town: Town) -> None:
    maya = await member(town).types("/settings")
    for label in ("Numbers to call", "Japan", "Numbers to call", "By my clock"):
        await maya.taps(label)
    assert "Numbers to call: Germany" in maya.text


async def test_the_new_numbers_are_pinned_at_once(town: Town) -> None:
    maya = await member(town).types("/settings")
    await (await maya.taps("Numbers to call")).taps("Ireland")
    assert pinned(town) == 1


async def test_where_we_know_no_numbers_the_page_says_so_and_offers_the_others(town: Town) -> None:
    maya = await member(town, zone="Asia/Tehran").types("/settings")
    assert "Numbers to call: I know none of where you are" in maya.text
    await maya.taps("Numbers to call")
    assert "I know no numbers of where you are" in maya.text
    assert "United States" in maya.buttons


async def test_a_country_without_a_card_is_asked_again(town: Town) -> None:
    maya = await member(town).sends("set-country:XX")
    assert "Which would you like instead?" in maya.text
    assert "TelefonSeelsorge" in card(town)


async def test_a_move_to_another_country_pins_its_numbers_and_one_within_does_not(town: Town) -> None:
    maya = member(town)
    await maya.sends("zone-yes:set:Europe/Busingen")
    assert pinned(town) == 0
    await maya.sends("zone-yes:set:Europe/Paris")
    assert pinned(town) == 1


async def test_what_matters_with_opioids_is_off_until_the_member_switches_it_on(town: Town) -> None:
    maya = await member(town).types("/settings")
    assert "naloxone" not in card(town)
    await maya.taps("Safety line")
    assert "naloxone" in maya.text
    assert "From: UNODC" in maya.text
    assert "November 2026" in maya.text
    await maya.taps("Show it")
    assert "with the safety line" in maya.text
    assert card(town).splitlines()[-1].startswith("With opioids: after a break")
    assert pinned(town) == 1


async def test_the_safety_line_can_be_left_out_again(town: Town) -> None:
    maya = await member(town).types("/settings")
    for label in ("Safety line", "Show it", "Safety line", "Leave it out"):
        await maya.taps(label)
    assert "with the safety line" not in maya.text
    assert "naloxone" not in card(town)
