"""The record, sorted by what the judge asks for: who supported whom when, what they might read, when the weather was bad."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bot.texts.messages import Message
from tests.simulation.core.wire import Act, Record, Shown

if TYPE_CHECKING:
    from tests.simulation.core.founding import Folk
    from tests.simulation.core.telling import Life

SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=one) for one in (1, 60, 3600, 86400))
UNDER_WAY = timedelta(seconds=6)  # between the claim of a message and its leaving
WRONG_BY = 2 * HOUR  # an instant in the rows, at most, where the clock had jumped
COMING_BACK = 3 * MINUTE  # after bad weather
SOS_PAGES = ("sos-page", "sos-page-late", "sos-page-joining")
PAGES = ("alert-page", "alert-reminder", *SOS_PAGES)
SURE_FOR = timedelta(minutes=30)  # "Erase everything" works so long

Span = tuple[datetime, datetime]


@dataclass
class Bond:
    """One support: from its confirmation to its end. `choices`: since when which of the plain choices holds."""

    member: int
    supporter: int
    since: datetime
    until: datetime | None = None
    choices: list[tuple[datetime, str]] = field(default_factory=list)

    def holds(self, since: datetime, until: datetime) -> bool:
        """Whether it held at any moment of that stretch."""
        return self.since <= until and (self.until is None or self.until >= since)

    def chosen(self, since: datetime, until: datetime) -> set[str]:
        """What may have been in force in that stretch."""
        before = [choice for at, choice in self.choices if at <= since]
        return {*before[-1:], *(choice for at, choice in self.choices if since < at <= until)}


@dataclass
class Case:
    record: Record
    names: Mapping[str, int]  # who is called so
    folk: "Folk"
    bonds: list[Bond]
    begins_at: datetime
    ends_at: datetime  # of ordinary life; calm days follow
    gone: dict[int, datetime]  # who erased themselves
    hearing: list[Span]
    handling: list[Span]
    sending: list[Span]
    clock: list[Span]
    acts: dict[int, list[Act]]
    shown: dict[int, list[Shown]]
    pages: list[Shown]
    moved_at: dict[int, datetime | None]

    @classmethod
    def of(cls, life: "Life") -> "Case":
        record, kept = life.wire.record, life.weather.kept
        acts: dict[int, list[Act]] = defaultdict(list)
        shown: dict[int, list[Shown]] = defaultdict(list)
        for act in record.acts:
            acts[act.chat].append(act)
        for one in record.shown:
            shown[one.chat].append(one)
        gone = dict(_gone(record))
        return cls(
            record=record,
            names={soul.name: soul.chat for soul in life.folk.souls},
            folk=life.folk,
            bonds=_bonds(life, gone),
            begins_at=life.begins_at,
            ends_at=life.until,
            gone=gone,
            hearing=sorted(kept["hearing"]),
            handling=sorted(kept["handling"]),
            sending=sorted(kept["sending"]),
            clock=sorted(kept["clock"]),
            acts=acts,
            shown=shown,
            pages=[one for one in record.shown if one.message.kind in PAGES and not one.edited],
            moved_at={member.chat: member.changed_at for member in life.folk.members},
        )

    def about(self, page: Shown) -> int:
        """Which member a page names."""
        return self.names[str(page.message.values["name"])]

    def bonds_of(self, member: int, since: datetime, until: datetime) -> list[Bond]:
        return [bond for bond in self.bonds if bond.member == member and bond.holds(since, until)]

    def signs(self, who: int, since: datetime, until: datetime) -> list[Act]:
        """When this person tapped or wrote in that stretch."""
        acts = self.acts[who]
        first = bisect_left(acts, since, key=lambda act: act.at)
        found = []
        for act in acts[first:]:
            if act.at > until:
                break
            if act.is_sign:
                found.append(act)
        return found

    def blocked(self, who: int, since: datetime, until: datetime) -> bool:
        """Whether they had blocked the bot at any moment of that stretch."""
        return any(at <= until and (over is None or over >= since) for at, over in self.record.blocks[who])

    def erased(self, who: int, by: datetime) -> bool:
        """Whether they had erased themselves by then."""
        return who in self.gone and self.gone[who] <= by

    def fair(self, since: datetime, until: datetime) -> bool:
        """Whether nothing at all went wrong in that stretch, nor shortly before."""
        spans = (*self.hearing, *self.handling, *self.sending, *self.clock)
        return not any(at <= until and over + COMING_BACK >= since for at, over in spans)

    def steady(self, since: datetime, until: datetime) -> bool:
        """Whether the wall clock was right all the time."""
        return not any(at - MINUTE <= until and over + MINUTE >= since for at, over in self.clock)

    def bound(self, since: datetime, within: timedelta) -> datetime:
        """When what was to happen within this time must have happened, bad weather added."""
        until = since + within
        while (longer := since + within + self._trouble(since, until)) > until:
            until = longer
        return until

    def _trouble(self, since: datetime, until: datetime) -> timedelta:
        all_ = (*self.hearing, *self.handling, *self.sending)
        spans = [span for span in all_ if span[0] <= until and span[1] + COMING_BACK >= since]
        return _covered(spans, since, until) + (COMING_BACK if spans else timedelta(0))

    def deaf(self, since: datetime, until: datetime) -> timedelta:
        """How much of that stretch we could not hear."""
        return _covered(self.hearing, since, until)

    @cached_property
    def outages(self) -> list[Span]:
        """When we could not hear for longer than a minute, in order; none lies within another."""
        merged: list[Span] = []
        for at, over in self.hearing:
            if merged and at <= merged[-1][1]:
                at, over = merged[-1][0], max(merged.pop()[1], over)
            merged.append((at, over))
        return [one for one in merged if one[1] - one[0] > MINUTE]


def _covered(spans: Iterable[Span], since: datetime, until: datetime) -> timedelta:
    total, reached = timedelta(0), since
    for at, over in sorted(spans):
        start, end = max(at, reached), min(over, until)
        if end > start:
            total += end - start
            reached = end
    return total


def _gone(record: Record) -> Iterable[tuple[int, datetime]]:
    """Who asked to be erased, twice in time, and when that was done."""
    sure: dict[int, datetime] = {}
    for act in record.acts:
        at = record.handled.get(act.update_id)
        if at is None or not act.body.startswith("tap"):
            continue
        if act.data == "forget-sure":
            sure[act.chat] = at
        elif act.data == "forget-now" and act.chat in sure and at < sure[act.chat] + SURE_FOR:
            yield act.chat, at


def _bonds(life: "Life", gone: Mapping[int, datetime]) -> list[Bond]:
    record, begins_at = life.wire.record, life.begins_at
    bonds = {
        row: Bond(*life.town.supports[row], begins_at, choices=[(begins_at, level)])
        for row, level in life.folk.levels.items()
    }
    for act in sorted(record.acts, key=lambda act: act.update_id):
        at = record.handled.get(act.update_id)
        verb, _, rest = act.data.partition(":")
        row, _, word = rest.partition(":")
        if at is None or not act.body.startswith("tap") or not row.isdigit() or int(row) not in life.town.supports:
            continue
        number = int(row)
        member, supporter = life.town.supports[number]
        if verb == "sup-confirm" and act.chat == member and number not in bonds:
            bonds[number] = Bond(member, supporter, at, choices=[(at, "None")])
        elif number in bonds:
            _change(bonds[number], verb, word, act.chat, at)
    for bond in bonds.values():
        ends = [at for at in (bond.until, gone.get(bond.member), gone.get(bond.supporter)) if at is not None]
        bond.until = min(ends, default=None)
    return list(bonds.values())


def _change(bond: Bond, verb: str, word: str, by: int, at: datetime) -> None:
    if bond.until is not None:
        return
    if verb == "sup-save" and by == bond.member:
        bond.choices.append((at, word.replace("-", "_")))
    elif (verb == "sup-end" and by == bond.member) or (verb == "ppl-end" and by == bond.supporter):
        bond.until = at


def kinds_in(message: Message) -> set[str]:
    """The kinds of everything that is said inside this message."""
    found: set[str] = set()
    todo: list[object] = [message]
    while todo:
        one = todo.pop()
        if isinstance(one, Message):
            found.add(one.kind)
            todo.extend(one.values.values())
        elif isinstance(one, tuple):
            todo.extend(one)
    return found
