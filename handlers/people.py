"""The supporter's own side: whom they support, when they may be asked, time off, handing over, practice."""

from collections.abc import Awaitable, Callable

from bot.actions.conversation import Hear
from bot.actions.supporters import ending, handing, hours, practice, resting, supporting
from handlers.context import Context


async def people(context: Context) -> None:
    await context.act(supporting.page, now=context.now)


async def people_one(context: Context) -> None:
    await context.act(supporting.one, context.tap.id(0), now=context.now)


async def ask_stop(context: Context) -> None:
    await context.act(ending.ask_stop, context.tap.id(0), now=context.now)


async def stop(context: Context) -> None:
    await context.act(ending.stop, context.tap.id(0), now=context.now)


async def not_today(context: Context) -> None:
    await context.act(resting.not_today, now=context.now)


async def ask_break(context: Context) -> None:
    await context.act(resting.ask_break, now=context.now)


async def take_break(context: Context) -> None:
    await context.act(resting.take_break, context.tap.id(0), now=context.now)


async def come_back(context: Context) -> None:
    await context.act(resting.come_back, now=context.now)


async def ask_hand_over(context: Context) -> None:
    await context.act(handing.ask, context.tap.id(0), now=context.now)


async def propose_hand_over(context: Context) -> None:
    await context.act(handing.propose, context.tap.id(0), now=context.now)


async def try_practice(context: Context) -> None:
    await context.act(practice.send, now=context.now)


async def answer_practice(context: Context) -> None:
    await context.act(practice.answer, now=context.now)


async def through_silence(context: Context) -> None:
    await context.act(practice.through_silence, now=context.now)


async def my_hours(context: Context) -> None:
    await context.act(hours.page, now=context.now)


async def keep_hours(context: Context) -> None:
    await context.act(hours.keep, now=context.now)


async def ask_quiet(context: Context) -> None:
    await context.act(hours.ask_quiet, now=context.now)


async def ask_limit(context: Context) -> None:
    await context.act(hours.ask_limit, now=context.now)


async def set_limit(context: Context) -> None:
    limit = None if context.tap.word(0) == "none" else context.tap.id(0)
    await context.act(hours.set_limit, limit, now=context.now)


async def ask_zone(context: Context) -> None:
    await context.act(hours.ask_zone, now=context.now)


TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {
    "people": people,
    "ppl-one": people_one,
    "ppl-stop": ask_stop,
    "ppl-end": stop,
    "ppl-today": not_today,
    "ppl-break": ask_break,
    "ppl-off": take_break,
    "ppl-back": come_back,
    "hnd-ask": ask_hand_over,
    "hnd-propose": propose_hand_over,
    "practice": try_practice,
    "prc-answer": answer_practice,
    "prc-silent": through_silence,
    "hrs": my_hours,
    "hrs-keep": keep_hours,
    "hrs-quiet": ask_quiet,
    "hrs-limit": ask_limit,
    "hrs-set-limit": set_limit,
    "hrs-zone": ask_zone,
}
COMMANDS: dict[str, Callable[[Context], Awaitable[None]]] = {"people": people}
HEARERS: dict[str, Hear] = {
    "hrs-quiet": hours.hear_quiet,
    "hrs-zone": hours.hear_zone,
    hours.LIMIT: hours.hear_limit,
    resting.BREAK: resting.hear_break,
}
