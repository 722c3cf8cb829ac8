"""[Who sees this?]: who would read what of a check-in. Read from the ledger each time, never remembered."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.supporters import sharing
from bot.actions.supporters.rows import id_of, supporter_of
from bot.rules.consent import Choice
from bot.rules.vocabulary import SupportState
from bot.texts.messages import Message, Reply
from storage.queries import checkins, supports
from storage.tables import Person

ORDER = tuple(Choice)


def who_sees(session: Session, person: Person, checkin_id: int, *, now: datetime) -> Reply:
    """One line per way of being told. A message of its own: the question stays open above it."""
    checkin = checkins.by_id(session, checkin_id)
    if checkin is None or checkin.person_id != person.id:
        return Reply(toast=Message("not-yours"))
    found = lines(session, person, now=now)
    if not found:
        return Reply(show=Message("who-sees-nobody"), fresh=True)
    return Reply(
        show=Message("who-sees", {"lines": found, "finer": sharing.OWN in _told(session, person, now=now)}), fresh=True
    )


def lines(session: Session, person: Person, *, now: datetime) -> tuple[Message, ...]:
    """One line per way of being told, with the names; nothing where nobody is told anything."""
    told = _told(session, person, now=now)
    return tuple(
        Message(f"who-sees-{way.replace('_', '-')}", {"names": tuple(told[way])})
        for way in (*ORDER, sharing.OWN)
        if way in told
    )


def _told(session: Session, person: Person, *, now: datetime) -> dict[str, list[str]]:
    """Who is told in which way, in the order in which they are asked; whoever nothing was chosen for is left out."""
    told: dict[str, list[str]] = {}
    for support in supports.of_member(session, id_of(person)):
        if support.state is SupportState.CONFIRMED and (in_force := supports.in_force(session, id_of(support))):
            told.setdefault(sharing.meant(in_force, now=now), []).append(supporter_of(session, support).name)
    return told
