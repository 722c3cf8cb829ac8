"""Chats as readable text."""

from datetime import timedelta

from bot.sandbox.phone import LocalSandbox, Phone
from tests.sandbox.conftest import NINE, Api
from tests.sandbox.keyboards import inline, tap


async def test_a_transcript_reads_like_the_chats(api: Api, sandbox: LocalSandbox, maya: Phone) -> None:
    sam = await sandbox.person("Sam")
    await sam.start()
    sent = await api.done(
        "sendMessage", chat_id=maya.id, text="Hello Maya.\nReady?", reply_markup=inline([tap("Start"), tap("Later")])
    )
    done = await maya.tap("Start")
    await api.done("answerCallbackQuery", callback_query_id=done["query_id"], text="Saved")
    await api.done("editMessageText", chat_id=maya.id, message_id=sent["message_id"], text="How are you right now?")
    await sandbox.jump_to(NINE + timedelta(minutes=2))
    await api.done("sendMessage", chat_id=sam.id, text="Maya could use a word from you.", protect_content=True)
    assert await sandbox.transcript([maya, sam], zone="Europe/Berlin") == (
        "Tue 2026-03-03 10:00\n"
        "  Maya: /start\n"
        "  Sam: /start\n"
        "  Bot to Maya: Hello Maya.\n"
        "      Ready?\n"
        "      [Start] [Later]\n"
        "  Maya taps [Start]\n"
        "  (pop-up for Maya: Saved)\n"
        "  Bot to Maya (edited): How are you right now?\n"
        "\n"
        "Tue 2026-03-03 10:02\n"
        "  Bot to Sam (protected): Maya could use a word from you.\n"
    )
    assert "Sam" not in await maya.transcript()
