"""What a member's check-ins of one date amount to, and what the days before today leave behind.

Decides nothing about alerts: `signals` does, from what is gathered here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Protocol

from bot.rules.vocabulary import CheckinState

USUAL_DAYS = 14  # `usual` is the median over so many answered cravings …
USUAL_KNOWN_FROM = 5  # … and known once so many exist
MOODS_KEPT = 4  # LOW_MOOD looks at most so many answered moods back (gentle: five with today's)
NOES_THAT_RENEW = 3  # so many days answered "no" since the last "yes" make the next "yes" news at once
USE_STAYS_NEAR_FOR = 7  # days; no rule asks about a use further back than that
SENT_STATES = frozenset({CheckinState.SENT, CheckinState.ANSWERED, CheckinState.MISSED})


@dataclass(frozen=True, slots=True)
class Day:
    """One local date of one member. None is not answered; a missed day's answers, if any, are ignored."""

    on: date
    mood: int | None = None  # 1–5, 5 is best
    craving: int | None = None  # 0–10, 10 "strongest ever"
    used: bool | None = None
    missed: bool = False  # asked, and no sign of life


class Checkin(Protocol):
    """What is read of a check-in; its table row fits."""

    @property
    def state(self) -> CheckinState: ...
    @property
    def mood(self) -> int | None: ...
    @property
    def craving(self) -> int | None: ...
    @property
    def used(self) -> bool | None: ...


def day_of(on: date, checkins: Iterable[Checkin], *, sign_of_life: bool = False) -> Day | None:
    """Return what a member's check-ins of the date `on`, over all cadences, amount to; None if none was sent.

    The lowest mood, the highest craving, used if any says so; missed only if every one sent was missed and there was
    no `sign_of_life` (any tap or message) from the first delivery until the last deadline was judged.
    """
    sent = [checkin for checkin in checkins if checkin.state in SENT_STATES]
    if not sent:
        return None
    heard = [checkin for checkin in sent if checkin.state is CheckinState.ANSWERED]
    uses = [checkin.used for checkin in heard if checkin.used is not None]
    return Day(
        on=on,
        mood=min((checkin.mood for checkin in heard if checkin.mood is not None), default=None),
        craving=max((checkin.craving for checkin in heard if checkin.craving is not None), default=None),
        used=any(uses) if uses else None,
        missed=not sign_of_life and all(checkin.state is CheckinState.MISSED for checkin in sent),
    )


@dataclass(frozen=True, slots=True)
class Past:
    """All that the rules need to know of the days before today, oldest first in each tuple."""

    cravings: tuple[int, ...] = ()
    moods: tuple[int, ...] = ()
    used_on: date | None = None  # the last "yes"
    noes: int = 0  # days answered "no" since then
    missed: int = 0  # how many days in a row up to now
    missed_from: date | None = None  # and the first of them

    @property
    def usual(self) -> float | None:
        """The median of the cravings kept (of an even number, the mean of the middle two); None below five."""
        return float(median(self.cravings)) if len(self.cravings) >= USUAL_KNOWN_FROM else None

    def then(self, day: Day) -> "Past":
        """Return the past once `day`, later than all before, is over."""
        if day.missed:
            return replace(self, missed=self.missed + 1, missed_from=self.missed_from or day.on)
        return Past(
            cravings=self.cravings if day.craving is None else (*self.cravings, day.craving)[-USUAL_DAYS:],
            moods=self.moods if day.mood is None else (*self.moods, day.mood)[-MOODS_KEPT:],
            used_on=day.on if day.used else self.used_on,
            noes=0 if day.used else self.noes + (day.used is False),
        )


def past_before(today: date, days: Iterable[Day], *, paused_on: date | None = None) -> Past:
    """Return what the `days` before `today`, in any order, one a date, leave behind; today and later are ignored.

    Give all of them, or at least what `enough_days` keeps. `paused_on` is the last paused date before today, None if
    there was no pause: it ends a run of missed days, where a date without a check-in does not.
    """
    past = Past()
    for day in sorted(days, key=lambda day: day.on):
        # A missed day counts for nothing but its run, so a run that a pause ended is as if it had not been.
        ended_by_pause = day.missed and paused_on is not None and day.on <= paused_on
        if day.on < today and not ended_by_pause:
            past = past.then(day)
    return past


def enough_days(newest_first: Iterable[Day]) -> list[Day]:
    """Return the newest days, oldest first, up to where no rule can need an older one; all, if that is never reached.

    `newest_first` starts with today; a query may stream it and stop here. No number of dates would do: fourteen
    cravings, four moods and the last "yes" are asked for however long ago they were.
    """
    kept: list[Day] = []
    cravings = moods = noes = 0
    used = False
    in_run = True  # … of missed days that reaches up to today
    for day in newest_first:
        if kept and not day.missed:  # today's own answers are no past
            cravings += day.craving is not None
            moods += day.mood is not None
            noes += day.used is False
            used = used or day.used is True
        in_run = in_run and day.missed
        if in_run or not kept:
            run_from = day.on
        kept.append(day)
        no_use_near = noes >= NOES_THAT_RENEW and (run_from - day.on).days >= USE_STAYS_NEAR_FOR
        if cravings >= USUAL_DAYS and moods >= MOODS_KEPT and (used or no_use_near):
            break
    return kept[::-1]
