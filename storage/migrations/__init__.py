"""Bringing a database's schema up to what the code expects. Never loses data, never goes back: the way back is a backup.

Works without an alembic.ini. A change of `storage.tables`, for developers:

    python -m storage.migrations.draft what_changes  # adds the next migration, to be read and mended by hand
    ruff format storage/migrations

Released migrations are never edited; they use plain `sa.` types, so that later changes of ours do not change them.
"""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import Database
from storage.errors import DatabaseTrouble, named

HERE = Path(__file__).parent
First = Callable[[str], object]
MIGRATING = 0x616C6F6E67  # the PostgreSQL advisory lock under which one process at a time migrates


class SchemaTooNew(DatabaseTrouble):
    """A newer version of Alongside has changed this database."""


def upgrade(database: Database, *, first: First = lambda version: None) -> bool:
    """Bring the schema to the newest version, all or nothing; return whether anything was done.

    `first` is called before an older schema is touched, with its version; where it raises, nothing was changed. Nobody else may be using an SQLite file meanwhile: hold `alongside.lock`.
    Raises SchemaTooNew and the other DatabaseTroubles.
    """
    try:
        with database.engine.connect() as connection:
            return _upgrade_sqlite(connection, first) if database.is_sqlite else _upgrade_postgresql(connection, first)
    except sa.exc.DBAPIError as error:
        raise (named(error) or error) from error


def current_version(database: Database) -> str | None:
    """Return the version of the database's schema; None: it has no tables of ours yet."""
    try:
        with database.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except sa.exc.DBAPIError as error:
        raise (named(error) or error) from error


def head_version() -> str:
    """Return the version of the schema that this code expects."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    assert head is not None
    return head


def known_versions() -> frozenset[str]:
    """Return every version of the schema that this code can start from."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())


def config(connection: sa.Connection | None = None) -> Config:
    """Return Alembic's settings; `connection` is the one that env.py works on."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def _upgrade_sqlite(connection: sa.Connection, first: First) -> bool:
    # Alembic changes an SQLite table by copying and dropping it. With foreign keys on, the drop would take all rows that
    # point there along, and inside a transaction they cannot be turned off.
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():
            done = _run(connection, first)
            if done and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise DatabaseTrouble("The upgrade would have left rows that point nowhere; nothing was changed.")
            return done
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def _upgrade_postgresql(connection: sa.Connection, first: First) -> bool:
    with connection.begin():
        # The snapshot before the upgrade may take its time meanwhile, and that is no suspended process.
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATING)))
        return _run(connection, first)


def _run(connection: sa.Connection, first: First) -> bool:
    current, head = MigrationContext.configure(connection).get_current_revision(), head_version()
    if current == head:
        return False
    if current is not None and current not in known_versions():
        raise SchemaTooNew(
            f"This database was changed by a newer Alongside (schema {current}; this one knows {head})."
            " Update the program, or restore a backup from before."
        )
    if current is not None:
        first(current)
    command.upgrade(config(connection), "head")
    return True
