"""The card with the numbers to call, pinned in the chat at the start: it is there even when we are not.

It is kept current by edits: another country, another number, a supporter who shares a phone number or no longer does. An edit
pins it again where the member had unpinned it; whoever starts over (they may have deleted the chat) gets a new one, and the
old one is taken away, so that no chat holds two that differ.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions.alerts import saying
from bot.actions.checkins.scheduling import local
from bot.actions.outgoing import Kind, Withdrawn
from bot.rules.vocabulary import Priority, SupportState
from bot.texts import catalogue
from bot.texts.messages import Message
from storage.queries import outbox, people, supports
from storage.tables import Outgoing, Person

PHONE = "phone"  # the way of reaching a supporter that has a number


def pin_card(session: Session, person: Person, *, now: datetime) -> None:
    """Once per person, as soon as their zone says which country's numbers to show."""
    if person.pinned_card is None:
        _enqueue(session, person, mark=f":{local(now, person).date()}", now=now)


def keep_current(session: Session, person: Person, *, now: datetime) -> None:
    """Redraw the pinned card where it no longer says what is true; nobody without one gets one."""
    if person.pinned_card is None:
        return
    session.flush()
    if (now_says := fingerprint(session, person, now=now)) != person.pinned_card:
        _enqueue(session, person, mark=f":{now_says[:8]}:{now:%Y%m%d%H%M%S}", now=now)


def pin_anew(session: Session, person: Person, *, now: datetime) -> None:
    """The person started over: a new card at the end of their chat, once a day at most."""
    if person.zone is not None:
        _enqueue(session, person, mark=f":{local(now, person).date()}", anew=True, now=now)


def _enqueue(session: Session, person: Person, *, mark: str, anew: bool = False, now: datetime) -> None:
    outbox.enqueue(
        session, "crisis-card-pinned", person.id, now=now, priority=Priority.REPLY,
        dedupe=f"pinned:{person.id}{mark}", ids={"anew": anew},
    )  # fmt: skip


def shown(session: Session, person: Person, *, now: datetime) -> Message:
    """The card of the person's country, and the numbers their supporters share with them."""
    return Message(
        "crisis-card-pinned", {"card": saying.card(session, person, now=now), "people": _supporters(session, person)}
    )


def _supporters(session: Session, person: Person) -> Message | str:
    lines = []
    for support in supports.of_member(session, person.id or 0):
        supporter = people.by_id(session, support.supporter_id)
        if support.state is SupportState.CONFIRMED and support.supporter_route == PHONE and supporter.phone:
            lines.append(Message("crisis-card-supporter", {"name": supporter.name, "phone": supporter.phone}))
    return Message("crisis-card-people", {"lines": tuple(lines)}) if lines else ""


def fingerprint(session: Session, person: Person, *, now: datetime) -> str:
    """A keyed hash of what the card says: the numbers themselves are nowhere else than where they belong."""
    said = catalogue.plain(shown(session, person, now=now), person.language)
    return people.keyring_of(session).hash_token(said)


def _load(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    person = people.by_id(session, row.recipient_id or 0)
    says = fingerprint(session, person, now=now)
    if says == person.pinned_card and not row.ids["anew"]:
        return Withdrawn("current")
    row.ids = {**row.ids, "says": says}
    return shown(session, person, now=now)


def _edits(session: Session, row: Outgoing) -> int | None:
    return None if row.ids["anew"] else people.by_id(session, row.recipient_id or 0).pinned_message


def _retires(session: Session, row: Outgoing) -> int | None:
    return people.by_id(session, row.recipient_id or 0).pinned_message if row.ids["anew"] else None


def _sent(session: Session, row: Outgoing, now: datetime) -> None:
    person = people.by_id(session, row.recipient_id or 0)
    person.pinned_message, person.pinned_card = row.message_id, row.ids["says"]


KINDS = {"crisis-card-pinned": Kind(_load, on_sent=_sent, edits=_edits, retires=_retires, pin=True, silent=True)}
