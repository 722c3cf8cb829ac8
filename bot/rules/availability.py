"""When a supporter may be asked: their quiet hours, their days off, and the weekly limit.

Decides instants only. It must not know whom else there is to ask: that is the ladder's part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.rules.cadence import quiet_ends_at

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Availability:
    """One person's hours. `full_until_at`: the weekly limit is used up until then; None where it is not."""

    zone: str
    quiet_from: time
    quiet_to: time
    off_until_at: datetime | None = None
    full_until_at: datetime | None = None


def free_from(availability: Availability, at: datetime, *, limited: bool = True) -> datetime:
    """Return the first instant at or after `at` at which the person may be asked; `at` itself if they may now.

    `limited=False` leaves the weekly limit out, as for USED. A span ends at its last instant: at `off_until_at` they
    are free again.
    """
    ends = [availability.off_until_at, availability.full_until_at if limited else None]
    moment = max([at, *(end for end in ends if end is not None)])
    return quiet_ends_at(
        moment, zone=availability.zone, quiet_from=availability.quiet_from, quiet_to=availability.quiet_to
    )


class Busy(StrEnum):
    """Why somebody may not be asked now."""

    QUIET = "quiet"  # their quiet hours
    OFF = "off"  # "not today", or a break
    FULL = "full"  # asked as often this week as they agreed to


def busy(availability: Availability, at: datetime, *, limited: bool = True) -> Busy | None:
    """Return why the person may not be asked at `at`, what ends last first; None if they may. `limited` as in `free_from`."""
    off = availability.off_until_at
    full = availability.full_until_at if limited else None
    if off is not None and off > max(at, full or at):
        return Busy.OFF
    if full is not None and full > at:
        return Busy.FULL
    return Busy.QUIET if free_from(availability, at, limited=limited) > at else None


def full_until(asked_at: Sequence[datetime], *, weekly_limit: int | None, now: datetime) -> datetime | None:
    """Return until when the alerts of the last seven days use up the limit; None if one more may come now.

    `asked_at` has one instant per alert, in any order, SOS and USED left out. `weekly_limit` None: no limit; 0: never
    asked but by SOS and USED, so the wait is always a week.
    """
    if weekly_limit is None:
        return None
    recent = sorted(at for at in asked_at if at > now - WEEK)
    if len(recent) < weekly_limit:
        return None
    return recent[-weekly_limit] + WEEK if weekly_limit else now + WEEK
