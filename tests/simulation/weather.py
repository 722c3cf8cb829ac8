"""What goes wrong, and when: planned from the seed before anything happens, so that the judge can allow for it."""

import sqlite3
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from bot.sandbox.faults import Fault
from tests.simulation.world import World

LEVELS = ("none", "some", "storm")
LENGTHS = (timedelta(seconds=20), timedelta(minutes=5), timedelta(hours=1), timedelta(hours=5), timedelta(hours=26))
LINES = ("inbound", "outbound", "both")  # nothing comes in, nothing goes out, neither
CALLS = ("flood", "error", "drop_before", "drop_after", "slow")  # what Telegram does with single calls
SENDING = frozenset({"sendMessage", "sendPhoto", "editMessageText"})
UPDATES = ("twice", "garbled")  # an update that comes again, one that no library can decode
PROCESS = ("dead", "point", "standby")  # it dies; it dies within a commit or call; a second one takes over
MACHINE = (
    "ahead",
    "behind",
    "locked",
    "full",
)  # the wall clock is wrong; somebody holds the database; the disk is full
USUAL = (*LINES, *CALLS, *UPDATES, *PROCESS, *MACHINE)
RESTORED = "restored"  # a backup is taken, and some time later put back
KINDS = (*USUAL, RESTORED)
MOMENTARY = ("twice", "garbled", "standby")
BACKUPS = (timedelta(minutes=7), timedelta(hours=2), timedelta(hours=9), timedelta(hours=25))  # how old it is then
RESTORES = 0.4  # in how many storms
JUMPS = (timedelta(minutes=2), timedelta(minutes=45), timedelta(hours=3), timedelta(hours=20))


def understood(faults: str) -> tuple[str, ...]:
    """The kinds of trouble that `faults` names: a level, or kinds with commas between. Raises ValueError."""
    if faults in LEVELS:
        return () if faults == "none" else USUAL
    kinds = tuple(faults.split(","))
    if unknown := set(kinds) - set(KINDS):
        raise ValueError(f"no such trouble: {', '.join(sorted(unknown))}; there are {', '.join((*LEVELS, *KINDS))}")
    return kinds


@dataclass(frozen=True)
class Trouble:
    """`lasts`: until it is over; `lingers`: how much longer it may be felt (a clock that was set back).

    "restored" begins when the backup is taken, and is over when it is put back: only then is anything felt of it.
    """

    kind: str
    begins_at: datetime
    lasts: timedelta
    chat_id: int | None = None
    points: int = 0  # for "point": after how many commits and calls the process dies
    lingers: timedelta = timedelta(0)

    @property
    def felt_from(self) -> datetime:
        return self.over_at if self.kind == RESTORED else self.begins_at

    @property
    def over_at(self) -> datetime:
        return self.begins_at + self.lasts

    @property
    def ends_at(self) -> datetime:
        return self.over_at + self.lingers


