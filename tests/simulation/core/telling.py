"""One seed from beginning to end: a village lives some days in its weather, then two calm ones, and the judge reads the record."""

import hashlib
import logging
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from cryptography.fernet import Fernet

from storage.database import Database
from storage.encryption import Keyring
from tests.builders import NOW
from tests.conftest import make_keyring
from tests.simulation.core import founding, judge
from tests.simulation.core.clock import ShiftedClock
from tests.simulation.core.founding import Folk
from tests.simulation.core.people import DAY, Do, Town
from tests.simulation.core.process import Died, Fate, NoRest, Process
from tests.simulation.core.weather import TOUCHES, Trouble, Weather, turn
from tests.simulation.core.wire import Wire
from tests.simulation.plans import Plans

BEARABLE = 20  # errors in one life
AFTERWARDS = timedelta(days=2)  # good weather at the end, in which what was begun comes to its end


@dataclass
class Told:
    """What became of one seed."""

    seed: int
    violations: list[str]
    counts: Counter[str]
    digest: str
    story: list[str] = field(default_factory=list)


class Life:
    """A village under way: true time jumps from one thing to the next."""

    def __init__(self, seed: int, model: sqlite3.Connection, *, members: int, days: int, level: str) -> None:
        self.chance = Random(f"core {seed} {members} {days} {level}")
        self.clock = ShiftedClock(founding.begins(self.chance))
        self.begins_at = self.clock.true
        self.until = self.begins_at + days * DAY
        self.wire = Wire(self.clock, self.chance)
        self.plans, self.town, self.fate = Plans[Do](), Town(), Fate()
        self.database, self.raw = copy(model)
        self.folk: Folk = self.database.write_now(
            lambda session: founding.found(session, self.town, self.wire, self.plans, self.chance, members=members)
        )
        chats = [soul.chat for soul in self.folk.souls]
        self.weather = Weather.plan(self.chance, level, self.begins_at, days, chats)
        self.names = {soul.chat: soul.name for soul in self.folk.souls}
        self.faults: list[str] = []
        self.deaths: Counter[str] = Counter()
        self.process: Process | None = None
        self._epoch = 0
        self._died_at: datetime | None = None
        self._starts_at: datetime | None = None
        self._since: dict[int, datetime] = {}

    def live(self, *, errors: Sequence[str] = ()) -> None:
        """To the end, or until NoRest. `errors`: what was logged meanwhile; a life with many of them ends there."""
        self._start()
        changes = self.weather.changes()
        midnight = self.begins_at
        end = self.until + AFTERWARDS
        while self.clock.true < end:
            now = self.clock.true
            if len(errors) > BEARABLE:
                raise NoRest(f"{now}: what fails is tried for ever")
            if now >= midnight:
                midnight += DAY
                if now < self.until:
                    for soul in self.folk.souls:
                        soul.a_new_day()
            while changes and changes[0][0] <= now:
                _, number, begins = changes.pop(0)
                self._change(self.weather.troubles[number], number, begins=begins)
            for do in self.plans.due(now):
                do()
            self._act()
            self._move(changes[0][0] if changes else end, midnight, end)

    def _move(self, *waits: datetime) -> None:
        instants = [*waits]
        bot = self.process.next_at() if self.process is not None else self._starts_at
        for at in (bot, self.plans.next_at()):
            if at is not None:
                instants.append(at)
        self.clock.move_to(max(min(instants), self.clock.true + timedelta(seconds=1)))

    def _act(self) -> None:
        if self.process is None and self._starts_at is not None and self.clock.true >= self._starts_at:
            self._start()
        if self.process is None:
            return
        try:
            self.process.act()
        except Died as where:
            self._die(str(where))

    # Trouble.

    def _change(self, one: Trouble, number: int, *, begins: bool) -> None:
        if begins and self.process is not None:
            try:
                self.process.breathe()
            except Died as where:
                self._die(str(where))
        if one.kind in ("dead", "point"):
            self._live_or_die(one, begins=begins)
            return
        if one.kind == "shift":
            self._shift(one, begins=begins)
            return
        turn(self.wire.faults, one, begins=begins)
        if begins:
            self._since[number] = self.clock.true
        else:
            for what in TOUCHES[one.kind]:
                self.weather.keep(what, self._since[number], self.clock.true)

    def _live_or_die(self, one: Trouble, *, begins: bool) -> None:
        if not begins:
            return
        self._starts_at = max(one.ends_at, self._starts_at or one.ends_at) if self.process is None else one.ends_at
        if self.process is None:
            return
        if one.kind == "point":
            self.fate.steps = one.number
            self._rests_for = one.lasts
        else:
            self._die("kill -9")

    _rests_for = timedelta(0)

    def _die(self, where: str) -> None:
        self.process = None
        self._died_at = self.clock.true
        if self.fate.steps is not None:
            self._starts_at = self.clock.true + self._rests_for
        self.fate.steps = None
        self.deaths[where] += 1

    def _start(self) -> None:
        if self._died_at is not None:
            self.weather.keep("hearing", self._died_at, self.clock.true)
            self.weather.keep("sending", self._died_at, self.clock.true)
        self._died_at = self._starts_at = None
        self._epoch += 1
        self.process = Process(
            self.database, self.raw, self.clock, self.wire, self.fate, epoch=self._epoch, names=self.names,
            faults=self.faults,
        )  # fmt: skip

    def _shift(self, one: Trouble, *, begins: bool) -> None:
        self.clock.shift = timedelta(seconds=one.number) if begins else timedelta(0)
        if begins:
            self.weather.keep("clock", one.begins_at, one.ends_at)


