"""The whole bot in process against the stand-in for Telegram, in virtual time: nothing waits, and a day passes in moments.

It listens for everything that should never happen: logged errors, refused calls, buttons that lead nowhere.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from telegram.request import BaseRequest, RequestData

from bot.actions.outgoing import Outcome
from bot.app import App
from bot.clock import SystemClock, WalkingClock
from bot.rules import hearing
from bot.sandbox.acting import PeopleActions
from bot.sandbox.clock import Timer
from bot.sandbox.control import Control
from bot.sandbox.errors import ApiError
from bot.sandbox.journal import Event
from bot.sandbox.line import Line
from bot.sandbox.parameters import Upload
from bot.sandbox.phone import LocalSandbox
from bot.sandbox.telegram import Telegram
from bot.sandbox.weather import FaultActions
from bot.settings import from_environment
from bot.texts import catalogue
from bot.texts.messages import Message
from handlers.delivery.limiter import Turn
from handlers.delivery.rendering import Screen
from storage.database import Database
from storage.hold import Hold
from storage.lock import FileLock

TOKEN = "123456789:VILLAGE-not-a-real-token-0123456789"
LONGEST_POLL = timedelta(hours=6)
TURNS = 200_000  # of the event loop, before a bot that does not become idle is a fault
MAY_BE_REFUSED = (
    *("blocked by the user", "deactivated", "not modified", "query is too old"),
    *("message to edit not found", "message to unpin not found"),  # a chat its person emptied; nobody tells the bot
)


@dataclass
class Alarm:
    waiting: "asyncio.Future[None]"

    def cancel(self) -> None:
        self.waiting.cancel()


class SharedClock(WalkingClock):
    """One clock for the bot and the stand-in."""

    can_stand = False
    standing = False

    def call_at(self, monotonic: float, callback: Callable[[], None]) -> Timer:
        waiting = self._sleepers.lie_down(self._start_at + timedelta(seconds=monotonic))
        waiting.add_done_callback(lambda done: None if done.cancelled() else callback())
        return Alarm(waiting)


class LineRequest(BaseRequest):
    """Calls the stand-in where python-telegram-bot would open a socket."""

    read_timeout = 5.0

    def __init__(self, line: Line) -> None:
        self._line = line

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        given: Mapping[str, Any] = request_data.json_parameters if request_data else {}
        files = {
            name: Upload(file[0], file[2] or "application/octet-stream", bytes(cast("bytes", file[1])))
            for name, file in ((request_data.multipart_data or {}) if request_data else {}).items()
        }
        try:
            result = await self._line.call(TOKEN, url.rpartition("/")[2], given, files)
        except ApiError as error:
            return error.as_json()["error_code"], json.dumps(error.as_json()).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()


class VillageApp(App):
    """Its polls last until something is due, so that a quiet day is a handful of them."""

    def _poll_for(self) -> timedelta:
        heard_until_at, deadline_at = self._timetable
        now = self.clock.now()
        return hearing.poll_for(
            now, heard_until_at=heard_until_at, deadline_at=deadline_at, longest=LONGEST_POLL
        )  # fmt: skip


class VillageSandbox(LocalSandbox):
    """A sandbox that walks this village's time."""

    village: "Village"

    async def until_idle(self) -> None:
        await self.village.catch_breath()

    async def walk(self, **duration: float) -> None:
        await self.village.walk(**duration)

    async def walk_to(self, at: datetime) -> None:
        await self.village.walk_to(at)


