"""Leading a group: its people, leading it together, handing it on, words to everybody, pauses, and the weeks."""

from collections.abc import Awaitable, Callable

from bot.actions.conversation import Hear
from bot.actions.groups import co_lead_links, encouraging, going_on, handing_over, people, resting, weeks
from bot.texts.messages import Message
from handlers.context import Context


async def members(context: Context) -> None:
    await context.act(people.listed, context.tap.id(0), now=context.now)


async def member(context: Context) -> None:
    await context.act(people.one, context.tap.id(0), context.tap.id(1), now=context.now)


async def offer(context: Context) -> None:
    await context.act(people.offer, context.tap.id(0), context.tap.id(1), now=context.now)


async def take_back(context: Context) -> None:
    await context.act(people.take_back, context.tap.id(0), context.tap.id(1), now=context.now)


async def accept(context: Context) -> None:
    await context.act(people.accept, context.tap.id(0), now=context.now)


async def decline(context: Context) -> None:
    await context.act(people.decline, context.tap.id(0), now=context.now)


async def lead_link(context: Context, token: str) -> None:
    """/start with the payload `l_<token>`; `token` without the prefix."""
    await context.meet(co_lead_links.look, token, terms=context.terms, now=context.now)


async def make_link(context: Context) -> None:
    await context.act(co_lead_links.make, context.tap.id(0), bot_name=context.bot.username, now=context.now)


async def accept_link(context: Context) -> None:
    await context.meet(co_lead_links.accept, context.tap.word(0), now=context.now)


async def decline_link(context: Context) -> None:
    """[No, thanks]: nothing was kept, and nobody is told."""
    context.say(Message("grp-co-link-no"))


async def confirm(context: Context) -> None:
    await context.act(co_lead_links.confirm, context.tap.id(0), context.tap.id(1), yes=True, now=context.now)


async def refuse(context: Context) -> None:
    await context.act(co_lead_links.confirm, context.tap.id(0), context.tap.id(1), yes=False, now=context.now)


async def ask_remove(context: Context) -> None:
    await context.act(people.ask_remove, context.tap.id(0), context.tap.id(1), now=context.now)


async def remove(context: Context) -> None:
    await context.act(people.remove, context.tap.id(0), context.tap.id(1), now=context.now)


async def step_back(context: Context) -> None:
    await context.act(handing_over.ask, context.tap.id(0), now=context.now)


async def stop_leading(context: Context) -> None:
    await context.act(handing_over.stop_leading, context.tap.id(0), now=context.now)


async def hand_over(context: Context) -> None:
    await context.act(handing_over.hand_over, context.tap.id(0), context.tap.id(1), now=context.now)


async def ask_close(context: Context) -> None:
    await context.act(handing_over.ask_close, context.tap.id(0), now=context.now)


async def close(context: Context) -> None:
    await context.act(handing_over.close, context.tap.id(0), now=context.now)


async def go_on(context: Context) -> None:
    await context.act(going_on.keep, context.tap.id(0), now=context.now)


async def stop(context: Context) -> None:
    await context.act(going_on.stop, context.tap.id(0), now=context.now)


async def encourage(context: Context) -> None:
    await context.act(encouraging.ask, context.tap.id(0), now=context.now)


async def send(context: Context) -> None:
    await context.act(encouraging.send, context.tap.id(0), now=context.now)


async def mute(context: Context) -> None:
    await context.act(encouraging.mute, context.tap.id(0), muted=True, now=context.now)


async def unmute(context: Context) -> None:
    await context.act(encouraging.mute, context.tap.id(0), muted=False, now=context.now)


async def ask_pause(context: Context) -> None:
    await context.act(resting.ask, context.tap.id(0), now=context.now)


async def pause(context: Context) -> None:
    await context.act(resting.begin, context.tap.id(0), context.tap.id(1), now=context.now)


async def resume(context: Context) -> None:
    await context.act(resting.end, context.tap.id(0), now=context.now)


async def keep_asking(context: Context) -> None:
    await context.act(resting.keep, context.tap.id(0), keeps=True, now=context.now)


async def rest(context: Context) -> None:
    await context.act(resting.keep, context.tap.id(0), keeps=False, now=context.now)


async def week_by_week(context: Context) -> None:
    await context.act(weeks.page, context.tap.id(0), now=context.now)


TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {
    "grp-members": members,
    "grp-member": member,
    "grp-co-offer": offer,
    "grp-co-end": take_back,
    "grp-co-yes": accept,
    "grp-co-no": decline,
    "grp-co-link": make_link,
    "grp-link-yes": accept_link,
    "grp-link-no": decline_link,
    "grp-co-confirm": confirm,
    "grp-co-refuse": refuse,
    "grp-ask-remove": ask_remove,
    "grp-remove": remove,
    "grp-step-back": step_back,
    "grp-stop-leading": stop_leading,
    "grp-hand-over": hand_over,
    "grp-ask-close": ask_close,
    "grp-close": close,
    "grp-go-on": go_on,
    "grp-stop": stop,
    "grp-encourage": encourage,
    "grp-encourage-send": send,
    "grp-mute": mute,
    "grp-unmute": unmute,
    "grp-pause": ask_pause,
    "grp-pause-for": pause,
    "grp-resume": resume,
    "grp-keep-asking": keep_asking,
    "grp-rest": rest,
    "grp-weeks": week_by_week,
}
HEARERS: dict[str, Hear] = {encouraging.WORDS: encouraging.hear}
