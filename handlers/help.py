"""Help by role, and the way out of whatever a person is in the middle of."""

from collections.abc import Awaitable, Callable

from bot.actions import conversation
from bot.actions.conversation import Hear
from bot.actions.help import home
from handlers.context import Context


async def show(context: Context) -> None:
    await context.act(home.show, now=context.now)


async def cancel(context: Context) -> None:
    await context.act(conversation.cancel, now=context.now)


TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {"help": show}
COMMANDS = {"help": show, "cancel": cancel}
HEARERS: dict[str, Hear] = {}
