"""/export: complete, in clear, only after a yes, only to the person."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions.privacy import KINDS, exporting, holdings
from bot.rules.vocabulary import OutboxState
from bot.texts.messages import Message
from handlers.delivery.rendering import render
from storage.database import Database
from storage.queries import traces
from storage.tables import Incoming, Outgoing, Person, Support
from tests import builders, lives
from tests.actions.columns import GIVEN, KEPT_BACK, NOBODYS
from tests.actions.supporters_stage import MAYA, Stage, kind
from tests.builders import NOW

TABLES = {table.name: table for table in traces.tables()}


def unpacked(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def exported(database: Database, tg_id: int = lives.MAYA) -> dict[str, str]:
    def make(session: Session) -> bytes:
        hashed = session.info["keyring"].hash_id(tg_id)
        who = session.scalars(sa.select(Person).where(col(Person.tg_hash) == hashed)).one()
        return exporting.archive(session, who, now=NOW)

    return unpacked(database.read_now(make))


@pytest.fixture
def lived(database: Database) -> Database:
    database.write_now(lives.full)
    return database


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_exported_or_listed_with_the_reason_why_not(name: str) -> None:
    assert (name in holdings.HELD) != (name in holdings.NAMES_NOBODY)
    if name in holdings.NAMES_NOBODY:
        assert traces.person_columns(TABLES[name]) == []


@pytest.mark.parametrize("name", [name for name in TABLES if name in holdings.HELD])
def test_every_column_that_names_a_person_is_accounted_for(name: str) -> None:
    held, table = holdings.HELD[name], TABLES[name]
    named = {column.name for column in traces.person_columns(table)}
    assert named <= {*held.mine, *held.not_mine}
    assert {*held.mine, *held.not_mine} <= set(table.columns.keys())
    assert set(held.hidden) - {"pinned_card"} <= set(table.columns.keys())


@pytest.mark.parametrize("name", TABLES)
def test_every_column_there_is_has_been_classified(name: str) -> None:
    """A new one fails here until `tests.actions.columns` says whose it is, and `holdings` does the same."""
    given, kept_back = (columns.get(name, "").split() for columns in (GIVEN, KEPT_BACK))
    assert sorted([*given, *kept_back, *NOBODYS.get(name, "").split()]) == sorted(TABLES[name].columns.keys())
    assert set(kept_back) == set(holdings.HELD[name].hidden if name in holdings.HELD else ())
    assert (name in NOBODYS) == (name in holdings.NAMES_NOBODY)


@pytest.mark.parametrize("name", sorted(set(GIVEN) - {"inbox"}))
def test_every_column_that_belongs_to_the_person_is_handed_over_as_it_stands(lived: Database, name: str) -> None:
    def compare(session: Session) -> None:
        maya = session.scalars(sa.select(Person).where(col(Person.username).is_not(None))).one()
        handed = dict(holdings.rows(session, maya)).get(name, [])
        assert handed, "a whole life has a row in every table"
        held, table = holdings.HELD[name], TABLES[name]
        by_key = {tuple(row.get(key.name) for key in table.primary_key): row for row in handed}
        names = {*(column.name for column in traces.person_columns(table)), "group_id"}
        for row in session.execute(sa.select(table)).mappings():
            mine = [one for one in held.mine if row[one] == maya.id]
            whole = dict(row) | {one: "you" for one in names if row.get(one) == maya.id}
            key = tuple(whole[key.name] if key.name != "group_id" else "Morning circle" for key in table.primary_key)
            if not mine and key not in by_key:
                continue  # hangs on a row of somebody else's
            given = set(held.only.get(mine[0], GIVEN[name].split())) if len(mine) == 1 else set(GIVEN[name].split())
            found = by_key.get(key) or next(one for one in handed if one.get("created_at") == row.get("created_at"))
            assert set(found) == given
            assert {one: found[one] for one in given - names} == {one: whole[one] for one in given - names}

    lived.read_now(compare)


def test_an_update_of_theirs_that_waits_is_handed_over_too(lived: Database) -> None:
    def wait(session: Session) -> None:
        hashed = session.info["keyring"].hash_id(lives.MAYA)
        session.add(Incoming(update_id=9, person_hash=hashed, body='{"text": "hello"}', received_at=NOW))

    lived.write_now(wait)
    (row,) = json.loads(exported(lived)["data.json"])["inbox"]
    assert set(row) == set(GIVEN["inbox"].split()) and row["body"] == '{"text": "hello"}'


def test_a_whole_life_is_in_the_file_table_by_table(lived: Database) -> None:
    data = json.loads(exported(lived)["data.json"])
    named = {name for name, table in TABLES.items() if traces.person_columns(table)}
    assert named <= set(data), named - set(data)
    assert {"people", "groups", "sharing"} <= set(data)


def test_it_is_in_clear(lived: Database) -> None:
    data = json.loads(exported(lived)["data.json"])
    assert data["checkins"][0]["note"] == lives.SECRET
    assert (data["checkins"][0]["craving"], data["checkins"][0]["used"]) == (8, True)
    assert data["people"][0]["name"] == "Maya" and data["people"][0]["tg_id"] == str(lives.MAYA)
    assert data["sharing"][0]["wording"] == "sharing-1"
    assert {row["viewer_id"] for row in data["disclosures"]} == {"Sam", "you"}


def test_the_csv_files_say_what_the_json_says(lived: Database) -> None:
    files = exported(lived)
    data = json.loads(files["data.json"])
    for name in set(data) - {"made_at"}:
        rows = list(csv.DictReader(io.StringIO(files[f"{name}.csv"].removeprefix("\ufeff"))))
        assert len(rows) == len(data[name])
        assert set(rows[0]) == {column for row in data[name] for column in row}


def test_a_note_on_keeping_it_safe_is_in_it(lived: Database) -> None:
    assert "Keep it where only you can reach it" in exported(lived)["README.txt"]


def test_what_other_people_answered_or_chose_is_not_in_it(lived: Database) -> None:
    data = json.loads(exported(lived, lives.SAM)["data.json"])
    assert "checkins" not in data and "alerts" not in data and "sharing" not in data
    assert lives.SECRET not in json.dumps(data)


def test_a_supporter_kept_on_the_list_does_not_learn_of_the_end_from_their_file(lived: Database) -> None:
    def end(session: Session) -> None:
        for one in session.scalars(sa.select(Support)):
            one.ended_at, one.kept_listed = NOW, True

    lived.write_now(end)
    (support,) = json.loads(exported(lived, lives.SAM)["data.json"])["supports"]
    assert "ended_at" not in support and "state" not in support and "kept_listed" not in support


def test_no_keyed_hash_is_in_it(lived: Database) -> None:
    assert lived.keyring.hash_id(lives.MAYA) not in "".join(exported(lived).values())


@pytest.mark.parametrize("note", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_spreadsheet_runs_nothing_that_somebody_wrote(stage: Stage, note: str) -> None:
    def write(session: Session) -> None:
        who = builders.person(session, "Maya", tg_id=MAYA)
        builders.checkin(session, who, builders.cadence(session, who), note=note)

    stage.write(write)
    files = exported(stage.database, MAYA)
    (row,) = csv.DictReader(io.StringIO(files["checkins.csv"]))
    assert row["note"] == f"'{note}"
    assert json.loads(files["data.json"])["checkins"][0]["note"] == note


def waiting(stage: Stage) -> list[Outgoing]:
    return stage.rows(Outgoing, col(Outgoing.kind) == "export", col(Outgoing.state) == OutboxState.WAITING)


def test_nothing_leaves_before_a_yes(stage: Stage) -> None:
    stage.joined(MAYA, "Maya")
    assert kind(stage.act(MAYA, exporting.ask)) == "export-ask"
    assert kind(stage.act(MAYA, exporting.decline)) == "export-not-now"
    assert waiting(stage) == []


def test_after_a_yes_one_file_goes_to_the_person_and_to_nobody_else(stage: Stage) -> None:
    maya = stage.joined(MAYA, "Maya")
    stage.act(MAYA, exporting.send)
    stage.act(MAYA, exporting.send)
    (row,) = waiting(stage)
    assert (row.recipient_id, row.expires_at) == (maya, NOW + timedelta(hours=1))


def test_the_file_may_be_kept_and_passed_on(stage: Stage) -> None:
    """It is theirs: Telegram shall not hold it back."""
    stage.joined(MAYA, "Maya")
    stage.act(MAYA, exporting.send)
    message = stage.read(lambda session: KINDS["export"].load(session, waiting_in(session), NOW))
    assert isinstance(message, Message)
    screen = render(message, "en")
    assert screen.document is not None and screen.document[0] == "alongside-2026-03-02.zip"
    assert not screen.protect
    assert json.loads(unpacked(screen.document[1])["data.json"])["people"][0]["name"] == "Maya"


def waiting_in(session: Session) -> Outgoing:
    return session.scalars(sa.select(Outgoing)).one()


def test_the_file_can_be_deleted_from_the_chat_by_a_tap(stage: Stage) -> None:
    stage.joined(MAYA, "Maya")
    assert stage.act(MAYA, exporting.delete, message_id=9).deletes == (9,)
