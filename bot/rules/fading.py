"""How the bot steps back from a member it does not hear from, and when it counts them as out of reach (DESIGN §3.2).

Decides from counts and instants. It must not judge: stepping back is no alert, and whatever the member sends ends it.
"""

from datetime import datetime, timedelta

from bot.rules.vocabulary import Fading
from bot.rules.zones import instant, wall_clock

UNREMINDED_FROM = 7  # missed days in a row
WEEKLY_FROM = 14
ASKED_AFTER_FOR = timedelta(days=42)  # so long after the last sign of life even the weekly line stops
OUT_OF_REACH_AFTER = timedelta(hours=48)  # Telegram has refused a person for so long: out of reach
WEEK = timedelta(days=7)


def after_missing(days: int) -> Fading | None:
    """Return how far to step back after `days` missed in a row since the last sign of life; None: not at all."""
    if days >= WEEKLY_FROM:
        return Fading.WEEKLY
    return Fading.UNREMINDED if days >= UNREMINDED_FROM else None


def is_asked(fading: Fading | None) -> bool:
    """Say whether prompts go out."""
    return fading not in (Fading.WEEKLY, Fading.UNASKED)


def a_week_after(at: datetime, *, zone: str, now: datetime) -> datetime:
    """Return the first instant after `now` that lies whole weeks after `at`, at the same wall time in `zone`."""
    clock = wall_clock(at, zone)
    on = clock.date() + WEEK
    while (line_at := instant(on, clock.time(), zone)) <= now:
        on += WEEK
    return line_at


def ends_at(last_sign_at: datetime, *, deaf_until_at: datetime | None) -> datetime:
    """Return when the weekly line stops: 42 days after the last sign of life.

    `deaf_until_at`: the end of the last outage of ours so long that what was sent in it may be lost; None: there was none.
    The member then has at least one more line, and a week, in which we hear them.
    """
    stops_at = last_sign_at + ASKED_AFTER_FOR
    return stops_at if deaf_until_at is None else max(stops_at, deaf_until_at + WEEK)
