"""A screen on its way to a chat, and what became of it. What it looks like is decided in `rendering`, how soon it leaves
in `limiter`. Logs hold kinds and ids, never a text or a name.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from telegram import InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram import Message as SentMessage
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError
from telegram.ext import ExtBot

from bot.actions.outgoing import Delivered, Invalid, Outcome, Parcel, TokenRefused
from bot.clock import Clock
from bot.rules.vocabulary import Priority
from bot.texts.messages import Message
from handlers.delivery.answers import LOST, STALE_TAP, UNCHANGED, outcome_of, says
from handlers.delivery.limiter import Turn
from handlers.delivery.rendering import Screen

log = logging.getLogger(__name__)

DELETED_AT_ONCE = 100  # Telegram's limit
PREVIEWS = LinkPreviewOptions(is_disabled=True)


class Sender:
    """`render` turns a message into a screen. `report(kind)` tells of trouble that only the operator can mend."""

    def __init__(
        self,
        bot: ExtBot[Any],
        clock: Clock,
        render: Callable[[Message, str], Screen],
        *,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._bot = bot
        self._clock = clock
        self._render = render
        self._report = report
        self.asleep = 0  # direct replies that wait for their turn

    async def deliver(self, parcel: Parcel, *, waits: Callable[[bool], None] = lambda _: None) -> Outcome:
        """Send an outbox row's message, or redraw the one it names; never raises for what Telegram or the network does.

        Raises whatever rendering raises, before anything is sent.
        """
        screen = self._render(parcel.message, parcel.language)
        if parcel.again and parcel.edit is None and parcel.priority <= Priority.ALERT:
            mark = self._render(Message("said-again"), parcel.language).text
            screen = replace(screen, text=f"{mark} {screen.text}")
        screen = replace(screen, silent=screen.silent or parcel.silent, pin=screen.pin or parcel.pin)
        turn = Turn(parcel.priority, leave_by=parcel.leave_by, waits=waits)
        if parcel.edit is not None:
            return await self._edit(parcel.chat_id, parcel.edit, screen, turn)
        outcome = await self._send(parcel.chat_id, screen, turn)
        if parcel.retire is not None and isinstance(outcome, Delivered):
            await self._retire(parcel.chat_id, parcel.retire, parcel.language)
        return outcome

    async def send(self, chat_id: int, screen: Screen, *, priority: Priority = Priority.REPLY) -> int | None:
        """Send a direct reply, once; return its message id, None where it did not certainly arrive."""
        return self._noted(await self._send(chat_id, screen, self._turn(priority)))

    async def edit(
        self, chat_id: int, message_id: int, screen: Screen, *, priority: Priority = Priority.REPLY
    ) -> int | None:
        """Redraw a message, or send the screen anew where that message is gone or too old.

        Return the id of the message that shows it now, None where neither certainly worked.
        """
        return self._noted(await self._edit(chat_id, message_id, screen, self._turn(priority)))

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Delete messages of ours, the newest first, as far as Telegram lets us: it passes over those older than 48 hours."""
        newest_first = sorted(message_ids, reverse=True)
        for start in range(0, len(newest_first), DELETED_AT_ONCE):
            try:
                await self._bot.delete_messages(
                    chat_id,
                    newest_first[start : start + DELETED_AT_ONCE],
                    rate_limit_args=self._turn(Priority.REPLY),
                )
            except TelegramError as error:
                log.info("messages were not deleted: %s", type(error).__name__)

    async def answer(self, callback_query_id: str, text: str | None = None, *, alert: bool = False) -> None:
        """Stop a tapped button's spinner, with a small pop-up if there is `text` (at most 200 characters)."""
        try:
            await self._bot.answer_callback_query(callback_query_id, text, show_alert=alert)
        except TelegramError as error:
            if not says(error, STALE_TAP):
                log.info("a tap was not answered: %s", type(error).__name__)

    def _turn(self, priority: Priority) -> Turn:
        """A direct reply's turn; counted while it waits."""
        was_asleep = False

        def waits(is_asleep: bool) -> None:
            nonlocal was_asleep
            self.asleep += is_asleep - was_asleep
            was_asleep = is_asleep

        return Turn(priority, waits=waits)

    def _noted(self, outcome: Outcome) -> int | None:
        if isinstance(outcome, Delivered):
            return outcome.message_id
        if isinstance(outcome, TokenRefused):
            self._report("token-refused")
        log.info("a reply did not certainly arrive: %s", outcome)
        return None

    async def _send(self, chat_id: int, screen: Screen, turn: Turn) -> Outcome:
        async def attempt() -> Outcome:
            try:
                sent = await self._post(chat_id, screen, turn)
            except ChatMigrated as moved:
                sent = await self._post(moved.new_chat_id, screen, turn)
            if screen.pin:
                await self._pin(sent.chat.id, sent.message_id, turn)
            return Delivered(sent.message_id, self._clock.now())

        return await _settled(attempt)

    async def _edit(self, chat_id: int, message_id: int, screen: Screen, turn: Turn) -> Outcome:
        """Always by chat and message id: `CallbackQuery.edit_message_text` fails on messages Telegram no longer shows us."""
        if screen.photo is not None or screen.document is not None or not _is_inline(screen):
            return await self._send(chat_id, screen, turn)

        async def attempt() -> Outcome:
            try:
                await self._bot.edit_message_text(
                    screen.text,
                    chat_id=chat_id,
                    message_id=message_id,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=PREVIEWS,
                    reply_markup=screen.keyboard if isinstance(screen.keyboard, InlineKeyboardMarkup) else None,
                    rate_limit_args=turn,
                )
            except BadRequest as error:
                if says(error, LOST):
                    return await self._send(chat_id, screen, turn)
                if not says(error, UNCHANGED):
                    raise
            if screen.pin:
                await self._pin(chat_id, message_id, turn)
            return Delivered(message_id, self._clock.now())

        return await _settled(attempt)

    async def _retire(self, chat_id: int, message_id: int, language: str) -> None:
        """An old card says that there is a newer one, and is unpinned; deleting it is refused after two days."""
        turn = Turn(Priority.REPLY)
        newer = self._render(Message("crisis-card-replaced"), language).text
        try:
            await self._bot.edit_message_text(newer, chat_id=chat_id, message_id=message_id, rate_limit_args=turn)
            await self._bot.unpin_chat_message(chat_id, message_id=message_id, rate_limit_args=turn)
        except TelegramError as error:
            log.info("an old card was not taken away: %s", type(error).__name__)

    async def _post(self, chat_id: int, screen: Screen, turn: Turn) -> SentMessage:
        options: dict[str, Any] = {
            "parse_mode": ParseMode.HTML,
            "reply_markup": screen.keyboard,
            "disable_notification": screen.silent or None,
            "protect_content": screen.protect or None,
            "rate_limit_args": turn,
        }
        if screen.photo is not None:
            return await self._bot.send_photo(chat_id, screen.photo, caption=screen.text, **options)
        if screen.document is not None:
            name, content = screen.document
            return await self._bot.send_document(chat_id, InputFile(content, name), caption=screen.text, **options)
        return await self._bot.send_message(chat_id, screen.text, link_preview_options=PREVIEWS, **options)

    async def _pin(self, chat_id: int, message_id: int, turn: Turn) -> None:
        """Pin what was just sent or redrawn; where that fails, the message is there all the same."""
        try:
            await self._bot.pin_chat_message(
                chat_id, message_id, disable_notification=True, rate_limit_args=Turn(turn.priority)
            )
        except TelegramError as error:
            log.info("a message was not pinned: %s", type(error).__name__)


def _is_inline(screen: Screen) -> bool:
    """Telegram redraws messages with inline keyboards, or with none; reply keyboards come only with a new message."""
    return screen.keyboard is None or isinstance(screen.keyboard, InlineKeyboardMarkup)


async def _settled(attempt: Callable[[], Awaitable[Outcome]]) -> Outcome:
    try:
        return await attempt()
    except Exception as error:
        outcome = outcome_of(error)
        if isinstance(outcome, Invalid) or not isinstance(error, TelegramError):
            log.error("a message could not be sent: %s (%s)", outcome, type(error).__name__)
        return outcome