class Village:
    """What people in it see and do goes through `sandbox`; `trouble` is what should never have happened."""

    def __init__(self, app: App, line: Line, clock: SharedClock) -> None:
        self.app = app
        self.line = line
        self.clock = clock
        self.world = line.telegram.world
        self.sandbox = VillageSandbox(Control(PeopleActions(line.telegram), FaultActions(line)))
        self.sandbox.village = self
        self.faults: list[str] = []
        self._heard_calls = 0
        self._never = {catalogue.plain(Message(kind), "en") for kind in ("unknown-tap", "our-fault")}
        self.world.journal.listeners.append(self._watch)
        self._edit = app.sender._edit
        app.sender._edit = self._watched_edit  # type: ignore[method-assign]

    async def until_idle(self) -> None:
        loop = SystemClock()
        for _ in range(TURNS):
            await loop.sleep(0)
            if self._idle:
                return
        raise AssertionError("the bot does not become idle")

    @property
    def _idle(self) -> bool:
        updates = self.world.updates
        if self.line.faults.offline or self.app.resting:
            return self.app.idle  # it rests between two tries; what people send waits
        return (
            self.app.idle and self.line.polled and not updates.waiting
            and self.app.intake.handled_until >= (updates.handed_out or 0)
        )  # fmt: skip

    async def walk_to(self, at: datetime) -> None:
        await self.until_idle()
        while self.clock.now() < at:
            step = max(self.clock.now(), min(at, self.app.next_at() or at))
            self.clock.move_to(step)
            self.line.end_poll()
            await self.until_idle()

    async def catch_breath(self) -> None:
        """Let what only waits for its turn to leave do so."""
        await self.until_idle()
        soon = self.clock.now() + timedelta(seconds=2)
        if (at := self.app.next_at()) is not None and at <= soon:
            await self.walk_to(soon)

    async def walk(self, **duration: float) -> None:
        await self.walk_to(self.clock.now() + timedelta(**duration))

    def trouble(self) -> list[str]:
        """What should never have happened since the last call."""
        calls = list(self.line.telegram.record.calls)
        for call in calls[self._heard_calls :]:
            if call.error and not any(known in str(call.error) for known in MAY_BE_REFUSED):
                self.faults.append(f"{call.method} refused: {call.error} {dict(call.params)}")
        self._heard_calls = len(calls)
        found = list(self.faults)
        self.faults.clear()
        return found

    async def _watched_edit(self, chat_id: int, message_id: int, screen: Screen, turn: Turn) -> Outcome:
        """No edit may leave answers open, or numbers to call closed: Telegram keeps what the message had."""
        shown = self.world.chats[chat_id].living(message_id) if chat_id in self.world.chats else None
        if shown is not None and screen.protect is not None and screen.protect is not shown.protected:
            self.faults.append(f"wrongly protected after an edit: {screen.text[:40]}")
        return await self._edit(chat_id, message_id, screen, turn)

    def _watch(self, event: Event) -> None:
        text = event.data.get("text", "")
        if event.kind in ("popup", "message", "edited") and any(never in (text or "") for never in self._never):
            self.faults.append(f"somebody was told: {text}")


class Listening(logging.Handler):
    """Every logged error is a fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._faults = faults
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self._faults.append(self.format(record))


@asynccontextmanager
async def inhabited(
    database: Database, folder: Path, *, start_at: datetime, seed: int, **more: str
) -> AsyncIterator[Village]:
    """A village with the bot running in it. `more`: its settings."""
    clock = SharedClock(start_at)
    line = Line(Telegram(clock, token=TOKEN, seed=seed), clock)
    chosen = {"BOT_TOKEN": TOKEN, "DATA_DIR": str(folder), "LEADERS": "anyone", "MIN_AGE": "16", **more}
    settings = from_environment(chosen, env_file=None)
    app = VillageApp(settings, database, clock)
    app.application.bot._request = (LineRequest(line), LineRequest(line))
    village = Village(app, line, clock)
    listening = Listening(village.faults)
    logging.getLogger().addHandler(listening)
    system = SystemClock()
    hold = Hold(database, lock=FileLock(folder / "lock"), holder="village", now=system.now, sleep=system.sleep)
    until = asyncio.Event()
    serving = asyncio.create_task(app.serve(hold, until=until))
    try:
        await village.until_idle()
        yield village
    finally:
        until.set()
        await asyncio.wait([serving], timeout=5)
        logging.getLogger().removeHandler(listening)
