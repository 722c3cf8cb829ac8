"""`migrate`: brings the database up to this program's schema, with nobody else at it. Never goes back: a snapshot comes first."""

import argparse
import sys
from collections.abc import Callable
from datetime import datetime

from bot.clock import SystemClock
from bot.settings import Settings, SettingsFault, from_environment
from storage import backup, lease, migrations
from storage.backup import BackupTrouble
from storage.database import Database
from storage.encryption import KeyTrouble
from storage.engines import file_of
from storage.errors import DatabaseTrouble
from storage.lock import LOCK_FILE, DataInUse, FileLock
from storage.opening import open_database, remember_keys


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("migrate", help="bring the database up to this program (with the bot stopped)")
    parser.add_argument("--without-snapshot", action="store_true", help="where you have made a copy yourself")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print what was done and return 0; or print why not, and return 1."""
    try:
        settings = from_environment(token_needed=False)
        print(migrate(settings, snapshot=not args.without_snapshot, now=SystemClock().now))
    except (SettingsFault, DataInUse, KeyTrouble, DatabaseTrouble, BackupTrouble) as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def migrate(settings: Settings, *, snapshot: bool = True, now: Callable[[], datetime]) -> str:
    """Return what was done, in words. Raises DataInUse while the bot runs; KeyTrouble, DatabaseTrouble, BackupTrouble."""
    lock = FileLock(settings.data_dir / LOCK_FILE)
    if file_of(settings.database_url) is not None:
        lock.demand()
    try:
        database, created = open_database(settings.database_url, settings.key_file, now=now, inline=True)
        try:
            return _migrate(database, settings, snapshot=snapshot, now=now) + (
                _keep_a_copy(settings) if created else ""
            )
        finally:
            database.close()
    finally:
        lock.release()


def _migrate(database: Database, settings: Settings, *, snapshot: bool, now: Callable[[], datetime]) -> str:
    before = migrations.current_version(database)
    if not database.is_sqlite and before is not None and database.read_now(lambda session: lease.taken(session, now())):
        raise DataInUse("The bot is running on this database. Stop it first, wait half a minute, then try again.")
    make_it = backup.before_upgrade(settings.database_url, settings.data_dir / backup.FOLDER, now=now)
    done = migrations.upgrade(database, first=make_it) if snapshot else migrations.upgrade(database)
    database.write_now(remember_keys)
    head = migrations.head_version()
    return f"The database is now at version {head}." if done else f"The database is at version {head} already."


def _keep_a_copy(settings: Settings) -> str:
    return (
        f"\nI made the key file {settings.key_file}. Keep a copy of it apart from the database:"
        " without it nobody can read what the database holds."
    )
