"""A judge that finds nothing in a broken bot would prove nothing: each of these faults is put in, and noticed."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.actions import dispatch
from bot.actions.checkins import answering
from bot.actions.outgoing import Kinds, Outcome, Parcel
from bot.rules import cadence
from bot.rules.vocabulary import Question
from storage.database import Session
from storage.tables import Checkin, Person
from tests.simulation.core import members
from tests.simulation.core.telling import migrated, tell


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = migrated(str(tmp_path_factory.mktemp("core") / "model.db"))
    yield connection
    connection.close()


def checks_that_notice(model: sqlite3.Connection) -> set[str]:
    told = tell(3, model, members=4, days=3, level="none")
    return {violation.partition(":")[0] for violation in told.violations}


def test_a_prompt_ten_minutes_late(model: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    on_time = cadence.next_occasion

    def late(*given: Any, **named: Any) -> cadence.Occasion | None:
        found = on_time(*given, **named)
        return replace(found, at=found.at + timedelta(minutes=10)) if found else None

    monkeypatch.setattr(cadence, "next_occasion", late)
    assert "asked" in checks_that_notice(model)


def test_a_prompt_half_a_day_after_another(model: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    on_time = cadence.next_occasion

    def every_other_one_early(*given: Any, **named: Any) -> cadence.Occasion | None:
        found = on_time(*given, **named)
        return replace(found, at=found.at - timedelta(hours=12)) if found and found.on.day % 2 else found

    monkeypatch.setattr(cadence, "next_occasion", every_other_one_early)
    assert "twice_a_day" in checks_that_notice(model)


def test_a_deadline_that_nobody_judges(model: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "ANSWERS", {"nothing": 1})
    monkeypatch.setattr("storage.queries.checkins.judgeable", lambda session, *, heard_until_at, limit: [])
    assert "stuck" in checks_that_notice(model)


def test_a_message_that_leaves_again_after_it_was_kept_as_sent(
    model: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = dispatch.record

    def forgetful(session: Session, parcel: Parcel, outcome: Outcome, *, kinds: Kinds, now: datetime) -> bool:
        kept = record(session, parcel, outcome, kinds=kinds, now=now)
        if parcel.attempt == 1:
            session.flush()
            session.execute(sa.text("UPDATE outbox SET state = 'waiting' WHERE id = :id"), {"id": parcel.outgoing_id})
        return kept

    monkeypatch.setattr(dispatch, "record", forgetful)
    assert "copies" in checks_that_notice(model)


@pytest.mark.parametrize(("answers", "check"), [("taps", "answers"), ("typed", "typed")])
def test_a_mood_kept_as_another(
    model: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, answers: str, check: str
) -> None:
    put = answering._put

    def careless(
        session: Session, person: Person, checkin: Checkin, question: Question, value: answering.Answer
    ) -> None:
        wrong = question is Question.MOOD and value is not None
        put(session, person, checkin, question, value % 5 + 1 if wrong and value is not None else value)

    monkeypatch.setattr(answering, "_put", careless)
    monkeypatch.setattr(members, "ANSWERS", {answers: 1})
    assert check in checks_that_notice(model)


def test_an_sos_that_asks_nobody(model: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(members.WHIMS, "sos", 0.9)
    assert checks_that_notice(model) == set()
    monkeypatch.setattr("bot.actions.alerts.asking._advance_sos", lambda session, alert, *, now: None)
    assert "sos" in checks_that_notice(model)
