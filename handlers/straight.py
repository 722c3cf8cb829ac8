"""To the operator without the outbox: for when the database itself is in trouble and can keep no message.

Each kind at most once an hour, as far as this process remembers. It holds nobody up, and never raises.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.rules.vocabulary import Priority
from bot.texts.messages import Message
from handlers.delivery.rendering import render
from handlers.delivery.sender import Sender
from storage.database import Database
from storage.errors import DatabaseCorrupt, DatabaseTrouble, DiskFull

log = logging.getLogger(__name__)

LANGUAGE = "en"
APART = timedelta(hours=1)


class Straight:
    """`operator`: the operator's chat; None: there is nobody to tell."""

    def __init__(self, sender: Sender, clock: Clock, operator: int | None) -> None:
        self._sender = sender
        self._clock = clock
        self._operator = operator
        self._told: dict[str, datetime] = {}
        self._telling: set[asyncio.Task[None]] = set()
        self._damaged: asyncio.Future[DatabaseTrouble] | None = None

    def watch(self, database: Database) -> None:
        """From now on hear of a full disk or a damaged file wherever it shows. Call it in the running loop."""
        loop = asyncio.get_running_loop()
        damaged = self._damaged = loop.create_future()

        def act(trouble: DatabaseTrouble) -> None:
            if isinstance(trouble, DatabaseCorrupt) and not damaged.done():
                damaged.set_result(trouble)
            elif isinstance(trouble, DiskFull):
                self._telling.add(task := loop.create_task(self.tell(trouble)))
                task.add_done_callback(self._telling.discard)

        def heard(trouble: DatabaseTrouble) -> None:
            with suppress(RuntimeError):  # the loop is gone: we are ending
                loop.call_soon_threadsafe(act, trouble)

        database.on_trouble = heard

    async def until_damaged(self) -> None:
        """Wait for a damaged file, say so, and raise it: running on would spread the damage."""
        assert self._damaged is not None
        trouble = await self._damaged
        await self.tell(trouble)
        raise trouble

    async def tell(self, trouble: DatabaseTrouble) -> None:
        """Say what is wrong with the database, and what to do."""
        kind = kind_of(trouble)
        now = self._clock.now()
        last = self._told.get(kind)
        if self._operator is None or (last is not None and timedelta(0) <= now - last < APART):
            return
        self._told[kind] = now
        try:
            sent = await self._sender.send(self._operator, render(Message(kind), LANGUAGE), priority=Priority.ALERT)
        except Exception as fault:
            log.error("the operator could not be told of %s: %s", kind, type(fault).__name__)
            sent = None
        if sent is None:
            del self._told[kind]


def kind_of(trouble: DatabaseTrouble) -> str:
    match trouble:
        case DiskFull():
            return "operator-disk-full"
        case DatabaseCorrupt():
            return "operator-database-damaged"
        case _:
            return "operator-database-away"