@dataclass
class Weather:
    """The troubles of one run, in order."""

    troubles: list[Trouble]
    garbled: set[int] = field(default_factory=set)  # updates that nobody can read
    lost: list[tuple[datetime, datetime]] = field(default_factory=list)  # from a backup until it was put back
    _backups: dict[int, Path] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)
    _holders: dict[int, sqlite3.Connection] = field(default_factory=dict)

    @classmethod
    def plan(cls, chance: Random, faults: str, begins_at: datetime, ends_at: datetime, chats: list[int]) -> "Weather":
        kinds = understood(faults)
        least, most = {"none": (0, 0), "some": (0, 3), "storm": (3, 9)}.get(
            faults, (8, 25)
        )  # kinds that were named: often
        count = chance.randint(least, most) if most else 0
        span = (ends_at - begins_at).total_seconds()
        troubles = []
        for _ in range(count):
            at = begins_at + timedelta(seconds=chance.uniform(0, span))
            kind = chance.choice(kinds)
            troubles.append(_trouble(chance, kind, at.replace(microsecond=0), chats, named=faults not in LEVELS))
        if faults == "storm":
            troubles += _restore(begins_at, ends_at, troubles)
        return cls(sorted(troubles, key=lambda one: one.begins_at))

    def fewer(self, count: int | None) -> "Weather":
        """Only the first `count` of them; None: all."""
        return self if count is None else Weather(self.troubles[:count])

    def changes(self) -> list[tuple[datetime, int, bool]]:
        """When each trouble begins and ends: (instant, number, whether it begins)."""
        found = [(one.begins_at, number, True) for number, one in enumerate(self.troubles)]
        found += [(one.over_at, number, False) for number, one in enumerate(self.troubles)]
        return sorted(found)

    async def change(self, world: World, number: int, *, begins: bool) -> None:
        one = self.troubles[number]
        if one.kind in PROCESS:
            await self._live_or_die(world, one, begins=begins)
        elif one.kind == RESTORED:
            await self._back_up_or_restore(world, number, begins=begins)
        elif one.kind in LINES:
            world.line.go_offline(self._offline_now(world))
        elif one.kind in ("ahead", "behind"):
            by = one.lingers if one.kind == "ahead" else -one.lingers
            _set_clock(world, by if begins else -by)
        elif one.kind in ("locked", "full"):
            self._hold_database(world, number, begins=begins)
        elif one.kind in UPDATES:
            if begins:
                self._send_update(world, one)
        elif begins:
            self._numbers[number] = world.line.add_fault(_fault(one))
        elif number in self._numbers:
            world.line.faults.lift(self._numbers.pop(number))

    async def clear_up(self, world: World) -> None:
        """Good weather from now on."""
        world.line.faults.clear()
        world.line.changed.set()
        for number in list(self._holders):
            self._hold_database(world, number, begins=False)
        _set_clock(world, -world.wall.ahead)
        if not world.alive:
            await world.start()
        world.fate.dies_at = None
        await world.until_idle()

    async def _live_or_die(self, world: World, one: Trouble, *, begins: bool) -> None:
        if begins and one.kind == "standby":
            await world.stand_by()
            await world.die("kill -9, another stands by")
        elif begins and one.kind == "dead":
            await world.die()
        elif begins:
            world.fate.dies_at = world.fate.passed + one.points
        elif one.kind == "point" and world.alive:
            world.fate.dies_at = None  # it had less to do than that
        elif not world.alive and not self._dead_now(world, one):
            await world.start()

    async def _back_up_or_restore(self, world: World, number: int, *, begins: bool) -> None:
        if begins:
            self._backups[number] = world.back_up()
            return
        one = self.troubles[number]
        await world.put_back(self._backups.pop(number))
        self.lost.append((one.begins_at, one.over_at))
        if not self._dead_now(world, one):
            await world.start()

    def _dead_now(self, world: World, over: Trouble) -> bool:
        now = world.clock.now()
        return any(
            one is not over and one.kind in PROCESS and one.begins_at <= now < one.over_at for one in self.troubles
        )

    def _offline_now(self, world: World) -> str:
        now = world.clock.now()
        kinds = {one.kind for one in self.troubles if one.begins_at <= now < one.over_at}
        if "both" in kinds or {"inbound", "outbound"} <= kinds:
            return "both"
        return next((kind for kind in ("inbound", "outbound") if kind in kinds), "")

    def _hold_database(self, world: World, number: int, *, begins: bool) -> None:
        """Somebody else's transaction keeps every writer out; or there is no room for one more page."""
        one = self.troubles[number]
        world.hampered = begins
        if one.kind == "full":
            if world.alive:
                world.fill_disk(full=begins)
        elif begins:
            holder = sqlite3.connect(world.file, isolation_level=None)
            with suppress(sqlite3.OperationalError):  # another holds it already
                holder.execute("BEGIN IMMEDIATE")
            self._holders[number] = holder
        elif number in self._holders:
            self._holders.pop(number).close()

    def _send_update(self, world: World, one: Trouble) -> None:
        updates = world.world.updates
        if one.kind == "garbled":
            sender = {"id": one.chat_id, "is_bot": False}  # no first name: no library takes that
            self.garbled.add(updates.add_raw({"message": {"message_id": 1, "from": sender, "text": "?"}}))
            return
        for back in range(one.points):
            with suppress(KeyError):
                updates.repeat(updates.handed_out - back)

    def trouble_between(self, since: datetime, until: datetime) -> timedelta:
        """How long, in all, anything was wrong in that stretch."""
        spans = sorted((max(one.felt_from, since), min(one.ends_at, until)) for one in self.troubles)
        total, reached = timedelta(0), since
        for begins_at, ends_at in spans:
            if ends_at > max(begins_at, reached):
                total += ends_at - max(begins_at, reached)
                reached = ends_at
        return total

    def near(self, since: datetime, until: datetime) -> list[Trouble]:
        """What was wrong at any time in that stretch."""
        return [one for one in self.troubles if one.felt_from <= until and one.ends_at >= since]

    def clock_wrong(self, since: datetime, until: datetime) -> bool:
        """Whether the bot's wall clock was wrong in that stretch, so that its dates and what its rows say were others."""
        return any(one.kind in ("ahead", "behind") for one in self.near(since, until))

    def forgotten(self, at: datetime) -> bool:
        """Whether what happened then is lost, because a backup from before was put back after."""
        return any(since <= at <= until for since, until in self.lost)

    def restored_between(self, since: datetime, until: datetime) -> bool:
        """Whether a backup was put back in that stretch."""
        return any(since <= at <= until for _, at in self.lost)

    def any_between(self, since: datetime, until: datetime) -> bool:
        return bool(self.near(since, until))


