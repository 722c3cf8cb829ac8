"""Putting a copy in the place of the database: looked at first, what is there now kept, and then all or nothing.

What must not go on in a copy is no matter of ours (`bot.actions.restoring`). A copy is never trusted: it has to be sound, of a
schema that this program knows, and sealed with the keys at hand.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage import backup, dumping, engines, migrations
from storage.backup import BackupTrouble
from storage.encryption import Keyring

PREPARED = "alongside.restoring"  # in DATA_DIR: the copy while it is made fit
LABEL = "before-restore"
KEPT = 5


class RestoreTrouble(Exception):
    """Nothing was restored; the message says why and what to do, in plain words."""


@dataclass(frozen=True)
class Copy:
    """What a copy says of itself. `sequence`: see `storage.sequence`. `heard_until_at`: as kept, or None."""

    file: Path
    version: str
    sequence: int
    key_check: bytes | None
    heard_until_at: datetime | None


def examine(file: Path, url: str) -> Copy:
    """Look at a copy without changing it. Raises RestoreTrouble: not there, damaged, of the other database, or too new."""
    in_file = engines.file_of(url) is not None
    wanted = ".db" if in_file else ".dump"
    if not file.is_file():
        raise RestoreTrouble(f"There is no file {file}. Backups are in DATA_DIR/{backup.FOLDER}.")
    if file.suffix != wanted:
        raise RestoreTrouble(
            f"{file.name} does not fit: this bot keeps its data in {'SQLite' if in_file else 'PostgreSQL'}, and copies of that"
            f" end with {wanted}."
        )
    copy = _examine_sqlite(file) if in_file else _examine_dump(file, url)
    if copy.version not in migrations.known_versions():
        raise RestoreTrouble(
            f"{file.name} was made by a newer Alongside (schema {copy.version}). Update the program, then try again."
        )
    return copy


def refuse_foreign(copy: Copy, keyring: Keyring) -> None:
    """Raise RestoreTrouble unless these keys open the copy."""
    if copy.key_check is not None and not keyring.recognises(copy.key_check):
        raise RestoreTrouble(
            f"The key file is not the one that {copy.file.name} is sealed with. Put the right copy of it there: without it"
            " nobody can read the names and notes in this backup."
        )


def keep_present(url: str, folder: Path, *, now: datetime) -> Path | None:
    """Keep what is there now in `folder`, as a backup or, where it is damaged, as it lies there; None: nothing is there.

    Raises RestoreTrouble where it could not be kept: then nothing may be put in its place.
    """
    present = engines.file_of(url)
    if present is not None and not present.exists():
        return None
    try:
        return backup.make(url, folder, now=now, keep=KEPT, label=LABEL).file
    except BackupTrouble as trouble:
        if present is None:
            raise RestoreTrouble(f"What is there now could not be kept, so nothing was changed: {trouble}") from trouble
    try:
        return _keep_as_it_lies(present, folder, now=now)
    except OSError as trouble:
        why = trouble.strerror or type(trouble).__name__
        raise RestoreTrouble(f"What is there now could not be kept, so nothing was changed: {why}") from trouble


def prepare(copy: Copy, folder: Path) -> Path:
    """Lay the copy into `folder`, to be made fit there: what is kept next may push it out of its own. Raises RestoreTrouble."""
    prepared = folder / PREPARED
    discard(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy.file, prepared)
        prepared.chmod(0o600)
    except OSError as trouble:
        discard(folder)
        why = trouble.strerror or type(trouble).__name__
        raise RestoreTrouble(f"There is no room for the copy in {folder}: {why}. Nothing was changed.") from trouble
    return prepared


def discard(folder: Path) -> None:
    """Take away what `prepare` laid there, if it is still there."""
    for file in _with_journals(folder / PREPARED):
        file.unlink(missing_ok=True)


def put_in_place(url: str, folder: Path) -> None:
    """The prepared copy is the database from now on. A crash leaves one or the other, never parts of both.

    Journals of what was there go first: SQLite would undo with them what it finds under that name. They were kept with it.
    Raises RestoreTrouble where the copy has one itself: part of it would be missing.
    """
    present = engines.file_of(url)
    assert present is not None
    prepared = folder / PREPARED
    if any(journal.exists() and journal.stat().st_size for journal in _with_journals(prepared)[1:3]):
        raise RestoreTrouble(
            "The copy could not be closed: is something else reading it? Nothing was changed. Try again."
        )
    with prepared.open("rb+") as file:
        os.fsync(file.fileno())
    for journal in _with_journals(present)[1:]:
        journal.unlink(missing_ok=True)
    if prepared.parent.resolve() != present.parent.resolve():  # DATABASE_URL may name a file on another disk
        beside = present.with_name(f"{present.name}.restoring")
        shutil.copyfile(prepared, beside)
        beside.chmod(0o600)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(present)
        discard(folder)
        return
    prepared.replace(present)
    discard(folder)


def replace_on_server(prepared: Path, url: str) -> None:
    """PostgreSQL: the copy takes the place of all tables, in one transaction. Raises RestoreTrouble."""
    try:
        dumping.replace(url, prepared)
    except dumping.DumpTrouble as trouble:
        raise RestoreTrouble(f"Nothing was changed: {trouble}") from trouble


def _keep_as_it_lies(present: Path, folder: Path, *, now: datetime) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{LABEL}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-as-it-lay.db"
    for file in _with_journals(present):
        if file.exists():
            kept = folder / file.name.replace(present.name, stem)
            shutil.copyfile(file, kept)
            kept.chmod(0o600)
    return folder / stem


def _with_journals(file: Path) -> list[Path]:
    return [file, *(file.with_name(f"{file.name}{end}") for end in ("-journal", "-wal", "-shm"))]


def _examine_sqlite(file: Path) -> Copy:
    if any(beside.exists() and beside.stat().st_size for beside in _with_journals(file)[1:3]):
        raise RestoreTrouble(
            f"{file.name} was never closed: a journal lies beside it. Give me a file that backup made."
        )
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            if database.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
                raise RestoreTrouble(f"{file.name} is damaged. Try an older backup.")
            if database.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise RestoreTrouble(f"{file.name} is damaged. Try an older backup.")
            [version] = database.execute("SELECT version_num FROM alembic_version").fetchone()
            row = database.execute("SELECT sequence, key_check, heard_until_at FROM engine").fetchone()
    except (sqlite3.Error, TypeError) as trouble:
        raise RestoreTrouble(f"{file.name} is damaged, or no backup of this bot.") from trouble
    sequence, key_check, heard = row or (0, None, None)
    heard_until_at = datetime.fromisoformat(heard).replace(tzinfo=UTC) if heard else None
    return Copy(file, version, sequence, key_check, heard_until_at)


def _examine_dump(file: Path, url: str) -> Copy:
    try:
        dumping.read_through(url, file)
        versions, rows = (dumping.rows_of(url, file, table) for table in ("alembic_version", "engine"))
    except dumping.DumpTrouble as trouble:
        raise RestoreTrouble(f"{file.name} is damaged, or no backup of this bot: {trouble}") from trouble
    if len(versions) != 1 or not versions[0].get("version_num"):
        raise RestoreTrouble(f"{file.name} is damaged, or no backup of this bot.")
    row = rows[0] if rows else {}
    check, heard = row.get("key_check"), row.get("heard_until_at")
    return Copy(
        file,
        versions[0]["version_num"] or "",
        int(row.get("sequence") or 0),
        bytes.fromhex(check.removeprefix("\\\\x")) if check else None,
        datetime.fromisoformat(heard) if heard else None,
    )
