"""One update at a time through the real intake, routes and database: what was answered, what changed, whose rows those were.

After each the database is put back as it was, so that every tap meets the same people.
"""

import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from telegram import InlineKeyboardMarkup, User
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot.actions.terms import Terms
from bot.clock import WalkingClock
from bot.rules.hearing import Fetch
from bot.texts import catalogue
from bot.texts.messages import Message
from handlers import routes, waiting
from handlers.context import Context, Turn
from handlers.delivery.rendering import render
from handlers.delivery.replies import Replies
from handlers.intake import Intake
from storage.database import Database
from storage.encryption import Keyring
from tests.builders import NOW
from tests.permissions.cast import OPERATOR, Cast, Who, assemble, expecting
from tests.permissions.rows import Changed, Rows
from tests.talking import BOT_NAME, NoNetwork

TERMS = Terms(min_age=16, approve_leaders=True, operator_chat_id=OPERATOR)


@dataclass
class Answer:
    kinds: list[str] = field(default_factory=list)  # of everything that was said, pop-ups included
    said: str = ""  # all of it as it is read, buttons included
    changed: list[Changed] = field(default_factory=list)
    set_aside: bool = False
    errors: list[str] = field(default_factory=list)  # what was logged as one

    def new(self, table: str) -> list[dict[str, Any]]:
        """The rows that were not there before."""
        before = {one.row.get("id") for one in self.changed if one.table == table and one.gone}
        return [
            one.row for one in self.changed if one.table == table and not one.gone and one.row.get("id") not in before
        ]

    @property
    def effects(self) -> list[Changed]:
        """What changed besides that the person was there and what their next text means."""
        return [one for one in self.changed if one.table != "expected" and not is_sign_of_life(self.changed, one)]


def is_sign_of_life(changed: list[Changed], one: Changed) -> bool:
    """A person's row in which nothing differs but when they were last there."""
    if one.table != "people":
        return False
    both = [other.row for other in changed if other.table == "people" and other.row["id"] == one.row["id"]]
    return len(both) == 2 and {k: v for k, v in both[0].items() if k != "last_sign_at"} == {
        k: v for k, v in both[1].items() if k != "last_sign_at"
    }


