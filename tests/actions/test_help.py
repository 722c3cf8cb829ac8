"""Help by role and by what somebody is in the middle of; ways out of everything; honest answers about data; the operator's number."""

from datetime import timedelta
from typing import cast

import pytest
from sqlmodel import Session, col, select

from bot.actions.terms import Terms
from bot.rules.vocabulary import AlertKind, AlertState, CheckinState, Role, StepState
from handlers import commands
from storage.database import Database
from storage.tables import (
    Agreement,
    Alert,
    AlertStep,
    Availability,
    Cadence,
    Checkin,
    Enrolment,
    Expected,
    Membership,
    Outgoing,
    Person,
)
from tests import builders
from tests.talking import Phone, Town

OPERATOR = 77


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database, terms=Terms(operator_chat_id=OPERATOR))


async def member(town: Town) -> Phone:
    maya = await town.person(1).types("/start")
    await maya.taps("OK, I agree")
    await maya.taps("8:00")
    await maya.types("London")
    return await maya.taps("Yes")


def maya_of(session: Session) -> Person:
    return session.exec(select(Person).where(Person.tg_hash == session.info["keyring"].hash_id(1))).one()


def supports_lee(session: Session) -> None:
    lee = builders.person(session, "Lee", tg_id=3)
    maya = maya_of(session)
    builders.support(session, lee, maya)
    session.add(Availability(person_id=builders.id_of(maya), zone=builders.ZONE))


def leads(session: Session) -> None:
    group = builders.group(session, approved_at=builders.NOW)
    builders.cadence(session, group)
    session.add(
        Membership(group_id=builders.id_of(group), person_id=builders.id_of(maya_of(session)), role=Role.LEADER,
                   joined_at=builders.NOW)
    )  # fmt: skip


MEMBERS = {"Check in", "My list", "Settings", "Pause"}
SUPPORTERS = {"My people", "My hours"}
LEADERS = {"My group", "Start a group"}
ALWAYS = {"Who sees what", "I need someone now"}


async def test_a_member_finds_a_members_buttons_and_nothing_of_other_roles(town: Town) -> None:
    maya = await (await member(town)).types("/help")
    assert set(maya.buttons) == MEMBERS | {"Start a group"} | ALWAYS
    assert "Supporting" not in maya.text and "Leading" not in maya.text


async def test_somebody_who_is_all_three_finds_each_role_apart(town: Town) -> None:
    maya = await member(town)
    town.database.write_now(supports_lee)
    town.database.write_now(leads)
    await maya.types("/help")
    assert set(maya.buttons) == MEMBERS | SUPPORTERS | LEADERS | ALWAYS
    positions = [maya.text.index(word) for word in ("Checking in", "Supporting", "Leading")]
    assert positions == sorted(positions)
    rows = [[one.text for one in line] for line in maya.screens[0].keyboard.inline_keyboard]  # type: ignore[union-attr]
    assert [set(line) for line in rows if len(line) == 2] == [
        {"Check in", "My list"}, {"Settings", "Pause"}, {"My people", "My hours"}, {"My group", "Start a group"},
    ]  # fmt: skip


async def test_every_button_of_help_leads_somewhere(town: Town) -> None:
    maya = await member(town)
    town.database.write_now(supports_lee)
    town.database.write_now(leads)
    await maya.types("/help")
    for label, data in dict(maya.buttons).items():
        await maya.sends(data)
        assert maya.toast is None, label


async def test_whatever_a_command_does_a_button_does_too(town: Town) -> None:
    maya = await member(town)
    town.database.write_now(supports_lee)
    town.database.write_now(leads)
    await maya.types("/help")
    found = set(maya.buttons.values())
    await maya.taps("Who sees what")
    found |= set(maya.buttons.values())
    await maya.types("/pause")
    await maya.taps("3 days")
    await maya.types("/newgroup")
    await maya.types("/help")
    found |= set(maya.buttons.values())
    by_command = {
        "checkin": "today", "sos": "sos", "supporters": "supporters", "people": "people", "pause": "set-ask-pause",
        "resume": "set-resume", "settings": "set-home", "group": "grp-home", "newgroup": "grp-new", "cancel": "cancel",
        "privacy": "privacy", "export": "export", "forget": "forget",
    }  # fmt: skip
    assert set(by_command) == set(commands.COMMANDS) - {"start", "help"}
    assert set(by_command.values()) <= found


async def test_somebody_who_only_supports_is_offered_to_check_in_too(town: Town) -> None:
    def sam(session: Session) -> None:
        builders.support(session, builders.person(session, "Lee", tg_id=3), builders.person(session, "Sam", tg_id=1))

    town.database.write_now(sam)
    maya = await town.person(1, "Sam").types("/help")
    assert "Check in myself" in maya.buttons and "Check in" not in maya.buttons
    await maya.taps("Check in myself")
    assert "OK, I agree" in maya.buttons


