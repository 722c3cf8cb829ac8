from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from storage import engines
from storage.database import Database
from storage.encryption import KeyFileMissing, WrongKey
from storage.migrations import upgrade
from storage.opening import key_check, open_database, remember_keys
from storage.tables import Person
from tests.builders import NOW, person
from tests.databases import PostgresqlServer


def now() -> datetime:
    return NOW


def name_of(session: Session) -> str:
    return session.exec(select(Person.name)).one()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place where nothing has been made yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/data/alongside.db"
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    with server.empty() as address:
        yield address


def first_run(url: str, key_file: Path) -> None:
    database, created = open_database(url, key_file, now=now)
    assert created
    upgrade(database)
    database.write_now(remember_keys)
    database.write_now(lambda session: person(session, "Maya"))
    database.close()


def opened(url: str, key_file: Path) -> Database:
    database, created = open_database(url, key_file, now=now)
    assert not created
    return database


def test_what_was_kept_is_there_at_the_next_run(new_url: str, tmp_path: Path) -> None:
    first_run(new_url, tmp_path / "key")
    database = opened(new_url, tmp_path / "key")
    database.write_now(remember_keys)
    assert database.read_now(name_of) == "Maya"
    database.close()


def test_a_sealed_database_without_its_key_file_gets_no_new_one(new_url: str, tmp_path: Path) -> None:
    first_run(new_url, tmp_path / "key")
    (tmp_path / "key").unlink()
    with pytest.raises(KeyFileMissing, match="Put your copy of it there"):
        open_database(new_url, tmp_path / "key", now=now)
    assert not (tmp_path / "key").exists()


def test_another_database_s_keys_are_refused(new_url: str, tmp_path: Path) -> None:
    first_run(new_url, tmp_path / "key")
    open_database("sqlite://", tmp_path / "other", now=now)[0].close()
    with pytest.raises(WrongKey, match=f"{tmp_path / 'other'} is not the one"):
        open_database(new_url, tmp_path / "other", now=now)


def test_a_first_run_that_ended_early_can_begin_again_with_new_keys(new_url: str, tmp_path: Path) -> None:
    database, _ = open_database(new_url, tmp_path / "key", now=now)
    upgrade(database)
    database.close()
    (tmp_path / "key").unlink()
    first_run(new_url, tmp_path / "key")


def test_looking_for_the_check_makes_no_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/data/alongside.db"
    assert key_check(url) is None
    file = engines.file_of(url)
    assert file is not None
    assert not file.parent.exists()
