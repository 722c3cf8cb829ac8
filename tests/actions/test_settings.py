"""Settings and pauses: each a tap and back; after a change the next check-in follows the rule and is said truly."""

from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import Session, select

from bot.actions.outgoing import Later, Withdrawn
from bot.actions.settings.pausing import KINDS
from bot.rules.vocabulary import CheckinState, OutboxState, Preset, Priority, Role, ShownAs, UseQuestion
from bot.texts.messages import Message
from handlers.commands import COMMANDS, listed
from handlers.routes import COMMANDS as ROUTED
from storage.database import Database
from storage.queries import outbox
from storage.tables import Cadence, Checkin, Enrolment, Membership, Outgoing, Person
from tests import builders
from tests.talking import Phone, Town

MAYA = 1


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database, now=datetime(2026, 3, 2, 12, tzinfo=UTC))  # Monday noon


def member(
    town: Town, *, times: tuple[time, ...] = (time(9),), opened: bool = True, days: frozenset[int] | None = None
) -> Phone:
    """Maya, on her own in UTC; `opened`: today's check-ins up to now have been sent and answered."""

    def build(session: Session) -> None:
        maya = builders.person(session, "Maya", tg_id=MAYA, agreed=True)
        rhythm = builders.cadence(session, maya, times=times, days=days or frozenset(range(7)))
        builders.enrolment(session, maya, rhythm)
        for slot, at in enumerate(times):
            if opened and at <= town.now.time():
                builders.checkin(
                    session, maya, rhythm, slot=slot, state=CheckinState.ANSWERED, deadline_at=None, remind_at=None
                )

    town.database.write_now(build)
    return town.person(MAYA, "Maya")


def maya_now(database: Database) -> Person:
    return database.read_now(
        lambda s: s.exec(select(Person).where(Person.tg_hash == s.info["keyring"].hash_id(MAYA))).one()
    )


def enrolled(database: Database) -> Enrolment:
    return database.read_now(lambda s: s.exec(select(Enrolment)).one())


async def test_the_page_says_how_everything_stands(town: Town) -> None:
    maya = await member(town).types("/settings")
    for said in ("I ask you at 9:00", "12:00", "Quiet hours: 22:00 to 7:00", "every day", "standard"):
        assert said in maya.text
    assert "What my leader sees" not in maya.buttons


async def test_a_later_hour_today_is_still_asked_today_where_today_had_none(town: Town, database: Database) -> None:
    maya = await member(town, opened=False).types("/settings")
    await maya.taps("My hour")
    await maya.taps("18:00")
    assert "See you at 18:00" in maya.text
    assert enrolled(database).next_at == datetime(2026, 3, 2, 18, tzinfo=UTC)
    assert "Check in now" not in maya.buttons


async def test_an_hour_gone_by_leaves_today_without_one_and_offers_it(town: Town, database: Database) -> None:
    maya = await member(town, opened=False, times=(time(18),)).types("/settings")
    await maya.taps("My hour")
    await maya.types("8:30")
    assert "See you tomorrow at 8:30" in maya.text
    assert "Today is left without one" in maya.text
    await maya.taps("Check in now")
    assert "How are you right now?" in maya.text


async def test_an_off_day_is_not_offered(town: Town) -> None:
    maya = await member(town, opened=False, times=(time(18),), days=frozenset({1, 2})).types("/settings")
    await maya.taps("My hour")
    await maya.types("8:30")
    assert "Check in now" not in maya.buttons


async def test_today_is_never_asked_twice_in_one_slot(town: Town, database: Database) -> None:
    maya = await member(town).types("/settings")
    await maya.taps("My hour")
    await maya.taps("18:00")
    assert "See you tomorrow at 18:00" in maya.text
    assert "Check in now" not in maya.buttons
    assert enrolled(database).next_on == date(2026, 3, 3)


