"""What could have been heard, and what was an outage."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.hearing import Coverage, Fetch, Gap, covered, gap_before, heard_until, poll_for, set_back

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
BOOT = timedelta(hours=5)  # the monotonic clock at START


def s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def fetch(*, at: float = 0, took: float = 50, timeout: float = 50, count: int = 0, jump: float = 0) -> Fetch:
    """A fetch that starts `at` seconds after START; `jump`: what the wall clock jumped while it ran."""
    started_at = START + s(at)
    return Fetch(started_at, started_at + s(took) + s(jump), s(took), s(timeout), count)


def ended(one: Fetch, at: float = 0) -> timedelta:
    return BOOT + s(at) + one.elapsed


@pytest.mark.parametrize(
    ("one", "reached"),
    [
        (fetch(took=50, count=0), 50),
        (fetch(took=51, count=0), 50),
        (fetch(took=49.9, count=0), 0),  # it came back early and empty: nobody knows why
        (fetch(took=50, count=1), 0),
        (fetch(took=3, count=99), 0),
        (fetch(took=3, count=100), None),
        (fetch(took=0.1, timeout=0, count=0), 0),
    ],
)
def test_how_far_a_fetch_hears(one: Fetch, reached: float | None) -> None:
    assert heard_until(one) == (None if reached is None else START + s(reached))


@pytest.mark.parametrize(
    ("one", "until"),
    [
        (fetch(took=20, timeout=50), 20),
        (fetch(took=50, timeout=50), 50),
        (fetch(took=200, timeout=50), 50),  # it hung: after its timeout nobody waited for updates
        (fetch(took=5, timeout=50, count=100), 5),
        (fetch(took=5, timeout=50, jump=3600), 5),
        (fetch(took=0.2, timeout=0), 0),
    ],
)
def test_what_a_fetch_covers_on_both_clocks(one: Fetch, until: float) -> None:
    assert covered(one, ended=ended(one)) == Coverage(START + s(until), BOOT + s(until))


@pytest.mark.parametrize(
    ("wall", "monotonic", "outage"),
    [
        (0, 0, None),
        (60, 60, None),
        (60.001, 60.001, 60.001),
        (3600, 3600, 3600),
        (3600, 1, 3600),  # the wall clock jumped forward, or the machine was suspended
        (1, 3600, 3600),  # the wall clock was set back during an outage
        (-3600, 1, None),  # the wall clock was set back, and we listened
        (-3600, 61, 61),
    ],
)
def test_more_than_a_minute_that_no_fetch_covers_is_an_outage(
    wall: float, monotonic: float, outage: float | None
) -> None:
    one = fetch(at=wall)
    known = Coverage(START, BOOT)
    found = gap_before(one, known, ended=BOOT + s(monotonic) + one.elapsed)
    assert found == (None if outage is None else Gap(one.started_at - s(outage), one.started_at))


def test_the_first_start_ever_ends_no_outage() -> None:
    assert gap_before(fetch(), None, ended=BOOT) is None


def test_after_a_restart_only_the_wall_clock_counts() -> None:
    one = fetch(at=61)
    assert gap_before(one, Coverage(START, None), ended=s(1)) == Gap(START, START + s(61))
    assert gap_before(fetch(at=60), Coverage(START, None), ended=s(1)) is None


@pytest.mark.parametrize(("wall", "back"), [(-60.001, True), (-60, False), (0, False), (3600, False)])
def test_a_fetch_that_began_before_what_was_covered_says_that_the_clock_was_set_back(wall: float, back: bool) -> None:
    assert set_back(fetch(at=wall), Coverage(START, None)) is back
    assert not set_back(fetch(at=wall), None)


@pytest.mark.parametrize(
    ("heard", "deadline", "waits"),
    [
        (None, None, 50),
        (None, 20, 20),
        (None, 19.2, 20),  # whole seconds, and not before the deadline
        (None, 50, 50),
        (None, 51, 50),
        (None, 0, 0),
        (None, -5, 0),
        (-5, -5, 50),  # heard already: it waits for something else
        (-5.001, -5, 0),
    ],
)
def test_a_poll_ends_by_the_next_deadline(heard: float | None, deadline: float | None, waits: float) -> None:
    heard_until_at = None if heard is None else START + s(heard)
    deadline_at = None if deadline is None else START + s(deadline)
    assert poll_for(START, heard_until_at=heard_until_at, deadline_at=deadline_at) == s(waits)
