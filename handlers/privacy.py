"""A person's own data: what is kept and who sees it, a copy of it, a cleared chat, and everything erased."""

from collections.abc import Awaitable, Callable

from bot.actions.privacy import forgetting
from handlers.context import Context


async def ask_to_forget(context: Context) -> None:
    await context.act(forgetting.ask, now=context.now)


async def ask_again(context: Context) -> None:
    await context.act(forgetting.ask_again, now=context.now)


async def keep(context: Context) -> None:
    await context.act(forgetting.keep, now=context.now)


async def forget(context: Context) -> None:
    await context.act(forgetting.forget, now=context.now)


TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {
    "forget": ask_to_forget,
    "forget-sure": ask_again,
    "forget-keep": keep,
    "forget-now": forget,
}
COMMANDS = {"forget": ask_to_forget}
