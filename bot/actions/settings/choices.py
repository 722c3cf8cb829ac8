"""The settings that are one choice each: nights, the use question, how soon, quiet days, the crisis card, how the leader
sees me."""

from datetime import datetime, time

from sqlmodel import Session

from bot.actions import conversation, zones
from bot.actions.joining import pinning
from bot.actions.settings.page import numbers_of, shown
from bot.actions.zones import Purpose
from bot.rules import typed_span
from bot.rules.vocabulary import Preset, Role, ShownAs, UseQuestion
from bot.texts import crisis_cards
from bot.texts.messages import Message, Reply
from storage.queries import groups
from storage.tables import Expected, Person

NIGHTS = "set-nights"
QUIET_DAYS = (1, 2, 3)


def ask_zone(session: Session, person: Person, *, now: datetime) -> Reply:
    return zones.ask(session, person, Purpose.SETTINGS, now=now)


def ask_nights(session: Session, person: Person, *, now: datetime) -> Reply:
    conversation.expect(session, person, NIGHTS, now=now)
    return Reply(show=Message("set-nights"))


def nights(session: Session, person: Person, quiet_from: time, quiet_to: time, *, now: datetime) -> Reply:
    """When nothing but SOS rings. Two equal hours: never quiet."""
    person.quiet_from, person.quiet_to = quiet_from, quiet_to
    return _saved(session, person, now=now)


def hear_nights(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    span = typed_span.span(text, language=person.language)
    if span is None:
        return Reply(show=Message("set-nights-unclear"))
    return nights(session, person, *span, now=now)


def ask_use(session: Session, person: Person, *, now: datetime) -> Reply:
    return Reply(show=Message("set-use", {"now": Message(f"use-{person.use_question}")}))


def use(session: Session, person: Person, chosen: UseQuestion, *, now: datetime) -> Reply:
    person.use_question = chosen
    return _saved(session, person, now=now)


def ask_preset(session: Session, person: Person, *, now: datetime) -> Reply:
    return Reply(show=Message("set-preset", {"now": Message(f"preset-{person.preset}")}))


def preset(session: Session, person: Person, chosen: Preset, *, now: datetime) -> Reply:
    person.preset = chosen
    return _saved(session, person, now=now)


def ask_quiet_days(session: Session, person: Person, *, now: datetime) -> Reply:
    return Reply(show=Message("set-quiet-days", {"q": person.q or 0}))


def quiet_days(session: Session, person: Person, q: int | None, *, now: datetime) -> Reply:
    """After how many quiet days supporters are told; None leaves it to the preset."""
    if q is not None and q not in QUIET_DAYS:
        return ask_quiet_days(session, person, now=now)
    person.q = q
    return _saved(session, person, now=now)


def ask_country(session: Session, person: Person, *, now: datetime) -> Reply:
    """Whose crisis numbers to show."""
    return Reply(
        show=Message("set-country", {"now": numbers_of(person), "countries": crisis_cards.countries(person.language)})
    )


def country(session: Session, person: Person, code: str | None, *, now: datetime) -> Reply:
    """The numbers of this country from now on, and on the pinned card; None: those of where my clock is."""
    if code is not None and code not in crisis_cards.cards():
        return ask_country(session, person, now=now)
    person.country = code
    pinning.keep_current(session, person, now=now)
    return _saved(session, person, now=now)


def ask_opioids(session: Session, person: Person, *, now: datetime) -> Reply:
    """Whether the card shall say what matters with opioids; the line itself, its sources and its date are shown."""
    return Reply(show=Message("set-opioids", {"now": "on" if person.opioid_line else "off"}))


def opioids(session: Session, person: Person, *, on: bool, now: datetime) -> Reply:
    person.opioid_line = on
    pinning.keep_current(session, person, now=now)
    return _saved(session, person, now=now)


def ask_shown(session: Session, person: Person, *, now: datetime) -> Reply:
    """How each group's leader sees me."""
    assert person.id is not None
    rows = [
        (group.id, group.name, row.shown_as.value)
        for group, roles in groups.of_person(session, person.id)
        if Role.MEMBER in roles
        and (row := groups.membership(session, group.id or 0, person.id, Role.MEMBER)) is not None
    ]
    if not rows:
        return Reply(show=Message("set-no-group"))
    return Reply(show=Message("set-shown", {"groups": tuple(rows)}))


def toggle_shown(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    assert person.id is not None
    row = groups.membership(session, id_, person.id, Role.MEMBER)
    if row is None or row.left_at is not None:
        return Reply(toast=Message("not-yours"))
    row.shown_as = ShownAs.COUNTED if row.shown_as is ShownAs.NAME else ShownAs.NAME
    return ask_shown(session, person, now=now)


def _saved(session: Session, person: Person, *, now: datetime) -> Reply:
    """The page again, as it is now."""
    conversation.drop_expected(session, person)
    return Reply(show=shown(session, person, now=now), toast=Message("set-saved"))
