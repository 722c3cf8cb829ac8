"""A village whose bot can die at any moment and start again, on the same database and the same Telegram."""

import asyncio
import contextlib
import itertools
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, cast

import sqlalchemy as sa

from bot.actions.alerts.pages import LISTEN_AGAIN_AFTER
from bot.clock import SystemClock
from bot.commands import restore
from bot.sandbox.acting import PeopleActions
from bot.sandbox.control import Control
from bot.sandbox.line import Line
from bot.sandbox.telegram import Telegram
from bot.settings import Settings, from_environment
from schedules.tick import NOT_SOONER_THAN
from storage import backup
from storage.database import Database
from storage.encryption import Keyring
from storage.hold import Hold
from storage.lock import FileLock
from tests.journeys.village import TOKEN, SharedClock, Village, VillageSandbox
from tests.simulation.mortal import Fate, MortalApp, MortalRequest
from tests.simulation.wall import Wall

DAY = timedelta(days=1)
FEW_SPINS = 300
SPINS = 4000  # of the event loop, before a bot that does not become idle is a fault


class Keeping(logging.Handler):
    """Every line of the log, to be looked through at the end. That an error is logged is no fault here: trouble is."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.INFO)
        self._lines = lines
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))


@dataclass
class Process:
    """One running bot, or one that stands by."""

    fate: Fate
    database: Database
    app: MortalApp
    hold: Hold
    until: asyncio.Event
    vacant: asyncio.Event  # set when the one before it is dead
    serving: "asyncio.Task[None] | None" = None


class World(Village):
    """`start`, `stand_by` and `die` are the bot's; everything else is the village's."""

    def __init__(self, line: Line, clock: SharedClock, open_database: Callable[[], Database], folder: Path) -> None:
        self._line = line
        self._open = open_database
        self._folder = folder
        self._before: set[asyncio.Task[Any]] = set()
        self._standby: Process | None = None
        self.clock = clock
        self.wall = Wall(clock)
        self.deaths: list[tuple[datetime, str]] = []
        self.log: list[str] = []
        self.hampered = False  # the database does not let it finish: it rests with work in hand
        self._acting = self._process()
        super().__init__(self._acting.app, line, clock)
        self._adopt(self._acting)
        self.sandbox = VillageSandbox(Control(PeopleActions(line.telegram)))
        self.sandbox.village = self

    @property
    def alive(self) -> bool:
        return self._acting.serving is not None and not self.fate.dead

    @property
    def standing_by(self) -> bool:
        return self._standby is not None

    def _adopt(self, process: Process) -> None:
        self._acting = process
        self.app, self.fate, self.database = process.app, process.fate, process.database

    def _process(self) -> Process:
        fate, database = Fate(), self._open()
        app = MortalApp(_settings(self._folder), database, self.wall)
        app.fate = fate
        app.application.bot._request = (
            MortalRequest(self._line, fate), MortalRequest(self._line, fate),
        )  # fmt: skip
        _watch_commits(database, fate)
        vacant = asyncio.Event()

        async def until_vacant(_: float) -> None:
            await (asyncio.Event() if vacant.is_set() else vacant).wait()  # whoever acts has nothing to look for

        hold = Hold(
            database, lock=FileLock(self._folder / "lock"), holder="world", now=SystemClock().now, sleep=until_vacant
        )
        return Process(fate, database, app, hold, asyncio.Event(), vacant)

    async def start(self) -> None:
        """Start the bot, anew if it died."""
        if self._acting.serving is None:
            self._before = asyncio.all_tasks()
        else:
            self._adopt(self._process())
        self._serve(self._acting)
        await self.until_idle()

    def _serve(self, process: Process) -> None:
        process.serving = asyncio.create_task(process.app.serve(process.hold, until=process.until))

    async def stand_by(self) -> None:
        """Start a second process; it waits for the first one's end."""
        if self._standby is None and self.alive:
            self._standby = self._process()
            self._serve(self._standby)
            await self.until_idle()

    async def die(self, where: str = "kill -9") -> None:
        """End the process as kill -9 does: nothing is finished, nothing is said. One that stood by takes over."""
        if self._acting.serving is None:
            return
        self.fate.dead = True
        self.fate.at = self.fate.at or where
        await self._sweep()
        self.deaths.append((self.clock.now(), self.fate.at))
        if self._standby is not None:
            successor, self._standby = self._standby, None
            self._adopt(successor)
            successor.vacant.set()
            await self.until_idle()

    def back_up(self) -> Path:
        """Copy the database, as `./alongside backup` does beside the bot."""
        return backup.make(self._url, self._folder / backup.FOLDER, now=self.wall.now()).file

    async def put_back(self, copy: Path) -> None:
        """Stop whoever acts or stands by, and restore this backup, as `./alongside restore` does; nobody is started again."""
        await self._dismiss_standby()
        if self.alive:
            await self.die("kill -9, a backup is put back")
        done = restore.put_back(
            copy, url=self._url, data_dir=self._folder, keyring=self.database.keyring, now=self.wall.now()
        )
        if not done.known:
            self.faults.append(f"{self.clock.now()}: the log of what was taken back does not reach past the backup")

    async def _dismiss_standby(self) -> None:
        if self._standby is not None and self._standby.serving is not None:
            self._standby.serving.cancel()
            await asyncio.gather(self._standby.serving, return_exceptions=True)
            self._standby.database.close()
            self._standby = None

    async def stop(self) -> None:
        """The end of the simulation, in good order."""
        await self._dismiss_standby()
        if self.alive and self._acting.serving is not None:
            self._acting.until.set()
            await asyncio.wait([self._acting.serving], timeout=5)
        await self._sweep()

    async def _sweep(self) -> None:
        spared = {*self._before, asyncio.current_task(), self._standby.serving if self._standby is not None else None}
        left = [task for task in asyncio.all_tasks() if task not in spared]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self.wall.forget()
        if self._standby is not None:  # the alarm of the one that stands by listens, too
            self.wall.on_move(self._standby.app.alarm._arm)
        if self._acting.hold._lock is not None:
            self._acting.hold._lock.release()
        with contextlib.suppress(BaseException):
            self.database.close()

    async def until_idle(self) -> None:
        loop = SystemClock()
        for spins in range(FEW_SPINS if self.hampered else SPINS):
            await loop.sleep(0)
            if self.fate.dead and self._acting.serving is not None:
                if not self.deaths or self.deaths[-1][0] != self.clock.now():
                    await self.die()
                return
            if self._idle or (spins >= FEW_SPINS and (self.line.held or self._polls_late)):  # only time ends this
                return
        if not self.hampered:
            self.faults.append(f"{self.clock.now()}: the bot does not become idle")

    @property
    def _idle(self) -> bool:
        if not self.app.idle:
            return False
        return self.app.resting or (self.line.polled and not self.world.updates.waiting)

    @property
    def _polls_late(self) -> bool:
        """Whether a poll that reached Telegram slowly is still open there, when the bot counts on its end."""
        ends_at = self.app.intake._poll_ends_at
        return self.line.polled and ends_at is not None and ends_at <= self.clock.now()

    async def walk_to(self, at: datetime) -> None:
        while self.clock.now() < at:
            await self.step(at)

    async def step(self, at: datetime) -> None:
        """Walk to the next thing that happens, at most to `at`: what it brings, people may react to before then."""
        if not self.alive:
            self.clock.move_to(at)
            return
        await self.until_idle()
        if self.fate.dead:
            return
        waits_for = self.app.next_at()
        true = waits_for - self.wall.ahead if waits_for is not None else at
        self.clock.move_to(max(self.clock.now(), min(at, true)))
        await self.until_idle()
        if self._deaf and not self.fate.dead:  # a poll against Telegram would have come back within 50 s
            self.line.end_poll()
            await self.until_idle()

    @property
    def _deaf(self) -> bool:
        """Whether something is due that waits for us to have heard everybody: a stage, or a message about a silence."""
        looks_at = self.app.relay.next_at()
        listens = looks_at is not None and looks_at == self.wall.now() + LISTEN_AGAIN_AFTER
        return listens or self.app.ticker._pause > NOT_SOONER_THAN

    @property
    def _url(self) -> str:
        return self.database.engine.url.render_as_string(hide_password=False)

    @property
    def file(self) -> Path:
        """The database's file; the simulation lives on SQLite."""
        return Path(str(self.database.engine.url.database))

    def fill_disk(self, *, full: bool) -> None:
        """Leave no room for one more page, nor within the file; or all there is."""
        with self.database.engine.connect() as connection:
            raw = cast("sqlite3.Connection", connection.connection.driver_connection)
            if full:
                raw.execute("VACUUM").close()
            pages = raw.execute("PRAGMA page_count").fetchone()[0] if full else 1 << 30
            raw.execute(f"PRAGMA max_page_count = {pages}").close()

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


