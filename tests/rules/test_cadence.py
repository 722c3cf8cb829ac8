from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.rules.cadence import (
    Cadence,
    InvalidCadence,
    Occasion,
    is_quiet,
    is_sparse,
    is_within,
    next_occasion,
    next_within,
    passed_occasions,
    quiet_ends_at,
)
from bot.rules.zones import UnknownZone, instant
from tests.rules.transitions import Transition, all_transitions

EVERY_DAY = frozenset(range(7))
BERLIN = "Europe/Berlin"
MORNING = Cadence(EVERY_DAY, (time(9),))
THRICE = Cadence(EVERY_DAY, (time(8), time(12), time(20)))
MONDAY = date(2026, 1, 5)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def key(occasion: Occasion | None) -> tuple[date, int]:
    assert occasion is not None
    return occasion.on, occasion.slot


class TestCadence:
    @pytest.mark.parametrize(
        ("days", "times"),
        [
            pytest.param({7}, (time(9),), id="an eighth weekday"),
            pytest.param({-1}, (time(9),), id="a weekday before Monday"),
            pytest.param({0}, (), id="days without a time"),
            pytest.param({0}, (time(6), time(9), time(12), time(15)), id="four times"),
            pytest.param({0}, (time(9), time(9)), id="a time twice"),
            pytest.param({0}, (time(12), time(9)), id="times that go back"),
            pytest.param({0}, (time(9, 0, 30),), id="seconds"),
            pytest.param({0}, (time(9, tzinfo=UTC),), id="a time with a zone"),
        ],
    )
    def test_refuses(self, days: set[int], times: tuple[time, ...]) -> None:
        with pytest.raises(InvalidCadence):
            Cadence(frozenset(days), times)

    @pytest.mark.parametrize(
        ("days", "times"),
        [({0, 6}, (time(0),)), ({3}, (time(6), time(9), time(23, 59))), (set[int](), ()), (set[int](), (time(9),))],
    )
    def test_takes(self, days: set[int], times: tuple[time, ...]) -> None:
        assert Cadence(frozenset(days), times).times == times


@pytest.mark.parametrize(
    ("weekdays", "sparse"),
    [([{0, 2, 4}], True), ([{0, 2, 4, 6}], False), ([{0, 2}, {2, 4}], True), ([{0, 2}, {4, 6}], False), ([], True)],
)
def test_three_weekdays_over_all_cadences_are_sparse(weekdays: list[set[int]], sparse: bool) -> None:
    assert is_sparse(Cadence(frozenset(days), (time(9),)) for days in weekdays) is sparse


