"""A group's end, and a member's: told kindly, and everybody keeps their check-in."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from bot.actions.groups import handing_over
from bot.rules import leading
from bot.rules.vocabulary import CheckinState
from storage.database import Database
from storage.tables import Checkin, Enrolment, Group, Person
from tests import builders
from tests.actions.groups_stage import (
    DANA,
    LEE,
    MAYA,
    block,
    cadences,
    deliver,
    enrolled,
    led,
    link_of,
    member,
    roles_of,
    somebody,
)
from tests.talking import Town


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


async def test_a_leader_who_leaves_alone_closes_with_notice_and_members_keep_their_check_ins(
    town: Town, database: Database
) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya", keep="12:00")
    lee = await member(town, LEE, "Lee", shown="Join, only count me")
    old = link_of(database)
    await dana.types("/group")
    await dana.taps("Step back")
    assert "Nobody leads Morning circle with you" in dana.text
    await dana.taps("Close the group")
    await dana.taps("Yes, close it")
    assert {one.next_at for one in enrolled(database, MAYA)} == {builders.NOW.replace(hour=12)}
    assert cadences(database, MAYA) == [({0, 2, 4}, [(12, 0)])]
    read = deliver(town, dana, maya, lee)
    [ended] = read["Maya"]
    assert ended.startswith("Morning circle has come to an end: nobody leads it any more. Your check-in is yours")
    assert ended.endswith("See you at 12:00.")
    await maya.taps("Keep my check-in")
    assert maya.text == "Okay, it goes on. See you at 12:00."
    await lee.taps("Stop")
    assert enrolled(database, LEE) == []
    assert "Come back whenever you like" in lee.text
    eve = somebody(town, 5, "Eve")
    await eve.types(f"/start {old}")
    assert "no longer works" in eve.text


async def test_closing_asks_nobody_twice_on_the_same_date(town: Town, database: Database) -> None:
    dana = await led(town)
    await member(town, MAYA, "Maya", keep="12:00")
    database.write_now(lambda session: early_today(session))
    await dana.types("/group")
    for label in ("Step back", "Close the group", "Yes, close it"):
        await dana.taps(label)
    assert [one.next_on for one in enrolled(database, MAYA)] == [date(2026, 3, 4)]


def early_today(session: Session) -> None:
    """The one member has answered today's already."""
    row = session.exec(select(Enrolment)).one()
    session.add(
        Checkin(person_id=row.person_id, cadence_id=row.cadence_id, on=builders.TODAY, slot=0, zone="Etc/UTC",
                state=CheckinState.ANSWERED, planned_at=builders.NOW.replace(hour=12), answered_at=builders.NOW)
    )  # fmt: skip


async def test_whoever_has_an_hour_of_their_own_keeps_just_that_when_a_group_ends(
    town: Town, database: Database
) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")

    def own(session: Session) -> None:
        who = session.exec(select(Person).where(Person.tg_hash == session.info["keyring"].hash_id(MAYA))).one()
        rhythm = builders.cadence(session, who)
        builders.enrolment(session, who, rhythm, next_at=builders.NOW + timedelta(hours=9), next_on=builders.TODAY)

    database.write_now(own)
    await dana.types("/group")
    for label in ("Step back", "Close the group", "Yes, close it"):
        await dana.taps(label)
    assert [one.next_at for one in enrolled(database, MAYA)] == [builders.NOW + timedelta(hours=9)]
    assert "Everything of yours stays as it is" in deliver(town, maya)["Maya"][0]
    assert "Stop" not in maya.buttons


@pytest.mark.parametrize(("short_by", "closed"), [(timedelta(seconds=1), False), (timedelta(0), True)])
async def test_a_leader_out_of_reach_for_fourteen_days_leaves_members_told_and_with_their_check_ins(
    town: Town, database: Database, short_by: timedelta, closed: bool
) -> None:
    await led(town)
    maya = await member(town, MAYA, "Maya")
    block(town, DANA)
    town.now += timedelta(hours=48) + timedelta(days=14) - short_by
    database.write_now(lambda session: handing_over.look_due(session, now=town.now))
    read = deliver(town, maya)
    assert (read != {}) is closed
    group = database.read_now(lambda session: session.exec(select(Group)).one())
    assert (group.closed_at is not None) is closed
    assert len(enrolled(database, MAYA)) == 1
    if closed:
        assert "nobody leads it any more" in read["Maya"][0]
        assert {"Keep my check-in", "Stop"} <= set(maya.buttons)


async def test_a_leader_who_is_back_in_time_keeps_the_group(town: Town, database: Database) -> None:
    dana = await led(town)
    block(town, DANA)
    town.pass_by(days=10)
    await dana.types("/group")
    town.now += leading.LOST_AFTER
    database.write_now(lambda session: handing_over.look_due(session, now=town.now))
    group = database.read_now(lambda session: session.exec(select(Group)).one())
    assert (group.closed_at, group.look_at) == (None, None)


async def test_a_look_that_comes_too_early_waits_for_its_day(town: Town, database: Database) -> None:
    await led(town)
    block(town, DANA)

    def look_now(session: Session) -> None:
        session.exec(select(Group)).one().look_at = town.now
        handing_over.look_due(session, now=town.now)

    database.write_now(look_now)
    group = database.read_now(lambda session: session.exec(select(Group)).one())
    assert (group.closed_at, group.look_at) == (None, leading.lost_at(town.now))


async def test_nobody_looks_at_leaders_who_are_within_reach(town: Town, database: Database) -> None:
    await led(town)
    assert database.read_now(lambda session: session.exec(select(Group)).one()).look_at is None


async def test_a_member_is_taken_off_the_list_kindly_and_keeps_their_check_in(town: Town, database: Database) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    await dana.types("/group")
    for label in ("Members", "Maya", "Take off the list", "Yes, take them off"):
        await dana.taps(label)
    assert "The old link would still let them in" in dana.text
    assert roles_of(database, MAYA) == set()
    assert cadences(database, MAYA) == [({0, 2, 4}, [(9, 0)])]
    assert "I know that can hurt" in deliver(town, maya)["Maya"][0]
    await maya.taps("Keep my check-in")
    assert "Okay, it goes on" in maya.text
    await dana.taps("Back")
    assert "Maya" not in dana.buttons
