"""Which zones show the same hour all year round."""

from datetime import UTC, datetime

from bot.rules.clocks import unlike

WINTER = datetime(2026, 1, 15, 12, tzinfo=UTC)


def test_of_zones_with_the_same_clock_the_first_is_kept() -> None:
    assert unlike(["Europe/Paris", "Europe/Berlin", "Europe/Rome"], now=WINTER) == ["Europe/Paris"]
    assert unlike(["Europe/Berlin", "Europe/Paris"], now=WINTER) == ["Europe/Berlin"]
    assert unlike([], now=WINTER) == []


def test_the_same_hour_now_is_not_enough() -> None:
    """All three show one hour in January; in summer Lagos stays, and the others change."""
    assert unlike(["Europe/Paris", "Africa/Lagos", "Europe/Berlin"], now=WINTER) == ["Europe/Paris", "Africa/Lagos"]
    assert unlike(["Africa/Lagos", "Africa/Tunis"], now=WINTER) == ["Africa/Lagos"]


def test_clocks_that_change_on_different_days_are_two() -> None:
    """New York and Havana change a week apart in autumn: only a look at each month would not tell; Cairo's summer is longer."""
    assert unlike(["Europe/Athens", "Africa/Cairo"], now=WINTER) == ["Europe/Athens", "Africa/Cairo"]


def test_what_clocks_did_before_makes_them_no_different() -> None:
    """Mexico City gave up summer time in October 2022."""
    after = datetime(2022, 11, 15, 12, tzinfo=UTC)
    assert unlike(["America/Guatemala", "America/Mexico_City"], now=after) == ["America/Guatemala"]


def test_a_whole_year_ahead_is_looked_at() -> None:
    """Morocco goes back for Ramadan alone: in some month of the year, whichever it is now."""
    for month in range(1, 13):
        now = datetime(2026, month, 15, 12, tzinfo=UTC)
        assert unlike(["Africa/Lagos", "Africa/Casablanca"], now=now) == ["Africa/Lagos", "Africa/Casablanca"]
