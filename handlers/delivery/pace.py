"""How fast may things leave? Allowances that know nothing of messages or chats; times are seconds of a monotonic clock.

Each answers `ready_at(now)`, the earliest time at which one more may leave, and is told by `take(now)` that one did.
"""

from collections import deque


class Window:
    """At most `count` in any stretch of `per` seconds."""

    def __init__(self, count: int, per: float = 1.0) -> None:
        self._per = per
        self._left: deque[float] = deque(maxlen=count)

    def ready_at(self, now: float) -> float:
        if len(self._left) < (self._left.maxlen or 0):
            return now
        return max(now, self._left[0] + self._per)

    def take(self, now: float) -> None:
        self._left.append(now)


class Rhythm:
    """One each `interval` seconds; after a rest, up to `burst` at once."""

    def __init__(self, interval: float, burst: int) -> None:
        self._interval = interval
        self._slack = interval * (burst - 1)
        self._due = float("-inf")  # when the next would be due, if all kept to the interval

    def ready_at(self, now: float) -> float:
        return max(now, self._due - self._slack)

    def take(self, now: float) -> None:
        self._due = max(self._due, now) + self._interval

    def rested(self, now: float) -> bool:
        """Whether this one is as good as new, and need not be remembered."""
        return self._due <= now
