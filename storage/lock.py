"""One process at a time per data folder: an exclusive lock on `alongside.lock`, which the system drops when we die.

For SQLite. `run`, `restore`, `migrate` and changing the hash key hold it; `doctor`, `backup` and `rotate-keys` do without.
Locking the database itself (`locking_mode`) would shut those out, so that is never done.
"""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_FILE = "alongside.lock"
LOOK_AGAIN_AFTER_S = 2.0


class DataInUse(Exception):
    """Another process holds the data folder."""


class FileLock:
    """The lock on one file. Stays until `release`, or until this process ends in whatever way."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    @property
    def held(self) -> bool:
        return self._file is not None

    def acquire(self) -> bool:
        """Take the lock without waiting; return whether it is ours (also if it was already)."""
        if self._file is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("ab")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            if isinstance(error, BlockingIOError | PermissionError):
                return False
            raise
        self._file = file
        return True

    async def wait(self, sleep: Callable[[float], Awaitable[object]]) -> None:
        """Take the lock as soon as nobody else has it: a hot standby. `sleep` takes seconds."""
        while not self.acquire():
            await sleep(LOOK_AGAIN_AFTER_S)

    def demand(self) -> None:
        """Take the lock, or raise DataInUse."""
        if not self.acquire():
            raise DataInUse(f"The bot is running on {self._path.parent}. Stop it first, then try again.")

    def release(self) -> None:
        """Let go; nothing happens if it is not ours. The file stays: removing it would let two hold "the" lock."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: IO[bytes]) -> None:
    """Lock `file` or raise: BlockingIOError (Unix), PermissionError (Windows) where another process has it."""
    if sys.platform == "win32":
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
