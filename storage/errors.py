"""What can go wrong with the database, by name, so that a caller can tell "try again" from "tell the operator".

Everything else (a broken unique key, a fault in our own statements) keeps its own type. No message holds a value of a row.
"""

import sqlite3

import sqlalchemy as sa


class DatabaseTrouble(Exception):
    """The database did not do what was asked; nothing of the transaction may be taken as kept."""


class DatabaseBusy(DatabaseTrouble):
    """Somebody else held the database for too long, or two transactions stood in each other's way. Trying again may help."""


class DatabaseAway(DatabaseTrouble):
    """The database cannot be reached, read or written now.

    If the connection broke during COMMIT, the transaction may have been kept: look before doing it again.
    """


class DiskFull(DatabaseTrouble):
    """The database's disk is full: nothing more can be kept until there is room."""


class DatabaseCorrupt(DatabaseTrouble):
    """The database file is damaged. Running on would spread the damage."""


_SQLITE: dict[int, type[DatabaseTrouble]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_CORRUPT: DatabaseCorrupt,
    sqlite3.SQLITE_NOTADB: DatabaseCorrupt,
    sqlite3.SQLITE_IOERR: DatabaseAway,
    sqlite3.SQLITE_CANTOPEN: DatabaseAway,
    sqlite3.SQLITE_READONLY: DatabaseAway,
}

# By SQLSTATE, longest prefix first: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL: tuple[tuple[str, type[DatabaseTrouble]], ...] = (
    ("53100", DiskFull),
    ("25P03", DatabaseAway),  # we were suspended inside a transaction, for so long that the server ended it
    ("25006", DatabaseAway),  # read-only: a standby, or one that was demoted under us
    ("55P03", DatabaseBusy),
    ("57014", DatabaseBusy),
    ("40", DatabaseBusy),
    ("XX001", DatabaseCorrupt),
    ("XX002", DatabaseCorrupt),
    ("08", DatabaseAway),
    ("53", DatabaseAway),
    ("57", DatabaseAway),
    ("58", DatabaseAway),
)

_WORDS: dict[type[DatabaseTrouble], str] = {
    DatabaseBusy: "The database is busy: something else is writing to it.",
    DatabaseAway: "The database cannot be reached or written.",
    DiskFull: "The disk that holds the database is full. Make room on it.",
    DatabaseCorrupt: "The database file is damaged. Stop the bot and restore a backup: ./alongside restore FILE",
}


def named(error: sa.exc.DBAPIError) -> DatabaseTrouble | None:
    """Return the named trouble that `error` stands for, with its code; None: it is none of them and keeps its type."""
    original = error.orig
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", None)  # absent where Python itself, not SQLite, objects
        kind = None if code is None else _SQLITE.get(code & 0xFF)
        return None if kind is None else kind(f"{_WORDS[kind]} ({getattr(original, 'sqlite_errorname', code)})")
    state = getattr(original, "sqlstate", None)
    if error.connection_invalidated or (state is None and isinstance(error, sa.exc.OperationalError)):
        return DatabaseAway(_WORDS[DatabaseAway])
    for prefix, kind in _POSTGRESQL:
        if state is not None and state.startswith(prefix):
            return kind(f"{_WORDS[kind]} (SQLSTATE {state})")
    return None


def without_values(context: sa.engine.ExceptionContext) -> None:
    """Take rows out of a PostgreSQL error: its DETAIL prints the failing row, ratings and all.

    For SQLAlchemy's `handle_error`; `hide_parameters` covers what SQLAlchemy itself would print.
    """
    original = context.original_exception
    primary = getattr(getattr(original, "diag", None), "message_primary", None)
    if primary is None or context.sqlalchemy_exception is None:
        return
    original.args = (primary,)
    context.sqlalchemy_exception.args = (f"({type(original).__name__}) {primary}",)
