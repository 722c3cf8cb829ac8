"""`restore FILE`: a backup takes the place of the database, and nothing that was taken back comes back with it.

`put_back` does it all without the command line: for tests, the simulation, and whoever has a copy and the keys.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.actions import restoring
from bot.actions.restoring import Reconciled
from bot.clock import SystemClock
from bot.settings import Settings, SettingsFault, from_environment
from storage import engines, lease, migrations
from storage import restoring as copies
from storage.backup import FOLDER
from storage.database import Database, Session
from storage.encryption import KeyFileMissing, Keyring, KeyTrouble, load
from storage.errors import DatabaseTrouble
from storage.lock import LOCK_FILE, DataInUse, FileLock
from storage.opening import remember_keys
from storage.queries import restored
from storage.restoring import Copy, RestoreTrouble
from storage.sequence import Sequence


@dataclass(frozen=True)
class Restored:
    """`kept`: a copy of what was there before, None where nothing was. `known`: `revoked.log` reached past the backup."""

    copy: Copy
    kept: Path | None
    upgraded: bool
    known: bool
    done: Reconciled


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("restore", help="go back to a backup (with the bot stopped)")
    parser.add_argument("file", type=Path, metavar="FILE", help=f"a backup, as they lie in DATA_DIR/{FOLDER}")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Say what it would do, ask, do it, and return 0; or say why not, and return 1."""
    try:
        settings = from_environment(token_needed=False)
        sure = (lambda _: True) if args.yes else _asked
        print(restore(settings, args.file, sure=sure, now=SystemClock().now))
    except (SettingsFault, DataInUse, KeyTrouble, DatabaseTrouble, RestoreTrouble, OSError) as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def restore(settings: Settings, file: Path, *, sure: Callable[[str], bool], now: Callable[[], datetime]) -> str:
    """Return what was done, in words. `sure` is told what would be done, and says whether to.

    Raises DataInUse while the bot runs; RestoreTrouble, KeyTrouble, DatabaseTrouble: then nothing was changed.
    """
    lock = FileLock(settings.data_dir / LOCK_FILE)
    if engines.file_of(settings.database_url) is not None:
        lock.demand()
    try:
        if not settings.key_file.exists():
            raise KeyFileMissing(f"There is no key file at {settings.key_file}. Put your copy of it there first.")
        keyring = load(settings.key_file, now=now)
        url, folder = settings.database_url, settings.data_dir
        _refuse_running(url, keyring, now=now())
        copy = copies.examine(file, url)
        if not sure(_plan(copy, folder)):
            return "Nothing was changed."
        return _told(put_back(file, url=url, data_dir=folder, keyring=keyring, now=now()))
    finally:
        lock.release()


def put_back(file: Path, *, url: str, data_dir: Path, keyring: Keyring, now: datetime) -> Restored:
    """Put the backup in `file` in the place of the database at `url`, and make it fit to go on with from `now`.

    Nobody may be using the database. What is there is kept in `data_dir`/backups first. Raises RestoreTrouble,
    DatabaseTrouble, OSError: then what was there is still there.
    """
    copy = copies.examine(file, url)
    copies.refuse_foreign(copy, keyring)
    prepared = copies.prepare(copy, data_dir)
    try:
        kept = copies.keep_present(url, data_dir / FOLDER, now=now)
        beyond = _ids_at_present(url, keyring)
        sequence = Sequence(data_dir)
        known = sequence.knows_all_since(copy.sequence)
        in_file = engines.file_of(url) is not None
        if not in_file:
            sequence.expect_older(copy.sequence)
            copies.replace_on_server(prepared, url)
        place = f"sqlite:///{prepared.as_posix()}" if in_file else url
        upgraded, number, done = _make_fit(place, keyring, sequence, beyond, known=known, now=now)
        if in_file:
            sequence.keep_restored(number, in_place=False)
            copies.put_in_place(url, data_dir)
    finally:
        copies.discard(data_dir)
    sequence.keep_restored(number, in_place=True)
    return Restored(copy, kept, upgraded, known, done)


