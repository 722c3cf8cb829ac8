"""A village whose bot can die at any moment and start again, on the same database and the same Telegram."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from telegram.request import RequestData

from bot.clock import SystemClock
from bot.sandbox.acting import PeopleActions
from bot.sandbox.control import Control
from bot.sandbox.line import Line
from bot.sandbox.telegram import Telegram
from bot.settings import Settings, from_environment
from storage.database import Database
from storage.encryption import Keyring
from storage.hold import Hold
from storage.lock import FileLock
from tests.journeys.village import TOKEN, LineRequest, SharedClock, Village, VillageApp, VillageSandbox

DAY = timedelta(days=1)
SPINS = 4000  # of the event loop, before a bot that does not become idle is a fault


class Died(BaseException):
    """The process is gone. No `except Exception` of the bot's may catch this."""


class Fate:
    """Counts the points at which a process may die, and says when it is over. Dead processes do nothing any more."""

    def __init__(self) -> None:
        self.dead = False
        self.passed = 0
        self.dies_at: int | None = None  # the number of the point
        self.at: str | None = None  # which kind of point it was
        self.witness: Callable[[], None] = lambda: None  # called at each point

    def point(self, name: str) -> None:
        """Raise Died if the process ends here, or has ended."""
        self.passed += 1
        self.witness()
        if not self.dead and self.dies_at is not None and self.passed >= self.dies_at:
            self.dead, self.at = True, name
        if self.dead:
            raise Died(name)


class MortalApp(VillageApp):
    fate: Fate

    async def _stop(self, running: list[asyncio.Task[Any]]) -> None:
        """A dead process finishes nothing; its tasks are swept away by the world."""
        if not self.fate.dead:
            await super()._stop(running)


class MortalRequest(LineRequest):
    def __init__(self, line: Line, fate: Fate) -> None:
        super().__init__(line)
        self._fate = fate

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        self._fate.point(f"before {name}")
        answer = await super().do_request(url, method, request_data, *args, **kwargs)
        self._fate.point(f"after {name}")
        return answer


class World(Village):
    """`start` and `die` are the bot's; everything else is the village's."""

    def __init__(self, line: Line, clock: SharedClock, open_database: Callable[[], Database], folder: Path) -> None:
        self._line = line
        self._clock = clock
        self._open = open_database
        self._folder = folder
        self._serving: asyncio.Task[None] | None = None
        self._own: set[asyncio.Task[Any]] = set()
        self.fate = Fate()
        self.deaths: list[tuple[datetime, str]] = []
        self.database = open_database()
        super().__init__(self._app(), line, clock)
        self.sandbox = VillageSandbox(Control(PeopleActions(line.telegram)))
        self.sandbox.village = self

    @property
    def alive(self) -> bool:
        return self._serving is not None and not self.fate.dead

    def _app(self) -> MortalApp:
        app = MortalApp(_settings(self._folder), self.database, self._clock)
        app.fate = self.fate
        app.application.bot._request = (
            MortalRequest(self._line, self.fate), MortalRequest(self._line, self.fate),
        )  # fmt: skip
        _watch_commits(self.database, self.fate)
        return app

    async def start(self) -> None:
        """Start the bot, anew if it died."""
        if self._serving is not None:
            self.fate = Fate()
            self.database = self._open()
            self.app = self._app()
        system = SystemClock()
        hold = Hold(
            self.database, lock=FileLock(self._folder / "lock"), holder="world", now=system.now, sleep=system.sleep
        )
        self._hold = hold
        before = asyncio.all_tasks()
        self._before = before
        self._until = asyncio.Event()
        self._serving = asyncio.create_task(self.app.serve(hold, until=self._until))
        await self.until_idle()

    async def die(self, where: str = "kill -9") -> None:
        """End the process as kill -9 does: nothing is finished, nothing is said."""
        if self._serving is None:
            return
        self.fate.dead = True
        self.fate.at = self.fate.at or where
        await self._sweep()
        self.deaths.append((self.clock.now(), self.fate.at))

    async def stop(self) -> None:
        """The end of the simulation, in good order."""
        if self.alive and self._serving is not None:
            self._until.set()
            await asyncio.wait([self._serving], timeout=5)
        await self._sweep()

    async def _sweep(self) -> None:
        left = asyncio.all_tasks() - self._before - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if self._hold._lock is not None:
            self._hold._lock.release()
        with contextlib.suppress(BaseException):
            self.database.close()

    async def until_idle(self) -> None:
        loop = SystemClock()
        for _ in range(SPINS):
            await loop.sleep(0)
            if self.fate.dead and self._serving is not None:
                if not self.deaths or self.deaths[-1][0] != self.clock.now():
                    await self.die()
                return
            if self._idle:
                return
        self.faults.append(f"{self.clock.now()}: the bot does not become idle")

    @property
    def _idle(self) -> bool:
        updates, intake = self.world.updates, self.app.intake
        if not self.app.idle:
            return False
        if intake._resting:
            return True
        return self.line.polled and not updates.waiting and intake.handled_until >= (updates.handed_out or 0)

    async def walk_to(self, at: datetime) -> None:
        while self.clock.now() < at:
            if self.alive:
                await self._step(at)
            else:
                self.clock.move_to(at)

    async def _step(self, at: datetime) -> None:
        await self.until_idle()
        if self.fate.dead:
            return
        self.clock.move_to(max(self.clock.now(), min(at, self.app.next_at() or at)))
        self.line.end_poll()
        await self.until_idle()

    async def catch_breath(self) -> None:
        if self.alive:
            await super().catch_breath()


def _watch_commits(database: Database, fate: Fate) -> None:
    commit = database.engine.dialect.do_commit

    def do_commit(connection: Any) -> None:
        fate.point("before a commit")
        commit(connection)
        fate.point("after a commit")

    vars(database.engine.dialect)["do_commit"] = do_commit


def _settings(folder: Path) -> Settings:
    given: Mapping[str, str] = {"BOT_TOKEN": TOKEN, "DATA_DIR": str(folder), "LEADERS": "anyone"}
    return from_environment(given, env_file=None)


@asynccontextmanager
async def inhabited(
    url: str, keyring: Callable[[], Keyring], folder: Path, *, start_at: datetime, seed: int
) -> AsyncIterator[World]:
    """A world with the bot running in it."""

    def open_database() -> Database:
        opened = Database.open(url, keyring(), inline=True)
        if opened.is_sqlite:
            sa.event.listen(opened.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
            opened.engine.dispose()
        return opened

    clock = SharedClock(start_at)
    world = World(Line(Telegram(clock, token=TOKEN, seed=seed), clock), clock, open_database, folder)
    await world.start()
    try:
        yield world
    finally:
        await world.stop()
