import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from storage import engines
from storage.database import Database
from storage.encryption import Keyring
from storage.errors import DatabaseAway, DatabaseBusy, DatabaseCorrupt, DatabaseTrouble, DiskFull
from storage.queries.engine import engine_row
from storage.tables import Person
from tests.builders import cadence, checkin, person


class OurError(Exception):
    pass


def names(session: Session) -> list[str]:
    return [someone.name for someone in session.exec(select(Person).order_by(sa.column("id")))]


def add(name: str, *, then: BaseException | None = None) -> Callable[[Session], object]:
    def f(session: Session) -> str:
        person(session, name)
        if then is not None:
            raise then
        return name

    return f


async def test_what_was_written_is_read_and_its_result_handed_back(database: Database) -> None:
    assert await database.write(add("Maya")) == "Maya"
    assert await database.read(names) == ["Maya"]


async def test_an_error_rolls_back_everything_and_keeps_its_type(database: Database) -> None:
    with pytest.raises(OurError):
        await database.write(add("Maya", then=OurError()))
    assert await database.read(names) == []


async def test_a_broken_key_keeps_its_type_and_the_next_write_works(database: Database) -> None:
    def twice(session: Session) -> None:
        person(session, "Maya", tg_id=7)
        person(session, "Maya", tg_id=7)

    with pytest.raises(sa.exc.IntegrityError):
        await database.write(twice)
    await database.write(add("Sam"))
    assert await database.read(names) == ["Sam"]


async def test_rows_stay_readable_after_their_transaction(database: Database) -> None:
    someone = await database.write(lambda session: person(session, "Maya"))
    assert (someone.name, someone.language) == ("Maya", "en")


async def test_the_session_carries_the_keyring(database: Database, keyring: Keyring) -> None:
    assert await database.write(lambda session: session.info["keyring"]) is keyring


async def test_writes_happen_one_after_the_other_in_the_order_they_were_asked_for(database: Database) -> None:
    threads = set()

    def f(name: str) -> Callable[[Session], object]:
        def write(session: Session) -> None:
            threads.add(threading.get_ident())
            person(session, name)

        return write

    asked = [str(number) for number in range(40)]
    await asyncio.gather(*(database.write(f(name)) for name in asked))
    assert await database.read(names) == asked
    assert len(threads) == 1
    assert threading.get_ident() not in threads


async def test_a_cancelled_caller_does_not_cut_a_transaction_in_half(database: Database) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow(session: Session) -> None:
        person(session, "Maya")
        inside.set()
        go_on.wait(10)
        person(session, "Sam")

    running = asyncio.create_task(database.write(slow))
    await asyncio.to_thread(inside.wait, 10)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    go_on.set()
    assert await database.write(names) == ["Maya", "Sam"]


