"""Whether a leader's change would have a member's supporters told sooner or more: then it needs the member's own tap.

Another hour on the same days is none: days are what silence is counted in, and a member may take their own hour.
"""

from datetime import time, timedelta

FEW_DAYS = 3  # at so few days a week one quiet day less is waited for (DESIGN §3.3)


def by_days(before: frozenset[int], after: frozenset[int]) -> bool:
    """New days bring new chances to be quiet; few days shorten the wait for a word."""
    return bool(after - before) or len(after) <= FEW_DAYS < len(before)


def by_window(before: timedelta, after: timedelta) -> bool:
    """A shorter window is over earlier."""
    return after < before


def by_times(before: tuple[time, ...], after: tuple[time, ...]) -> bool:
    """More check-ins on a day are more chances for a hard one."""
    return len(after) > len(before)
