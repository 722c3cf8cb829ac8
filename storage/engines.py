"""How a connection to SQLite or PostgreSQL is set up: transactions that begin at once, durability, waiting times.

Whatever differs between the two databases, and is no SQL of a query, is decided here and nowhere else.
"""

import sqlite3
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from storage.encryption import Keyring
from storage.errors import DatabaseCorrupt, DatabaseTrouble, without_values

BUSY_FOR_MS = 5_000  # how long a statement waits for another's lock
SUSPENDED_FOR_MS = 10_000  # how long the server waits for a process that was suspended inside a transaction
CONNECT_FOR_S = 10
WAL_SAFE_SINCE = (3, 51, 3)  # 3.7.0 to 3.51.2 can corrupt a file when the WAL is reset: https://sqlite.org/wal.html
READING = "alongside_reading"  # an execution option: this transaction only reads


def build(url: str, keyring: Keyring | None) -> sa.Engine:
    """Return an engine for `url` (SQLite or PostgreSQL), with the keyring on its dialect for `storage.columns.Sealed`.

    Without a keyring whatever is sealed stays unreadable.

    Raises ValueError for any other database.
    """
    address = normalised(url)
    engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _postgresql(address)
    cast("Any", engine.dialect).keyring = keyring
    sa.event.listen(engine, "handle_error", without_values)
    return engine


def normalised(url: str) -> sa.URL:
    """Return `url` with the driver that we use; "postgres://", as many hosts hand it out, is PostgreSQL too."""
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise ValueError("DATABASE_URL is no database address; see .env.example") from None
    backend = address.drivername.partition("+")[0]
    if backend == "sqlite":
        return address.set(drivername="sqlite+pysqlite")
    if backend in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    raise ValueError("DATABASE_URL must start with sqlite:/// or postgresql://")


def file_of(url: str) -> Path | None:
    """Return the file of an SQLite `url`; None for a database in memory and for PostgreSQL."""
    address = normalised(url)
    in_file = address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:")
    return Path(cast("str", address.database)) if in_file else None


def _sqlite(address: sa.URL) -> sa.Engine:
    engine = sa.create_engine(
        address,
        hide_parameters=True,
        poolclass=QueuePool,  # one connection, also in memory, where a second one would be a second database
        pool_size=1,
        max_overflow=0,
        pool_timeout=BUSY_FOR_MS / 1000,
        connect_args={"check_same_thread": False, "timeout": BUSY_FOR_MS / 1000},
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    sa.event.listen(engine, "commit", _keep_nothing_of_reading)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # None: pysqlite opens no transactions of its own, and so neither too late (after a read) nor not at all (DDL).
    connection.isolation_level = None
    journal = "WAL" if sqlite3.sqlite_version_info >= WAL_SAFE_SINCE else "TRUNCATE"
    for pragma in (
        f"busy_timeout = {BUSY_FOR_MS}",
        "foreign_keys = ON",
        f"journal_mode = {journal}",
        "synchronous = FULL",
        "secure_delete = ON",  # what a person had erased is overwritten, not only unlinked
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # IMMEDIATE: a deferred transaction that reads and then writes fails at once when another one wrote in between,
    # whatever the busy timeout (279 of 480 did).
    reading = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
    if reading:
        connection.info[READING] = _driver(connection).total_changes


def _keep_nothing_of_reading(connection: sa.Connection) -> None:
    # No PRAGMA query_only for each: wherever it changes, SQLite prepares every statement anew.
    reading, driver = connection.get_execution_options().get(READING, False), _driver(connection)
    if reading and driver.total_changes != connection.info[READING]:
        driver.rollback()  # SQLAlchemy takes a commit that did not come about for one that did
        raise DatabaseTrouble("a transaction that only reads has written: nothing of it is kept")


def _driver(connection: sa.Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def _postgresql(address: sa.URL) -> sa.Engine:
    engine = sa.create_engine(
        address,
        hide_parameters=True,
        pool_size=3,
        max_overflow=1,
        pool_timeout=CONNECT_FOR_S,
        pool_pre_ping=True,  # a connection lost meanwhile is replaced before a transaction begins, never within one
        connect_args={"connect_timeout": CONNECT_FOR_S, "keepalives_idle": 30},
    )
    sa.event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _entry: ConnectionPoolEntry) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {BUSY_FOR_MS}")
        cursor.execute(f"SET idle_in_transaction_session_timeout = {SUSPENDED_FOR_MS}")
        cursor.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def for_reading(engine: sa.Engine) -> sa.Engine:
    """Return the same engine for transactions that see one moment of the database and are refused any write."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{READING: True})
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def refuse_corrupt(connection: sa.Connection) -> None:
    """Ask the database whether it is there and sound. Raises DatabaseCorrupt, and what SQLAlchemy raises."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("SELECT 1")
    elif list(connection.exec_driver_sql("PRAGMA quick_check(1)").scalars()) != ["ok"]:
        raise DatabaseCorrupt(
            "The database file is damaged. Stop the bot and restore a backup: ./alongside restore FILE"
        )
