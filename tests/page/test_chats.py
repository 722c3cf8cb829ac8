"""Chats look and behave like Telegram's. The bot is the test itself."""

from datetime import timedelta
from typing import Any

import pytest
import segno

from bot.sandbox.parameters import Upload
from bot.sandbox.phone import LocalSandbox, Phone
from bot.sandbox.server import SandboxServer
from tests.page.conftest import TOKEN
from tests.page.looking import Looking

pytestmark = pytest.mark.asyncio(loop_scope="session")
Shown = tuple[Looking, SandboxServer]


async def maya_in(server: SandboxServer) -> Phone:
    maya = await LocalSandbox(server.control).person("Maya", username="maya", language="en", caption="the member")
    await maya.start()
    return maya


def call(server: SandboxServer, method: str, **params: Any) -> Any:
    files = {name: value for name, value in params.items() if isinstance(value, Upload)}
    return server.telegram.call(TOKEN, method, {k: v for k, v in params.items() if k not in files}, files)


def keys(*rows: tuple[str, ...]) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": label} for label in row] for row in rows]}


async def test_a_tap_reaches_the_bot_and_the_message_changes_in_place(shown: Shown) -> None:
    looking, server = shown
    maya = await maya_in(server)
    sent = call(server, "sendMessage", chat_id=maya.id, text="How are you?", reply_markup=keys(("Good", "Bad")))
    await looking.sees("Maya", "How are you?")
    await looking.tap("Maya", "Good")
    await looking.page.wait_for_function("document.querySelector('.key.waiting')")
    query = server.telegram.world.queries.popitem()[1]
    server.telegram.world.queries[query.id] = query
    call(server, "answerCallbackQuery", callback_query_id=query.id, text="Thank you")
    await looking.says(".popup", "Thank you")
    call(server, "editMessageText", chat_id=maya.id, message_id=sent["message_id"], text="Saved.")
    changed = await looking.sees("Maya", "Saved.")
    assert await changed.locator(".key").count() == 0
    assert "edited" in await changed.inner_text()
    assert await looking.bubbles("Maya").count() == 2


async def test_an_alert_must_be_closed(shown: Shown) -> None:
    looking, server = shown
    maya = await maya_in(server)
    call(server, "sendMessage", chat_id=maya.id, text="Hello", reply_markup=keys(("Tap",)))
    await looking.tap("Maya", "Tap")
    await looking.page.wait_for_function("document.querySelector('.key.waiting')")
    query_id = next(iter(server.telegram.world.queries))
    call(server, "answerCallbackQuery", callback_query_id=query_id, text="Too old", show_alert=True)
    dialog = looking.page.get_by_role("dialog")
    assert "Too old" in await dialog.inner_text()
    await dialog.get_by_role("button", name="OK").click()
    await dialog.wait_for(state="hidden")


async def test_what_anybody_writes_is_text_and_never_markup(shown: Shown) -> None:
    looking, server = shown
    attack = "<img src=x onerror=\"document.title='taken'\"><b>bold</b> &amp;"
    maya = await LocalSandbox(server.control).person(attack[:60], username="maya", caption=attack)
    await maya.start()
    await maya.type(attack)
    call(server, "sendMessage", chat_id=maya.id, text=attack, reply_markup=keys((attack[:20],)))
    await looking.says("article.theirs .text", "onerror")
    assert await looking.page.locator("article .text").all_inner_texts() == ["/start", attack, attack]
    assert await looking.page.locator("article img, article b").count() == 0
    assert await looking.page.title() == "Alongside: the demo"


async def test_formatted_text_spoilers_and_links(shown: Shown) -> None:
    looking, server = shown
    maya = await maya_in(server)
    html = (
        "😀 <b>bold <i>both</i></b> <u>u</u> <s>s</s> <code>c</code> <tg-spoiler>secret</tg-spoiler> "
        '<a href="https://example.org/">far</a> <a href="https://t.me/maya">near</a><blockquote>said</blockquote>'
    )
    call(server, "sendMessage", chat_id=maya.id, text=html, parse_mode="HTML")
    bubble = await looking.sees("Maya", "bold both")
    assert await bubble.locator("strong").inner_text() == "bold both"
    assert await bubble.locator("strong em").inner_text() == "both"
    for tag, text in (("u", "u"), ("s", "s"), ("code", "c"), ("blockquote", "said")):
        assert await bubble.locator(tag).inner_text() == text
    spoiler = bubble.locator(".spoiler")
    assert await spoiler.get_attribute("aria-label") == "Hidden text. Show it"
    await spoiler.click()
    assert await spoiler.get_attribute("aria-label") is None
    far = bubble.get_by_role("link", name="far")
    assert (await far.get_attribute("href"), await far.get_attribute("rel")) == (
        "https://example.org/",
        "noopener noreferrer",
    )
    await bubble.get_by_role("button", name="near").click()
    await looking.says("#said", "a chat with maya")


