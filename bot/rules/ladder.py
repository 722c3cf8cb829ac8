"""Whom an alert asks, in which order, and how long it waits: the table of DESIGN §3.4.

Decides the next move from a snapshot and `now`. It must not send, save or read a clock. Times count from the instant
at which Telegram accepted a message: while one is still on its way, the ladder waits for it and not for a time.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import IntEnum

from bot.rules.availability import Availability, free_from
from bot.rules.cadence import next_within
from bot.rules.vocabulary import AlertKind, StepState

HOLD_FOR = timedelta(minutes=2)
ASK_FIRST_FOR = timedelta(minutes=30)  # the hold of a member who wants to be asked first; then as chosen
ANNOUNCED_FOR = timedelta(hours=2)  # QUIET: at least so long before the first message the member knows of it
DAY_FROM, DAY_TO = time(8), time(21)  # QUIET asks only in these hours of the member's …
DAY_COUNTS_FOR = timedelta(hours=14)  # … until so long after it opened
WAIT_FOR = timedelta(hours=12)  # for somebody to become free, once others were asked
FIRST_WAIT_FOR = timedelta(hours=24)  # … and while nobody could be asked at all: longer than any quiet hours
PRESSED_AGAIN_AFTER = timedelta(minutes=5)  # a member who presses again asks the same person at most so often; SOS, too
ANSWERABLE_FOR = timedelta(hours=24)  # "I've got this" works so long, also after the ladder ended

_HALF_HOUR = timedelta(minutes=30)
PATIENCE = {
    AlertKind.USED: _HALF_HOUR,
    AlertKind.HARD: _HALF_HOUR,
    AlertKind.ASKED: _HALF_HOUR,
    AlertKind.QUIET: timedelta(minutes=60),
}
GONE = (StepState.DECLINED, StepState.UNREACHABLE, StepState.DROPPED)


class Round(IntEnum):
    """How far an alert has come. A rung's round is that of its newest ask."""

    IN_ORDER = 0
    REMINDED = 1  # all at once
    AGAIN = 2  # in order, once more
    LEADER = 3


@dataclass(frozen=True, slots=True)
class Rung:
    """One person on the ladder. `asked_at` None while asked: the message is still on its way."""

    recipient: int
    position: int
    hours: Availability
    is_leader: bool = False  # the named leader: asked last
    struggling: bool = False  # has an open alert of their own, or is quiet: asked together with the next person
    state: StepState = StepState.WAITING
    asks: int = 0  # messages decided on so far
    round: int = Round.IN_ORDER
    asked_at: datetime | None = None
    answered_at: datetime | None = None  # also: when we learned that they cannot be reached

    @property
    def live(self) -> bool:
        return self.state not in GONE

    @property
    def fresh(self) -> bool:
        """Never asked, as far as we know."""
        return self.state is StepState.WAITING

    @property
    def on_its_way(self) -> bool:
        return self.state is StepState.ASKED and self.asked_at is None


@dataclass(frozen=True, slots=True)
class Ladder:
    """An alert as its ladder sees it. Nobody is asked before `starts_at`, the end of the hold or the announcement."""

    kind: AlertKind
    opened_at: datetime
    starts_at: datetime
    member_zone: str
    rungs: tuple[Rung, ...]
    round: int = Round.IN_ORDER
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nobody can be asked now; `recipient` is the first who can, at `until_at`."""

    recipient: int
    until_at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """What to do now. `next_at`: when to look again; None: only an event (acceptance, an answer) moves the ladder."""

    round: int
    ask: tuple[int, ...] = ()
    remind: tuple[int, ...] = ()
    next_at: datetime | None = None
    waiting: Waiting | None = field(default=None)
    exhausted: bool = False


def next_move(ladder: Ladder, now: datetime) -> Move:
    """Return what the ladder does at `now`; an acknowledged one rests. For SOS see `bot.rules.sos`."""
    if ladder.acknowledged:
        return Move(ladder.round)
    if now < ladder.starts_at:
        return Move(ladder.round, next_at=ladder.starts_at)
    if any(rung.on_its_way for rung in ladder.rungs):
        return Move(ladder.round)
    move = _first_round(ladder, now) if ladder.round == Round.IN_ORDER else _patience(ladder, now)
    return move or _once_more(ladder, now) or _leader(ladder, now)


def askable_from(ladder: Ladder, rung: Rung, at: datetime) -> datetime:
    """Return the first instant at or after `at` at which this alert may ask this person.

    QUIET also keeps to the member's day, 8:00 to 21:00, until 14 h after it opened.
    """
    limited = ladder.kind is not AlertKind.USED
    moment = free_from(rung.hours, at, limited=limited)
    while ladder.kind is AlertKind.QUIET and moment < (day_ends := ladder.opened_at + DAY_COUNTS_FOR):
        by_day = min(next_within(moment, zone=ladder.member_zone, start=DAY_FROM, end=DAY_TO), day_ends)
        if by_day == moment:
            break
        moment = free_from(rung.hours, by_day, limited=limited)
    return moment


def lately(asked_at: datetime, now: datetime, *, within: timedelta = PRESSED_AGAIN_AFTER) -> bool:
    """Say whether that was less than `within` before `now`; an instant ahead of `now` was not: the clock was set back."""
    return asked_at <= now < asked_at + within


def first_asked(ladder: Ladder, at: datetime) -> Waiting | None:
    """Return whom the ladder would ask first if it started at `at`, and when; None if there is nobody to wait for."""
    first = _soonest(ladder, _supporters(ladder), at)
    return first if first is not None and first.until_at <= at + FIRST_WAIT_FOR else None


def asked_first(ladder: Ladder, first: Waiting) -> tuple[int, ...]:
    """Return all whom the ladder asks together when it asks `first`: one person, or one who is struggling and the next."""
    rungs = [rung for rung in _supporters(ladder) if rung.fresh]
    return _with_company(_free(ladder, rungs, first.until_at)) or (first.recipient,)


def passed_over(ladder: Ladder, asked: Collection[int]) -> tuple[int, ...]:
    """Return those who come before all of `asked` in the member's order and were not asked, in order."""
    before = min((rung.position for rung in ladder.rungs if rung.recipient in asked), default=0)
    return tuple(rung.recipient for rung in _supporters(ladder) if rung.fresh and rung.position < before)