def tell(seed: int, model: sqlite3.Connection, *, members: int, days: int, level: str) -> Told:
    with _errors() as errors:
        life = Life(seed, model, members=members, days=days, level=level)
        try:
            life.live(errors=errors)
            violations = [*errors, *life.faults, *judge.judge(life)]
        except NoRest as fault:
            violations = [*errors, *life.faults, f"rest: {fault}"]
        except Exception as fault:  # the bot's, or the judge's over what it left: such a life ends there
            violations = [*errors, *life.faults, f"raised: {life.clock.true}: {fault!r}"]
        finally:
            life.database.close()
    counts = judge.count(life)
    return Told(seed, violations, counts, _digest(life), judge.story(life) if violations else [])


def _digest(life: Life) -> str:
    """What people did and saw, in one word."""
    told = hashlib.sha256()
    for act in life.wire.record.acts:
        told.update(f"{act.at} {act.chat} {act.body}\n".encode())
    for one in life.wire.record.shown:
        told.update(f"{one.at} {one.chat} {one.message_id} {one.message.kind}\n".encode())
    return told.hexdigest()


@contextmanager
def _errors() -> Iterator[list[str]]:
    """Whatever the bot logs as an error is one."""
    found: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            fault = record.exc_info[1] if record.exc_info else None
            found.append(f"logged: {record.getMessage()} {fault!r}")

    listener = Listener(logging.ERROR)
    root = logging.getLogger()
    root.addHandler(listener)
    try:
        yield found
    finally:
        root.removeHandler(listener)


class OpenKeyring(Keyring):
    """Keeps what it is given as it is: sealing costs time, and what it hides is no matter of the core's."""

    def __init__(self) -> None:
        super().__init__(bytes(32), [Fernet.generate_key()], now=lambda: NOW, randomness=Random(1).randbytes)

    def seal(self, text: str) -> bytes:
        return text.encode()

    def open(self, sealed: bytes) -> str:
        return bytes(sealed).decode()


def copy(model: sqlite3.Connection) -> tuple[Database, sqlite3.Connection]:
    """A copy of the migrated model in memory, opened; and the one connection to it, for reading beside the sessions."""
    database = Database.open("sqlite://", OpenKeyring(), inline=True)
    found: list[sqlite3.Connection] = []
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        connection.rollback()
        found.append(driver)
    raw = found[0]
    model.backup(raw)
    for pragma in ("synchronous = OFF", "journal_mode = MEMORY", "secure_delete = OFF"):
        raw.execute(f"PRAGMA {pragma}").close()
    return database, raw


def migrated(path: str) -> sqlite3.Connection:
    """A connection to a freshly migrated model in a file."""
    from tests.databases import migrate

    migrate(f"sqlite:///{path}", make_keyring())
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)
