"""Joining: what this is, the hour, the zone, the first check-in; and nothing stored before somebody agreed."""

from datetime import time
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from bot.actions.terms import Terms
from bot.rules.vocabulary import Preset, Role, ShownAs
from storage.database import Database
from storage.tables import Agreement, Cadence, Enrolment, Expected, Group, Membership, Outgoing, Person
from tests import builders
from tests.talking import Phone, Town

SEPARATE = {"engine", "keys"}


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


def rows(database: Database) -> dict[str, int]:
    """How many rows each table holds, those without any left out."""

    def count(session: Session) -> dict[str, int]:
        counted = {
            table.name: session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in SQLModel.metadata.sorted_tables
        }
        return {name: number for name, number in counted.items() if number and name not in SEPARATE}

    return database.read_now(count)


def only(database: Database, table: type[SQLModel]) -> SQLModel:
    return database.read_now(lambda session: session.exec(select(table)).one())


def a_group(database: Database, name: str = "Morning circle", **more: Any) -> str:
    """A group led by Dana at 9:00 every day; returns its link's token."""

    def build(session: Session) -> str:
        leader = builders.person(session, "Dana", tg_id=900)
        keyring = session.info["keyring"]
        token = str(keyring.token())
        kept = {"approved_at": builders.NOW, "zone": "Europe/Berlin", "preset": Preset.WATCHFUL, **more}
        group = builders.group(session, name, link=token, link_hash=keyring.hash_token(token), **kept)
        builders.cadence(session, group)
        session.add(
            Membership(group_id=group.id or 0, person_id=leader.id or 0, role=Role.LEADER, joined_at=builders.NOW)
        )
        return token

    return database.write_now(build)


async def joined(town: Town, tg_id: int = 1, name: str = "Maya") -> Phone:
    """Somebody on their own, at 9:00 in Berlin."""
    maya = town.person(tg_id, name)
    await maya.types("/start")
    await maya.taps("OK, I agree")
    await maya.taps("9:00")
    await maya.types("Berlin")
    await maya.taps("Yes")
    return maya


async def test_nothing_is_stored_before_somebody_agreed(town: Town, database: Database) -> None:
    maya = town.person(1)
    before = rows(database)
    for said in ("/start", "hello", "/settings", "/start nonsense", "/start j_" + "x" * 22):
        await maya.types(said)
    await maya.types("/start")
    await maya.taps("Read more")
    await maya.taps("Someone told me to")
    await maya.taps("Back")
    assert rows(database) == before
    assert "I'm a program, not a helpline" in maya.text


async def test_somebody_under_age_leaves_nothing_behind_and_not_empty_handed(database: Database) -> None:
    young = Town(database, terms=Terms(min_age=16)).person(1)
    before = rows(database)
    await young.types("/start")
    await young.taps("Under 16")
    assert rows(database) == before
    assert "childhelplineinternational.org" in young.text


async def test_a_stranger_in_danger_sees_where_to_turn_before_anything_else(town: Town, database: Database) -> None:
    before = rows(database)
    maya = await town.person(1).types("I want to kill myself")
    assert "emergency number" in maya.text
    assert "OK, I agree" in maya.buttons
    assert rows(database) == before


async def test_the_first_screen_can_be_agreed_to_read_on_or_left_by_the_young(town: Town) -> None:
    maya = await town.person(1).types("/start")
    assert set(maya.buttons) == {"OK, I agree", "Read more", "Under 18"}
    assert "not a helpline" in maya.text


async def test_read_more_says_who_can_see_what_and_that_telegram_could_read_along(town: Town) -> None:
    maya = await town.person(1).types("/start")
    await maya.taps("Read more")
    for who in ("You", "Your supporters", "A group's leader", "Who runs this bot", "Telegram"):
        assert f"<b>{who}</b>" in maya.text
    assert "not end-to-end encrypted" in maya.text
    await maya.taps("Someone told me to")
    assert "Nobody can make you" in maya.text
    assert "who holds your phone can read this chat" in maya.text


async def test_consent_is_kept_with_its_wording(town: Town, database: Database) -> None:
    maya = await town.person(1, "Zoë <b>&").types("/start")
    await maya.taps("OK, I agree")
    agreed = only(database, Agreement)
    assert isinstance(agreed, Agreement) and agreed.wording == "joining-1" and agreed.given_at == town.now
    person = only(database, Person)
    assert isinstance(person, Person) and person.name == "Zoë <b>&"


async def test_agreeing_twice_makes_one_person(town: Town, database: Database) -> None:
    maya = await town.person(1).types("/start")
    agree = maya.buttons["OK, I agree"]
    await maya.sends(agree)
    await maya.sends(agree)
    assert rows(database)["people"] == rows(database)["agreements"] == 1


async def test_somebody_on_their_own_is_asked_every_day_at_their_hour(town: Town, database: Database) -> None:
    maya = await joined(town)
    assert "See you tomorrow at 9:00" in maya.text  # it is 10:00 in Berlin
    cadence, enrolment = only(database, Cadence), only(database, Enrolment)
    assert isinstance(cadence, Cadence) and cadence.days == frozenset(range(7)) and cadence.times == (time(9),)
    assert isinstance(enrolment, Enrolment) and enrolment.next_at == builders.NOW.replace(day=3, hour=8)


