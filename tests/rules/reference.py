"""DESIGN §3.3 once more, written for plainness alone: every question is asked of the whole diary, day by day.

It shares no code with `bot.rules` but the words and the shapes, so that both agree only where both are right.
"""

from collections.abc import Sequence
from datetime import date

from bot.rules.days import Day
from bot.rules.signals import PastAlert
from bot.rules.vocabulary import AlertKind, Preset, Signal

COLUMN = {Preset.GENTLE: 0, Preset.STANDARD: 1, Preset.WATCHFUL: 2}


def decide(
    days: Sequence[Day], today: date, preset: Preset, alerts: Sequence[PastAlert], q: int | None, sparse: bool
) -> tuple[AlertKind, tuple[Signal, ...], float | None] | None:
    of = COLUMN[preset]
    row = [day for day in days if day.on == today]
    if not row:
        return None
    before = sorted((day for day in days if day.on < today), key=lambda day: day.on)
    heard = [day for day in before if not day.missed]
    usual = usual_of(heard)
    if row[0].missed:
        return (AlertKind.QUIET, (Signal.QUIET,), usual) if quiet(row[0], before, of, q, sparse) else None

    hard = tuple(signal for signal, true in hard_signals(row[0], heard, usual, of) if true)
    past = [alert for alert in alerts if alert.on < today]
    if row[0].used and may_raise_used(today, heard, past, of):
        return AlertKind.USED, (Signal.USED, *hard), usual
    if hard and may_raise_hard(today, past, of):
        return AlertKind.HARD, hard, usual
    return None


def usual_of(heard: Sequence[Day]) -> float | None:
    last = sorted([day.craving for day in heard if day.craving is not None][-14:])
    if len(last) < 5:
        return None
    middle = len(last) // 2
    return float(last[middle]) if len(last) % 2 else (last[middle - 1] + last[middle]) / 2


def hard_signals(day: Day, heard: Sequence[Day], usual: float | None, of: int) -> list[tuple[Signal, bool]]:
    craving = -1 if day.craving is None else day.craving
    low = day.mood in (1, 2)
    h, j, m = (9, 8, 7)[of], (4, 3, 2)[of], (6, 5, 5)[of]
    high_from: float = h
    if usual is not None and usual >= h - 1:
        high_from = min(usual + 1, 10)
    n = (3, 3, 7)[of]
    use_near = any(earlier.used and 1 <= (day.on - earlier.on).days <= n for earlier in heard)
    k = (5, 3, 2)[of]
    moods = [earlier.mood for earlier in heard if earlier.mood is not None]
    return [
        (Signal.HIGH, craving >= high_from),
        (Signal.JUMP, usual is not None and craving >= usual + j and craving >= m),
        (Signal.AFTER_USE, craving >= (7, 5, 3)[of] and use_near),
        (Signal.STRAIN, low and craving >= (8, 6, 5)[of]),
        (Signal.LOW_MOOD, low and len(moods) >= k - 1 and all(mood <= 2 for mood in moods[len(moods) - (k - 1) :])),
    ]


def may_raise_used(today: date, heard: Sequence[Day], past: Sequence[PastAlert], of: int) -> bool:
    last = max((alert.on for alert in past if alert.kind is AlertKind.USED), default=None)
    if last is None or (today - last).days >= (14, 7, 3)[of]:
        return True
    last_yes = max((day.on for day in heard if day.used), default=date.min)
    return sum(day.used is False and day.on > last_yes for day in heard) >= 3


def may_raise_hard(today: date, past: Sequence[PastAlert], of: int) -> bool:
    last = max((alert.on for alert in past if alert.kind is AlertKind.HARD), default=None)
    if last is not None and (today - last).days < (7, 3, 2)[of]:
        return False
    tiered = [alert for alert in past if alert.kind in (AlertKind.USED, AlertKind.HARD, AlertKind.QUIET)]
    return sum(1 <= (today - alert.on).days <= 6 for alert in tiered) < (2, 3, 5)[of]


def quiet(day: Day, before: Sequence[Day], of: int, own_q: int | None, sparse: bool) -> bool:
    run = [day]
    for earlier in reversed(before):
        if not earlier.missed:
            break
        run.append(earlier)
    q, near_use, again = (3, 2, 2)[of], (3, 2, 1)[of], 7
    if own_q is not None:
        q, near_use = own_q, min(own_q, near_use)
    if sparse:
        q, near_use, again = max(q - 1, 1), max(near_use - 1, 1), 3
    first = run[-1].on
    if any(earlier.used and not earlier.missed and 1 <= (first - earlier.on).days <= 7 for earlier in before):
        q = near_use
    return len(run) in (q, again)
