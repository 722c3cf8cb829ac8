"""The bot's process without python-telegram-bot: it stores, handles, ticks and relays, in the order in which the App would.

Real are the rows, the handlers' routes, the actions, the stages, what is heard, and what becomes of outbox rows. Nothing
waits: `act` does whatever can be done at this instant, `next_at` says when there is more. A process may die between any two
steps (`Fate`); what it held in memory is gone then, and another one begins with the rows.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot.actions import dispatch, outages, set_back
from bot.actions.kinds import KINDS
from bot.actions.outgoing import Delivered, Outcome, Parcel
from bot.actions.presence import Visitor
from bot.actions.privacy import retiring
from bot.app import STAGES
from bot.rules.hearing import WHOLE_BATCH, Fetch
from bot.rules.vocabulary import InboxState
from bot.texts.messages import Message
from handlers import waiting
from handlers.context import Turn
from handlers.speaking import _remember
from schedules.hearing import Hearing
from schedules.tick import AT_ONCE, Stage
from storage.database import Database, Session
from storage.queries import inbox
from storage.queries.engine import next_update_id
from tests.simulation.core import agenda
from tests.simulation.core.clock import ShiftedClock
from tests.simulation.core.hand import handle
from tests.simulation.core.wire import Wire

T = TypeVar("T")
ROUNDS = 500  # of steps at one instant, before a process that finds no rest is a fault
CLAIMED_AT_ONCE = 30  # a second's worth
POLL = 50  # seconds that a real one may stay open
BACK_OFF = timedelta(seconds=30)  # the longest pause between two polls that failed
SHORTEST_PAUSE = timedelta(seconds=1)


class Died(BaseException):
    """The process is gone. No `except Exception` of the bot's may catch this."""


class NoRest(Exception):
    """The process goes round and round at one instant; such a life has no end that could be judged."""


class Fate:
    """At which step the process dies: after `steps` more of them; None: it lives."""

    def __init__(self) -> None:
        self.steps: int | None = None

    def step(self, name: str) -> None:
        """Raise Died if the process ends here."""
        if self.steps is None:
            return
        self.steps -= 1
        if self.steps < 0:
            raise Died(name)


@dataclass(frozen=True)
class Poll:
    """An open getUpdates: since when, on the wall clock and on the monotonic one."""

    started_at: datetime
    started: float


