"""python-telegram-bot itself, unchanged, against the stand-in; and the stand-in as a process of its own."""

import asyncio
import json
import sys
from pathlib import Path

import pytest
import telegram
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter
from telegram.ext import ExtBot

from bot.sandbox.phone import LocalSandbox, Phone, SandboxClient
from bot.sandbox.server import SandboxServer
from tests.sandbox.calls import PNG
from tests.sandbox.conftest import TOKEN


async def test_it_can_poll_send_edit_answer_and_delete(server: SandboxServer, maya: Phone) -> None:
    async with ExtBot(TOKEN, base_url=f"{server.url}/bot") as bot:
        assert bot.username == "AlongsideDemoBot"
        [started] = await bot.get_updates(allowed_updates=telegram.Update.ALL_TYPES)
        assert started.message
        assert started.message.text == "/start"
        keyboard = telegram.InlineKeyboardMarkup.from_button(
            telegram.InlineKeyboardButton("Start", callback_data="c:1")
        )
        sent = await bot.send_message(
            maya.id, "<b>Ready</b>?", parse_mode="HTML", reply_markup=keyboard, protect_content=True
        )
        assert sent.parse_entities() == {sent.entities[0]: "Ready"}
        await maya.tap("Start")
        [tapped] = await bot.get_updates(offset=started.update_id + 1, timeout=5)
        assert tapped.callback_query
        await tapped.callback_query.answer("Saved", show_alert=True)
        await bot.edit_message_text("Done", chat_id=maya.id, message_id=sent.message_id)
        await bot.pin_chat_message(maya.id, sent.message_id)
        photo = await bot.send_photo(maya.id, PNG, caption="c", has_spoiler=True)
        document = await bot.send_document(maya.id, b"PK", filename="export.zip")
        assert document.document
        assert document.document.file_name == "export.zip"
        await bot.delete_message(maya.id, photo.message_id)
        await bot.set_my_commands(
            [("sos", "Help now")], scope=telegram.BotCommandScopeChat(maya.id), language_code="en"
        )
        assert (await bot.get_chat(maya.id)).pinned_message == sent
        assert await bot.get_my_commands(scope=telegram.BotCommandScopeChat(maya.id), language_code="en")
    assert [seen.text for seen in await maya.screen()] == ["/start", "Done", ""]
    assert await maya.popups() == ["Saved"]


async def test_everything_people_do_can_be_decoded(server: SandboxServer, sandbox: LocalSandbox, maya: Phone) -> None:
    await maya.share_contact()
    await maya.share_location(1.5, 2.5)
    for kind in ("voice", "sticker", "photo", "document"):
        await maya.send_media(kind)
    await maya.edit(await maya.type("a"), "b")
    group = await sandbox.group("Circle", [maya], bot_status="administrator")
    await sandbox.do("upgrade_group", group=group)
    await maya.block()
    async with ExtBot(TOKEN, base_url=f"{server.url}/bot") as bot:
        updates = await bot.get_updates(allowed_updates=telegram.Update.ALL_TYPES)
        status = await bot.get_chat_member(group_of(updates), bot.id)
    assert len(updates) == 13
    assert status.status == "administrator"


def group_of(updates: tuple[telegram.Update, ...]) -> int:
    return next(u.message.chat.id for u in updates if u.message and u.message.migrate_from_chat_id)


async def test_refusals_arrive_as_its_own_errors(server: SandboxServer, sandbox: LocalSandbox, maya: Phone) -> None:
    async with ExtBot(TOKEN, base_url=f"{server.url}/bot") as bot:
        with pytest.raises(BadRequest, match="too long"):
            await bot.send_message(maya.id, "a" * 4097)
        await sandbox.fault("flood", retry_after=9, times=1)
        with pytest.raises(RetryAfter):
            await bot.send_message(maya.id, "x")
        await sandbox.fault("drop_after", times=1)
        with pytest.raises(NetworkError):
            await bot.send_message(maya.id, "x")
        await maya.block()
        with pytest.raises(Forbidden):
            await bot.send_message(maya.id, "x")
        await bot.set_webhook("https://bot.example.org")
        with pytest.raises(Conflict):
            await bot.get_updates()


async def test_the_stand_in_runs_as_a_process_and_is_driven_over_http(tmp_path: Path) -> None:
    record = tmp_path / "calls.jsonl"
    arguments = ["--port", "0", "--token", TOKEN, "--start-at", "2026-03-03T09:00:00+01:00", "--record-to", str(record)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        async with asyncio.timeout(20):
            url = (await process.stdout.readline()).decode().strip()
            async with SandboxClient(url) as sandbox, ExtBot(TOKEN, base_url=f"{url}/bot") as bot:
                maya = await sandbox.person("Maya")
                await maya.start("j_abc")
                await bot.send_message(maya.id, "Hello Maya")
                assert (await maya.wait_for("Hello")).text == "Hello Maya"
                assert (await sandbox.now()).isoformat() == "2026-03-03T08:00:00+00:00"
                assert [call["method"] for call in await sandbox.calls()] == ["getMe", "sendMessage"]
    finally:
        process.terminate()
        await process.wait()
    assert [json.loads(line)["method"] for line in record.read_text().splitlines()] == ["getMe", "sendMessage"]
