"""Which update goes where: one ordered page.

Taps are found by their verb, commands by their name, texts by what this person was asked last. Everything personal happens in
the private chat; a group chat gets one line that says so.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import Application, CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters

from bot.actions import conversation, presence
from bot.rules import crisis_words
from bot.texts.messages import Message
from handlers import (
    alerts,
    checkins,
    finding,
    groups,
    help,
    joining,
    leading,
    people,
    privacy,
    reports,
    settings,
    supporters,
    words,
)
from handlers.context import Context, NotJoined
from handlers.delivery.callback_data import UnknownTap

Handler = Callable[[Context], Awaitable[None]]
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

TAPS: dict[str, Handler] = {
    **joining.TAPS,
    **checkins.TAPS,
    **alerts.TAPS,
    **supporters.TAPS,
    **people.TAPS,
    **words.TAPS,
    **finding.TAPS,
    **groups.TAPS,
    **leading.TAPS,
    **reports.TAPS,
    **settings.TAPS,
    **privacy.TAPS,
    **help.TAPS,
}
COMMANDS: dict[str, Handler] = {
    **joining.COMMANDS,
    **checkins.COMMANDS,
    **alerts.COMMANDS,
    **supporters.COMMANDS,
    **people.COMMANDS,
    **groups.COMMANDS,
    **settings.COMMANDS,
    **privacy.COMMANDS,
    **help.COMMANDS,
}
HEARERS: dict[str, conversation.Hear] = {
    **joining.HEARERS,
    **checkins.HEARERS,
    **alerts.HEARERS,
    **supporters.HEARERS,
    **people.HEARERS,
    **words.HEARERS,
    **finding.HEARERS,
    **groups.HEARERS,
    **leading.HEARERS,
    **settings.HEARERS,
}


def install(application: AnyApplication) -> None:
    """Register every route; the first that fits takes the update."""
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    application.add_handler(CallbackQueryHandler(on_tap))
    application.add_handler(MessageHandler(private & filters.COMMAND, on_command))
    application.add_handler(MessageHandler(private & filters.TEXT, on_text))
    application.add_handler(MessageHandler(private & filters.CONTACT, on_contact))
    application.add_handler(MessageHandler(private & filters.LOCATION, on_place))
    application.add_handler(MessageHandler(private, on_media))
    edited = filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE
    application.add_handler(MessageHandler(edited & filters.COMMAND, on_command))
    application.add_handler(MessageHandler(edited & (filters.TEXT | filters.CAPTION), on_edit))
    application.add_handler(MessageHandler(filters.ChatType.GROUPS & filters.COMMAND, on_group_chat))
    application.add_handler(ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(on_error)


async def on_tap(update: Update, context: Context) -> None:
    if not context.turn.private:
        return
    try:
        handler = TAPS.get(context.tap.verb)
        if handler is None:
            raise UnknownTap(context.tap.verb)
        await _joined(context, handler)
    except UnknownTap:
        await _on_unknown_tap(context)


async def _on_unknown_tap(context: Context) -> None:
    """A button of an older version, or none of ours: whoever tapped it is there all the same."""
    try:
        await context.act(conversation.unknown_tap, now=context.now)
    except NotJoined:
        context.say(conversation.UNKNOWN_TAP)


async def on_command(update: Update, context: Context) -> None:
    name = context.text[1:].split()[0].split("@")[0].lower() if context.text[1:].strip() else ""
    if name != "sos" and _holds_words(context.text, name) and crisis_words.speaks_of_self_harm(context.text):
        await _joined(context, _hear)  # the card; SOS shows it anyway, and does more
        return
    context.turn.is_command = name not in help.KEEP_THE_QUESTION
    await _joined(context, COMMANDS.get(name, on_unknown_command))


def _holds_words(text: str, name: str) -> bool:
    """Whether somebody wrote it: what follows /start in a link is letters by chance."""
    return name != "start" or len(text.split()) > 2


async def on_unknown_command(context: Context) -> None:
    await context.act(conversation.unknown_command, now=context.now)


async def on_text(update: Update, context: Context) -> None:
    await _joined(context, _hear)


async def _hear(context: Context) -> None:
    await context.act(conversation.hear, context.text, hearers=HEARERS, now=context.now)


async def on_edit(update: Update, context: Context) -> None:
    """An older text was changed. A command mended like that counts; what it answered then stays as it was."""
    await _joined(context, _edited)


async def _edited(context: Context) -> None:
    await context.act(conversation.edited, context.text, now=context.now)


async def on_contact(update: Update, context: Context) -> None:
    await _joined(context, supporters.contact)


async def on_place(update: Update, context: Context) -> None:
    await _joined(context, joining.place)


async def on_media(update: Update, context: Context) -> None:
    await _joined(context, _media)


async def _media(context: Context) -> None:
    await context.act(conversation.media, caption=context.text, now=context.now)


async def on_group_chat(update: Update, context: Context) -> None:
    """Nothing personal in a group: one line that points to the private chat."""
    context.say(Message("group-chat", {"link": f"https://t.me/{context.bot.username}"}))


async def on_membership(update: Update, context: Context) -> None:
    """The person blocked the bot, or opened the chat again."""
    change = update.my_chat_member
    if change is None or change.chat.type != ChatType.PRIVATE or context.turn.visitor is None:
        return
    gone = change.new_chat_member.status == ChatMemberStatus.BANNED
    await context.note(presence.blocked if gone else presence.unblocked, now=context.now)


async def on_error(update: object, context: Context) -> None:
    """python-telegram-bot swallows what a handler raises; hand it to the intake, which retries and apologises."""
    context.turn.error = context.error if isinstance(context.error, Exception) else RuntimeError("unknown fault")


async def _joined(context: Context, handler: Handler) -> None:
    """Run a handler; somebody who has not agreed yet sees the welcome instead, and nothing is stored.

    Other bots, and whoever Telegram does not name, are not answered.
    """
    if context.turn.visitor is None:
        return
    try:
        await handler(context)
    except NotJoined:
        await joining.welcome(context)
