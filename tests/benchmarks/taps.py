"""Taps: members going through their check-ins, against a bot that only answers, edits and commits.

Both bots are processes of their own and speak HTTP to the same stand-in; both commit every tap to SQLite. Ours stores the
update, decides, keeps the answer, and shows the next question. Its send limit is lifted: Telegram's is not what is measured.
"""

from collections.abc import Sequence
from pathlib import Path

from bot.clock import SystemClock
from bot.texts import catalogue
from bot.texts.messages import Message
from tests.benchmarks import bare_bot
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.processes import StandIn, our_bot, standin
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


def measure(folder: Path, rounds: int) -> list[Figure]:
    ours, bare = [], []
    for number in range(rounds):
        ours.append(_ours(folder / f"ours-{number}"))
        bare.append(_bare(folder / f"bare-{number}.db"))
    name = "bare PTB"
    return [
        Figure("taps answered", "/s", [TAPS / taken for taken, _ in ours], [TAPS / taken for taken, _ in bare], name, ratio_at_least=0.5),
        Figure("tap to reply, p99 at 30/s", "ms", [_p99(waits) for _, waits in ours], [_p99(waits) for _, waits in bare], name, at_most=50),
    ]  # fmt: skip


def _ours(folder: Path) -> tuple[float, list[float]]:
    with standin() as world:
        ids = world.do("add_members", count=MEMBERS)
        now = SystemClock().now()
        database = open_folder(folder)
        add_members(database, ids, now=now, due_at=now)
        database.close()
        with our_bot(world.url, folder, **UNLIMITED):
            return _tapped(world, OUR_LABELS)


def _bare(file: Path) -> tuple[float, list[float]]:
    with standin() as world:
        world.do("add_members", count=MEMBERS)
        with running_bare_bot(world.url, "taps", file):
            world.do("await_poll", within=WITHIN)
            world.do("press_start")
            return _tapped(world, bare_bot.LABELS)


def _tapped(world: StandIn, labels: Sequence[str]) -> tuple[float, list[float]]:
    """How long TAPS taps took as fast as they would go, and how long each of the paced ones waited, in seconds."""
    world.do("await_sent", count=MEMBERS, within=WITHIN)
    waits = world.do("tap_in_turn", labels=labels, taps=PACED_TAPS, per_second=PACED_PER_SECOND, within=WITHIN)
    return world.do("tap_at_once", labels=labels, taps=TAPS, within=WITHIN), waits


def _p99(waits: Sequence[float]) -> float:
    return percentile(waits, 0.99) * 1000
