from datetime import time

import pytest

from bot.rules.typed_patterns import LONGEST, patterns

EARLY, LATE = ("early shift", (time(5, 30),)), ("late shift", (time(14),))


@pytest.mark.parametrize(
    "text",
    [
        "early shift 5:30 / late shift 14:00",
        "early shift 5:30, late shift 2pm",
        "early shift at 5:30 and late shift at 14:00",
        "early shift: 5:30\nlate shift: 14:00",
        "early shift - 5:30; late shift - 14h",
        "  early shift 5.30 / late shift 2 pm ",
    ],
)
def test_two_patterns_are_understood(text: str) -> None:
    assert patterns(text, count=1) == (EARLY, LATE)


def test_a_pattern_has_as_many_hours_as_there_are_checkins_a_day() -> None:
    text = "early 5:30 13:00 / late 14:00, 22:00"
    assert patterns(text, count=2) == (("early", (time(5, 30), time(13))), ("late", (time(14), time(22))))
    assert patterns(text, count=1) is None
    assert patterns("early 5:30 / late 14:00", count=2) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5:30 / 14:00",
        "early 5:30",
        "early 5:30 / late",
        "early 5:30 / early 14:00",
        "early 5:30 / late 5:30",
        "early 5:30 / late 14:00 / night 22:00",
        "early 5:30 late 14:00",
        "x" * 17 + " 5:30 / late 14:00",
        "t.me/x 5:30 / late 14:00",
    ],
)
def test_what_is_not_two_patterns_is_none(text: str) -> None:
    assert patterns(text, count=1) is None


def test_a_name_has_sixteen_characters_at_most() -> None:
    assert patterns("x" * 16 + " 5:30 / late 14:00", count=1) is not None


def test_a_number_may_be_part_of_a_name_and_an_hour_may_not() -> None:
    assert patterns("shift 2 5:30 / shift 3 14:00", count=1) == (("shift 2", (time(5, 30),)), ("shift 3", (time(14),)))
    assert patterns("early 10 5:30 / late 14:00", count=1) is None
    assert patterns("early 5:30 14:00, late 15:00 20:00", count=2) is None  # a comma may stand between hours


def test_at_belongs_to_the_hour() -> None:
    found = patterns("early at 5:30 / late at 14:00", count=1)
    assert found == (("early", (time(5, 30),)), ("late", (time(14),)))


def test_a_page_of_text_is_not_read_at_all() -> None:
    """Reading it took 14 seconds of everybody's time: ", " two thousand times over."""
    room = " " * (LONGEST - len("early 5:30 / late 14:00"))
    assert patterns(f"early 5:30 /{room} late 14:00", count=1) is not None
    assert patterns(f"early 5:30 /{room}  late 14:00", count=1) is None
