"""Check-ins: from a tap or a command to one action."""

from bot.actions.checkins import answering, beginning, noting, postponing, showing
from bot.actions.conversation import Hear
from bot.actions.joining import agreeing
from bot.rules.vocabulary import Question
from handlers.context import Context
from handlers.delivery.callback_data import UnknownTap


async def start(context: Context) -> None:
    await context.act(answering.start, context.tap.id(0), message_id=context.message_id, now=context.now)


async def mood(context: Context) -> None:
    await _answer(context, Question.MOOD, context.tap.number(1), low=1, high=5)


async def craving(context: Context) -> None:
    await _answer(context, Question.CRAVING, context.tap.number(1), low=0, high=10)


async def used(context: Context) -> None:
    said = {"yes": 1, "no": 0, "skip": None}
    if context.tap.word(1) not in said:
        raise UnknownTap("used")
    await _answer(context, Question.USED, said[context.tap.word(1)], low=0, high=1)


async def _answer(context: Context, question: Question, value: int | None, *, low: int, high: int) -> None:
    if value is not None and not low <= value <= high:
        raise UnknownTap(question)
    await context.act(
        answering.answer, context.tap.id(0), question, value, message_id=context.message_id, now=context.now
    )


async def here(context: Context) -> None:
    await context.act(answering.here, context.tap.id(0), message_id=context.message_id, now=context.now)


async def finish(context: Context) -> None:
    await context.act(answering.finish, context.tap.id(0), message_id=context.message_id, now=context.now)


async def later(context: Context) -> None:
    await context.act(postponing.later, context.tap.id(0), message_id=context.message_id, now=context.now)


async def postpone(context: Context) -> None:
    await context.act(
        postponing.postpone,
        context.tap.id(0),
        tonight=context.tap.word(1) == "tonight",
        message_id=context.message_id,
        now=context.now,
    )


async def change(context: Context) -> None:
    await context.act(answering.change, context.tap.id(0), message_id=context.message_id, now=context.now)


async def show(context: Context) -> None:
    await context.act(showing.show, context.tap.id(0), message_id=context.message_id, now=context.now)


async def hide(context: Context) -> None:
    await context.act(showing.hide, context.tap.id(0), now=context.now)


async def calm(context: Context) -> None:
    """[Not now], [That's all]: the choices go, the check-in stays as it is."""
    await context.act(showing.calm, context.tap.id(0), now=context.now)


async def begin(context: Context) -> None:
    await context.act(agreeing.as_member, beginning.begin, terms=context.terms, now=context.now)


async def extra(context: Context) -> None:
    await context.act(agreeing.as_member, beginning.extra, terms=context.terms, now=context.now)


async def keep_words(context: Context) -> None:
    await context.act(noting.keep, context.tap.id(0), message_id=context.message_id, now=context.now)


async def just_note(context: Context) -> None:
    await context.act(agreeing.as_member, noting.ask, terms=context.terms, now=context.now)


TAPS = {
    "start": start,
    "mood": mood,
    "craving": craving,
    "used": used,
    "here": here,
    "finish": finish,
    "later": later,
    "postpone": postpone,
    "change": change,
    "show": show,
    "hide": hide,
    "calm": calm,
    "today": begin,
    "extra": extra,
    "keep-words": keep_words,
    "just-note": just_note,
}
COMMANDS = {"checkin": begin}
HEARERS: dict[str, Hear] = {noting.NOTE: noting.hear}
