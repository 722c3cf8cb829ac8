"""Help by role, the way out of whatever a person is in the middle of, and their days answered."""

from collections.abc import Awaitable, Callable

from bot.actions.conversation import Hear
from bot.actions.help import home, leaving, numbers
from bot.actions.help import progress as days
from handlers.context import Context

KEEP_THE_QUESTION = ("help", "cancel")  # commands that first look at what was being typed; all others drop it


async def show(context: Context) -> None:
    await context.act(home.show, now=context.now)


async def cancel(context: Context) -> None:
    await context.act(leaving.cancel, now=context.now)


async def progress(context: Context) -> None:
    await context.act(days.show, now=context.now)


async def own_number(context: Context) -> None:
    await context.meet(numbers.own, terms=context.terms, now=context.now)


TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {
    "help": show,
    "cancel": cancel,
}
COMMANDS = {
    "help": show,
    "cancel": cancel,
    "progress": progress,
    "id": own_number,
}
HEARERS: dict[str, Hear] = {}
