"""The very message a supporter would get, shown before it is chosen. Composed by what composes the real one."""

from collections.abc import Mapping, Sequence

from bot.actions.alerts import telling
from bot.actions.alerts.telling import Facts
from bot.rules import consent
from bot.rules.consent import SHARED
from bot.rules.vocabulary import Level, Signal
from bot.texts.messages import Message
from storage.tables import Person, Support

HARD_DAY = (Signal.USED, Signal.HIGH)  # a strong craving, and a reported use
QUIET_DAYS = 2
THAT_DAY = Facts(mood=2, craving=8, usual=3)
NOTE = Message("example-note")

Levels = Mapping[Signal, Level]


def after_hard_day(member: Person, support: Support, levels: Levels) -> Message | None:
    """For the member: a day on which they reported both a strong craving and a use."""
    return of(member, support, levels, HARD_DAY)


def after_quiet_days(member: Person, support: Support, levels: Levels) -> Message | None:
    return of(member, support, levels, (Signal.QUIET,))


def for_supporter(member: Person, support: Support, levels: Levels) -> Message:
    """For the supporter: a strong craving alone, so that nothing shows whether uses are shared."""
    shown = of(member, support, levels, (Signal.HIGH,)) or of(member, support, levels, (Signal.ASKED,))
    assert shown is not None  # the member's own tap is always told
    return shown


def each(member: Person, support: Support, levels: Levels) -> Sequence[tuple[tuple[Signal, ...], Message | None]]:
    """What would come after each signal alone; those that read the same stand together. None: nothing would come."""
    found: list[tuple[tuple[Signal, ...], Message | None]] = []
    for signal in SHARED:
        said = of(member, support, levels, (signal,))
        place = next((number for number, (_, known) in enumerate(found) if known == said), None)
        if place is None:
            found.append(((signal,), said))
        else:
            found[place] = ((*found[place][0], signal), said)
    return found


def of(
    member: Person,
    support: Support,
    levels: Levels,
    signals: tuple[Signal, ...],
    *,
    known: Facts = THAT_DAY,
    note: str | Message | None = NOTE,
    quiet_days: int = QUIET_DAYS,
) -> Message | None:
    """The message after a day with these signals and these ratings; None where this supporter would get none.

    Nothing was answered on a quiet day, so that nothing of it can be told.
    """
    told = consent.visible(signals, levels)
    if told is None:
        return None
    silent = Signal.QUIET in signals
    return telling.compose(
        "alert-page",
        member,
        told,
        quiet_days=quiet_days,
        facts=[] if silent else telling.facts(told, known, note=note),
        reach=telling.reach(member, support.member_route),
    )
