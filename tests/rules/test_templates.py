"""The times that a template makes of the hour which a leader chose."""

from datetime import time

import pytest

from bot.rules.templates import STARTS, Template


def test_once_a_day_is_the_leaders_hour() -> None:
    assert STARTS[Template.AFTERCARE].times(time(18, 30)) == (time(18, 30),)


@pytest.mark.parametrize(
    ("hour", "times"),
    [
        pytest.param(time(8), (time(8), time(21)), id="a morning gets its evening"),
        pytest.param(time(14, 59), (time(14, 59), time(21)), id="until three"),
        pytest.param(time(15), (time(9), time(15)), id="from three on, its morning"),
        pytest.param(time(9), (time(9), time(21)), id="the morning itself"),
        pytest.param(time(21), (time(9), time(21)), id="the evening itself"),
    ],
)
def test_twice_a_day_is_also_the_other_end_of_it(hour: time, times: tuple[time, ...]) -> None:
    assert STARTS[Template.SOBER_HOUSE].times(hour) == times
