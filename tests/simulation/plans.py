"""What people are going to do: one queue for either simulation."""

import heapq
import itertools
from collections.abc import Iterable
from datetime import datetime
from typing import Generic, TypeVar

Act = TypeVar("Act")


class Plans(Generic[Act]):
    """What people are going to do, by instant."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Act]] = []
        self._turn = itertools.count()

    def add(self, at: datetime, act: Act) -> None:
        heapq.heappush(self._heap, (at, next(self._turn), act))

    def next_at(self) -> datetime | None:
        return self._heap[0][0] if self._heap else None

    def due(self, now: datetime) -> Iterable[Act]:
        while self._heap and self._heap[0][0] <= now:
            yield heapq.heappop(self._heap)[2]
