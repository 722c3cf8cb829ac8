"""The first screen: what this is and is not, and the consent that everything else needs.

Until [OK, I agree] nothing of a person is stored: what they came with, a group's or a supporter's link, travels in the
buttons' data and is checked anew when it comes back.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.actions import presence
from bot.actions.joining import arriving, starting
from bot.actions.presence import Visitor
from bot.actions.terms import Terms
from bot.rules import crisis_words
from bot.texts.messages import Message, Reply
from storage.queries import groups, people
from storage.tables import Agreement, Person

WORDING = "joining-1"  # which text was agreed to; a new one where its meaning changes
NOTHING = "none"  # in place of a link

_LINK = re.compile(r"[js]_[A-Za-z0-9_-]{22}")

OpenInvitation = Callable[[Session, Person, str, datetime], Reply]


@dataclass(frozen=True)
class Link:
    """What a person came with: `j_…` a group's link, `s_…` an invitation to support, or nothing."""

    payload: str = NOTHING

    @classmethod
    def read(cls, text: str) -> "Link":
        """From a deep link or a button; whatever is none of ours counts as nothing."""
        return cls(text) if _LINK.fullmatch(text) else cls()

    @property
    def group_token(self) -> str | None:
        return self.payload[2:] if self.payload.startswith("j_") else None

    @property
    def invitation_token(self) -> str | None:
        return self.payload[2:] if self.payload.startswith("s_") else None


def welcome(session: Session, visitor: Visitor, link: Link, *, text: str = "", terms: Terms, now: datetime) -> Reply:
    """Somebody who has not agreed yet wrote, tapped, or followed a link. Stores nothing."""
    if crisis_words.speaks_of_self_harm(text):
        return Reply(show=Message("crisis-for-a-stranger"), also=(_welcome(link, terms),), fresh=True)
    if link.group_token is not None and groups.by_link(session, link.group_token) is None:
        return Reply(show=Message("link-dead"), also=(_welcome(Link(), terms),), fresh=True)
    return Reply(show=_welcome(link, terms), fresh=True)


def first_screen(session: Session, visitor: Visitor, link: Link, *, terms: Terms, now: datetime) -> Reply:
    """[Back] to the first screen."""
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


def agree(
    session: Session, visitor: Visitor, link: Link, *, open_invitation: OpenInvitation, terms: Terms, now: datetime
) -> Reply:
    """[OK, I agree]: from here on the person exists. A second tap does nothing twice."""
    person = people.by_telegram_id(session, visitor.tg_id)
    if person is None:
        person = _record(session, visitor, now=now)
    if link.invitation_token is not None:
        starting.pin_card(session, person, now=now)
        return open_invitation(session, person, link.invitation_token, now)
    if link.group_token is not None:
        return arriving.look(session, person, link.group_token, now=now)
    return starting.go_on(session, person, now=now)


def start(
    session: Session, visitor: Visitor, link: Link, *, open_invitation: OpenInvitation, terms: Terms, now: datetime
) -> Reply:
    """/start: whoever agreed before skips the first screen."""
    person = people.by_telegram_id(session, visitor.tg_id)
    if person is None:
        return welcome(session, visitor, link, terms=terms, now=now)
    return agree(session, visitor, link, open_invitation=open_invitation, terms=terms, now=now)


def _record(session: Session, visitor: Visitor, *, now: datetime) -> Person:
    keyring = people.keyring_of(session)
    person = Person(
        tg_hash=keyring.hash_id(visitor.tg_id),
        tg_id=str(visitor.tg_id),
        name=presence.first_name(visitor),
        username=visitor.username,
        language=(visitor.language or "en")[:16],
        joined_at=now,
        last_sign_at=now,
    )
    session.add(person)
    session.flush()
    assert person.id is not None
    session.add(Agreement(person_id=person.id, wording=WORDING, given_at=now))
    session.flush()
    return person


def _welcome(link: Link, terms: Terms) -> Message:
    return Message("welcome", {"link": link.payload, "min_age": terms.min_age})