async def test_help_names_the_open_check_in(town: Town) -> None:
    maya = await member(town)
    await maya.types("/help")
    assert "A check-in is open" not in maya.text

    def asked(session: Session) -> None:
        builders.checkin(session, maya_of(session), session.exec(select(Cadence)).one())

    town.database.write_now(asked)
    await maya.types("/help")
    assert "A check-in is open" in maya.text
    await maya.taps("Check in")
    assert "How are you right now?" in maya.text


async def test_help_says_what_it_waits_for_and_keeps_waiting(town: Town, database: Database) -> None:
    maya = await member(town)
    await maya.types("/settings")
    await maya.taps("My hour")
    await maya.types("/help")
    assert "I'm waiting for an hour" in maya.text
    assert database.read_now(lambda s: len(s.exec(select(Expected)).all())) == 1
    await maya.taps("Stop waiting")
    assert "I stopped waiting" in maya.text
    assert database.read_now(lambda s: len(s.exec(select(Expected)).all())) == 0


async def test_help_half_way_through_joining_goes_on_there(town: Town) -> None:
    maya = await town.person(1).types("/start")
    await maya.taps("OK, I agree")
    await maya.taps("8:00")
    town.pass_by(hours=1)
    await maya.types("/help")
    assert "I don't know your hour yet" in maya.text
    await maya.taps("Go on")
    assert "What time is it for you now?" in maya.text


async def test_a_group_left_at_the_question_for_its_hour_is_not_forgotten(town: Town, database: Database) -> None:
    maya = await member(town)

    def joined(session: Session) -> None:
        group = builders.group(session, approved_at=builders.NOW)
        builders.enrolment(session, maya_of(session), builders.cadence(session, group))

    town.database.write_now(joined)
    await maya.types("/start")
    await maya.taps("9:00 is fine")
    assert "See you" in maya.text
    unplanned = database.read_now(lambda s: s.exec(select(Enrolment).where(col(Enrolment.next_at).is_(None))).all())
    assert unplanned == []


async def test_help_says_that_there_is_a_pause_and_offers_its_end(town: Town) -> None:
    maya = await member(town)
    await maya.types("/pause")
    await maya.taps("3 days")
    await maya.types("/help")
    assert "I stay quiet until" in maya.text
    assert "End the pause" in maya.buttons and "Pause" not in maya.buttons


@pytest.mark.parametrize(
    ("state", "said"), [(AlertState.HELD, "I was about to ask"), (AlertState.ASKING, "I'm asking Sam")]
)
async def test_help_says_where_ones_own_alert_stands(town: Town, state: AlertState, said: str) -> None:
    maya = await member(town)

    def alert(session: Session) -> None:
        sam = builders.person(session, "Sam", tg_id=2)
        found = Alert(member_id=builders.id_of(maya_of(session)), on=town.now.date(), kind=AlertKind.HARD, state=state,
                      opened_at=town.now, hold_until_at=town.now + timedelta(minutes=2))  # fmt: skip
        session.add(found)
        session.flush()
        session.add(
            AlertStep(
                alert_id=cast("int", found.id), recipient_id=builders.id_of(sam), position=1, state=StepState.ASKED
            )
        )

    town.database.write_now(alert)
    await maya.types("/help")
    assert said in maya.text


@pytest.mark.parametrize(("state", "named"), [(StepState.ASKED, True), (StepState.DECLINED, False)])
async def test_help_tells_a_supporter_who_waits_for_their_word(town: Town, state: StepState, named: bool) -> None:
    maya = await member(town)

    def page(session: Session) -> None:
        supports_lee(session)
        lee = session.exec(select(Person).where(col(Person.id) != maya_of(session).id)).one()
        found = Alert(member_id=builders.id_of(lee), on=town.now.date(), kind=AlertKind.HARD,
                      state=AlertState.ASKING, opened_at=town.now)  # fmt: skip
        session.add(found)
        session.flush()
        session.add(
            AlertStep(alert_id=cast("int", found.id), recipient_id=builders.id_of(maya_of(session)), position=1,
                      state=state, message_id=5)
        )  # fmt: skip

    town.database.write_now(page)
    await maya.types("/help")
    assert ("Lee could use a word from you" in maya.text) is named


async def test_cancel_says_truly_whether_anything_was_stopped(town: Town) -> None:
    maya = await member(town)
    await maya.types("/cancel")
    assert "I wasn't waiting for anything" in maya.text
    await maya.types("/newgroup")
    await maya.types("/cancel")
    assert "I stopped waiting for that" in maya.text
    await maya.types("Morning circle")
    assert "called" not in maya.text


