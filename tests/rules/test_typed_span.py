"""Spans of hours as people type them."""

from datetime import time

import pytest

from bot.rules.typed_span import span


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("22-7", (time(22), time(7))),
        ("22 – 7", (time(22), time(7))),
        ("From 10pm to 6:30am", (time(22), time(6, 30))),
        ("between 21h until 7", (time(21), time(7))),
        ("midnight to noon", (time(0), time(12))),
        (" None ", (time(0), time(0))),
    ],
)
def test_a_span_is_read(text: str, meant: tuple[time, time]) -> None:
    assert span(text) == meant


@pytest.mark.parametrize("text", ["", "22", "22-", "-7", "22-22", "25-7", "22-7-9", "late to early", "tomorrow"])
def test_what_is_unclear_is_not_guessed(text: str) -> None:
    assert span(text) is None
