"""Fetch → store → confirm → handle.

A fetched batch is stored in one transaction; the next poll's offset then confirms it to Telegram. Rows are handled in turn
(each person's in their order, nobody's flood before another's tap: `bot.rules.turns`), one transaction each. What a handler
raises is never swallowed: the row is rolled back, tried once more, then set aside with an apology. Nothing here knows what an
update means; that is `handlers.routes`.
"""

import asyncio
import json
import logging
import warnings
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from telegram import Update
from telegram.constants import ChatType
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application
from telegram.warnings import PTBUserWarning

from bot.actions import presence
from bot.actions.batch import attempt
from bot.actions.presence import Visitor
from bot.clock import Clock
from bot.rules.hearing import Fetch
from bot.rules.vocabulary import InboxState
from bot.texts.messages import Message, Reply
from handlers import waiting
from handlers.context import Turn, current_turn
from handlers.delivery.replies import Replies
from handlers.waiting import ALLOWED, BATCH, Batch, Row
from storage.database import Database, Session
from storage.errors import DatabaseAway, DatabaseBusy, DatabaseTrouble, DiskFull
from storage.queries import inbox
from storage.queries.engine import next_update_id

log = logging.getLogger(__name__)

# The raw call is meant: one update that cannot be decoded must not block all others.
warnings.filterwarnings("ignore", message=".*getUpdates.*", category=PTBUserWarning)

TRIES = 2
BACK_OFF = (1.0, 2.0, 5.0, 10.0, 30.0)  # seconds between polls while Telegram is away