async def test_cancel_takes_the_button_below_the_text_field_away(town: Town) -> None:
    maya = await member(town)
    await maya.types("/settings")
    await maya.taps("My clock")
    await maya.taps("Share my place")
    await maya.types("/cancel")
    assert type(maya.screens[0].keyboard).__name__ == "ReplyKeyboardRemove"


async def test_a_member_who_comes_back_to_an_empty_chat_finds_everything_again(town: Town, database: Database) -> None:
    maya = await member(town)
    town.pass_by(days=3)
    await maya.types("/start")
    assert set(maya.buttons) >= MEMBERS
    pinned = database.read_now(lambda s: s.exec(select(Outgoing).where(Outgoing.kind == "crisis-card-pinned")).all())
    assert [row.ids["anew"] for row in pinned] == [False, True]


async def test_starting_over_twice_a_day_pins_one_card(town: Town, database: Database) -> None:
    maya = await member(town)
    await maya.types("/start")
    town.pass_by(days=1)
    await maya.types("/start")
    await maya.types("/start")
    pinned = database.read_now(lambda s: s.exec(select(Outgoing).where(Outgoing.kind == "crisis-card-pinned")).all())
    assert len(pinned) == 2


async def test_progress_counts_the_days_answered_in_all(town: Town) -> None:
    maya = await (await member(town)).types("/progress")
    assert "You haven't answered yet" in maya.text

    def answered(session: Session) -> None:
        who, rhythm = maya_of(session), session.exec(select(Cadence)).one()
        for days, slot in ((0, 0), (0, 10), (2, 0)):
            builders.checkin(
                session, who, rhythm, on=builders.TODAY - timedelta(days=days), slot=slot, state=CheckinState.ANSWERED
            )
        builders.checkin(session, who, rhythm, on=builders.TODAY - timedelta(days=1), state=CheckinState.MISSED)

    town.database.write_now(answered)
    await maya.types("/progress")
    assert "on 2 days in all" in maya.text


async def test_privacy_says_who_sees_what_and_what_nobody_can_demand(town: Town) -> None:
    maya = await (await member(town)).types("/privacy")
    assert "Telegram</b> carries our messages" in maya.text
    assert "OK, I agree" not in maya.buttons
    await maya.taps("Someone told me to")
    assert "Nobody can make you" in maya.text
    await maya.taps("Back")
    assert "who sees it" in maya.text


async def test_whoever_sets_the_bot_up_learns_the_number_of_their_chat(database: Database) -> None:
    before = database.read_now(lambda s: s.exec(select(Person)).all())
    maya = await Town(database).person(4711).types("/id")
    assert "4711" in maya.text
    assert database.read_now(lambda s: s.exec(select(Person)).all()) == before == []


async def test_once_there_is_an_operator_the_number_is_told_to_nobody(town: Town) -> None:
    assert "Hi, I'm Alongside" in (await town.person(5).types("/id")).text
    maya = await (await member(town)).types("/id")
    assert "I don't know that command" in maya.text
    assert "This is the chat I report to" in (await town.person(OPERATOR).types("/id")).text


async def test_the_number_is_not_in_the_menu() -> None:
    assert "id" not in commands.COMMANDS


async def test_under_age_nothing_at_all_is_stored(town: Town, database: Database) -> None:
    maya = await town.person(1).types("/start")
    await maya.taps("Under 18")
    assert "free helplines for young people" in maya.text
    await maya.taps("Numbers where I am")
    await maya.taps("Germany")
    assert "112" in maya.text
    assert list(maya.buttons) == ["Another country"]
    await maya.types("hello")
    kept = (Person, Agreement, Expected, Outgoing, Checkin)
    assert database.read_now(lambda s: [row for table in kept for row in s.exec(select(table)).all()]) == []


async def test_a_stranger_in_danger_is_shown_the_numbers_of_their_country_and_nothing_is_stored(
    town: Town, database: Database
) -> None:
    maya = await town.person(1).types("I want to die")
    assert "please reach a person now" in maya.text
    await maya.taps("Numbers where I am")
    await maya.taps("United States")
    assert "911" in maya.text
    assert database.read_now(lambda s: s.exec(select(Person)).all()) == []


async def test_somewhere_else_there_is_the_international_directory(town: Town) -> None:
    maya = await town.person(1).types("I want to die")
    await maya.taps("Numbers where I am")
    await maya.taps("Somewhere else")
    assert "directory of helplines" in maya.text


@pytest.mark.parametrize("data", ["join-numbers:XX", "join-numbers:nowhere", "join-numbers"])
async def test_a_forged_country_shows_the_international_directory_or_nothing(town: Town, data: str) -> None:
    maya = town.person(1)
    await maya.sends(data)
    assert maya.toast is not None or "directory of helplines" in maya.text
