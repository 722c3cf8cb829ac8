"""A member who is not heard from: the bot steps back by and by, and is there again, all at once, when they write."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions.alerts import answering
from bot.actions.checkins import fading
from bot.actions.settings import pausing
from bot.rules.consent import Choice
from bot.rules.vocabulary import AlertState, CheckinState, Fading, Outcome, StepState
from storage.database import Database
from storage.queries.engine import engine_row
from storage.tables import Alert, AlertStep, Cadence, Checkin, Incoming, Outage, Person
from tests import builders
from tests.actions.weeks import DAY, HOUR, SECOND, Weeks, of
from tests.builders import NOW, TODAY

PROMPT, REMINDER, LINE = "checkin-hello", "checkin-reminder", "weekly-line"


def missed(weeks: Weeks, days: int) -> None:
    """The `days` before today were missed; today's check-in is open, and its deadline is due."""

    def put(session: Session) -> None:
        maya = weeks.maya(session)
        maya.last_sign_at = NOW - (days + 1) * DAY
        rhythm = builders.cadence(session, builders.group(session))
        for ago in range(1, days + 1):
            builders.checkin(
                session, maya, rhythm, on=TODAY - ago * DAY, state=CheckinState.MISSED, planned_at=NOW - ago * DAY,
                sent_at=NOW - ago * DAY, deadline_at=None, remind_at=None,
            )  # fmt: skip
        builders.checkin(session, maya, rhythm)

    weeks.write(put)


def test_a_member_fades_away_step_by_step(database: Database) -> None:
    """Asked with reminders for 7 days, without for 7 more, one line a week until day 42, then nothing."""
    weeks = Weeks(database)
    read = weeks.walk(50 * DAY)
    assert [day for day, _ in of(read, PROMPT)] == list(range(14))
    assert [day for day, _ in of(read, REMINDER)] == [day for day in range(7) for _ in range(2)]
    assert of(read, LINE) == [(20, "Maya"), (27, "Maya"), (34, "Maya"), (41, "Maya")]
    assert of(read, "member-unasked") == [(41, "Sam")]
    assert not [one for one in read if one[0] > 41]
    assert weeks.state().fading is Fading.UNASKED


@pytest.mark.parametrize(("before", "step"), [(5, None), (6, Fading.UNREMINDED), (12, Fading.UNREMINDED), (13, Fading.WEEKLY)])  # fmt: skip
def test_the_step_comes_with_the_seventh_and_with_the_fourteenth_missed_day(
    database: Database, before: int, step: Fading | None
) -> None:
    weeks = Weeks(database)
    missed(weeks, before)
    weeks.now = NOW + 12 * HOUR
    weeks.settle()
    assert weeks.state().fading is step


def test_a_day_with_a_check_in_still_open_is_not_missed_yet(database: Database) -> None:
    weeks = Weeks(database)
    missed(weeks, 6)

    def evening(session: Session) -> None:
        morning = session.scalars(sa.select(Checkin).where(col(Checkin.on) == TODAY)).one()
        rhythm = session.get(Cadence, morning.cadence_id)
        assert rhythm is not None
        later = NOW + 10 * HOUR
        builders.checkin(
            session, weeks.maya(session), rhythm, slot=1, planned_at=later, sent_at=later, deadline_at=later + 12 * HOUR
        )

    weeks.write(evening)
    weeks.set(paused_until_on=TODAY + DAY, paused_from_on=TODAY + DAY)
    weeks.now = NOW + 12 * HOUR
    weeks.settle()
    assert weeks.state().fading is None
    weeks.now = NOW + 22 * HOUR
    weeks.settle()
    assert weeks.state().fading is Fading.UNREMINDED


def test_missed_days_before_the_last_sign_of_life_do_not_count(database: Database) -> None:
    weeks = Weeks(database)
    missed(weeks, 20)
    weeks.set(last_sign_at=NOW - HOUR)
    weeks.now = NOW + 12 * HOUR
    weeks.settle()
    assert weeks.state().fading is None


def test_a_reminder_already_planned_when_reminders_stop_is_dropped(database: Database) -> None:
    weeks = Weeks(database)
    missed(weeks, 0)
    weeks.set(fading=Fading.UNREMINDED)
    assert not of(weeks.walk(4 * HOUR), REMINDER)


def test_the_weekly_line_is_no_check_in(database: Database) -> None:
    weeks = Weeks(database)
    weeks.set(fading=Fading.WEEKLY, fade_at=NOW)
    assert of(weeks.walk(2 * DAY), LINE, PROMPT) == [(0, "Maya")]
    assert weeks.database.read_now(lambda session: session.scalars(sa.select(Checkin)).all()) == []


