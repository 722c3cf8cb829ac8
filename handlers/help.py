"""Help by role, the way out of whatever a person is in the middle of, and what they may ask about their data."""

from collections.abc import Awaitable, Callable

from bot.actions.conversation import Hear
from bot.actions.help import data, home, leaving, numbers
from bot.actions.help.data import Request
from handlers.context import Context

KEEP_THE_QUESTION = ("help", "cancel")  # commands that first look at what was being typed; all others drop it


async def show(context: Context) -> None:
    await context.act(home.show, now=context.now)


async def cancel(context: Context) -> None:
    await context.act(leaving.cancel, now=context.now)


async def progress(context: Context) -> None:
    await context.act(data.progress, now=context.now)


async def privacy(context: Context) -> None:
    await context.act(data.privacy, terms=context.terms, now=context.now)


async def told_to(context: Context) -> None:
    await context.act(data.told_to, now=context.now)


async def export(context: Context) -> None:
    await context.act(data.export, terms=context.terms, now=context.now)


async def forget(context: Context) -> None:
    await context.act(data.forget, terms=context.terms, now=context.now)


async def ask_operator(context: Context) -> None:
    await context.act(data.ask_operator, context.tap.one_of(0, Request), terms=context.terms, now=context.now)


async def own_number(context: Context) -> None:
    await context.meet(numbers.own, terms=context.terms, now=context.now)


TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {
    "help": show,
    "cancel": cancel,
    "privacy": privacy,
    "privacy-told": told_to,
    "request": ask_operator,
}
COMMANDS = {
    "help": show,
    "cancel": cancel,
    "progress": progress,
    "privacy": privacy,
    "export": export,
    "forget": forget,
    "id": own_number,
}
HEARERS: dict[str, Hear] = {}
