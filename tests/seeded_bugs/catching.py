"""Lives under one bug, until something notices: a judge of one of the two simulations, or a point of the crash sweep.

A bug is first looked for where it is quickest to find: in the core (rows, actions, tick, relay), then through the whole
application, then at the points at which a process may die.
"""

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.clock import SystemClock
from tests.compiling import take_back
from tests.conftest import make_keyring
from tests.crashes import keeping
from tests.crashes.sweep import judge
from tests.crashes.sweep import live as live_until
from tests.databases import SqliteFiles
from tests.seeded_bugs.bug import Bug
from tests.seeded_bugs.patching import changed
from tests.simulation.core import telling as core
from tests.simulation.telling import Life, tell

CORE, APP, CRASH = "core", "app", "crash"
CORE_DAYS, CORE_MEMBERS = 8, 3
APP_DAYS, APP_MEMBERS = 5, 2


@dataclass(frozen=True)
class Caught:
    """`by`: "core", "app" or "crash". `found`: what the judge said first. `at`: the seed, or the number of the point."""

    by: str
    found: str
    at: int
    seconds: float

    @property
    def check(self) -> str:
        """The check of the judge, or what of the sweep: a row or message lost, or too many; "trouble" where nobody named it."""
        name = self.found.partition(":")[0]
        return name if name.replace("_", "").replace(" ", "").isalnum() else "trouble"


class Laboratory:
    """Databases to copy from, and what the life without a death leaves behind; all made once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: SqliteFiles | None = None
        self._model: sqlite3.Connection | None = None
        self._undisturbed: keeping.Life | None = None
        self._well: dict[tuple[str, str, int], bool] = {}
        self._lives: dict[str, Callable[[Bug, int], list[str]]] = {
            CORE: self._in_the_core, APP: self._in_the_app, CRASH: self._at_crash_points,
        }  # fmt: skip

    def look_for(self, bug: Bug, *, seeds: Sequence[int], where: Sequence[str] = ()) -> Caught | None:
        """Live with the bug until something notices it; None where nothing does, within that many seeds of each kind.

        What is found counts only where the very same life is well without the bug.
        """
        began = SystemClock().monotonic()
        for by in bug.where:
            if where and by not in where:
                continue
            for at in self._points(seeds) if by == CRASH else seeds:
                with changed(*bug.changes):
                    found = self._live(by, bug, at)
                if found and self._is_well(by, bug, at):
                    return Caught(by, found[0], at, SystemClock().monotonic() - began)
        return None

    def _is_well(self, by: str, bug: Bug, at: int) -> bool:
        """Whether the life without the bug is well; lived once for all bugs of the same weather."""
        key = (by, bug.core_faults if by == CORE else bug.faults, at)
        if key not in self._well:
            self._well[key] = not self._live(by, bug, at)
        return self._well[key]

    def _live(self, by: str, bug: Bug, at: int) -> list[str]:
        found = self._lives[by](bug, at)
        take_back()
        return found

    def _in_the_core(self, bug: Bug, seed: int) -> list[str]:
        if self._model is None:
            self._model = core.migrated(str(self._folder / "core.db"))
        return core.tell(seed, self._model, members=CORE_MEMBERS, days=CORE_DAYS, level=bug.core_faults).violations

    def _in_the_app(self, bug: Bug, seed: int) -> list[str]:
        life = Life(seed, members=APP_MEMBERS, days=APP_DAYS, faults=bug.faults)
        with self._copy() as url:
            return asyncio.run(tell(life, url, make_keyring, Path(url.removeprefix("sqlite:///")).parent)).violations

    def _points(self, seeds: Sequence[int]) -> list[int]:
        """A seeded order of the points at which a process may die; as many of them as there are seeds."""
        if self._undisturbed is None:
            self._undisturbed = self._life(dies_at=None)
        there_are = self._undisturbed.points
        return Random(1).sample(range(1, there_are + 1), min(len(seeds), there_are))

    def _at_crash_points(self, bug: Bug, point: int) -> list[str]:
        assert self._undisturbed is not None
        verdict = judge(point, self._undisturbed, self._life(dies_at=point))
        return [*verdict.lost, *verdict.doubled, *verdict.faults]

    def _life(self, *, dies_at: int | None) -> keeping.Life:
        with self._copy() as url:
            folder = Path(url.removeprefix("sqlite:///")).parent
            return asyncio.run(live_until(url, make_keyring, folder, dies_at=dies_at))

    @contextmanager
    def _copy(self) -> Iterator[str]:
        """The address of a fresh database in a folder of its own."""
        if self._files is None:
            self._files = SqliteFiles(self._folder, make_keyring())
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            yield self._files.copy(Path(folder))
