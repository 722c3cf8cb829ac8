import argparse
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.commands import migrate as command
from bot.commands.migrate import migrate
from bot.settings import Settings, from_environment
from storage import lease, migrations
from storage.backup import BackupTrouble
from storage.encryption import KeyFileMissing
from storage.lock import DataInUse, FileLock
from storage.migrations import head_version
from storage.opening import open_database
from tests.builders import NOW
from tests.databases import PostgresqlServer


def now() -> datetime:
    return NOW


def settings_for(folder: Path, **more: str) -> Settings:
    return from_environment({"DATA_DIR": str(folder / "data"), **more}, env_file=None, token_needed=False)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Nothing has been made yet."""
    if request.param == "sqlite":
        yield settings_for(tmp_path)
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    with server.empty() as address:
        yield settings_for(tmp_path, DATABASE_URL=address)


def test_a_new_database_gets_tables_and_keys(settings: Settings) -> None:
    told = migrate(settings, now=now)
    assert f"now at version {head_version()}" in told
    assert "Keep a copy of it apart" in told
    assert settings.key_file.exists()


def test_a_second_time_there_is_nothing_to_do(settings: Settings) -> None:
    migrate(settings, now=now)
    assert migrate(settings, now=now) == f"The database is at version {head_version()} already."


def test_its_keys_are_remembered(settings: Settings) -> None:
    migrate(settings, now=now)
    settings.key_file.unlink()
    with pytest.raises(KeyFileMissing):
        migrate(settings, now=now)


def test_while_the_bot_runs_it_is_refused(settings: Settings) -> None:
    migrate(settings, now=now)
    database, _ = open_database(settings.database_url, settings.key_file, now=now)
    bot = FileLock(settings.data_dir / "alongside.lock")
    if database.is_sqlite:
        bot.demand()
    taken = lambda session: lease.acquire(session, lease.BOT, "bot", NOW, timedelta(seconds=20))  # noqa: E731
    database.write_now(taken)
    with pytest.raises(DataInUse, match="Stop it first"):
        migrate(settings, now=now)
    database.write_now(lambda session: lease.release(session, lease.BOT, 1, NOW))
    bot.release()
    migrate(settings, now=now)
    database.close()


def test_the_lock_is_given_back(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    migrate(settings, now=now)
    assert FileLock(settings.data_dir / "alongside.lock").acquire()


def test_a_refusal_is_said_and_ends_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENV_FILE", "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    bot = FileLock(tmp_path / "alongside.lock")
    bot.demand()
    assert command.run(argparse.Namespace(without_snapshot=False)) == 1
    assert "Stop it first" in capsys.readouterr().err
    bot.release()
    assert command.run(argparse.Namespace(without_snapshot=False)) == 0
    assert "now at version" in capsys.readouterr().out


def test_where_no_snapshot_can_be_made_nothing_is_upgraded_unless_the_operator_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(tmp_path)
    migrate(settings, now=now)
    (settings.data_dir / "backups").write_text("a file where the folder should be")
    monkeypatch.setattr(migrations, "head_version", lambda: "9998")
    with pytest.raises(BackupTrouble, match="nothing was changed"):
        migrate(settings, now=now)
    assert "now at version 9998" in migrate(settings, snapshot=False, now=now)
