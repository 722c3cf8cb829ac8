"""The first screen: what this is and is not, and the consent that everything else needs.

Until [OK, I agree] nothing of a person is stored: the link they came with travels in the buttons' data and is checked anew
when it comes back. Who was invited as a supporter agrees to something else, in `bot.actions.supporters`.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from bot.actions import farewell, journal, presence
from bot.actions.help import home
from bot.actions.joining import arriving, pinning, starting
from bot.actions.presence import Visitor
from bot.actions.terms import Terms
from bot.rules import crisis_words
from bot.texts import catalogue, crisis_cards
from bot.texts.messages import Message, Reply
from storage.queries import cards, groups, people
from storage.tables import Agreement, Person

WORDING = "joining-1"  # what "I agree" was said to; a new text gets a new number
NOTHING = "none"  # in a button's data, in place of a link


class AsMember(Protocol):
    def __call__(self, session: Session, person: Person, *, now: datetime) -> Reply: ...


_GROUP_LINK = re.compile(r"j_([A-Za-z0-9_-]{22})")


@dataclass(frozen=True)
class Link:
    """The group's link somebody came with: its token, None where they came without, or with none of ours."""

    token: str | None = None

    @classmethod
    def read(cls, text: str) -> "Link":
        """From a deep link's payload or a button's data."""
        found = _GROUP_LINK.fullmatch(text)
        return cls(found[1] if found else None)

    @property
    def payload(self) -> str:
        return f"j_{self.token}" if self.token else NOTHING


def start(session: Session, visitor: Visitor, link: Link, *, terms: Terms, now: datetime) -> Reply:
    """/start: whoever agreed before skips the first screen."""
    person = people.by_telegram_id(session, visitor.tg_id)
    if person is None or (not _agreed(session, person) and (link.token or not home.has_part(session, person))):
        return welcome(session, visitor, link, terms=terms, now=now)
    if link.token is not None:
        return arriving.look(session, person, link.token, now=now)
    if not _agreed(session, person):
        return home.show(session, person, now=now)
    pinning.pin_anew(session, person, now=now)  # they may have deleted the chat, and the card with it
    return starting.go_on(session, person, now=now)


def welcome(session: Session, visitor: Visitor, link: Link, *, text: str = "", terms: Terms, now: datetime) -> Reply:
    """Somebody who has not agreed yet wrote, tapped, or followed a link. Stores nothing."""
    if crisis_words.speaks_of_self_harm(text):
        return Reply(show=Message("crisis-for-a-stranger"), also=(_welcome(link, terms),), fresh=True)
    if link.token is not None and groups.by_link(session, link.token) is None:
        return Reply(show=Message("link-dead"), also=(_welcome(Link(), terms),), fresh=True)
    return Reply(show=_welcome(link, terms), fresh=True)


def first_screen(session: Session, visitor: Visitor, link: Link, *, terms: Terms, now: datetime) -> Reply:
    """[Back] to the first screen, or to it for the first time, for somebody who so far only supports others."""
    return Reply(show=_welcome(link, terms))


def read_more(session: Session, visitor: Visitor, link: Link, *, terms: Terms, now: datetime) -> Reply:
    """[Read more]: who can see what. Stores nothing."""
    return Reply(show=Message("join-read-more", {"link": link.payload, "min_age": terms.min_age}))


def told_to(session: Session, visitor: Visitor, link: Link, *, terms: Terms, now: datetime) -> Reply:
    """[Someone told me to]: what nobody can demand through this bot. Stores nothing."""
    return Reply(show=Message("join-told-to", {"link": link.payload}))


def under_age(session: Session, visitor: Visitor, *, terms: Terms, now: datetime) -> Reply:
    """Too young: nothing is stored, and they do not leave empty-handed."""
    return Reply(show=Message("join-under-age", {"min_age": terms.min_age}))


def where(session: Session, visitor: Visitor, *, now: datetime) -> Reply:
    """[Numbers where I am], for somebody of whom nothing may be kept: they say the country, each time anew."""
    return Reply(show=Message("join-where", {"countries": crisis_cards.countries(catalogue.nearest(visitor.language))}))


def numbers(session: Session, visitor: Visitor, country: str, *, now: datetime) -> Reply:
    """The card of the country they tapped. Stores nothing."""
    found = crisis_cards.find(country=country, zone=None)
    card = crisis_cards.card(found, today=now.date(), verified_on=cards.verified_on(session, found.code))
    return Reply(show=Message("join-numbers", {"card": card}))


def agree(session: Session, visitor: Visitor, link: Link, *, now: datetime) -> Reply:
    """[OK, I agree]: from here on the person exists. A second tap does nothing twice.

    Nobody joins a server that has closed; who joins one that will close is told so.
    """
    if farewell.is_over(session):
        return Reply(show=Message("farewell-closed"))
    person = people.by_telegram_id(session, visitor.tg_id) or presence.remember(session, visitor, now=now)
    if not _agreed(session, person):
        assert person.id is not None
        session.add(Agreement(person_id=person.id, wording=WORDING, given_at=now))
        session.flush()
        journal.note(session, "agreed", person=person.id)
        farewell.tell_newcomer(session, person, now=now)
    if link.token is not None:
        return arriving.look(session, person, link.token, now=now)
    return starting.go_on(session, person, now=now, as_member=True)


def as_member(session: Session, person: Person, action: AsMember, *, terms: Terms, now: datetime) -> Reply:
    """What only a member does. Who supports others agreed to that alone, and first reads what this asks of a member."""
    if not _agreed(session, person):
        return Reply(show=_welcome(Link(), terms), fresh=True)
    return action(session, person, now=now)


def _agreed(session: Session, person: Person) -> bool:
    assert person.id is not None
    return people.agreed_to(session, person.id, WORDING)


def _welcome(link: Link, terms: Terms) -> Message:
    return Message("welcome", {"link": link.payload, "min_age": terms.min_age})
