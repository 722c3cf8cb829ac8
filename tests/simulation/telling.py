"""One seed from beginning to end: people meet, live for some days in their weather, and the judge reads the record."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from bot.sandbox.errors import SandboxError
from storage.encryption import Keyring
from tests.journeys.cast import Cast
from tests.journeys.house import MONDAY
from tests.simulation import judge
from tests.simulation.people import Member, Plans, Soul, Supporter
from tests.simulation.weather import Weather
from tests.simulation.world import DAY, World, inhabited

NAMES = ("Maya", "Noor", "Elif", "Tom", "Ines", "Bo", "Kai", "Lena")
HELPERS = ("Sam", "Ana", "Rui", "Jo")
CITIES = ("London", "New York", "Sydney")
HOURS = ("7:00", "8:00", "9:00", "12:00", "18:00", "21:00")
AFTERWARDS = timedelta(days=2)  # good weather at the end, in which what was begun comes to its end


@dataclass
class Told:
    """What became of one seed."""

    seed: int
    violations: list[str]
    counts: Counter[str]
    member_days: int
    digest: str
    trace: list[str] = field(default_factory=list)


async def tell(
    seed: int,
    url: str,
    keyring: Callable[[], Keyring],
    folder: Path,
    *,
    members: int = 2,
    days: int = 6,
    level: str = "some",
) -> Told:
    chance = Random(f"{seed} {members} {days} {level}")
    async with inhabited(url, keyring, folder, start_at=MONDAY, seed=seed) as world:
        town = judge.Town(world)
        plans = Plans()
        souls = await _people(world, town, plans, chance, members)
        begins_at = world.clock.now()
        ends_at = begins_at + days * DAY
        chats = [soul.phone.id for soul in souls]
        weather = Weather.plan(chance, level, begins_at, ends_at, chats)
        for soul in souls:
            soul.awake = True
        await _live(world, plans, weather, souls, ends_at)
        await _clear_up(world, weather)
        await _live(world, plans, Weather([]), souls, max(ends_at, world.clock.now()) + AFTERWARDS)
        record = [event.as_json() for event in world.world.journal.since(0)]
        violations = judge.judge(town, record, weather, world)
        told = json.dumps(record, sort_keys=True, default=str)
        masked = re.sub(r"[js]_[A-Za-z0-9_-]{22}|[0-9a-f]{32}", "TOKEN", told)
        trace = judge.story(town, record, weather) if violations else []
        return Told(
            seed,
            violations,
            judge.count(record, world),
            members * days,
            hashlib.sha256(masked.encode()).hexdigest(),
            trace,
        )


async def _people(world: World, town: "judge.Town", plans: Plans, chance: Random, members: int) -> list[Soul]:
    """Members and whom they chose, brought together as their own hands would."""
    cast = Cast(world.sandbox)
    souls: list[Soul] = []
    helpers: dict[str, Supporter] = {}
    for name in NAMES[:members]:
        phone = await cast.meet(name)
        await cast.follow(phone, "")
        await cast.tap(phone, "OK, I agree", chance.choice(HOURS))
        await cast.type(phone, chance.choice(CITIES))
        await cast.tap(phone, "Yes", "See you then")
        member = Member(world, phone, plans, chance)
        souls.append(member)
        for helper in chance.sample(HELPERS, chance.choice((1, 1, 2))):
            if helper not in helpers:
                helpers[helper] = Supporter(world, await cast.meet(helper), plans, chance)
            await _support(cast, town, member, helpers[helper], chance)
    return [*souls, *helpers.values()]


async def _support(cast: Cast, town: "judge.Town", member: Member, supporter: Supporter, chance: Random) -> None:
    mine, theirs = member.phone, supporter.phone
    await cast.type(mine, "/supporters")
    await cast.tap(mine, "Ask someone")
    await cast.follow(theirs, await cast.payload(mine))
    await cast.tap(theirs, "Yes, I'm willing")
    with_hours = "Keep all" in (await theirs.last()).labels
    if with_hours:
        await cast.tap(theirs, "Keep all")
    await cast.tap(mine, f"Yes, that's {theirs.name}")
    level = chance.choice(("Just reach out", "Why, never that I used", "Why, even if I used"))
    await cast.tap(mine, level, "Save")
    town.chose(mine.id, theirs.id, town.world.clock.now())


async def _live(world: World, plans: Plans, weather: Weather, souls: list[Soul], until: datetime) -> None:
    """Time passes from one thing to the next: somebody's hand, the weather, midnight."""
    changes = weather.changes()
    midnight = world.clock.now() + DAY
    while world.clock.now() < until:
        waiting = [plans.next_at(), changes[0][0] if changes else None, midnight, until]
        await world.walk_to(max(world.clock.now(), min(at for at in waiting if at is not None)))
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
                if isinstance(soul, Member | Supporter):
                    soul.a_new_day()
        if world.alive:
            await world.until_idle()


async def _clear_up(world: World, weather: Weather) -> None:
    world.line.faults.clear()
    world.line.changed.set()
    if not world.alive:
        await world.start()
    world.fate.dies_at = None
    await world.until_idle()