async def test_pictures_files_marks_and_the_pinned_message(shown: Shown) -> None:
    looking, server = shown
    maya = await maya_in(server)
    picture = Upload("qr.png", "image/png", _png())
    call(server, "sendPhoto", chat_id=maya.id, photo=picture, caption="Scan this", disable_notification=True)
    photo = await looking.sees("Maya", "Scan this")
    await looking.page.wait_for_function("document.querySelector('article img').naturalWidth > 20")
    assert "silent" in await photo.locator(".marks").inner_text()
    call(server, "sendDocument", chat_id=maya.id, document=Upload("export.html", "text/html", b"<script>1</script>"))
    async with looking.page.expect_download() as waiting:
        await looking.phone("Maya").locator("a.file").click()
    assert (await waiting.value).suggested_filename == "export.html"
    sent = call(server, "sendMessage", chat_id=maya.id, text="Call 112\nalways", protect_content=True)
    call(server, "pinChatMessage", chat_id=maya.id, message_id=sent["message_id"])
    await looking.says(".pin", "Call 112")
    assert "protected" in await (await looking.sees("Maya", "Call 112")).locator(".marks").inner_text()
    call(server, "unpinAllChatMessages", chat_id=maya.id)
    await looking.page.locator(".pin").wait_for(state="hidden")


def _png() -> bytes:
    from io import BytesIO

    target = BytesIO()
    segno.make("https://t.me/AlongsideDemoBot").save(target, kind="png", scale=4)
    return target.getvalue()


async def test_keyboards_below_the_text_field_share_contacts(shown: Shown) -> None:
    looking, server = shown
    maya = await maya_in(server)
    below = {
        "keyboard": [[{"text": "Share my number", "request_contact": True}], ["No, thanks"]],
        "resize_keyboard": True,
    }
    call(server, "sendMessage", chat_id=maya.id, text="How?", reply_markup=below)
    await looking.tap("Maya", "Share my number")
    await looking.sees("Maya", "Contact: Maya, +1555")
    await looking.tap("Maya", "No, thanks")
    await looking.sees("Maya", "No, thanks")
    call(server, "sendMessage", chat_id=maya.id, text="Fine.", reply_markup={"remove_keyboard": True})
    await looking.phone("Maya").locator(".below").wait_for(state="hidden")


async def test_commands_are_found_by_typing_a_slash(shown: Shown) -> None:
    looking, server = shown
    await maya_in(server)
    commands = [{"command": "checkin", "description": "Say how you are"}, {"command": "sos", "description": "Help now"}]
    call(server, "setMyCommands", commands=commands)
    field = looking.phone("Maya").get_by_role("combobox")
    await field.fill("/")
    await looking.phone("Maya").get_by_role("option").nth(1).wait_for()
    await field.press("ArrowDown")
    await field.press("ArrowDown")
    await field.press("Enter")
    await looking.sees("Maya", "/sos")
    await field.fill("/che")
    await looking.phone("Maya").get_by_role("option").first.wait_for()
    assert await looking.phone("Maya").get_by_role("option").count() == 1
    await field.press("Escape")
    assert await looking.phone("Maya").get_by_role("listbox").is_hidden()


async def test_a_link_is_opened_on_the_phone_that_is_chosen(shown: Shown) -> None:
    looking, server = shown
    maya = await maya_in(server)
    await LocalSandbox(server.control).person("Sam", caption="the supporter")
    call(server, "sendMessage", chat_id=maya.id, text="For one person: https://t.me/AlongsideDemoBot?start=s_abc")
    await (await looking.sees("Maya", "For one person")).get_by_role("button", name="t.me").click()
    await looking.page.get_by_role("dialog").get_by_role("button", name="Sam, the supporter").click()
    await looking.sees("Sam", "/start s_abc")
    assert await looking.texts("Maya") == ["/start", "For one person: https://t.me/AlongsideDemoBot?start=s_abc"]


async def test_people_are_added_and_can_block_the_bot(shown: Shown) -> None:
    looking, server = shown
    await looking.page.get_by_role("button", name="Add a person").click()
    await looking.page.get_by_label("First name").fill("Ana <3")
    await looking.page.keyboard.press("Enter")
    await looking.tap("Ana <3", "START")
    await looking.sees("Ana <3", "/start")
    await looking.tap("Ana <3", "Block the bot as Ana <3")
    await looking.phone("Ana <3").get_by_role("button", name="RESTART").wait_for()
    [ana] = server.telegram.world.people.values()
    assert ana.blocked
    await looking.tap("Ana <3", "Unblock the bot as Ana <3")
    await looking.phone("Ana <3").get_by_role("combobox").wait_for()
    assert not ana.blocked


async def test_time_is_the_sandboxs_and_what_was_missed_is_caught_up_with(shown: Shown) -> None:
    looking, server = shown
    maya = await maya_in(server)
    await looking.says("#clock", "Tue 3 Mar, 09:00")
    await looking.page.get_by_role("button", name="+1 hour").click()
    await looking.says("#clock", "Tue 3 Mar, 10:00")
    server.clock.advance(timedelta(days=1))
    call(server, "sendMessage", chat_id=maya.id, text="A day later")
    assert "10:00" in await (await looking.sees("Maya", "A day later")).locator(".marks").inner_text()
    assert await looking.phone("Maya").locator(".day").all_inner_texts() == ["Tue 3 Mar", "Wed 4 Mar"]
    before = await looking.texts("Maya")
    await looking.page.reload()
    await looking.sees("Maya", "A day later")
    assert await looking.texts("Maya") == before
