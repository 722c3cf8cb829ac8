"""Copies of the whole database, beside the running bot: made, tried out by restoring them, and the oldest let go.

A copy counts only once it was restored in a temporary place and found sound; until then no older one is touched. Keys are
never in it: a copy alone names nobody.
"""

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage import dumping, engines

FOLDER = "backups"  # in DATA_DIR
KEEP = 14
SNAPSHOTS_KEPT = 3  # of each version
PAGES = 2_000  # copied in one go, so that the bot's writes come in between
RESTARTS = 20  # each write meanwhile starts the copy over; after so many it is made in one go, while writes wait


class BackupTrouble(Exception):
    """No copy was made, or it is no good; the message says why and what to do, in plain words."""


@dataclass(frozen=True)
class Backup:
    """A copy that was tried out. `size` in bytes; `let_go`: the names of older ones that were deleted for it."""

    file: Path
    size: int
    let_go: tuple[str, ...]


def make(url: str, folder: Path, *, now: datetime, keep: int = KEEP, label: str = "alongside") -> Backup:
    """Copy the database at `url` into `folder`, try the copy out, and keep the newest `keep` (from 1) with this label.

    The name is `<label>-20260302T090000Z.db` (`.dump` for PostgreSQL). Raises BackupTrouble; nothing is deleted then.
    """
    source = engines.file_of(url)
    suffix = ".db" if source is not None else ".dump"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{label}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{suffix}"
        part = file.with_name(f"{file.name}.part")
        try:
            if source is not None:
                _copy_sqlite(source, part)
                _try_sqlite(part, folder)
            else:
                dumping.dump(url, part)
                dumping.try_out(url, part)
            part.chmod(0o600)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
        return Backup(file, file.stat().st_size, _let_go(folder, label, suffix, keep=keep))
    except dumping.DumpTrouble as trouble:
        raise BackupTrouble(str(trouble)) from trouble
    except (OSError, sqlite3.Error) as trouble:
        raise BackupTrouble(f"No backup was made in {folder}: {_why(trouble)}") from trouble


def before_upgrade(url: str, folder: Path, *, now: Callable[[], datetime]) -> Callable[[str], None]:
    """Return what `storage.migrations.upgrade` shall do first: a snapshot of the database at the version it has.

    Raises BackupTrouble from there: then nothing was changed.
    """

    def snapshot(version: str) -> None:
        try:
            make(url, folder, now=now(), keep=SNAPSHOTS_KEPT, label=f"before-upgrade-from-{version}")
        except BackupTrouble as trouble:
            raise BackupTrouble(
                f"{trouble}\nThe database is older than this program, and no upgrade goes without a snapshot: nothing was changed."
                " If you have a copy of your own: ./alongside migrate --without-snapshot"
            ) from trouble

    return snapshot


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.exists():
        raise BackupTrouble(f"There is no database at {source} yet.")
    if (
        shutil.disk_usage(target.parent).free < 2.2 * source.stat().st_size
    ):  # the copy, and the one it is tried out with
        raise BackupTrouble(f"There is not enough room in {target.parent}. Make room on that disk, then try again.")
    target.unlink(missing_ok=True)
    address = (
        source.absolute().as_uri() + "?mode=rw"
    )  # never made; what a crash left half-done may have to be undone first
    with closing(sqlite3.connect(address, uri=True)) as theirs, closing(sqlite3.connect(target)) as ours:
        try:
            theirs.backup(ours, pages=PAGES, progress=_Patience(), sleep=0.01)
        except _OutOfPatience:
            theirs.backup(ours)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


class _OutOfPatience(Exception):
    """The bot writes so often that a copy in steps never ends."""


class _Patience:
    """Watches the steps of a copy: what is left grows again each time it had to start over."""

    def __init__(self) -> None:
        self._left: int | None = None
        self._restarts = 0

    def __call__(self, status: int, left: int, total: int) -> None:
        if self._left is not None and left > self._left:
            self._restarts += 1
        self._left = left
        if self._restarts > RESTARTS:
            raise _OutOfPatience


def _try_sqlite(copy: Path, folder: Path) -> None:
    """Restore the copy in a temporary place and look at it there."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        restored = Path(shutil.copyfile(copy, Path(place) / "alongside.db"))
        with closing(sqlite3.connect(restored)) as database:
            sound = database.execute("PRAGMA quick_check").fetchall() == [("ok",)]
            dangling = database.execute("PRAGMA foreign_key_check").fetchone()
            versions = database.execute("SELECT version_num FROM alembic_version").fetchall()
    if not sound or dangling is not None or len(versions) != 1:
        raise BackupTrouble(
            "The copy is damaged, so it was thrown away. Run the doctor: the database may be damaged too."
        )


def _let_go(folder: Path, label: str, suffix: str, *, keep: int) -> tuple[str, ...]:
    """Delete all but the newest copies with this label; nothing else in the folder is touched."""
    ours = re.compile(rf"{re.escape(label)}-[0-9]{{8}}T[0-9]{{6}}Z{re.escape(suffix)}")
    copies = sorted(file for file in folder.iterdir() if ours.fullmatch(file.name))
    for file in (old := copies[:-keep]):
        file.unlink()
    return tuple(file.name for file in old)


def _why(trouble: OSError | sqlite3.Error) -> str:
    return (trouble.strerror or type(trouble).__name__) if isinstance(trouble, OSError) else str(trouble)
