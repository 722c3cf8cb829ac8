""" "Maya has checked in today": off until she says yes, once a day, without a sound, and gone when she takes it back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bot.actions.checkins import settling
from bot.actions.supporters import checked_in, ending
from bot.actions.supporters.checked_in import KIND
from bot.actions.supporters.ending import Farewell
from bot.rules.consent import VALID_FOR
from bot.rules.vocabulary import CheckinState, Purpose
from storage.database import Database
from storage.queries import supports
from storage.tables import Availability, Cadence, Disclosure, Sharing
from tests import builders
from tests.actions.supporters_stage import kind, moment, words
from tests.actions.weeks import DAY, HOUR, Weeks, of
from tests.builders import NOW


@pytest.fixture
def weeks(database: Database) -> Weeks:
    return Weeks(database)


def checks_in(weeks: Weeks, *, days_ago: int = 0, slot: int = 10) -> None:
    def settle(session: Session) -> None:
        maya = weeks.maya(session)
        rhythm = session.scalars(sa.select(Cadence)).first()
        assert rhythm is not None
        on = (weeks.now - days_ago * DAY).date()
        row = builders.checkin(
            session, maya, rhythm, on=on, slot=slot, state=CheckinState.ANSWERED, deadline_at=None, remind_at=None
        )
        settling.settle(session, maya, row, now=weeks.now)

    weeks.write(settle)
    weeks.settle()


def heard(weeks: Weeks) -> list[tuple[int, str]]:
    return of(weeks.read, KIND)


def test_it_is_off_until_the_member_says_yes(weeks: Weeks) -> None:
    checks_in(weeks)
    assert heard(weeks) == []


def test_the_very_line_is_shown_before_and_asking_changes_nothing(weeks: Weeks) -> None:
    reply = weeks.acts(checked_in.ask, weeks.support_id)
    assert "Maya has checked in today." in words(reply) and "I say nothing" in words(reply)
    checks_in(weeks)
    assert heard(weeks) == []


def test_once_agreed_it_is_told_once_a_day_and_stands_in_the_record(weeks: Weeks) -> None:
    assert kind(weeks.acts(checked_in.choose, weeks.support_id, tell=True)) == "checked-in-saved"
    checks_in(weeks)
    checks_in(weeks, slot=11)
    assert heard(weeks) == [(0, "Sam")]
    weeks.now += DAY
    checks_in(weeks)
    assert heard(weeks) == [(0, "Sam"), (1, "Sam")]
    assert weeks.write(lambda session: [row.what for row in session.scalars(sa.select(Disclosure))]) == [KIND, KIND]
    assert checked_in.KINDS[KIND].silent


def test_an_answer_for_yesterday_is_no_news_of_today(weeks: Weeks) -> None:
    weeks.acts(checked_in.choose, weeks.support_id, tell=True)
    checks_in(weeks, days_ago=1)
    assert heard(weeks) == []


def test_taken_back_it_is_told_no_more_not_even_what_waits(weeks: Weeks) -> None:
    weeks.acts(checked_in.choose, weeks.support_id, tell=True)

    def waits(session: Session) -> None:
        maya = weeks.maya(session)
        done = builders.checkin(session, maya, session.scalars(sa.select(Cadence)).one(), slot=10)
        checked_in.tell(session, maya, done, now=weeks.now)

    weeks.write(waits)
    weeks.acts(checked_in.choose, weeks.support_id, tell=False)
    weeks.settle()
    assert heard(weeks) == []


def test_it_ends_with_the_support(weeks: Weeks) -> None:
    weeks.acts(checked_in.choose, weeks.support_id, tell=True)
    weeks.acts(ending.remove, weeks.support_id, Farewell.LISTED)
    checks_in(weeks)
    assert heard(weeks) == []


def test_it_is_a_consent_of_its_own_for_a_year(weeks: Weeks) -> None:
    weeks.acts(checked_in.choose, weeks.support_id, tell=True)
    rows = weeks.write(lambda session: supports.in_force(session, weeks.support_id, purpose=Purpose.CHECKED_IN))
    assert [(row.wording, row.until_at) for row in rows] == [(checked_in.WORDING, NOW + VALID_FOR)]
    assert len(weeks.write(lambda session: session.scalars(sa.select(Sharing)).all())) == 8 + 1
    weeks.now = NOW + VALID_FOR
    checks_in(weeks)
    assert heard(weeks) == []


def test_it_does_not_leave_a_day_late(weeks: Weeks) -> None:
    """Who sleeps through the rest of the day reads nothing of yesterday in the morning."""
    weeks.acts(checked_in.choose, weeks.support_id, tell=True)
    weeks.now = moment(23) + timedelta(minutes=30)
    weeks.write(lambda session: session.add(Availability(person_id=weeks.sam_id, zone=builders.ZONE)))  # 22 to 7
    checks_in(weeks)
    weeks.walk(12 * HOUR)
    assert heard(weeks) == []
