"""`run`: the bot itself, until it is stopped."""

import argparse
import asyncio
import logging
import signal
import sys
from contextlib import AsyncExitStack

from bot import log
from bot.app import App
from bot.clock import Clock, SystemClock
from bot.remote_clock import RemoteClock
from bot.settings import Settings, from_environment
from storage import backup, migrations
from storage.backup import BackupTrouble
from storage.database import Database
from storage.encryption import KeyTrouble
from storage.engines import file_of
from storage.errors import DatabaseTrouble
from storage.hold import Hold
from storage.holder import own_name
from storage.lock import LOCK_FILE, FileLock
from storage.opening import open_database, remember_keys

CANNOT_START = 2  # the operator has to mend something first; starting again would not help

logger = logging.getLogger(__name__)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("run", help="run the bot")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    settings = from_environment()
    log.setup(settings)
    try:
        asyncio.run(serve(settings))
    except (KeyTrouble, DatabaseTrouble, BackupTrouble) as trouble:
        print(trouble, file=sys.stderr)
        return CANNOT_START
    return 0


async def serve(settings: Settings) -> None:
    """Take the right to act, open the database, and serve until SIGTERM or SIGINT."""
    async with AsyncExitStack() as stack:
        clock: Clock = SystemClock()
        if settings.clock_url:
            clock = await stack.enter_async_context(RemoteClock(settings.clock_url))
        lock = await _lock(settings)
        database = await _open(settings, clock, stack)
        stopped = asyncio.Event()
        _stop_on_signals(stopped)
        await App(settings, database, clock).serve(_hold(database, lock), until=stopped)


async def _lock(settings: Settings) -> FileLock | None:
    """On SQLite one process at a time has the file; the others wait here, ready to take over. None on PostgreSQL."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if file_of(settings.database_url) is None:
        return None
    lock = FileLock(settings.data_dir / LOCK_FILE)
    if not lock.acquire():
        logger.info("another process is acting for the bot; standing by")
        await lock.wait(SystemClock().sleep)
    return lock


async def _open(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Database:
    database, created = open_database(settings.database_url, settings.key_file, now=clock.now)
    stack.callback(database.close)
    if created:
        print(
            f"I made the key file {settings.key_file}. Keep a copy of it apart from the database:"
            " without it nobody can read what the database holds.",
            file=sys.stderr,
        )
    folder = settings.data_dir / backup.FOLDER
    migrations.upgrade(database, first=backup.before_upgrade(settings.database_url, folder, now=clock.now))
    await database.write(remember_keys)
    return database


def _hold(database: Database, lock: FileLock | None) -> Hold:
    """Who acts is a matter between processes, so it is measured in the machine's time, whatever the bot's clock shows."""
    system = SystemClock()
    return Hold(database, lock=lock, holder=own_name(), now=system.now, sleep=system.sleep)


def _stop_on_signals(stopped: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM"):
        try:
            loop.add_signal_handler(getattr(signal, name), stopped.set)
        except NotImplementedError:  # Windows: Ctrl-C raises KeyboardInterrupt instead
            return
