"""A person's own data: what is kept and who sees it, a copy of it, a cleared chat, and everything erased."""

from collections.abc import Awaitable, Callable

from bot.actions.privacy import clearing, exporting, forgetting, page
from handlers.context import Context


async def ask_to_forget(context: Context) -> None:
    await context.act(forgetting.ask, now=context.now)


async def ask_again(context: Context) -> None:
    await context.act(forgetting.ask_again, now=context.now)


async def keep(context: Context) -> None:
    await context.act(forgetting.keep, now=context.now)


async def forget(context: Context) -> None:
    await context.act(forgetting.forget, now=context.now)


async def show(context: Context) -> None:
    await context.act(page.show, now=context.now)


async def kept(context: Context) -> None:
    await context.act(page.kept, now=context.now)


async def looks(context: Context) -> None:
    await context.act(page.read, skip=context.tap.id(0), now=context.now)


async def told_to(context: Context) -> None:
    await context.act(page.told_to, now=context.now)


async def clear(context: Context) -> None:
    await context.act(clearing.clear, now=context.now)


async def ask_to_export(context: Context) -> None:
    await context.act(exporting.ask, now=context.now)


async def export(context: Context) -> None:
    await context.act(exporting.send, now=context.now)


async def decline_export(context: Context) -> None:
    await context.act(exporting.decline, now=context.now)


async def delete_file(context: Context) -> None:
    await context.act(exporting.delete, message_id=context.message_id, now=context.now)


TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {
    "privacy": show,
    "privacy-kept": kept,
    "privacy-looks": looks,
    "privacy-told": told_to,
    "privacy-clear": clear,
    "export": ask_to_export,
    "export-send": export,
    "export-not": decline_export,
    "export-delete": delete_file,
    "forget": ask_to_forget,
    "forget-sure": ask_again,
    "forget-keep": keep,
    "forget-now": forget,
}
COMMANDS = {"privacy": show, "export": ask_to_export, "forget": ask_to_forget}
