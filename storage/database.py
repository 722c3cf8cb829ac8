"""One writer: every change to the database is a plain function of a Session, run in one thread, one after the other.

`write(f)` runs f in one transaction: it commits when f returns and rolls back when f raises. f must not touch the
network, wait, or open another transaction. f is never run twice: after a lost connection only the caller can know
whether doing it again is right.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import local
from typing import Self, TypeVar

import sqlalchemy as sa
from sqlmodel import Session as Session  # also for handlers, which know no SQL

from storage import engines
from storage.encryption import Keyring
from storage.errors import DatabaseTrouble, named

T = TypeVar("T")
log = logging.getLogger(__name__)


class Database:
    """The one way to the rows. Made by `Database.open`; `close` waits for what has been handed in."""

    def __init__(self, engine: sa.Engine, keyring: Keyring, *, inline: bool = False) -> None:
        self.engine = engine
        self.keyring = keyring
        self._reading = engines.for_reading(engine)
        self.on_commit: list[Callable[[Session], None]] = []  # called in the writing thread; they must not raise
        self.on_trouble: Callable[[DatabaseTrouble], None] | None = None  # likewise, of what `f` then raises
        self.before_commit: Callable[[Session], None] | None = None  # likewise; what it raises keeps f from committing
        self._here = local()  # `busy` is set while this thread is inside a transaction of ours
        self._writer = None if inline else ThreadPoolExecutor(1, thread_name_prefix="database-write")
        # SQLite has one connection, so there reads queue with the writes; PostgreSQL can read beside them.
        beside = None if inline or self.is_sqlite else ThreadPoolExecutor(2, thread_name_prefix="database-read")
        self._reader = beside or self._writer

    @classmethod
    def open(cls, url: str, keyring: Keyring, *, inline: bool = False) -> Self:
        """Open the database at `url` ("sqlite:///data/alongside.db", "postgresql://…") and see that it is sound.

        `inline`: everything runs in the caller's thread and blocks it (commands, simulation); else in threads of our own.
        Raises ValueError for an address that is neither, DatabaseCorrupt, DatabaseAway, DatabaseBusy.
        """
        file = engines.file_of(url)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        database = cls(engines.build(url, keyring), keyring, inline=inline)
        try:
            database.read_now(lambda session: engines.refuse_corrupt(session.connection()))
        except BaseException:
            database.close()
            raise
        return database

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    async def write(self, f: Callable[[Session], T]) -> T:
        """Return what `f` returned, once its transaction is committed.

        Errors of f keep their types; see `storage.errors` for those of the database. If the awaiting task is cancelled,
        the transaction still ends as it would have.
        """
        return await _finish(self._submit(self._writer, self.engine, f))

    async def read(self, f: Callable[[Session], T]) -> T:
        """Return what `f` returned, seeing one moment of the database. A write in f is an error, and not kept."""
        return await _finish(self._submit(self._reader, self._reading, f))

    def write_now(self, f: Callable[[Session], T]) -> T:
        """`write` for code that is not async (commands, tests): blocks until committed."""
        return self._submit(self._writer, self.engine, f).result()

    def read_now(self, f: Callable[[Session], T]) -> T:
        """`read` for code that is not async."""
        return self._submit(self._reader, self._reading, f).result()

    def close(self) -> None:
        """Wait for everything handed in, then let go of the connections. May be called twice."""
        for executor in (self._writer, self._reader):
            if executor is not None:
                executor.shutdown(wait=True)
        self.engine.dispose()

    def _submit(self, executor: ThreadPoolExecutor | None, engine: sa.Engine, f: Callable[[Session], T]) -> "Future[T]":
        if getattr(self._here, "busy", False):
            raise RuntimeError("a transaction is open in this thread: pass its session on instead of opening another")
        if executor is not None:
            return executor.submit(self._run, engine, f)
        done: Future[T] = Future()
        try:
            done.set_result(self._run(engine, f))
        except Exception as error:
            done.set_exception(error)
        return done

    def _run(self, engine: sa.Engine, f: Callable[[Session], T]) -> T:
        """Begin, f, commit; or roll back. The connection is had, and begun, before f sees the session."""
        self._here.busy = True
        try:
            with Session(engine, expire_on_commit=False) as session:
                session.info["keyring"] = self.keyring
                session.connection()
                result = f(session)
                if self.before_commit is not None and engine is self.engine:
                    self.before_commit(session)
                session.commit()  # in a reading transaction there is nothing to commit
                for listener in self.on_commit if engine is self.engine else ():
                    listener(session)
                return result
        except sa.exc.DBAPIError as error:
            trouble = named(error)
            if trouble is None:
                raise
            if self.on_trouble is not None:
                self.on_trouble(trouble)
            raise trouble from error
        finally:
            self._here.busy = False


async def _finish(running: "Future[T]") -> T:
    """Wait for a transaction. Being cancelled ends the waiting, not the transaction."""
    waiting = asyncio.wrap_future(running)
    try:
        return await asyncio.shield(waiting)
    except asyncio.CancelledError:
        waiting.add_done_callback(_tell_unheard)
        raise


def _tell_unheard(unheard: "asyncio.Future[T]") -> None:
    """Nobody waits any more: an error must not vanish with them."""
    if not unheard.cancelled() and unheard.exception() is not None:
        log.error("a transaction failed after its caller was cancelled: %s", type(unheard.exception()).__name__)
