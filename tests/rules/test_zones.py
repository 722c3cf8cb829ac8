from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.rules.zones import WELL_KNOWN_ZONES, UnknownZone, instant, wall_clock, zone_named, zone_names, zones_matching
from tests.rules.transitions import FIRST_AT, LAST_AT, Transition, all_transitions, offset

WINTER = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on", "at", "zone", "expected"),
    [
        pytest.param(date(2026, 3, 8), time(1, 59), "America/New_York", "2026-03-08T06:59", id="before a gap"),
        pytest.param(date(2026, 3, 8), time(2, 0), "America/New_York", "2026-03-08T07:00", id="first skipped minute"),
        pytest.param(date(2026, 3, 8), time(2, 59), "America/New_York", "2026-03-08T07:00", id="last skipped minute"),
        pytest.param(date(2026, 3, 8), time(3, 0), "America/New_York", "2026-03-08T07:00", id="first after the gap"),
        pytest.param(date(2026, 3, 8), time(3, 1), "America/New_York", "2026-03-08T07:01", id="after the gap"),
        pytest.param(date(2026, 11, 1), time(0, 59), "America/New_York", "2026-11-01T04:59", id="before a repetition"),
        pytest.param(date(2026, 11, 1), time(1, 0), "America/New_York", "2026-11-01T05:00", id="repeated: the first"),
        pytest.param(date(2026, 11, 1), time(1, 59), "America/New_York", "2026-11-01T05:59", id="last repeated minute"),
        pytest.param(date(2026, 11, 1), time(2, 0), "America/New_York", "2026-11-01T07:00", id="after a repetition"),
        pytest.param(date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", "2026-10-03T15:30", id="half an hour"),
        pytest.param(date(2026, 3, 29), time(1, 30), "Antarctica/Troll", "2026-03-29T01:00", id="two hours"),
        pytest.param(date(2026, 9, 6), time(0, 30), "America/Santiago", "2026-09-06T04:00", id="a day begins at one"),
        pytest.param(date(2026, 3, 28), time(23, 30), "America/Nuuk", "2026-03-29T01:00", id="a day ends at eleven"),
        pytest.param(date(2011, 12, 30), time(9, 0), "Pacific/Apia", "2011-12-30T10:00", id="a date that never was"),
    ],
)
def test_a_wall_time_becomes_one_instant(on: date, at: time, zone: str, expected: str) -> None:
    assert instant(on, at, zone) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_the_transitions_are_really_found() -> None:
    zones = {jump.zone for jump in all_transitions()}
    assert len(all_transitions()) > 500
    assert {jump.at.year for jump in all_transitions()} == set(range(FIRST_AT.year, LAST_AT.year))
    assert any(jump.before > jump.after for jump in all_transitions())
    assert len(zones) > 20


def test_around_every_transition_an_instant_is_the_first_that_shows_the_time_or_else_the_jump() -> None:
    for jump in all_transitions():
        for wall in _walls_around(jump):
            shown = [wall.replace(tzinfo=UTC) - shift for shift in (jump.before, jump.after)]
            valid = [at for at in shown if at + offset(jump.zone, at) == wall.replace(tzinfo=UTC)]
            assert instant(wall.date(), wall.time(), jump.zone) == min(valid, default=jump.at), (jump, wall)


def _walls_around(jump: Transition) -> list[datetime]:
    edges = [(jump.at + shift).replace(tzinfo=None) for shift in (jump.before, jump.after)]
    early, late = min(edges), max(edges)
    minute = timedelta(minutes=1)
    return [early - minute, early, early + (late - early) / 2, late - minute, late, late + minute]


def test_every_zone_of_the_wheel_can_be_read_by_its_name() -> None:
    assert len(zone_names()) > 500
    assert all(zone_named(name).key == name for name in zone_names())


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "europe/berlin", "../zones", "/etc/localtime", "Europe"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone_named(name)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        wall_clock(WINTER.replace(tzinfo=None), "UTC")


def test_a_typed_clock_finds_the_zones_that_show_it_preferred_ones_first() -> None:
    assert zones_matching(time(7, 0), now=WINTER)[:2] == ["America/New_York", "America/Bogota"]
    assert zones_matching(time(7, 0), now=WINTER, preferred=["America/Lima", "Europe/Paris"])[0] == "America/Lima"
    assert "Europe/Paris" not in zones_matching(time(7, 0), now=WINTER, preferred=["Europe/Paris"])
    assert zones_matching(time(7, 0), now=WINTER, preferred=["America/Bogota"]).count("America/Bogota") == 1


@pytest.mark.parametrize(
    ("clock", "found"), [(time(17, 52), False), (time(17, 53), True), (time(18, 7), True), (time(18, 8), False)]
)
def test_a_clock_may_be_seven_minutes_off(clock: time, found: bool) -> None:
    assert ("Asia/Dhaka" in zones_matching(clock, now=WINTER)) is found


def test_india_and_nepal_are_told_apart() -> None:
    assert zones_matching(time(17, 30), now=WINTER, among=["Asia/Kolkata", "Asia/Kathmandu"]) == ["Asia/Kolkata"]
    assert zones_matching(time(17, 45), now=WINTER, among=["Asia/Kolkata", "Asia/Kathmandu"]) == ["Asia/Kathmandu"]


def test_a_clock_just_past_midnight_matches_one_just_before() -> None:
    almost_midnight = datetime(2026, 1, 15, 23, 58, tzinfo=UTC)
    assert zones_matching(time(0, 2), now=almost_midnight, among=["UTC"]) == ["UTC"]


def test_whatever_quarter_of_an_hour_somebody_lives_by_a_well_known_zone_has_it() -> None:
    for now in (WINTER, datetime(2026, 7, 15, 12, 0, tzinfo=UTC)):
        covered = {offset(zone, now) for zone in WELL_KNOWN_ZONES}
        lived_by = {
            offset(zone, now) for zone in zone_names() if "/" in zone and not zone.startswith(("Etc/", "Antarctica/"))
        }
        # Two clocks a day apart (Tonga and Samoa, Kiritimati and Hawaii) look the same.
        day = timedelta(days=1)
        assert {shift % day for shift in lived_by} <= {shift % day for shift in covered}