def test_the_weekly_line_comes_at_the_members_own_hour_even_in_their_quiet_hours(database: Database) -> None:
    weeks = Weeks(database, quiet_from=(NOW - HOUR).time(), quiet_to=(NOW + HOUR).time())
    weeks.set(fading=Fading.WEEKLY, fade_at=NOW)
    assert of(weeks.walk(DAY), LINE) == [(0, "Maya")]


@pytest.mark.parametrize(("late", "lines"), [(6 * HOUR - SECOND, 1), (6 * HOUR, 0)])
def test_a_weekly_line_whose_hour_we_slept_through_is_sent_late_or_not_at_all(
    database: Database, late: timedelta, lines: int
) -> None:
    weeks = Weeks(database)
    weeks.set(fading=Fading.WEEKLY, fade_at=NOW)
    weeks.now = NOW + late
    weeks.settle()
    assert len(of(weeks.read, LINE)) == lines
    assert weeks.state().fade_at == NOW + 7 * DAY


def test_a_late_weekly_line_does_not_ring_in_the_members_quiet_hours(database: Database) -> None:
    weeks = Weeks(database, quiet_from=(NOW + HOUR).time(), quiet_to=(NOW + 3 * HOUR).time())
    weeks.set(fading=Fading.WEEKLY, fade_at=NOW)
    weeks.now = NOW + 2 * HOUR
    weeks.settle()
    assert not of(weeks.read, LINE)


@pytest.mark.parametrize(("after", "step"), [(42 * DAY - SECOND, Fading.WEEKLY), (42 * DAY, Fading.UNASKED)])
def test_the_line_stops_42_days_after_the_last_sign_of_life(database: Database, after: timedelta, step: Fading) -> None:
    weeks = Weeks(database)
    weeks.set(fading=Fading.WEEKLY, last_sign_at=NOW, fade_at=NOW + after)
    weeks.now = NOW + after
    weeks.settle()
    assert weeks.state().fading is step
    assert len(of(weeks.read, "member-unasked")) == (step is Fading.UNASKED)


def test_who_is_asked_seldom_and_unheard_for_42_days_by_then_gets_no_weekly_line(database: Database) -> None:
    """Asked once a week, say: the fourteenth missed day comes after a hundred."""
    weeks = Weeks(database)
    missed(weeks, 13)
    weeks.set(last_sign_at=NOW - 100 * DAY)
    read = weeks.walk(9 * DAY)
    assert (of(read, LINE), of(read, "member-unasked")) == ([], [(0, "Sam")])


def test_silence_is_not_counted_where_we_could_not_hear(database: Database) -> None:
    weeks = Weeks(database)
    weeks.set(fading=Fading.WEEKLY, last_sign_at=NOW - 42 * DAY, fade_at=NOW)

    def heard(session: Session, until: timedelta) -> int:
        engine_row(session).heard_until_at = NOW + until
        session.flush()
        return fading.fade_due(session, now=NOW + HOUR)

    assert weeks.write(lambda session: heard(session, -SECOND)) == 0
    assert weeks.write(lambda session: heard(session, timedelta())) == 1


def test_an_update_not_yet_handled_keeps_the_end_away(database: Database) -> None:
    weeks = Weeks(database)
    weeks.set(fading=Fading.WEEKLY, last_sign_at=NOW - 42 * DAY, fade_at=NOW)
    hashed = weeks.state().tg_hash
    weeks.write(lambda s: s.add(Incoming(update_id=1, person_hash=hashed, body="{}", received_at=NOW)))
    weeks.settle()
    assert weeks.state().fading is Fading.WEEKLY


@pytest.mark.parametrize(("outage", "step"), [(23 * HOUR, Fading.UNASKED), (23 * HOUR + SECOND, Fading.WEEKLY)])
def test_what_was_lost_in_a_long_outage_of_ours_is_not_held_against_the_member(
    database: Database, outage: timedelta, step: Fading
) -> None:
    weeks = Weeks(database)
    weeks.set(fading=Fading.WEEKLY, last_sign_at=NOW - 42 * DAY, fade_at=NOW)
    weeks.write(lambda s: s.add(Outage(from_at=NOW - DAY - outage, to_at=NOW - DAY)))
    weeks.settle()
    assert weeks.state().fading is step


@pytest.mark.parametrize("choice", list(Choice))
def test_only_who_may_be_told_of_silence_reads_that_i_no_longer_ask(database: Database, choice: Choice) -> None:
    weeks = Weeks(database, choice=choice)
    weeks.set(fading=Fading.WEEKLY, last_sign_at=NOW - 42 * DAY, fade_at=NOW)
    weeks.settle()
    told = of(weeks.read, "member-unasked")
    assert told == ([] if choice is Choice.REACH_OUT else [(0, "Sam")])


def test_the_named_leader_does_not_read_that_i_no_longer_ask(database: Database) -> None:
    weeks = Weeks(database)
    weeks.supported(is_leader=True)
    weeks.set(fading=Fading.WEEKLY, last_sign_at=NOW - 42 * DAY, fade_at=NOW)
    weeks.settle()
    assert not weeks.read


