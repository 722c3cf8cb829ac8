"""A world whose bot dies at one given point of its first life, is started again by its keeper, and lives on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.rules.hearing import LONGEST_POLL
from bot.sandbox.line import Line
from bot.sandbox.telegram import Telegram
from storage.database import Database, Session
from storage.encryption import Keyring
from storage.queries.engine import engine_row
from tests.journeys.house import MONDAY
from tests.journeys.village import TOKEN, SharedClock
from tests.simulation.mortal import Died, Fate
from tests.simulation.world import Process, World

STARTED_AGAIN_AFTER = timedelta(seconds=5)  # as systemd does in the README
SEED = 1


class FallingWorld(World):
    """Whatever waits for the bot waits until it has been started again. A commit counts only where it changed something.

    `left_behind`: for each point, what a death there leaves behind.
    """

    left_behind: list[tuple[object, ...]]
    commits = 0

    def witness(self) -> None:
        """What a death right here would leave behind: the same as at the point before it, if nothing differs."""
        telegram = self.line.telegram
        journal, updates = telegram.world.journal, telegram.world.updates
        seen = (journal.number, len(telegram.record.calls), updates.pending, updates.next_id)
        self.left_behind.append((self.clock.now(), self.commits, *seen))

    def _process(self) -> Process:
        process = super()._process()
        watch_writes(process.database, process.fate, self._committed)
        return process

    def _committed(self) -> None:
        self.commits += 1

    async def until_idle(self) -> None:
        await super().until_idle()
        if self.fate.dead:
            opened = self._open()
            hear_as_in_short_polls(opened, self.clock.now())
            opened.close()
            self.clock.move_to(self.clock.now() + STARTED_AGAIN_AFTER)
            await self.start()


def hear_as_in_short_polls(database: Database, died_at: datetime) -> None:
    """Keep what was heard until the last minute: a poll of these worlds may last for hours, and dies as a whole.

    A real one lasts 50 seconds at most, and those before the last had been stored when the process died.
    """

    def whole(session: Session) -> None:
        row = engine_row(session)
        if row.heard_until_at is not None:
            row.heard_until_at = max(row.heard_until_at, died_at - LONGEST_POLL)

    database.write_now(whole)


def watch_writes(database: Database, fate: Fate, committed: Callable[[], None]) -> None:
    """As the world's own watch, without the commits of transactions that only looked: dying there changes nothing."""
    dialect = database.engine.dialect
    vars(dialect).pop("do_commit")
    commit, wrote = dialect.do_commit, _wrote_on_sqlite() if database.is_sqlite else _wrote_on_postgresql

    def do_commit(connection: Any) -> None:
        counts = wrote(connection) or fate.dead
        if counts:
            fate.point("before a commit")
        commit(connection)
        if counts:
            committed()
            fate.point("after a commit")

    vars(dialect)["do_commit"] = do_commit


def _wrote_on_sqlite() -> Callable[[Any], bool]:
    seen = 0

    def wrote(connection: Any) -> bool:
        nonlocal seen
        before, seen = seen, int(connection.total_changes)  # there is one connection
        return before != seen

    return wrote


def _wrote_on_postgresql(connection: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        return bool(cursor.fetchone()[0])


def _told_of_a_death(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Nobody is left to hear how the tasks of a dead process ended."""
    if not isinstance(context.get("exception"), Died):
        loop.default_exception_handler(context)


@asynccontextmanager
async def falling(
    url: str, keyring: Callable[[], Keyring], folder: Path, *, dies_at: int | None
) -> AsyncIterator[FallingWorld]:
    """A world with the bot running in it, if it did not die at its very start. `dies_at`: the number of the point."""

    def open_database() -> Database:
        opened = Database.open(url, keyring(), inline=True)
        if opened.is_sqlite:
            sa.event.listen(opened.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
            opened.engine.dispose()
        return opened

    clock = SharedClock(MONDAY)
    world = FallingWorld(Line(Telegram(clock, token=TOKEN, seed=SEED), clock), clock, open_database, folder)
    world.fate.dies_at = dies_at
    world.left_behind = []
    if dies_at is None:
        world.fate.witness = world.witness
    asyncio.get_running_loop().set_exception_handler(_told_of_a_death)
    await world.start()
    try:
        yield world
    finally:
        await world.stop()
