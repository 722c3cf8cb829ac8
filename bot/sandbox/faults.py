"""What goes wrong on request: errors, broken connections, slowness, being offline, being told to wait. Seeded.

Decides which fault strikes a call; line.py makes it happen.
"""

import itertools
from dataclasses import dataclass
from random import Random

from bot.sandbox.errors import SandboxError

KINDS = ("error", "drop_before", "drop_after", "slow", "flood")
OFFLINE = ("", "inbound", "outbound", "both")


@dataclass
class Fault:
    """One thing that goes wrong.

    kind        error (HTTP `code`), drop_before / drop_after (the connection breaks before / after the effect),
                slow (by `seconds`, of the sandbox's clock, or real ones), flood (429 with `retry_after` seconds)
    methods     which methods; None is all
    chat_id     which chat; None is all
    times       how many calls; None is until lifted
    chance      of striking each call, 0-1
    """

    kind: str
    methods: frozenset[str] | None = None
    chat_id: int | None = None
    times: int | None = None
    chance: float = 1.0
    code: int = 502
    seconds: float = 0.0
    real: bool = False
    retry_after: int = 5

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise SandboxError(f"there is no fault {self.kind!r}, only {', '.join(KINDS)}")

    def concerns(self, method: str, chat_id: int | None) -> bool:
        return (self.methods is None or method in self.methods) and self.chat_id in (None, chat_id)


class Faults:
    def __init__(self, seed: int = 0) -> None:
        self._random = Random(seed)
        self._numbers = itertools.count(1)
        self._faults: dict[int, Fault] = {}
        self.offline = ""

    def add(self, fault: Fault) -> int:
        """Let a fault strike from now on; returns the number by which it can be lifted."""
        number = next(self._numbers)
        self._faults[number] = fault
        return number

    def lift(self, number: int) -> None:
        self._faults.pop(number, None)

    def clear(self) -> None:
        """Everything works again."""
        self._faults.clear()
        self.offline = ""

    def go_offline(self, which: str) -> None:
        """`which`: inbound (getUpdates alone is dead), outbound (all else is), both, or "" for online."""
        if which not in OFFLINE:
            raise SandboxError(f"offline is one of {', '.join(OFFLINE[1:])}, or empty")
        self.offline = which

    @property
    def pending(self) -> frozenset[int]:
        """The numbers of those that may still strike."""
        return frozenset(self._faults)

    @property
    def deaf(self) -> bool:
        """Whether no poll can stay open at the moment."""
        return self.offline in ("inbound", "both") or any(
            fault.kind != "slow" and fault.chance >= 1 and fault.concerns("getUpdates", None)
            for fault in self._faults.values()
        )

    def cuts(self, method: str) -> bool:
        """Whether being offline swallows this call."""
        direction = "inbound" if method == "getUpdates" else "outbound"
        return self.offline in (direction, "both")

    def strike(self, method: str, chat_id: int | None) -> list[Fault]:
        """Return the faults that strike this call, in the order in which they were added, and count them."""
        struck = []
        for number, fault in list(self._faults.items()):
            if fault.concerns(method, chat_id) and (fault.chance >= 1 or self._random.random() < fault.chance):
                struck.append(fault)
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        del self._faults[number]
        return struck
