"""Where a person's clock stands: guessed, asked for, understood when typed, and confirmed by showing them the hour.

Several conversations need it; each says what happens once the zone is known (`Purpose`). Nothing here plans a check-in.
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from bot.actions import conversation
from bot.rules import clocks, typed
from bot.rules.zones import WELL_KNOWN_ZONES, wall_clock, zone_names, zones_matching
from bot.texts import cities
from bot.texts.messages import Message, Reply
from storage.queries import supports
from storage.tables import Expected, Person

AT_MOST_OFFERED = 6


class Purpose(StrEnum):
    """The conversation that goes on once the zone is known."""

    JOIN = "join"
    LEAD = "lead"
    SETTINGS = "set"


def ask(session: Session, person: Person, purpose: Purpose, *, guess: str | None = None, now: datetime) -> Reply:
    """Ask for the zone: by the clock of a likely one (the group's) where there is one, else "what time is it for you?"."""
    conversation.expect(session, person, "zone", draft=purpose, now=now)
    if guess is not None and guess in zone_names():
        return Reply(show=confirmation(guess, purpose, now=now))
    return Reply(show=Message("zone-ask"))


def ask_anew(session: Session, person: Person, purpose: Purpose, *, now: datetime) -> Reply:
    """[No], it is another hour where I am."""
    conversation.expect(session, person, "zone", draft=purpose, now=now)
    return Reply(show=Message("zone-ask"))


def confirmation(zone: str, purpose: Purpose, *, now: datetime) -> Message:
    """ "Is it 14:05 where you are?" """
    return Message("zone-confirm", {"clock": wall_clock(now, zone).time(), "zone": zone, "purpose": purpose.value})


def hear(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """A typed hour or city. What is unclear leaves the question open and gives an example."""
    purpose = Purpose(expected.draft or Purpose.SETTINGS)
    shown = typed.hour(text, language=person.language)
    if shown is None:
        zone = cities.zone_of_city(text, person.language)
        return Reply(show=confirmation(zone, purpose, now=now) if zone else Message("zone-unclear"))
    near = () if person.zone is None else (person.zone,)
    found = clocks.unlike(zones_matching(shown, now=now, preferred=near, among=WELL_KNOWN_ZONES), now=now)
    if len(found) == 1:
        return Reply(show=confirmation(found[0], purpose, now=now))
    if not found:
        return Reply(show=Message("zone-no-such-clock"))
    offered = tuple((zone, cities.city_of(zone, person.language)) for zone in found[:AT_MOST_OFFERED])
    return Reply(show=Message("zone-choose", {"offered": offered, "purpose": purpose.value}))


def keep(session: Session, person: Person, zone: str) -> bool:
    """Remember the zone; False, and nothing changed, where there is no zone of that name."""
    if zone not in zone_names():
        return False
    _move_availability(session, person, zone)
    person.zone = zone
    conversation.drop_expected(session, person)
    return True


def _move_availability(session: Session, person: Person, zone: str) -> None:
    """A supporter's hours move along, unless they gave them a clock of their own."""
    hours = supports.availability(session, person.id or 0)
    if hours is not None and hours.zone == person.zone:
        hours.zone = zone