async def test_each_of_several_hours_moves_by_itself_and_keeps_its_order(town: Town, database: Database) -> None:
    maya = await member(town, times=(time(9), time(18))).types("/settings")
    await maya.taps("My hour")
    await maya.taps("18:00")
    await maya.types("8:59")
    assert "need to stay in that order" in maya.text
    await maya.types("9:00")
    assert "need to stay in that order" in maya.text
    await maya.types("9:01")
    times = database.read_now(lambda s: s.exec(select(Cadence)).one()).times
    assert times == (time(9), time(9, 1))


async def test_an_unclear_hour_stays_open_with_an_example(town: Town, database: Database) -> None:
    maya = await member(town).types("/settings")
    await maya.taps("My hour")
    await maya.types("early")
    assert "8:30pm" in maya.text
    await maya.types("7")
    assert database.read_now(lambda s: s.exec(select(Cadence)).one()).times == (time(7),)


async def test_somebody_elses_hour_cannot_be_moved(town: Town, database: Database) -> None:
    member(town)
    database.write_now(lambda s: builders.person(s, "Eve", tg_id=5).id)
    eve = await town.person(5, "Eve").sends(f"set-hour:{enrolled(database).id}:0:60")
    assert "closed" in eve.text
    assert database.read_now(lambda s: s.exec(select(Cadence)).one()).times == (time(9),)


@pytest.mark.parametrize(
    "data", ["set-hour:1:0:1440", "set-hour:1:0:x", "set-hour:1", "set-use:sometimes", "set-preset:"]
)
async def test_a_forged_button_changes_nothing(town: Town, database: Database, data: str) -> None:
    maya = member(town)
    before = maya_now(database), enrolled(database)
    await maya.sends(data)
    assert "older version" in (maya.toast or "")
    assert maya_now(database).preset is before[0].preset and enrolled(database).own_times == before[1].own_times


async def test_somebody_without_an_hour_gets_one_in_settings(town: Town, database: Database) -> None:
    database.write_now(lambda s: builders.person(s, "Maya", tg_id=MAYA, agreed=True).id)
    maya = await town.person(MAYA).types("/settings")
    assert "I don't ask you at any hour so far" in maya.text
    await maya.taps("My hour")
    await maya.taps("18:00")
    assert "See you at 18:00" in maya.text
    assert database.read_now(lambda s: s.exec(select(Cadence)).one()).days == frozenset(range(7))


async def test_a_new_zone_keeps_the_hour_on_the_clock(town: Town, database: Database) -> None:
    maya = await member(town).types("/settings")
    await maya.taps("My clock")
    await maya.types("8am")  # four hours behind: nobody lives by UTC-4 alone, so there is a choice
    assert "shares your clock" in maya.text
    await maya.types("Tokyo")
    assert "Is it 21:00 where you are?" in maya.text
    await maya.taps("Yes")
    assert maya_now(database).zone == "Asia/Tokyo"
    assert enrolled(database).next_at == datetime(2026, 3, 3, 0, tzinfo=UTC)  # 9:00 in Tokyo


async def test_a_zone_that_does_not_exist_is_asked_again(town: Town, database: Database) -> None:
    maya = await member(town).sends("zone-yes:set:Mars/Olympus")
    assert "What time is it for you now?" in maya.text
    assert maya_now(database).zone == builders.ZONE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("22 to 6:30", (time(22), time(6, 30))), ("10pm-7am", (time(22), time(7))), ("none", (time(0), time(0)))],
)
async def test_quiet_hours_can_be_typed(town: Town, database: Database, typed: str, kept: tuple[time, time]) -> None:
    maya = await member(town).types("/settings")
    await maya.taps("Quiet hours")
    await maya.types("at night")
    assert "22-7" in maya.text
    await maya.types(typed)
    person = maya_now(database)
    assert (person.quiet_from, person.quiet_to) == kept


