"""The queue of updates for the bot: kept 24 hours, handed out again until confirmed by a higher offset.

Decides which updates a call of getUpdates returns; waiting for them (long polling) is line.py's.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.sandbox import limits
from bot.sandbox.clock import Clock

Update = dict[str, Any]

# Telegram leaves these out unless a bot asks for them by name.
_ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True)
class _Waiting:
    id: int
    made_at: datetime
    update: Update


class Updates:
    def __init__(self, clock: Clock, *, first_id: int) -> None:
        self._clock = clock
        self._waiting: deque[_Waiting] = deque()
        self._repeats: list[Update] = []
        self._recent: deque[Update] = deque(maxlen=1000)
        self._allowed: frozenset[str] | None = None
        self._next_id = first_id
        self.handed_out = 0
        self.expired: deque[int] = deque(maxlen=1000)  # the newest that nobody fetched in time
        self.arrived: list[Callable[[], None]] = []

    @property
    def next_id(self) -> int:
        """The id that the next update will have."""
        return self._next_id

    @property
    def pending(self) -> int:
        """How many updates are not confirmed."""
        self._expire()
        return len(self._waiting)

    @property
    def waiting(self) -> int:
        """How many updates the bot has still to fetch or confirm, repeated ones included."""
        return self.pending + len(self._repeats)

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Set which kinds are made from now on; None keeps the setting, an empty list is the default."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def add(self, kind: str, body: Any) -> int | None:
        """Queue an update and return its id; None for a kind that the bot did not ask for."""
        wanted = kind in self._allowed if self._allowed else kind not in _ON_REQUEST_ONLY
        return self.add_raw({kind: body}) if wanted else None

    def add_raw(self, body: Update) -> int:
        """Queue a body as it is, e.g. one that no library can decode."""
        update_id = self._next_id
        self._next_id += 1
        self._waiting.append(_Waiting(update_id, self._clock.now(), {"update_id": update_id, **body}))
        self._tell()
        return update_id

    def repeat(self, update_id: int) -> None:
        """Hand an update out once more although it was confirmed. Raises KeyError: too long ago, or never made."""
        for update in self._recent:
            if update["update_id"] == update_id:
                self._repeats.append(update)
                self._tell()
                return
        raise KeyError(update_id)

    def confirm(self, offset: int) -> None:
        """Forget the updates below `offset`; a negative one keeps only that many of the newest."""
        keep_from = offset
        if offset < 0:
            keep_from = self._waiting[offset].id if len(self._waiting) >= -offset else 0
        while self._waiting and self._waiting[0].id < keep_from:
            self._recent.append(self._waiting.popleft().update)

    def take(self, limit: int) -> list[Update]:
        """Return the oldest unconfirmed updates, at most `limit`, without confirming them."""
        self._expire()
        repeats, self._repeats = self._repeats, []
        found = [waiting.update for _, waiting in zip(range(limit), self._waiting, strict=False)]
        if found:
            self.handed_out = max(self.handed_out, found[-1]["update_id"])
        return (repeats + found)[:limit]

    def clear(self) -> None:
        self._waiting.clear()

    def _tell(self) -> None:
        for call in list(self.arrived):
            call()

    def _expire(self) -> None:
        oldest = self._clock.now() - limits.UPDATES_KEPT_FOR
        while self._waiting and self._waiting[0].made_at < oldest:
            self.expired.append(self._waiting.popleft().id)
