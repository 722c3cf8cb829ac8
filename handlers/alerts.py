"""Alerts: the member's say in them, the supporter's answers, and SOS. From a tap or a command to one action."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.actions.alerts import answering, crisis, sos, steering
from bot.actions.alerts.promises import Promise
from bot.actions.conversation import Hear
from bot.rules.vocabulary import Outcome, Wish
from handlers.context import Context
from handlers.delivery.callback_data import UnknownTap

Handler = Callable[[Context], Awaitable[None]]


def _about(action: Callable[..., Any]) -> Handler:
    """A tap that names one alert and calls one action about it."""

    async def handle(context: Context) -> None:
        await context.act(action, context.tap.id(0), now=context.now)

    return handle


def _on_page(action: Callable[..., Any]) -> Handler:
    """The same, on the message with which somebody was asked."""

    async def handle(context: Context) -> None:
        await context.act(action, context.tap.id(0), message_id=context.message_id, now=context.now)

    return handle


def _plain(action: Callable[..., Any]) -> Handler:
    """A tap or command that needs nothing but who it is from."""

    async def handle(context: Context) -> None:
        await context.act(action, now=context.now)

    return handle


async def sos_(context: Context) -> None:
    """A call for help, by tap or typed; only what was typed bears a date."""
    await context.act(sos.sos, sent_at=context.sent_at, now=context.now)


async def ask_them(context: Context) -> None:
    await context.act(steering.ask_them, context.tap.id(0), context.tap.id(1), now=context.now)


async def ask_me_first(context: Context) -> None:
    if context.tap.word(0) not in ("yes", "no"):
        raise UnknownTap("ask-me-first")
    await context.act(steering.ask_me_first, yes=context.tap.word(0) == "yes", now=context.now)


async def promise(context: Context) -> None:
    if context.tap.word(1) not in list(Promise):
        raise UnknownTap("promise")
    await context.act(answering.promise, context.tap.id(0), Promise(context.tap.word(1)), now=context.now)


async def outcome(context: Context) -> None:
    said = {"safe": Outcome.SAFE_NOT_USING_BOT, "away": Outcome.AWAY, "died-yes": Outcome.DIED}
    if context.tap.word(1) == "died":
        await context.act(answering.ask_whether_died, context.tap.id(0), now=context.now)
        return
    if context.tap.word(1) not in said:
        raise UnknownTap("outcome")
    await context.act(answering.quiet_outcome, context.tap.id(0), said[context.tap.word(1)], now=context.now)


async def safer(context: Context) -> None:
    """[Staying safer today]: fixed, reviewed text."""
    await context.act(crisis.staying_safer, now=context.now)


async def call_with_yes(context: Context) -> None:
    """[Ask Sam], to be there while I ring."""
    await context.act(steering.tell, wish=Wish.CALL_WITH_ME, now=context.now)


async def quiet_here(context: Context) -> None:
    """[I'm here], [All fine, not today]: the tap itself has called the alert off."""
    await context.act(steering.quiet_called_off, context.tap.id(0), now=context.now)


TAPS: dict[str, Handler] = {
    "tell": _plain(steering.tell),
    "sos": sos_,
    "numbers": _plain(crisis.show_card),
    "safer": safer,
    "calling-hard": _plain(crisis.calling_hard),
    "call-with": _plain(crisis.call_with),
    "call-with-yes": call_with_yes,
    "ask-now": _about(steering.ask_now),
    "ask-them": ask_them,
    "not-this-time": _about(steering.not_this_time),
    "what-read": _about(steering.what_they_read),
    "ask-me-first": ask_me_first,
    "reached": _about(steering.reached),
    "not-yet": _about(steering.not_yet),
    "no-need": _about(steering.no_longer_needed),
    "quiet-here": quiet_here,
    "got-this": _on_page(answering.acknowledge),
    "cannot": _on_page(answering.decline),
    "how-help": _about(answering.how_to_help),
    "promise": promise,
    "talked": _about(answering.talked),
    "not-reached": _about(answering.could_not_reach),
    "ask-join": _about(answering.ask_to_join),
    "worried": _about(answering.still_worried),
    "something-else": _about(answering.more_outcomes),
    "outcome": outcome,
    "sos-reached": _about(sos.reached),
    "sos-not-yet": _about(sos.not_yet),
    "sos-ok": _about(sos.ok_now),
    "sos-mistake": _about(sos.mistake),
}
COMMANDS: dict[str, Handler] = {"sos": sos_}
HEARERS: dict[str, Hear] = {}
