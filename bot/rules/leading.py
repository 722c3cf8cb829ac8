"""When a group is without a leader, how long one word to it may be, and which figures of its weeks may be shown.

Values in, values out. It must not know who answered what: it is handed ratings without names and gives figures of many.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

OUT_OF_REACH_AFTER = timedelta(hours=48)  # Telegram has refused that long (DESIGN §3.2)
LOST_AFTER = OUT_OF_REACH_AFTER + timedelta(days=14)

WEEK = timedelta(days=7)
AT_LEAST = 4  # people behind a figure: with fewer, each could be read off it
SETTLED_AFTER = timedelta(days=2)  # late answers count for their date until the day after it


def lost_at(blocked_at: datetime) -> datetime:
    """When a leader whom Telegram refuses since `blocked_at` counts as lost to the group."""
    return blocked_at + LOST_AFTER


@dataclass(frozen=True, slots=True)
class Taken:
    """One planned check-in of a group that reached somebody: `person` only tells people apart. None: not answered, or skipped."""

    person: int
    on: date
    answered: bool
    mood: int | None = None
    craving: int | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday. `asked` and `answered` count check-ins, `people` those who answered at least one.

    `mood` and `craving` are of everybody together, to the nearest half; None where they may not be shown.
    """

    starts_on: date
    asked: int
    answered: int
    people: int
    mood: float | None = None
    craving: float | None = None


def weeks(taken: Iterable[Taken], *, today: date, count: int) -> tuple[Week, ...]:
    """The week of `today` and those before it, `count` in all, the newest first.

    Figures wait until nothing of their week can change: seen before and after one answer, they would tell it.
    """
    rows = list(taken)
    monday = today - timedelta(days=today.weekday())
    starts = (monday - WEEK * back for back in range(count))
    return tuple(_week(start, [one for one in rows if start <= one.on < start + WEEK], today) for start in starts)


def _week(starts_on: date, rows: Sequence[Taken], today: date) -> Week:
    answered = [one for one in rows if one.answered]
    settled = today >= starts_on + WEEK - timedelta(days=1) + SETTLED_AFTER
    return Week(
        starts_on=starts_on,
        asked=len(rows),
        answered=len(answered),
        people=len({one.person for one in answered}),
        mood=_together([(one.person, one.mood) for one in answered]) if settled else None,
        craving=_together([(one.person, one.craving) for one in answered]) if settled else None,
    )


def _together(given: Iterable[tuple[int, int | None]]) -> float | None:
    """The mean over people of each one's own mean, to the nearest half; None with fewer than four people.

    Rounded so coarsely, it does not change enough to tell what somebody answered whose rows are gone.
    """
    of_each: dict[int, list[int]] = {}
    for person, value in given:
        if value is not None:
            of_each.setdefault(person, []).append(value)
    if len(of_each) < AT_LEAST:
        return None
    means = [sum(values) / len(values) for values in of_each.values()]
    return round(2 * sum(means) / len(means)) / 2
