"""What people took back, kept outside the database and its backups: a restore must not bring it back.

One line each, in DATA_DIR/revoked.log: when, what, and the keyed hashes of whom; no name and no Telegram id. A line is on the
disk before its transaction commits. If the machine dies in between, the log says more than the database, never less: a
restore would then take back once more what a person had asked for.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import cast

from sqlmodel import Session

FILE_NAME = "revoked.log"
_KEY = "revoked"


class Revoked(StrEnum):
    FORGOTTEN = "forgotten"  # of one person: everything
    SHARING = "sharing"  # of a member and a supporter: what alerts were allowed to tell until then
    ABSENCE = "absence"  # of a member and a supporter: that the supporter hears when the member is out of reach
    CHECKED_IN = "checked_in"  # of a member and a supporter: that the supporter hears of each day's check-in
    SUPPORT = "support"  # of a member and a supporter: the relation itself
    LEFT = "left"  # of a person and a group: that they are a member of it
    LINK = "link"  # of a group: the link with this hash


@dataclass(frozen=True)
class Entry:
    """`hashes`: the keyed hash of the person or link, or of the member and then the supporter or group."""

    at: datetime
    what: Revoked
    hashes: tuple[str, ...]

    def line(self) -> str:
        return " ".join((self.at.isoformat(), self.what.value, *self.hashes)) + "\n"


def note(session: Session, what: Revoked, *hashes: str, now: datetime) -> None:
    """Have it written when this session's transaction is about to commit."""
    _of(session).append(Entry(now, what, hashes))


def noted(session: Session) -> tuple[Entry, ...]:
    return tuple(_of(session))


def _of(session: Session) -> list[Entry]:
    return cast("list[Entry]", session.info.setdefault(_KEY, []))


class RevokedLog:
    """The file. Only ever grows; its lines may repeat themselves."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def before_commit(self, session: Session) -> None:
        """Write what the transaction took back. Raises OSError, and the transaction must then not commit."""
        if entries := noted(session):
            self.append(entries)

    def append(self, entries: Iterable[Entry]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        whole = "".join(entry.line() for entry in entries)
        descriptor = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_RDWR, 0o600)
        with os.fdopen(descriptor, "a+b") as file:
            if _is_torn(file.fileno()):
                whole = "\n" + whole
            file.write(whole.encode())
            file.flush()
            os.fsync(file.fileno())

    def size(self) -> int:
        """How many bytes it has; 0 where there is none."""
        return self._path.stat().st_size if self._path.exists() else 0

    def entries(self) -> Iterator[Entry]:
        """Every readable line, oldest first. A line torn by a crash was never followed by its commit, and is passed over."""
        if not self._path.exists():
            return
        for line in self._path.read_text("utf-8").splitlines():
            entry = _read(line)
            if entry is not None:
                yield entry


def _is_torn(descriptor: int) -> bool:
    """Whether the last line has no end: the machine died while it was written."""
    size = os.fstat(descriptor).st_size
    if size == 0:
        return False
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) != b"\n"


def _read(line: str) -> Entry | None:
    try:
        at, what, *hashes = line.split()
        entry = Entry(datetime.fromisoformat(at), Revoked(what), tuple(hashes))
    except ValueError:
        return None
    wanted = 1 if entry.what in (Revoked.FORGOTTEN, Revoked.LINK) else 2
    return entry if len(hashes) == wanted and all(len(one) == 32 for one in hashes) else None
