"""New keys for what is sealed, while the bot runs: a key is added to the file, then every sealed value is sealed anew.

Where it stands is in the values themselves, so that it may be ended and begun again at any moment. The key that hashes ids is
no part of this: it never changes while the bot runs.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlmodel import Session, SQLModel

import storage.tables  # noqa: F401 - so that the schema is known
from storage.columns import Sealed
from storage.encryption import Keyring, sync_directory
from storage.queries.people import keyring_of

AT_ONCE = 200  # values in one transaction: short enough for a tap to come in between
Place = tuple[Any, ...]  # a row's primary key


def add_key(path: Path) -> None:
    """Put a fresh key before the others in the key file; it appears whole or not at all."""
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if _is_key(line))
    _replace(path, [*lines[:first], f"key = {Fernet.generate_key().decode()}", *lines[first:]])


def drop_old_keys(path: Path) -> int:
    """Leave only the newest key in the file; return how many went. What they sealed can be opened by nobody afterwards."""
    lines = path.read_text(encoding="utf-8").splitlines()
    keys = [number for number, line in enumerate(lines) if _is_key(line)]
    _replace(path, [line for number, line in enumerate(lines) if number not in keys[1:]])
    return len(keys) - 1


def sealed_columns() -> Iterator[sa.Column[Any]]:
    for table in SQLModel.metadata.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, Sealed))


def renew(
    session: Session, column: sa.Column[Any], *, after: Place | None, limit: int = AT_ONCE
) -> tuple[int, Place | None]:
    """Seal anew what one column holds in the next `limit` rows behind `after`.

    Return how many values had an older key, and the last row looked at; None: that was the end. A value that changes at the
    same moment is left alone: whoever writes it seals it with the newest key. Raises WrongKey.
    """
    keyring = keyring_of(session)
    key, raw = list(column.table.primary_key), sa.type_coerce(column, sa.LargeBinary)
    wanted = sa.select(*key, raw).where(column.is_not(None)).order_by(*key).limit(limit)
    if after is not None:
        wanted = wanted.where(
            sa.tuple_(*key) > sa.tuple_(*(sa.literal(at, one.type) for at, one in zip(after, key, strict=True)))
        )
    rows = [tuple(row) for row in session.execute(wanted)]
    renewed = sum(_renew(session, column, key, row, keyring) for row in rows)
    return renewed, rows[-1][:-1] if len(rows) == limit else None


def _renew(session: Session, column: sa.Column[Any], key: list[sa.Column[Any]], row: Place, keyring: Keyring) -> bool:
    fresh = keyring.renewed(row[-1])
    if fresh is None:
        return False
    raw = sa.type_coerce(column, sa.LargeBinary)
    this = sa.and_(*(one == at for one, at in zip(key, row, strict=False)), raw == bytes(row[-1]))
    session.execute(
        sa.update(column.table).where(this).values({column: sa.type_coerce(sa.literal(fresh), sa.LargeBinary)})
    )
    return True


def _is_key(line: str) -> bool:
    return line.partition("=")[0].strip() == "key"


def _replace(path: Path, lines: list[str]) -> None:
    new = path.with_name(f"{path.name}.new")
    descriptor = os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_directory(path.parent)
