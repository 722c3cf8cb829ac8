"""Once the zone is known: each conversation that asked for it goes on, whether it was tapped, typed or shared as a place."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from bot.actions import conversation, zones
from bot.actions.groups import creating
from bot.actions.joining import starting
from bot.actions.settings import hours
from bot.actions.zones import Purpose
from bot.rules import typed
from bot.texts.messages import Reply
from storage.queries import people
from storage.tables import Expected, Person

_GOES_ON: dict[Purpose, Callable[..., Reply]] = {
    Purpose.JOIN: starting.zone_chosen,
    Purpose.LEAD: creating.zone_chosen,
    Purpose.SETTINGS: hours.zone_chosen,
}


def chosen(session: Session, person: Person, purpose: Purpose, zone: str, *, now: datetime) -> Reply:
    """[Yes], it is that hour where I am; or one of the offered clocks."""
    return _GOES_ON[purpose](session, person, zone, now=now)


def hear(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """A typed yes or no to the hour that is shown; else an hour or a city."""
    guess, said = zones.guess_of(expected), typed.yes_no(text)
    if guess is None or said is None:
        return zones.hear(session, person, expected, text, now)
    purpose = zones.purpose_of(expected)
    if said:
        return chosen(session, person, purpose, guess, now=now)
    return zones.ask_anew(session, person, purpose, now=now)


def hear_place(session: Session, person: Person, latitude: float, longitude: float, *, now: datetime) -> Reply:
    """A place was shared. Where none was asked for it may be a call for help, as a voice message may."""
    assert person.id is not None
    expected = people.expected_of(session, person.id, now=now)
    if expected is None or expected.kind != zones.ASKED:
        return conversation.media(session, person, now=now)
    return zones.hear_place(session, person, expected, latitude, longitude, now=now)
