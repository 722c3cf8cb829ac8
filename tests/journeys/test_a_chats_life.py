"""A chat through its life: the pinned card that stays current, chats emptied, blocked and opened again, group chats, and those
of whom nothing may be kept.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from bot.sandbox.phone import Seen
from storage.database import Database
from storage.tables import Incoming
from tests.conftest import make_keyring
from tests.databases import SqliteFiles
from tests.journeys.cast import Cast
from tests.journeys.house import MONDAY
from tests.journeys.village import Village, inhabited

HEAD = "If I don't answer within a minute, call"


@pytest.fixture
async def village(sqlite_files: SqliteFiles, tmp_path: Path) -> AsyncIterator[Village]:
    database = Database.open(sqlite_files.copy(tmp_path), make_keyring(), inline=True)
    async with inhabited(database, tmp_path, start_at=MONDAY, seed=1) as made:
        yield made
        assert made.trouble() == []
    database.close()


@pytest.fixture
async def cast(village: Village) -> Cast:
    """Maya has joined; she lives by London's clock."""
    made = Cast(village.sandbox)
    maya = await made.meet("Maya")
    await made.follow(maya, "")
    await made.tap(maya, "OK, I agree", "21:00")
    await made.type(maya, "London")
    await made.tap(maya, "Yes", "See you then")
    await made.walk(seconds=5)
    return made


async def cards(cast: Cast) -> list[Seen]:
    return [seen for seen in await cast.phones["Maya"].screen() if seen.text.startswith(HEAD)]


async def sam_supports(cast: Cast) -> None:
    """Sam accepts, is confirmed, and lets Maya have a phone number."""
    maya, sam = cast.phones["Maya"], await cast.meet("Sam")
    await cast.type(maya, "/supporters")
    await cast.tap(maya, "Ask someone")
    await cast.follow(sam, await cast.payload(maya))
    await cast.tap(sam, "Yes, I'm willing", "Keep all")
    await cast.tap(maya, "Yes, that's Sam", "Why, never that I used", "Save")
    await cast.type(sam, "/people")
    await cast.tap(sam, "Maya", "How to reach me", "A phone number")
    await cast.type(sam, "+44 7700 900123")
    await cast.walk(seconds=5)


async def test_a_card_is_pinned_at_the_start_without_a_sound(cast: Cast) -> None:
    [card] = await cards(cast)
    assert card.pinned and card.silent
    assert "999" in card.text


async def test_another_country_redraws_the_card_in_place(cast: Cast) -> None:
    maya = cast.phones["Maya"]
    await cast.type(maya, "/settings")
    await cast.tap(maya, "My clock")
    await cast.type(maya, "Chicago")
    await cast.tap(maya, "Yes")
    await cast.walk(seconds=5)
    [card] = await cards(cast)
    assert card.pinned and card.edited
    assert "911" in card.text and "999" not in card.text


async def test_a_clock_in_the_same_country_leaves_the_card_alone(cast: Cast) -> None:
    maya = cast.phones["Maya"]
    await cast.type(maya, "/settings")
    await cast.tap(maya, "My clock")
    await cast.type(maya, "London")
    await cast.tap(maya, "Yes")
    await cast.walk(seconds=5)
    [card] = await cards(cast)
    assert not card.edited


async def test_a_supporters_number_is_on_the_card_while_they_share_it(cast: Cast) -> None:
    await sam_supports(cast)
    [card] = await cards(cast)
    assert card.pinned and "Sam: call +447700900123" in card.text
    assert card.text.index("999") < card.text.index("Sam")
    sam = cast.phones["Sam"]
    await cast.type(sam, "/people")
    await cast.tap(sam, "Maya", "How to reach me", "Only through you")
    await cast.walk(seconds=5)
    [card] = await cards(cast)
    assert "+44" not in card.text


async def test_a_supporter_who_is_gone_is_gone_from_the_card(cast: Cast) -> None:
    await sam_supports(cast)
    sam = cast.phones["Sam"]
    await cast.type(sam, "/people")
    await cast.tap(sam, "Maya", "Stop", "Yes, stop")
    await cast.walk(seconds=5)
    [card] = await cards(cast)
    assert "+44" not in card.text


