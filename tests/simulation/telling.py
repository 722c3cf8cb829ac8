"""One seed from beginning to end: people meet, live for some days in their weather, and the judge reads the record."""

import gc
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bot.sandbox.errors import SandboxError
from storage.encryption import Keyring
from tests.simulation import judge, narrating
from tests.simulation.case import Case
from tests.simulation.people import Act, Soul
from tests.simulation.plans import Plans
from tests.simulation.settling import settle
from tests.simulation.town import Town
from tests.simulation.weather import Weather
from tests.simulation.world import DAY, World, inhabited

AFTERWARDS = timedelta(days=2)  # good weather at the end, in which what was begun comes to its end
# Days on which clocks change, in Europe, America, Australia (Lord Howe by half an hour), New Zealand, Chile; and one plain day.
TURNS = (
    (2026, 3, 8), (2026, 3, 29), (2026, 4, 5), (2026, 6, 15), (2026, 9, 6), (2026, 9, 27), (2026, 10, 4), (2026, 10, 25),
    (2026, 11, 1),
)  # fmt: skip


@dataclass(frozen=True)
class Life:
    """What one seed is lived with. `lively`: how much people do of their own accord; `troubles`: at most so many."""

    seed: int
    members: int = 2
    days: int = 6
    faults: str = "some"
    lively: float = 1.0
    troubles: int | None = None

    @property
    def member_days(self) -> int:
        """All the days that its members lived in, those of good weather at the end among them."""
        return self.members * (self.days + AFTERWARDS.days)


@dataclass
class Told:
    """What became of one seed."""

    life: Life
    violations: list[str]
    counts: Counter[str]
    digest: str
    trace: list[str] = field(default_factory=list)


async def tell(life: Life, url: str, keyring: Callable[[], Keyring], folder: Path) -> Told:
    chance = Random(f"{life.seed} {life.members} {life.days} {life.faults}")
    begins_at = datetime(*chance.choice(TURNS), tzinfo=UTC) - timedelta(hours=chance.randint(12, 60))
    with _rarely_collected():
        async with inhabited(url, keyring, folder, start_at=begins_at, seed=life.seed) as world:
            town, plans = Town(world), Plans[Act]()
            souls = await settle(world, town, plans, chance, life.members, lively=life.lively)
            weather = await _live_all(life, world, plans, souls, chance)
            record = [event.as_json() for event in world.world.journal.since(0)]
            case = Case(town, record, weather)
            violations = judge.judge(case, world)
            told = json.dumps(record, sort_keys=True, default=str)
            masked = re.sub(r"[js]_[A-Za-z0-9_-]{22}|[0-9a-f]{32}", "TOKEN", told)
            return Told(
                life,
                violations,
                narrating.count(record, world, weather),
                hashlib.sha256(masked.encode()).hexdigest(),
                narrating.story(town, record, weather, world, until=narrating.broken_by(violations))
                if violations
                else [],
            )


def shorter(life: Life) -> Iterator[Life]:
    """Simpler lives of the same seed: fewer people, days, troubles, habits."""
    if life.members > 1:
        yield replace(life, members=life.members // 2)
    if life.days > 1:
        yield replace(life, days=life.days // 2)
        yield replace(life, days=life.days - 1)
    if life.troubles is None or life.troubles > 0:
        for troubles in (0, 1, 2, 4):
            if life.troubles is None or troubles < life.troubles:
                yield replace(life, troubles=troubles)
    if life.lively > 0:
        yield replace(life, lively=0.0)


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """A life keeps all it records: looking through it for garbage again and again finds nothing."""
    before = gc.get_threshold()
    gc.collect()
    gc.set_threshold(50_000, 20, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


async def _live_all(life: Life, world: World, plans: Plans[Act], souls: list[Soul], chance: Random) -> Weather:
    begins_at = world.clock.now()
    ends_at = begins_at + life.days * DAY
    chats = [soul.phone.id for soul in souls]
    weather = Weather.plan(chance, life.faults, begins_at, ends_at, chats).fewer(life.troubles)
    for soul in souls:
        soul.awake = True
    await _live(world, plans, weather, souls, ends_at)
    await weather.clear_up(world)
    await _live(world, plans, Weather([]), souls, max(ends_at, world.clock.now()) + AFTERWARDS)
    return weather


async def _live(world: World, plans: Plans[Act], weather: Weather, souls: list[Soul], until: datetime) -> None:
    """Time passes from one thing to the next: somebody's hand, the weather, midnight."""
    changes = weather.changes()
    midnight = world.clock.now() + DAY
    while world.clock.now() < until:
        waiting = [plans.next_at(), changes[0][0] if changes else None, midnight, until]
        next_at = min(at for at in waiting if at is not None)
        if next_at > world.clock.now():
            await world.step(next_at)
        now = world.clock.now()
        while changes and changes[0][0] <= now:
            _, number, begins = changes.pop(0)
            await weather.change(world, number, begins=begins)
        for act in plans.due(now):
            try:
                await act()
            except SandboxError:
                continue
            if world.alive:
                await world.until_idle()
        if now >= midnight:
            midnight += DAY
            for soul in souls:
                soul.a_new_day()
        if world.alive:
            await world.until_idle()