async def test_the_crisis_card_is_pinned_once(town: Town, database: Database) -> None:
    maya = await joined(town)
    await maya.types("/settings")
    await maya.taps("My clock")
    await maya.types("Berlin")
    await maya.taps("Yes")
    cards = database.read_now(lambda s: s.exec(select(Outgoing).where(Outgoing.kind == "crisis-card-pinned")).all())
    assert len(cards) == 1


@pytest.mark.parametrize(
    ("typed", "kept"), [("8:30pm", time(20, 30)), ("20.30", time(20, 30)), ("21h", time(21)), ("7", time(7))]
)
async def test_an_hour_can_be_typed(town: Town, database: Database, typed: str, kept: time) -> None:
    maya = await town.person(1).types("/start")
    await maya.taps("OK, I agree")
    await maya.types(typed)
    cadence = only(database, Cadence)
    assert isinstance(cadence, Cadence) and cadence.times == (kept,)


async def test_an_unclear_hour_gets_an_example_and_the_question_stays_open(town: Town, database: Database) -> None:
    maya = await town.person(1).types("/start")
    await maya.taps("OK, I agree")
    await maya.types("whenever")
    assert "8:30pm" in maya.text
    await maya.types("8")
    cadence = only(database, Cadence)
    assert isinstance(cadence, Cadence) and cadence.times == (time(8),)


async def test_the_zone_is_found_by_the_time_somebody_has_now(town: Town, database: Database) -> None:
    maya = await town.person(1).types("/start")
    await maya.taps("OK, I agree")
    await maya.taps("8:00")
    await maya.types("14:30")  # it is 9:00 in UTC, so this is India
    assert "Is it 14:30 where you are?" in maya.text
    await maya.taps("Yes")
    person = only(database, Person)
    assert isinstance(person, Person) and person.zone == "Asia/Kolkata"


async def test_where_several_clocks_agree_now_but_not_all_year_somebody_chooses(town: Town, database: Database) -> None:
    maya = await town.person(1).types("/start")
    await maya.taps("OK, I agree")
    await maya.taps("8:00")
    await maya.types("4:00")  # New York, and Bogota, which never changes its clocks
    assert {"New York", "Bogota"} <= set(maya.buttons)
    await maya.taps("Bogota")
    person = only(database, Person)
    assert isinstance(person, Person) and person.zone == "America/Bogota"


async def test_what_is_neither_time_nor_city_gets_an_example(town: Town) -> None:
    maya = await town.person(1).types("/start")
    await maya.taps("OK, I agree")
    await maya.taps("8:00")
    await maya.types("in my kitchen")
    assert "Chicago" in maya.text
    await maya.types("chicago")
    assert "Is it 3:00 where you are?" in maya.text


async def test_somebody_who_stopped_half_way_goes_on_where_they_were(town: Town) -> None:
    maya = await town.person(1).types("/start")
    await maya.taps("OK, I agree")
    await maya.types("/start")
    assert "When should I ask?" in maya.text
    await maya.taps("8:00")
    town.pass_by(days=3)
    await maya.types("/start")
    assert "What time is it for you now?" in maya.text


async def test_a_command_clears_what_the_next_text_would_have_meant(town: Town, database: Database) -> None:
    maya = await town.person(1).types("/start")
    await maya.taps("OK, I agree")
    await maya.types("/people")
    assert database.read_now(lambda s: s.exec(select(Expected)).all()) == []


async def test_a_group_shows_what_its_leader_sees_before_it_is_joined(town: Town, database: Database) -> None:
    token = a_group(database)
    maya = await town.person(1).types(f"/start j_{token}")
    await maya.taps("OK, I agree")
    assert "Morning circle" in maya.text
    assert "led by Dana" in maya.text
    assert "never what you answered" in maya.text
    assert "watchful" in maya.text
    assert rows(database)["memberships"] == 1  # Dana's


async def test_a_groups_link_survives_the_screens_without_being_stored(town: Town, database: Database) -> None:
    token = a_group(database)
    before = rows(database)
    maya = await town.person(1).types(f"/start j_{token}")
    await maya.taps("Read more")
    await maya.taps("Someone told me to")
    await maya.taps("Read more")
    assert rows(database) == before
    await maya.taps("OK, I agree")
    assert "Morning circle" in maya.text


