"""Figures of a group's weeks: of many or not at all, and only once nothing in them can change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.rules import fading
from bot.rules.leading import Taken, lost_at, weeks

MONDAY = date(2026, 3, 2)
LAST_WEEK = MONDAY - timedelta(days=7)


def of(people: int, *, mood: int | None = 3, craving: int | None = 4, on: date = LAST_WEEK) -> list[Taken]:
    return [Taken(person, on, True, mood, craving) for person in range(people)]


def test_participation_counts_check_ins_and_people() -> None:
    rows = [Taken(1, MONDAY, True), Taken(1, MONDAY, False), Taken(2, MONDAY, True), Taken(3, MONDAY, False)]
    this_week = weeks(rows, today=MONDAY, count=1)[0]
    assert (this_week.answered, this_week.asked, this_week.people) == (2, 4, 2)


@pytest.mark.parametrize(("people", "shown"), [(3, None), (4, 3.0)])
def test_figures_need_four_different_people_who_answered(people: int, shown: float | None) -> None:
    assert weeks(of(people), today=date(2026, 3, 3), count=2)[1].mood == shown


def test_four_answers_of_three_people_are_three_people() -> None:
    rows = [*of(3), Taken(0, LAST_WEEK + timedelta(days=1), True, 3, 4)]
    assert weeks(rows, today=date(2026, 3, 3), count=2)[1].mood is None


def test_each_figure_counts_only_those_who_answered_that_question() -> None:
    rows = [*of(3), Taken(9, LAST_WEEK, True, None, 4)]
    last_week = weeks(rows, today=date(2026, 3, 3), count=2)[1]
    assert (last_week.mood, last_week.craving) == (None, 4.0)


@pytest.mark.parametrize(("today", "shown"), [(date(2026, 3, 2), None), (date(2026, 3, 3), 3.0)])
def test_figures_wait_until_no_late_answer_can_change_them(today: date, shown: float | None) -> None:
    assert weeks(of(4), today=today, count=2)[1].mood == shown


def test_figures_of_a_week_under_way_are_never_shown() -> None:
    this_week = weeks(of(9, on=MONDAY), today=date(2026, 3, 8), count=1)[0]
    assert (this_week.mood, this_week.craving) == (None, None)


def test_figures_are_rounded_to_the_nearest_half_and_weigh_each_person_once() -> None:
    often = [Taken(9, LAST_WEEK + timedelta(days=day), True, 1, 0) for day in range(7)]
    last_week = weeks([*often, *of(4, mood=4, craving=5)], today=date(2026, 3, 3), count=2)[1]
    assert (last_week.mood, last_week.craving) == (3.5, 4.0)  # 17 / 5 and 20 / 5; by answers it would be 2 and 2


def test_weeks_run_from_monday_to_sunday_the_newest_first() -> None:
    rows = [
        Taken(1, MONDAY - timedelta(days=1), True),
        Taken(1, MONDAY, True),
        Taken(1, MONDAY + timedelta(days=6), True),
    ]
    assert [(one.starts_on, one.asked) for one in weeks(rows, today=MONDAY, count=3)] == [
        (MONDAY, 2), (LAST_WEEK, 1), (LAST_WEEK - timedelta(days=7), 0)
    ]  # fmt: skip


def test_a_leader_is_lost_fourteen_days_after_being_out_of_reach() -> None:
    blocked_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert lost_at(blocked_at) == blocked_at + timedelta(days=16)
    assert timedelta(hours=48) == fading.OUT_OF_REACH_AFTER
