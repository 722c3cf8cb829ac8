"""The proof that an operator can give: by keyed hash, beside a running bot, without changing anything."""

import io
from pathlib import Path

import pytest

from bot.actions.privacy import forgetting
from bot.commands import forgotten
from bot.settings import Settings, from_environment
from storage.database import Database, Session
from storage.encryption import load_or_create
from storage.opening import remember_keys
from storage.queries import people
from storage.revocations import FILE_NAME, RevokedLog
from tests import lives
from tests.builders import NOW


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    return from_environment({"DATA_DIR": str(tmp_path), "DATABASE_URL": sqlite_url}, env_file=None, token_needed=False)


@pytest.fixture
def lived(settings: Settings) -> Database:
    """A database with a whole life in it, sealed with a key file of its own."""
    keyring, _ = load_or_create(settings.key_file, now=lambda: NOW)
    database = Database.open(settings.database_url, keyring, inline=True)
    database.write_now(lambda session: session.connection().exec_driver_sql("UPDATE engine SET key_check = NULL"))
    database.write_now(remember_keys)
    database.before_commit = RevokedLog(settings.data_dir / FILE_NAME).before_commit
    database.write_now(lambda session: forgetting.ask_again(session, lives.full(session), now=NOW))
    return database


def forget(database: Database) -> None:
    def whole(session: Session) -> None:
        who = people.by_telegram_id(session, lives.MAYA)
        assert who is not None
        forgetting.forget(session, who, now=NOW)

    database.write_now(whole)


def test_what_is_left_of_somebody_is_told_place_by_place(settings: Settings, lived: Database) -> None:
    found = forgotten.look(settings, lives.MAYA, now=lambda: NOW)
    assert found["people.tg_hash"] == 1 and found["checkins.person_id"] == 1
    assert "checkins.person_id" in forgotten.report(found, None)


def test_of_somebody_who_erased_themselves_nothing_is_left_and_it_says_since_when(
    settings: Settings, lived: Database
) -> None:
    forget(lived)
    assert forgotten.look(settings, lives.MAYA, now=lambda: NOW) == {}
    assert forgotten.when(settings, lives.MAYA, now=lambda: NOW) == NOW
    said = forgotten.report({}, NOW)
    assert "Nothing of this id" in said and "2026-03-02 09:00" in said and "Backups" in said


def test_of_others_all_is_left(settings: Settings, lived: Database) -> None:
    forget(lived)
    assert "people.tg_hash" in forgotten.look(settings, lives.SAM, now=lambda: NOW)


def test_an_id_that_is_no_number_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("maya\n"))
    assert forgotten.run(None) == forgotten.REFUSED  # type: ignore[arg-type]
    assert "whole number" in capsys.readouterr().err