class Intake:
    """Owns the poll and the handling.

    `on_fetch` runs inside the storing transaction (what we could have heard). `enqueued`: a commit put something into the
    outbox. `stirred`: a batch was handled or something new was heard, so the clock's side should look. `on_fault`
    tells the operator, by kind.
    """

    def __init__(
        self,
        application: "Application[Any, Any, Any, Any, Any, Any]",
        database: Database,
        clock: Clock,
        replies: Replies,
        *,
        speak: Callable[[Turn], Coroutine[Any, Any, None]],
        on_fetch: Callable[[Session, Fetch], None],
        poll_for: Callable[[], timedelta],
        enqueued: Callable[[], None],
        stirred: Callable[[], None],
        on_fault: Callable[[str, str], None],
    ) -> None:
        self._application = application
        self._database = database
        self._clock = clock
        self._replies = replies
        self._speak = speak
        self._on_fetch = on_fetch
        self._poll_for = poll_for
        self._enqueued = enqueued
        self._stirred = stirred
        self._on_fault = on_fault
        self._offset: int | None = None  # from where Telegram is asked; None: the rows know, or nothing ever came
        self._arrived = asyncio.Event()
        self._urgent: set[int] = set()  # calls for help among what waits; after a restart they wait their turn
        self.resting = False  # Telegram is away: only time brings the next poll
        self._poll_ends_at: datetime | None = None  # while a getUpdates is open: when it comes back at the latest
        self.handled_until = 0  # every update up to this id is handled or set aside
        self.handling = True  # rows may be waiting

    @property
    def idle(self) -> bool:
        """Nothing is being handled, and a poll is open that has not come to its end; or we rest before the next try."""
        polling = self._poll_ends_at is not None and self._clock.now() < self._poll_ends_at
        return (polling or self.resting) and not self.handling and not self._arrived.is_set() and self._replies.idle

    async def poll(self) -> None:
        """Poll for ever. Telegram may be away, now or at the start: we keep trying and say so once."""
        failures = 0
        while True:
            try:
                await self.fetch()
                if failures:
                    log.info("Telegram answers again")
                failures = 0
            except asyncio.CancelledError:
                raise
            except Exception as fault:
                self._report(fault, first=failures == 0)
                pause = (
                    fault.retry_after if isinstance(fault, RetryAfter) else BACK_OFF[min(failures, len(BACK_OFF) - 1)]
                )
                failures += 1
                self.resting = True
                await self._clock.sleep(pause.total_seconds() if isinstance(pause, timedelta) else pause)
                self.resting = False

    async def fetch(self) -> int:
        """One getUpdates: store what came, in one transaction with what it says about our hearing."""
        if self._offset is None:
            self._offset = await self._database.read(next_update_id)
        timeout = max(timedelta(0), self._poll_for())
        started_at, started = self._clock.now(), self._clock.monotonic()
        self._poll_ends_at = started_at + timedelta(seconds=int(timeout.total_seconds()))
        try:
            came = await self._application.bot.do_api_request(
                "getUpdates",
                {
                    "offset": self._offset,
                    "limit": BATCH,
                    "timeout": int(timeout.total_seconds()),
                    "allowed_updates": ALLOWED,
                },
                read_timeout=timeout.total_seconds() + 10,
            )
        finally:
            self._poll_ends_at = None
        fetch = Fetch(
            started_at=started_at,
            ended_at=self._clock.now(),
            elapsed=timedelta(seconds=self._clock.monotonic() - started),
            timeout=timedelta(seconds=int(timeout.total_seconds())),
            count=len(came),
        )
        await self.keep(came, fetch)
        return len(came)

    async def keep(self, came: list[dict[str, Any]], fetch: Fetch) -> None:
        """Store a batch and what its fetch says of our hearing; a webhook ends here too."""
        keyring = self._database.keyring

        def whole(session: Session) -> bool:
            arrived = [
                inbox.Arrived(one["update_id"], keyring.hash_id(who) if who else None, waiting.body_of(one))
                for one in came
                for who in [waiting.sender_of(one)]
            ]
            inbox.store(session, arrived, now=fetch.ended_at)
            self._on_fetch(session, fetch)
            return bool(session.info.get("enqueued"))

        if await self._database.write(whole):
            self._enqueued()
        if came:  # stored for certain: the next poll confirms it
            self.handling = True
            self._offset = max(one["update_id"] for one in came) + 1
        self._urgent.update(one["update_id"] for one in came if waiting.asks_for_help(one))
        if came:
            self._arrived.set()
        else:
            self._stirred()

    async def handle(self) -> None:
        """Handle what is stored, in turn, for ever. While the database is in trouble it stays stored."""
        while True:
            self._arrived.clear()
            try:
                batch = await self.take_up()
            except (DatabaseBusy, DatabaseAway, DiskFull) as trouble:
                log.error("updates cannot be handled now: %s", type(trouble).__name__)
                await self._clock.sleep(BACK_OFF[0])
                continue
            if batch.rows:
                self._stirred()
            if batch.is_part:
                continue  # there is more
            self.handled_until = max(self.handled_until, batch.until)
            if not self._arrived.is_set():
                self.handling = False
            await self._arrived.wait()
            self.handling = True

    async def take_up(self) -> Batch:
        """Handle one batch, and stop in the middle of it as soon as somebody else calls for help."""
        urgent = set(self._urgent)
        batch = await self._database.read(lambda session: waiting.taken_up(session, urgent))
        self._urgent -= urgent - {row.update_id for row in batch.rows}  # handled before, and delivered again
        for place, row in enumerate(batch.rows, start=1):
            await _to_its_end(self.handle_one(row))
            self._urgent.discard(row.update_id)
            if self._urgent and place < len(batch.rows):
                return replace(batch, is_part=True)
        return batch

    async def handle_one(self, row: Row) -> None:
        """Handle one stored update; tries twice, then sets it aside and apologises. Raises DatabaseTrouble: not its fault."""
        for number in range(1, TRIES + 1):
            turn, fault = await self._try(row)
            if fault is None:
                break
            if turn.acted:  # committed, and so handled: what failed came after, and must not do it again
                log.error("update %d: what followed its commit failed", row.update_id, exc_info=fault)
                break
            if isinstance(fault, DatabaseTrouble):
                raise fault
            log.error("update %d failed (try %d): %s", row.update_id, number, type(fault).__name__, exc_info=fault)
            if number == TRIES:
                await self._set_aside(row, turn, fault)
        self._say(turn)
        if turn.enqueued:
            self._enqueued()

    async def _try(self, row: Row) -> tuple[Turn, Exception | None]:
        turn = Turn(
            database=self._database,
            visitor=None,
            now=self._clock.now(),
            mark_handled=lambda session: inbox.close(session, row.update_id, InboxState.HANDLED),
        )
        try:
            update = Update.de_json(json.loads(row.body), self._application.bot)
            turn.visitor = _visitor(update)
            _locate(turn, update)
            current_turn.set(turn)
            await self._application.process_update(update)
            if turn.error is None and not turn.acted:
                await self._database.write(turn.mark_handled)
        except Exception as fault:
            turn.error = turn.error or fault
        return turn, turn.error

    async def _set_aside(self, row: Row, turn: Turn, fault: Exception) -> None:
        def whole(session: Session) -> None:
            if turn.private and (visitor := turn.visitor) is not None:  # what they sent is lost, that they did is not
                attempt(session, lambda: presence.heard(session, visitor, now=turn.now))
            inbox.close(session, row.update_id, InboxState.SET_ASIDE)

        await self._database.write(whole)
        self._on_fault("update-set-aside", type(fault).__name__)
        turn.replies = [Reply(show=Message("our-fault"), fresh=True)] if turn.private else []

    def _say(self, turn: Turn) -> None:
        """Hand what was said to the replies; they leave in order per chat and hold up nobody."""
        if turn.chat_id is not None and (turn.replies or turn.callback_id):
            self._replies.put(turn.chat_id, lambda: self._speak(turn))

    def _report(self, fault: Exception, *, first: bool) -> None:
        match fault:
            case Conflict():
                self._on_fault("another-poller", "Conflict")
                log.error("another program polls with the same token; only one may (409)")
            case InvalidToken():
                self._on_fault("token-refused", "InvalidToken")
                log.error("Telegram refuses the token; check BOT_TOKEN")
            case TelegramError() if first:
                log.warning("Telegram cannot be reached (%s); I keep trying", type(fault).__name__)
            case TelegramError():
                pass
            case _:
                self._on_fault("intake-failed", type(fault).__name__)
                log.error("storing updates failed: %s; nothing was confirmed", type(fault).__name__, exc_info=fault)


async def _to_its_end(handling: Coroutine[Any, Any, None]) -> None:
    """Being told to stop meanwhile ends us only afterwards: what an update's commit promised to say is still said."""
    task = asyncio.ensure_future(handling)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        if not task.cancelled() and isinstance(fault := task.exception(), Exception):
            log.error("what was being handled at the stop stays stored: %s", type(fault).__name__)
        raise


def _locate(turn: Turn, update: Update) -> None:
    """Where the update came from, so that the replies find their way even if handling fails."""
    if update.effective_chat is not None:
        turn.chat_id = update.effective_chat.id
        said_something = update.my_chat_member is None  # who blocks or unblocks us says nothing
        turn.private = said_something and update.effective_chat.type == ChatType.PRIVATE
    if update.callback_query is not None:
        turn.callback_id = update.callback_query.id
        tapped = update.callback_query.message  # one too old to be shown to us tells nothing: it counts as unprotected
        turn.message_id = tapped.message_id if tapped is not None else None
        turn.protected = bool(getattr(tapped, "has_protected_content", False))


def _visitor(update: Update) -> Visitor | None:
    user = update.effective_user
    if user is None or user.is_bot:
        return None
    return Visitor(tg_id=user.id, name=user.first_name, username=user.username, language=user.language_code)
