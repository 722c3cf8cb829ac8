"""What each supporter may read of an alert, as the member chose it (DESIGN §3.6).

Decides from the levels in force. It must never widen a choice: what is not listed is not told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.rules.vocabulary import Level, Signal

VALID_FOR = timedelta(days=365)
ASK_AGAIN_BEFORE = (timedelta(days=30), timedelta(days=7), timedelta(days=1))

ORDER = tuple(Level)
SHARED: tuple[Signal, ...] = tuple(
    signal for signal in Signal if signal is not Signal.SOS
)  # SOS is told to everybody, always


class Choice(StrEnum):
    """The three plain choices; none is pre-selected, and skipping means the first."""

    REACH_OUT = "reach_out"
    REASON_WITHOUT_USE = "reason_without_use"
    REASON_WITH_USE = "reason_with_use"


CHOICES: Mapping[Choice, Mapping[Signal, Level]] = MappingProxyType(
    {
        Choice.REACH_OUT: dict.fromkeys(SHARED, Level.REACH_OUT),
        Choice.REASON_WITHOUT_USE: {**dict.fromkeys(SHARED, Level.REASON), Signal.USED: Level.REACH_OUT},
        Choice.REASON_WITH_USE: dict.fromkeys(SHARED, Level.REASON),
    }
)


class Reason(StrEnum):
    """How a signal is put into words for a supporter."""

    USED = "used"
    STRONG = "strong"  # a strong craving
    RISEN = "risen"  # a craving stronger than usual
    AFTER_USE = "after_use"  # a craving some days after a use; only where uses are shared
    STRAIN = "strain"  # a low mood and a strong craving
    LOW = "low"  # a low mood for some days
    QUIET = "quiet"
    QUIET_AFTER_USE = "quiet_after_use"  # only where uses are shared
    ASKED = "asked"
    SOS = "sos"


WORDING = MappingProxyType(
    {
        Signal.USED: Reason.USED,
        Signal.HIGH: Reason.STRONG,
        Signal.JUMP: Reason.RISEN,
        Signal.AFTER_USE: Reason.STRONG,
        Signal.STRAIN: Reason.STRAIN,
        Signal.LOW_MOOD: Reason.LOW,
        Signal.QUIET: Reason.QUIET,
        Signal.ASKED: Reason.ASKED,
    }
)
WITH_USE = MappingProxyType({Signal.AFTER_USE: Reason.AFTER_USE, Signal.QUIET: Reason.QUIET_AFTER_USE})


# Which levels mean something for a signal: a silence has neither ratings nor a note, and the member's own tap for help
# is never passed over.
OFFERED: Mapping[Signal, tuple[Level, ...]] = MappingProxyType(
    {
        **dict.fromkeys(SHARED, tuple(Level)),
        Signal.QUIET: (Level.NOTHING, Level.REACH_OUT, Level.REASON),
        Signal.ASKED: (Level.REACH_OUT, Level.REASON, Level.RATINGS, Level.NOTE),
    }
)
# A silence is announced two hours before, and asking is the member's own tap: both are asked about anyway.
HELD_ON_WISH: tuple[Signal, ...] = tuple(one for one in SHARED if one not in (Signal.QUIET, Signal.ASKED))
# What the two ratings would give away.
OF_MOOD = frozenset({Signal.STRAIN, Signal.LOW_MOOD})
OF_CRAVING = frozenset({Signal.HIGH, Signal.JUMP, Signal.AFTER_USE, Signal.STRAIN})


@dataclass(frozen=True, slots=True)
class Told:
    """What one recipient may read of one alert. `level` is the highest of its parts, as the ledger records it."""

    level: Level
    reasons: tuple[Reason, ...] = ()
    mood: bool = False
    craving: bool = False
    note: bool = False

    @property
    def only_reach_out(self) -> bool:
        """Whether every word to this recipient, up to the last, is the same for all signals."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Share:
    """How much a supporter is told about one signal. `ask_first`: the member is asked for half an hour before."""

    level: Level
    ask_first: bool = False


def next_asking_at(until_at: datetime, *, after: datetime) -> datetime | None:
    """Return when a consent that ends at `until_at` next needs a word with the member: 30, 7 and 1 days before, and at
    its end, where they are told. Only what lies after `after` counts: who was away is asked once, not three times.
    """
    instants = (*(until_at - before for before in ASK_AGAIN_BEFORE), until_at)
    return next((at for at in instants if at > after), None)


def in_force(level: Level, *, until_at: datetime, now: datetime) -> Level:
    """Return what a choice amounts to: from `until_at` on, unanswered, it falls to "reach out", never to silence."""
    return level if now < until_at else min(level, Level.REACH_OUT, key=ORDER.index)


def tells_why(level: Level) -> bool:
    """Say whether a signal at this level is put into words, and not only asked to reach out for."""
    return _at_least(level, Level.REASON)


def visible(
    signals: Iterable[Signal],
    levels: Mapping[Signal, Level],
    *,
    besides: Iterable[Signal] = (),
    is_leader: bool = False,
    after_use: bool = False,
) -> Told | None:
    """Return what a recipient may read of an alert with `signals`; None if nothing: that person is not asked.

    A signal without a level counts as "nothing", but SOS is told to everybody, and ASKED, the member's own tap for
    help, at least as "reach out". The leader is only asked to reach out. `after_use`: the silence began within days
    of a reported use, which is omitted unless USED is shared.

    A reason that is not told, of `signals` or of those `besides` that are true of the same day, is not given away by what
    another one brings along: then the rating it comes from is left out, and so is the note, which may say anything.
    """
    present = frozenset(signals)
    if Signal.SOS in present:
        return Told(Level.REACH_OUT, (Reason.SOS,))
    shown = {signal: _level(signal, levels, is_leader=is_leader) for signal in Signal if signal in present}
    highest = max(shown.values(), key=ORDER.index, default=Level.NOTHING)
    if highest is Level.NOTHING:
        return None
    use_is_shared = _at_least(levels.get(Signal.USED, Level.NOTHING), Level.REASON)
    told = [
        _wording(signal, use_is_shared=use_is_shared, after_use=after_use)
        for signal, level in shown.items()
        if _at_least(level, Level.REASON)
    ]
    untold = {
        signal
        for signal in present.union(besides)
        if not _at_least(_level(signal, levels, is_leader=is_leader), Level.REASON)
    }
    ratings = _at_least(highest, Level.RATINGS)
    return Told(
        highest,
        tuple(dict.fromkeys(told)),
        mood=ratings and not untold & OF_MOOD,
        craving=ratings and not untold & OF_CRAVING,
        note=_at_least(highest, Level.NOTE) and not untold,
    )


def _level(signal: Signal, levels: Mapping[Signal, Level], *, is_leader: bool) -> Level:
    if is_leader:
        return Level.REACH_OUT
    level = levels.get(signal, Level.NOTHING)
    return Level.REACH_OUT if signal is Signal.ASKED and level is Level.NOTHING else level


def _wording(signal: Signal, *, use_is_shared: bool, after_use: bool) -> Reason:
    if use_is_shared and (signal is Signal.AFTER_USE or (signal is Signal.QUIET and after_use)):
        return WITH_USE[signal]
    return WORDING[signal]


def _at_least(level: Level, least: Level) -> bool:
    return ORDER.index(level) >= ORDER.index(least)
