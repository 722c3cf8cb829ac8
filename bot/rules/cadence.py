"""When a member is next asked, which occasions went by, and when quiet hours end.

Decides instants from weekdays and wall times. It must not read a clock, and it knows nothing of what was sent or
answered: an occasion is a plan, a check-in is what came of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from bot.rules.zones import instant, wall_clock

MAX_SLOTS = 3
SPARSE_DAYS = 3  # weekdays, and fewer
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


class InvalidCadence(ValueError):
    """The days or times do not make a cadence; the message says which."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """On which weekdays, and at which one to three wall times of such a day, a member is asked.

    Monday is 0. Times are whole minutes, ascending; a time's index is its slot. No days at all is allowed: such a
    cadence never comes due, and only then may it be without times. `once`: one local date on which as many other times
    hold. Raises InvalidCadence.
    """

    days: frozenset[int]
    times: tuple[time, ...]
    once: tuple[date, tuple[time, ...]] | None = None

    def __post_init__(self) -> None:
        if not self.days <= frozenset(range(7)):
            raise InvalidCadence("weekdays go from 0, Monday, to 6, Sunday")
        if len(self.times) > MAX_SLOTS or (self.days and not self.times):
            raise InvalidCadence(f"a day has one to {MAX_SLOTS} times")
        if self.once is not None and len(self.once[1]) != len(self.times):
            raise InvalidCadence("one date has as many times as the others")
        for times in (self.times, self.once[1] if self.once is not None else ()):
            if any(at.tzinfo is not None or at.second or at.microsecond for at in times):
                raise InvalidCadence("times are wall times in whole minutes")
            if any(later <= earlier for earlier, later in pairwise(times)):
                raise InvalidCadence("times ascend, each once")

    def times_on(self, on: date) -> tuple[time, ...]:
        """The wall times of one local date, whatever its weekday."""
        return self.once[1] if self.once is not None and self.once[0] == on else self.times


def is_sparse(cadences: Iterable[Cadence]) -> bool:
    """Say whether a member's cadences together have three weekdays or fewer: then silence is judged sooner."""
    return len({day for cadence in cadences for day in cadence.days}) <= SPARSE_DAYS


@dataclass(frozen=True, slots=True)
class Occasion:
    """One planned check-in: the local date and slot it belongs to, and its instant `at` in UTC.

    `at` can lie on the date after `on`, where the clocks skip the last hour of a day.
    """

    on: date
    slot: int
    at: datetime
    zone: str


def next_occasion(
    cadence: Cadence, *, zone: str, now: datetime, after: tuple[date, int] | None = None
) -> Occasion | None:
    """Return the first occasion strictly after `now` whose (date, slot) is later than `after`; None without days.

    `after` is the last date and slot opened by the cadence (extra check-ins, slot 10 and up, do not count), so that
    no change of zone, hour or cadence asks twice on one date and slot. Raises UnknownZone; ValueError: `now` is naive.
    """
    start_on = wall_clock(now, zone).date()
    if after is not None:
        start_on = max(start_on, after[0])
    for occasion in _occasions(cadence, zone=zone, start_on=start_on):
        if occasion.at > now and (after is None or (occasion.on, occasion.slot) > after):
            return occasion
    return None


def passed_occasions(cadence: Cadence, *, zone: str, first: Occasion, now: datetime) -> list[Occasion]:
    """Return `first`, as it was planned, and all occasions behind it that have come by `now` (included), oldest first.

    [] while `first` is still to come. More than one means that the bot was down, or that the clocks skipped the times
    of two slots at once: the newest is the one to send, the others are `unsent`.
    """
    if first.at > now:
        return []
    passed = [first]
    for occasion in _occasions(cadence, zone=zone, start_on=first.on):
        if occasion.at > now:
            break
        if (occasion.on, occasion.slot) > (first.on, first.slot):
            passed.append(occasion)
    return passed


def is_quiet(moment: datetime, *, zone: str, quiet_from: time, quiet_to: time) -> bool:
    """Say whether clocks in `zone` show an hour from `quiet_from` (included) to `quiet_to` (not included).

    The span may go over midnight; equal ends mean never quiet. Hours are whole minutes. Raises UnknownZone, and
    ValueError for seconds in the hours or a naive `moment`.
    """
    if quiet_from.second or quiet_from.microsecond or quiet_to.second or quiet_to.microsecond:
        raise ValueError("quiet hours are whole minutes")
    clock = wall_clock(moment, zone).time()
    if quiet_from <= quiet_to:
        return quiet_from <= clock < quiet_to
    return clock >= quiet_from or clock < quiet_to


def quiet_ends_at(moment: datetime, *, zone: str, quiet_from: time, quiet_to: time) -> datetime:
    """Return the first instant at or after `moment` that is not quiet; `moment` itself where it is not."""
    # Minute by minute: a jump of the clocks can end the quiet early, late or twice; no formula shows that as plainly.
    while is_quiet(moment, zone=zone, quiet_from=quiet_from, quiet_to=quiet_to):
        moment = moment.replace(second=0, microsecond=0) + MINUTE
    return moment


def is_within(moment: datetime, *, zone: str, start: time, end: time) -> bool:
    """Say whether clocks in `zone` show an hour from `start` (included) to `end` (not included); equal ends: always."""
    return not is_quiet(moment, zone=zone, quiet_from=end, quiet_to=start)


def next_within(moment: datetime, *, zone: str, start: time, end: time) -> datetime:
    """Return the first instant at or after `moment` at which clocks in `zone` show an hour from `start` up to `end`."""
    return quiet_ends_at(moment, zone=zone, quiet_from=end, quiet_to=start)


def _occasions(cadence: Cadence, *, zone: str, start_on: date) -> Iterator[Occasion]:
    """Yield the cadence's occasions from `start_on` on, in order, endlessly; none without days. Instants never go back."""
    on = start_on
    while cadence.days:
        if on.weekday() in cadence.days:
            for slot, at in enumerate(cadence.times_on(on)):
                yield Occasion(on=on, slot=slot, at=instant(on, at, zone), zone=zone)
        on += DAY
