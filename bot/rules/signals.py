"""Which signals a day's answers carry, and which alert, if any, follows (DESIGN §3.3).

Decides from a member's days and earlier alerts alone. It must not know whom an alert asks, nor when it leaves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.rules.days import NOES_THAT_RENEW, USE_STAYS_NEAR_FOR, Day, Past, past_before
from bot.rules.vocabulary import AlertKind, Preset, Signal

STRONGEST_CRAVING = 10
LOW_MOOD_FROM = 2  # and below
CAP_LOOKS_BACK = 6  # days before today
SPARSE_QUIET_AGAIN = 3

TIER_OF: Mapping[AlertKind, int] = {AlertKind.USED: 1, AlertKind.HARD: 2, AlertKind.QUIET: 3}
"""The kinds that the rules raise; ASKED and SOS have no tier, start no cool-down and do not count toward the cap."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """One preset's numbers: ratings, counts of days, and days. Ends are included, except that `cap` is not reached."""

    high: int  # HIGH: craving, where usual does not lie near it
    jump: int  # JUMP: craving above usual …
    jump_from: int  # … and at least this
    after_use: int  # AFTER_USE: craving …
    after_use_for: int  # … up to so many days after a use
    strain: int  # STRAIN: craving with a low mood
    low_moods: int  # LOW_MOOD: answered moods in a row, today's included
    quiet: int  # QUIET: days missed in a row …
    quiet_near_use: int  # … instead, where a use was reported in the week before them …
    quiet_again: int  # … and once more
    used_again_after: int  # USED: days since the last USED alert
    hard_again_after: int  # tier 2: days since the last tier-2 alert
    cap: int  # tier 2: with so many alerts of any tier on the six days before, no more


