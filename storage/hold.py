"""Being the one process that acts: the same face for SQLite (file lock) and PostgreSQL (lease).

    hold = Hold(database, lock=lock, holder="host:pid", now=clock.now, sleep=clock.sleep)
    epoch = await hold.acquire()      # waits as a hot standby
    …  if not await hold.still_mine(): drop everything claimed, acquire again
    …  lease.holds(session, hold.epoch, now) in every transaction that claims or judges

On SQLite the file lock is the truth and the lease row only counts epochs, so it never runs out. On PostgreSQL a process
that was restarted on its machine waits neither for the lease of the one before it nor for what that had claimed: the name
tells that it is gone.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from storage import lease
from storage.database import Database
from storage.errors import DatabaseAway, DatabaseBusy, DatabaseTrouble
from storage.holder import is_gone as is_gone_from_here
from storage.lock import LOOK_AGAIN_AFTER_S, FileLock

HELD_FOR = timedelta(seconds=20)  # with the standby's look every 2 s: taken over within 22 s of a sudden death
WITH_A_LOCK_FOR = timedelta(days=100 * 365)

log = logging.getLogger(__name__)


class Hold:
    """The right to act. `lock` is for SQLite and may have been taken before (the upgrade of the schema needs it)."""

    def __init__(
        self,
        database: Database,
        *,
        lock: FileLock | None,
        holder: str,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]],
        held_for: timedelta = HELD_FOR,
        is_gone: Callable[[str], bool] = is_gone_from_here,
    ) -> None:
        self._database = database
        self._lock = lock
        self._holder = holder
        self._now = now
        self._sleep = sleep
        self._is_gone = is_gone
        self._for = held_for if lock is None else WITH_A_LOCK_FOR
        self._epoch: int | None = None
        self._gone = range(0)
        self._renewed_at: datetime | None = None
        self._waits_for = ""

    @property
    def epoch(self) -> int:
        """The number of our turn, higher than that of any holder before. Raises RuntimeError before `acquire`."""
        if self._epoch is None:
            raise RuntimeError("not held")
        return self._epoch

    @property
    def gone(self) -> range:
        """The epochs whose holders have surely ended: what they had claimed need not wait until its time is over."""
        return self._gone

    async def acquire(self) -> int:
        """Wait until the right to act is ours, and return our epoch: a new one each time.

        A database that is away or busy meanwhile is asked again: a standby outlives its restart.
        """
        if self._lock is not None:
            await self._lock.wait(self._sleep)
        said: str | None = None
        while (epoch := await self._try()) is None:
            if said != self._waits_for:
                log.info("%s; standing by", self._waits_for)
            said = self._waits_for
            await self._sleep(LOOK_AGAIN_AFTER_S)
        self._epoch = epoch
        return epoch

    async def still_mine(self) -> bool:
        """Return whether we may go on; renews the lease where a third of it is over.

        Ask after every sleep and every long wait: this is how a suspended process learns that it was superseded.
        While the database cannot be asked, the lease counts as ours until its end.
        """
        now, epoch, renewed_at = self._now(), self.epoch, self._renewed_at
        if renewed_at is None:
            return False
        if now - renewed_at < self._for / 3:
            return True
        try:
            mine = await self._database.write(lambda session: lease.renew(session, lease.BOT, epoch, now, self._for))
        except DatabaseTrouble as trouble:
            log.warning("could not renew the lease: %s", trouble)
            return now < renewed_at + self._for
        self._renewed_at = now if mine else None
        return mine

    async def keep(self) -> None:
        """Renew for as long as it is ours; returns once it is not. Run it as a task beside everything else."""
        while await self.still_mine():
            await self._sleep((self._for / 6).total_seconds())

    async def release(self) -> None:
        """Let the next one act, at once. Does nothing if it is not ours."""
        epoch, now = self._epoch, self._now()
        self._renewed_at = None
        try:
            if epoch is not None:
                await self._database.write(lambda session: lease.release(session, lease.BOT, epoch, now))
        finally:
            self._epoch = None  # not before: transactions of cancelled callers may stand in line, and ask for it
            if self._lock is not None:
                self._lock.release()

    async def _try(self) -> int | None:
        now = self._now()
        try:
            epoch, gone = await self._database.write(lambda session: self._take(session, now))
        except (DatabaseAway, DatabaseBusy) as trouble:
            self._waits_for = str(trouble)
            return None
        self._waits_for = "another process is acting for the bot"
        if epoch is not None:
            self._renewed_at, self._gone = now, gone
        return epoch

    def _take(self, session: Session, now: datetime) -> tuple[int | None, range]:
        """Our epoch, if the right is ours now, and those whose holders are gone."""
        if self._lock is not None:  # the file is ours: whoever acted before has ended
            epoch = lease.acquire(session, lease.BOT, self._holder, now, self._for, by_force=True)
            return epoch, range(epoch or 0)
        gone = lease.left_behind(session, lease.BOT, self._is_gone)
        epoch = lease.acquire(session, lease.BOT, self._holder, now, self._for, gone=gone)
        return epoch, range(0) if gone is None else range(gone, gone + 1)
