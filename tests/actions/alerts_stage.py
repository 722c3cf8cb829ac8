"""A stage for alerts: a real database, people on it, and a Telegram that takes what leaves the outbox.

Time stands where the test puts it. What everybody reads is rendered, as it would be for them, and kept as (name, message).
"""

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions import alerts, dispatch
from bot.actions.alerts import KINDS
from bot.actions.outgoing import Blocked, Delivered, Kinds, NeverSent, Parcel
from bot.rules.consent import CHOICES, VALID_FOR, Choice
from bot.rules.vocabulary import CheckinState
from bot.texts.messages import Message, Reply
from handlers.delivery.rendering import render
from storage.database import Database
from storage.queries import circle
from storage.queries.engine import engine_row
from storage.tables import Alert, AlertStep, Availability, Cadence, Checkin, Incoming, Person, Sharing, Support
from tests import builders
from tests.builders import NOW

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Stage:
    database: Database
    now: datetime = NOW
    kinds: Kinds = field(default_factory=lambda: KINDS)
    read: list[tuple[str, Message]] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    away: bool = False  # Telegram takes nothing
    deaf: bool = False  # no fetch comes back
    names: dict[int, str] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    edits: list[tuple[str, int]] = field(default_factory=list)
    _ids: Any = field(default_factory=lambda: itertools.count(100))

    def person(self, name: str, **more: Any) -> int:
        def add(session: Session) -> int:
            made = builders.person(session, name, **more)
            assert made.id is not None
            self.names[int(made.tg_id)] = name
            return made.id

        self.people[name] = self.database.write_now(add)
        return self.people[name]

    def member(self, name: str = "Maya", **more: Any) -> int:
        """Somebody with a check-in a day at nine."""
        who = self.person(name, **more)
        self.database.write_now(
            lambda session: builders.enrolment(
                session, _person(session, who), builders.cadence(session, _person(session, who))
            )
        )
        return who

    def supporter(
        self,
        name: str,
        *,
        of: str = "Maya",
        choice: Choice | None = Choice.REASON_WITH_USE,
        always: bool = True,
        **more: Any,
    ) -> int:
        """A confirmed supporter; awake at all hours unless `always` is False (22 to 7 then)."""
        who = self.people.get(name) or self.person(name)

        def add(session: Session) -> None:
            position = len(circle.supporters(session, self.people[of])) + 1
            kept = builders.support(
                session, _person(session, self.people[of]), _person(session, who), position=position, **more
            )
            for signal, level in (CHOICES[choice] if choice else {}).items():
                session.add(
                    Sharing(
                        support_id=kept.id or 0,
                        signal=signal,
                        level=level,
                        wording="1",
                        since_at=NOW,
                        until_at=NOW + VALID_FOR,
                    )
                )
            if always and session.get(Availability, who) is None:
                session.add(Availability(person_id=who, zone="Etc/UTC", quiet_from=NIGHT, quiet_to=NIGHT))

        self.database.write_now(add)
        return who

    def checkin(
        self, name: str = "Maya", *, days_ago: int = 0, state: CheckinState = CheckinState.ANSWERED, **answers: Any
    ) -> int:
        """A check-in of that day, as it stands once it is settled or judged."""

        def add(session: Session) -> int:
            who = _person(session, self.people[name])
            rhythm = session.scalars(sa.select(Cadence).filter_by(person_id=who.id)).one()
            on = (self.now - days_ago * DAY).date()
            slot = len(session.scalars(sa.select(Checkin).filter_by(person_id=who.id, on=on)).all())
            made = builders.checkin(
                session, who, rhythm, on=on, slot=slot, state=state, planned_at=self.now - days_ago * DAY, deadline_at=None,
                remind_at=None, **{"sent_at": self.now - days_ago * DAY, **answers},
            )  # fmt: skip
            return made.id or 0

        return self.database.write_now(add)

    def settle(self, name: str = "Maya", **answers: Any) -> Message:
        """The member answers today's check-in and finishes; returns the closing line."""
        checkin_id = self.checkin(name, **answers)

        def finish(session: Session) -> Message:
            who, checkin = _person(session, self.people[name]), session.get(Checkin, checkin_id)
            assert checkin is not None
            who.last_sign_at = self.now
            alerts.sign_of_life(session, who, now=self.now)
            alerts.judge(session, who, checkin.on, checkin=checkin, now=self.now)
            return alerts.closing_line(session, who, checkin, now=self.now)

        return self.database.write_now(finish)

    def correct(self, checkin_id: int, **answers: Any) -> None:
        def change(session: Session) -> None:
            checkin = session.get(Checkin, checkin_id)
            assert checkin is not None
            for answer, value in answers.items():
                setattr(checkin, answer, value)
            alerts.judge(session, _person(session, checkin.person_id), checkin.on, checkin=checkin, now=self.now)

        self.database.write_now(change)

    def miss(self, name: str = "Maya") -> None:
        """Today's check-in is judged as missed."""
        self.checkin(name, state=CheckinState.MISSED)
        on = self.now.date()
        self.database.write_now(
            lambda session: alerts.judge_quiet(session, _person(session, self.people[name]), on, now=self.now)
        )

    def does(self, name: str, action: Any, *args: Any, **kwargs: Any) -> Any:
        """Somebody taps: a sign of life, then one action."""

        def tap(session: Session) -> Any:
            who = _person(session, self.people[name])
            who.last_sign_at = self.now
            alerts.sign_of_life(session, who, now=self.now)
            return action(session, who, *args, now=self.now, **kwargs)

        reply = self.database.write_now(tap)
        if isinstance(reply, Reply):
            for message in (reply.show, reply.toast, *reply.also):
                if message is not None:
                    render(message, "en")
        return reply

    def flow(self) -> list[tuple[str, str]]:
        """Tick and deliver until nothing is due any more; return who has read what since the last call."""
        before = len(self.read)
        if not self.deaf:
            self.database.write_now(self._hear)
        while True:
            moved = self.database.write_now(lambda session: alerts.advance_due(session, now=self.now))
            parcels = self.database.write_now(
                lambda session: dispatch.claim(session, kinds=self.kinds, now=self.now, epoch=1, limit=50)
            )
            for parcel in parcels:
                self._deliver(parcel)
            if not moved and not parcels:
                return [(name, message.kind) for name, message in self.read[before:]]
            if self.away:
                return []

    def _hear(self, session: Session) -> None:
        engine_row(session).heard_until_at = self.now

    def wait(self, span: timedelta) -> list[tuple[str, str]]:
        self.now += span
        return self.flow()

    def walk(self, span: timedelta, step: timedelta = 5 * MINUTE) -> list[tuple[str, str]]:
        """Let time pass in steps; return who has read what."""
        until, seen = self.now + span, []
        while self.now < until:
            seen += self.wait(min(step, until - self.now))
        return seen

    def _deliver(self, parcel: Parcel) -> None:
        name = self.names[parcel.chat_id]
        render(parcel.message, "en")
        outcome: Any = Delivered(next(self._ids), self.now)
        if name in self.blocked:
            outcome = Blocked()
        elif self.away:
            outcome = NeverSent()
        else:
            self.read.append((name, parcel.message))
            if parcel.edit is not None:
                self.edits.append((name, parcel.edit))
        self.database.write_now(
            lambda session: dispatch.record(session, parcel, outcome, kinds=self.kinds, now=self.now)
        )

    def wrote(self, name: str) -> None:
        """An update of this person was stored and is not handled yet."""

        def put(session: Session) -> None:
            hashed = _person(session, self.people[name]).tg_hash
            session.add(Incoming(update_id=next(self._ids), person_hash=hashed, body="{}", received_at=self.now))

        self.database.write_now(put)

    def said(self, name: str) -> Message:
        """The last thing this person has read."""
        return [message for who, message in self.read if who == name][-1]

    def alert(self) -> Alert:
        return self.database.read_now(
            lambda session: session.scalars(sa.select(Alert).order_by(col(Alert.id).desc()).limit(1)).one()
        )

    def step(self, name: str) -> AlertStep:
        alert_id = self.alert().id
        found = self.database.read_now(lambda session: session.get(AlertStep, (alert_id, self.people[name])))
        assert found is not None
        return found

    def change(self, table: type[Any], key: Any, **values: Any) -> None:
        def put(session: Session) -> None:
            row = session.get(table, key)
            assert row is not None
            for name, value in values.items():
                setattr(row, name, value)

        self.database.write_now(put)

    def end_support(self, name: str) -> None:
        def put(session: Session) -> None:
            row = session.scalars(sa.select(Support).filter_by(supporter_id=self.people[name])).one()
            row.ended_at = self.now

        self.database.write_now(put)


def with_sam_and_ana(database: Database) -> Stage:
    """A member, and two supporters who are awake at all hours."""
    made = Stage(database)
    made.member()
    made.supporter("Sam")
    made.supporter("Ana")
    return made


NIGHT = NOW.time()


def _person(session: Session, person_id: int) -> Person:
    found = session.get(Person, person_id)
    assert found is not None
    return found