PRESETS: Mapping[Preset, Thresholds] = {
    #                            HIGH JUMP  AFTER_USE STRAIN LOW_MOOD QUIET    again after  cap
    #                            h    j, m  c, n      c      k        q, q', 7 USED, tier 2
    Preset.GENTLE: Thresholds(   9,   4, 6, 7, 3,     8,     5,       3, 3, 7, 14, 7,       2),
    Preset.STANDARD: Thresholds( 8,   3, 5, 5, 3,     6,     3,       2, 2, 7, 7, 3,        3),
    Preset.WATCHFUL: Thresholds( 7,   2, 5, 3, 7,     5,     2,       2, 1, 7, 3, 2,        5),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PastAlert:
    """An earlier alert that a supporter acknowledged; others do not count."""

    on: date
    kind: AlertKind


@dataclass(frozen=True, slots=True)
class Alerted:
    """What cool-downs and the cap need to know of the alerts before today."""

    used_on: date | None = None
    hard_on: date | None = None
    lately_on: tuple[date, ...] = ()  # of any tier, as far back as the day after the newest looks

    def then(self, alert: PastAlert) -> "Alerted":
        """Return the same with `alert`, not older than those before, counted in."""
        if alert.kind not in TIER_OF:
            return self
        kept = (on for on in self.lately_on if (alert.on - on).days < CAP_LOOKS_BACK)
        return Alerted(
            used_on=alert.on if alert.kind is AlertKind.USED else self.used_on,
            hard_on=alert.on if alert.kind is AlertKind.HARD else self.hard_on,
            lately_on=(*kept, alert.on),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """An alert that should be raised: its kind, its reasons in the order of the table, and `usual` before today."""

    kind: AlertKind
    reasons: tuple[Signal, ...]
    usual: float | None

    @property
    def tier(self) -> int:
        """1 USED, 2 hard, 3 QUIET."""
        return TIER_OF[self.kind]


def thresholds_for(preset: Preset, *, q: int | None = None, sparse: bool = False) -> Thresholds:
    """Return a member's thresholds: the preset's, with their own `q` and a rhythm of three days a week or fewer.

    `q`: tell supporters after so many quiet days; None leaves it to the preset. `sparse`: the member's cadences
    together have three weekdays or fewer. Raises ValueError for a q below 1.
    """
    if q is not None and q < 1:
        raise ValueError("q counts quiet days, at least one")
    chosen = PRESETS[preset]
    if q is not None:
        chosen = replace(chosen, quiet=q, quiet_near_use=min(q, chosen.quiet_near_use))
    if sparse:
        quiet, near_use = max(1, chosen.quiet - 1), max(1, chosen.quiet_near_use - 1)
        chosen = replace(chosen, quiet=quiet, quiet_near_use=near_use, quiet_again=SPARSE_QUIET_AGAIN)
    return chosen


def decide(
    days: Iterable[Day],
    *,
    today: date,
    preset: Preset,
    past_alerts: Iterable[PastAlert] = (),
    q: int | None = None,
    sparse: bool = False,
    paused_on: date | None = None,
) -> Verdict | None:
    """Return the alert that follows from the date `today`; None if none does, or if `today` has no row.

    `days`: today's and the earlier ones in any order, one a date: all, or what `enough_days` keeps. `past_alerts`: only
    acknowledged ones, in any order: the last USED, the last tier-2 and those of the six days before today are enough.
    What lies after today is ignored, so that a late answer is judged as of its date. `paused_on` as in `past_before`.
    """
    days = list(days)
    day = next((day for day in days if day.on == today), None)
    if day is None:
        return None
    past = past_before(today, days, paused_on=paused_on)
    return judge(day, past, alerted_before(today, past_alerts), thresholds_for(preset, q=q, sparse=sparse))


def alerted_before(today: date, alerts: Iterable[PastAlert]) -> Alerted:
    """Return what the `alerts` before `today`, in any order, leave behind; today's and later ones are ignored."""
    alerted = Alerted()
    for alert in sorted(alerts, key=lambda alert: alert.on):
        if alert.on < today:
            alerted = alerted.then(alert)
    return alerted


def alerted_besides(on: date, alerts: Iterable[PastAlert]) -> Alerted:
    """Return what all `alerts` but those of the date `on` leave behind, for a late answer: a later one is nearer than any before."""
    alerted = Alerted()
    for alert in sorted(alerts, key=lambda alert: alert.on):
        if alert.on != on:
            alerted = alerted.then(alert)
    return alerted


def judge(day: Day, past: Past, alerted: Alerted, thresholds: Thresholds) -> Verdict | None:
    """Return the alert that follows from `day`, the first kind in order that may be raised; None if none may."""
    signals = signals_of(day, past, thresholds)
    hard = tuple(signal for signal in signals if signal not in (Signal.USED, Signal.QUIET))
    if Signal.USED in signals and _used_is_due(day.on, past, alerted, thresholds):
        return Verdict(AlertKind.USED, signals, past.usual)
    if hard and _hard_is_due(day.on, alerted, thresholds):
        return Verdict(AlertKind.HARD, hard, past.usual)
    if Signal.QUIET in signals:
        return Verdict(AlertKind.QUIET, signals, past.usual)
    return None


def signals_of(day: Day, past: Past, thresholds: Thresholds) -> tuple[Signal, ...]:
    """Return every signal that is true of `day`, in the order of DESIGN's table, whether or not an alert is due.

    QUIET stands alone: a missed day has no answers.
    """
    if day.missed:
        return (Signal.QUIET,) if _quiet(day, past, thresholds) else ()
    holds = {
        Signal.USED: day.used is True,
        Signal.HIGH: _high(day, past, thresholds),
        Signal.JUMP: _jump(day, past, thresholds),
        Signal.AFTER_USE: _after_use(day, past, thresholds),
        Signal.STRAIN: _low(day.mood) and _craves(day, thresholds.strain),
        Signal.LOW_MOOD: _low_mood(day, past, thresholds),
    }
    return tuple(signal for signal, true in holds.items() if true)


def _craves(day: Day, at_least: float) -> bool:
    return day.craving is not None and day.craving >= at_least


def _low(mood: int | None) -> bool:
    return mood is not None and mood <= LOW_MOOD_FROM


def _high(day: Day, past: Past, thresholds: Thresholds) -> bool:
    usual = past.usual
    if usual is not None and usual >= thresholds.high - 1:
        # Somebody who lives with strong cravings would raise it daily: only what is above their usual says something.
        return _craves(day, min(usual + 1, STRONGEST_CRAVING))
    return _craves(day, thresholds.high)


def _jump(day: Day, past: Past, thresholds: Thresholds) -> bool:
    usual = past.usual
    return usual is not None and _craves(day, max(usual + thresholds.jump, thresholds.jump_from))


def _after_use(day: Day, past: Past, thresholds: Thresholds) -> bool:
    near = past.used_on is not None and (day.on - past.used_on).days <= thresholds.after_use_for
    return near and _craves(day, thresholds.after_use)


def _low_mood(day: Day, past: Past, thresholds: Thresholds) -> bool:
    before = past.moods[-(thresholds.low_moods - 1) :]
    return _low(day.mood) and len(before) == thresholds.low_moods - 1 and all(map(_low, before))


def _quiet(day: Day, past: Past, thresholds: Thresholds) -> bool:
    began_on = past.missed_from or day.on
    near_use = past.used_on is not None and (began_on - past.used_on).days <= USE_STAYS_NEAR_FOR
    first = thresholds.quiet_near_use if near_use else thresholds.quiet
    return past.missed + 1 in (first, thresholds.quiet_again)


def _used_is_due(today: date, past: Past, alerted: Alerted, thresholds: Thresholds) -> bool:
    if alerted.used_on is None or (today - alerted.used_on).days >= thresholds.used_again_after:
        return True
    return past.noes >= NOES_THAT_RENEW


def _hard_is_due(today: date, alerted: Alerted, thresholds: Thresholds) -> bool:
    lately = sum((today - on).days <= CAP_LOOKS_BACK for on in alerted.lately_on)
    cooled = alerted.hard_on is None or (today - alerted.hard_on).days >= thresholds.hard_again_after
    return cooled and lately < thresholds.cap
