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
from storage.tables import SQLModel
from tests.builders import NOW
from tests.permissions.cast import OPERATOR, Cast, Who, assemble, expecting
from tests.talking import BOT_NAME, NoNetwork

TERMS = Terms(min_age=16, approve_leaders=True, operator_chat_id=OPERATOR)
TABLES = [table.name for table in SQLModel.metadata.sorted_tables if table.name not in ("inbox", "engine")]
NAMING = ("person_id", "member_id", "supporter_id", "issuer_id", "author_id", "viewer_id", "recipient_id", "used_by")
Rows = dict[str, frozenset[tuple[Any, ...]]]


@dataclass(frozen=True)
class Changed:
    """One row as it was (`gone`) or as it is now."""

    table: str
    row: dict[str, Any]
    gone: bool


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
        self._driver = _driver_of(database)
        self._names = {name: [one[1] for one in self._driver.execute(f"PRAGMA table_info({name})")] for name in TABLES}
        self._model = sqlite3.connect(":memory:", check_same_thread=False)
        self._driver.backup(self._model)
        self._begun = self._before = self.rows()
        self._writes = self._driver.total_changes
        self.errors = Errors()

    async def _keep(self, turn: Turn) -> None:
        self._turns.append(turn)

    async def knock(self, body: dict[str, Any], *, stay: bool = False) -> Answer:
        """Handle one update. `stay`: what it changed stays, for what comes next."""
        self.updates += 1
        query = "INSERT INTO inbox (update_id, state, attempts, received_at) VALUES (?, 'unhandled', 0, '2026-03-02')"
        self._write(query, (self.updates,))
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
            for reply in turn.replies:
                for message in (reply.toast, reply.show, *reply.also):
                    if message is not None:
                        answer.kinds.append(message.kind)
                        answer.said += f"{_read_aloud(message)}\n"
        self._turns.clear(), self._replies.waiting.clear(), self.errors.heard.clear()
        after = self.rows() if self._driver.total_changes > self._writes + stored else self._before
        answer.changed = list(self._differing(after)) if after is not self._before else []
        answer.set_aside = bool(self._driver.execute("SELECT 1 FROM inbox WHERE state = 'set_aside'").fetchall())
        if stay:
            self._before = after
        elif answer.changed:
            self.put_back()
        self._write("DELETE FROM inbox", ())
        self._writes = self._driver.total_changes
        return answer

    def waits_for(self, who: Who, kind: str, about: int | None, draft: str | None) -> None:
        """What this person's next text means, as if the bot had asked them before."""
        self.database.write_now(
            lambda session: expecting(session, self.cast.person_ids[who], kind, about, draft)
        )  # fmt: skip
        self._before, self._writes = self.rows(), self._driver.total_changes

    def rows(self) -> Rows:
        return {name: frozenset(self._driver.execute(f'SELECT * FROM "{name}"')) for name in TABLES}

    def put_back(self) -> None:
        """Everything as it was in the beginning."""
        self._driver.execute("PRAGMA query_only = OFF")
        self._model.backup(self._driver)
        self._before, self._writes = self._begun, self._driver.total_changes

    @contextmanager
    def after(self, *statements: str) -> Iterator[None]:
        """The beginning is another one: these statements were carried out before."""
        kept = sqlite3.connect(":memory:")
        self._model.backup(kept)
        for statement in statements:
            self._write(statement, ())
        self._driver.backup(self._model)
        begun = self._begun
        self._begun = self._before = self.rows()
        self._writes = self._driver.total_changes
        try:
            yield
        finally:
            kept.backup(self._model)
            kept.close()
            self._begun = begun
            self.put_back()

    def _differing(self, after: Rows) -> Iterator[Changed]:
        for name in TABLES:
            for rows, gone in ((self._before[name] - after[name], True), (after[name] - self._before[name], False)):
                yield from (Changed(name, dict(zip(self._names[name], row, strict=True)), gone) for row in rows)

    def _write(self, query: str, values: tuple[object, ...]) -> None:
        self._driver.execute("PRAGMA query_only = OFF")
        self._driver.execute(query, values)

    def owners(self, one: Changed) -> set[int]:
        """Everybody whom a row names, directly or by what it belongs to. Of a row that is new only what it says itself."""
        row = one.row
        if one.table == "people":
            return {row["id"]}
        found = {row[name] for name in NAMING if row.get(name) is not None}
        if one.table == "alerts":
            asked = "SELECT recipient_id FROM alert_steps WHERE alert_id = ?"
            found |= {who for (who,) in self._model.execute(asked, (row["id"],))}
        for column, table in (("alert_id", "alerts"), ("support_id", "supports"), ("checkin_id", "checkins"), ("enrolment_id", "enrolments")):  # fmt: skip
            if row.get(column) is not None:
                found |= self._named(table, row[column])
        group = row["id"] if one.table == "groups" else row.get("group_id")
        if group is not None:
            leading = "SELECT person_id FROM memberships WHERE group_id = ? AND role <> 'member'"
            found |= {who for (who,) in self._model.execute(leading, (group,))}
        return found

    def _named(self, table: str, row_id: int) -> set[int]:
        columns = [name for name in self._names[table] if name in NAMING]
        found = self._model.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (row_id,)).fetchall()
        return {who for row in found for who in row if who is not None}

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


def _driver_of(database: Database) -> sqlite3.Connection:
    """The one connection there is: between two transactions it is ours."""
    pooled = database.engine.raw_connection()
    driver = pooled.driver_connection
    pooled.close()
    assert isinstance(driver, sqlite3.Connection)
    return driver


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
