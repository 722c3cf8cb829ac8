"""Hours that change with shifts: two patterns, one tap between them, and another hour just this once."""

from datetime import UTC, datetime, time

import pytest
from sqlmodel import Session, select

from bot.actions.checkins import opening, scheduling
from bot.rules.vocabulary import CheckinState
from storage.database import Database
from storage.tables import Cadence, Checkin, Enrolment, Pattern, Person
from tests import builders
from tests.talking import Phone, Town

MAYA = 1
EARLY, LATE = "early shift, 5:30", "late shift, 14:00"


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database, now=datetime(2026, 3, 2, 9, 5, tzinfo=UTC))  # Monday


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def member(town: Town, *, groups: int = 1, times: tuple[time, ...] = (time(9),)) -> Phone:
    """Maya, in so many groups that all ask at the same hours; today's nine o'clock has just been sent."""

    def build(session: Session) -> None:
        maya = builders.person(session, "Maya", tg_id=MAYA, agreed=True)
        for number in range(groups):
            rhythm = builders.cadence(session, builders.group(session, f"Circle {number}"), times=times)
            scheduling.enrol(session, maya, rhythm, own_times=None, now=at(2, 8))
        opening.open_due(session, now=at(2, 9))
        checkin = session.exec(select(Checkin)).one()
        opening.delivered(session, builders.id_of(checkin), sent_at=at(2, 9), message_id=7)

    town.database.write_now(build)
    return town.person(MAYA, "Maya")


def enrolments(database: Database) -> list[Enrolment]:
    return database.read_now(lambda s: list(s.exec(select(Enrolment).order_by(Enrolment.id)).all()))  # type: ignore[arg-type]


async def with_patterns(town: Town, *, groups: int = 1) -> Phone:
    maya = await member(town, groups=groups).types("/settings")
    await maya.taps("My hour")
    if groups > 1:
        await maya.taps("9:00, Circle 0")
    await maya.taps("My shifts")
    return await maya.types("early shift 5:30 / late shift 14:00")


async def test_two_patterns_are_typed_once_and_kept_sealed(town: Town, database: Database) -> None:
    maya = await member(town).types("/settings")
    await maya.taps("My hour")
    await maya.taps("My shifts")
    assert "“early shift 5:30 / late shift 14:00”" in maya.text
    await maya.types("early at 5:30")
    assert "couldn't read that as two patterns" in maya.text
    await maya.types("early shift 5:30 / late shift 14:00")
    assert {EARLY, LATE} <= set(maya.buttons)
    kept = database.read_now(lambda s: s.exec(select(Pattern).order_by(Pattern.position)).all())  # type: ignore[arg-type]
    assert [(one.name, one.times) for one in kept] == [("early shift", (time(5, 30),)), ("late shift", (time(14),))]
    raw = database.read_now(lambda s: s.connection().exec_driver_sql("SELECT name FROM patterns").scalars().all())
    assert not any("shift" in str(name) for name in raw)


async def test_one_tap_switches_to_the_other_pattern_from_now_on(town: Town, database: Database) -> None:
    maya = await with_patterns(town)
    await maya.taps(LATE)
    assert maya.text == "Okay, late shift from now on. See you tomorrow at 14:00."
    (row,) = enrolments(database)
    assert (row.own_times, row.next_at) == ((time(14),), at(3, 14))
    await maya.types("/settings")
    await maya.taps("My hour")
    await maya.taps(EARLY)
    (row,) = enrolments(database)
    assert row.next_at == at(3, 5, 30)


async def test_a_switch_leaves_the_groups_hours_and_days_and_the_open_checkin_alone(
    town: Town, database: Database
) -> None:
    maya = await with_patterns(town)
    before = database.read_now(lambda s: s.exec(select(Checkin)).one())
    await maya.taps(LATE)
    rhythm = database.read_now(lambda s: s.exec(select(Cadence)).one())
    assert (rhythm.times, rhythm.days) == ((time(9),), frozenset(range(7)))
    after = database.read_now(lambda s: s.exec(select(Checkin)).one())
    assert (after.state, after.deadline_at, after.remind_at) == (
        CheckinState.SENT, before.deadline_at, before.remind_at,
    )  # fmt: skip


async def test_a_switch_that_leaves_today_without_one_offers_it(town: Town, database: Database) -> None:
    maya = await with_patterns(town)
    await maya.taps(LATE)
    database.write_now(lambda s: opening.open_due(s, now=at(3, 8)))
    town.now = at(3, 8)
    await maya.types("/settings")
    await maya.taps("My hour")
    await maya.taps(EARLY)
    assert maya.text.endswith("Today is left without one. Would you like it now?")
    await maya.taps("Check in now")
    assert "How are you right now?" in maya.text


async def test_groups_that_ask_together_move_together_and_stay_one_checkin(town: Town, database: Database) -> None:
    maya = await with_patterns(town, groups=2)
    await maya.taps(LATE)
    assert [row.next_at for row in enrolments(database)] == [at(3, 14), at(3, 14)]
    database.write_now(lambda s: opening.open_due(s, now=at(3, 14)))
    assert len(database.read_now(lambda s: s.exec(select(Checkin)).all())) == 2, "today's and tomorrow's"


