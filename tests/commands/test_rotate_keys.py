"""New keys under a running bot: it follows at once, nothing is lost halfway, and old keys open nothing afterwards."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from sqlmodel import Session, col

from bot.commands import rotate_keys
from bot.settings import Settings, from_environment
from storage import rotation
from storage.database import Database
from storage.encryption import load, load_or_create
from storage.opening import remember_keys
from storage.tables import Checkin, Person
from tests import builders, lives
from tests.builders import NOW

ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return from_environment(
        {"DATA_DIR": str(tmp_path), "DATABASE_URL": database_url}, env_file=None, token_needed=False
    )


@pytest.fixture
def bot(settings: Settings) -> Iterator[Database]:
    """The database as a running bot holds it, with a whole life in it."""
    keyring, _ = load_or_create(settings.key_file, now=lambda: NOW)
    database = Database.open(settings.database_url, keyring, inline=True)
    database.write_now(lambda session: session.connection().exec_driver_sql("UPDATE engine SET key_check = NULL"))
    database.write_now(remember_keys)
    database.write_now(lambda session: lives.full(session).id)
    yield database
    database.close()


def keys_of(settings: Settings) -> list[bytes]:
    lines = settings.key_file.read_text().splitlines()
    return [line.partition("=")[2].strip().encode() for line in lines if line.startswith("key")]


def sealed(bot: Database) -> list[bytes]:
    def look(session: Session) -> list[bytes]:
        columns = (
            sa.select(sa.type_coerce(one, sa.LargeBinary)).where(one.is_not(None)) for one in rotation.sealed_columns()
        )
        return [bytes(value) for column in columns for value in session.scalars(column)]

    return bot.read_now(look)


def opens(key: bytes, value: bytes) -> bool:
    try:
        Fernet(key).decrypt(value)
    except InvalidToken:
        return False
    return True


def note(bot: Database) -> str | None:
    return bot.read_now(lambda session: session.scalars(sa.select(col(Checkin.note))).one())


def test_everything_sealed_is_sealed_with_the_new_key(settings: Settings, bot: Database) -> None:
    said = rotate_keys.rotate(settings, now=lambda: NOW)
    new, old = keys_of(settings)
    values = sealed(bot)
    assert len(values) > 10 and f"{len(values)} values" in said
    assert all(opens(new, value) for value in values)
    assert not any(opens(old, value) for value in values)


def test_the_running_bot_reads_and_seals_with_the_new_key_at_once(settings: Settings, bot: Database) -> None:
    rotate_keys.rotate(settings, now=lambda: NOW)
    assert note(bot) == lives.SECRET
    bot.write_now(lambda session: builders.person(session, "Ana", tg_id=5).id)
    assert all(opens(keys_of(settings)[0], value) for value in sealed(bot))


def test_what_the_bot_seals_after_the_key_was_added_needs_no_renewing(settings: Settings, bot: Database) -> None:
    rotation.add_key(settings.key_file)
    bot.write_now(lambda session: builders.person(session, "Ana", tg_id=5).id)
    newest = keys_of(settings)[0]
    assert [opens(newest, value) for value in sealed(bot)].count(True) == 2  # her id and her name


@pytest.mark.parametrize("columns", [0, 1, 5])
def test_ended_halfway_it_goes_on_and_makes_no_second_key(settings: Settings, bot: Database, columns: int) -> None:
    rotation.add_key(settings.key_file)
    other = Database.open(settings.database_url, load(settings.key_file, now=lambda: NOW), inline=True)
    for column in list(rotation.sealed_columns())[:columns]:
        other.write_now(partial(rotation.renew, column=column, after=None))
    other.close()
    said = rotate_keys.rotate(settings, now=lambda: NOW)
    assert "went on" in said and len(keys_of(settings)) == 2
    assert all(opens(keys_of(settings)[0], value) for value in sealed(bot))


DIES = """
import os, signal
from datetime import UTC, datetime
from bot.commands import rotate_keys
from bot.settings import from_environment
from storage import rotation

renew, left = rotation._renew, [25]

def and_die(*args):
    done = renew(*args)
    left[0] -= done
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

