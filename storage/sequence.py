"""Whether this is the database that this folder last had: a number that grows in it, and is kept a second time beside it.

The number (`engine.sequence`) goes up at every start, with whatever is taken back, and with the first fetch of each minute;
never down. DATA_DIR keeps the newest one, written once its transaction has committed. So a database whose number is lower than
the folder's is an older copy, whoever put it there. One that is ahead was used from another folder meanwhile.

The folder also keeps since which number it has seen everything that was taken back, and how long `revoked.log` was: only then
does the log say all that an older copy does not know.
"""

import logging
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from storage import revocations
from storage.queries.engine import engine_row
from storage.revocations import RevokedLog

log = logging.getLogger(__name__)

FILE_NAME = "alongside.sequence"
EVERY = timedelta(minutes=1)
_KEY = "sequence"


@dataclass(frozen=True)
class Mark:
    """`number`: the newest this folder has seen. `since`: from where on it missed nothing. `logged`: bytes of the log then."""

    since: int
    number: int
    logged: int


def is_older(mark: Mark | None, number: int, *, in_file: bool) -> bool:
    """Whether a database with this number is an older copy than the one last used here.

    Without a mark that can only be said of a database file, which has lived before: it was copied here without its folder. A
    server's database may be used from several folders, and a new one knows nothing yet.
    """
    if mark is None:
        return in_file and number > 0
    return number < mark.number


def knows_all_since(mark: Mark | None, number: int, *, logged: int) -> bool:
    """Whether the log of this folder, `logged` bytes long, holds all that was taken back after the copy with this number."""
    return mark is not None and mark.since <= number <= mark.number and logged >= mark.logged


class Sequence:
    """The folder's side. One for each process that acts."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self.log = RevokedLog(folder / revocations.FILE_NAME)
        self._since = 0
        self._advanced_at: datetime | None = None

    def mark(self) -> Mark | None:
        """What the folder knows; None: nothing, or nothing that makes sense. Raises OSError where it may not be read."""
        try:
            since, number, logged = (int(word) for word in self._path.read_text("ascii").split())
        except (FileNotFoundError, ValueError):
            return None
        return Mark(since, number, logged)

    def keep(self, mark: Mark) -> None:
        """Write it so that a crash leaves either the old one or the new one. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_name(f"{FILE_NAME}.part")
        descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{mark.since} {mark.number} {mark.logged}\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._path)

    def knows_all_since(self, number: int) -> bool:
        return knows_all_since(self.mark(), number, logged=self.log.size())

    def is_older(self, session: Session) -> bool:
        """Whether the session's database is an older copy than the one last used with this folder."""
        in_file = session.get_bind().dialect.name == "sqlite"
        return is_older(self.mark(), engine_row(session).sequence, in_file=in_file)

    def begin(self, session: Session) -> None:
        """A process begins to act on the newest database there is."""
        mark, number = self.mark(), engine_row(session).sequence
        one_ahead = mark is not None and number == mark.number + 1  # a crash before it was written, or an idle start
        if mark is not None and (number == mark.number or one_ahead) and self.log.size() >= mark.logged:
            self._since = mark.since
        else:
            self._since = number
        if mark is None:  # killed right after this transaction, a number without a mark would look like a copy
            self._keep(Mark(number, number, self.log.size()))
        self._advance(session)

    def begin_restored(self, session: Session, *, known: bool) -> int:
        """The database is an older copy, and is the newest from now on; return its number.

        `known`: the log said all that it did not know.
        """
        mark, row = self.mark(), engine_row(session)
        row.sequence = max(row.sequence, mark.number if mark is not None else 0)
        self._advance(session)
        self._since = mark.since if known and mark is not None else row.sequence
        return row.sequence

    def expect_older(self, number: int) -> None:
        """A copy with this number is about to take the database's place: if we die over it, the next start shall know.

        Raises OSError.
        """
        mark = self.mark() or Mark(number + 1, number + 1, self.log.size())
        self.keep(Mark(mark.since, max(mark.number, number + 1), mark.logged))

    def keep_restored(self, number: int, *, in_place: bool) -> None:
        """Keep what `begin_restored` began with, once without and then with the number: before the copy is put in place, and after.

        In between a crash must leave neither a folder that trusts its log too far, nor a copy that looks like the newest.
        Raises OSError.
        """
        mark = self.mark()
        known = mark.number if mark is not None else number - 1
        self.keep(Mark(self._since, number if in_place else known, self.log.size()))

    def each_minute(self, session: Session, *, now: datetime) -> None:
        """Go up by one if that was not done within the last minute."""
        if self._advanced_at is None or not timedelta(0) <= now - self._advanced_at < EVERY:
            self._advanced_at = now
            self._advance(session)

    def before_commit(self, session: Session) -> None:
        """Write what the transaction takes back, and go up with it. Raises OSError, and it must then not commit."""
        self.log.before_commit(session)
        if revocations.noted(session):
            self._advance(session)

    def committed(self, session: Session) -> None:
        """The number is in the database for certain: keep it here, too. Where that fails the folder is only behind."""
        number = session.info.get(_KEY)
        if number is not None:
            self._keep(Mark(self._since, number, self.log.size()))

    def _keep(self, mark: Mark) -> None:
        try:
            self.keep(mark)
        except OSError as fault:
            log.error("the number of the database could not be kept: %s", type(fault).__name__)

    def _advance(self, session: Session) -> None:
        row = engine_row(session)
        row.sequence += 1
        session.info[_KEY] = row.sequence
        session.add(row)