async def test_a_pattern_with_another_number_of_hours_is_typed_anew(town: Town, database: Database) -> None:
    maya = await with_patterns(town)
    switch = maya.buttons[LATE]

    def twice_a_day(session: Session) -> None:
        session.exec(select(Cadence)).one().times = (time(9), time(21))

    database.write_now(twice_a_day)
    await maya.sends(switch)
    assert "early shift 5:30 13:00" in maya.text


async def test_patterns_are_forgotten_and_the_hours_stay(town: Town, database: Database) -> None:
    maya = await with_patterns(town)
    await maya.taps(LATE)
    await maya.types("/settings")
    await maya.taps("My hour")
    await maya.taps("My shifts")
    await maya.taps("Forget them")
    assert database.read_now(lambda s: s.exec(select(Pattern)).all()) == []
    assert enrolments(database)[0].own_times == (time(14),)


async def test_nobody_switches_somebody_elses_hours(town: Town, database: Database) -> None:
    maya = await with_patterns(town)
    database.write_now(lambda s: builders.person(s, "Jo", tg_id=2, agreed=True).id)
    stranger = town.person(2, "Jo")
    for label in (LATE, "Forget them", "Type them anew"):
        await stranger.sends(maya.buttons[label])
        assert stranger.text == "That question is closed."
    assert enrolments(database)[0].own_times is None
    assert len(database.read_now(lambda s: s.exec(select(Pattern)).all())) == 2


async def finished(town: Town, maya: Phone) -> Phone:
    """Today's is answered; "Saved, thank you" is on the screen."""
    await maya.types("4 2 no")
    return await maya.taps("Finish")


async def test_a_finished_checkin_offers_another_hour_for_tomorrow_only(town: Town, database: Database) -> None:
    maya = await finished(town, member(town))
    await maya.taps("Another hour")
    assert "I'd ask you next tomorrow at 9:00" in maya.text
    await maya.types("14:15")
    assert maya.text == "Okay, just this once. See you tomorrow at 14:15."
    assert enrolments(database)[0].next_at == at(3, 14, 15)
    database.write_now(lambda s: opening.open_due(s, now=at(3, 14, 15)))
    assert enrolments(database)[0].next_at == at(4, 9)


async def test_the_same_time_tomorrow_is_one_tap_too(town: Town, database: Database) -> None:
    maya = await finished(town, member(town))
    await maya.taps("Another hour")
    as_usual = maya.buttons["As usual, 9:00"]
    await maya.taps("18:00")
    await maya.sends(as_usual)
    assert maya.text == "Okay, as usual. See you tomorrow at 9:00."
    assert enrolments(database)[0].next_at == at(3, 9)


async def test_tomorrows_shift_is_one_tap_from_the_finished_checkin(town: Town, database: Database) -> None:
    maya = await finished(town, await with_patterns(town))
    await maya.taps("Another hour")
    await maya.taps(EARLY)
    (row,) = enrolments(database)
    assert (row.next_at, row.own_times) == (at(3, 5, 30), None)


async def test_once_can_be_today_but_not_an_hour_gone_by(town: Town, database: Database) -> None:
    maya = member(town, times=(time(9), time(18)))
    await maya.types("/settings")
    await maya.taps("My hour")
    await maya.taps("9:00, Circle 0")
    await maya.taps("Just this once")
    assert "I'd ask you next at 18:00" in maya.text
    await maya.types("9:05")
    assert maya.text == "That hour is over already. A later one would work."
    await maya.types("9:06")
    assert enrolments(database)[0].next_at == at(2, 9, 6)


async def test_once_keeps_the_order_of_a_days_hours(town: Town) -> None:
    maya = await finished(town, member(town, times=(time(9), time(18))))
    await maya.taps("Another hour")
    await maya.types("8:59")
    assert "need to stay in that order" in maya.text


async def test_a_lasting_change_ends_what_was_meant_for_once(town: Town, database: Database) -> None:
    maya = await finished(town, member(town))
    await maya.taps("Another hour")
    await maya.taps("18:00")
    await maya.types("/settings")
    await maya.taps("My hour")
    await maya.taps("8:00")
    assert enrolments(database)[0].next_at == at(3, 8)


async def test_groups_that_ask_together_move_together_once(town: Town, database: Database) -> None:
    maya = await finished(town, member(town, groups=2))
    await maya.taps("Another hour")
    await maya.taps("18:00")
    assert [row.next_at for row in enrolments(database)] == [at(3, 18), at(3, 18)]


async def test_where_nothing_is_planned_nothing_can_be_moved(town: Town, database: Database) -> None:
    maya = await finished(town, member(town))
    another = maya.buttons["Another hour"]

    def pause(session: Session) -> None:
        who = session.exec(select(Person)).one()
        who.paused_from_on, who.paused_until_on = at(2, 0).date(), at(5, 0).date()

    database.write_now(pause)
    await maya.sends(another)
    assert maya.text.startswith("Nothing is planned")


async def test_an_old_choice_of_an_hour_finds_what_is_planned_by_then(town: Town, database: Database) -> None:
    maya = await finished(town, member(town))
    await maya.taps("Another hour")
    old = maya.buttons["18:00"]
    database.write_now(lambda s: opening.open_due(s, now=at(3, 9)))
    town.now = at(3, 10)
    await maya.sends(old)
    assert enrolments(database)[0].next_at == at(4, 18)
