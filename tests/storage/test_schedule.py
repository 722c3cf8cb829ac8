"""What the clock's side looks for: the next instants, on both databases."""

from datetime import timedelta

from sqlmodel import Session

from storage.database import Database
from storage.queries import schedule
from tests import builders
from tests.builders import NOW

HOUR = timedelta(hours=1)


def test_a_deadline_that_was_heard_hides_no_later_one(database: Database) -> None:
    def story(session: Session) -> None:
        for name, after in (("Maya", HOUR), ("Lee", 2 * HOUR)):
            who = builders.person(session, name)
            builders.checkin(session, who, builders.cadence(session, who), deadline_at=NOW + after)
        assert schedule.next_judgement(session) == NOW + HOUR
        assert schedule.next_judgement(session, after=NOW + HOUR - timedelta(seconds=1)) == NOW + HOUR
        assert schedule.next_judgement(session, after=NOW + HOUR) == NOW + 2 * HOUR
        assert schedule.next_judgement(session, after=NOW + 2 * HOUR) is None

    database.write_now(story)
