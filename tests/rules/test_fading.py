"""Stepping back from a member who is not heard from: both sides of each boundary."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.fading import a_week_after, after_missing, ends_at, is_asked
from bot.rules.vocabulary import Fading
from bot.rules.zones import wall_clock

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (0, None),
        (6, None),
        (7, Fading.UNREMINDED),
        (13, Fading.UNREMINDED),
        (14, Fading.WEEKLY),
        (200, Fading.WEEKLY),
    ],
)
def test_reminders_stop_after_seven_missed_days_and_prompts_after_fourteen(days: int, step: Fading | None) -> None:
    assert after_missing(days) is step


@pytest.mark.parametrize(
    ("fading", "asked"), [(None, True), (Fading.UNREMINDED, True), (Fading.WEEKLY, False), (Fading.UNASKED, False)]
)
def test_only_reminders_stop_at_first(fading: Fading | None, *, asked: bool) -> None:
    assert is_asked(fading) is asked


def test_the_weekly_line_keeps_its_wall_time_over_a_change_of_the_clocks() -> None:
    before = datetime(2026, 3, 25, 8, tzinfo=UTC)  # 9:00 in Berlin; summer time begins on the 29th
    after = a_week_after(before, zone="Europe/Berlin", now=before)
    assert wall_clock(after, "Europe/Berlin").isoformat() == "2026-04-01T09:00:00+02:00"


@pytest.mark.parametrize(("passed", "weeks"), [(7 * DAY - SECOND, 1), (7 * DAY, 2), (7 * DAY + SECOND, 2)])
def test_lines_whose_hour_went_by_are_not_made_up_for(passed: timedelta, weeks: int) -> None:
    assert a_week_after(NOW, zone="Etc/UTC", now=NOW + passed) == NOW + weeks * 7 * DAY


def test_a_clock_that_was_set_back_brings_no_line_sooner() -> None:
    assert a_week_after(NOW, zone="Etc/UTC", now=NOW - DAY) == NOW + 7 * DAY


def test_the_line_ends_42_days_after_the_last_sign_of_life() -> None:
    assert ends_at(NOW, deaf_until_at=None) == NOW + 42 * DAY


@pytest.mark.parametrize(("deaf_until", "ends"), [(35, 42), (36, 43), (60, 67)])
def test_after_a_long_outage_of_ours_the_member_can_be_heard_for_another_week(deaf_until: int, ends: int) -> None:
    assert ends_at(NOW, deaf_until_at=NOW + deaf_until * DAY) == NOW + ends * DAY
