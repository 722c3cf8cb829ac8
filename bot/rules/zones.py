"""Which IANA zones there are, what instant a wall time in one of them is, and which zone could be somebody's.

Zones are read from the pinned tzdata wheel, never from the machine: the same check-in falls on the same instant
everywhere, and a system update cannot move anybody's hour.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

WELL_KNOWN_ZONES = (
    # At least one for every clock that many people live by, those with more of them first.
    *("America/New_York", "America/Chicago", "America/Los_Angeles", "America/Denver", "America/Phoenix"),
    *("Europe/London", "Europe/Berlin", "Europe/Madrid", "Europe/Paris", "Europe/Rome", "Europe/Lisbon"),
    *("America/Sao_Paulo", "America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires"),
    *("America/Toronto", "America/Vancouver", "America/Halifax", "America/Caracas", "America/Santiago"),
    *("Europe/Kyiv", "Europe/Moscow", "Europe/Istanbul", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos"),
    *("Africa/Nairobi", "Africa/Casablanca", "Africa/Accra", "Asia/Jerusalem", "Asia/Tehran", "Asia/Dubai"),
    *("Asia/Kolkata", "Asia/Karachi", "Asia/Kabul", "Asia/Tashkent", "Asia/Dhaka", "Asia/Kathmandu", "Asia/Yangon"),
    *("Asia/Jakarta", "Asia/Bangkok", "Asia/Shanghai", "Asia/Manila", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul"),
    *("Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", "Australia/Darwin", "Australia/Perth"),
    *("Pacific/Auckland", "America/Anchorage", "Pacific/Honolulu", "America/St_Johns", "America/Noronha"),
    *("Asia/Yekaterinburg", "Asia/Novosibirsk", "Asia/Vladivostok", "Asia/Kamchatka", "Atlantic/Azores"),
    *("Pacific/Guadalcanal", "Pacific/Tongatapu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Chatham"),
    *("Pacific/Marquesas", "Australia/Lord_Howe", "Australia/Eucla", "America/Nuuk", "America/Adak"),
)


class UnknownZone(ValueError):
    """The name is not that of an IANA zone."""


@cache
def zone_names() -> frozenset[str]:
    """Return the name of every zone in the pinned tzdata, aliases included."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


@cache
def zone_named(name: str) -> ZoneInfo:
    """Return the zone of that IANA name. Raises UnknownZone."""
    if name not in zone_names():
        raise UnknownZone(f"{name!r} is not the name of a time zone")
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def instant(on: date, at: time, zone: str) -> datetime:
    """Return the instant, in UTC, at which clocks in `zone` show `at` on the date `on`.

    A wall time that is skipped moves forward to the first valid instant, the jump itself, which may already be the
    next date; one that occurs twice uses the first. Raises UnknownZone.
    """
    here = zone_named(zone)
    wall = datetime.combine(on, at, here).replace(fold=0)
    first = wall.astimezone(UTC)
    second = wall.replace(fold=1).astimezone(UTC)
    # PEP 495: in a gap, fold=0 counts from before the jump and so lands behind it, fold=1 the other way round.
    return _jump_between(second, first, here) if second < first else first


def wall_clock(moment: datetime, zone: str) -> datetime:
    """Return what calendar and clock show in `zone` at `moment`. Raises ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(zone_named(zone))


def zones_matching(
    local: time,
    *,
    now: datetime,
    preferred: Sequence[str] = (),
    among: Sequence[str] = WELL_KNOWN_ZONES,
    tolerance: timedelta = timedelta(minutes=7),
) -> list[str]:
    """Return the zones whose clocks show `local` at `now`, the likeliest first; [] if there is none.

    `preferred` (the group's zone, the country's) come first, then those of `among` in their order. A clock within
    `tolerance`, both ends included, matches: people round, and no two zones lie closer than a quarter of an hour.
    Raises UnknownZone, and ValueError for a naive `now`.
    """
    candidates = dict.fromkeys((*preferred, *among))
    return [zone for zone in candidates if _apart(wall_clock(now, zone).time(), local) <= tolerance]


def _jump_between(before: datetime, after: datetime, here: ZoneInfo) -> datetime:
    """Return the instant between the two at which clocks are moved forward."""
    seconds = range(int(before.timestamp()), int(after.timestamp()) + 1)

    def offset(second: int) -> timedelta:
        return datetime.fromtimestamp(second, here).utcoffset() or timedelta()

    return datetime.fromtimestamp(seconds[bisect_right(seconds, offset(seconds[0]), key=offset)], UTC)


def _apart(one: time, other: time) -> timedelta:
    """Return how far two clocks are apart, the short way round midnight."""
    day = timedelta(days=1)
    gap = abs(datetime.combine(date.min, one) - datetime.combine(date.min, other))
    return min(gap, day - gap)