class TestNextOccasion:
    @pytest.mark.parametrize(
        ("now", "on"), [("2026-01-05T07:59:59", 5), ("2026-01-05T08:00", 6), ("2026-01-05T08:00:01", 6)]
    )
    def test_lies_strictly_after_now(self, now: str, on: int) -> None:
        assert key(next_occasion(MORNING, zone=BERLIN, now=utc(now))) == (date(2026, 1, on), 0)

    def test_says_where_and_when(self) -> None:
        now = utc("2026-01-05T07:00")
        assert next_occasion(MORNING, zone=BERLIN, now=now) == Occasion(MONDAY, 0, utc("2026-01-05T08:00"), BERLIN)

    def test_goes_through_the_slots_of_a_day_and_on_to_the_next(self) -> None:
        now, seen = utc("2026-01-05T00:00"), []
        for _ in range(4):
            occasion = next_occasion(THRICE, zone="UTC", now=now)
            assert occasion is not None
            now = occasion.at
            seen.append(key(occasion))
        assert seen == [(MONDAY, 0), (MONDAY, 1), (MONDAY, 2), (date(2026, 1, 6), 0)]

    def test_keeps_to_the_weekdays(self) -> None:
        sundays = Cadence(frozenset({6}), (time(9),))
        assert key(next_occasion(sundays, zone="UTC", now=utc("2026-01-05T00:00"))) == (date(2026, 1, 11), 0)
        assert key(next_occasion(sundays, zone="UTC", now=utc("2026-01-11T09:00"))) == (date(2026, 1, 18), 0)

    def test_is_none_without_days(self) -> None:
        assert next_occasion(Cadence(frozenset(), (time(9),)), zone="UTC", now=utc("2026-01-05T00:00")) is None

    @pytest.mark.parametrize(
        ("after", "expected"),
        [
            pytest.param((MONDAY, 0), (MONDAY, 1), id="the first was opened, perhaps early"),
            pytest.param((MONDAY, 1), (MONDAY, 2), id="the second"),
            pytest.param((MONDAY, 2), (date(2026, 1, 6), 0), id="the last of the day"),
            pytest.param((date(2026, 1, 4), 2), (MONDAY, 0), id="yesterday's"),
            pytest.param((date(2026, 1, 7), 0), (date(2026, 1, 7), 1), id="one of a date still to come"),
        ],
    )
    def test_is_later_than_the_last_one_opened(self, after: tuple[date, int], expected: tuple[date, int]) -> None:
        assert key(next_occasion(THRICE, zone="UTC", now=utc("2026-01-05T00:00"), after=after)) == expected

    def test_flying_west_over_the_date_line_asks_no_date_twice(self) -> None:
        opened = (MONDAY, 0)  # in Auckland, while it is still the 4th in Honolulu
        now = utc("2026-01-04T21:00")
        assert key(next_occasion(MORNING, zone="Pacific/Honolulu", now=now, after=opened)) == (date(2026, 1, 6), 0)

    def test_flying_east_over_the_date_line_skips_what_is_over(self) -> None:
        opened, now = (date(2026, 1, 4), 0), utc("2026-01-05T06:00")
        assert key(next_occasion(MORNING, zone="Pacific/Auckland", now=now, after=opened)) == (date(2026, 1, 6), 0)

    def test_moving_the_hour_ahead_of_now_stays_on_the_same_date_if_it_was_not_opened(self) -> None:
        evening, now = Cadence(EVERY_DAY, (time(21),)), utc("2026-01-05T10:00")
        assert key(next_occasion(evening, zone="UTC", now=now, after=(date(2026, 1, 4), 0))) == (MONDAY, 0)
        assert key(next_occasion(evening, zone="UTC", now=now, after=(MONDAY, 0))) == (date(2026, 1, 6), 0)

    def test_a_skipped_last_hour_is_still_found_in_the_first_minutes_before_the_jump(self) -> None:
        late = Cadence(EVERY_DAY, (time(23, 30),))
        occasion = next_occasion(late, zone="America/Nuuk", now=utc("2026-03-29T00:59"))
        assert occasion == Occasion(date(2026, 3, 28), 0, utc("2026-03-29T01:00"), "America/Nuuk")

    def test_refuses_a_naive_now_and_an_unknown_zone(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            next_occasion(MORNING, zone="UTC", now=datetime(2026, 1, 5))  # noqa: DTZ001
        with pytest.raises(UnknownZone):
            next_occasion(MORNING, zone="Mars/Olympus", now=utc("2026-01-05T00:00"))


class TestPassedOccasions:
    FIRST = Occasion(MONDAY, 0, utc("2026-01-05T08:00"), "UTC")

    @pytest.mark.parametrize(
        ("now", "count"),
        [
            ("2026-01-05T07:59:59", 0),
            ("2026-01-05T08:00", 1),
            ("2026-01-05T11:59:59", 1),
            ("2026-01-05T12:00", 2),
            ("2026-01-06T08:00", 4),
        ],
    )
    def test_are_all_that_came_by_now(self, now: str, count: int) -> None:
        assert len(passed_occasions(THRICE, zone="UTC", first=self.FIRST, now=utc(now))) == count

    def test_begin_with_the_one_that_was_planned_as_it_was_planned(self) -> None:
        planned = Occasion(MONDAY, 0, utc("2026-01-05T05:00"), "Asia/Karachi")
        passed = passed_occasions(THRICE, zone="UTC", first=planned, now=utc("2026-01-05T12:00"))
        assert passed == [planned, Occasion(MONDAY, 1, utc("2026-01-05T12:00"), "UTC")]

    def test_hold_both_slots_that_a_jump_moved_onto_one_instant(self) -> None:
        close = Cadence(EVERY_DAY, (time(2, 15), time(2, 45)))
        first = next_occasion(close, zone=BERLIN, now=utc("2026-03-29T00:00"))
        assert first is not None
        passed = passed_occasions(close, zone=BERLIN, first=first, now=first.at)
        assert [(one.slot, one.at) for one in passed] == [(0, utc("2026-03-29T01:00")), (1, utc("2026-03-29T01:00"))]


def test_around_every_transition_there_is_exactly_one_occasion_per_date_and_slot() -> None:
    for jump in all_transitions():
        cadence, start_on, end_on = _cadence_across(jump)
        seen, now = [], instant(start_on, time(0), jump.zone) - timedelta(minutes=1)
        upcoming = next_occasion(cadence, zone=jump.zone, now=now)
        while upcoming is not None and upcoming.on <= end_on:
            assert upcoming.at > now
            now = upcoming.at
            passed = passed_occasions(cadence, zone=jump.zone, first=upcoming, now=now)
            seen += [key(occasion) for occasion in passed]
            upcoming = next_occasion(cadence, zone=jump.zone, now=now, after=seen[-1])
        dates = [start_on + timedelta(days=day) for day in range((end_on - start_on).days + 1)]
        assert seen == [(on, slot) for on in dates for slot in range(len(cadence.times))], jump


def _cadence_across(jump: Transition) -> tuple[Cadence, date, date]:
    """A cadence with slots in and around the jump, and the dates from the one before to the one after."""
    edges = [(jump.at + shift).replace(tzinfo=None) for shift in (jump.before, jump.after)]
    early, late = min(edges), max(edges)
    times = {(early + (late - early) / 3).time(), (late - timedelta(minutes=1)).time(), late.time()}
    day = timedelta(days=1)
    return Cadence(EVERY_DAY, tuple(sorted(times))), early.date() - day, late.date() + day


class TestQuietHours:
    @pytest.mark.parametrize(
        ("clock", "quiet"),
        [
            ("21:59:59", False),
            ("22:00", True),
            ("23:59:59", True),
            ("00:00", True),
            ("06:59:59", True),
            ("07:00", False),
        ],
    )
    def test_go_over_midnight_from_and_not_to(self, clock: str, quiet: bool) -> None:
        moment = utc(f"2026-01-05T{clock}")
        assert is_quiet(moment, zone="UTC", quiet_from=time(22), quiet_to=time(7)) is quiet

    @pytest.mark.parametrize(("clock", "quiet"), [("12:59", False), ("13:00", True), ("14:59", True), ("15:00", False)])
    def test_may_lie_within_a_day(self, clock: str, quiet: bool) -> None:
        assert is_quiet(utc(f"2026-01-05T{clock}"), zone="UTC", quiet_from=time(13), quiet_to=time(15)) is quiet

    @pytest.mark.parametrize("clock", ["00:00", "21:59", "22:00", "22:01"])
    def test_with_equal_ends_are_never(self, clock: str) -> None:
        assert not is_quiet(utc(f"2026-01-05T{clock}"), zone="UTC", quiet_from=time(22), quiet_to=time(22))

    def test_are_the_persons_own(self) -> None:
        moment = utc("2026-01-05T03:00")
        assert is_quiet(moment, zone=BERLIN, quiet_from=time(22), quiet_to=time(7))
        assert not is_quiet(moment, zone="Asia/Tokyo", quiet_from=time(22), quiet_to=time(7))

    @pytest.mark.parametrize(("quiet_from", "quiet_to"), [(time(22, 0, 1), time(7)), (time(22), time(6, 59, 59))])
    def test_are_whole_minutes(self, quiet_from: time, quiet_to: time) -> None:
        with pytest.raises(ValueError, match="whole minutes"):
            is_quiet(utc("2026-01-05T03:00"), zone="UTC", quiet_from=quiet_from, quiet_to=quiet_to)

    @pytest.mark.parametrize(
        ("moment", "ends_at"),
        [
            ("2026-01-05T21:59:59", "2026-01-05T21:59:59"),
            ("2026-01-05T22:00", "2026-01-06T07:00"),
            ("2026-01-06T06:59:59", "2026-01-06T07:00"),
            ("2026-01-06T07:00", "2026-01-06T07:00"),
        ],
    )
    def test_end_at_the_first_instant_outside(self, moment: str, ends_at: str) -> None:
        assert quiet_ends_at(utc(moment), zone="UTC", quiet_from=time(22), quiet_to=time(7)) == utc(ends_at)

    @pytest.mark.parametrize(
        ("moment", "quiet_from", "quiet_to", "ends_at"),
        [
            pytest.param("2026-03-29T00:30", time(22), time(2, 30), "2026-03-29T01:00", id="the end is skipped"),
            pytest.param("2026-10-24T23:30", time(22), time(2, 30), "2026-10-25T00:30", id="the end comes twice"),
            pytest.param("2026-10-25T01:10", time(22), time(2, 30), "2026-10-25T01:30", id="its second time"),
            pytest.param("2026-10-25T00:45", time(2, 30), time(4), "2026-10-25T01:00", id="clocks go back out of it"),
        ],
    )
    def test_follow_the_clocks_when_these_are_changed(
        self, moment: str, quiet_from: time, quiet_to: time, ends_at: str
    ) -> None:
        ends = quiet_ends_at(utc(moment), zone=BERLIN, quiet_from=quiet_from, quiet_to=quiet_to)
        assert ends == utc(ends_at)

    @pytest.mark.parametrize(
        ("moment", "within", "expected"),
        [
            ("2026-01-05T07:59:59", False, "2026-01-05T08:00"),
            ("2026-01-05T08:00", True, "2026-01-05T08:00"),
            ("2026-01-05T20:59:59", True, "2026-01-05T20:59:59"),
            ("2026-01-05T21:00", False, "2026-01-06T08:00"),
        ],
    )
    def test_waking_hours_are_the_other_way_round(self, moment: str, within: bool, expected: str) -> None:
        assert is_within(utc(moment), zone="UTC", start=time(8), end=time(21)) is within
        assert next_within(utc(moment), zone="UTC", start=time(8), end=time(21)) == utc(expected)


class TestOnce:
    """Other times on one date only."""

    moved = Cadence(EVERY_DAY, (time(9),), once=(date(2026, 1, 6), (time(14),)))

    def test_one_date_has_other_times_and_the_next_has_the_usual_ones_again(self) -> None:
        asked = utc("2026-01-05 12:00")
        found = []
        for _ in range(3):
            occasion = next_occasion(self.moved, zone="UTC", now=asked)
            assert occasion is not None
            found.append(occasion.at)
            asked = occasion.at
        assert found == [utc("2026-01-06 14:00"), utc("2026-01-07 09:00"), utc("2026-01-08 09:00")]

    def test_the_date_keeps_its_slots_so_that_nothing_is_asked_twice(self) -> None:
        after = (date(2026, 1, 6), 0)
        found = next_occasion(self.moved, zone="UTC", now=utc("2026-01-06 10:00"), after=after)
        assert key(found) == (date(2026, 1, 7), 0)

    @pytest.mark.parametrize("times", [(), (time(14), time(15)), (time(14, 0, 30),)])
    def test_as_many_whole_minutes_as_on_other_dates(self, times: tuple[time, ...]) -> None:
        with pytest.raises(InvalidCadence):
            Cadence(EVERY_DAY, (time(9),), once=(MONDAY, times))
