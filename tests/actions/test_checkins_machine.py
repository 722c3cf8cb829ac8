"""Whatever happens to check-ins: only the transitions of DESIGN §3.2, no answer counted as a miss, nothing left without its hour.

A member with one or two hours a day, who taps as they please; a bot that may be deaf, or unable to speak; and a clock. The machine
keeps its own account of when the bot could hear, and shares no rule with it.
"""

import itertools
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlmodel import Session, col

from bot.actions import alerts, dispatch, outages, presence
from bot.actions.checkins import answering, beginning, fading, opening, postponing, settling, silence
from bot.actions.kinds import KINDS
from bot.actions.outgoing import Delivered, NeverSent, Outcome, Parcel, Uncertain
from bot.actions.presence import Visitor
from bot.actions.settings import pausing
from bot.rules.hearing import Gap
from bot.rules.vocabulary import CheckinState, InboxState, OutboxState, Question
from bot.texts.messages import Reply
from storage.database import Database
from storage.queries import people
from storage.tables import Checkin, Enrolment, Incoming, Outgoing, Person
from tests import builders
from tests.builders import NOW
from tests.machines import Machine, run

QUEUED, SENT, ANSWERED, MISSED, PAUSED, UNSENT = CheckinState
LEGAL = {
    QUEUED: {SENT, ANSWERED, PAUSED, UNSENT},
    SENT: {ANSWERED, MISSED, PAUSED, UNSENT},
    MISSED: {ANSWERED},
    UNSENT: {ANSWERED},
    PAUSED: {ANSWERED},
    ANSWERED: set(),
}
MAYA = 1001  # her Telegram id
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WINDOW, TAPS_UNTIL = 12 * HOUR, time(22)
SPANS = st.sampled_from((20 * MINUTE, HOUR, 3 * HOUR, 13 * HOUR, 13 * HOUR))
AWAY = st.sampled_from(("", "", "", "", "", "never", "perhaps", "perhaps not"))
OUTAGES = st.sampled_from((2 * MINUTE, 20 * MINUTE, 3 * HOUR, 3 * HOUR, 13 * HOUR, 26 * HOUR))
TAPS = st.sampled_from(
    ("start", "mood", "craving", "skip", "used", "here", "finish", "later", "an hour", "tonight", "change", "extra")
)
STEP = 10 * MINUTE
STAGES = (
    opening.open_due, settling.settle_due, silence.remind_due, silence.judge_due, fading.fade_due, alerts.advance_due,
)  # fmt: skip


