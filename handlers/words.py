"""[Send a word]: a few words from one side of a support to the other, and one answer back."""

from collections.abc import Awaitable, Callable

from bot.actions.conversation import Hear
from bot.actions.supporters import words
from handlers.context import Context


async def ask(context: Context) -> None:
    await context.act(words.ask, context.tap.id(0), now=context.now)


async def ask_in_alert(context: Context) -> None:
    await context.act(words.ask_in_alert, context.tap.id(0), now=context.now)


async def ask_answer(context: Context) -> None:
    await context.act(words.ask_answer, context.tap.id(0), now=context.now)


async def send_held(context: Context) -> None:
    await context.act(words.send_held, now=context.now)


async def keep_held(context: Context) -> None:
    await context.act(words.keep_held, now=context.now)


async def read(context: Context) -> None:
    await context.act(words.read, context.tap.id(0), now=context.now)


async def mute(context: Context) -> None:
    await context.act(words.mute, context.tap.id(0), yes=True, now=context.now)


async def take_again(context: Context) -> None:
    await context.act(words.mute, context.tap.id(0), yes=False, now=context.now)


async def report(context: Context) -> None:
    await context.act(words.report, context.tap.id(0), terms=context.terms, now=context.now)


TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {
    "wrd-ask": ask,
    "wrd-alert": ask_in_alert,
    "wrd-answer": ask_answer,
    "wrd-held": send_held,
    "wrd-keep": keep_held,
    "wrd-read": read,
    "wrd-mute": mute,
    "wrd-take": take_again,
    "wrd-report": report,
}
HEARERS: dict[str, Hear] = {words.WORD: words.hear, words.ANSWER: words.hear}
