"""Reporting a person, from whichever message of theirs."""

from bot.actions import reporting
from bot.actions.reporting import About
from bot.actions.supporters import links
from bot.texts.messages import Message, Reply
from handlers.context import Context
from handlers.delivery.callback_data import UnknownTap

LEAVE = "leave"


async def ask(context: Context) -> None:
    """A supporter's link comes in two halves; everything else is one row's id, or a group's token."""
    about, ref = context.tap.one_of(0, About), context.tap.word(1)
    if about is About.SUPPORT_LINK:
        try:
            ref = links.whole(ref, context.tap.word(2))
        except ValueError:
            raise UnknownTap(context.tap.verb) from None
    await context.meet(reporting.ask, about, ref, terms=context.terms, now=context.now)


async def send(context: Context) -> None:
    about, leave = context.tap.one_of(0, About), context.tap.word(2) == LEAVE
    await context.meet(reporting.send, about, context.tap.word(1), leave=leave, terms=context.terms, now=context.now)


async def leave_it(context: Context) -> None:
    context.say(Reply(show=Message("report-not")))


TAPS = {"report": ask, "report-send": send, "report-not": leave_it}