async def test_each_choice_is_one_tap_and_back(town: Town, database: Database) -> None:
    maya = await member(town).types("/settings")
    for page, label in (
        ("Quiet hours", "23:00 to 8:00"), ("Yes-or-no question", "Only on hard days"), ("How soon", "Gentle"), ("Quiet days", "3 days"),
    ):  # fmt: skip
        await maya.taps(page)
        await maya.taps(label)
        assert maya.text.startswith("Your settings") and maya.toast == "Saved."
    person = maya_now(database)
    assert (person.quiet_from, person.use_question, person.preset, person.q) == (
        time(23), UseQuestion.HARD, Preset.GENTLE, 3,
    )  # fmt: skip
    await maya.taps("Quiet days")
    await maya.taps("As gentle, standard, watchful")
    assert maya_now(database).q is None


async def test_how_the_leader_sees_me_is_set_per_group(town: Town, database: Database) -> None:

    def join(session: Session) -> None:
        maya = session.exec(select(Person)).one()
        group = builders.group(session, "Circle", approved_at=town.now)
        session.add(Membership(group_id=group.id or 0, person_id=maya.id or 0, role=Role.MEMBER, joined_at=town.now))

    maya = member(town)
    database.write_now(join)
    await maya.types("/settings")
    await maya.taps("What my leader sees")
    await maya.taps("Circle: only counted")
    assert "Circle: my name" in maya.buttons
    assert database.read_now(lambda s: s.exec(select(Membership)).one().shown_as) is ShownAs.NAME


async def open_checkin(town: Town) -> Phone:
    """Maya, with a check-in that is open and its prompt and reminder still waiting."""
    maya = member(town, opened=False)

    def build(session: Session) -> None:
        who, rhythm = session.exec(select(Person)).one(), session.exec(select(Cadence)).one()
        checkin = builders.checkin(session, who, rhythm)
        for kind in ("checkin-hello", "checkin-reminder"):
            outbox.enqueue(
                session, kind, who.id, now=town.now, dedupe=kind, priority=Priority.PROMPT, checkin_id=checkin.id
            )

    town.database.write_now(build)
    return maya


@pytest.mark.parametrize(("label", "last"), [("1 day", 2), ("3 days", 4), ("7 days", 8), ("14 days", 15)])
async def test_a_pause_begins_today_and_lasts_so_many_dates(
    town: Town, database: Database, label: str, last: int
) -> None:
    maya = await member(town).types("/pause")
    await maya.taps(label)
    person = maya_now(database)
    assert (person.paused_from_on, person.paused_until_on) == (date(2026, 3, 2), date(2026, 3, last))


async def test_a_pause_closes_what_is_open_without_calling_it_missed(town: Town, database: Database) -> None:
    maya = await open_checkin(town)
    await maya.types("/pause")
    await maya.taps("3 days")
    checkin = database.read_now(lambda s: s.exec(select(Checkin)).one())
    assert (checkin.state, checkin.deadline_at, checkin.remind_at) == (CheckinState.PAUSED, None, None)
    waiting = database.read_now(
        lambda s: s.exec(select(Outgoing.kind).where(Outgoing.state == OutboxState.WAITING)).all()
    )
    assert waiting == []
    assert "SOS works all the time" in maya.text


def notice(town: Town) -> Message | Withdrawn | Later:
    def load(session: Session) -> Message | Withdrawn | Later:
        row = session.exec(select(Outgoing).where(Outgoing.kind == "pause-notice")).one()
        return KINDS["pause-notice"].load(session, row, town.now)

    return town.database.read_now(load)


def with_supporter(town: Town) -> Phone:
    maya = member(town)

    def build(session: Session) -> None:
        who = session.exec(select(Person)).one()
        builders.support(session, who, builders.person(session, "Sam", tg_id=50))

    town.database.write_now(build)
    return maya


async def test_supporters_hear_of_a_pause_only_by_a_tap(town: Town, database: Database) -> None:
    maya = await with_supporter(town).types("/pause")
    await maya.taps("3 days")
    assert "Would you like Sam to know?" in maya.text
    tell = maya.buttons["Tell them"]
    await maya.taps("Tell nobody")
    assert database.read_now(lambda s: s.exec(select(Outgoing)).all()) == []
    await maya.sends(tell)
    await maya.sends(tell)
    said = notice(town)
    assert isinstance(said, Message) and said.values["name"] == "Maya"


