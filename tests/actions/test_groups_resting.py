"""A group on a pause: nobody is asked but those who keep their check-in, and everybody hears when it goes on."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from bot.actions.alerts import judging
from bot.actions.checkins import opening
from bot.rules.vocabulary import AlertKind, CheckinState
from storage.database import Database
from storage.tables import Cadence, Checkin, Enrolment, Group, Person
from tests import builders
from tests.actions.groups_stage import LEE, MAYA, deliver, enrolled, led, member
from tests.talking import Phone, Town


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


async def paused(town: Town, dana: Phone, days: str = "3 days") -> None:
    await dana.types("/group")
    await dana.taps("Pause")
    await dana.taps(days)


def opened_at(town: Town, hour: int, *, day: int) -> int:
    """How many check-ins open at that hour."""
    town.now = builders.NOW.replace(hour=hour, day=day)
    before = town.database.read_now(lambda session: len(session.exec(select(Checkin)).all()))
    town.database.write_now(lambda session: opening.open_due(session, now=town.now))
    return town.database.read_now(lambda session: len(session.exec(select(Checkin)).all())) - before


async def test_a_group_on_a_pause_asks_nobody_but_those_who_keep_their_check_in(town: Town, database: Database) -> None:
    dana = await led(town)
    maya, lee = await member(town, MAYA, "Maya"), await member(town, LEE, "Lee")
    await paused(town, dana)  # Monday to Wednesday
    read = deliver(town, maya, lee)
    assert read["Maya"] == read["Lee"]
    assert "takes a pause until 4 March" in read["Maya"][0]
    await maya.taps("Keep asking me")
    assert "See you Wednesday at 9:00" in maya.text
    await lee.taps("I'll rest, too")
    assert "I stay quiet until 4 March" in lee.text
    assert opened_at(town, 9, day=4) == 1
    checkin = database.read_now(lambda session: session.exec(select(Checkin)).one())
    assert checkin.person_id == enrolled(database, MAYA)[0].person_id
    assert opened_at(town, 9, day=6) == 2  # the pause is over by itself


async def test_an_open_check_in_is_neither_answered_nor_missed_when_the_group_rests(
    town: Town, database: Database
) -> None:
    dana = await led(town)
    await member(town, MAYA, "Maya")

    def open_one(session: Session) -> None:
        row = session.exec(select(Enrolment)).one()
        session.add(
            Checkin(person_id=row.person_id, cadence_id=row.cadence_id, on=builders.TODAY, slot=0, zone="Etc/UTC",
                    state=CheckinState.SENT, planned_at=town.now, sent_at=town.now,
                    deadline_at=town.now + timedelta(hours=12))
        )  # fmt: skip

    database.write_now(open_one)
    await paused(town, dana)
    checkin = database.read_now(lambda session: session.exec(select(Checkin)).one())
    assert (checkin.state, checkin.deadline_at) == (CheckinState.PAUSED, None)
    await dana.types("/group")
    assert "It rests until 4 March." in dana.text


@pytest.mark.parametrize(("rested", "quiet"), [(True, False), (False, True)])
async def test_a_groups_pause_ends_a_quiet_run(town: Town, database: Database, rested: bool, quiet: bool) -> None:
    await led(town, template="Early recovery")
    await member(town, MAYA, "Maya")

    def judged(session: Session) -> bool:
        row, group = session.exec(select(Enrolment)).one(), session.exec(select(Group)).one()
        maya, rhythm = session.get(Person, row.person_id), session.get(Cadence, row.cadence_id)
        assert maya is not None and rhythm is not None
        group.paused_until_on = date(2026, 3, 5) if rested else None
        for on in (date(2026, 3, 2), date(2026, 3, 6)):
            sent_at = datetime.combine(on, time(20), UTC)
            builders.checkin(session, maya, rhythm, on=on, state=CheckinState.MISSED, sent_at=sent_at, deadline_at=None)
        verdict = judging.read(session, maya, date(2026, 3, 6)).verdict
        return verdict is not None and verdict.kind is AlertKind.QUIET

    assert database.write_now(judged) is quiet


async def test_a_pause_ended_early_tells_those_who_rested(town: Town, database: Database) -> None:
    dana = await led(town)
    maya, lee = await member(town, MAYA, "Maya"), await member(town, LEE, "Lee")
    await paused(town, dana, "14 days")
    deliver(town, maya, lee)
    await maya.taps("Keep asking me")
    town.pass_by(days=1)
    await dana.types("/group")
    await dana.taps("Pause")
    await dana.taps("End the pause")
    assert deliver(town, maya, lee) == {"Lee": ["Morning circle goes on. See you tomorrow at 9:00."]}
    assert opened_at(town, 9, day=4) == 2


async def test_a_pause_that_was_ended_before_it_was_told_is_not_told(town: Town, database: Database) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    await paused(town, dana)
    await dana.types("/group")
    await dana.taps("Pause")
    await dana.taps("End the pause")
    assert deliver(town, maya) == {"Maya": ["Morning circle goes on. See you Wednesday at 9:00."]}