class Kept(Replies):
    """Replies that are kept to be read, not sent."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Callable[[], Awaitable[object]]] = []

    def put(self, chat_id: int, reply: Callable[[], Awaitable[object]]) -> None:
        self.waiting.append(reply)


class Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.getMessage()} {record.exc_info[1]!r}" if record.exc_info else record.getMessage())


class Door:
    """Made by `opened`. `cast` says who is who."""

    def __init__(self, database: Database, cast: Cast) -> None:
        self.database = database
        self.cast = cast
        self.clock = WalkingClock(NOW)
        self.updates = 0
        self._turns: list[Turn] = []
        self._replies = Kept()
        self.intake = Intake(
            _application(), database, self.clock, self._replies, speak=self._keep, on_fetch=lambda session, fetch: None,
            poll_for=timedelta, enqueued=_nothing, stirred=_nothing, on_fault=lambda what, kind: None,
        )  # fmt: skip
        self.rows = Rows(database)
        self.errors = Errors()

    async def _keep(self, turn: Turn) -> None:
        self._turns.append(turn)

    async def knock(self, body: dict[str, Any], *, stay: bool = False) -> Answer:
        """Handle one update. `stay`: what it changed stays, for what comes next."""
        self.updates += 1
        query = "INSERT INTO inbox (update_id, state, attempts, received_at) VALUES (?, 'unhandled', 0, '2026-03-02')"
        self.rows.write(query, self.updates)
        await self.intake.handle_one(waiting.Row(self.updates, waiting.body_of({"update_id": self.updates, **body})))
        return await self._read(stay=stay)

    async def deliver(self, body: dict[str, Any]) -> Answer:
        """Store an update as a fetch brings it, and handle it; whatever it looks like."""
        self.updates += 1
        now = self.clock.now()
        await self.intake.keep([{"update_id": self.updates, **body}], Fetch(now, now, timedelta(0), timedelta(0), 1))
        while (await self.intake.take_up()).is_part:
            pass
        return await self._read(stored=3)

    async def _read(self, *, stay: bool = False, stored: int = 2) -> Answer:
        """`stored`: how many writes it takes to keep an update and close it."""
        for reply in self._replies.waiting:
            await reply()
        answer = Answer(errors=self.errors.heard[:])
        for turn in self._turns:
            for said in turn.replies:
                for message in (said.toast, said.show, *said.also):
                    if message is not None:
                        answer.kinds.append(message.kind)
                        answer.said += f"{_read_aloud(message)}\n"
        self._turns.clear()
        self._replies.waiting.clear()
        self.errors.heard.clear()
        answer.changed = self.rows.changed(besides=stored, stay=stay)
        answer.set_aside = self.rows.set_aside()
        self.rows.write("DELETE FROM inbox")
        self.rows.settled()
        return answer

    def waits_for(self, who: Who, kind: str, about: int | None, draft: str | None) -> None:
        """What this person's next text means, as if the bot had asked them before."""
        self.database.write_now(
            lambda session: expecting(session, self.cast.person_ids[who], kind, about, draft)
        )  # fmt: skip
        self.rows.begin_anew()

    # What people do, as Telegram hands it over.

    def tap(self, who: Who, data: str) -> dict[str, Any]:
        query = {"id": "1", "from": self.user(who), "chat_instance": "1", "data": data, "message": self.message(who)}
        return {"callback_query": query}

    def types(self, who: Who, text: str) -> dict[str, Any]:
        message = {**self.message(who), "text": text}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return {"message": message}

    def user(self, who: Who) -> dict[str, Any]:
        tg_id = self.cast.tg_ids[who]
        known = {} if who is Who.NEWCOMER else {"username": f"{who}_qx"}
        return {"id": tg_id, "first_name": "Telegram name", "is_bot": False, "language_code": "en", **known}

    def message(self, who: Who) -> dict[str, Any]:
        chat = {"id": self.cast.tg_ids[who], "type": "private", "first_name": "Telegram name"}
        return {"message_id": 7, "date": int(self.clock.now().timestamp()), "chat": chat, "from": self.user(who)}


@contextmanager
def opened(url: str, keyring: Keyring) -> Iterator[Door]:
    """The door of a migrated, empty SQLite file, with everybody behind it."""
    database = Database.open(url, keyring, inline=True)
    sa.event.listen(database.engine, "connect", _hurry)
    database.engine.dispose()
    try:
        door = Door(database, database.write_now(assemble))
        logging.getLogger().addHandler(door.errors)
        yield door
        logging.getLogger().removeHandler(door.errors)
    finally:
        database.close()


def _hurry(connection: sqlite3.Connection, _entry: object) -> None:
    """The machine will not lose power in the middle of a test."""
    for pragma in ("synchronous = OFF", "journal_mode = MEMORY", "secure_delete = OFF"):
        connection.execute(f"PRAGMA {pragma}").close()


def _application() -> "Application[Any, Any, Any, Any, Any, Any]":
    network = NoNetwork()
    built = ApplicationBuilder().token("1:a").request(network).get_updates_request(network)
    application: Application[Any, Any, Any, Any, Any, Any] = built.context_types(ContextTypes(context=Context)).updater(
        None
    ).build()  # fmt: skip
    application.bot_data["terms"] = TERMS
    application.bot._bot_user = User(1, "Alongside", is_bot=True, username=BOT_NAME)
    application._initialized = True
    routes.install(application)
    return application


def _read_aloud(message: Message) -> str:
    screen = render(message, catalogue.FALLBACK)
    if not isinstance(screen.keyboard, InlineKeyboardMarkup):
        return screen.text
    return "\n".join([screen.text, *(one.text for line in screen.keyboard.inline_keyboard for one in line)])


def _nothing() -> None:
    """Nobody waits for it here."""
