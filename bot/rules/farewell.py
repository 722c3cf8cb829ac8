"""The days before a server closes for good: when everybody is told, when it falls silent, and when everything is erased.

Pure. The closing is an instant for all, at noon UTC of its date: wherever somebody lives, it is that date or a few hours off.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

CLOSES_AT = time(12)  # UTC
APART = timedelta(days=1)  # nobody is told the same twice within a day
LEAVES_WITHIN = timedelta(days=1)  # the last words have so long to arrive before everything is erased
SOONEST = timedelta(hours=24)  # from the announcement to the closing: time to take a copy
LATEST = timedelta(days=366)


class Step(StrEnum):
    """What happens, in this order."""

    ANNOUNCE = "announce"
    WEEK = "week"
    DAY = "day"
    CLOSE = "close"  # check-ins and alerts end, the last words
    ERASE = "erase"


BEFORE = {Step.WEEK: timedelta(days=7), Step.DAY: timedelta(days=1)}


class TooSoon(ValueError):
    """People need at least a day to take their copy."""


class TooLate(ValueError):
    """More than a year ahead: a slip of the finger."""


def closes_at(on: date) -> datetime:
    return datetime.combine(on, CLOSES_AT, UTC)


def check(on: date, *, now: datetime) -> None:
    """Raise TooSoon or TooLate where a farewell announced `now` cannot end on that date."""
    left = closes_at(on) - now
    if left < SOONEST:
        raise TooSoon(str(on))
    if left > LATEST:
        raise TooLate(str(on))


def steps(on: date, *, announced_at: datetime) -> Iterator[tuple[Step, datetime]]:
    """Every step with its instant, in order. A reminder that would follow the announcement within a day falls away."""
    end = closes_at(on)
    yield Step.ANNOUNCE, announced_at
    for step, before in BEFORE.items():
        if end - before >= announced_at + APART:
            yield step, end - before
    yield Step.CLOSE, end
    yield Step.ERASE, end + LEAVES_WITHIN


def next_step(on: date, *, announced_at: datetime, done: Step | None) -> tuple[Step, datetime] | None:
    """The step that follows `done` (None: nothing was done yet), and when; None: all is done."""
    order = list(Step)
    rest = order if done is None else order[order.index(done) + 1 :]
    return next(((step, at) for step, at in steps(on, announced_at=announced_at) if step in rest), None)


def due_step(on: date, *, announced_at: datetime, done: Step | None, now: datetime) -> Step | None:
    """The newest step that has come by `now`: after a stop nobody is told of the week once the day is there."""
    upcoming = next_step(on, announced_at=announced_at, done=done)
    due: Step | None = None
    while upcoming is not None and upcoming[1] <= now:
        due = upcoming[0]
        if due in (Step.ANNOUNCE, Step.CLOSE):
            return due  # never passed over: people are told, and have a day before they are erased
        upcoming = next_step(on, announced_at=announced_at, done=due)
    return due
