"""`rotate-keys`: a new key for names, notes and ids, and everything sealed with it, beside the running bot.

Ended halfway, it goes on where it was. The older keys stay in the key file, for backups, until `--drop-old`.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import datetime

from bot.clock import SystemClock
from bot.settings import Settings, SettingsFault, from_environment
from storage import rotation
from storage.database import Database
from storage.encryption import KeyTrouble, load
from storage.errors import DatabaseTrouble
from storage.opening import key_check, refuse_foreign


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("rotate-keys", help="seal names and notes with a new key, also while the bot runs")
    parser.add_argument(
        "--drop-old", action="store_true", help="remove the older keys: backups sealed with them stay shut"
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print what was done and return 0; or print why not, and return 1."""
    try:
        print(rotate(from_environment(token_needed=False), drop_old=args.drop_old, now=SystemClock().now))
    except (SettingsFault, KeyTrouble, DatabaseTrouble, OSError) as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def rotate(settings: Settings, *, drop_old: bool = False, now: Callable[[], datetime]) -> str:
    """Return what was done, in words. Raises KeyTrouble, DatabaseTrouble, OSError."""
    keyring = load(settings.key_file, now=now)
    refuse_foreign(keyring, key_check(settings.database_url), settings.key_file)
    database = Database.open(settings.database_url, keyring, inline=True)
    try:
        resumed = _renew_all(database)
        if drop_old:
            return _drop_old(database, settings)
        if resumed:
            return f"I had begun before, and went on: {resumed} values were still sealed with an older key.{_keep(settings)}"
        rotation.add_key(settings.key_file)
        return f"There is a new key, and {_renew_all(database)} values are sealed with it.{_keep(settings)}"
    finally:
        database.close()


def _renew_all(database: Database) -> int:
    """Go through everything sealed until one whole round finds nothing older; return how many values there were."""
    total, found = 0, 1
    while found:
        found = sum(_renew_column(database, number) for number, _ in enumerate(rotation.sealed_columns()))
        total += found
    return total


def _renew_column(database: Database, number: int) -> int:
    column = list(rotation.sealed_columns())[number]
    renewed, place, ended = 0, None, False
    while not ended:
        count, place = database.write_now(lambda session, after=place: rotation.renew(session, column, after=after))  # type: ignore[misc]
        renewed, ended = renewed + count, place is None
    return renewed


def _drop_old(database: Database, settings: Settings) -> str:
    """The running bot seals with the newest key since it stands in the file; one more round catches what was under way."""
    dropped = rotation.drop_old_keys(settings.key_file)
    _renew_all(database)
    if not dropped:
        return "There was no older key."
    return f"The older keys are gone ({dropped}). Backups made before need the key file of their time.{_keep(settings)}"


def _keep(settings: Settings) -> str:
    return f"\nKeep a new copy of {settings.key_file}, apart from the database and its backups."
