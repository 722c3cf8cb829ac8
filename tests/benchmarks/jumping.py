"""An event loop whose time jumps to the next timer when nothing else is left to do, for code that knows no clock of ours."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

EACH_TURN = 1e-6  # seconds; a limiter that waits for less than a float can hold would turn on the spot for ever


class _Jumping(selectors.DefaultSelector):
    """Instead of waiting, moves the time on."""

    time = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        self.time += EACH_TURN + (timeout or 0.0 if not ready else 0.0)
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.time


def run(main: Coroutine[Any, Any, T]) -> T:
    """Like asyncio.run, in virtual time."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(main)
