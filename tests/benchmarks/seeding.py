"""A database with many members in one group, written in bulk: rows as the bot would have made them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from bot.clock import SystemClock
from bot.rules.vocabulary import CheckinState, Question
from storage import migrations
from storage.database import Database, Session
from storage.opening import open_database, remember_keys
from storage.queries.engine import engine_row
from storage.tables import Cadence, Checkin, Enrolment, Group, Person

AT_ONCE = 10_000
EVERY_DAY = frozenset(range(7))
FAR = timedelta(hours=8)


def open_folder(folder: Path) -> Database:
    """The SQLite database that a bot with DATA_DIR `folder` will open, with its whole schema."""
    return open_url(f"sqlite:///{folder / 'alongside.db'}", folder / "alongside.key")


def open_url(url: str, key_file: Path, *, inline: bool = True) -> Database:
    database, _ = open_database(url, key_file, now=SystemClock().now, inline=inline)
    migrations.upgrade(database)
    database.write_now(remember_keys)
    return database


def add_members(database: Database, telegram_ids: Sequence[int], *, now: datetime, due_at: datetime | None) -> None:
    """Members of one group that is asked daily at the minute of `now`; next due at `due_at`, None: in FAR.

    Each also has today's earlier check-in: sent, not answered, its reminder and deadline still far away.
    """
    moment = (now + FAR if due_at is None else due_at).replace(second=0, microsecond=0)
    cadence_id = database.write_now(lambda session: _group(session, moment))
    for first in range(0, len(telegram_ids), AT_ONCE):
        some = telegram_ids[first : first + AT_ONCE]
        database.write_now(lambda session, some=some: _members(session, some, cadence_id, moment, now=now))  # type: ignore[misc]

    def heard(session: Session) -> None:
        engine_row(session).heard_until_at = now

    database.write_now(heard)


def _group(session: Session, moment: datetime) -> int:
    group = Group(name="Morning circle", zone="Etc/UTC", template="aftercare", created_at=moment)
    session.add(group)
    session.flush()
    cadence = Cadence(group_id=group.id, days=EVERY_DAY, times=(moment.time(),))
    session.add(cadence)
    session.flush()
    assert cadence.id is not None
    return cadence.id


def _members(session: Session, ids: Sequence[int], cadence_id: int, moment: datetime, *, now: datetime) -> None:
    keyring = session.info["keyring"]
    people = [
        {**_defaults(Person), "tg_hash": keyring.hash_id(id_), "tg_id": str(id_), "name": "Maya", "zone": "Etc/UTC", "joined_at": now}
        for id_ in ids
    ]  # fmt: skip
    found = session.execute(sa.insert(_table(Person)).returning(_table(Person).c.id), people)
    person_ids = list(found.scalars())
    enrolments = [
        {"person_id": id_, "cadence_id": cadence_id, "next_at": moment, "next_on": moment.date(), "next_slot": 0}
        for id_ in person_ids
    ]
    session.execute(sa.insert(_table(Enrolment)), enrolments)
    yesterday = moment - timedelta(days=1)
    checkins = [
        {"person_id": id_, "cadence_id": cadence_id, "on": yesterday.date(), "slot": 0, "state": CheckinState.SENT, "zone": "Etc/UTC",
         "planned_at": yesterday, "next_opens_at": moment, "sent_at": yesterday, "deadline_at": now + FAR, "remind_at": now + FAR,
         "reminded": 0, "sign_of_life": False, "step": Question.START, "revision": 1}
        for id_ in person_ids
    ]  # fmt: skip
    session.execute(sa.insert(_table(Checkin)), checkins)


def _defaults(row: type[Person]) -> dict[str, Any]:
    """What a fresh row holds where nothing is said."""
    return {name: field.default for name, field in row.model_fields.items() if not field.is_required() and name != "id"}


def _table(row: Any) -> sa.Table:
    return cast("sa.Table", row.__table__)
