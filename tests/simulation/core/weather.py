"""What goes wrong, and when: planned from the seed; and what really went wrong, kept for the judge."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from tests.simulation.core.wire import Faults, seconds

LEVELS = ("none", "some", "storm")
# How long, and how often so long. Whether messages leave costs most where they do not: those troubles are mostly short.
HEARING: dict[int, float] = {20: 4, 90: 3, 600: 3, 3600: 3, 5 * 3600: 2, 26 * 3600: 1}
SENDING: dict[int, float] = {10: 5, 60: 4, 300: 3, 1200: 1, 2 * 3600: 0.3}
DYING: dict[int, float] = {2: 4, 30: 3, 300: 3, 3600: 2, 7 * 3600: 1, 30 * 3600: 0.5}
KINDS: dict[str, tuple[float, dict[int, float]]] = {
    "deaf": (2, HEARING), "mute": (2, SENDING), "offline": (2, SENDING), "flood": (2, {5: 3, 40: 3, 400: 1}),
    "flood-all": (1, {3: 3, 30: 2}), "lost-before": (1, SENDING), "lost-after": (2, SENDING), "failing": (1, SENDING),
    "repeating": (1, HEARING), "slow": (2, SENDING), "busy": (1, HEARING), "dead": (2, DYING),
    "point": (3, DYING), "shift": (0.7, {120: 1, 4000: 2, 20000: 1}),
}  # fmt: skip
NOT_SHORT = 600  # seconds
SHIFTS = (-7200, -3600, -600, -61, 61, 600, 3600, 7200)


@dataclass(frozen=True)
class Trouble:
    """`chat`: whose, where it is one chat's. `number`: of steps until the process dies, or of seconds the clock jumps."""

    kind: str
    begins_at: datetime
    lasts: timedelta
    chat: int | None = None
    number: int = 0

    @property
    def ends_at(self) -> datetime:
        return self.begins_at + self.lasts


@dataclass
class Weather:
    """`kept`: what happened, by what it touched.

    "hearing" (deaf or dead), "handling" (what we heard waits), "sending" (also floods and losses), "clock".
    """

    troubles: list[Trouble]
    kept: dict[str, list[tuple[datetime, datetime]]] = field(
        default_factory=lambda: {"hearing": [], "handling": [], "sending": [], "clock": []}
    )

    @classmethod
    def plan(cls, chance: Random, level: str, begins_at: datetime, days: int, chats: list[int]) -> "Weather":
        """`level`: one of LEVELS; or some KINDS, with commas between them, for many troubles of just these, and no short ones."""
        often = {"none": 0, "some": chance.randint(1, 6), "storm": chance.randint(8, 20)}
        kinds, least = (tuple(KINDS), 0) if level in LEVELS else (tuple(level.split(",")), NOT_SHORT)
        troubles = []
        for _ in range(round(days / 20 * often.get(level, 40))):
            kind = chance.choices(kinds, [KINDS[one][0] for one in kinds])[0]
            lengths = KINDS[kind][1]
            drawn = chance.choices(tuple(lengths), tuple(lengths.values()))[0] * chance.uniform(0.7, 1.5)
            lasts = seconds(max(drawn, least))
            at = begins_at + seconds(chance.uniform(0, days * 86400))
            number = chance.choice(SHIFTS) if kind == "shift" else chance.randint(0, 60)
            troubles.append(Trouble(kind, at, lasts, chance.choice(chats), number))
        return cls(sorted(troubles, key=lambda one: one.begins_at))

    def changes(self) -> list[tuple[datetime, int, bool]]:
        """When each trouble begins and ends: (instant, which, whether it begins)."""
        found = [(one.begins_at, number, True) for number, one in enumerate(self.troubles)]
        found += [(one.ends_at, number, False) for number, one in enumerate(self.troubles)]
        return sorted(found)

    def keep(self, what: str, since: datetime, until: datetime) -> None:
        if until > since:
            self.kept[what].append((since, until))


COUNTED = {"deaf": ("deaf",), "mute": ("mute",), "offline": ("deaf", "mute"), "slow": ("slow",), "busy": ("busy",)}
LIKELY = {
    "lost-before": ("lost_before", 0.4), "lost-after": ("lost_after", 0.5), "failing": ("failing", 0.5),
    "repeating": ("repeating", 0.5),
}  # fmt: skip


def turn(faults: Faults, trouble: Trouble, *, begins: bool) -> None:
    """Let a trouble of the wire begin or end."""
    for name in COUNTED.get(trouble.kind, ()):
        setattr(faults, name, getattr(faults, name) + (1 if begins else -1))
    if trouble.kind in LIKELY:
        name, likely = LIKELY[trouble.kind]
        setattr(faults, name, likely if begins else 0)
    if begins and trouble.kind in ("flood", "flood-all"):
        faults.floods[trouble.chat if trouble.kind == "flood" else None] = trouble.ends_at


TOUCHES: dict[str, tuple[str, ...]] = {
    "deaf": ("hearing",), "offline": ("hearing", "sending"), "mute": ("sending",), "flood": ("sending",),
    "flood-all": ("sending",), "lost-before": ("sending",), "lost-after": ("sending",), "failing": ("sending",),
    "repeating": (), "slow": ("sending",), "busy": ("handling",), "dead": (), "point": (), "shift": (),
}  # fmt: skip
