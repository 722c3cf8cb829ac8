"""A leader's word to everybody: one a day, signed, without links, seen before it goes, muted at will; and the weeks' figures."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.rules.vocabulary import CheckinState, OutboxState
from storage.database import Database
from storage.queries import people
from storage.tables import Cadence, Encouragement, Outgoing
from tests import builders
from tests.actions.groups_stage import LEE, MAYA, deliver, led, member
from tests.talking import Phone, Town

WORDS = "Glad you're here. One day is enough for today."


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


async def writes(dana: Phone, words: str = WORDS, *, sends: bool = True) -> None:
    await dana.types("/group")
    await dana.taps("Write to all")
    if "What would you like to say" in dana.text:
        await dana.types(words)
    if sends and "Send it" in dana.buttons:
        await dana.taps("Send it")


async def test_an_encouragement_is_signed_with_the_leaders_first_name_and_shown_to_them_before(
    town: Town, database: Database
) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    await writes(dana, sends=False)
    assert f"From Dana, for Morning circle:\n\n{WORDS}" in dana.text.replace("\u2068", "").replace("\u2069", "")
    assert deliver(town, maya) == {}
    await dana.taps("Send it")
    assert deliver(town, maya) == {"Maya": [f"From Dana, for Morning circle:\n\n{WORDS}"]}


async def test_its_author_and_nobody_outside_the_group_gets_it(town: Town, database: Database) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    await writes(dana)
    to = database.read_now(lambda s: s.exec(select(Outgoing).where(Outgoing.kind == "encouragement")).all())
    assert len(to) == 1
    assert "Maya" in deliver(town, dana, maya)


async def test_the_words_are_sealed_in_the_database_and_not_in_the_outbox(town: Town, database: Database) -> None:
    dana = await led(town)
    await member(town, MAYA, "Maya")
    await writes(dana)
    raw = database.read_now(lambda s: s.connection().exec_driver_sql("SELECT text FROM encouragements").scalar_one())
    assert b"Glad" not in bytes(str(raw), "utf-8")
    [row] = database.read_now(lambda s: s.exec(select(Outgoing).where(Outgoing.kind == "encouragement")).all())
    assert "Glad" not in str(row.ids)


@pytest.mark.parametrize("words", ["see https://x.org", "t.me/spam", "x" * 301, "mail me@home.org", "\u202eevil"])
async def test_links_and_overlong_words_are_refused_and_may_be_typed_anew(
    town: Town, database: Database, words: str
) -> None:
    dana = await led(town)
    await writes(dana, words)
    assert "Up to 300 characters" in dana.text
    await dana.types("x" * 300)
    assert "Send it" in dana.buttons


async def test_there_is_one_encouragement_a_day_at_most_whoever_leads(town: Town, database: Database) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    await writes(dana, sends=False)
    send = dana.buttons["Send it"]
    await dana.sends(send)
    await dana.sends(send)
    assert "One a day" in dana.text
    await writes(dana)
    assert "One a day" in dana.text
    town.now = builders.NOW.replace(hour=23, minute=59)
    await writes(dana)
    assert "One a day" in dana.text
    town.now = builders.NOW + timedelta(hours=15)  # midnight where the group is
    await writes(dana)
    assert "on its way" in dana.text
    assert len(database.read_now(lambda s: s.exec(select(Encouragement)).all())) == 2
    assert maya.toast is None


async def test_members_can_mute_encouragements_and_let_them_through_again(town: Town, database: Database) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    await writes(dana)
    deliver(town, maya)
    await maya.taps("Mute")
    assert "Nobody is told" in maya.text
    town.pass_by(days=1)
    await writes(dana)
    assert deliver(town, maya) == {}
    await maya.types("/group")
    await maya.taps("Hear lines to all")
    town.pass_by(days=1)
    await writes(dana)
    assert "Maya" in deliver(town, maya)


async def test_an_encouragement_never_rings_in_quiet_hours(town: Town, database: Database) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    town.now = builders.NOW.replace(hour=22, minute=30)
    await writes(dana)
    await maya.types("/help")  # awake, but it can wait
    assert deliver(town, maya) == {}
    [row] = database.read_now(lambda s: s.exec(select(Outgoing).where(Outgoing.kind == "encouragement")).all())
    assert row.not_before_at == datetime(2026, 3, 3, 7, tzinfo=builders.UTC)
    town.now = row.not_before_at
    assert "Maya" in deliver(town, maya)


async def test_a_member_on_a_pause_or_gone_gets_none(town: Town, database: Database) -> None:
    dana = await led(town)
    maya, lee = await member(town, MAYA, "Maya"), await member(town, LEE, "Lee")
    await maya.types("/pause")
    await maya.taps("3 days")
    await writes(dana)
    await lee.types("/group")
    await lee.taps("Leave")
    await lee.taps("Yes, leave")
    assert deliver(town, maya, lee) == {}
    states = database.read_now(lambda s: s.exec(select(Outgoing.state).where(Outgoing.kind == "encouragement")).all())
    assert set(states) == {OutboxState.WITHDRAWN}


def answers(town: Town, phone: Phone, *, weeks_back: int, mood: int, craving: int) -> None:
    """This member answered on the Monday that many weeks ago."""

    def add(session: Session) -> None:
        who = people.by_telegram_id(session, phone.tg_id)
        rhythm = session.exec(select(Cadence).where(col(Cadence.group_id).is_not(None))).one()
        assert who is not None
        builders.checkin(
            session, who, rhythm, on=builders.TODAY - timedelta(weeks=weeks_back), state=CheckinState.ANSWERED,
            mood=mood, craving=craving, planned_at=builders.NOW - timedelta(weeks=weeks_back), deadline_at=None,
        )  # fmt: skip

    town.database.write_now(add)


async def test_the_leader_sees_participation_over_the_weeks_and_figures_of_at_least_four_people(
    town: Town, database: Database
) -> None:
    dana = await led(town)
    phones = [await member(town, number, f"M{number}") for number in range(1, 5)]
    for phone in phones:
        answers(town, phone, weeks_back=2, mood=phone.tg_id, craving=4)
    for phone in phones[:3]:
        answers(town, phone, weeks_back=1, mood=1, craving=10)
    town.pass_by(days=1)
    await dana.types("/group")
    await dana.taps("Week by week")
    text = dana.text.replace("\u2068", "").replace("\u2069", "")
    assert "16 February to 22 February: 4 of 4 answered, by 4 people. Mood 2.5 of 5, pull 4 of 10." in text
    assert "23 February to 1 March: 3 of 3 answered, by 3 people." in text
    assert "Mood 1" not in text
    assert not any(name in text for name in ("M1", "M2", "M3", "M4"))


async def test_figures_stay_when_somebody_leaves_so_that_nobody_can_be_read_off_the_difference(
    town: Town, database: Database
) -> None:
    dana = await led(town)
    phones = [await member(town, number, f"M{number}") for number in range(1, 6)]
    for phone in phones:
        answers(town, phone, weeks_back=2, mood=phone.tg_id, craving=4)
    await dana.types("/group")
    await dana.taps("Week by week")
    before = dana.text
    await phones[0].types("/group")
    await phones[0].taps("Leave")
    await phones[0].taps("Yes, leave")
    await dana.types("/group")
    await dana.taps("Week by week")
    assert dana.text == before


async def test_a_group_that_was_never_asked_says_so(town: Town, database: Database) -> None:
    dana = await led(town)
    await dana.types("/group")
    await dana.taps("Week by week")
    assert "Nobody was asked" in dana.text
