"""`restore` as it is typed: what it says, what it asks, and when it refuses."""

import argparse
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from bot.commands import restore as command
from bot.commands.migrate import migrate
from bot.commands.restore import restore
from bot.settings import Settings
from storage import backup, engines, lease, restoring, sequence
from storage.backup import FOLDER
from storage.encryption import KeyFileMissing
from storage.errors import DatabaseTrouble
from storage.lock import LOCK_FILE, DataInUse, FileLock
from storage.opening import open_database
from storage.restoring import RestoreTrouble
from storage.sequence import Sequence
from storage.tables import Person
from tests import builders
from tests.builders import NOW
from tests.commands.test_migrate import now, settings_for
from tests.commands.test_migrate import settings as either
from tests.databases import PostgresqlServer
from tests.storage.test_backup import TOOLS

__all__ = ["either"]


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{TOOLS}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Most of what is refused has nothing to do with which database it is."""
    return settings_for(tmp_path)


@pytest.fixture
def copy(settings: Settings) -> Path:
    """A backup with Maya in it, of a database that Lee has joined since."""
    return made(settings)


def made(settings: Settings) -> Path:
    migrate(settings, now=now)
    add(settings, "Maya")
    copy = backup.make(settings.database_url, settings.data_dir / FOLDER, now=NOW).file
    add(settings, "Lee")
    return copy


def add(settings: Settings, name: str) -> None:
    database, _ = open_database(settings.database_url, settings.key_file, now=now, inline=True)
    database.write_now(lambda session: builders.person(session, name))
    database.close()


def names(settings: Settings) -> list[str]:
    database, _ = open_database(settings.database_url, settings.key_file, now=now, inline=True)
    found = database.read_now(
        lambda session: session.scalars(sa.select(col(Person.name)).order_by(col(Person.id))).all()
    )
    database.close()
    return list(found)


def yes(_: str) -> bool:
    return True


def test_it_says_what_it_will_do_and_does_nothing_without_a_yes(settings: Settings, copy: Path) -> None:
    plans: list[str] = []

    def no(plan: str) -> bool:
        plans.append(plan)
        return False

    assert restore(settings, copy, sure=no, now=now) == "Nothing was changed."
    assert names(settings) == ["Maya", "Lee"]
    assert "What is there now is kept in" in plans[0]
    assert "no supporter is asked for anybody" in plans[0], "the bot never ran here: nothing is known of the log"


def test_with_a_yes_it_says_what_it_did(settings: Settings, copy: Path) -> None:
    told = restore(settings, copy, sure=yes, now=now)
    assert names(settings) == ["Maya"]
    assert f"Restored from {copy}." in told
    assert "1 people get a line" in told


def test_while_the_bot_runs_it_is_refused(either: Settings) -> None:
    copy = made(either)
    lock = FileLock(either.data_dir / LOCK_FILE)
    if engines.file_of(either.database_url) is not None:
        lock.demand()
    database, _ = open_database(either.database_url, either.key_file, now=now, inline=True)
    database.write_now(lambda session: lease.acquire(session, lease.BOT, "bot", NOW, timedelta(seconds=20)))
    database.close()
    with pytest.raises(DataInUse, match="Stop it first"):
        restore(either, copy, sure=yes, now=now)
    lock.release()
    if engines.file_of(either.database_url) is None:
        with pytest.raises(RestoreTrouble, match=r"does not fit.*PostgreSQL"):
            restore(either, of_another_kind(copy), sure=yes, now=lambda: NOW + timedelta(minutes=1))
    assert names(either) == ["Maya", "Lee"]


def test_without_the_keys_it_is_refused(settings: Settings, copy: Path) -> None:
    settings.key_file.unlink()
    with pytest.raises(KeyFileMissing, match="Put your copy of it there"):
        restore(settings, copy, sure=yes, now=now)


def gone(copy: Path) -> Path:
    return copy.with_name(f"nothing{copy.suffix}")


def of_another_kind(copy: Path) -> Path:
    return copy.rename(copy.with_suffix(".dump" if copy.suffix == ".db" else ".db"))


def no_backup(copy: Path) -> Path:
    copy.write_text("shopping list")
    return copy


@pytest.mark.parametrize(
    ("spoil", "said"),
    [(gone, "There is no file"), (of_another_kind, "does not fit"), (no_backup, "no backup of this bot")],
)
def test_what_is_no_backup_is_refused(settings: Settings, copy: Path, spoil: Callable[[Path], Path], said: str) -> None:
    with pytest.raises(RestoreTrouble, match=said):
        restore(settings, spoil(copy), sure=yes, now=now)
    assert names(settings) == ["Maya", "Lee"]


def test_a_backup_of_a_newer_program_is_refused(
    settings: Settings, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.migrations.known_versions", lambda: frozenset({"0000"}))
    with pytest.raises(RestoreTrouble, match="made by a newer Alongside"):
        restore(settings, copy, sure=yes, now=now)


def test_a_copy_that_was_never_closed_is_refused(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    migrate(settings, now=now)
    copy = backup.make(settings.database_url, settings.data_dir / FOLDER, now=NOW).file
    copy.with_name(f"{copy.name}-journal").write_text("half a page")
    with pytest.raises(RestoreTrouble, match="never closed"):
        restore(settings, copy, sure=yes, now=now)


def test_where_what_is_there_cannot_be_kept_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_for(tmp_path)
    migrate(settings, now=now)
    add(settings, "Maya")
    copy = backup.make(settings.database_url, tmp_path / "elsewhere", now=NOW).file
    (settings.data_dir / FOLDER).write_text("a file where the folder should be")
    with pytest.raises(RestoreTrouble, match="could not be kept, so nothing was changed"):
        restore(settings, copy, sure=yes, now=now)
    assert names(settings) == ["Maya"]
    assert not (settings.data_dir / restoring.PREPARED).exists()


class Died(BaseException):
    """The process ends here."""


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str], None]:
    def at(place: object, name: str) -> None:
        def die(*_: object, **__: object) -> None:
            raise Died

        monkeypatch.setattr(place, name, die)

    return at


@pytest.mark.parametrize("moment", ["keep_present", "prepare", "put_in_place"])
def test_dying_before_the_copy_is_in_place_leaves_what_was_there(
    tmp_path: Path, dies: Callable[[object, str], None], moment: str
) -> None:
    settings = settings_for(tmp_path)
    migrate(settings, now=now)
    add(settings, "Maya")
    copy = backup.make(settings.database_url, settings.data_dir / FOLDER, now=NOW).file
    add(settings, "Lee")
    dies(restoring, moment)
    with pytest.raises(Died):
        restore(settings, copy, sure=yes, now=now)
    assert names(settings) == ["Maya", "Lee"]


@pytest.mark.postgresql
def test_dying_before_the_copy_is_fit_on_a_server_the_next_start_knows(
    postgresql_server: PostgresqlServer, tmp_path: Path, dies: Callable[[object, str], None]
) -> None:
    with postgresql_server.empty() as address:
        settings = settings_for(tmp_path, DATABASE_URL=address)
        copy = made(settings)
        dies(command, "_make_fit")
        with pytest.raises(Died):
            restore(settings, copy, sure=yes, now=now)
        database, _ = open_database(settings.database_url, settings.key_file, now=now, inline=True)
        assert database.read_now(Sequence(settings.data_dir).is_older)
        database.close()


def test_a_copy_that_something_else_holds_open_is_not_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(tmp_path)
    copy = made(settings)
    fit = command._make_fit

    def watched(*args: Any, **kwargs: Any) -> Any:
        done = fit(*args, **kwargs)
        (settings.data_dir / f"{restoring.PREPARED}-wal").write_text("pages that are in no file yet")
        return done

    monkeypatch.setattr(command, "_make_fit", watched)
    with pytest.raises(RestoreTrouble, match="could not be closed"):
        restore(settings, copy, sure=yes, now=now)
    assert names(settings) == ["Maya", "Lee"]


def test_a_refusal_is_said_and_ends_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENV_FILE", "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    migrate(settings_for(tmp_path), now=now)
    asked = argparse.Namespace(file=tmp_path / "nothing.db", yes=True)
    assert command.run(asked) == 1
    assert "There is no file" in capsys.readouterr().err


@pytest.mark.parametrize(("answer", "left"), [("yes", 1), ("Yes ", 1), ("y", 2), ("", 2)])
def test_only_a_whole_yes_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, left: int
) -> None:
    monkeypatch.setenv("ENV_FILE", "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    settings = settings_for(tmp_path)
    migrate(settings, now=now)
    add(settings, "Maya")
    copy = backup.make(settings.database_url, settings.data_dir / FOLDER, now=NOW).file
    add(settings, "Lee")
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert command.run(argparse.Namespace(file=copy, yes=False)) == 0
    assert len(names(settings)) == left


def test_a_copy_taken_home_to_a_new_machine_works_and_asks_nobody(tmp_path: Path) -> None:
    old, new = settings_for(tmp_path / "old"), settings_for(tmp_path / "new")
    migrate(old, now=now)
    add(old, "Maya")
    copy = backup.make(old.database_url, tmp_path / "elsewhere", now=NOW).file
    new.data_dir.mkdir(parents=True)
    os.link(old.key_file, new.key_file)
    told = restore(new, copy, sure=yes, now=now)
    assert names(new) == ["Maya"]
    assert "There was nothing before." in told
    assert (new.data_dir / sequence.FILE_NAME).exists()


def test_a_damaged_database_is_no_obstacle(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    migrate(settings, now=now)
    add(settings, "Maya")
    copy = backup.make(settings.database_url, settings.data_dir / FOLDER, now=NOW).file
    (settings.data_dir / "alongside.db").write_bytes(b"\xff" * 9000)
    with pytest.raises(DatabaseTrouble):
        names(settings)
    restore(settings, copy, sure=yes, now=now)
    assert names(settings) == ["Maya"]
