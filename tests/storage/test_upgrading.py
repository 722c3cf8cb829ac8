"""An upgrade with live data, from every earlier version: no row is lost, and no due time changes (I12)."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlmodel import Session

from bot.actions.checkins import opening
from bot.rules.vocabulary import AlertKind, AlertState, CheckinState, Fading
from storage import backup, migrations
from storage.database import Database
from storage.encryption import Keyring
from storage.engines import file_of, normalised
from storage.tables import Alert, Enrolment, Person
from tests import builders, lives
from tests.builders import NOW, TODAY
from tests.storage.test_backup import TOOLS
from tests.storage.test_opening import new_url

__all__ = ["new_url"]

HOUR = timedelta(hours=1)
EARLIER = sorted(migrations.known_versions() - {migrations.head_version()})
DUE = {
    "enrolments": ("next_at", "next_on", "next_slot"),
    "checkins": ("deadline_at", "remind_at", "settle_at", "next_opens_at"),
    "alerts": ("next_at", "hold_until_at", "follow_up_at"),
    "alert_steps": ("promised_at",),
    "outbox": ("not_before_at", "expires_at", "claimed_until_at"),
    "people": ("fade_at", "lost_at"),
    "groups": ("look_at",),
    "invites": ("expires_at",),
    "expected": ("expires_at",),
    "sharing": ("until_at",),
    "availability": ("off_until_at",),
    "engine": ("heard_until_at", "swept_at"),
}
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{TOOLS}{os.pathsep}{os.environ['PATH']}")


def live(session: Session) -> None:
    """A whole life, and something waiting for its instant in every stage."""
    maya = lives.full(session)
    ana = builders.person(
        session, "Ana", lost_at=NOW + 48 * HOUR, blocked_at=NOW, fading=Fading.WEEKLY, fade_at=NOW + 99 * HOUR
    )
    rhythm = builders.cadence(session, ana)
    builders.enrolment(session, maya, rhythm, next_at=NOW + HOUR, next_on=TODAY, next_slot=0)
    builders.checkin(session, maya, rhythm, slot=10, next_opens_at=NOW + 24 * HOUR)
    builders.checkin(
        session, maya, rhythm, slot=11, state=CheckinState.ANSWERED, settle_at=NOW + HOUR / 6, deadline_at=None, remind_at=None
    )  # fmt: skip
    builders.group(session, "Evening circle", look_at=NOW + 300 * HOUR)
    session.add(
        Alert(
            member_id=builders.id_of(maya), on=TODAY, kind=AlertKind.HARD, signals=["HIGH"], state=AlertState.HELD,
            opened_at=NOW, hold_until_at=NOW + HOUR, next_at=NOW + HOUR,
        )
    )  # fmt: skip
    builders.heard(session, NOW)


def rows(url: str) -> Rows:
    """Every row as the database has it, by table."""
    engine = sa.create_engine(normalised(url))
    meta = sa.MetaData()
    with engine.connect() as connection:
        meta.reflect(connection)
        found = {
            table.name: [
                dict(row._mapping) for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in meta.sorted_tables
            if table.name != "alembic_version"
        }
    engine.dispose()
    return found


def made_at(version: str, url: str, whole: Rows) -> None:
    """A database of an earlier version with these rows, as far as it has tables and columns for them."""
    if (file := file_of(url)) is not None:
        file.parent.mkdir(exist_ok=True)
    engine = sa.create_engine(normalised(url))
    with engine.begin() as connection:
        command.upgrade(migrations.config(connection), version)
    meta = sa.MetaData()
    with engine.begin() as connection:
        meta.reflect(connection)
        for table in meta.sorted_tables:
            kept = [
                {name: value for name, value in row.items() if name in table.columns}
                for row in whole.get(table.name, ())
            ]
            if kept:
                connection.execute(sa.insert(table), kept)
            if kept and "id" in table.columns and engine.dialect.name == "postgresql" and table.name != "engine":
                last = max(row["id"] for row in kept)
                connection.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {last})"))
    engine.dispose()


def due(found: Rows) -> set[tuple[str, str, Any]]:
    return {
        (table, column, row[column])
        for table, columns in DUE.items()
        for row in found[table]
        for column in columns
        if row[column] is not None
    }


@pytest.fixture
def whole(sqlite_url: str, keyring: Keyring) -> Rows:
    """What a database of today holds; every table that has to do with people has rows."""
    database = Database.open(sqlite_url, keyring, inline=True)
    database.write_now(live)
    database.close()
    return rows(sqlite_url)


def aware(found: Rows) -> Rows:
    """SQLite gives instants without their zone, PostgreSQL takes and gives them with it."""

    def one(value: Any) -> Any:
        return value.replace(tzinfo=builders.UTC) if isinstance(value, datetime) and value.tzinfo is None else value

    return {table: [{name: one(value) for name, value in row.items()} for row in kept] for table, kept in found.items()}


@pytest.mark.parametrize("version", EARLIER)
def test_from_every_earlier_version_no_due_time_and_no_row_changes(
    version: str, new_url: str, whole: Rows, keyring: Keyring, tmp_path: Path
) -> None:
    made_at(version, new_url, aware(whole) if "postgres" in new_url else whole)
    before = rows(new_url)
    assert {table for table, columns in DUE.items() if not any(one[0] == table for one in due(before))} <= {"availability", "alert_steps"}  # fmt: skip
    database = Database.open(new_url, keyring, inline=True)
    folder = tmp_path / "backups"
    assert migrations.upgrade(database, first=backup.before_upgrade(new_url, folder, now=lambda: NOW))
    database.close()
    after = rows(new_url)
    assert due(after) == due(before)
    assert {table: [{name: row[name] for name in old} for row, old in zip(after[table], kept, strict=True)] for table, kept in before.items()} == before  # fmt: skip
    [snapshot] = folder.iterdir()
    assert snapshot.name.startswith(f"before-upgrade-from-{version}-")


def test_every_version_but_the_newest_is_tried() -> None:
    script = ScriptDirectory.from_config(migrations.config())
    assert [one.revision for one in script.walk_revisions()] == [migrations.head_version(), *reversed(EARLIER)]
    assert EARLIER


@pytest.mark.parametrize("version", EARLIER)
def test_an_upgraded_database_goes_on_with_what_was_due(
    version: str, new_url: str, whole: Rows, keyring: Keyring
) -> None:
    made_at(version, new_url, aware(whole) if "postgres" in new_url else whole)
    database = Database.open(new_url, keyring, inline=True)
    migrations.upgrade(database)
    assert database.write_now(lambda session: opening.open_due(session, now=NOW + HOUR)) == 1
    names = database.read_now(lambda s: s.scalars(sa.select(Person.name)).all())  # type: ignore[call-overload]
    assert "Maya" in names
    [opened] = database.read_now(lambda s: s.scalars(sa.select(Enrolment).filter_by(opened_on=TODAY)).all())
    assert opened.next_at == NOW + 24 * HOUR
    database.close()
