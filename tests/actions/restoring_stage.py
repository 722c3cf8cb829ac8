"""A bot that acts on a database with its folder, a backup of it, and what happens after that: for the restore drill."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bot.actions import dispatch
from bot.actions.groups import links
from bot.actions.kinds import KINDS
from bot.commands.restore import Restored, put_back
from bot.rules.vocabulary import OutboxState, Role
from storage import backup
from storage.backup import FOLDER
from storage.database import Database
from storage.encryption import Keyring
from storage.queries.engine import engine_row
from storage.sequence import Sequence
from storage.tables import (
    Membership,
    Outgoing,
)
from tests import builders
from tests.actions.alerts_stage import DAY, HOUR, Stage
from tests.builders import NOW
from tests.storage.test_backup import TOOLS


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{TOOLS}{os.pathsep}{os.environ['PATH']}")


@dataclass
class Drill:
    """A bot that acts on a database, a backup of it, and what happens after that."""

    stage: Stage
    url: str
    folder: Path
    keyring: Keyring
    sequence: Sequence
    copy: Path | None = None

    def begin(self) -> None:
        """As the bot does when it starts."""
        database = self.stage.database
        self.sequence = Sequence(self.folder)
        database.before_commit = self.sequence.before_commit
        database.on_commit = [self.sequence.committed]
        database.write_now(self.sequence.begin)
        self.hear()

    def hear(self) -> None:
        def heard(session: Session) -> None:
            engine_row(session).heard_until_at = self.stage.now
            self.sequence.each_minute(session, now=self.stage.now)

        self.stage.database.write_now(heard)

    def back_up(self) -> None:
        self.hear()
        self.copy = backup.make(self.url, self.folder / FOLDER, now=self.stage.now).file
        self.stage.now += 2 * HOUR
        self.hear()

    def restore(self) -> Restored:
        assert self.copy is not None
        self.stage.database.close()
        done = put_back(self.copy, url=self.url, data_dir=self.folder, keyring=self.keyring, now=self.stage.now)
        self.stage.database = Database.open(self.url, self.keyring)
        return done

    def rows(self, table: type[Any], **which: Any) -> list[Any]:
        wanted = sa.select(table).filter_by(**which)
        return self.stage.database.read_now(lambda session: list(session.scalars(wanted)))

    def waiting(self) -> list[tuple[str, int | None]]:
        return sorted((row.kind, row.recipient_id) for row in self.rows(Outgoing, state=OutboxState.WAITING))

    def read(self) -> list[tuple[str, str]]:
        """Let a day pass; who was sent what."""
        parcels = []
        for _ in range(24):
            parcels += self.stage.database.write_now(
                lambda session: dispatch.claim(session, kinds=KINDS, now=self.stage.now, epoch=1, limit=50)
            )
            self.stage.now += HOUR
        return [(self.stage.names[parcel.chat_id], parcel.message.kind) for parcel in parcels]


@pytest.fixture
def drill(database: Database, database_url: str, keyring: Keyring, tmp_path: Path) -> Iterator[Drill]:
    folder = tmp_path / "data"
    made = Drill(Stage(database), database_url, folder, keyring, Sequence(folder))
    made.begin()
    yield made
    made.stage.database.close()


def a_group(drill: Drill) -> tuple[int, str]:
    """Dana leads, Maya is a member; the group's id and its link."""

    def make(session: Session) -> tuple[int, str]:
        dana, maya = (builders.person(session, name, tg_id=tg_id) for name, tg_id in (("Dana", 2001), ("Maya", 2002)))
        group = builders.group(session, approved_at=NOW)
        links.renew(session, group, now=NOW)
        builders.enrolment(
            session, maya, builders.cadence(session, group), next_at=NOW + DAY, next_on=(NOW + DAY).date(), next_slot=0
        )
        for who, role in ((dana, Role.LEADER), (maya, Role.MEMBER)):
            session.add(
                Membership(group_id=builders.id_of(group), person_id=builders.id_of(who), role=role, joined_at=NOW)
            )
            drill.stage.people[who.name], drill.stage.names[int(who.tg_id)] = builders.id_of(who), who.name
        return builders.id_of(group), group.link or ""

    return drill.stage.database.write_now(make)
