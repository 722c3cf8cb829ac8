"""1,000 due of 100,000 members: found, marked and their prompts enqueued, 200 to a transaction.

Ours: `opening.open_due`, as the tick calls it. The reference: the same rows written by the bare driver, without asking when anybody
is next due, who is paused, or who was asked already.
"""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlmodel import col

from bot.actions.checkins import opening
from bot.clock import SystemClock
from bot.rules.vocabulary import Priority
from storage.database import Database
from storage.tables import Enrolment
from tests.benchmarks.figures import Figure
from tests.benchmarks.seeding import add_members, open_folder, open_url
from tests.conftest import make_keyring
from tests.databases import PostgresqlServer

MEMBERS, DUE, AT_ONCE = 100_000, 1_000, 200
WARM_UP = 1  # rounds that do not count

FIND = "SELECT id, person_id, cadence_id FROM enrolments WHERE next_at <= ? ORDER BY next_at LIMIT ?"
MOVE = "UPDATE enrolments SET next_at = ?, next_on = ?, next_slot = 0 WHERE id = ?"
OPEN = """
    INSERT INTO checkins (person_id, cadence_id, "on", slot, state, zone, planned_at, next_opens_at, step, reminded, asked_use, sign_of_life, revision)
    VALUES (?, ?, ?, 0, 'queued', 'Etc/UTC', ?, ?, 'start', 0, FALSE, FALSE, 1)"""
OPENED = "SELECT id, person_id FROM checkins ORDER BY id DESC LIMIT ?"
SEND = """
    INSERT INTO outbox (dedupe, recipient_id, kind, ids, checkin_id, priority, state, created_at, not_before_at, expires_at, attempts, epoch)
    VALUES (?, ?, 'checkin-hello', '{}', ?, ?, 'waiting', ?, ?, ?, 0, 0)"""

OpenDue = Callable[[datetime], int]  # what is due at that instant, at most AT_ONCE, in one transaction; how many


def measure(folder: Path, rounds: int) -> list[Figure]:
    database = open_folder(folder)
    figures = [_figure("SQLite", database, _bare_sqlite(folder / "alongside.db"), rounds)]
    database.close()
    server = PostgresqlServer(make_keyring())
    with psycopg.connect(server.address, autocommit=True) as admin:  # as a server that may lose power
        admin.execute("ALTER SYSTEM RESET fsync")
        admin.execute("SELECT pg_reload_conf()")
    with server.empty() as address:
        database = open_url(address, folder / "postgresql.key")
        figures.append(_figure("PostgreSQL", database, _bare_postgresql(address), rounds))
        database.close()
    return figures


def _figure(name: str, database: Database, bare: OpenDue, rounds: int) -> Figure:
    now = SystemClock().now().replace(second=0, microsecond=0)
    add_members(database, range(1, 1 + MEMBERS), now=now, due_at=None)

    def ours(at: datetime) -> int:
        return database.write_now(lambda session: opening.open_due(session, now=at, limit=AT_ONCE))

    thousands = count(step=DUE)
    taken: dict[OpenDue, list[float]] = {ours: [], bare: []}
    for _ in range(WARM_UP + rounds):
        for open_due, times in taken.items():
            _make_due(database, next(thousands), at=now)
            began = perf_counter()
            opened = 0
            while some := open_due(now):
                opened += some
            times.append((perf_counter() - began) * 1000)
            assert opened == DUE, opened
    return Figure(
        f"1,000 due of 100,000, {name}", "ms", taken[ours][WARM_UP:], taken[bare][WARM_UP:], "bare SQL", at_most=100
    )


def _make_due(database: Database, first: int, *, at: datetime) -> None:
    """Another thousand of the members, so that no check-in is opened twice."""
    some = col(Enrolment.id).between(first + 1, first + DUE)
    moved = sa.update(Enrolment).where(some).values(next_at=at, next_on=at.date())
    database.write_now(lambda session: session.execute(moved))


def _bare_sqlite(file: Path) -> OpenDue:
    rows = sqlite3.connect(file, isolation_level=None)
    rows.execute("PRAGMA journal_mode = TRUNCATE")
    rows.execute("PRAGMA synchronous = FULL")

    def open_due(now: datetime) -> int:
        rows.execute("BEGIN IMMEDIATE")
        done = _open_due(rows.cursor(), now, stored=lambda at: at.strftime("%Y-%m-%d %H:%M:%S.%f"), mark="?")
        rows.execute("COMMIT")
        return done

    return open_due


def _bare_postgresql(address: str) -> OpenDue:
    rows = psycopg.connect(address)

    def open_due(now: datetime) -> int:
        done = _open_due(rows.cursor(), now, stored=lambda at: at, mark="%s")
        rows.commit()
        return done

    return open_due


def _open_due(cursor: Any, now: datetime, *, stored: Callable[[datetime], object], mark: str) -> int:
    def sql(text: str) -> str:
        return text.replace("?", mark)

    at, next_at, expires_at = stored(now), stored(now + timedelta(days=1)), stored(now + timedelta(hours=6))
    on, next_on = now.date().isoformat(), (now + timedelta(days=1)).date().isoformat()
    found: Sequence[tuple[int, int, int]] = cursor.execute(sql(FIND), (at, AT_ONCE)).fetchall()
    if found:
        cursor.executemany(sql(MOVE), [(next_at, next_on, enrolment) for enrolment, _, _ in found])
        cursor.executemany(sql(OPEN), [(person, cadence, on, at, next_at) for _, person, cadence in found])
        opened = cursor.execute(sql(OPENED), (len(found),)).fetchall()
        prompts = [
            (f"prompt:{checkin}", person, checkin, int(Priority.PROMPT), at, at, expires_at)
            for checkin, person in opened
        ]
        cursor.executemany(sql(SEND), prompts)
    return len(found)