def _set_clock(world: World, by: timedelta) -> None:
    """Somebody sets the bot's clock. A poll against Telegram ends within 50 s of that; ours would last for hours."""
    if by:
        world.wall.jump(by)
        world.line.end_poll()


def _trouble(chance: Random, kind: str, at: datetime, chats: list[int], *, named: bool) -> Trouble:
    lasts = LENGTHS[chance.choices(range(5), weights=(4, 4, 3, 2, 1))[0]]
    lingers = timedelta(0)
    if kind in ("error", "drop_before", "drop_after", "slow"):
        lasts = min(lasts, timedelta(hours=1))
    elif kind == "flood":
        lasts, lingers = timedelta(hours=1), timedelta(seconds=chance.choice((3, 30, 300)))
    elif kind in MOMENTARY:
        lasts = timedelta(0)
    elif kind == RESTORED:
        lasts = chance.choice(BACKUPS)
    elif kind in ("ahead", "behind"):
        lingers = chance.choice(JUMPS)
    elif kind in ("locked", "full"):
        lasts = min(lasts, timedelta(hours=5) if named and kind == "full" else timedelta(minutes=5))
    one_chat = chance.choice(chats) if kind == "garbled" else chance.choice([None, *chats])
    return Trouble(kind, at, lasts, one_chat if kind in ("flood", "garbled") else None, chance.randint(1, 40), lingers)


def _restore(begins_at: datetime, ends_at: datetime, troubles: list[Trouble]) -> list[Trouble]:
    """At most one, drawn apart from the others: they stay as they are."""
    chance = Random(f"{begins_at} {troubles}")
    if chance.random() >= RESTORES:
        return []
    age = min(chance.choice(BACKUPS), (ends_at - begins_at) / 2)
    latest = (ends_at - begins_at - age).total_seconds()
    at = begins_at + timedelta(seconds=round(chance.uniform(0, latest)))
    return [Trouble(RESTORED, at, age)]


def _fault(one: Trouble) -> Fault:
    if one.kind == "flood":
        # Two calls of that hour are told to wait; where it is nobody's chat in particular, mostly not the polls, which would
        # be the first.
        methods = SENDING if one.chat_id is None and one.points % 3 else None
        return Fault("flood", methods, chat_id=one.chat_id, retry_after=int(one.lingers.total_seconds()), times=2)
    return Fault(one.kind, chance=0.3, seconds=one.points % 8 + 0.5)