@pytest.mark.parametrize("fading", [Fading.WEEKLY, Fading.UNASKED])
def test_anything_the_member_sends_brings_everything_back(database: Database, fading: Fading) -> None:
    weeks = Weeks(database)
    weeks.set(fading=fading, fade_at=NOW + DAY)
    weeks.walk(DAY - HOUR)
    weeks.writes()
    assert weeks.read == [(0, "Maya", "welcome-back")]
    assert (weeks.state().fading, weeks.state().fade_at) == (None, None)
    read = weeks.walk(5 * HOUR)
    assert (len(of(read, PROMPT)), len(of(read, REMINDER))) == (1, 2)


def test_when_only_reminders_had_stopped_they_come_back_without_a_word(database: Database) -> None:
    weeks = Weeks(database)
    weeks.set(fading=Fading.UNREMINDED)
    weeks.writes()
    assert not of(weeks.read, "welcome-back")
    assert len(of(weeks.walk(4 * HOUR), REMINDER)) == 2


def test_after_the_return_the_run_of_missed_days_starts_anew(database: Database) -> None:
    """Two quiet days count again, and the bot does not step back after one."""
    weeks = Weeks(database)
    missed(weeks, 13)
    weeks.walk(3 * DAY)
    assert weeks.state().fading is Fading.WEEKLY
    weeks.writes()
    read = weeks.walk(2 * DAY + 13 * HOUR)
    assert of(read, "quiet-announcement") == [(5, "Maya")]
    assert weeks.state().fading is None


def test_who_read_that_i_no_longer_ask_reads_that_i_do_again(database: Database) -> None:
    weeks = Weeks(database)
    weeks.set(fading=Fading.WEEKLY, last_sign_at=NOW - 42 * DAY, fade_at=NOW)
    weeks.settle()
    weeks.writes()
    weeks.settle()
    assert of(weeks.read, "member-unasked", "member-asked") == [(0, "Sam"), (0, "Sam")]
    weeks.writes()
    assert len(of(weeks.read, "member-asked")) == 1


def test_what_has_not_left_in_the_supporters_night_stays_unsaid_where_the_member_came_back(database: Database) -> None:
    weeks = Weeks(database)

    def asleep(session: Session) -> None:
        sam = session.get(Person, weeks.sam_id)
        assert sam is not None
        sam.quiet_from, sam.quiet_to = (NOW - HOUR).time(), (NOW + HOUR).time()

    weeks.write(asleep)
    weeks.set(fading=Fading.WEEKLY, last_sign_at=NOW - 42 * DAY, fade_at=NOW)
    weeks.settle()
    weeks.writes()
    assert not of(weeks.walk(DAY), "member-unasked", "member-asked")


def reported(weeks: Weeks, outcome: Outcome) -> None:
    """Sam has Maya's QUIET alert and says what he learned."""

    def put(session: Session) -> int:
        alert = session.scalars(sa.select(Alert)).one()
        step = session.get(AlertStep, (alert.id, weeks.sam_id))
        assert step is not None
        alert.state, alert.acknowledged_by = AlertState.ACKNOWLEDGED, weeks.sam_id
        step.state, step.asks, step.asked_at, step.message_id = StepState.ACKNOWLEDGED, 1, weeks.now, 1
        return alert.id or 0

    alert_id = weeks.write(put)
    weeks.acts(answering.quiet_outcome, alert_id, outcome, who=weeks.sam_id)


@pytest.mark.parametrize("outcome", answering.SILENCING)
def test_away_safe_or_died_stops_prompts_reminders_lines_and_alerts_until_the_member_writes(
    database: Database, outcome: Outcome
) -> None:
    weeks = Weeks(database)
    weeks.walk(2 * DAY)
    reported(weeks, outcome)
    quiet = weeks.walk(4 * DAY)
    assert quiet == []
    weeks.writes()
    assert weeks.read[-1][1:] == ("Maya", "welcome-back")
    assert of(weeks.walk(DAY), PROMPT)


def test_a_weekly_line_is_not_sent_to_somebody_reported_as_away(database: Database) -> None:
    weeks = Weeks(database)
    weeks.set(fading=Fading.WEEKLY, fade_at=NOW, silent_at=NOW - HOUR)
    assert weeks.walk(50 * DAY) == []


def test_a_pause_that_is_asked_for_ends_the_stepping_back(database: Database) -> None:
    weeks = Weeks(database)
    weeks.set(fading=Fading.WEEKLY, fade_at=NOW + DAY)
    weeks.writes()
    weeks.acts(pausing.begin, 3)
    assert not of(weeks.walk(2 * DAY), PROMPT, LINE)
    assert weeks.state().fading is None
