from datetime import datetime, time, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from bot.rules.vocabulary import Preset
from storage.database import Database
from storage.tables import Cadence, Person
from tests.builders import NOW, UTC, cadence, person


def only_person(session: Session) -> Person:
    return session.exec(select(Person)).one()


def test_an_instant_comes_back_the_same_and_in_utc(database: Database) -> None:
    there = datetime(2026, 7, 1, 23, 30, 15, 250_000, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    database.write_now(lambda session: person(session, joined_at=there))
    back = database.read_now(only_person).joined_at
    assert back == there
    assert back.tzinfo is UTC


def test_instants_are_compared_as_instants_in_queries(database: Database) -> None:
    database.write_now(lambda session: person(session, joined_at=NOW))
    east = timezone(timedelta(hours=12))
    at = sa.column("joined_at", Person.__table__.c.joined_at.type)  # type: ignore[attr-defined]

    def found(until: datetime) -> bool:
        return database.read_now(lambda s: s.exec(select(Person.id).where(at <= until)).first()) is not None

    assert found(NOW.astimezone(east))
    assert not found((NOW - timedelta(microseconds=1)).astimezone(east))


def test_a_naive_instant_is_refused(database: Database) -> None:
    with pytest.raises(sa.exc.StatementError, match="an instant needs its zone"):
        database.write_now(lambda session: person(session, joined_at=NOW.replace(tzinfo=None)))


def test_a_word_comes_back_as_a_word_and_another_is_refused(database: Database) -> None:
    database.write_now(lambda session: person(session, preset=Preset.WATCHFUL))
    assert database.read_now(only_person).preset is Preset.WATCHFUL
    with pytest.raises(sa.exc.StatementError, match="severe"):
        database.write_now(lambda session: person(session, preset="severe"))


def test_days_and_times_come_back_the_same(database: Database) -> None:
    hours, days = (time(7, 5), time(21)), frozenset({0, 4, 6})
    database.write_now(lambda session: cadence(session, person(session), times=hours, days=days))
    kept = database.read_now(lambda session: session.exec(select(Cadence)).one())
    assert (kept.times, kept.days) == (hours, days)


def test_a_cadence_without_days_comes_back_without_days(database: Database) -> None:
    database.write_now(lambda session: cadence(session, person(session), times=(), days=frozenset()))
    kept = database.read_now(lambda session: session.exec(select(Cadence)).one())
    assert (kept.times, kept.days) == ((), frozenset())


@pytest.mark.parametrize("name", ["Maya", "", "<b>&", "مايا", "\U0001f642" * 64])
def test_sealed_text_comes_back_the_same_and_is_not_in_the_row(database: Database, name: str) -> None:
    database.write_now(lambda session: person(session, name))
    assert database.read_now(only_person).name == name
    raw = database.read_now(
        lambda session: session.connection().exec_driver_sql("SELECT name, tg_id FROM people").one()
    )
    assert raw[0] != name.encode()
    assert b"Maya" not in raw[0]
    assert b"1001" not in raw[1]


def test_what_was_left_out_stays_nothing(database: Database) -> None:
    database.write_now(lambda session: person(session, username=None))
    kept = database.read_now(only_person)
    assert (kept.username, kept.blocked_at) == (None, None)