def _make_fit(
    place: str, keyring: Keyring, sequence: Sequence, beyond: Mapping[str, int], *, known: bool, now: datetime
) -> tuple[bool, int, Reconciled]:
    """Upgrade the copy, and end what was under way in it; whether it was older, its number, and what was done."""

    def whole(session: Session) -> tuple[int, Reconciled]:
        remember_keys(session)
        entries = tuple(sequence.log.entries())
        done = restoring.reconcile(session, entries, known=known, beyond=beyond, now=now)
        return sequence.begin_restored(session, known=known), done

    database = Database.open(place, keyring, inline=True)
    try:
        upgraded = migrations.upgrade(database)
        number, done = database.write_now(whole)
    finally:
        database.close()
    return upgraded, number, done


def _ids_at_present(url: str, keyring: Keyring) -> dict[str, int]:
    """What the database that is there has given out; nothing where it cannot be read."""
    file = engines.file_of(url)
    if file is not None and not file.exists():
        return {}
    try:
        database = Database.open(url, keyring, inline=True)
        try:
            if migrations.current_version(database) != migrations.head_version():
                return {}
            return database.read_now(restored.newest_ids)
        finally:
            database.close()
    except DatabaseTrouble:
        return {}


def _refuse_running(url: str, keyring: Keyring, *, now: datetime) -> None:
    """On a server the lease tells whether the bot runs."""
    if engines.file_of(url) is not None:
        return
    database = Database.open(url, keyring, inline=True)
    try:
        if migrations.current_version(database) is not None and database.read_now(lambda s: lease.taken(s, now)):
            raise DataInUse("The bot is running on this database. Stop it first, wait half a minute, then try again.")
    finally:
        database.close()


def _plan(copy: Copy, folder: Path) -> str:
    known = Sequence(folder).knows_all_since(copy.sequence)
    when = f"{copy.heard_until_at:%Y-%m-%d %H:%M} UTC" if copy.heard_until_at is not None else "an unknown hour"
    log = (
        "revoked.log reaches past it: whoever erased themselves or took something back since stays erased."
        if known
        else "revoked.log does not tell for certain what people took back since. So no supporter is asked for anybody, not even"
        " after /sos, until each member says again who may be. Whoever had erased themselves is back: tell them, if you can."
    )
    return (
        f"{copy.file} knows everything until {when}. Whatever came after it will be gone.\n{log}\n"
        f"What is there now is kept in {folder / FOLDER}. Check-ins and alerts that were open end, messages that waited are"
        " dropped, and everybody gets a line about it when the bot starts again."
    )


def _asked(plan: str) -> bool:
    print(plan)
    try:
        return input("Go back to it? Type yes: ").strip().lower() == "yes"
    except EOFError:
        return False


def _told(done: Restored) -> str:
    report, replayed = done.done, done.done.replayed
    lines = [
        f"Restored from {done.copy.file}." + (" Its schema was older, and is up to date now." if done.upgraded else ""),
        f"What was there before: {done.kept}" if done.kept is not None else "There was nothing before.",
        f"Erased again: {replayed.forgotten} people.",
        f"Taken back again: {replayed.ended} supports, {replayed.revoked} consents, {replayed.left} memberships, {replayed.links} group links.",
        f"Ended: {report.interrupted} alerts, {report.unsent} check-ins, {report.expired} messages, {report.set_aside} updates.",
        f"{report.told} people get a line about it when the bot starts.",
    ]
    if report.farewell:
        lines.append(
            "A farewell was announced in it. It is not any more: if this server is to close, announce it again."
        )
    if not done.known:
        lines.append(f"{report.confirming} supports wait for their member's yes; until then nobody is asked there.")
    return "\n".join(lines)
