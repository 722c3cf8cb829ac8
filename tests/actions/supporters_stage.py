"""Actions played on a real database: each in a transaction of its own, each answer rendered as Telegram would be handed it."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from bot.actions.outgoing import Kinds, Later, Withdrawn
from bot.actions.presence import Visitor
from bot.rules.vocabulary import OutboxState
from bot.texts import catalogue
from bot.texts.messages import Message, Reply
from handlers.delivery.callback_data import unpack
from handlers.delivery.rendering import render
from handlers.routes import TAPS
from storage.database import Database
from storage.queries import people
from storage.tables import Outgoing, Person
from tests.builders import NOW, person

MAYA, SAM, ANA = 1001, 1002, 1003  # Telegram ids
Row = TypeVar("Row", bound=SQLModel)
T = TypeVar("T")


class Stage:
    """`now` stands still unless a test moves it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW

    def joined(self, tg_id: int, name: str, **more: Any) -> int:
        """Somebody who agreed; returns their row's id."""
        return self.write(lambda session: person(session, name, tg_id=tg_id, **more).id or 0)

    def act(self, tg_id: int, action: Callable[..., Reply], *args: Any, **more: Any) -> Reply:
        """What a person who agreed taps or types."""

        def whole(session: Session) -> Reply:
            who = people.by_telegram_id(session, tg_id)
            assert who is not None
            return action(session, who, *args, now=self.now, **more)

        return shown(self.write(whole))

    def answer(self, tg_id: int, hear: Callable[..., Reply], text: str) -> Reply:
        """The answer to what this person was asked last."""

        def whole(session: Session) -> Reply:
            who = people.by_telegram_id(session, tg_id)
            assert who is not None
            expected = people.expected_of(session, who.id or 0, now=self.now)
            assert expected is not None, "nothing was asked"
            return hear(session, who, expected, text, self.now)

        return shown(self.write(whole))

    def meet(self, visitor: Visitor, action: Callable[..., Reply], *args: Any, **more: Any) -> Reply:
        """What anybody taps, strangers included."""
        return shown(self.write(lambda session: action(session, visitor, *args, now=self.now, **more)))

    def rows(self, table: type[Row], *where: Any) -> list[Row]:
        wanted = sa.select(table).where(*where).order_by(*sa.inspect(table).primary_key)
        return self.read(lambda session: list(session.scalars(wanted)))

    def waiting(self, kinds: Kinds, tg_id: int) -> list[Message | Withdrawn | Later]:
        """What the outbox would say to this person now, in order."""

        def whole(session: Session) -> list[Message | Withdrawn | Later]:
            who = people.by_telegram_id(session, tg_id)
            assert who is not None
            wanted = sa.select(Outgoing).where(
                col(Outgoing.recipient_id) == who.id, col(Outgoing.state) == OutboxState.WAITING
            )
            found = list(session.scalars(wanted.order_by(col(Outgoing.id))))
            return [kinds[row.kind].load(session, row, self.now) for row in found]

        said = self.read(whole)
        for one in said:
            if isinstance(one, Message):
                check(one)
        return said

    def write(self, f: Callable[[Session], T]) -> T:
        return self.database.write_now(f)

    def read(self, f: Callable[[Session], T]) -> T:
        return self.database.read_now(f)


def shown(reply: Reply) -> Reply:
    """The reply; renders whatever it says, so that a missing text or a button that leads nowhere fails the test at hand."""
    for message in (reply.show, *reply.also):
        if message is not None:
            check(message)
    if reply.toast is not None:
        catalogue.plain(reply.toast)
    return reply


def check(message: Message) -> None:
    keyboard = render(message, "en").keyboard
    for one in (one for line in getattr(keyboard, "inline_keyboard", ()) for one in line):
        assert one.url or unpack(one.callback_data).verb in TAPS, one


def kind(reply: Reply) -> str | None:
    return reply.show.kind if reply.show else None


def value(reply: Reply, name: str) -> Any:
    assert reply.show is not None
    return reply.show.values[name]


def labels(reply: Reply) -> list[str]:
    """The buttons under a reply, row by row."""
    assert reply.show is not None
    keyboard = render(reply.show, "en").keyboard
    return [one.text for line in getattr(keyboard, "inline_keyboard", ()) for one in line]


def words(reply: Reply) -> str:
    assert reply.show is not None
    return re.sub("[\u2066-\u2069]", "", render(reply.show, "en").text)


def known(stage: Stage, tg_id: int) -> Person | None:
    return stage.read(lambda session: people.by_telegram_id(session, tg_id))


def moment(hour: int, minute: int = 0) -> datetime:
    """That hour of the day on which the tests play, in UTC."""
    return NOW.replace(hour=hour, minute=minute)
