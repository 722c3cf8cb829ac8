"""What a new group starts from: four rhythms that have worked elsewhere, as plain values.

A template only fills a group's first cadence; afterwards nothing depends on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.rules.vocabulary import Preset

EVERY_DAY = frozenset(range(7))
EVENING, MORNING = time(21), time(9)
AFTERNOON_FROM = time(15)


class Template(StrEnum):
    EARLY_RECOVERY = "early_recovery"
    AFTERCARE = "aftercare"
    SOBER_HOUSE = "sober_house"
    STUDENT_GROUP = "student_group"


@dataclass(frozen=True, slots=True)
class Start:
    """`days`: Monday is 0. `twice`: at the leader's hour and at the other end of the day. `window` 1–23 h."""

    days: frozenset[int]
    twice: bool
    window: timedelta
    reminders: tuple[timedelta, ...]
    preset: Preset

    def times(self, hour: time) -> tuple[time, ...]:
        """The group's times, ascending, where the leader chose `hour`."""
        if not self.twice:
            return (hour,)
        return tuple(sorted({hour, EVENING if hour < AFTERNOON_FROM else MORNING}))


_HOUR = timedelta(hours=1)

STARTS: Mapping[Template, Start] = MappingProxyType(
    {
        Template.EARLY_RECOVERY: Start(EVERY_DAY, False, 12 * _HOUR, (1 * _HOUR, 3 * _HOUR), Preset.WATCHFUL),
        Template.AFTERCARE: Start(frozenset({0, 2, 4}), False, 12 * _HOUR, (1 * _HOUR, 3 * _HOUR), Preset.STANDARD),
        Template.SOBER_HOUSE: Start(EVERY_DAY, True, 6 * _HOUR, (1 * _HOUR,), Preset.STANDARD),
        Template.STUDENT_GROUP: Start(frozenset({0, 1, 2, 3, 6}), False, 12 * _HOUR, (3 * _HOUR,), Preset.GENTLE),
    }
)
