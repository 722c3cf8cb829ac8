"""The rows as they were before a tap, which of them differ after it, and whom each of them names. SQLite only, and quick."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlmodel import SQLModel

from storage.database import Database

TABLES = [table.name for table in SQLModel.metadata.sorted_tables if table.name not in ("inbox", "engine")]
NAMING = ("person_id", "member_id", "supporter_id", "issuer_id", "author_id", "viewer_id", "recipient_id", "used_by")
Held = dict[str, frozenset[tuple[Any, ...]]]


@dataclass(frozen=True)
class Changed:
    """One row as it was (`gone`) or as it is now."""

    table: str
    row: dict[str, Any]
    gone: bool


class Rows:
    """`total` counts what is written; where it shows nothing, nothing is compared."""

    def __init__(self, database: Database) -> None:
        self._driver = _driver_of(database)
        self._names = {name: [one[1] for one in self._driver.execute(f"PRAGMA table_info({name})")] for name in TABLES}
        self._model = sqlite3.connect(":memory:", check_same_thread=False)
        self._driver.backup(self._model)
        self._begun = self._before = self.held()
        self._total = self._driver.total_changes

    def changed(self, *, besides: int, stay: bool = False) -> list[Changed]:
        """What differs since the last call; `besides` so many writes of inbox and engine. Then all is put back, unless it may `stay`."""
        if self._driver.total_changes <= self._total + besides:
            return []
        after = self.held()
        found = list(self._differing(after))
        if stay:
            self._before = after
        elif found:
            self.put_back()
        return found

    def settled(self) -> None:
        """Everything written so far has been looked at."""
        self._total = self._driver.total_changes

    def begin_anew(self) -> None:
        """What is there now is how it was before; `put_back` still goes back to the beginning."""
        self._before = self.held()
        self.settled()

    def write(self, query: str, *values: object) -> None:
        self._driver.execute(query, values)

    def set_aside(self) -> bool:
        return bool(self._driver.execute("SELECT 1 FROM inbox WHERE state = 'set_aside'").fetchall())

    def held(self) -> Held:
        return {name: frozenset(self._driver.execute(f'SELECT * FROM "{name}"')) for name in TABLES}

    def put_back(self) -> None:
        """Everything as it was in the beginning."""
        self._model.backup(self._driver)
        self._before, self._total = self._begun, self._driver.total_changes

    @contextmanager
    def after(self, *statements: str) -> Iterator[None]:
        """The beginning is another one: these statements were carried out before."""
        kept = sqlite3.connect(":memory:")
        self._model.backup(kept)
        for statement in statements:
            self.write(statement)
        self._driver.backup(self._model)
        begun = self._begun
        self._begun = self._before = self.held()
        self._total = self._driver.total_changes
        try:
            yield
        finally:
            kept.backup(self._model)
            kept.close()
            self._begun = begun
            self.put_back()

    def _differing(self, after: Held) -> Iterator[Changed]:
        for name in TABLES:
            for rows, gone in ((self._before[name] - after[name], True), (after[name] - self._before[name], False)):
                yield from (Changed(name, dict(zip(self._names[name], row, strict=True)), gone) for row in rows)

    def owners(self, one: Changed) -> set[int]:
        """Everybody whom a row names, directly or by what it belongs to. Of a row that is new only what it says itself."""
        row = one.row
        if one.table == "people":
            return {row["id"]}
        found = {row[name] for name in NAMING if row.get(name) is not None}
        if one.table == "alerts":
            asked = "SELECT recipient_id FROM alert_steps WHERE alert_id = ?"
            found |= {who for (who,) in self._model.execute(asked, (row["id"],))}
        for column, table in (("alert_id", "alerts"), ("support_id", "supports"), ("checkin_id", "checkins"), ("enrolment_id", "enrolments")):  # fmt: skip
            if row.get(column) is not None:
                found |= self._named(table, row[column])
        group = row["id"] if one.table == "groups" else row.get("group_id")
        if group is not None:
            leading = "SELECT person_id FROM memberships WHERE group_id = ? AND role <> 'member'"
            found |= {who for (who,) in self._model.execute(leading, (group,))}
        return found

    def _named(self, table: str, row_id: int) -> set[int]:
        columns = [name for name in self._names[table] if name in NAMING]
        found = self._model.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (row_id,)).fetchall()
        return {who for row in found for who in row if who is not None}


def _driver_of(database: Database) -> sqlite3.Connection:
    """The one connection there is: between two transactions it is ours."""
    pooled = database.engine.raw_connection()
    driver = pooled.driver_connection
    pooled.close()
    assert isinstance(driver, sqlite3.Connection)
    return driver