async def test_a_fault_after_cancelling_is_logged_without_its_words(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow(_session: Session) -> None:
        inside.set()
        go_on.wait(10)
        raise OurError("Maya")

    running = asyncio.create_task(database.write(slow))
    await asyncio.to_thread(inside.wait, 10)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    go_on.set()
    await database.read(names)
    await asyncio.to_thread(database.close)
    assert "OurError" in caplog.text
    assert "Maya" not in caplog.text


async def test_a_transaction_within_a_transaction_is_refused_instead_of_waiting_for_itself(database: Database) -> None:
    with pytest.raises(RuntimeError, match="pass its session on"):
        await database.write(lambda _: database.write_now(names))


async def test_reading_refuses_to_write(database: Database) -> None:
    with pytest.raises(DatabaseTrouble):
        await database.read(add("Maya"))
    assert await database.read(names) == []
    await database.write(add("Sam"))
    assert await database.read(names) == ["Sam"]


def test_inline_everything_happens_in_the_caller_s_thread(database_url: str, keyring: Keyring) -> None:
    database = Database.open(database_url, keyring, inline=True)
    assert database.write_now(lambda _: threading.get_ident()) == threading.get_ident()
    assert database.read_now(lambda _: threading.get_ident()) == threading.get_ident()
    with pytest.raises(RuntimeError, match="pass its session on"):
        database.write_now(lambda _: database.read_now(names))
    database.close()
    database.close()


async def test_inline_serves_async_callers_too(database_url: str, keyring: Keyring) -> None:
    database = Database.open(database_url, keyring, inline=True)
    with pytest.raises(OurError):
        await database.write(add("Maya", then=OurError()))
    await database.write(add("Sam"))
    assert await database.read(names) == ["Sam"]
    database.close()


def test_a_database_in_memory_keeps_what_it_was_told(keyring: Keyring) -> None:
    database = Database.open("sqlite://", keyring)
    database.write_now(lambda session: session.connection().exec_driver_sql("CREATE TABLE t (n INTEGER)"))
    assert database.read_now(lambda session: session.connection().exec_driver_sql("SELECT * FROM t").all()) == []
    database.close()


async def test_eight_processes_worth_of_read_then_write_never_find_the_database_locked(
    database_url: str, keyring: Keyring
) -> None:
    """Each `Database` has a connection of its own; deferred transactions would fail here at once (279 of 480 did)."""
    writers = [Database.open(database_url, keyring) for _ in range(8)]
    writers[0].write_now(engine_row)

    def count(session: Session) -> None:
        row = engine_row(session)
        session.refresh(row, with_for_update=True)  # on SQLite the transaction itself is the lock
        row.sequence += 1

    try:
        await asyncio.gather(*(writer.write(count) for writer in writers for _ in range(10)))
        assert writers[0].read_now(lambda session: engine_row(session).sequence) == 80
    finally:
        for writer in writers:
            writer.close()


async def test_an_error_of_the_database_prints_no_values(database: Database) -> None:
    def broken(session: Session) -> None:
        who = person(session, "Maya", country="XY")
        checkin(session, who, cadence(session, who), zone="Wonder/Land", mood=77, note="drank")

    with pytest.raises(sa.exc.IntegrityError) as failed:
        await database.write(broken)
    told = f"{failed.value} {failed.value!r} {failed.value.orig} {failed.value.orig!r}"
    for value in ("Wonder", "77", "drank", "DETAIL"):
        assert value not in told
    assert "ck_checkins_mood" in told


# SQLite alone


@pytest.fixture
def file(sqlite_url: str) -> Path:
    path = engines.file_of(sqlite_url)
    assert path is not None
    return path


def test_sqlite_keeps_what_it_confirmed(file: Path, keyring: Keyring) -> None:
    database = Database.open(f"sqlite:///{file}", keyring)

    def pragma(name: str) -> object:
        return database.write_now(lambda session: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar())

    wal = sqlite3.sqlite_version_info >= (3, 51, 3)
    assert pragma("journal_mode") == ("wal" if wal else "truncate")
    assert [pragma(name) for name in ("foreign_keys", "synchronous", "busy_timeout", "secure_delete")] == [
        1,
        2,
        5000,
        1,
    ]
    database.close()


def test_a_locked_file_is_busy_and_recovers(file: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BUSY_FOR_MS", 50)
    database = Database.open(f"sqlite:///{file}", keyring)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusy, match="SQLITE_BUSY"):
        database.write_now(add("Maya"))
    other.execute("ROLLBACK")
    database.write_now(add("Sam"))
    assert database.read_now(names) == ["Sam"]
    other.close()
    database.close()


def test_a_full_disk_is_named_and_leaves_the_file_sound(file: Path, keyring: Keyring) -> None:
    database = Database.open(f"sqlite:///{file}", keyring)

    def limit(pages: int) -> None:
        database.write_now(lambda s: s.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}").scalar())

    limit(1)  # SQLite then allows what it has, and not a page more
    with pytest.raises(DiskFull):
        database.write_now(add("M" * 1_000_000))
    limit(1_000_000)
    database.write_now(add("Sam"))
    assert database.read_now(names) == ["Sam"]
    database.close()


@pytest.mark.parametrize("damage", ["not a database at all, but long enough to be read as one" * 20, None])
def test_a_corrupt_file_is_not_run_on(file: Path, keyring: Keyring, damage: str | None) -> None:
    if damage is None:
        content = bytearray(file.read_bytes())
        content[4096 * 2 : 4096 * 12] = os.urandom(4096 * 10)
        file.write_bytes(content)
    else:
        file.write_text(damage)
    with pytest.raises(DatabaseCorrupt, match="restore a backup"):
        Database.open(f"sqlite:///{file}", keyring)


def test_a_folder_that_cannot_be_opened_as_a_file_is_away(tmp_path: Path, keyring: Keyring) -> None:
    with pytest.raises(DatabaseAway):
        Database.open(f"sqlite:///{tmp_path}", keyring)


# PostgreSQL alone


def disconnect_others(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.postgresql
def test_a_connection_lost_meanwhile_is_replaced_before_the_transaction(postgresql_url: str, keyring: Keyring) -> None:
    database = Database.open(postgresql_url, keyring)
    database.write_now(add("Maya"))
    disconnect_others(postgresql_url)
    database.write_now(add("Sam"))
    assert database.read_now(names) == ["Maya", "Sam"]
    database.close()


@pytest.mark.postgresql
def test_a_connection_lost_within_a_transaction_is_told_and_nothing_is_run_twice(
    postgresql_url: str, keyring: Keyring
) -> None:
    database = Database.open(postgresql_url, keyring)
    runs = []

    def cut_off(session: Session) -> None:
        runs.append(1)
        person(session, "Maya")
        disconnect_others(postgresql_url)
        session.flush()

    with pytest.raises(DatabaseAway):
        database.write_now(cut_off)
    assert runs == [1]
    assert database.read_now(names) == []
    database.close()


def test_an_unreachable_server_is_away(keyring: Keyring) -> None:
    with pytest.raises(DatabaseAway):
        Database.open("postgresql://127.0.0.1:1/nothing?connect_timeout=1", keyring)


@pytest.mark.postgresql
def test_reads_see_one_moment_beside_a_write(postgresql_url: str, keyring: Keyring) -> None:
    database = Database.open(postgresql_url, keyring)

    def counted_around_a_write(session: Session) -> list[object]:
        counting = sa.text("SELECT count(*) FROM engine")
        before = session.scalar(counting)
        with psycopg.connect(postgresql_url, autocommit=True) as other:
            other.execute("INSERT INTO engine (id, sequence) VALUES (2, 0)")
        return [before, session.scalar(counting)]

    assert database.read_now(counted_around_a_write) == [1, 1]
    assert database.read_now(lambda session: session.scalar(sa.text("SELECT count(*) FROM engine"))) == 2
    database.close()


@pytest.mark.parametrize("address", ["mysql://host/db", "not an address", "oracle://x"])
def test_another_kind_of_database_is_refused(address: str, keyring: Keyring) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        Database.open(address, keyring)


@pytest.mark.parametrize("start", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+asyncpg"])
def test_every_spelling_of_postgresql_uses_our_driver(start: str) -> None:
    assert engines.normalised(f"{start}://user:pw@host/db").drivername == "postgresql+psycopg"
