"""One life for each point, and what the judge says of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from storage.encryption import Keyring
from tests.crashes import keeping
from tests.crashes.falling import falling
from tests.crashes.journey import Patient, live_through
from tests.crashes.keeping import Life
from tests.journeys.village import Listening
from tests.simulation.row_checks import never_stored


@dataclass
class Verdict:
    """`lost`, `doubled`, `faults`: one line each, empty where all is well. `copies`: messages that came twice."""

    point: int
    where: str
    lost: list[str]
    doubled: list[str]
    faults: list[str]
    copies: int
    repeated: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return not (self.lost or self.doubled or self.faults)


async def live(url: str, keyring: Callable[[], Keyring], folder: Path, *, dies_at: int | None = None) -> Life:
    """The whole journey, with a death at the point of that number, or without one."""
    async with falling(url, keyring, folder, dies_at=dies_at) as world:
        cast = Patient(world.sandbox, world.world.journal, world.clock.now)
        logged: list[str] = []
        listening = Listening(logged)
        logging.getLogger().addHandler(listening)
        try:
            stuck = await live_through(cast)
        finally:
            logging.getLogger().removeHandler(listening)
        life = keeping.remember(world.world.journal, world.database, cast)
        life.faults = [*world.trouble(), *logged, *stuck]
        next_id = world.world.updates.next_id
        life.never_stored = world.database.read_now(lambda session: never_stored(session, next_id=next_id))
        life.repeated, life.points = cast.repeated, world.fate.passed
        life.same_as = _first_alike(world.left_behind)
        life.deaths = [where for _, where in world.deaths]
        return life


def _first_alike(left_behind: list[tuple[object, ...]]) -> list[int]:
    """After one effect and before the next there is nothing between: a death at either point is the same death."""
    first: dict[tuple[object, ...], int] = {}
    return [first.setdefault(left, number) for number, left in enumerate(left_behind, 1)]


def judge(point: int, before: Life, after: Life) -> Verdict:
    """`before` is the life without a death."""
    faults = list(after.faults)
    if len(after.deaths) != 1:
        faults.append(f"died {len(after.deaths)} times")
    return Verdict(
        point=point,
        where=", ".join(after.deaths),
        lost=keeping.lost(before, after),
        doubled=keeping.doubled(before, after),
        faults=faults,
        copies=sum(keeping.copies(before, after).values()),
        repeated=after.repeated,
    )
