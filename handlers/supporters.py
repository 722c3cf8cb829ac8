"""Supporters: inviting, accepting, confirming, what each is told, and the supporter's own page."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TypeVar

from bot.actions.conversation import Hear
from bot.actions.supporters import (
    absence,
    accepting,
    checked_in,
    confirming,
    ending,
    finer,
    handing,
    inviting,
    links,
    listing,
    reaching,
    renewing,
    seeing,
    sharing,
)
from bot.rules import consent_draft
from bot.rules.consent import Choice
from bot.rules.vocabulary import Purpose
from bot.texts.messages import Reply
from handlers.context import Context, NotJoined
from handlers.delivery.callback_data import Tap, UnknownTap
from storage.database import Session
from storage.tables import Person

OneWord = TypeVar("OneWord", bound=StrEnum)


async def accept_link(context: Context, token: str) -> None:
    """/start with the payload `s_<token>`; `token` without the prefix."""
    await context.meet(accepting.look, token, terms=context.terms, now=context.now)


async def link_more(context: Context) -> None:
    await context.meet(accepting.explain, _token(context.tap), now=context.now)


async def link_accept(context: Context) -> None:
    await context.meet(accepting.accept, _token(context.tap), now=context.now)


async def link_decline(context: Context) -> None:
    await context.meet(accepting.decline, _token(context.tap), now=context.now)


def _token(tap: Tap) -> str:
    try:
        return links.whole(tap.word(0), tap.word(1))
    except ValueError:
        raise UnknownTap(tap.verb) from None


def _word(tap: Tap, position: int, words: type[OneWord]) -> OneWord:
    """The word at `position`, one of `words`; in a button dashes stand for underscores."""
    try:
        return words(tap.word(position).replace("-", "_"))
    except ValueError:
        raise UnknownTap(tap.verb) from None


async def my_list(context: Context) -> None:
    await context.act(listing.page, now=context.now)


async def invite(context: Context) -> None:
    await context.act(inviting.ask, bot_name=context.bot.username, now=context.now)


async def open_one(context: Context) -> None:
    await context.act(listing.one, context.tap.id(0), now=context.now)


async def confirm(context: Context) -> None:
    await context.act(confirming.confirm, context.tap.id(0), now=context.now)


async def refuse(context: Context) -> None:
    await context.act(confirming.refuse, context.tap.id(0), now=context.now)


async def choose_sharing(context: Context) -> None:
    await context.act(sharing.choose, context.tap.id(0), now=context.now)


async def preview_sharing(context: Context) -> None:
    await context.act(sharing.preview, context.tap.id(0), _word(context.tap, 1, Choice), now=context.now)


async def save_sharing(context: Context) -> None:
    await context.act(sharing.save, context.tap.id(0), _word(context.tap, 1, Choice), now=context.now)


async def tell_change(context: Context) -> None:
    await context.act(sharing.tell, context.tap.id(0), now=context.now)


async def finer_start(context: Context) -> None:
    await context.act(finer.start, context.tap.id(0), now=context.now)


def _with_draft(action: Callable[..., Reply]) -> Callable[[Context], Awaitable[None]]:
    """An action of [More]: of a support and a draft, which both stand in the button."""

    async def handle(context: Context) -> None:
        try:
            consent_draft.read(context.tap.word(1))
        except ValueError:
            raise UnknownTap(context.tap.verb) from None
        await context.act(action, context.tap.id(0), context.tap.word(1), now=context.now)

    return handle


async def finer_one(context: Context) -> None:
    if context.tap.id(2) > finer.ALL:
        raise UnknownTap(context.tap.verb)
    await _with_draft(partial(_one_reason, number=context.tap.id(2)))(context)


def _one_reason(session: Session, person: Person, support: int, draft: str, *, number: int, now: datetime) -> Reply:
    return finer.one(session, person, support, draft, number, now=now)


async def keep_consent(context: Context) -> None:
    purpose, newest = _word(context.tap, 1, Purpose), context.tap.id(2)
    await context.act(renewing.keep, context.tap.id(0), purpose, newest, now=context.now)


async def move_up(context: Context) -> None:
    await context.act(listing.move_up, context.tap.id(0), context.tap.id(1), now=context.now)


async def ask_absence(context: Context) -> None:
    await context.act(absence.ask, context.tap.id(0), now=context.now)


async def choose_absence(context: Context) -> None:
    await context.act(absence.choose, context.tap.id(0), tell=_yes(context.tap), now=context.now)


async def ask_checked_in(context: Context) -> None:
    await context.act(checked_in.ask, context.tap.id(0), now=context.now)


async def choose_checked_in(context: Context) -> None:
    await context.act(checked_in.choose, context.tap.id(0), tell=_yes(context.tap), now=context.now)


def _yes(tap: Tap) -> bool:
    said = {"yes": True, "no": False}
    if tap.word(1) not in said:
        raise UnknownTap(tap.verb)
    return said[tap.word(1)]


async def ask_remove(context: Context) -> None:
    await context.act(ending.ask_remove, context.tap.id(0), now=context.now)


async def remove(context: Context) -> None:
    await context.act(ending.remove, context.tap.id(0), _word(context.tap, 1, ending.Farewell), now=context.now)


async def ask_route(context: Context) -> None:
    await context.act(reaching.ask, context.tap.id(0), now=context.now)


async def choose_route(context: Context) -> None:
    await context.act(reaching.choose, context.tap.id(0), _word(context.tap, 1, reaching.Route), now=context.now)


async def ask_number(context: Context) -> None:
    await context.act(reaching.ask_number, context.tap.id(0), now=context.now)


async def contact(context: Context) -> None:
    """A contact came by the button: only the sender's own number counts."""
    message = context.arrived.message
    shared = message.contact if message else None
    if message is None or shared is None or message.from_user is None:
        raise NotJoined
    await context.act(
        reaching.hear_contact,
        shared.phone_number,
        is_own=shared.user_id == message.from_user.id,
        now=context.now,
    )


