"""Which changes of a leader's would tell a member's supporters sooner or more."""

from datetime import time, timedelta

import pytest

from bot.rules import sooner

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({0, 1, 2, 3}, {0, 1, 2, 3}, False, id="the same"),
        pytest.param({0, 1, 2, 3}, {0, 1, 2, 4}, True, id="another day"),
        pytest.param({0, 1}, {0, 1, 2}, True, id="one more"),
        pytest.param({0, 1, 2, 3, 4}, {0, 1, 2, 3}, False, id="one less, still more than three"),
        pytest.param({0, 1, 2, 3}, {0, 1, 2}, True, id="few from now on"),
        pytest.param({0, 1, 2}, {0, 1}, False, id="few before, too"),
    ],
)
def test_new_days_and_few_days_do(before: set[int], after: set[int], expected: bool) -> None:
    assert sooner.by_days(frozenset(before), frozenset(after)) is expected


def test_a_shorter_window_does() -> None:
    assert sooner.by_window(12 * HOUR, 11 * HOUR)
    assert not sooner.by_window(12 * HOUR, 12 * HOUR)
    assert not sooner.by_window(12 * HOUR, 13 * HOUR)


def test_more_times_on_a_day_do_and_other_times_do_not() -> None:
    assert sooner.by_times((time(9),), (time(9), time(21)))
    assert not sooner.by_times((time(9),), (time(10),))
    assert not sooner.by_times((time(9), time(21)), (time(9),))
