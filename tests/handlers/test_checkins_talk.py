"""Check-ins as they are talked through: what is sent, typed and changed comes to the right ears."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.rules.vocabulary import CheckinState, Question
from storage.database import Database
from storage.tables import Alert, Checkin, Outgoing, Person
from tests import builders
from tests.builders import NOW
from tests.talking import Phone, Town

MAYA = 1


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database, now=NOW + timedelta(minutes=5))


def member(town: Town, *, supporter: str = "") -> Phone:
    """Maya, whose prompt has come."""

    def build(session: Session) -> None:
        maya = builders.person(session, "Maya", tg_id=MAYA, agreed=True)
        rhythm = builders.cadence(session, maya)
        builders.enrolment(session, maya, rhythm)
        builders.checkin(session, maya, rhythm)
        if supporter:
            builders.support(session, maya, builders.person(session, supporter))

    town.database.write_now(build)
    return town.person(MAYA, "Maya")


def checkin_of(database: Database) -> Checkin:
    return database.read_now(lambda s: s.exec(select(Checkin)).one())


async def test_a_hint_carries_the_buttons_of_the_question_and_keeps_words_as_a_note(
    town: Town, database: Database
) -> None:
    maya = await member(town).types("3")
    await maya.types("it was a hard night")
    assert {"0", "10", "Skip", "Keep as a note"} <= set(maya.buttons)
    await maya.taps("Keep as a note")
    assert (maya.toast, "How strong is the pull" in maya.text) == ("Kept as a note.", True)
    await maya.taps("2")
    await maya.types("skip")
    await maya.taps("Finish")
    found = checkin_of(database)
    assert (found.mood, found.craving, found.used, found.note) == (3, 2, None, "it was a hard night")


async def test_media_offers_help_the_supporter_by_name_and_a_note(town: Town, database: Database) -> None:
    maya = member(town, supporter="Sam")
    await maya.sends_voice()
    assert list(maya.buttons) == ["I need someone now", "Tell Sam", "Just a note"]
    assert checkin_of(database).state is CheckinState.SENT, "nothing was answered by it"
    await maya.taps("Just a note")
    await maya.types("could not sleep")
    await maya.taps("Go on")
    assert "How are you right now?" in maya.text
    assert checkin_of(database).note == "could not sleep"


async def test_who_only_supports_others_is_offered_no_note(town: Town) -> None:
    town.database.write_now(lambda s: builders.person(s, "Sam", tg_id=50).id)
    sam = town.person(50, "Sam")
    await sam.sends_voice()
    assert list(sam.buttons) == ["I need someone now"]


async def test_a_changed_message_answers_nothing_and_says_what_would(town: Town, database: Database) -> None:
    maya = await member(town).types("4 7 no")
    await maya.edits("2 7 yes")
    assert "just type it anew" in maya.text
    found = checkin_of(database)
    assert (found.mood, found.used) == (4, False)


@pytest.mark.parametrize("how", ["edits", "sends_voice", "edits_caption"])
async def test_words_of_self_harm_are_heard_in_a_changed_message_and_beside_a_picture(
    town: Town, database: Database, how: str
) -> None:
    maya = await member(town).types("4")
    await getattr(maya, how)("I want to die")
    kinds = database.read_now(lambda s: s.exec(select(Outgoing.kind)).all())
    assert kinds == ["crisis-card"]
    assert checkin_of(database).step is Question.CRAVING, "the open question stays open"


@pytest.mark.parametrize("text", ["/checkin I want to die", "/note I want to die", "/I want to die", "/kms"])
async def test_words_of_self_harm_are_heard_behind_a_slash_too(town: Town, database: Database, text: str) -> None:
    maya = await member(town).types("4")
    await maya.types(text)
    assert database.read_now(lambda s: s.exec(select(Outgoing.kind)).all()) == ["crisis-card"]
    assert checkin_of(database).step is Question.CRAVING, "the open question stays open"


async def test_sos_with_words_behind_it_is_still_an_sos(town: Town, database: Database) -> None:
    await member(town, supporter="Sam").types("/sos I want to die")
    assert database.read_now(lambda s: s.exec(select(Alert.kind)).all()) == ["sos"]


async def test_a_command_mended_by_changing_it_counts(town: Town, database: Database) -> None:
    maya = await member(town, supporter="Sam").types("/sso")
    await maya.edits("/sos")
    assert database.read_now(lambda s: s.exec(select(Alert.kind)).all()) == ["sos"]


@pytest.mark.parametrize("data", ["of-another-version:3", "here:x", "\N{SNOWMAN}"])
async def test_a_tap_on_a_button_of_another_version_is_a_sign_of_life(town: Town, data: str) -> None:
    phone = member(town)
    town.now += timedelta(days=1)
    for who in (await phone.sends(data), await town.person(2).sends(data)):  # a stranger leaves no trace
        assert who.toast is not None and who.toast.startswith("This button is from an older version")
    known = town.database.read_now(lambda session: session.exec(select(Person)).one())
    assert known.last_sign_at == town.now
