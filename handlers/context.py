"""What a handler is given: who wrote, what they tapped or typed, one transaction, and a place to leave replies.

A handler parses, calls one action and is done. `act` runs that action in the update's only transaction, which also marks
the update as handled; what the action returns is said after the commit.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Self

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.actions import conversation, presence
from bot.actions.presence import Visitor
from bot.actions.terms import Terms
from bot.texts.messages import Message, Reply
from handlers.delivery.callback_data import Tap, unpack
from storage.database import Database, Session
from storage.tables import Person

P = ParamSpec("P")
Said = Reply | Message | None


class NotJoined(Exception):
    """The action needs a person who agreed; this one has not, or is gone."""


@dataclass
class Turn:
    """One update on its way through: its one transaction, and what is to be said after it."""

    database: Database
    visitor: Visitor | None
    now: datetime
    mark_handled: Callable[[Session], None]
    replies: list[Reply] = field(default_factory=list)
    language: str | None = None
    acted: bool = False
    enqueued: bool = False  # something waits in the outbox now
    error: Exception | None = None
    chat_id: int | None = None
    private: bool = False
    callback_id: str | None = None  # the tapped button spins until this is answered
    message_id: int | None = None  # the message that was tapped …
    protected: bool | None = None  # … and whether it cannot be passed on
    is_command: bool = False  # any command clears what the next text would have meant

    async def act(
        self, action: Callable[Concatenate[Session, Person, P], Said], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Run `action(session, person, …)` and mark the update as handled, in one transaction.

        Raises NotJoined where the visitor is nobody we know; nothing is stored then.
        """

        def whole(session: Session) -> tuple[Said, str]:
            person = presence.arrive(session, self.known_visitor, now=self.now)
            if person is None:
                raise NotJoined
            self._start_over(session, person)
            said = action(session, person, *args, **kwargs)
            self.mark_handled(session)
            return said, person.language

        await self._once(whole)

    async def meet(
        self, action: Callable[Concatenate[Session, Visitor, P], Said], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Like `act`, for actions that must also serve somebody who has not agreed yet."""

        def whole(session: Session) -> tuple[Said, str | None]:
            person = presence.arrive(session, self.known_visitor, now=self.now)
            self._start_over(session, person)
            said = action(session, self.known_visitor, *args, **kwargs)
            if person is None:
                presence.joined_by(session, self.known_visitor, message_id=self.message_id, now=self.now)
            self.mark_handled(session)
            return said, person.language if person else self.known_visitor.language

        await self._once(whole)

    async def note(
        self, action: Callable[Concatenate[Session, Visitor, P], None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """For updates that are no sign of life: the chat was blocked, or opened again."""

        def whole(session: Session) -> tuple[Said, str | None]:
            action(session, self.known_visitor, *args, **kwargs)
            self.mark_handled(session)
            return None, None

        await self._once(whole)

    @property
    def known_visitor(self) -> Visitor:
        if self.visitor is None:
            raise NotJoined
        return self.visitor

    def _start_over(self, session: Session, person: Person | None) -> None:
        if self.is_command and person is not None:
            conversation.drop_expected(session, person)

    async def _once(self, whole: Callable[[Session], tuple[Said, str | None]]) -> None:
        if self.acted:
            raise RuntimeError("a handler calls one action")

        def watched(session: Session) -> tuple[Said, str | None, bool]:
            said, language = whole(session)
            return said, language, bool(session.info.get("enqueued"))

        said, self.language, self.enqueued = await self.database.write(watched)
        self.acted = True
        if isinstance(said, Message):
            said = Reply(show=said)
        if said is not None:
            self.replies.append(said)


current_turn: ContextVar[Turn] = ContextVar("current_turn")


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """python-telegram-bot's context, with our Turn and what the update says in plain values."""

    turn: Turn
    arrived: Update

    @classmethod
    def from_update(cls, update: object, application: "Application[Any, Any, Any, Any, Any, Any]") -> Self:
        # Nothing here may raise: python-telegram-bot would log the whole update.
        context = super().from_update(update, application)
        context.turn = current_turn.get()
        if isinstance(update, Update):
            context.arrived = update
        return context

    @property
    def tap(self) -> Tap:
        """What the tapped button said. Raises UnknownTap where it is none of ours."""
        query = self.arrived.callback_query
        return unpack(query.data if query else None)

    @property
    def text(self) -> str:
        message = self.arrived.message or self.arrived.edited_message
        return (message.text or message.caption or "") if message else ""

    @property
    def payload(self) -> str:
        """What stands behind the command: the deep link's payload behind /start."""
        return self.text.partition(" ")[2].strip()

    @property
    def message_id(self) -> int | None:
        """The message that was tapped, or that the person just sent."""
        message = self.arrived.effective_message
        return message.message_id if message else None

    @property
    def sent_at(self) -> datetime | None:
        """When the person sent this message; None for a tap, of which Telegram does not say it."""
        message = self.arrived.message
        return message.date if message else None

    @property
    def now(self) -> datetime:
        return self.turn.now

    @property
    def terms(self) -> Terms:
        """What the operator decided; the composition root leaves it in the application."""
        found = self.application.bot_data["terms"]
        assert isinstance(found, Terms)
        return found

    async def act(
        self, action: Callable[Concatenate[Session, Person, P], Said], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        await self.turn.act(action, *args, **kwargs)

    async def meet(
        self, action: Callable[Concatenate[Session, Visitor, P], Said], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        await self.turn.meet(action, *args, **kwargs)

    async def note(
        self, action: Callable[Concatenate[Session, Visitor, P], None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        await self.turn.note(action, *args, **kwargs)

    def say(self, said: Reply | Message) -> None:
        """Say something that needs no transaction."""
        self.turn.replies.append(Reply(show=said) if isinstance(said, Message) else said)
