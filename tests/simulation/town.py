"""Who chose whom: at first by the hands that settled them, later as the record tells."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tests.simulation.world import World


@dataclass
class Tie:
    """A support, as people know of it: chosen at `since`, and over once somebody was told so."""

    member: int
    supporter: int
    since: datetime
    ended: datetime | None = None  # somebody tapped so
    known: datetime | None = None  # … and read that it is done

    def stands(self, since: datetime, until: datetime) -> bool:
        """Whether it stood all the time, and nobody was about to end it."""
        return self.since <= since and (self.ended is None or self.ended > until)

    def may(self, at: datetime) -> bool:
        """Whether this supporter may hear of this member."""
        return self.since <= at and (self.known is None or at < self.known)


@dataclass
class Town:
    world: World
    ties: list[Tie] = field(default_factory=list)

    def chose(self, member: int, supporter: int, at: datetime) -> None:
        self.ties.append(Tie(member, supporter, at))

    def between(self, member: int, supporter: int) -> Iterator[Tie]:
        return (tie for tie in self.ties if (tie.member, tie.supporter) == (member, supporter))

    def standing(self, member: int, since: datetime, until: datetime) -> list[int]:
        """Who supports this member, without doubt and all the time."""
        return [tie.supporter for tie in self.ties if tie.member == member and tie.stands(since, until)]

    def members(self) -> list[int]:
        return list(dict.fromkeys(tie.member for tie in self.ties))

    def name(self, who: int) -> str:
        return str(self.world.world.people[who].first_name)

    def named(self, name: str) -> int | None:
        return next((who for who in self.world.world.people if self.name(who) == name), None)
