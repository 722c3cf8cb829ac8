"""What a page shows besides chats, by topic: the clock, the agenda, the weather, the story. Only the newest of each counts."""

from collections.abc import Callable
from typing import Any


class Notices:
    def __init__(self) -> None:
        self._values: dict[str, tuple[int, Any]] = {}
        self._number = 0
        self.listeners: list[Callable[[], None]] = []

    def post(self, topic: str, value: Any) -> None:
        """Let everybody know `value` (JSON), unless it is what they know already."""
        known = self._values.get(topic)
        if known is not None and known[1] == value:
            return
        self._number += 1
        self._values[topic] = (self._number, value)
        for listen in list(self.listeners):
            listen()

    def since(self, number: int) -> tuple[int, dict[str, Any]]:
        """The topics that changed after `number`, and the number to ask with next."""
        return self._number, {topic: value for topic, (n, value) in self._values.items() if n > number}
