"""Telling zones apart that show the same hour now: which of them go on showing the same hour."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.rules.zones import wall_clock

_LOOKS = tuple(
    timedelta(days=30 * month) for month in range(13)
)  # a year, seen once a month: every change of the clocks


def unlike(zones: Iterable[str], *, now: datetime) -> list[str]:
    """Return the first zone of each kind of clock, in their order: those left out show the same hour all year round.

    Raises UnknownZone, and ValueError for a naive `now`.
    """
    kept: dict[tuple[timedelta | None, ...], str] = {}
    for zone in zones:
        year = tuple(wall_clock(now + look, zone).utcoffset() for look in _LOOKS)
        kept.setdefault(year, zone)
    return list(kept.values())
