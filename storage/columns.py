"""Column types: instants that refuse to be naive, words of the vocabulary, times of day, and sealed text.

Every `Sealed` value is encrypted before it reaches the database and opened when it leaves it; the keyring hangs on the
engine's dialect (see `storage.database`), so that no module needs a global key.
"""

from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. SQLite drops zones, so there it is stored naive and made aware again."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(sa.DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """A member of one of the vocabulary's enums, kept as its stored value."""

    impl = sa.String(32)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.words(value)


class Times(TypeDecorator[tuple[time, ...]]):
    """Wall times of a day, "07:30,21:00"."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: tuple[time, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else ",".join(at.strftime("%H:%M") for at in value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[time, ...] | None:
        return None if value is None else tuple(time.fromisoformat(part) for part in value.split(",") if part)


class Days(TypeDecorator[frozenset[int]]):
    """Weekdays, Monday 0, kept as digits: "01234"."""

    impl = sa.String(7)
    cache_ok = True

    def process_bind_param(self, value: frozenset[int] | None, dialect: Dialect) -> str | None:
        return None if value is None else "".join(str(day) for day in sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[int] | None:
        return None if value is None else frozenset(int(digit) for digit in value)


class Sealed(TypeDecorator[str]):
    """Text that is encrypted at rest: names, Telegram ids, notes, phone numbers, whole updates."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else cast("bytes", cast("Any", dialect).keyring.seal(value))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else cast("str", cast("Any", dialect).keyring.open(value))
