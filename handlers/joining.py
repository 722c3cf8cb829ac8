"""Joining: what this is, the hour, the zone, the first check-in; and the zone for whoever else asks for it."""

from bot.actions import zones
from bot.actions.groups import co_lead_links
from bot.actions.joining import agreeing, arriving, locating, proposing, starting
from bot.actions.joining.agreeing import Link
from bot.actions.zones import Purpose
from bot.rules.vocabulary import Proposal, ShownAs
from handlers import leading, supporters
from handlers.context import Context, NotJoined

KEEP = "keep"  # in place of an hour: the group's own
SUPPORT_LINK = "s_"


async def start(context: Context) -> None:
    """/start, with a group's link, a supporter's or a co-leader's, or alone."""
    if context.payload.startswith(SUPPORT_LINK):
        await supporters.accept_link(context, context.payload.removeprefix(SUPPORT_LINK))
        return
    if context.payload.startswith(co_lead_links.PREFIX):
        await leading.lead_link(context, context.payload.removeprefix(co_lead_links.PREFIX))
        return
    await context.meet(agreeing.start, Link.read(context.payload), terms=context.terms, now=context.now)


async def welcome(context: Context) -> None:
    """Somebody who has not agreed yet did anything else than /start."""
    await context.meet(agreeing.welcome, Link(), text=context.text, terms=context.terms, now=context.now)


async def first_screen(context: Context) -> None:
    await context.meet(agreeing.first_screen, _link(context), terms=context.terms, now=context.now)


async def agree(context: Context) -> None:
    await context.meet(agreeing.agree, _link(context), now=context.now)


async def read_more(context: Context) -> None:
    await context.meet(agreeing.read_more, _link(context), terms=context.terms, now=context.now)


async def told_to(context: Context) -> None:
    await context.meet(agreeing.told_to, _link(context), terms=context.terms, now=context.now)


async def under_age(context: Context) -> None:
    await context.meet(agreeing.under_age, terms=context.terms, now=context.now)


async def where(context: Context) -> None:
    await context.meet(agreeing.where, now=context.now)


async def numbers(context: Context) -> None:
    await context.meet(agreeing.numbers, context.tap.word(0), now=context.now)


def _link(context: Context) -> Link:
    return Link.read(context.tap.word(0))


async def look(context: Context) -> None:
    await context.act(arriving.look, context.tap.word(0), now=context.now)


async def join(context: Context) -> None:
    shown_as = context.tap.one_of(1, ShownAs)
    await context.act(arriving.join, context.tap.word(0), shown_as, now=context.now)


async def decline(context: Context) -> None:
    await context.act(arriving.decline, now=context.now)


async def go_on(context: Context) -> None:
    """[Go on]: the question at which joining stopped."""
    await context.act(starting.go_on, now=context.now)


async def alone(context: Context) -> None:
    """[Just me]: an hour of one's own, without a group."""
    await context.act(starting.ask_own_hour, now=context.now)


async def hour(context: Context) -> None:
    at = None if context.tap.word(1) == KEEP else context.tap.clock(1)
    await context.act(starting.hour, context.tap.id(0), at, now=context.now)


async def see_you(context: Context) -> None:
    await context.act(starting.see_you, now=context.now)


async def skip_proposal(context: Context) -> None:
    await context.act(proposing.skip, context.tap.one_of(0, Proposal), now=context.now)


async def zone_yes(context: Context) -> None:
    await context.act(locating.chosen, context.tap.one_of(0, Purpose), context.tap.word(1), now=context.now)


async def zone_no(context: Context) -> None:
    await context.act(zones.ask_anew, context.tap.one_of(0, Purpose), now=context.now)


async def zone_place(context: Context) -> None:
    await context.act(zones.ask_place, context.tap.one_of(0, Purpose), now=context.now)


async def place(context: Context) -> None:
    """A location came, by the button or unasked."""
    message = context.arrived.message
    shared = message.location if message else None
    if shared is None:
        raise NotJoined
    await context.act(locating.hear_place, shared.latitude, shared.longitude, now=context.now)


TAPS = {
    "join-welcome": first_screen,
    "join-agree": agree,
    "join-more": read_more,
    "join-told": told_to,
    "join-under": under_age,
    "join-where": where,
    "join-numbers": numbers,
    "join-look": look,
    "join-group": join,
    "join-not-now": decline,
    "join-go-on": go_on,
    "join-alone": alone,
    "join-hour": hour,
    "join-later": see_you,
    "prop-skip": skip_proposal,
    "zone-yes": zone_yes,
    "zone-no": zone_no,
    "zone-place": zone_place,
}
COMMANDS = {"start": start}
HEARERS = {"join-hour": starting.hear_hour, zones.ASKED: locating.hear}
