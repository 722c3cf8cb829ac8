"""What goes wrong, and when: planned from the seed before anything happens, so that the judge can allow for it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.sandbox.faults import Fault
from tests.simulation.world import World

LEVELS = ("none", "some", "storm")
LENGTHS = (timedelta(seconds=20), timedelta(minutes=5), timedelta(hours=1), timedelta(hours=5), timedelta(hours=26))


@dataclass(frozen=True)
class Trouble:
    """`kind`: inbound, outbound, both (offline); flood, error, drop_before, drop_after, slow (calls); dead, point (the process)."""

    kind: str
    begins_at: datetime
    lasts: timedelta
    chat_id: int | None = None
    points: int = 0  # for "point": after how many commits and calls the process dies

    @property
    def ends_at(self) -> datetime:
        return self.begins_at + self.lasts


@dataclass
class Weather:
    """The troubles of one run, in order. `deaf`, `mute`: stretches in which the bot could not hear, or not speak."""

    troubles: list[Trouble]
    _numbers: dict[int, int] = field(default_factory=dict)

    @classmethod
    def plan(cls, chance: Random, level: str, begins_at: datetime, ends_at: datetime, chats: list[int]) -> "Weather":
        count = {"none": 0, "some": chance.randint(0, 3), "storm": chance.randint(3, 9)}[level]
        kinds = ("inbound", "outbound", "both", "flood", "error", "drop_before", "drop_after", "dead", "point")
        span = (ends_at - begins_at).total_seconds()
        troubles = []
        for _ in range(count):
            kind = chance.choice(kinds)
            lasts = LENGTHS[chance.choices(range(5), weights=(4, 4, 3, 2, 1))[0]]
            if kind in ("error", "drop_before", "drop_after"):
                lasts = min(lasts, timedelta(hours=1))
            if kind == "flood":
                lasts = timedelta(seconds=chance.choice((3, 30, 300)))
            at = begins_at + timedelta(seconds=chance.uniform(0, span))
            chat = chance.choice([None, *chats]) if kind == "flood" else None
            troubles.append(Trouble(kind, at.replace(microsecond=0), lasts, chat, chance.randint(1, 40)))
        return cls(sorted(troubles, key=lambda one: one.begins_at))

    def changes(self) -> list[tuple[datetime, int, bool]]:
        """When each trouble begins and ends: (instant, number, whether it begins)."""
        found = [(one.begins_at, number, True) for number, one in enumerate(self.troubles)]
        found += [(one.ends_at, number, False) for number, one in enumerate(self.troubles)]
        return sorted(found)

    async def change(self, world: World, number: int, *, begins: bool) -> None:
        one = self.troubles[number]
        if one.kind in ("dead", "point"):
            await self._live_or_die(world, one, begins=begins)
        elif one.kind in ("inbound", "outbound", "both"):
            world.line.go_offline(self._offline_now(world))
        elif begins:
            chance = 1.0 if one.kind == "flood" else 0.3
            seconds = int(one.lasts.total_seconds())
            fault = Fault(one.kind, chat_id=one.chat_id, chance=chance, retry_after=max(seconds, 1))
            if one.kind == "flood":
                fault.times = 1
            self._numbers[number] = world.line.add_fault(fault)
        elif number in self._numbers:
            world.line.faults.lift(self._numbers.pop(number))

    async def _live_or_die(self, world: World, one: Trouble, *, begins: bool) -> None:
        if begins and one.kind == "dead":
            await world.die()
        elif begins:
            world.fate.dies_at = world.fate.passed + one.points
        elif not world.alive and not self._dead_now(world, one):
            await world.start()

    def _dead_now(self, world: World, over: Trouble) -> bool:
        now = world.clock.now()
        return any(
            one is not over and one.kind in ("dead", "point") and one.begins_at <= now < one.ends_at
            for one in self.troubles
        )

    def _offline_now(self, world: World) -> str:
        now = world.clock.now()
        kinds = {one.kind for one in self.troubles if one.begins_at <= now < one.ends_at}
        if "both" in kinds or {"inbound", "outbound"} <= kinds:
            return "both"
        return next((kind for kind in ("inbound", "outbound") if kind in kinds), "")

    def trouble_between(self, since: datetime, until: datetime) -> timedelta:
        """How long, in all, anything was wrong in that stretch."""
        spans = sorted((max(one.begins_at, since), min(one.ends_at, until)) for one in self.troubles)
        total, reached = timedelta(0), since
        for begins_at, ends_at in spans:
            if ends_at > max(begins_at, reached):
                total += ends_at - max(begins_at, reached)
                reached = ends_at
        return total

    def any_between(self, since: datetime, until: datetime) -> bool:
        return any(one.begins_at <= until and one.ends_at >= since for one in self.troubles)
