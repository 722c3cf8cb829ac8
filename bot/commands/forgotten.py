"""`forgotten`: proves that nothing of somebody who erased themselves is left. Works beside the running bot and changes nothing.

The Telegram id comes from the terminal, not from the command line, where it would stay in the shell's history.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.clock import SystemClock
from bot.settings import Settings, SettingsFault, from_environment
from storage.database import Database
from storage.encryption import KeyTrouble, load
from storage.errors import DatabaseTrouble
from storage.opening import key_check, refuse_foreign
from storage.queries import traces
from storage.revocations import FILE_NAME, Revoked, RevokedLog

LEFT, REFUSED = 1, 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("forgotten", help="prove that nothing of a person who erased themselves is left")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Ask for the Telegram id; print what is left and return 1, or 0 where nothing is. 2: it could not be looked."""
    if sys.stdin.isatty():
        print("Their Telegram id: ", end="", flush=True)
    typed = sys.stdin.readline().strip()
    if not typed.isascii() or not typed.isdigit():
        print("A Telegram id is a whole number, like 123456789.", file=sys.stderr)
        return REFUSED
    try:
        settings = from_environment(token_needed=False)
        found = look(settings, int(typed), now=SystemClock().now)
        forgotten_at = when(settings, int(typed), now=SystemClock().now)
    except (SettingsFault, KeyTrouble, DatabaseTrouble) as trouble:
        print(trouble, file=sys.stderr)
        return REFUSED
    print(report(found, forgotten_at))
    return LEFT if found else 0


def look(settings: Settings, tg_id: int, *, now: Callable[[], datetime]) -> Mapping[str, int]:
    """Return where anything of this Telegram id is left, with counts. Raises KeyTrouble, DatabaseTrouble."""
    keyring = load(settings.key_file, now=now)
    refuse_foreign(keyring, key_check(settings.database_url), settings.key_file)
    database = Database.open(settings.database_url, keyring, inline=True)
    try:
        return database.read_now(lambda session: traces.of(session, tg_id))
    finally:
        database.close()


def when(settings: Settings, tg_id: int, *, now: Callable[[], datetime]) -> datetime | None:
    """When this id was last erased, by the log that restores read; None: never, or the log is elsewhere."""
    hashed = load(settings.key_file, now=now).hash_id(tg_id)
    entries = RevokedLog(settings.data_dir / FILE_NAME).entries()
    return max((one.at for one in entries if one.what is Revoked.FORGOTTEN and hashed in one.hashes), default=None)


def report(found: Mapping[str, int], forgotten_at: datetime | None) -> str:
    """What to tell, in words."""
    erased = f"Erased at {forgotten_at:%Y-%m-%d %H:%M} UTC. " if forgotten_at else ""
    if not found:
        return f"{erased}Nothing of this id is in the database. Backups made before keep a sealed copy until they are replaced."
    lines = "\n".join(f"  {count:6}  {place}" for place, count in sorted(found.items()))
    return f"{erased}This is here now (they may have come back):\n{lines}"
