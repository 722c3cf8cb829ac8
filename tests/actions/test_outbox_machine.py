"""Whatever happens to the outbox: nothing that must arrive is lost, and nothing that may arrive once is sent twice.

Telegram is a counter here: how often each message arrived is what really happened, whatever the bot came to know of it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlmodel import Session

from bot.actions import dispatch
from bot.actions.outgoing import (
    Blocked,
    Delivered,
    Invalid,
    Kind,
    Later,
    NeverSent,
    NotNow,
    Outcome,
    Parcel,
    Uncertain,
    Withdrawn,
)
from bot.rules.vocabulary import OutboxState, Priority
from bot.texts.messages import Message
from storage.database import Database
from storage.queries import outbox
from storage.tables import Outgoing, Person
from tests import builders
from tests.machines import Machine, run

LIVES_FOR = timedelta(hours=6)
AT_ONCE = 4  # letters in one turn of the relay
ONCE, SURELY = "once", "surely"
TAKEOVER_AFTER = timedelta(seconds=30)  # a lease lapses after so long, not sooner
SPANS = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4, 7, 31, 61, 1800, 90_000))
PAUSES = (timedelta(seconds=1), timedelta(seconds=3), timedelta(seconds=62))
FATES = ("delivered", "lost", "perhaps", "perhaps", "never", "flood", "lost", "blocked", "invalid")
KINDS = st.sampled_from((ONCE, SURELY))
PRIORITIES = st.sampled_from((Priority.SOS, Priority.ALERT, Priority.PROMPT, Priority.RECAP))
ALL_FATES = st.lists(st.sampled_from(FATES), min_size=AT_ONCE, max_size=AT_ONCE)
WAITS = st.sampled_from((None, None, timedelta(seconds=5)))
LIVES = st.sampled_from((None, timedelta(seconds=20), LIVES_FOR))
ENDS = (OutboxState.SENT, OutboxState.WITHDRAWN, OutboxState.EXPIRED, OutboxState.REFUSED, OutboxState.UNCERTAIN)


@dataclass
class Letter:
    """One message as the world knows it."""

    kind: str
    priority: Priority
    created_at: datetime
    not_before_at: datetime | None
    expires_at: datetime | None
    arrived: int = 0
    doubts: int = 0  # attempts that left and whose outcome never was recorded as certain
    excused: set[OutboxState] = field(default_factory=set)  # ends other than "sent" that something gave reason for


@dataclass
class Hand:
    """A parcel somebody carries. `outcome` None: it has not left yet."""

    parcel: Parcel
    key: str
    claimed_until_at: datetime
    outcome: Outcome | None = None


class OutboxMachine(Machine):
    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.epoch = 1
        self.letters: dict[str, Letter] = {}
        self.numbers: dict[int, str] = {}
        self.hands: list[Hand] = []
        self.stale: list[Hand] = []  # of a holder that was suspended
        self.withdrawn: set[str] = set()
        self.asleep_until: dict[str, datetime] = {}
        self.followed: list[str] = []
        self.blocked = False
        self.kinds = {
            name: Kind(self._load, on_sent=self._on_sent, at_most_once=name == ONCE) for name in (ONCE, SURELY)
        }

    def _load(self, _: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
        if row.dedupe in self.withdrawn:
            return Withdrawn("said so")
        until = self.asleep_until.get(row.dedupe)
        return Later(until) if until is not None and until > now else Message("hello", {"key": row.dedupe})

    def _on_sent(self, _: Session, row: Outgoing, __: datetime) -> None:
        self.followed.append(row.dedupe)

    @initialize()
    def somebody_is_there(self) -> None:
        self.person_id = self.write(lambda session: builders.id_of(builders.person(session, agreed=True)))
        for kind in (ONCE, SURELY):
            self.enqueue([(kind, Priority.ALERT, None, None), (kind, Priority.PROMPT, None, LIVES_FOR)], again=False)

    @rule(
        letters=st.lists(st.tuples(KINDS, PRIORITIES, WAITS, LIVES), min_size=1, max_size=AT_ONCE), again=st.booleans()
    )
    def enqueue(self, letters: list[tuple[str, Priority, timedelta | None, timedelta | None]], again: bool) -> None:
        for kind, priority, waits, lives in letters:
            new = Letter(kind, priority, self.now, self._in(waits), self._in(lives))
            known = list(self.letters)
            key = known[-1] if again and known else f"letter {len(known)}"
            put = self.write(partial(_put, key=key, letter=new, recipient_id=self.person_id))
            assert put == (key not in self.letters), "dedupe"
            self.letters.setdefault(key, new)

    def _in(self, span: timedelta | None) -> datetime | None:
        return None if span is None else self.now + span

    @precondition(lambda self: self.letters)
    @rule(data=st.data(), what=st.sampled_from(("consent ends", "night falls", "unblocked")))
    def something_changes(self, data: st.DataObject, what: str) -> None:
        if what == "consent ends":
            self.withdrawn.add(data.draw(st.sampled_from(list(self.letters))))
        elif what == "night falls":
            self.asleep_until[data.draw(st.sampled_from(list(self.letters)))] = self.now + timedelta(minutes=20)
        else:
            self.write(lambda session: setattr(_person(session, self.person_id), "blocked_at", None))
            self.blocked = False

    @rule(span=st.sampled_from(SPANS))
    def time_passes(self, span: timedelta) -> None:
        self.now += span

    @rule(limit=st.integers(1, AT_ONCE), up_to=st.sampled_from((Priority.ALERT, Priority.RECAP)))
    def claim(self, limit: int, up_to: Priority) -> None:
        self._claim(limit=limit, up_to=up_to)

    @rule(turns=st.lists(st.tuples(st.sampled_from(PAUSES), ALL_FATES, st.booleans()), min_size=1, max_size=4))
    def relay(self, turns: list[tuple[timedelta, list[str], bool]]) -> None:
        """Whole turns: time passes, then rows are claimed, sent and, unless somebody dies over it, recorded."""
        for pause, fates, recorded in turns:
            self.now += pause
            for hand, fate in zip(self._claim(limit=AT_ONCE), fates, strict=False):
                self._fare(hand, fate)
                if recorded:
                    self._record(hand)

    def _claim(self, *, limit: int, up_to: Priority = Priority.RECAP) -> list[Hand]:
        def whole(session: Session) -> list[Parcel]:
            dispatch.come_back(session, kinds=self.kinds, now=self.now)
            return dispatch.claim(
                session, kinds=self.kinds, now=self.now, epoch=self.epoch, limit=limit, up_to=up_to
            )  # fmt: skip

        self._lapse()
        parcels = self.write(whole)
        self._excuse()
        assert [one.priority for one in parcels] == sorted(one.priority for one in parcels), "the urgent first"
        taken = [self._take(parcel, up_to) for parcel in parcels]
        self.hands += taken
        return taken

    def _take(self, parcel: Parcel, up_to: Priority) -> Hand:
        key = str(parcel.message.values["key"])
        letter = self.letters[key]
        assert letter.priority <= up_to
        assert key not in {one.key for one in self.hands}, "one live claim"
        assert letter.expires_at is None or letter.expires_at > self.now, "expired"
        assert letter.not_before_at is None or letter.not_before_at <= self.now, "too early"
        assert key not in self.withdrawn, "consent is asked at the claim"
        assert self.asleep_until.get(key, self.now) <= self.now, "quiet hours are asked at the claim"
        assert not (self.blocked and letter.priority > Priority.SOS), "blocked"
        assert letter.kind != ONCE or not letter.doubts, "at most once: not while it may have left"
        assert parcel.again == (letter.doubts > 0), "what may be a copy says so, and nothing else does"
        return Hand(parcel, key, self.now + outbox.CLAIM_FOR)

    @precondition(lambda self: self.hands)
    @rule(data=st.data(), fate=st.sampled_from(FATES))
    def carry_on(self, data: st.DataObject, fate: str) -> None:
        """One parcel is sent, or its outcome recorded; what left too late has not left."""
        hand = data.draw(st.sampled_from(self.hands), label="hand")
        if hand.outcome is not None:
            self._record(hand)
        elif self.now > hand.parcel.leave_by:
            hand.outcome = NotNow(timedelta(0))
        else:
            self._fare(hand, fate)

    def _fare(self, hand: Hand, fate: str) -> None:
        self.letters[hand.key].arrived += fate in ("delivered", "perhaps")
        match fate:
            case "delivered":
                hand.outcome = Delivered(hand.parcel.outgoing_id, self.now)
            case "lost" | "perhaps":
                hand.outcome = Uncertain()
            case "never":
                hand.outcome = NeverSent()
            case "flood":
                hand.outcome = NotNow(timedelta(seconds=30))
            case "blocked":
                hand.outcome = Blocked()
            case "invalid":
                hand.outcome = Invalid("markup")

    def _record(self, hand: Hand) -> None:
        self.hands.remove(hand)
        outcome, letter = hand.outcome, self.letters[hand.key]
        assert outcome is not None
        if isinstance(outcome, Blocked | Invalid):
            letter.excused.add(OutboxState.REFUSED)
            self.blocked |= isinstance(outcome, Blocked)
        if isinstance(outcome, Uncertain):
            letter.doubts += 1
            if letter.kind == ONCE:
                letter.excused.add(OutboxState.UNCERTAIN)
        kept = self._settles(hand, outcome)
        assert kept, "an outcome of a live claim is kept"
        self._excuse()
        row = self._row(hand.key)
        if isinstance(outcome, Delivered):
            assert (row.state, row.message_id) == (OutboxState.SENT, outcome.message_id)
            assert self.followed.count(hand.key) == 1, "what follows a delivery follows once"
        if isinstance(outcome, NotNow):
            assert row.not_before_at == self.now + outcome.retry_after, "retry_after"

    def _settles(self, hand: Hand, outcome: Outcome) -> bool:
        return self.write(
            lambda session: dispatch.record(session, hand.parcel, outcome, kinds=self.kinds, now=self.now)
        )

    @precondition(lambda self: self.hands)
    @rule(kept=st.booleans())
    def another_takes_over(self, kept: bool) -> None:
        """Whoever carried them died (kill -9); or was suspended, and wakes up later with all that they carried (`kept`)."""
        self.now += TAKEOVER_AFTER
        self._lose(self.hands)
        self.stale += self.hands if kept else []
        self.hands.clear()
        self._next_epoch()

    def _next_epoch(self) -> None:
        self.epoch += 1
        self.write(lambda session: dispatch.come_back(session, kinds=self.kinds, now=self.now, gone=range(self.epoch)))

    @precondition(lambda self: self.stale)
    @rule()
    def the_suspended_one_wakes_up(self) -> None:
        """What it had not sent is too old to leave, and what it learned counts no more."""
        for hand in self.stale:
            assert self.now > hand.parcel.leave_by
            outcome = hand.outcome or NotNow(timedelta(0))
            before = self._row(hand.key)
            assert not self._settles(hand, outcome)
            assert self._row(hand.key) == before, "a lapsed claim settles nothing"
        self.stale.clear()

    def _lapse(self) -> None:
        """Claims that are older than a minute belong to nobody: whoever asks takes them for lost."""
        lapsed = [one for one in self.hands if one.claimed_until_at <= self.now]
        self._lose(lapsed)
        self.hands = [one for one in self.hands if one not in lapsed]

    def _lose(self, hands: list[Hand]) -> None:
        """Whether these left is not known to the bot: it must take them for doubtful."""
        for hand in hands:
            letter = self.letters[hand.key]
            letter.doubts += 1
            if letter.kind == ONCE:
                letter.excused.add(OutboxState.UNCERTAIN)

    def _excuse(self) -> None:
        """What gives reason, now, to end without having arrived."""
        for key, letter in self.letters.items():
            if key in self.withdrawn:
                letter.excused.add(OutboxState.WITHDRAWN)
            if letter.expires_at is not None and letter.expires_at <= self.now:
                letter.excused.add(OutboxState.EXPIRED)
            if letter.expires_at is None and self.now - letter.created_at > dispatch.GIVE_UP_AFTER:
                letter.excused.add(OutboxState.EXPIRED)
            if self.blocked and letter.priority > Priority.SOS:
                letter.excused.add(OutboxState.REFUSED)

    def _row(self, key: str) -> Outgoing:
        def find(session: Session) -> Outgoing:
            row = session.scalars(sa.select(Outgoing).filter_by(dedupe=key)).one()
            session.expunge(row)
            return row

        return self.read(find)

    def _rows(self) -> list[Outgoing]:
        return self.read(lambda session: list(session.scalars(sa.select(Outgoing))))

    @invariant()
    def all_is_well(self) -> None:
        rows = self._rows()
        self._nothing_is_copied_for_no_reason()
        self._nothing_is_lost({row.dedupe: row for row in rows})
        self._what_is_claimed_is_carried_or_lapses(rows)
        instants = [row.not_before_at for row in rows if row.state is OutboxState.WAITING]
        instants += [one.claimed_until_at for one in self.hands]
        assert self.read(outbox.next_due_at) == min(instants, default=None), "the next look is planned"

    def _nothing_is_copied_for_no_reason(self) -> None:
        for key, letter in self.letters.items():
            copies = 1 if letter.kind == ONCE else 1 + letter.doubts
            assert letter.arrived <= copies, key

    def _nothing_is_lost(self, rows: dict[str, Outgoing]) -> None:
        """It waits, somebody carries it, it arrived, or something gave reason to end it otherwise."""
        assert set(rows) == set(self.letters)
        for key, row in rows.items():
            letter = self.letters[key]
            if row.state is OutboxState.SENT:
                assert letter.arrived
            elif row.state in ENDS:
                assert row.state in letter.excused, (key, row.state)

    def _what_is_claimed_is_carried_or_lapses(self, rows: list[Outgoing]) -> None:
        carried = {one.parcel.outgoing_id: one for one in self.hands}
        for row in rows:
            if row.state is OutboxState.CLAIMED:
                hand = carried[row.id or 0]
                assert (row.epoch, row.attempts) == (hand.parcel.epoch, hand.parcel.attempt)
                assert row.claimed_until_at == hand.claimed_until_at
            else:
                assert row.claimed_until_at is None

    def teardown(self) -> None:
        """Telegram is well again: whatever still waits arrives, unless it may not any more."""
        for _ in range(4):
            for hand in self._claim(limit=len(self.letters) + 1) + [
                one for one in self.hands if one.outcome is not None
            ]:
                if hand.outcome is None:
                    self._fare(hand, "delivered")
                self._record(hand)
            self.now += timedelta(hours=26)
        for row in self._rows():
            letter = self.letters[row.dedupe]
            assert row.state in ENDS
            assert letter.arrived or letter.excused & {row.state}, row.dedupe


def _put(session: Session, *, key: str, letter: Letter, recipient_id: int) -> bool:
    return outbox.enqueue(
        session, letter.kind, recipient_id, now=letter.created_at, dedupe=key, priority=letter.priority,
        not_before_at=letter.not_before_at, expires_at=letter.expires_at,
    )  # fmt: skip


def _person(session: Session, person_id: int) -> Person:
    found = session.get(Person, person_id)
    assert found is not None
    return found


def test_whatever_happens_to_the_outbox_nothing_is_lost_and_nothing_is_sent_twice(database: Database) -> None:
    run(OutboxMachine, database, examples=60, steps=30)
