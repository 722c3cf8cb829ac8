"""The reference: python-telegram-bot as its documentation shows it, with nothing of ours.

python -m tests.benchmarks.bare_bot URL taps FILE     answers each tap, edits the message, commits one row to SQLite
python -m tests.benchmarks.bare_bot URL send RATE ID… sends one message to each, RATE a second
"""

import asyncio
import sqlite3
import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, ApplicationBuilder, CallbackContext, CallbackQueryHandler, CommandHandler

from bot.clock import SystemClock
from tests.benchmarks.standin import TOKEN

LABELS = ("one", "two", "three", "four", "five", "skip")
KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton(label, callback_data=f"tap:{label}") for label in row] for row in (LABELS[:3], LABELS[3:])]
)

AnyContext = CallbackContext[Any, Any, Any, Any]
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


def answer_taps(application: AnyApplication, file: str) -> None:
    rows = sqlite3.connect(file)
    # As safe as ours: a commit that was reported survives a loss of power.
    rows.executescript("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL")
    rows.execute("CREATE TABLE taps (id INTEGER PRIMARY KEY, person INTEGER, data TEXT)")

    async def start(update: Update, context: AnyContext) -> None:
        assert update.message is not None
        await update.message.reply_text("Tap.", reply_markup=KEYBOARD)

    async def tap(update: Update, context: AnyContext) -> None:
        query = update.callback_query
        assert query is not None
        row = rows.execute("INSERT INTO taps (person, data) VALUES (?, ?)", (query.from_user.id, query.data))
        rows.commit()
        await query.answer()
        await query.edit_message_text(f"Tap {row.lastrowid}.", reply_markup=KEYBOARD)

    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(tap))
    application.run_polling()


async def send(application: AnyApplication, per_second: float, chats: list[int]) -> None:
    clock = SystemClock()
    async with application:
        began = clock.monotonic()
        for number, chat in enumerate(chats):
            await clock.sleep(max(began + number / per_second - clock.monotonic(), 0))
            await application.bot.send_message(chat, "Hello. Ready when you are.", reply_markup=KEYBOARD)


def main() -> None:
    url, what, *rest = sys.argv[1:]
    application: AnyApplication = ApplicationBuilder().token(TOKEN).base_url(f"{url}/bot").build()
    if what == "taps":
        answer_taps(application, *rest)
    else:
        asyncio.run(send(application, float(rest[0]), [int(chat) for chat in rest[1:]]))


if __name__ == "__main__":
    main()