async def test_a_card_that_was_unpinned_is_pinned_again_when_it_changes(cast: Cast, village: Village) -> None:
    [card] = await cards(cast)
    village.world.chat(cast.phones["Maya"].id).messages[card.message_id].pinned = False
    await sam_supports(cast)
    [card] = await cards(cast)
    assert card.pinned


async def test_a_card_that_was_deleted_comes_anew_when_it_changes(cast: Cast, village: Village) -> None:
    [card] = await cards(cast)
    village.world.chat(cast.phones["Maya"].id).messages[card.message_id].deleted_at = village.clock.now()
    await sam_supports(cast)
    [anew] = await cards(cast)
    assert anew.pinned and anew.message_id != card.message_id


@pytest.mark.parametrize("days", [1, 3])
async def test_who_starts_over_gets_a_new_card_and_the_old_one_points_to_it(cast: Cast, days: int) -> None:
    [old] = await cards(cast)
    await cast.walk(days=days)
    await cast.follow(cast.phones["Maya"], "")
    await cast.walk(seconds=5)
    [card] = await cards(cast)
    assert card.pinned and card.message_id != old.message_id
    shown = [seen for seen in await cast.phones["Maya"].screen() if seen.message_id == old.message_id]
    assert [(seen.text, seen.pinned) for seen in shown] == [("There is a newer card with numbers in this chat.", False)]


async def test_somebody_who_deletes_the_chat_and_comes_back_goes_on(cast: Cast, village: Village) -> None:
    maya = cast.phones["Maya"]
    for message in village.world.chat(maya.id).shown():
        message.deleted_at, message.pinned = village.clock.now(), False
    await cast.walk(days=1)
    await cast.follow(maya, "")
    await cast.walk(seconds=5)
    assert [card.pinned for card in await cards(cast)] == [True]
    await cast.tap(maya, "Check in", "🙂 okay")


async def test_somebody_who_blocked_the_bot_and_is_back_is_asked_again(cast: Cast) -> None:
    maya = cast.phones["Maya"]
    await maya.block()
    await cast.walk(days=2)
    assert "Ready when you are" not in (await maya.last()).text
    await maya.unblock()
    await cast.follow(maya, "")
    assert "Here is what I can do for you." in [seen.text.split("\n")[0] for seen in await maya.screen()]
    await cast.walk(days=1)
    assert "Hello Maya" in (await maya.last()).text


async def test_a_group_chat_gets_one_line_that_points_to_the_private_chat(cast: Cast, village: Village) -> None:
    maya = cast.phones["Maya"]
    circle = await village.sandbox.group("Circle", [maya])
    for command in ("/help", "/checkin", "/sos", "/supporters"):
        await maya.type(command, chat=circle)
        await cast.walk(seconds=20)
        said = await maya.last(chat=circle)
        assert said.text.startswith("I only talk in private. Write to me here: https://t.me/")
        assert "Maya" not in said.text and said.labels == []


async def test_everybody_has_the_same_menu_whatever_they_are_here(cast: Cast) -> None:
    await sam_supports(cast)
    stranger = await cast.meet("Ana", language="pt")
    menus = [await phone.commands() for phone in (*cast.phones.values(), stranger)]
    assert all(menu == menus[0] for menu in menus)
    assert {"start", "checkin", "sos", "help", "cancel"} <= set(menus[0])
    assert not {"progress", "id"} & set(menus[0])


async def test_of_somebody_under_age_not_even_a_hash_is_kept(village: Village) -> None:
    lee = await village.sandbox.person("Lee", username="lee")
    for act in (lee.start(), lee.tap("Under 16"), lee.type("why not?"), lee.share_location(52.5, 13.4)):
        await act
        await village.sandbox.until_idle()

    def kept(session: Session) -> tuple[list[str], list[tuple[object, object]]]:
        apart = ("engine", "keys", "lease", "outages", "inbox")
        tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in apart]
        filled = [table.name for table in tables if session.execute(sa.select(table)).first()]
        return filled, [(row.person_hash, row.body) for row in session.exec(select(Incoming)).all()]

    filled, updates = village.app.database.read_now(kept)
    assert filled == []
    assert updates and set(updates) == {(None, None)}
