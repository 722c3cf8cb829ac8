from datetime import UTC, date, datetime, timedelta

import pytest

from bot.rules.farewell import Step, TooLate, TooSoon, check, closes_at, due_step, next_step, steps

ON = date(2026, 12, 31)
END = datetime(2026, 12, 31, 12, tzinfo=UTC)
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)


def plan(announced_at: datetime) -> dict[Step, datetime]:
    return dict(steps(ON, announced_at=announced_at))


def test_long_before_everybody_is_told_three_times() -> None:
    announced_at = END - 30 * DAY
    assert plan(announced_at) == {
        Step.ANNOUNCE: announced_at,
        Step.WEEK: END - 7 * DAY,
        Step.DAY: END - DAY,
        Step.CLOSE: END,
        Step.ERASE: END + DAY,
    }


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (8 * DAY, [Step.ANNOUNCE, Step.WEEK, Step.DAY]),
        (8 * DAY - SECOND, [Step.ANNOUNCE, Step.DAY]),
        (2 * DAY, [Step.ANNOUNCE, Step.DAY]),
        (2 * DAY - SECOND, [Step.ANNOUNCE]),
        (DAY, [Step.ANNOUNCE]),
    ],
)
def test_where_fewer_days_remain_nobody_is_told_twice_within_a_day(left: timedelta, told: list[Step]) -> None:
    assert list(plan(END - left)) == [*told, Step.CLOSE, Step.ERASE]


@pytest.mark.parametrize(("left", "refusal"), [(DAY - SECOND, TooSoon), (-DAY, TooSoon), (366 * DAY + SECOND, TooLate)])
def test_a_date_too_near_or_too_far_is_refused(left: timedelta, refusal: type[ValueError]) -> None:
    with pytest.raises(refusal):
        check(ON, now=END - left)


@pytest.mark.parametrize("left", [DAY, 366 * DAY])
def test_a_day_and_a_year_are_both_enough(left: timedelta) -> None:
    check(ON, now=END - left)


def test_noon_utc_is_the_end() -> None:
    assert closes_at(ON) == END


@pytest.mark.parametrize(
    ("done", "step", "at"),
    [
        (None, Step.ANNOUNCE, END - 30 * DAY),
        (Step.ANNOUNCE, Step.WEEK, END - 7 * DAY),
        (Step.WEEK, Step.DAY, END - DAY),
        (Step.DAY, Step.CLOSE, END),
        (Step.CLOSE, Step.ERASE, END + DAY),
    ],
)
def test_one_step_follows_the_other(done: Step | None, step: Step, at: datetime) -> None:
    assert next_step(ON, announced_at=END - 30 * DAY, done=done) == (step, at)


def test_after_the_last_there_is_none() -> None:
    assert next_step(ON, announced_at=END - 30 * DAY, done=Step.ERASE) is None


@pytest.mark.parametrize(
    ("done", "now", "due"),
    [
        (Step.ANNOUNCE, END - 7 * DAY - SECOND, None),
        (Step.ANNOUNCE, END - 7 * DAY, Step.WEEK),
        (Step.ANNOUNCE, END - HOUR, Step.DAY),  # stopped over the week: once is enough
        (None, END + 9 * DAY, Step.ANNOUNCE),
        (Step.ANNOUNCE, END + 9 * DAY, Step.CLOSE),  # and never straight to the end
        (Step.CLOSE, END + DAY - SECOND, None),
        (Step.CLOSE, END + DAY, Step.ERASE),
        (Step.ERASE, END + 9 * DAY, None),
    ],
)
def test_what_is_due_after_a_stop_is_the_newest(done: Step | None, now: datetime, due: Step | None) -> None:
    assert due_step(ON, announced_at=END - 30 * DAY, done=done, now=now) is due
