"""Groups: setting one up, its cadence, its links, and what a leader may see."""

from datetime import time

from bot.actions.conversation import Hear
from bot.actions.groups import adopting, approving, belonging, changing, creating, links, overview
from bot.actions.groups.belonging import Named
from bot.rules.templates import Template
from bot.rules.vocabulary import Preset, ShownAs
from handlers.context import Context
from handlers.delivery.callback_data import Tap, UnknownTap

SHOW, SAVE, NONE = "show", "save", "none"


async def new(context: Context) -> None:
    await context.act(creating.begin, now=context.now)


async def template(context: Context) -> None:
    await context.act(creating.template, context.tap.one_of(0, Template), now=context.now)


async def hour(context: Context) -> None:
    at = context.tap.clock(0)
    await context.act(creating.hour, at, terms=context.terms, bot_name=context.bot.username, now=context.now)


async def approve(context: Context) -> None:
    await context.meet(approving.decide, context.tap.id(0), yes=True, terms=context.terms, now=context.now)


async def refuse(context: Context) -> None:
    await context.meet(approving.decide, context.tap.id(0), yes=False, terms=context.terms, now=context.now)


async def mine(context: Context) -> None:
    await context.act(overview.mine, now=context.now)


async def page(context: Context) -> None:
    await context.act(overview.page, context.tap.id(0), now=context.now)


async def as_member(context: Context) -> None:
    await context.act(overview.as_member, context.tap.id(0), now=context.now)


async def link(context: Context) -> None:
    await context.act(links.show, context.tap.id(0), bot_name=context.bot.username, now=context.now)


async def ask_new_link(context: Context) -> None:
    await context.act(links.ask_new, context.tap.id(0), now=context.now)


async def new_link(context: Context) -> None:
    await context.act(links.make_new, context.tap.id(0), bot_name=context.bot.username, now=context.now)


async def shown_as(context: Context) -> None:
    await context.act(belonging.show_as, context.tap.id(0), context.tap.one_of(1, ShownAs), now=context.now)


async def ask_leave(context: Context) -> None:
    await context.act(belonging.ask_leave, context.tap.id(0), now=context.now)


async def leave(context: Context) -> None:
    said = context.tap.one_of(1, Named) if len(context.tap.args) > 1 else Named.UNSAID
    await context.act(belonging.leave, context.tap.id(0), named=said, now=context.now)


async def keep_alone(context: Context) -> None:
    await context.act(belonging.keep_alone, context.tap.id(0), now=context.now)


async def change(context: Context) -> None:
    await context.act(changing.page, context.tap.id(0), now=context.now)


async def days(context: Context) -> None:
    drafted, save = _draft(context.tap)
    if drafted is not None and not set(drafted) <= set("0123456"):
        raise UnknownTap("grp-days")
    draft = None if drafted is None else frozenset(int(digit) for digit in drafted)
    await context.act(changing.days, context.tap.id(0), draft, save=save, now=context.now)


async def times(context: Context) -> None:
    drafted, save = _draft(context.tap)
    draft = None if drafted is None else tuple(_clock(part) for part in drafted.split("-") if part)
    await context.act(changing.times, context.tap.id(0), draft, save=save, now=context.now)


def _draft(tap: Tap) -> tuple[str | None, bool]:
    """What a toggle's button carries: the draft, None for "as it is", and whether to save it."""
    drafted = tap.word(1)
    shown = None if drafted == SHOW else "" if drafted == NONE else drafted
    return shown, len(tap.args) > 2 and tap.word(2) == SAVE


def _clock(minutes: str) -> time:
    return Tap("grp-times", (minutes,)).clock(0)


async def window(context: Context) -> None:
    hours = None if context.tap.word(1) == SHOW else context.tap.id(1)
    await context.act(changing.window, context.tap.id(0), hours, now=context.now)


async def reminders(context: Context) -> None:
    await context.act(changing.reminders, context.tap.id(0), context.tap.word(1), now=context.now)


async def preset(context: Context) -> None:
    chosen = None if context.tap.word(1) == SHOW else context.tap.one_of(1, Preset)
    await context.act(changing.preset, context.tap.id(0), chosen, now=context.now)


async def ask_name(context: Context) -> None:
    await context.act(changing.ask_name, context.tap.id(0), now=context.now)


async def adopt(context: Context) -> None:
    await context.act(adopting.rhythm, context.tap.id(0), yes=True, now=context.now)


async def keep(context: Context) -> None:
    await context.act(adopting.rhythm, context.tap.id(0), yes=False, now=context.now)


async def adopt_preset(context: Context) -> None:
    await context.act(adopting.preset, context.tap.id(0), context.tap.one_of(1, Preset), now=context.now)


async def keep_preset(context: Context) -> None:
    await context.act(adopting.keep_preset, now=context.now)


TAPS = {
    "grp-new": new,
    "grp-template": template,
    "grp-hour": hour,
    "grp-approve": approve,
    "grp-decline": refuse,
    "grp-home": mine,
    "grp-page": page,
    "grp-as-member": as_member,
    "grp-link": link,
    "grp-ask-new-link": ask_new_link,
    "grp-new-link": new_link,
    "grp-shown": shown_as,
    "grp-ask-leave": ask_leave,
    "grp-leave": leave,
    "grp-keep-alone": keep_alone,
    "grp-change": change,
    "grp-days": days,
    "grp-times": times,
    "grp-window": window,
    "grp-reminders": reminders,
    "grp-preset": preset,
    "grp-rename": ask_name,
    "grp-adopt": adopt,
    "grp-keep": keep,
    "grp-adopt-preset": adopt_preset,
    "grp-keep-preset": keep_preset,
}
COMMANDS = {"newgroup": new, "group": mine}
HEARERS: dict[str, Hear] = {
    creating.NAME: creating.hear_name,
    creating.TEMPLATE: creating.hear_template,
    creating.HOUR: creating.hear_hour,
    changing.NAME: changing.hear_name,
    changing.TIMES: changing.hear_times,
}
