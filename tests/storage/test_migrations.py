from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlmodel import Session, SQLModel

from bot.rules.consent import VALID_FOR, Share
from bot.rules.vocabulary import Level, Signal
from storage import migrations
from storage.database import Database
from storage.encryption import Keyring
from storage.errors import DatabaseBusy, DatabaseTrouble
from storage.migrations import SchemaTooNew, current_version, head_version, upgrade
from storage.queries import supports
from storage.tables import Sharing
from tests.builders import NOW, cadence, checkin, person, support
from tests.databases import PostgresqlServer


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> Iterator[Database]:
    if request.param == "sqlite":
        database = Database.open(f"sqlite:///{tmp_path}/new/alongside.db", keyring)
        yield database
        database.close()
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    with server.empty() as address:
        database = Database.open(address, keyring)
        yield database
        database.close()


def forge_version(database: Database, version: str) -> None:
    forging = sa.text("UPDATE alembic_version SET version_num = :version")
    database.write_now(lambda session: session.connection().execute(forging, {"version": version}))


def test_a_new_database_gets_the_whole_schema_once(empty: Database) -> None:
    assert current_version(empty) is None
    assert upgrade(empty)
    assert current_version(empty) == head_version()
    assert not upgrade(empty)


def test_models_and_migrations_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_every_index_and_check_of_the_models_is_in_the_database(database: Database) -> None:
    """Alembic compares neither the WHERE of an index nor checks."""
    with database.engine.connect() as connection:
        there = sa.inspect(connection)
        for table in SQLModel.metadata.sorted_tables:
            checks = {str(check["name"]) for check in there.get_check_constraints(table.name)}
            assert checks == {str(c.name) for c in table.constraints if isinstance(c, sa.CheckConstraint)}, table.name
            partial = {
                str(index["name"])
                for index in there.get_indexes(table.name)
                if index.get("dialect_options", {}).get(f"{database.engine.dialect.name}_where") is not None
            }
            meant = {str(i.name) for i in table.indexes if i.dialect_options["sqlite"]["where"] is not None}
            assert partial == meant, table.name


def test_a_schema_of_a_newer_program_is_left_alone(database: Database) -> None:
    forge_version(database, "9999")
    with pytest.raises(SchemaTooNew, match="newer Alongside"):
        upgrade(database)
    assert current_version(database) == "9999"


def test_a_failed_upgrade_changes_nothing(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    run = migrations._run

    def fail_at_the_end(connection: sa.Connection, first: migrations.First) -> bool:
        run(connection, first)
        raise RuntimeError("power cut")

    monkeypatch.setattr(migrations, "_run", fail_at_the_end)
    with pytest.raises(RuntimeError, match="power cut"):
        upgrade(empty)
    assert current_version(empty) is None
    with empty.engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == []
    monkeypatch.undo()
    assert upgrade(empty)


def live(session: Session) -> None:
    who = person(session)
    checkin(session, who, cadence(session, who))


def people_and_checkins(session: Session) -> object:
    return session.scalar(sa.text("SELECT (SELECT count(*) FROM people) + (SELECT count(*) FROM checkins)"))


def test_rebuilding_a_table_keeps_the_rows_that_point_to_it(
    sqlite_url: str, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite changes a table by copying and dropping it; with foreign keys on, the drop would empty other tables."""

    def rebuild(connection: sa.Connection, _: migrations.First) -> bool:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("people", recreate="always") as people:
            people.add_column(sa.Column("shoe_size", sa.Integer()))
        return True

    database = Database.open(sqlite_url, keyring)
    database.write_now(live)
    monkeypatch.setattr(migrations, "_run", rebuild)
    assert upgrade(database)
    assert database.read_now(people_and_checkins) == 2
    assert database.write_now(lambda session: session.scalar(sa.text("PRAGMA foreign_keys"))) == 1
    database.close()


def test_an_upgrade_that_would_leave_rows_pointing_nowhere_is_undone(
    sqlite_url: str, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(connection: sa.Connection, _: migrations.First) -> bool:
        connection.exec_driver_sql("DELETE FROM people")
        return True

    database = Database.open(sqlite_url, keyring)
    database.write_now(live)
    monkeypatch.setattr(migrations, "_run", careless)
    with pytest.raises(DatabaseTrouble, match="nothing was changed"):
        upgrade(database)
    assert database.read_now(people_and_checkins) == 2
    database.close()


def test_what_was_agreed_before_is_asked_about_once_consents_know_when(database: Database) -> None:
    def agree(session: Session) -> None:
        both = support(session, person(session), person(session, "Sam"))
        for _ in range(2):  # the first is revoked by the second
            supports.share(session, both.id or 0, {Signal.HIGH: Share(Level.REASON)}, wording="sharing-1", now=NOW)

    def forget_when(session: Session) -> None:
        for change in ("DROP INDEX ix_sharing_ask_at", "ALTER TABLE sharing DROP COLUMN ask_at"):
            session.connection().exec_driver_sql(change)

    database.write_now(agree)
    database.write_now(forget_when)
    forge_version(database, "0002")
    assert upgrade(database)
    planned = sa.select(Sharing.ask_at).order_by(Sharing.id)  # type: ignore[call-overload]
    found = database.read_now(lambda session: list(session.scalars(planned)))
    assert found == [None, NOW + VALID_FOR - timedelta(days=30)]


@pytest.mark.postgresql
def test_two_processes_do_not_migrate_at_once(postgresql_server: PostgresqlServer, keyring: Keyring) -> None:
    with postgresql_server.empty() as address:
        database = Database.open(address, keyring)
        sa.event.listen(database.engine, "begin", lambda c: c.exec_driver_sql("SET LOCAL lock_timeout = 50"))
        with psycopg.connect(address) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [migrations.MIGRATING])
            with pytest.raises(DatabaseBusy):
                upgrade(database)
        assert upgrade(database)
        database.close()
