"""Every change of clocks from 2020 to 2037 in the pinned tzdata, each kind of jump at one instant once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from bot.rules.zones import zone_named, zone_names

FIRST_AT = datetime(2020, 1, 1, tzinfo=UTC)
LAST_AT = datetime(2038, 1, 1, tzinfo=UTC)
STRIDE = timedelta(days=5)  # the shortest time between two jumps is a month, around Ramadan in Morocco


@dataclass(frozen=True)
class Transition:
    zone: str
    at: datetime
    before: timedelta
    after: timedelta


def offset(zone: str, at: datetime) -> timedelta:
    shift = at.astimezone(zone_named(zone)).utcoffset()
    assert shift is not None
    return shift


@cache
def all_transitions() -> tuple[Transition, ...]:
    """One zone stands for all that make the same jump at the same instant."""
    found: dict[tuple[datetime, timedelta, timedelta], Transition] = {}
    for zone in sorted(zone_names()):
        at = FIRST_AT
        while at < LAST_AT:
            if offset(zone, at) != offset(zone, at + STRIDE):
                jump = _jump(zone, at, at + STRIDE)
                found.setdefault((jump.at, jump.before, jump.after), jump)
            at += STRIDE
    return tuple(found.values())


def _jump(zone: str, start: datetime, end: datetime) -> Transition:
    before, after = offset(zone, start), offset(zone, end)
    while end - start > timedelta(seconds=1):
        middle = (start + (end - start) / 2).replace(microsecond=0)
        start, end = (middle, end) if offset(zone, middle) == before else (start, middle)
    return Transition(zone, end, before, after)
