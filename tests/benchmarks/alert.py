"""How long an alert waits behind 10,000 prompts, in virtual time.

Ours: the outbox, relay, sender and pacer as the bot runs them. The reference: as many calls handed to python-telegram-bot's own
AIORateLimiter, which is first in, first out (needs aiolimiter; without it there is no reference). Limits are Telegram's in both.
"""

import asyncio
from importlib.util import find_spec
from pathlib import Path

from telegram.ext import AIORateLimiter

from bot.actions.checkins import opening
from bot.actions.kinds import KINDS
from bot.actions.outgoing import Kind
from bot.clock import WalkingClock
from bot.rules.vocabulary import Priority
from bot.texts.messages import Message
from handlers.delivery.limiter import Pacer
from handlers.delivery.rendering import render
from handlers.delivery.sender import Sender
from schedules.relay import Relay
from storage.queries import outbox
from tests.benchmarks import jumping
from tests.benchmarks.figures import Figure
from tests.benchmarks.seeding import add_members, open_folder
from tests.builders import NOW
from tests.walking import walk, walk_until
from tests.wire import Wire, bot_on

PROMPTS = 10_000
PER_SECOND = 30
ASKED_AFTER = (
    2.51  # seconds, when the prompts are on their way; at 2.5 the alert could snatch a turn that just came free
)
SUPPORTER = 99_999  # the chat that gets the alert, and nothing else
KIND = "benchmark-alert"
KINDS_HERE = {**KINDS, KIND: Kind(load=lambda session, row, now: Message("our-fault"))}


def measure(folder: Path, rounds: int) -> list[Figure]:
    """Virtual time is the same in every round, so there is but one."""
    ours = asyncio.run(_ours(folder))
    reference = [jumping.run(_reference())] if find_spec("aiolimiter") else []
    return [Figure("alert behind 10,000 prompts", "s", [ours], reference, "PTB's AIORateLimiter", at_most=0.1)]


async def _ours(folder: Path) -> float:
    clock = WalkingClock(NOW)
    database = open_folder(folder)
    add_members(database, range(1, 1 + PROMPTS), now=clock.now(), due_at=clock.now())
    while database.write_now(lambda session: opening.open_due(session, now=clock.now())):
        pass
    wire = Wire(time=clock.monotonic)
    sender = Sender(bot_on(wire, Pacer(clock, per_second=PER_SECOND)), clock, render)
    relay = Relay(database, clock, sender, kinds=KINDS_HERE, per_second=PER_SECOND, operator=SUPPORTER)
    running = asyncio.create_task(relay.run())
    await walk(clock, ASKED_AFTER)
    assert wire.calls, "the prompts are not on their way"
    asked, now = clock.monotonic(), clock.now()
    database.write_now(
        lambda session: outbox.enqueue(session, KIND, None, now=now, dedupe=KIND, priority=Priority.ALERT)
    )
    relay.wake()
    await walk_until(clock, lambda: _left_at(wire) is not None, at_most=600)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await relay.drain()
    database.close()
    return (_left_at(wire) or clock.monotonic()) - asked


async def _reference() -> float:
    loop = asyncio.get_running_loop()
    wire = Wire(time=loop.time)
    bot = bot_on(wire, AIORateLimiter(overall_max_rate=PER_SECOND, overall_time_period=1))
    waiting = [asyncio.create_task(bot.send_message(chat, "Hello.")) for chat in range(1, 1 + PROMPTS)]
    await asyncio.wait(waiting, timeout=ASKED_AFTER)
    asked = loop.time()
    await bot.send_message(SUPPORTER, "Maya could use a word from you.")
    for task in waiting:
        task.cancel()
    return (_left_at(wire) or loop.time()) - asked


def _left_at(wire: Wire) -> float | None:
    return next((call.at for call in wire.calls if call.parameters.get("chat_id") == SUPPORTER), None)
