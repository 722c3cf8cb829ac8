"""The relay at Telegram's limit: 30 messages a second, and how much of a core that takes.

Ours: the bot's process, claiming prompts from the outbox, asking for each whether it may still leave, and keeping what became of
it. The reference: python-telegram-bot sending the like from a list. Both to the stand-in, over HTTP, in another process.
"""

from pathlib import Path

from bot.clock import SystemClock
from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import Process, StandIn, bare_bot, our_bot, standin
from tests.benchmarks.seeding import add_members, open_folder

PER_SECOND = 30
SECONDS = 20
WARM_UP_MESSAGES = 2 * PER_SECOND  # the start of a process is not what is measured
MEMBERS = PER_SECOND * (SECONDS + 10) + WARM_UP_MESSAGES
WITHIN = 60  # seconds


def measure(folder: Path, rounds: int) -> list[Figure]:
    ours = [_ours(folder / f"ours-{number}") for number in range(rounds)]
    bare = [_bare() for _ in range(rounds)]
    name = "bare PTB"
    return [
        Figure("relay, of 30 messages a second", "%", [sent for sent, _ in ours], [sent for sent, _ in bare], name, at_least=99),
        Figure("relay, of one core", "%", [cpu for _, cpu in ours], [cpu for _, cpu in bare], name, at_most=25),
    ]  # fmt: skip


def _ours(folder: Path) -> tuple[float, float]:
    with standin() as world:
        ids = world.do("add_members", count=MEMBERS)
        now = SystemClock().now()
        database = open_folder(folder)
        add_members(database, ids, now=now, due_at=now)
        database.close()
        with our_bot(world.url, folder, SEND_PER_SECOND=PER_SECOND) as bot:
            return _watched(world, bot)


def _bare() -> tuple[float, float]:
    with standin() as world:
        ids = world.do("add_members", count=MEMBERS)
        with bare_bot(world.url, "send", PER_SECOND, *ids) as bot:
            return _watched(world, bot)


def _watched(world: StandIn, bot: Process) -> tuple[float, float]:
    """The share of PER_SECOND that arrived, and of one core that was used, in percent."""
    world.do("await_sent", count=WARM_UP_MESSAGES, within=WITHIN)
    before = bot.cpu_seconds()
    sent = world.do("rest", seconds=SECONDS)
    return 100 * sent / (PER_SECOND * SECONDS), 100 * (bot.cpu_seconds() - before) / SECONDS
