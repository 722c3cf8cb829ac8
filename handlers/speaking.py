"""After the commit: say what an update's one action left to be said.

A tap's spinner is answered first; then the tapped message is redrawn, or a new one is sent. A direct reply is sent once: the
next tap redraws the message from the rows and so mends a lost one. What must arrive is an outbox row and does not come here.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.rules.vocabulary import Priority
from bot.texts import catalogue
from bot.texts.messages import Message, Reply
from handlers.context import Turn
from handlers.delivery.rendering import render
from handlers.delivery.sender import Sender
from storage.database import Database, Session
from storage.queries import chats, checkins, people

log = logging.getLogger(__name__)


class Speaker:
    def __init__(self, sender: Sender, database: Database) -> None:
        self._sender = sender
        self._database = database

    async def speak(self, turn: Turn) -> None:
        language = catalogue.nearest(turn.language or (turn.visitor.language if turn.visitor else None))
        if turn.callback_id is not None:
            toast = next((reply.toast for reply in turn.replies if reply.toast), None)
            await self._sender.answer(turn.callback_id, catalogue.plain(toast, language) if toast else None)
        for reply in turn.replies:
            await self._say(turn, reply, language)

    async def _say(self, turn: Turn, reply: Reply, language: str) -> None:
        assert turn.chat_id is not None
        if reply.deletes:
            await self._sender.delete(turn.chat_id, reply.deletes)
        new: list[int] = []
        live: int | None = None
        if reply.show is not None:
            target = None if reply.fresh else reply.at or turn.message_id
            tapped = turn.protected if target == turn.message_id else None
            shown = await self._show(turn.chat_id, target, reply.show, language, protected=tapped)
            if shown is not None and shown != target:
                new, live = [shown], shown
        for message in reply.also:
            sent = await self._show(turn.chat_id, None, message, language)
            new += [sent] if sent is not None else []
        if new and turn.private and turn.visitor is not None:
            tg_id, now = turn.visitor.tg_id, turn.now
            await self._database.write(
                lambda session: _remember(session, tg_id, new, checkin_id=reply.checkin_id, live=live, now=now)
            )

    async def _show(
        self, chat_id: int, message_id: int | None, message: Message, language: str, *, protected: bool | None = None
    ) -> int | None:
        """Redraw `message_id`, or send anew; returns the id of the message that now shows it, None where neither worked.

        `protected`: whether Telegram keeps that message from being passed on, where that is known. No edit changes it.
        """
        try:
            screen = render(message, language)
        except catalogue.MissingText as fault:
            log.error("the text %s cannot be shown", message.kind, exc_info=fault)
            screen = render(Message("our-fault"), language)
        fits = protected is None or screen.protect is None or screen.protect is protected
        if message_id is not None and fits:
            return await self._sender.edit(chat_id, message_id, screen, priority=Priority.REPLY)
        return await self._sender.send(chat_id, screen, priority=Priority.REPLY)


def _remember(
    session: Session, tg_id: int, sent: Sequence[int], *, checkin_id: int | None, live: int | None, now: datetime
) -> None:
    """Keep which messages are new in a person's chat; of somebody we do not know, nothing."""
    person = people.by_telegram_id(session, tg_id)
    if person is None or person.id is None:
        return
    for message_id in sent:
        chats.remember(session, person.id, message_id, now=now)
    if checkin_id is not None and live is not None:
        checkins.remember_live(session, checkin_id, live)
