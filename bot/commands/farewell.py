"""`farewell`: the day this server closes. Announced and called off here; the running bot does the rest."""

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime

from bot.actions import farewell as actions
from bot.actions.farewell import AlreadyClosed, Farewell
from bot.clock import SystemClock
from bot.rules.farewell import Step, TooLate, TooSoon
from bot.settings import Settings, SettingsFault, from_environment
from storage import engines, migrations
from storage.backup import FOLDER
from storage.database import Database, Session
from storage.encryption import KeyTrouble, load
from storage.errors import DatabaseTrouble
from storage.opening import key_check, refuse_foreign
from storage.revocations import FILE_NAME

NONE = "No farewell is announced: the bot goes on."


class Refused(Exception):
    """Nothing was changed; the message says why and what to do."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("farewell", help="close this server for good on a date, or say where that stands")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day, like 2026-12-31")
    what.add_argument("--cancel", action="store_true", help="call it off")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Do what is asked, say where it stands, and return 0; or say why not, and return 1."""
    try:
        settings, now = from_environment(token_needed=False), SystemClock().now
        if args.on is not None and not args.yes and not _asked(args.on):
            print("Nothing was changed.")
            return 0
        print(farewell(settings, on=args.on, cancel=args.cancel, now=now))
    except (SettingsFault, KeyTrouble, DatabaseTrouble, Refused, OSError) as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def farewell(settings: Settings, *, on: date | None = None, cancel: bool = False, now: Callable[[], datetime]) -> str:
    """Announce a farewell, call it off, or neither; return where it stands, in words. Raises Refused, KeyTrouble, DatabaseTrouble."""

    def act(session: Session) -> str:
        if on is not None:
            actions.announce(session, on, now=now())
        elif cancel:
            return "It is called off, and whoever was told is told so." if actions.cancel(session, now=now()) else NONE
        return said(actions.standing(session), settings)

    try:
        return _opened(settings, act, now=now)
    except TooSoon:
        raise Refused("That is too soon: people need at least a day to take their copy. Choose a later date.") from None
    except TooLate:
        raise Refused("That is more than a year ahead. Choose an earlier date.") from None
    except AlreadyClosed:
        raise Refused("The last words were said already; there is no way back from there.") from None


def said(found: Farewell | None, settings: Settings) -> str:
    """Where a farewell stands."""
    if found is None:
        return NONE
    if found.done is Step.ERASE:
        return (
            "This server is closed, and everything about everybody is erased. What is left for you to delete: the backups in"
            f" {settings.data_dir / FOLDER} and wherever else you keep some, the key file {settings.key_file} and its copies,"
            f" {settings.data_dir / FILE_NAME}, this folder, and the bot itself: @BotFather, /deletebot."
        )
    following = f"{found.next_at:%Y-%m-%d %H:%M} UTC" if found.next_at is not None else "now"
    if found.done is Step.CLOSE:
        return f"The last words were said. Everything is erased at {following}; keep the bot running until then."
    told = "Everybody has been told." if found.done is not None else "Everybody is told as soon as the bot runs."
    return (
        f"This server closes on {found.on}. {told} The next step is due at {following}. Keep the bot running: it does all"
        " of it. To call it off: ./alongside farewell --cancel"
    )


def _opened(settings: Settings, act: Callable[[Session], str], *, now: Callable[[], datetime]) -> str:
    file = engines.file_of(settings.database_url)
    if file is not None and not file.exists():
        raise Refused("There is no database yet, so there is nobody to say farewell to.")
    keyring = load(settings.key_file, now=now)
    refuse_foreign(keyring, key_check(settings.database_url), settings.key_file)
    database = Database.open(settings.database_url, keyring, inline=True)
    try:
        if migrations.current_version(database) != migrations.head_version():
            raise Refused("The database is older than this program. Start the bot once, or run: ./alongside migrate")
        return database.write_now(act)
    finally:
        database.close()


def _asked(on: date) -> bool:
    print(
        f"Everybody is told now, 7 days before and on the day before. At noon UTC on {on} check-ins and alerts end, and a day"
        " later everything about everybody is erased. Until then it can be called off."
    )
    try:
        return input("Close this server? Type yes: ").strip().lower() == "yes"
    except EOFError:
        return False