async def test_a_notice_of_a_pause_that_ended_meanwhile_stays_unsent(town: Town) -> None:
    maya = await with_supporter(town).types("/pause")
    await maya.taps("3 days")
    await maya.taps("Tell them")
    await maya.types("/resume")
    assert isinstance(notice(town), Withdrawn)


async def test_a_tap_on_an_old_pause_says_that_it_is_over(town: Town, database: Database) -> None:
    maya = await with_supporter(town).types("/pause")
    await maya.taps("1 day")
    tell = maya.buttons["Tell them"]
    town.pass_by(days=1)
    await maya.sends(tell)
    assert maya.text == "That pause is over."
    assert database.read_now(lambda s: s.exec(select(Outgoing)).all()) == []


async def test_the_last_day_of_a_pause_is_still_quiet_and_the_next_is_not(town: Town) -> None:
    maya = await member(town).types("/pause")
    await maya.taps("3 days")
    town.now = datetime(2026, 3, 4, 23, 59, tzinfo=UTC)
    await maya.types("/pause")
    assert "I stay quiet until 4 March" in maya.text
    town.pass_by(minutes=1)
    await maya.types("/pause")
    assert "How long shall I stay quiet?" in maya.text


async def test_resuming_ends_the_pause_yesterday_and_offers_today(town: Town, database: Database) -> None:
    maya = await open_checkin(town)
    await maya.types("/pause")
    await maya.taps("7 days")
    town.pass_by(days=2)
    await maya.types("/resume")
    assert maya_now(database).paused_until_on == date(2026, 3, 3)
    assert "See you tomorrow at 9:00" in maya.text
    await maya.taps("Check in now")
    assert "How are you right now?" in maya.text


async def test_resuming_without_a_pause_says_so(town: Town) -> None:
    maya = await member(town).types("/resume")
    assert "There is no pause" in maya.text


async def test_an_hour_changed_during_a_pause_promises_nothing_before_its_end(town: Town) -> None:
    maya = await member(town, opened=False, times=(time(18),)).types("/pause")
    await maya.taps("7 days")
    await maya.types("/settings")
    await maya.taps("My hour")
    await maya.types("8:30")  # gone by: without the pause, today would be offered
    assert "I stay quiet until 8 March" in maya.text
    assert "Check in now" not in maya.buttons


async def test_help_speaks_to_what_a_person_is(town: Town, database: Database) -> None:
    maya = await with_supporter(town).types("/help")
    assert "Checking in" in maya.text and "Supporting" not in maya.text and "Leading" not in maya.text
    sam = await town.person(50, "Sam").types("/help")
    assert "Supporting" in sam.text and "Checking in" not in sam.text
    await sam.taps("Check in myself")  # a supporter can become a member, with a consent of its own
    assert "OK, I agree" in sam.buttons
    stranger = await town.person(6, "Eve").types("/help")
    assert "OK, I agree" in stranger.buttons


def test_every_command_in_the_menu_works_and_says_what_it_does() -> None:
    assert set(COMMANDS) <= set(ROUTED)
    assert all(3 <= len(command.description) <= 40 for command in listed("en"))


async def test_the_clocks_change_moves_no_hour(town: Town, database: Database) -> None:
    maya = await member(town).types("/settings")
    await maya.taps("My clock")
    await maya.types("Berlin")
    await maya.taps("Yes")
    town.now = datetime(2026, 3, 28, 12, tzinfo=UTC)  # the night before the clocks go forward
    await maya.types("/resume")
    assert enrolled(database).next_at == datetime(2026, 3, 29, 7, tzinfo=UTC)


async def test_who_only_supports_others_reads_what_is_asked_of_a_member_before_an_hour_or_a_checkin(
    town: Town, database: Database
) -> None:
    database.write_now(lambda s: builders.person(s, "Sam", tg_id=50).id)
    sam = await town.person(50, "Sam").types("/checkin")
    assert sam.text.startswith("Hi, I'm Alongside.")
    await sam.sends("set-hour:0:0:1080")
    assert sam.text.startswith("Before I ask how you are")
