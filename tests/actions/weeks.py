"""Weeks in the life of a member, on a real database: every stage of the tick has its turn, every message is rendered.

Time jumps from one due instant to the next. What is read is kept as (days since the start, who, kind).
"""

import itertools
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from sqlmodel import Session

from bot.actions import dispatch
from bot.actions.checkins import scheduling
from bot.actions.kinds import KINDS
from bot.actions.outgoing import Blocked, Delivered, Outcome, Parcel
from bot.actions.presence import Visitor, arrive
from bot.app import STAGES
from bot.rules.consent import CHOICES, VALID_FOR, Choice
from handlers.delivery.rendering import render
from storage.database import Database
from storage.queries import outbox
from storage.queries.engine import engine_row
from storage.tables import Person, Sharing, Support
from tests import builders
from tests.builders import NOW

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
MAYA, SAM = 1001, 1002
T = TypeVar("T")


class Weeks:
    """Maya is asked every day at nine and has just joined; Sam supports her, reads why, and is awake."""

    def __init__(self, database: Database, *, choice: Choice = Choice.REASON_WITH_USE, **more: Any) -> None:
        self.database = database
        self.now = NOW
        self.read: list[tuple[int, str, str]] = []
        self.closed: set[int] = set()  # whose chat Telegram refuses
        self.deaf = False
        self._ids = itertools.count(100)
        self.write(lambda session: self._settle_in(session, choice, more))

    def _settle_in(self, session: Session, choice: Choice, more: dict[str, Any]) -> None:
        usual = {"last_sign_at": NOW - HOUR, "joined_at": NOW - HOUR}
        maya = builders.person(session, "Maya", tg_id=MAYA, **{**usual, **more})
        sam = builders.person(session, "Sam", tg_id=SAM, quiet_from=time(0), quiet_to=time(0))
        scheduling.enrol(session, maya, builders.cadence(session, maya), own_times=None, now=NOW - HOUR)
        self.maya_id, self.sam_id = builders.id_of(maya), builders.id_of(sam)
        self.support_id = builders.id_of(builders.support(session, maya, sam))
        for signal, level in CHOICES[choice].items():
            session.add(
                Sharing(
                    support_id=self.support_id, signal=signal, level=level, wording="1", since_at=NOW,
                    until_at=NOW + VALID_FOR,
                )
            )  # fmt: skip

    def write(self, f: Callable[[Session], T]) -> T:
        return self.database.write_now(f)

    def maya(self, session: Session) -> Person:
        found = session.get(Person, self.maya_id)
        assert found is not None
        return found

    def state(self) -> Person:
        """Maya's row as it is now."""

        def load(session: Session) -> Person:
            found = self.maya(session)
            session.expunge(found)
            return found

        return self.database.read_now(load)

    def set(self, **values: Any) -> None:
        def put(session: Session) -> None:
            for name, value in values.items():
                setattr(self.maya(session), name, value)

        self.write(put)

    def acts(self, action: Callable[..., Any], *args: Any, who: int | None = None, **kwargs: Any) -> Any:
        def run(session: Session) -> Any:
            person = session.get(Person, who or self.maya_id)
            assert person is not None
            return action(session, person, *args, now=self.now, **kwargs)

        return self.write(run)

    def writes(self) -> None:
        """Maya sends something, whatever it is."""
        self.write(lambda session: arrive(session, Visitor(MAYA, "Maya"), now=self.now))
        self.settle()

    def supported(self, **values: Any) -> None:
        def put(session: Session) -> None:
            support = session.get(Support, self.support_id)
            assert support is not None
            for name, value in values.items():
                setattr(support, name, value)

        self.write(put)

    def walk(self, span: timedelta) -> list[tuple[int, str, str]]:
        """Let time pass, from one due instant to the next; return what was read."""
        until, before = self.now + span, len(self.read)
        self.settle()
        while (at := self._next_at()) is not None and at <= until:
            self.now = max(self.now + SECOND, at)
            self.settle()
        self.now = max(self.now, until)
        self.settle()
        return self.read[before:]

    def settle(self) -> None:
        """Do all that is due at this very moment."""
        moved = True
        while moved:
            moved, parcels = self.write(self._tick)
            for parcel in parcels:
                self._deliver(parcel)

    def _tick(self, session: Session) -> tuple[bool, list[Parcel]]:
        if not self.deaf:
            engine_row(session).heard_until_at = self.now
            session.flush()
        done = [stage.run(session, now=self.now, limit=200) for stage in STAGES]
        parcels = dispatch.claim(session, kinds=KINDS, now=self.now, epoch=1, limit=50)
        return any(done) or bool(parcels), parcels

    def _next_at(self) -> datetime | None:
        def ask(session: Session) -> datetime | None:
            instants = [*(stage.next_at(session) for stage in STAGES), outbox.next_due_at(session)]
            return min((at for at in instants if at is not None and at > self.now), default=None)

        return self.database.read_now(ask)

    def _deliver(self, parcel: Parcel) -> None:
        render(parcel.message, "en")
        outcome: Outcome = Blocked()
        if parcel.chat_id not in self.closed:
            outcome = Delivered(next(self._ids), self.now)
            name = {MAYA: "Maya", SAM: "Sam"}[parcel.chat_id]
            self.read.append(((self.now - NOW).days, name, parcel.message.kind))
        self.write(lambda session: dispatch.record(session, parcel, outcome, kinds=KINDS, now=self.now))


def of(read: list[tuple[int, str, str]], *kinds: str) -> list[tuple[int, str]]:
    """When, and by whom, messages of these kinds were read."""
    return [(day, who) for day, who, kind in read if kind in kinds]
