"""What comes next and what was decided: read from the rows, told by the actions, with first names, never more."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.actions import journal
from bot.clock import WalkingClock
from bot.insight import REPEATS, Insight
from bot.rules.vocabulary import CheckinState
from storage.database import Database
from storage.queries import agenda
from storage.queries.agenda import Upcoming
from tests import builders
from tests.builders import NOW

HOUR = timedelta(hours=1)


def fill(session: Session) -> None:
    maya = builders.person(session)
    rhythm = builders.cadence(session, maya)
    builders.enrolment(session, maya, rhythm, next_at=NOW + 24 * HOUR)
    builders.checkin(session, maya, rhythm)
    builders.checkin(session, maya, rhythm, slot=10, state=CheckinState.ANSWERED, remind_at=None, deadline_at=None,
                     settle_at=NOW + HOUR / 6)  # fmt: skip


async def test_the_agenda_is_what_waits_for_an_instant_the_earliest_first(database: Database) -> None:
    await database.write(fill)
    coming = await database.read(lambda session: agenda.upcoming(session, now=NOW, limit=10))
    assert coming == [
        Upcoming(NOW + HOUR / 6, "settling", 1),
        Upcoming(NOW + HOUR, "reminder", 1),
        Upcoming(NOW + 12 * HOUR, "deadline", 1),
        Upcoming(NOW + 24 * HOUR, "checkin", 1),
    ]
    assert len(await database.read(lambda session: agenda.upcoming(session, now=NOW, limit=2))) == 2


async def test_what_is_due_already_is_not_coming(database: Database) -> None:
    await database.write(fill)
    later = await database.read(lambda session: agenda.upcoming(session, now=NOW + HOUR, limit=10))
    assert [one.kind for one in later] == ["deadline", "checkin"]


async def test_both_are_told_with_first_names(database: Database) -> None:
    insight = Insight(database, WalkingClock(NOW))
    await database.write(fill)

    def decide(session: Session) -> None:
        journal.note(session, "judged", why="calm", person=1, checkin=2)

    await database.write(decide)
    coming, decided = await insight.told()
    assert coming[0] == {"at": (NOW + HOUR / 6).isoformat(), "kind": "settling", "why": "", "names": {"person": "Maya"}}
    assert decided == (
        {"number": 1, "at": NOW.isoformat(), "kind": "judged", "why": "calm", "names": {"person": "Maya"}},
    )


async def test_what_was_rolled_back_was_never_decided_and_reading_decides_nothing(database: Database) -> None:
    insight = Insight(database, WalkingClock(NOW))

    def fail(session: Session) -> None:
        journal.note(session, "judged", person=1)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.write(fail)
    await database.read(lambda session: journal.note(session, "judged", person=1))
    assert (insight.number, await insight.told()) == (0, ((), ()))


async def test_only_the_newest_entries_are_told_again(database: Database) -> None:
    insight = Insight(database, WalkingClock(NOW))

    def much(session: Session) -> None:
        for _ in range(REPEATS + 1):
            journal.note(session, "sent", why="checkin-hello")

    await database.write(much)
    _, decided = await insight.told()
    assert [one["number"] for one in decided] == list(range(2, REPEATS + 2))