rotation._renew, rotation.AT_ONCE = and_die, 3
rotation.renew.__kwdefaults__["limit"] = 3
now = lambda: datetime(2026, 3, 2, tzinfo=UTC)
rotate_keys.rotate(from_environment(os.environ, env_file=None, token_needed=False), now=now)
"""


def test_killed_halfway_beside_a_running_bot_it_goes_on(settings: Settings, bot: Database) -> None:
    """kill -9 between two batches' commits: what was renewed stays, the rest follows, and the bot reads all of it meanwhile."""
    bot.write_now(lambda session: [builders.person(session, f"Ana {n}", tg_id=900 + n).id for n in range(20)])
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "PYTHONPATH")},
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run([sys.executable, "-c", DIES], env=environment, cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    new, old = keys_of(settings)
    assert 0 < sum(opens(new, value) for value in sealed(bot)) < 25 and any(opens(old, value) for value in sealed(bot))
    assert note(bot) == lives.SECRET
    assert "went on" in rotate_keys.rotate(settings, now=lambda: NOW)
    assert len(keys_of(settings)) == 2 and all(opens(new, value) for value in sealed(bot))
    assert note(bot) == lives.SECRET


def test_a_long_table_is_gone_through_a_batch_at_a_time(settings: Settings, bot: Database) -> None:
    bot.write_now(lambda session: [builders.person(session, "Ana", tg_id=900 + n).id for n in range(7)])
    rotation.add_key(settings.key_file)
    name = next(one for one in rotation.sealed_columns() if str(one) == "people.name")
    place, counts = None, []
    for _ in range(5):
        count, place = bot.write_now(lambda session, at=place: rotation.renew(session, name, after=at, limit=4))  # type: ignore[misc]
        counts.append(count)
        if place is None:
            break
    assert counts == [4, 4, 2]


def test_a_value_that_changes_meanwhile_is_left_to_whoever_writes_it(settings: Settings, bot: Database) -> None:
    """Between reading and writing another transaction may come, on PostgreSQL: its value must win."""
    rotation.add_key(settings.key_file)
    name = next(one for one in rotation.sealed_columns() if str(one) == "people.name")

    def race(session: Session) -> None:
        key = list(name.table.primary_key)
        old = session.execute(sa.select(*key, sa.type_coerce(name, sa.LargeBinary)).order_by(*key).limit(1)).one()
        who = session.get(Person, old[0])
        assert who is not None
        who.name = "Mia"
        session.flush()
        rotation._renew(session, name, key, tuple(old), bot.keyring)

    bot.write_now(race)
    names = bot.read_now(lambda session: session.scalars(sa.select(col(Person.name)).order_by(col(Person.id))).all())
    assert names[0] == "Mia"


def test_older_keys_stay_until_they_are_dropped_and_then_the_bot_goes_on(settings: Settings, bot: Database) -> None:
    rotate_keys.rotate(settings, now=lambda: NOW)
    assert "gone (1)" in rotate_keys.rotate(settings, drop_old=True, now=lambda: NOW)
    assert len(keys_of(settings)) == 1
    assert note(bot) == lives.SECRET
    assert load(settings.key_file, now=lambda: NOW).recognises(check(bot))


def check(bot: Database) -> bytes:
    return bot.read_now(
        lambda session: bytes(session.connection().exec_driver_sql("SELECT key_check FROM engine").scalar_one())
    )


def test_the_key_file_stays_closed_to_others(settings: Settings, bot: Database) -> None:
    rotate_keys.rotate(settings, now=lambda: NOW)
    assert settings.key_file.stat().st_mode & 0o077 == 0


def test_while_the_key_file_is_away_the_bot_goes_on_with_the_keys_it_knows(settings: Settings, bot: Database) -> None:
    settings.key_file.unlink()
    assert note(bot) == lives.SECRET
    bot.write_now(lambda session: builders.person(session, "Ana", tg_id=5).id)


def test_a_key_file_of_another_bot_is_not_followed(settings: Settings, bot: Database, tmp_path: Path) -> None:
    load_or_create(tmp_path / "other.key", now=lambda: NOW)
    (tmp_path / "other.key").replace(settings.key_file)
    bot.write_now(lambda session: builders.person(session, "Ana", tg_id=5).id)
    assert bot.read_now(lambda session: len(session.scalars(sa.select(col(Person.name))).all())) == 4