def _first_round(ladder: Ladder, now: datetime) -> Move | None:
    """In order, one interval each; then one reminder to all. None: the round is over."""
    fresh = [rung for rung in _supporters(ladder) if rung.fresh]
    asked = _asked(ladder)
    if free := _free(ladder, fresh, now):
        due_at = _due_at(ladder, [rung for rung in asked if not rung.struggling])
        if due_at is not None and now < due_at:
            return Move(ladder.round, next_at=due_at)
        return Move(ladder.round, ask=_with_company(free))
    if asked:
        if wait := _patience(ladder, now):
            return wait
        remind = tuple(rung.recipient for rung in _free(ladder, asked, now))
        return Move(Round.REMINDED, remind=remind) if remind else None
    if any(rung.asks for rung in ladder.rungs):
        return None  # all who were asked are gone: no reminder to wait for
    return _wait(ladder, fresh, now, until=ladder.starts_at + FIRST_WAIT_FOR)


def _patience(ladder: Ladder, now: datetime) -> Move | None:
    """Wait one interval for the newest ask; None once it is over. Who declined is not waited for."""
    due_at = _due_at(ladder, _asked(ladder))
    return Move(ladder.round, next_at=due_at) if due_at is not None and now < due_at else None


def _once_more(ladder: Ladder, now: datetime) -> Move | None:
    """Wait for the first who becomes free, 12 h at most, and ask in order; whoever was never asked goes first."""
    left = [rung for rung in _supporters(ladder) if rung.fresh or rung.round < Round.AGAIN]
    for these in ([rung for rung in left if rung.fresh], left):
        if free := _free(ladder, these, now):
            return Move(Round.AGAIN, ask=_with_company(free))
        if wait := _wait(ladder, these, now, until=_rests_since(ladder) + WAIT_FOR):
            return wait
    return None


def _leader(ladder: Ladder, now: datetime) -> Move:
    leaders = [rung for rung in ladder.rungs if rung.is_leader and rung.fresh]
    if free := _free(ladder, leaders, now):
        return Move(Round.LEADER, ask=tuple(rung.recipient for rung in free))
    wait = _wait(ladder, leaders, now, until=_rests_since(ladder) + WAIT_FOR)
    return wait or Move(ladder.round, exhausted=True)


def _supporters(ladder: Ladder) -> list[Rung]:
    """Those who can still be asked, in order, the leader left out."""
    return sorted((rung for rung in ladder.rungs if rung.live and not rung.is_leader), key=lambda rung: rung.position)


def _asked(ladder: Ladder) -> list[Rung]:
    return [rung for rung in ladder.rungs if rung.state is StepState.ASKED]


def _free(ladder: Ladder, rungs: Iterable[Rung], now: datetime) -> list[Rung]:
    return [rung for rung in rungs if askable_from(ladder, rung, now) <= now]


def _with_company(free: Sequence[Rung]) -> tuple[int, ...]:
    """The first of them; where that person is struggling themselves, the next one too."""
    together = []
    for rung in free:
        together.append(rung.recipient)
        if not rung.struggling:
            break
    return tuple(together)


def _due_at(ladder: Ladder, asked: Iterable[Rung]) -> datetime | None:
    newest = max((rung.asked_at for rung in asked if rung.asked_at is not None), default=None)
    return None if newest is None else newest + PATIENCE[ladder.kind]


def _soonest(ladder: Ladder, rungs: Iterable[Rung], now: datetime) -> Waiting | None:
    waits = [Waiting(rung.recipient, askable_from(ladder, rung, now)) for rung in rungs]
    return min(waits, key=lambda wait: wait.until_at, default=None)


def _wait(ladder: Ladder, rungs: Iterable[Rung], now: datetime, *, until: datetime) -> Move | None:
    first = _soonest(ladder, rungs, now)
    if first is None or first.until_at > until:
        return None
    return Move(ladder.round, next_at=first.until_at, waiting=first)


def _rests_since(ladder: Ladder) -> datetime:
    """Since when nobody is being waited for: it does not move while the ladder rests, so that every wait ends."""
    ends = [_due_at(ladder, _asked(ladder)), *(rung.answered_at for rung in ladder.rungs if not rung.live)]
    return max([ladder.starts_at, *(end for end in ends if end is not None)])
