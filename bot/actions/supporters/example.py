"""The very message a supporter would get, shown before it is chosen. Composed by what composes the real one."""

from collections.abc import Mapping

from bot.actions.alerts import telling
from bot.rules import consent
from bot.rules.vocabulary import Level, Signal
from bot.texts.messages import Message
from storage.tables import Person, Support

HARD_DAY = (Signal.USED, Signal.HIGH)  # a strong craving, and a reported use
QUIET_DAYS = 2


def after_hard_day(member: Person, support: Support, levels: Mapping[Signal, Level]) -> Message:
    """For the member: a day on which they reported both a strong craving and a use."""
    return _page(member, support, levels, HARD_DAY)


def after_quiet_days(member: Person, support: Support, levels: Mapping[Signal, Level]) -> Message:
    return _page(member, support, levels, (Signal.QUIET,))


def for_supporter(member: Person, support: Support, levels: Mapping[Signal, Level]) -> Message:
    """For the supporter: a strong craving alone, so that nothing shows whether uses are shared."""
    return _page(member, support, levels, (Signal.HIGH,))


def _page(member: Person, support: Support, levels: Mapping[Signal, Level], signals: tuple[Signal, ...]) -> Message:
    told = consent.visible(signals, levels)
    assert told is not None  # each of the choices tells at least "reach out"
    return telling.compose(
        "alert-page", member, told, quiet_days=QUIET_DAYS, reach=telling.reach(member, support.member_route)
    )
