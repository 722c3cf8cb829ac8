"""Replies go out in order per chat, and hold up nobody."""

import asyncio

from bot.clock import WalkingClock
from bot.rules.vocabulary import Priority
from handlers.delivery.limiter import Pacer
from handlers.delivery.rendering import Screen
from handlers.delivery.replies import Replies
from handlers.delivery.sender import Sender
from tests.builders import NOW
from tests.walking import settle, walk
from tests.wire import Wire, bot_on


async def test_a_slow_reply_holds_up_its_own_chat_and_no_other() -> None:
    replies, gate, said = Replies(), asyncio.Event(), list[str]()

    async def slow() -> None:
        await gate.wait()
        said.append("slow")

    async def quick(word: str) -> None:
        said.append(word)

    replies.put(1, slow)
    replies.put(1, lambda: quick("after slow"))
    replies.put(2, lambda: quick("other chat"))
    await settle(WalkingClock(NOW))
    assert (said, replies.idle) == (["other chat"], False)
    gate.set()
    await replies.drain()
    assert (said, replies.idle) == (["other chat", "slow", "after slow"], True)


async def test_a_reply_that_fails_does_not_silence_the_next() -> None:
    replies, said = Replies(), list[str]()

    async def fail() -> None:
        raise RuntimeError

    async def speak() -> None:
        said.append("next")

    replies.put(1, fail)
    replies.put(1, speak)
    await replies.drain()
    assert said == ["next"]


async def test_a_reply_that_waits_for_its_turn_to_leave_is_nothing_to_do_before_time_moves() -> None:
    clock, wire = WalkingClock(NOW), Wire()
    sender = Sender(bot_on(wire, Pacer(clock, per_second=30, burst=1)), clock, lambda *_: Screen("x"))
    replies = Replies(asleep=lambda: sender.asleep)
    for _ in range(3):
        replies.put(1, lambda: sender.send(1, Screen("x"), priority=Priority.REPLY))
    assert not replies.idle
    await settle(clock)
    assert (len(wire.calls), replies.idle) == (1, True)
    await walk(clock, 2)
    assert (len(wire.calls), replies.idle, sender.asleep) == (3, True, 0)