class Process:
    """One process from its start to its end. `hashes`: by whom an update came; `names`: what Telegram calls them."""

    def __init__(
        self,
        database: Database,
        raw: sqlite3.Connection,
        clock: ShiftedClock,
        wire: Wire,
        fate: Fate,
        *,
        epoch: int,
        names: dict[int, str],
        faults: list[str],
    ) -> None:
        self.database = database
        self.raw = raw
        self.clock = clock
        self.wire = wire
        self.fate = fate
        self.epoch = epoch
        self.names = names
        self.hearing = Hearing(clock, after_outage=outages.after_outage, after_set_back=set_back.after_set_back)
        self.poll: Poll | None = None
        self.rests_until: datetime | None = None  # true time; Telegram was away
        self.faults = faults
        self._more_waits = False
        self._waiting = True  # rows of the inbox may wait to be handled
        self._looked: dict[str, datetime] | None = None
        self._in_vain: dict[str, datetime] = {}  # what was due by then, and had to wait for something that we hear
        self._pause = SHORTEST_PAUSE  # before what was tried in vain is tried again
        self._once_committed: list[Callable[[], None]] = []
        self._under_way: list[
            tuple[datetime, Parcel, Outcome]
        ] = []  # until when, in true time, Telegram keeps us waiting
        database.before_commit = lambda session: fate.step("before a commit")
        database.on_commit[:] = [self._committed]  # in place of the process before
        now = clock.now()
        self.write(lambda session: dispatch.come_back(session, kinds=KINDS, now=now, gone=range(epoch)))
        self._offset = database.read_now(next_update_id) or 0

    def write(self, f: Callable[[Session], T]) -> T:
        self.fate.step("before a transaction")
        self._looked = None
        self._once_committed.clear()
        done = self.database.write_now(f)
        self.fate.step("after a commit")
        return done

    def _committed(self, session: Session) -> None:
        """What the record says of a commit is said even if the process dies of it."""
        for say in self._once_committed:
            say()
        self._once_committed.clear()

    def act(self) -> None:
        """Do all that can be done at this instant. Raises Died, NoRest."""
        for _ in range(ROUNDS):
            busy = self._fetch()
            busy = self._handle() or busy
            busy = self._tick() or busy
            busy = self._relay() or busy
            if not (busy or self._could_hear_more):
                return
        raise NoRest(f"{self.clock.true}: the bot finds no rest")

    def next_at(self) -> datetime | None:
        """When there is more to do, in true time; None: not before something comes in."""
        known = self._look()
        due = [at for name, at in known.items() if self._in_vain.get(name) != at]
        shifted = min(due, default=None)
        found = None if shifted is None else shifted - self.clock.shift
        again = self.clock.true + self._pause if self._in_vain else None
        answers = min((at for at, _, _ in self._under_way), default=None)
        waits = [at for at in (found, again, self.rests_until, answers) if at is not None]
        return min(waits, default=None)

    @property
    def _could_hear_more(self) -> bool:
        """Whether something waits for what we hear, and an open poll has covered more since."""
        return bool(self._in_vain) and self._polled_for > 0

    def _look(self) -> dict[str, datetime]:
        if self._looked is None:
            self._looked = agenda.look(self.raw)
        return self._looked

    # Fetch → store.

    def _fetch(self) -> bool:
        if self.wire.faults.deaf:
            self.poll = None
            self.rests_until = self.clock.true + BACK_OFF
            return False
        if self.rests_until is not None and self.clock.true < self.rests_until:
            return False
        if self.poll is None:
            self.rests_until = None
            self.poll = Poll(self.clock.now(), self.clock.monotonic())
        if self.wire.waits(self._offset):
            self._keep(self.poll)
        elif self._could_hear_more:
            self._keep(self.poll)  # its timeout is over: it reached to the next instant at which hearing counts
        else:
            return False
        return True

    @property
    def _polled_for(self) -> float:
        return self.clock.monotonic() - self.poll.started if self.poll is not None else 0

    def breathe(self) -> None:
        """End the open poll, as a real one does each minute: whatever comes now, we heard everything until here."""
        if self.poll is not None and self._polled_for > 0 and not self.wire.faults.deaf:
            self._keep(self.poll)

    def _keep(self, poll: Poll) -> None:
        came = self.wire.fetch(self._offset)
        elapsed = timedelta(seconds=self.clock.monotonic() - poll.started)
        fetch = Fetch(poll.started_at, self.clock.now(), elapsed, timeout=elapsed, count=len(came))
        keyring = self.database.keyring

        def whole(session: Session) -> None:
            arrived = [
                inbox.Arrived(one.update_id, keyring.hash_id(one.chat), f"{one.chat} {one.body}") for one in came
            ]
            inbox.store(session, arrived, now=fetch.ended_at)
            if self._more_waits:
                outages.catch_up(session, now=self.clock.now())
            self._more_waits = fetch.count >= WHOLE_BATCH
            self.hearing.heard(session, fetch)
            retiring.look_at_clock(session, now=self.clock.now())

        self.write(whole)
        if came:
            self._offset = max(one.update_id for one in came) + 1
            self._waiting = True
        self._in_vain.clear()
        self.poll = Poll(self.clock.now(), self.clock.monotonic())

    # Handle → say.

    def _handle(self) -> bool:
        if not self._waiting or self.wire.faults.busy:
            return False
        batch = self.database.read_now(lambda session: waiting.taken_up(session, set()))
        self._waiting = batch.is_part
        for row in batch.rows:
            self._handle_one(row.update_id, row.body)
        self._in_vain.clear()
        return bool(batch.rows)

    def _handle_one(self, update_id: int, stored: str) -> None:
        chat, _, body = stored.partition(" ")
        visitor = Visitor(int(chat), self.names[int(chat)])

        def mark_handled(session: Session) -> None:
            inbox.close(session, update_id, InboxState.HANDLED)
            self._once_committed.append(lambda: self._handled(update_id, body))

        try:
            turn = handle(self.write, visitor, body, now=self.clock.now(), mark_handled=mark_handled)
        except Exception as fault:
            self.faults.append(f"{self.clock.true}: update {update_id} ({body}): {fault!r}")
            self.write(lambda session: inbox.close(session, update_id, InboxState.SET_ASIDE))
            return
        self._speak(turn)

    def _handled(self, update_id: int, body: str) -> None:
        if update_id in self.wire.record.handled:
            self.faults.append(f"{self.clock.true}: update {update_id} ({body}) was handled twice")
        self.wire.record.handled[update_id] = self.clock.true

    def _speak(self, turn: Turn) -> None:
        """What the Speaker does: redraw the tapped message or send a new one, and keep which messages are new."""
        chat, checkin_id, live = turn.chat_id or 0, None, None
        new: list[int] = []
        for reply in turn.replies:
            if reply.show is not None:
                target = None if reply.fresh else reply.at or turn.message_id
                shown = self._say(chat, target, reply.show)
                if shown is not None and shown != target:
                    new, live, checkin_id = [*new, shown], shown, reply.checkin_id
            for message in reply.also:
                sent = self._say(chat, None, message)
                new += [sent] if sent is not None else []
        if new:
            now = turn.now
            self.write(lambda session: _remember(session, chat, new, checkin_id=checkin_id, live=live, now=now))

    def _say(self, chat: int, target: int | None, message: Message) -> int | None:
        self.fate.step("before a reply")
        return self.wire.reply(chat, target, message)

    # Tick.

    def _tick(self) -> bool:
        acted = False
        for stage in STAGES:
            if self._is_due(stage.name):
                acted = self._exhaust(stage) or acted
        return acted

    def _is_due(self, name: str) -> bool:
        at = self._look().get(name)
        return at is not None and at <= self.clock.now() and self._in_vain.get(name) != at

    def _exhaust(self, stage: Stage) -> bool:
        at, now = self._look()[stage.name], self.clock.now()
        total, done = 0, AT_ONCE
        while done >= AT_ONCE:
            done = self.write(lambda session: stage.run(session, now=now, limit=AT_ONCE))
            total += done
        if self._look().get(stage.name) == at:
            self._in_vain[stage.name] = at
            self._pause = min(self._pause * 2, BACK_OFF)
        else:
            self._pause = SHORTEST_PAUSE
        return total > 0

    # Relay.

    def _relay(self) -> bool:
        if self._is_due("page") and self._polled_for > POLL:
            self.breathe()  # whether somebody is silent is asked of what we have heard until now
        known, now = self._look(), self.clock.now()
        due = [known[name] for name in ("outbox", "lapse") if name in known]
        claims = bool(due) and min(due) <= now
        if claims:
            self._carry(self.write(lambda session: self._claim(session, now)))
        done = [(parcel, outcome) for at, parcel, outcome in self._under_way if at <= self.clock.true]
        if done:
            self._under_way = [one for one in self._under_way if one[0] > self.clock.true]
            self.write(lambda session: self._record(session, done, now))
        return claims or bool(done)

    def _claim(self, session: Session, now: datetime) -> list[Parcel]:
        in_hand = [parcel.outgoing_id for _, parcel, _ in self._under_way]
        dispatch.lapse(session, kinds=KINDS, now=now, epoch=self.epoch, in_hand=in_hand)
        return dispatch.claim(session, kinds=KINDS, now=now, epoch=self.epoch, limit=CLAIMED_AT_ONCE)

    def _carry(self, parcels: list[Parcel]) -> None:
        for parcel in parcels:
            self.fate.step("before a send")
            outcome = self.wire.deliver(parcel)
            self._under_way.append((self.clock.true + self.wire.lag(), parcel, outcome))
            self.fate.step("after a send")

    def _record(self, session: Session, done: list[tuple[Parcel, Outcome]], now: datetime) -> None:
        for parcel, outcome in done:
            kept = dispatch.record(session, parcel, outcome, kinds=KINDS, now=now)
            if kept and isinstance(outcome, Delivered):
                self._once_committed.append(partial(self._recorded, parcel.outgoing_id))

    def _recorded(self, outgoing_id: int) -> None:
        self.wire.record.recorded.setdefault(outgoing_id, len(self.wire.record.shown))
