"""The one page of settings, as everything stands; every button leads to one question and back."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import conversation
from bot.actions.checkins import scheduling
from bot.rules.vocabulary import Role
from bot.texts import cities, crisis_cards
from bot.texts.messages import Message, Reply, Value
from storage.queries import checkins, groups
from storage.tables import Person


def home(session: Session, person: Person, *, now: datetime) -> Reply:
    """/settings, and [Back] to it: whatever was being typed is dropped."""
    conversation.drop_expected(session, person)
    return Reply(show=shown(session, person, now=now))


def shown(session: Session, person: Person, *, now: datetime) -> Message:
    assert person.id is not None
    enrolled = checkins.enrolled(session, person.id)
    times = sorted({at for one in enrolled for at in scheduling.rhythm(one.cadence, one.enrolment).times})
    in_groups = [group for group, roles in groups.of_person(session, person.id) if Role.MEMBER in roles]
    zone = scheduling.zone_of(person)
    values: dict[str, Value | Message] = {
        "asked": "yes" if times else "no",
        "times": tuple(times),
        "place": cities.city_of(zone, person.language),
        "clock": scheduling.local(now, person).time(),
        "nights": "yes" if person.quiet_from != person.quiet_to else "no",
        "from": person.quiet_from,
        "to": person.quiet_to,
        "use": Message(f"use-{person.use_question}"),
        "preset": Message(f"preset-{person.preset}"),
        "q": person.q or 0,
        "numbers": numbers_of(person),
        "opioids": "on" if person.opioid_line else "off",
        "in_group": "yes" if in_groups else "no",
        "paused": "yes" if scheduling.is_paused(person, now=now) else "no",
    }
    return Message("settings", values)


def numbers_of(person: Person) -> str:
    """The country whose crisis numbers this person sees, in their language; "none" where we know no card for it."""
    found = crisis_cards.find(country=person.country, zone=person.zone).country
    return dict(crisis_cards.countries(person.language)).get(found or "", "none")