def _hurry(raw: sqlite3.Connection, _entry: Any) -> None:
    """The machine itself does not fail here, only the process: nothing has to reach the disk at once, or be overwritten."""
    for pragma in ("synchronous = OFF", "journal_mode = MEMORY", "secure_delete = OFF", "busy_timeout = 0"):
        raw.execute(f"PRAGMA {pragma}").close()


@asynccontextmanager
async def inhabited(
    url: str, keyring: Callable[[], Keyring], folder: Path, *, start_at: datetime, seed: int
) -> AsyncIterator[World]:
    """A world with the bot running in it."""

    started = itertools.count()

    def open_database() -> Database:
        keys, chance = keyring(), Random(f"{seed} {next(started)}")
        keys._randomness = chance.randbytes  # each process draws other tokens, and the same in each run
        opened = Database.open(url, keys, inline=True)
        if opened.is_sqlite:
            sa.event.listen(opened.engine, "connect", _hurry)
            opened.engine.dispose()
        return opened

    clock = SharedClock(start_at)
    world = World(Line(Telegram(clock, token=TOKEN, seed=seed), clock), clock, open_database, folder)
    listening = Keeping(world.log)
    logging.getLogger().addHandler(listening)
    try:
        await world.start()
        yield world
    finally:
        await world.stop()
        logging.getLogger().removeHandler(listening)
