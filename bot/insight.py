"""What comes next and what was decided, for the curious: an agenda read from the database, a journal told by the actions.

Reported only to a stand-in that owns our clock, where the people are made up. It decides nothing and writes nothing.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions import journal
from bot.actions.journal import Entry
from bot.clock import Clock
from storage.database import Database
from storage.queries import agenda
from storage.queries.agenda import Upcoming
from storage.tables import Person

KEEPS = 500  # entries of the journal
TELLS = 12  # of the agenda
REPEATS = 40  # of the journal: a listener that knows the numbers drops what it has heard
PEOPLE = ("person", "supporter", "leader")  # which ids name people


@dataclass(frozen=True)
class Noted:
    """One entry of the journal, numbered from 1, with the instant of its commit."""

    number: int
    at: datetime
    entry: Entry


class Insight:
    def __init__(self, database: Database, clock: Clock) -> None:
        """Listens to every commit of `database` from now on."""
        self._database = database
        self._clock = clock
        self.number = 0
        self.journal: deque[Noted] = deque(maxlen=KEEPS)
        database.on_commit.append(self._committed)

    def _committed(self, session: Session) -> None:
        """In the writing thread: only appends, so that nobody has to wait for anybody."""
        for entry in journal.noted(session):
            self.number += 1
            self.journal.append(Noted(self.number, self._clock.now(), entry))

    async def agenda(self) -> list[Upcoming]:
        """The next things that will happen, the earliest first."""
        now = self._clock.now()
        return await self._database.read(lambda session: agenda.upcoming(session, now=now, limit=TELLS))

    async def told(self) -> tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
        """Agenda and newest journal as JSON values with first names."""
        now, news = self._clock.now(), list(self.journal)[-REPEATS:]

        def whole(session: Session) -> tuple[list[Upcoming], dict[int, str]]:
            coming = agenda.upcoming(session, now=now, limit=TELLS)
            return coming, _names(session, {one.person for one in coming}.union(*(_people(one.entry) for one in news)))

        coming, names = await self._database.read(whole)
        return (
            tuple(_as_json(one.at, one.kind, one.why, {"person": one.person}, names) for one in coming),
            tuple(
                {"number": one.number, **_as_json(one.at, one.entry.kind, one.entry.why, one.entry.ids, names)}
                for one in news
            ),
        )


def _as_json(
    at: datetime, kind: str, why: str, ids: Mapping[str, int | None], names: Mapping[int, str]
) -> dict[str, Any]:
    """`names`: the first names of the people the ids name, by their part in it."""
    named = {
        part: names[person] for part, person in ids.items() if part in PEOPLE and person is not None and person in names
    }
    return {"at": at.isoformat(), "kind": kind, "why": why, "names": named}


def _people(entry: Entry) -> set[int]:
    return {person for part, person in entry.ids.items() if part in PEOPLE and person is not None}


def _names(session: Session, people: Iterable[int]) -> dict[int, str]:
    found = session.execute(sa.select(col(Person.id), col(Person.name)).where(col(Person.id).in_(set(people))))
    return {person: name for person, name in found if person is not None}
