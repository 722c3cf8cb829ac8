"""An automated check (axe-core) finds nothing serious, in either set of colours and on a narrow screen."""

import pytest

from bot.sandbox.server import SandboxServer
from tests.page.looking import Looking
from tests.page.test_chats import call, keys, maya_in

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("width", [1360, 390])
@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_nothing_stands_in_the_way(
    shown: tuple[Looking, SandboxServer], axe: str, width: int, colours: str
) -> None:
    looking, server = shown
    maya = await maya_in(server)
    html = "<b>Hello</b> <tg-spoiler>secret</tg-spoiler> <a href='https://t.me/maya'>Maya</a> /help"
    sent = call(server, "sendMessage", chat_id=maya.id, text=html, parse_mode="HTML", reply_markup=keys(("Yes", "No")))
    call(server, "pinChatMessage", chat_id=maya.id, message_id=sent["message_id"])
    call(server, "sendMessage", chat_id=maya.id, text="Below", reply_markup={"keyboard": [["One", "Two"]]})
    server.notices.post("agenda", [{"at": "2026-03-03T10:00:00+00:00", "text": "Maya's check-in"}])
    server.notices.post("story", {"name": "x", "title": "A story", "caption": "It begins.", "state": "playing"})
    await looking.sees("Maya", "Below")
    await looking.page.set_viewport_size({"width": width, "height": 860})
    if colours == "dark":
        await looking.page.get_by_role("button", name="Change to dark colours").click()
    await looking.page.evaluate(axe)
    found = (await looking.page.evaluate("axe.run()"))["violations"]
    serious = [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


async def test_colours_follow_the_system_until_somebody_chooses(shown: tuple[Looking, SandboxServer]) -> None:
    looking, _ = shown
    page = looking.page
    assert await page.evaluate("document.documentElement.dataset.colours") == "light"
    await page.emulate_media(color_scheme="dark")
    await page.reload()
    assert await page.evaluate("document.documentElement.dataset.colours") == "dark"
    await page.get_by_role("button", name="Change to light colours").click()
    await page.reload()
    assert await page.evaluate("document.documentElement.dataset.colours") == "light"
