"""Whether a leader's change would have a member's supporters told sooner: then it holds only after the member's own tap."""

from datetime import timedelta

FEW_DAYS = 3  # at so few days a week one quiet day less is waited for (DESIGN §3.3)


def by_days(before: frozenset[int], after: frozenset[int]) -> bool:
    """New days bring new chances to be quiet; few days shorten the wait for a word."""
    return bool(after - before) or len(after) <= FEW_DAYS < len(before)


def by_window(before: timedelta, after: timedelta) -> bool:
    """A shorter window is over earlier."""
    return after < before
