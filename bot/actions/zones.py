"""Where a person's clock stands: guessed, asked for, understood when typed or shared, and confirmed by showing the hour.

Several conversations need it; each says what happens once the zone is known (`Purpose`, `bot.actions.joining.locating`).
Nothing here plans a check-in, and a shared place is looked at and never kept.
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from bot.actions import conversation
from bot.actions.joining import pinning
from bot.rules import clocks, places, typed
from bot.rules.zones import WELL_KNOWN_ZONES, wall_clock, zone_names, zones_matching
from bot.texts import cities
from bot.texts.messages import Message, Reply
from storage.queries import supports
from storage.tables import Expected, Person

AT_MOST_OFFERED = 6
ASKED = "zone"  # what the next text is, after "what time is it for you?"
KEYBOARD_UP = 1  # in `about_id`: the button that shares a place is shown below the text field


class Purpose(StrEnum):
    """The conversation that goes on once the zone is known."""

    JOIN = "join"
    LEAD = "lead"
    SETTINGS = "set"


def ask(session: Session, person: Person, purpose: Purpose, *, guess: str | None = None, now: datetime) -> Reply:
    """Ask for the zone: by the clock of a likely one (the group's) where there is one, else "what time is it for you?"."""
    if guess is not None and guess in zone_names():
        return Reply(show=_confirm(session, person, purpose, guess, now=now))
    return ask_anew(session, person, purpose, now=now)


def ask_anew(session: Session, person: Person, purpose: Purpose, *, now: datetime) -> Reply:
    """[No], it is another hour where I am."""
    conversation.expect(session, person, ASKED, draft=purpose, now=now)
    return Reply(show=Message("zone-ask", {"purpose": purpose.value}))


def ask_place(session: Session, person: Person, purpose: Purpose, *, now: datetime) -> Reply:
    """[Share my place]: a button below the text field, which Telegram makes people tap themselves."""
    conversation.expect(session, person, ASKED, about_id=KEYBOARD_UP, draft=purpose, now=now)
    return Reply(show=Message("zone-ask-place"), fresh=True)


def purpose_of(expected: Expected) -> Purpose:
    return Purpose((expected.draft or Purpose.SETTINGS).partition(" ")[0])


def guess_of(expected: Expected) -> str | None:
    """The zone whose hour the open question shows; None where it shows none."""
    return (expected.draft or "").partition(" ")[2] or None


def hear(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """A typed hour or city. What is unclear leaves the question open and gives an example."""
    purpose = purpose_of(expected)
    shown = typed.hour(text, language=person.language)
    if shown is None:
        zone = cities.zone_of_city(text, person.language)
        if zone is None:
            return Reply(show=Message("zone-unclear"))
        return _found(expected, _confirm(session, person, purpose, zone, now=now))
    near = () if person.zone is None else (person.zone,)
    found = clocks.unlike(zones_matching(shown, now=now, preferred=near, among=WELL_KNOWN_ZONES), now=now)
    if not found:
        return Reply(show=Message("zone-no-such-clock"))
    if len(found) == 1:
        return _found(expected, _confirm(session, person, purpose, found[0], now=now))
    offered = tuple((zone, cities.city_of(zone, person.language)) for zone in found[:AT_MOST_OFFERED])
    return _found(expected, Message("zone-choose", {"offered": offered, "purpose": purpose.value}))


def hear_place(
    session: Session, person: Person, expected: Expected, latitude: float, longitude: float, *, now: datetime
) -> Reply:
    """A shared place: the clocks near it, to be said yes to. The place itself is forgotten at once."""
    purpose = purpose_of(expected)
    try:
        near = clocks.unlike(places.zones_near(latitude, longitude), now=now)
    except ValueError:
        return Reply(show=Message("zone-unclear"), fresh=True)
    if len(near) == 1:
        return _found(expected, _confirm(session, person, purpose, near[0], now=now), opening="zone-place-looked-up")
    offered = tuple(
        (zone, wall_clock(now, zone).time(), cities.city_of(zone, person.language)) for zone in near[:AT_MOST_OFFERED]
    )
    question = Message("zone-near", {"offered": offered, "purpose": purpose.value})
    return _found(expected, question, opening="zone-place-looked-up")


def _confirm(session: Session, person: Person, purpose: Purpose, zone: str, *, now: datetime) -> Message:
    """ "Is it 14:05 where you are?" A typed "yes" answers it, too."""
    conversation.expect(session, person, ASKED, draft=f"{purpose} {zone}", now=now)
    return Message("zone-confirm", {"clock": wall_clock(now, zone).time(), "zone": zone, "purpose": purpose.value})


def _found(expected: Expected, question: Message, *, opening: str = "zone-heard") -> Reply:
    """The next question; before it a word that takes the button below the text field away, where it is shown."""
    if expected.about_id != KEYBOARD_UP:
        return Reply(show=question)
    return Reply(show=Message(opening), also=(question,), fresh=True)


def keep(session: Session, person: Person, zone: str, *, now: datetime) -> bool:
    """Remember the zone; False, and nothing changed, where there is no zone of that name."""
    if zone not in zone_names():
        return False
    _move_availability(session, person, zone)
    person.zone = zone
    pinning.keep_current(session, person, now=now)  # another country has other numbers
    conversation.drop_expected(session, person)
    return True


def _move_availability(session: Session, person: Person, zone: str) -> None:
    """A supporter's hours move along, unless they gave them a clock of their own."""
    hours = supports.availability(session, person.id or 0)
    if hours is not None and hours.zone == person.zone:
        hours.zone = zone
