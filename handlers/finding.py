"""Finding a supporter in the group: offers, requests, the named leader."""

from collections.abc import Awaitable, Callable

from bot.actions.conversation import Hear
from bot.actions.finding import answering, asking, naming, offering
from handlers.context import Context


async def look_around(context: Context) -> None:
    await context.act(asking.page, context.tap.id(0), now=context.now)


async def look_at_one(context: Context) -> None:
    await context.act(asking.one, context.tap.id(0), context.tap.id(1), now=context.now)


async def ask(context: Context) -> None:
    await context.act(asking.send, context.tap.id(0), context.tap.id(1), now=context.now)


async def offer(context: Context) -> None:
    await context.act(offering.page, context.tap.id(0), now=context.now)


async def write_line(context: Context) -> None:
    await context.act(offering.ask_line, context.tap.id(0), now=context.now)


async def choose_room(context: Context) -> None:
    await context.act(offering.choose_room, context.tap.id(0), context.tap.id(1), now=context.now)


async def take_back(context: Context) -> None:
    await context.act(offering.withdraw, context.tap.id(0), now=context.now)


async def accept(context: Context) -> None:
    await context.act(answering.accept, context.tap.id(0), now=context.now)


async def decline(context: Context) -> None:
    await context.act(answering.decline, context.tap.id(0), now=context.now)


async def leaders(context: Context) -> None:
    await context.act(naming.page, now=context.now)


async def ask_leader(context: Context) -> None:
    await context.act(naming.send, context.tap.id(0), context.tap.id(1), now=context.now)


TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {
    "fnd": look_around,
    "fnd-one": look_at_one,
    "fnd-ask": ask,
    "off": offer,
    "off-line": write_line,
    "off-room": choose_room,
    "off-end": take_back,
    "req-yes": accept,
    "req-no": decline,
    "led-name": leaders,
    "led-ask": ask_leader,
}
HEARERS: dict[str, Hear] = {offering.LINE: offering.hear_line, offering.ROOM: offering.hear_room}