async def who_sees(context: Context) -> None:
    await context.act(seeing.who_sees, context.tap.id(0), now=context.now)


async def look_at_hand_over(context: Context) -> None:
    await context.act(handing.look, context.tap.id(0), now=context.now)


async def hand_over_to(context: Context) -> None:
    await context.act(handing.to, context.tap.id(0), context.tap.id(1), now=context.now)


async def hand_over_to_new(context: Context) -> None:
    await context.act(handing.to_someone_new, context.tap.id(0), bot_name=context.bot.username, now=context.now)


async def let_go(context: Context) -> None:
    await context.act(handing.let_go, context.tap.id(0), now=context.now)


async def keep_supporter(context: Context) -> None:
    await context.act(handing.keep, context.tap.id(0), now=context.now)


TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {
    "lnk-yes": link_accept,
    "lnk-more": link_more,
    "lnk-no": link_decline,
    "supporters": my_list,
    "sup-ask": invite,
    "sup-one": open_one,
    "sup-confirm": confirm,
    "sup-refuse": refuse,
    "sup-share": choose_sharing,
    "sup-preview": preview_sharing,
    "sup-save": save_sharing,
    "sup-tell": tell_change,
    "fin": finer_start,
    "fin-all": _with_draft(finer.page),
    "fin-one": finer_one,
    "fin-see": _with_draft(finer.see),
    "fin-save": _with_draft(finer.save),
    "rnw-keep": keep_consent,
    "sup-up": move_up,
    "sup-absence": ask_absence,
    "sup-absence-set": choose_absence,
    "sup-checked": ask_checked_in,
    "sup-checked-set": choose_checked_in,
    "sup-remove": ask_remove,
    "sup-end": remove,
    "hnd-look": look_at_hand_over,
    "hnd-to": hand_over_to,
    "hnd-new": hand_over_to_new,
    "hnd-go": let_go,
    "hnd-keep": keep_supporter,
    "rte-ask": ask_route,
    "rte-set": choose_route,
    "rte-number": ask_number,
    "who-sees": who_sees,
}
COMMANDS: dict[str, Callable[[Context], Awaitable[None]]] = {"supporters": my_list}
HEARERS: dict[str, Hear] = {
    reaching.ASKED: reaching.hear_number,
    reaching.ROUTE: reaching.hear_route,
}