@pytest.mark.parametrize(
    ("label", "shown"), [("Join, show my name", ShownAs.NAME), ("Join, only count me", ShownAs.COUNTED)]
)
async def test_a_member_joins_with_the_groups_hour_and_zone(
    town: Town, database: Database, label: str, shown: ShownAs
) -> None:
    token = a_group(database)
    maya = await town.person(1).types(f"/start j_{token}")
    await maya.taps("OK, I agree")
    await maya.taps(label)
    await maya.taps("9:00 is fine")
    assert "Is it 10:00 where you are?" in maya.text
    await maya.taps("Yes")
    assert "See you tomorrow at 9:00" in maya.text

    def look(session: Session) -> tuple[ShownAs, Preset, str | None, tuple[time, ...] | None]:
        person = session.exec(select(Person).where(Person.tg_hash == session.info["keyring"].hash_id(1))).one()
        row = session.exec(select(Membership).where(Membership.role == Role.MEMBER)).one()
        return row.shown_as, person.preset, person.zone, session.exec(select(Enrolment)).one().own_times

    assert database.read_now(look) == (shown, Preset.WATCHFUL, "Europe/Berlin", None)


async def test_a_member_may_take_another_hour_on_the_same_days(town: Town, database: Database) -> None:
    token = a_group(database)
    maya = await town.person(1).types(f"/start j_{token}")
    await maya.taps("OK, I agree")
    await maya.taps("Join, show my name")
    await maya.types("19:45")
    await maya.taps("No")
    await maya.types("London")
    await maya.taps("Yes")
    enrolment = only(database, Enrolment)
    assert isinstance(enrolment, Enrolment) and enrolment.own_times == (time(19, 45),)
    assert enrolment.next_at == builders.NOW.replace(hour=19, minute=45)


async def test_a_second_tap_on_join_asks_for_the_hour_again(town: Town, database: Database) -> None:
    token = a_group(database)
    maya = await town.person(1).types(f"/start j_{token}")
    await maya.taps("OK, I agree")
    join = maya.buttons["Join, show my name"]
    await maya.sends(join)
    await maya.sends(join)
    assert "Another hour on the same days is fine, too" in maya.text
    await maya.taps("9:00 is fine")
    await maya.sends(join)
    assert "Is it 10:00 where you are?" in maya.text
    assert rows(database)["memberships"] == 2  # hers and Dana's


async def test_whoever_agreed_before_skips_the_first_screen(town: Town, database: Database) -> None:
    maya = await joined(town)
    token = a_group(database)
    await maya.types(f"/start j_{token}")
    assert "Morning circle" in maya.text


async def test_a_member_with_settings_of_their_own_keeps_them_in_a_group(town: Town, database: Database) -> None:
    maya = await joined(town)
    await maya.types(f"/start j_{a_group(database)}")
    assert "Your own settings stay as they are" in maya.text
    await maya.taps("Join, only count me")
    await maya.taps("9:00 is fine")
    assert "See you" in maya.text  # the zone is known already
    preset = database.read_now(
        lambda s: s.exec(select(Person.preset).where(Person.tg_hash == s.info["keyring"].hash_id(1))).one()
    )
    assert preset is Preset.STANDARD


async def test_somebody_in_two_groups_is_asked_by_both(town: Town, database: Database) -> None:
    first = a_group(database)
    maya = await town.person(1).types(f"/start j_{first}")
    await maya.taps("OK, I agree")
    await maya.taps("Join, show my name")
    await maya.taps("9:00 is fine")
    await maya.taps("Yes")

    def second(session: Session) -> str:
        token = str(session.info["keyring"].token())
        group = builders.group(
            session, "Evening", link=token, link_hash=session.info["keyring"].hash_token(token), approved_at=town.now
        )
        builders.cadence(session, group, times=(time(20),))
        return token

    await maya.types(f"/start j_{database.write_now(second)}")
    await maya.taps("Join, only count me")
    await maya.taps("20:00 is fine")
    planned = database.read_now(lambda s: s.exec(select(Enrolment.next_at).order_by(col(Enrolment.next_at))).all())
    assert [at and at.hour for at in planned] == [19, 8]
    await maya.types("/group")
    assert {"Morning circle", "Evening"} <= set(maya.buttons)


@pytest.mark.parametrize("broken", [{"closed_at": builders.NOW}, {"approved_at": None}])
async def test_the_link_of_a_closed_or_unapproved_group_is_dead(
    town: Town, database: Database, broken: dict[str, Any]
) -> None:
    token = a_group(database, **broken)
    maya = await town.person(1).types(f"/start j_{token}")
    assert "no longer works" in maya.text
    await maya.taps("OK, I agree")
    assert "When should I ask?" in maya.text


async def test_a_link_that_died_on_the_way_joins_nothing(town: Town, database: Database) -> None:
    token = a_group(database)
    maya = await town.person(1).types(f"/start j_{token}")
    await maya.taps("OK, I agree")
    join = maya.buttons["Join, show my name"]
    database.write_now(lambda s: setattr(s.exec(select(Group)).one(), "link_hash", "other"))
    await maya.sends(join)
    assert "no longer works" in maya.text
    assert rows(database)["memberships"] == 1


async def test_another_persons_enrolment_cannot_be_steered(town: Town, database: Database) -> None:
    token = a_group(database)
    maya = await town.person(1).types(f"/start j_{token}")
    await maya.taps("OK, I agree")
    await maya.taps("Join, show my name")
    keep = maya.buttons["9:00 is fine"]
    lee = await joined(town, 2, "Lee")
    await lee.sends(keep)
    assert "closed" in lee.text
