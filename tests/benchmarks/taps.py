"""Taps: members going through their check-ins, against a bot that only answers, edits and commits.

Both bots are processes of their own and speak HTTP to the same stand-in; both commit every tap to SQLite. Ours stores the
update, decides, keeps the answer, and shows the next question. Its send limit is lifted: Telegram's is not what is measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.clock import SystemClock
from bot.texts import catalogue
from bot.texts.messages import Message
from tests.benchmarks import bare_bot
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.processes import Process, StandIn, our_bot, standin
from tests.benchmarks.processes import bare_bot as running_bare_bot
from tests.benchmarks.seeding import add_members, open_folder

MEMBERS = 150
TAPS = 1_500
PACED_TAPS, PACED_PER_SECOND = 600, 30
WITHIN = 60  # seconds
UNLIMITED = {"SEND_PER_SECOND": 1000, "SEND_CHAT_BURST": 100, "SEND_PER_CHAT_PER_SECOND": 100}

# From screen to screen: the first of these that is shown is tapped. [Change it] starts over.
OUR_LABELS = [
    catalogue.plain(Message(f"btn-{name}", {"number": "2"}))
    for name in ("start", "mood-4", "number", "no", "finish", "change-it", "show")
]


@dataclass(frozen=True)
class Tapped:
    """What one bot did: its rate when everybody taps at once, and what that cost; its slow replies at an easy pace."""

    per_second: float
    p99_ms: float
    cpu_ms: float


def measure(folder: Path, rounds: int) -> list[Figure]:
    ours, bare = [], []
    for number in range(rounds):
        ours.append(_ours(folder / f"ours-{number}"))
        bare.append(_bare(folder / f"bare-{number}.db"))
    name = "bare PTB"
    return [
        Figure("taps answered", "/s", [one.per_second for one in ours], [one.per_second for one in bare], name, ratio_at_least=0.5),
        Figure("tap to reply, p99 at 30/s", "ms", [one.p99_ms for one in ours], [one.p99_ms for one in bare], name, at_most=50),
        Figure("processor time per tap", "ms", [one.cpu_ms for one in ours], [one.cpu_ms for one in bare], name),
    ]  # fmt: skip


def _ours(folder: Path) -> Tapped:
    with standin() as world:
        ids = world.do("add_members", count=MEMBERS)
        now = SystemClock().now()
        database = open_folder(folder)
        add_members(database, ids, now=now, due_at=now)
        database.close()
        with our_bot(world.url, folder, **UNLIMITED) as bot:
            return _tapped(world, bot, OUR_LABELS)


def _bare(file: Path) -> Tapped:
    with standin() as world:
        world.do("add_members", count=MEMBERS)
        with running_bare_bot(world.url, "taps", file) as bot:
            world.do("await_poll", within=WITHIN)
            world.do("press_start")
            return _tapped(world, bot, bare_bot.LABELS)


def _tapped(world: StandIn, bot: Process, labels: Sequence[str]) -> Tapped:
    world.do("await_sent", count=MEMBERS, within=WITHIN)
    waits = world.do("tap_in_turn", labels=labels, taps=PACED_TAPS, per_second=PACED_PER_SECOND, within=WITHIN)
    before = bot.cpu_seconds()
    taken = world.do("tap_at_once", labels=labels, taps=TAPS, within=WITHIN)
    cpu = bot.cpu_seconds() - before
    return Tapped(TAPS / taken, percentile(waits, 0.99) * 1000, cpu / TAPS * 1000)