class CheckinMachine(Machine):
    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.states: dict[int, CheckinState] = {}
        self.deaf: list[tuple[datetime, datetime]] = []
        self.tapped: dict[int, datetime] = {}  # check-ins that the member answered, and when first
        self.asked: dict[int, int] = {}  # how often their prompt arrived
        self.doubtful: set[int] = set()
        self.waiting = False  # an update is stored and not handled yet
        self.away = ""
        self.numbers = itertools.count(1)
        self.illegal: list[str] = []

    @initialize(times=st.sampled_from(((time(9),), (time(9), time(20)))))
    def maya_joins(self, times: tuple[time, ...]) -> None:
        def join(session: Session) -> None:
            who = builders.person(session, tg_id=MAYA, agreed=True)
            rhythm = builders.cadence(session, who, times=times)
            builders.enrolment(session, who, rhythm, next_at=NOW, next_on=NOW.date(), next_slot=0)
            builders.heard(session, NOW)

        self.write(join)
        self._tick()

    # What happens

    @rule(span=SPANS, away=AWAY)
    def time_passes(self, span: timedelta, away: str) -> None:
        """The bot hears everything and acts in time; what it says may not arrive (`away`)."""
        self.away = away
        until = self.now + span
        while self.now < until:
            self.now = min(until, self._next_at() or until)
            self._tick()

    @rule(since=st.sampled_from((HOUR, 5 * HOUR, 11 * HOUR)), span=OUTAGES, dead=st.booleans())
    def a_silent_day(self, since: timedelta, span: timedelta, dead: bool) -> None:
        """She does nothing; and for a while, somewhere in that day, the bot could not have heard her."""
        self.time_passes(since, "")
        begins_at, ends_at = self.now, self.now + span
        self.deaf.append((begins_at, ends_at))
        while not dead and self.now < ends_at:  # the clock's side goes on; that it is deaf is known only afterwards
            self.now = min(ends_at, self.now + 7 * HOUR)
            self._tick(hears=False)
        self.now = ends_at

        def back(session: Session) -> None:
            outages.after_outage(session, Gap(begins_at, ends_at), ends_at)
            builders.heard(session, ends_at)

        self.write(back)
        self._tick()
        self.time_passes(13 * HOUR, "")

    @precondition(lambda self: self.states)
    @rule(tap=TAPS, which=st.sampled_from((0, 0, 0, 1, 3)))
    def taps(self, tap: str, which: int) -> None:
        """She taps on one of her last four."""
        checkin_id = sorted(self.states, reverse=True)[min(which, len(self.states) - 1)]
        self._arrives(tap, checkin_id)

    @precondition(lambda self: self.states)
    @rule(tap=TAPS, span=SPANS)
    def what_she_sent_waits(self, tap: str, span: timedelta) -> None:
        """Her tap is stored, and not handled for a while: that is no silence of hers."""
        checkin_id = max(self.states)
        self.waiting = True
        self.write(self._store_update)
        self.time_passes(span, "")
        self.waiting = False
        self._arrives(tap, checkin_id)

    @rule(what=st.sampled_from(("/checkin", "pause", "pause", "resume")))
    def says(self, what: str) -> None:
        def act(session: Session) -> None:
            who = self._maya(session)
            presence.arrive(session, Visitor(MAYA, "Maya"), now=self.now)
            if what == "/checkin":
                self._shown(beginning.begin(session, who, now=self.now))
            elif what == "pause":
                pausing.begin(session, who, 1, now=self.now)
            elif what == "resume":
                pausing.resume(session, who, now=self.now)

        self.write(act)

    # How it happens

    def _arrives(self, tap: str, checkin_id: int) -> None:
        """A tap is handled, and so is whatever was stored."""
        if tap not in ("later", "an hour", "tonight", "extra"):
            self.tapped.setdefault(checkin_id, self.now)

        def whole(session: Session) -> None:
            presence.arrive(session, Visitor(MAYA, "Maya"), now=self.now)
            self._tap(session, tap, checkin_id)
            for row in session.scalars(sa.select(Incoming)):
                row.state = InboxState.HANDLED

        self.write(whole)

    def _tap(self, session: Session, tap: str, checkin_id: int) -> None:
        who = self._maya(session)
        given: dict[str, Any] = {"message_id": 7, "now": self.now}
        answers: dict[str, tuple[Question, Any]] = {
            "mood": (Question.MOOD, 1), "craving": (Question.CRAVING, 9), "used": (Question.USED, True),
            "skip": (Question.MOOD, None),
        }  # fmt: skip
        match tap:
            case "start":
                answering.start(session, who, checkin_id, **given)
            case "mood" | "craving" | "used" | "skip":
                answering.answer(session, who, checkin_id, *answers[tap], **given)
            case "here":
                answering.here(session, who, checkin_id, **given)
            case "finish":
                answering.finish(session, who, checkin_id, **given)
            case "change":
                answering.change(session, who, checkin_id, **given)
            case "later":
                postponing.later(session, who, checkin_id, **given)
            case "an hour" | "tonight":
                postponing.postpone(session, who, checkin_id, tonight=tap == "tonight", **given)
            case "extra":
                self._shown(beginning.extra(session, who, now=self.now))

    def _shown(self, reply: Reply) -> None:
        if reply.checkin_id is not None:
            self.tapped.setdefault(reply.checkin_id, self.now)

    def _tick(self, *, hears: bool = True) -> None:
        def act(session: Session) -> list[Parcel]:
            if hears:
                builders.heard(session, self.now)
            for stage in STAGES:
                stage(session, now=self.now)
                session.flush()
            return self._claim(session)

        parcels = self.write(act)
        while parcels:
            for parcel in parcels:
                self._carry(parcel)
            parcels = self.write(self._claim)

    def _claim(self, session: Session) -> list[Parcel]:
        return dispatch.claim(session, kinds=KINDS, now=self.now, epoch=1, limit=20)

    def _carry(self, parcel: Parcel) -> None:
        checkin_id = parcel.message.values.get("checkin")
        if parcel.kind == "checkin-reminder":
            assert self._state(int(str(checkin_id))) is SENT
            assert checkin_id not in self.tapped, "reminded after an answer"
            assert time(7) <= self.now.time() < TAPS_UNTIL, "reminded in the night"
        outcome: Outcome = Delivered(next(self.numbers), self.now)
        if parcel.kind == "checkin-hello" and self.away:
            outcome = NeverSent() if self.away == "never" else Uncertain()
        if parcel.kind == "checkin-hello" and self.away in ("", "perhaps"):
            number = int(str(checkin_id))
            self.asked[number] = self.asked.get(number, 0) + 1
        if isinstance(outcome, Uncertain):
            self.doubtful.add(int(str(checkin_id)))
        self.write(lambda session: dispatch.record(session, parcel, outcome, kinds=KINDS, now=self.now))

    def _state(self, checkin_id: int) -> CheckinState:
        return self.read(lambda session: session.scalars(sa.select(col(Checkin.state)).filter_by(id=checkin_id)).one())

    def _store_update(self, session: Session) -> None:
        hashed = self._maya(session).tg_hash
        session.add(Incoming(update_id=next(self.numbers), person_hash=hashed, body="{}", received_at=self.now))

    def _maya(self, session: Session) -> Person:
        found = people.by_telegram_id(session, MAYA)
        assert found is not None
        return found

    def _next_at(self) -> datetime | None:
        def find(session: Session) -> datetime | None:
            columns = (Enrolment.next_at, Checkin.deadline_at, Checkin.remind_at, Checkin.settle_at)
            found = [session.execute(sa.select(sa.func.min(col(one)))).scalar() for one in columns]
            return min((at for at in found if at is not None and at > self.now), default=None)

        return self.read(find)

    def change(self, checkin: Checkin, new: CheckinState, old: object) -> None:
        """Called by SQLAlchemy for each state that is set, before anything can hide it."""
        if isinstance(old, CheckinState) and new is not old and new not in LEGAL[old]:
            self.illegal.append(f"check-in {checkin.id}: {old} → {new}")
        if new is MISSED:
            self._judged(checkin)

    def _judged(self, checkin: Checkin) -> None:
        """I2, I10: only after a whole window and what it lost to our deafness, without an answer in it.

        Faults are kept and not raised: a stage survives whatever its rows raise.
        """
        sent_at = checkin.sent_at or self.now
        over_at = sent_at + min(WINDOW, (checkin.next_opens_at or sent_at + DAY) - sent_at)
        deaf = [(max(a, sent_at), b) for a, b in self.deaf if a < over_at and b > sent_at]
        earliest = over_at + sum((min(b, over_at) - a for a, b in deaf), timedelta(0))
        earliest = max([earliest, *(b + HOUR / 2 for _, b in deaf)])
        if checkin.id in self.tapped:
            self.illegal.append(f"check-in {checkin.id}: an answer counted as a miss")
        if self.waiting:
            self.illegal.append(f"check-in {checkin.id}: judged before what she sent was handled")
        if self.now < earliest:
            self.illegal.append(
                f"check-in {checkin.id}: sent at {sent_at}, missed at {self.now}, not before {earliest}"
            )

    # What must hold

    @invariant()
    def all_is_well(self) -> None:
        assert self.illegal == [], self.illegal
        rows, planned, prompts = self.read(_everything)
        self.states = {row.id or 0: row.state for row in rows}
        slots = [(row.cadence_id, row.on, row.slot) for row in rows]
        assert len(slots) == len(set(slots)), "two in one slot"
        assert all(at is not None and at > self.now - MINUTE for at in planned), "no next one is planned"
        for row in rows:
            self._waits_for_something(row, prompts)
            if row.id in self.tapped:
                assert row.state is ANSWERED or self.tapped[row.id] > _closes(row), (
                    row.state,
                    "answered, and not kept",
                )
            assert self.asked.get(row.id or 0, 0) <= 1 or row.id in self.doubtful, "asked twice"

    def _waits_for_something(self, row: Checkin, prompts: set[int | None]) -> None:
        if row.state is SENT:
            assert row.deadline_at is not None and row.sent_at is not None
            assert row.next_opens_at is None or row.deadline_at <= row.next_opens_at, "open beyond the next one"
        else:
            assert row.deadline_at is None and row.remind_at is None, row.state
        if row.state is QUEUED:
            assert row.id in prompts, "queued, and no prompt is under way"
        if row.state is ANSWERED:
            assert row.settle_at is not None or row.settled_at is not None, "answered, and never judged"
            assert row.settle_at is None or row.settle_at <= self.now + STEP


