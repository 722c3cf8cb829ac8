"""The crisis card: fixed numbers for a country, at once and whatever else is open. Never generated, never a judgement."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.alerts import circle, saying, telling
from bot.actions.outgoing import Withdrawn
from bot.rules.vocabulary import Priority, Wish
from bot.texts import crisis_cards
from bot.texts.messages import Message, Reply
from storage.queries import outbox, people, restored
from storage.tables import Outgoing, Person


def crisis_card(session: Session, person: Person, *, now: datetime) -> Reply:
    """The card for words of self-harm, with an offer of SOS; the open question stays open."""
    return _send(session, person, "words", now=now)


def card_alone(session: Session, person: Person, *, late: bool = False, now: datetime) -> Reply:
    """SOS of somebody without supporters: the card, and how to find one. `late`: it has reached us only now."""
    return _send(session, person, "late" if late else _alone(session, person), now=now)


def show_card(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Numbers to call]."""
    return _send(session, person, "numbers", now=now)


def calling_hard(session: Session, person: Person, *, now: datetime) -> Reply:
    """[What makes calling hard?]: whom they can write to, and a supporter who is there while they ring."""
    found = crisis_cards.find(country=person.country, zone=person.zone)
    written = [line for line in found.lines if line.in_writing]
    if all(line.purpose != "crisis" for line in written):
        written += [line for line in crisis_cards.find(country=None, zone=None).lines if line.in_writing]
    return Reply(
        show=Message(
            "calling-hard"
            if any(line in found.lines for line in written) and found.country
            else "calling-hard-directory",
            {
                "lines": tuple(crisis_cards.said(line) for line in written),
                "supporter": saying.first_supporter_name(session, person),
            },
        ),
        fresh=True,
    )


def call_with(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Call with Sam]: the words Sam would read, before they are sent."""
    supporter = saying.first_supporter_name(session, person)
    if not supporter:
        return Reply(show=nobody(session, person))
    return Reply(show=Message("call-with", {"supporter": supporter, "wish": telling.wished(Wish.CALL_WITH_ME)}))


def staying_safer(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Staying safer today]: fixed text, with its source and date."""
    return Reply(show=Message("staying-safer", {"supporter": saying.first_supporter_name(session, person)}), fresh=True)


def nobody(session: Session, person: Person) -> Message:
    """Why there is nobody whom I could ask."""
    return Message("waits-for-a-yes" if _alone(session, person) == "unconfirmed" else "tell-nobody")


def nobody_yet(session: Session, person: Person) -> Message:
    """The same, said after a check-in: nobody is told of it, whatever it said."""
    return Message("waits-for-a-yes" if _alone(session, person) == "unconfirmed" else "nobody-yet")


def _alone(session: Session, person: Person) -> str:
    """Why nobody is asked: there is nobody, or those there were have not been confirmed again after a restore."""
    return "unconfirmed" if restored.to_confirm_again(session, person.id or 0) else "alone"


def _send(session: Session, person: Person, why: str, *, now: datetime) -> Reply:
    outbox.enqueue(
        session, "crisis-card", person.id, now=now, priority=Priority.SOS, ids={"why": why},
        dedupe=f"crisis:{person.id}:{int(now.timestamp() * 1000)}",
    )  # fmt: skip
    return Reply()


def load_card(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    person = people.by_id(session, row.recipient_id or 0)
    supporters = tuple(one.person.name for one in circle.confirmed(session, person.id or 0))
    why = _alone(session, person) if row.ids["why"] == "numbers" and not supporters else row.ids["why"]
    return Message(
        f"crisis-card-{why}",
        {
            "asked": supporters,
            "supporter": saying.first_supporter_name(session, person),
            "card": saying.card(session, person, now=now),
            "waits": Message("waits-for-a-yes") if _alone(session, person) == "unconfirmed" else "",
        },
    )
