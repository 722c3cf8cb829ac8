"""Which keys open which database. A sealed database without its keys is never given new ones: it would lock everybody out.

The database keeps a sealed check value (`engine.key_check`), written once; a key file belongs to it if it recognises that.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext

from storage import engines
from storage.database import Database, Session
from storage.encryption import KeyFileMissing, Keyring, WrongKey, load_or_create
from storage.errors import named
from storage.queries.engine import engine_row


def open_database(
    url: str,
    key_file: Path,
    *,
    now: Callable[[], datetime],
    randomness: Callable[[int], bytes] = os.urandom,
    inline: bool = False,
) -> tuple[Database, bool]:
    """Return the database, opened with its own keys, and whether the key file was made just now.

    A key file is made only for a database that holds nothing sealed yet. The schema is left as it is: call
    `storage.migrations.upgrade` next, then `remember_keys`.
    Raises KeyTrouble (`storage.encryption`) or DatabaseTrouble (`storage.errors`), each in plain words; ValueError for an
    address that is no database; OSError where the key file can be neither read nor made.
    """
    check = key_check(url)
    if check is not None and not key_file.exists():
        raise KeyFileMissing(
            f"There is no key file at {key_file}, but the database is sealed with one. Put your copy of it there."
            " Without it nobody can read the names, notes and ids in this database; a new file could not either."
        )
    keyring, created = load_or_create(key_file, now=now, randomness=randomness)
    refuse_foreign(keyring, check, key_file)
    return Database.open(url, keyring, inline=inline), created


def key_check(url: str) -> bytes | None:
    """Return the database's sealed check value, read without any key; None: nothing in it is sealed yet.

    Makes no database file. Raises DatabaseTrouble, ValueError.
    """
    with _without_keys(url) as connection:
        return None if connection is None else _key_check(connection)


@dataclass(frozen=True)
class Survey:
    """What a database is, as far as that can be told without keys."""

    version: str | None  # of its schema; None: no tables yet
    key_check: bytes | None
    farewell_on: date | None = None


def survey(url: str) -> Survey | None:
    """Look at a database without changing or making anything; None: its file does not exist yet.

    Raises DatabaseTrouble where it cannot be reached or is damaged; ValueError.
    """
    with _without_keys(url) as connection:
        if connection is None:
            return None
        engines.refuse_corrupt(connection)
        version = MigrationContext.configure(connection).get_current_revision()
        return Survey(version, _key_check(connection), _farewell_on(connection))


@contextmanager
def _without_keys(url: str) -> Iterator[sa.Connection | None]:
    file = engines.file_of(url)
    if file is not None and not file.exists():
        yield None
        return
    engine = engines.for_reading(engines.build(url, None))
    try:
        with engine.connect() as connection:
            yield connection
    except sa.exc.DBAPIError as error:
        raise (named(error) or error) from error
    finally:
        engine.dispose()


def _key_check(connection: sa.Connection) -> bytes | None:
    if not sa.inspect(connection).has_table("engine"):
        return None
    kept = connection.exec_driver_sql("SELECT key_check FROM engine").scalar_one_or_none()
    return None if kept is None else bytes(kept)


def _farewell_on(connection: sa.Connection) -> date | None:
    inspector = sa.inspect(connection)
    if not inspector.has_table("engine") or "farewell_on" not in {
        one["name"] for one in inspector.get_columns("engine")
    }:
        return None  # an older schema
    return connection.execute(sa.select(sa.column("farewell_on", sa.Date)).select_from(sa.table("engine"))).scalar()


def refuse_foreign(keyring: Keyring, check: bytes | None, key_file: Path) -> None:
    """Raise WrongKey unless these keys belong to the database that `check` came from; None: any keys do."""
    if check is not None and not keyring.recognises(check):
        raise WrongKey(
            f"The key file {key_file} is not the one this database is sealed with. Put the right copy of it there."
        )


def remember_keys(session: Session) -> None:
    """Keep the check value of this session's keyring, unless one is kept already."""
    row = engine_row(session)
    if row.key_check is None:
        row.key_check = session.info["keyring"].check_value()
