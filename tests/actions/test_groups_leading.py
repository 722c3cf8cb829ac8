"""Leading a group together and handing it on: offered, accepted, and nothing a stranger could reach."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.actions.groups import handing_over
from bot.actions.terms import Terms
from bot.rules import leading
from bot.rules.vocabulary import Role
from storage.database import Database
from storage.queries import people
from storage.tables import Membership
from tests.actions.groups_stage import (
    DANA,
    LEE,
    MAYA,
    OPERATOR,
    block,
    deliver,
    id_of,
    led,
    member,
    roles_of,
    somebody,
)
from tests.talking import Phone, Town


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


async def co_led(town: Town) -> tuple[Phone, Phone]:
    """Dana leads, and Maya, a member, said yes to leading it too."""
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    await dana.types("/group")
    await dana.taps("Members")
    await dana.taps("Maya")
    await dana.taps("Ask to lead it too")
    deliver(town, maya)
    await maya.taps("Yes, I'm willing")
    deliver(town, dana)
    return dana, maya


async def test_a_co_leader_is_offered_by_the_leader_and_leads_only_after_their_yes(
    town: Town, database: Database
) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    lee = await member(town, LEE, "Lee", shown="Join, only count me")
    await dana.types("/group")
    await dana.taps("Members")
    assert "Lee" not in dana.buttons
    await dana.taps("Maya")
    await dana.taps("Ask to lead it too")
    assert roles_of(database, MAYA) == {Role.MEMBER}
    deliver(town, maya)
    assert "never what anybody answers" in maya.text
    await maya.taps("Yes, I'm willing")
    assert roles_of(database, MAYA) == {Role.MEMBER, Role.CO_LEADER}
    read = deliver(town, dana, lee)
    assert read["Dana"] == ["Maya said yes and leads Morning circle with you now."]
    assert "They see who takes part, never what you answered" in read["Lee"][0]
    await lee.taps("My group")
    assert "led by Dana and Maya" in lee.text
    await maya.types("/group")
    await maya.taps("Change")
    assert "Days" in maya.buttons


async def by_link(town: Town, dana: Phone) -> str:
    await dana.types("/group")
    await dana.taps("Members")
    await dana.taps("Ask somebody by link")
    found = re.search(r"\?start=(l_[A-Za-z0-9_-]{22})", dana.screens[1].text)
    assert found is not None
    return found[1]


async def test_somebody_outside_the_group_accepts_by_link_and_the_leader_says_who_it_was(
    town: Town, database: Database
) -> None:
    dana = await led(town)
    lee = await member(town, LEE, "Lee")
    link = await by_link(town, dana)
    sam = town.person(44, "Sam")
    await sam.types(f"/start {link}")
    assert "18 or older" in sam.text
    assert database.read_now(lambda session: people.by_telegram_id(session, 44)) is None  # nothing before their yes
    await sam.taps("Yes, I'm willing")
    assert roles_of(database, 44) == set()
    assert deliver(town, dana)["Dana"] == ["Sam would lead Morning circle with you. Is this the person you meant?"]
    yes = dana.buttons["Yes, that's Sam"]
    await lee.sends(yes)
    assert lee.toast == "This button belongs to another chat."
    await dana.sends(yes.replace(f":{id_of(database, 44)}", f":{id_of(database, LEE)}"))
    assert roles_of(database, LEE) == {Role.MEMBER}  # nobody but who accepted
    await dana.sends(yes)
    assert roles_of(database, 44) == {Role.CO_LEADER}
    read = deliver(town, sam, lee)
    assert read["Sam"] == ["It's settled: you lead Morning circle too from now on."]
    assert "Sam now leads Morning circle, too" in read["Lee"][0]
    await dana.sends(yes)
    assert dana.toast == "This button belongs to another chat."


async def test_whoever_was_not_meant_leads_nothing_and_is_told_kindly(town: Town, database: Database) -> None:
    dana = await led(town)
    sam = town.person(44, "Sam")
    await sam.types(f"/start {await by_link(town, dana)}")
    await sam.taps("Yes, I'm willing")
    deliver(town, dana)
    await dana.taps("No")
    assert roles_of(database, 44) == set()
    assert "had somebody else in mind" in deliver(town, sam)["Sam"][0]


@pytest.mark.parametrize(
    ("after", "open_still"), [(timedelta(hours=24, seconds=-1), True), (timedelta(hours=24), False)]
)
async def test_a_co_leaders_link_works_once_for_a_day(
    town: Town, database: Database, after: timedelta, open_still: bool
) -> None:
    dana = await led(town)
    old = await by_link(town, dana)
    link = await by_link(town, dana)
    sam, eve = town.person(44, "Sam"), town.person(45, "Eve")
    await eve.types(f"/start {old}")
    assert "This link is closed" in eve.text
    town.now += after
    await sam.types(f"/start {link}")
    assert ("Yes, I'm willing" in sam.buttons) is open_still
    if open_still:
        await eve.types(f"/start {link}")
        yes = eve.buttons["Yes, I'm willing"]
        await sam.taps("Yes, I'm willing")
        await eve.sends(yes)
        assert "This link is closed" in eve.text


async def test_no_thanks_changes_nothing_and_the_leader_hears_it_without_a_reason(
    town: Town, database: Database
) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    await dana.types("/group")
    await dana.taps("Members")
    await dana.taps("Maya")
    await dana.taps("Ask to lead it too")
    deliver(town, maya)
    yes = maya.buttons["Yes, I'm willing"]
    await maya.taps("No, thanks")
    assert deliver(town, dana)["Dana"] == ["Maya would rather not lead Morning circle for now."]
    await maya.sends(yes)
    assert "no longer stands" in maya.text
    assert roles_of(database, MAYA) == {Role.MEMBER}


async def test_an_offer_taken_back_before_it_arrived_is_never_read(town: Town, database: Database) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    await dana.types("/group")
    await dana.taps("Members")
    await dana.taps("Maya")
    await dana.taps("Ask to lead it too")
    await dana.taps("No longer ask")
    assert deliver(town, maya) == {}


async def test_a_co_leader_cannot_name_others_hand_it_over_or_close_it(town: Town, database: Database) -> None:
    dana, maya = await co_led(town)
    await member(town, LEE, "Lee")
    await dana.types("/group")
    await dana.taps("Step back")
    hand_over, close = dana.buttons["Hand over to Maya"], dana.buttons["Close the group"]
    await dana.types("/group")
    await dana.taps("Members")
    await dana.taps("Lee")
    for data in (hand_over, close, dana.buttons["Ask to lead it too"]):
        await maya.sends(data)
        assert maya.toast == "This button belongs to another chat."


async def test_a_co_leader_steps_back_and_only_the_leader_hears_it(town: Town, database: Database) -> None:
    dana, maya = await co_led(town)
    await maya.types("/group")
    await maya.taps("Step back")
    await maya.taps("Yes, step back")
    assert roles_of(database, MAYA) == {Role.MEMBER}
    assert deliver(town, dana, maya) == {
        "Dana": ["Maya no longer leads Morning circle with you. Nothing changes for its members."]
    }


async def test_a_leader_who_leaves_hands_over_to_the_co_leader(town: Town, database: Database) -> None:
    dana, maya = await co_led(town)
    await dana.types("/group")
    await dana.taps("Step back")
    await dana.taps("Hand over to Maya")
    assert "Maya leads Morning circle now" in dana.text
    assert (roles_of(database, DANA), roles_of(database, MAYA)) == (set(), {Role.MEMBER, Role.LEADER})
    assert "Dana handed Morning circle over to you" in deliver(town, maya)["Maya"][0]
    await dana.types("/group")
    assert "You're in no group" in dana.text


async def test_a_leader_out_of_reach_for_fourteen_days_is_followed_by_the_co_leader(
    town: Town, database: Database
) -> None:
    dana, maya = await co_led(town)
    lee = await member(town, LEE, "Lee")
    block(town, DANA)
    town.now += leading.LOST_AFTER
    database.write_now(lambda session: handing_over.look_due(session, now=town.now))
    assert roles_of(database, MAYA) == {Role.MEMBER, Role.LEADER}
    read = deliver(town, maya, lee)
    assert "Morning circle is yours to lead now" in read["Maya"][0]
    assert "Lee" not in read
    await dana.types("/group")  # back after all: they find it again
    assert roles_of(database, DANA) == {Role.CO_LEADER}


async def test_a_group_that_was_handed_over_does_not_make_an_approved_leader(database: Database) -> None:
    town = Town(database, terms=Terms(approve_leaders=True, operator_chat_id=OPERATOR))
    dana, operator = await led(town), town.person(OPERATOR, "Op")
    deliver(town, operator)
    await operator.taps("Approve")
    town.pass_by(minutes=1)
    maya = await member(town, MAYA, "Maya")
    await dana.types("/group")
    for label in ("Members", "Maya", "Ask to lead it too"):
        await dana.taps(label)
    deliver(town, maya)
    await maya.taps("Yes, I'm willing")
    await dana.types("/group")
    await dana.taps("Step back")
    await dana.taps("Hand over to Maya")
    await maya.types("/newgroup")
    await maya.types("Another")
    await maya.taps("Aftercare")
    await maya.taps("9:00")
    assert "I'll write to you then" in maya.text


async def test_only_the_leader_takes_a_co_leader_off_the_list(town: Town, database: Database) -> None:
    dana, _ = await co_led(town)
    lee = await member(town, LEE, "Lee")
    await dana.types("/group")
    for label in ("Members", "Lee", "Ask to lead it too"):
        await dana.taps(label)
    deliver(town, lee)
    await lee.taps("Yes, I'm willing")
    await lee.types("/group")
    await lee.taps("Members")
    await lee.taps("Maya")
    assert "Take off the list" not in lee.buttons
    await dana.types("/group")
    for label in ("Members", "Maya", "Take off the list"):
        await dana.taps(label)
    off = dana.buttons["Yes, take them off"]
    await lee.sends(off)
    assert Role.CO_LEADER in roles_of(database, MAYA)
    await dana.sends(off)
    assert roles_of(database, MAYA) == set()


async def test_an_ended_co_leader_is_thanked(town: Town, database: Database) -> None:
    dana, maya = await co_led(town)
    await dana.types("/group")
    for label in ("Members", "Maya", "Lead without them"):
        await dana.taps(label)
    assert deliver(town, maya)["Maya"] == [
        "Dana leads Morning circle without you from now on. Thank you for having done it together."
    ]
    assert roles_of(database, MAYA) == {Role.MEMBER}


async def test_one_person_may_lead_several_groups(town: Town, database: Database) -> None:
    dana = await led(town)
    await dana.types("/newgroup")
    await dana.types("Evening circle")
    await dana.taps("Aftercare")
    await dana.taps("18:00")
    await dana.types("/group")
    await dana.taps("Evening circle")
    assert "Evening circle" in dana.text


async def test_strangers_reach_nothing_of_what_leaders_may_do(town: Town, database: Database) -> None:
    dana, _ = await co_led(town)
    buttons: dict[str, str] = {}
    await dana.types("/group")
    for path in (("Members", "Maya", "Take off the list"), ("Write to all",), ("Pause",), ("Week by week",)):
        await dana.types("/group")
        for label in path:
            await dana.taps(label)
            buttons |= dana.buttons
    await dana.types("/group")
    await dana.taps("Step back")
    buttons |= dana.buttons
    eve = somebody(town, 5, "Eve")

    def rows(session: Session) -> list[tuple[int, str, object]]:
        return [
            (one.person_id, one.role, one.left_at)
            for one in session.exec(select(Membership).order_by(col(Membership.person_id)))
        ]

    before = database.read_now(rows)
    for label, data in buttons.items():
        eve.screens, eve.toast = [], None
        await eve.sends(data)
        assert str(eve.toast) == "This button belongs to another chat.", label
    assert database.read_now(rows) == before