def _closes(row: Checkin) -> datetime:
    """The end of the day after its date: until then an answer counts."""
    return datetime.combine(row.on + 2 * DAY, time(0), NOW.tzinfo)


def _everything(session: Session) -> tuple[list[Checkin], list[datetime | None], set[int | None]]:
    rows = list(session.scalars(sa.select(Checkin)))
    planned = list(session.scalars(sa.select(col(Enrolment.next_at))))
    under_way = (OutboxState.WAITING, OutboxState.CLAIMED)
    prompts = session.scalars(
        sa.select(col(Outgoing.checkin_id)).where(
            col(Outgoing.kind) == "checkin-hello", col(Outgoing.state).in_(under_way)
        )
    )
    return rows, planned, set(prompts)


def test_whatever_happens_to_a_check_in_its_life_is_a_legal_one(database: Database) -> None:
    machine: list[CheckinMachine] = []

    def make(opened: Database) -> CheckinMachine:
        machine[:] = [CheckinMachine(opened)]
        return machine[0]

    def watch(checkin: Checkin, new: CheckinState, old: object, _: object) -> None:
        machine[0].change(checkin, new, old)

    sa.event.listen(Checkin.state, "set", watch)
    try:
        run(make, database, examples=20, steps=15)
    finally:
        sa.event.remove(Checkin.state, "set", watch)
