"""The outbox messages of check-ins: what each says when it is claimed, and what follows from its fate."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.checkins import opening, showing
from bot.actions.checkins.scheduling import local, nights_of
from bot.actions.outgoing import Kind, Withdrawn
from bot.rules.vocabulary import CheckinState
from bot.texts.messages import Message
from storage.queries import checkins, people
from storage.tables import Outgoing


def _load_hello(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """The prompt, unless it was answered meanwhile or would ring in the member's night."""
    checkin = checkins.by_id(session, row.checkin_id or 0)
    if checkin is None or checkin.state is not CheckinState.QUEUED:
        return Withdrawn("state")
    if checkin.next_opens_at is not None and checkin.next_opens_at <= now:
        return Withdrawn("the next one is open")  # its window would be over before it began
    person = people.by_id(session, checkin.person_id)
    if nights_of(person, checkin).covers(now):
        return Withdrawn("quiet hours")
    return Message("checkin-hello", {"name": person.name, "checkin": checkin.id})


def _hello_sent(session: Session, row: Outgoing, now: datetime) -> None:
    assert row.sent_at is not None and row.message_id is not None
    opening.delivered(session, row.checkin_id or 0, sent_at=row.sent_at, message_id=row.message_id)


def _hello_gone(session: Session, row: Outgoing, now: datetime) -> None:
    opening.never_delivered(session, row.checkin_id or 0)


def _load_reminder(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    checkin = checkins.by_id(session, row.checkin_id or 0)
    if checkin is None or checkin.state is not CheckinState.SENT:
        return Withdrawn("state")
    person = people.by_id(session, checkin.person_id)
    if nights_of(person, checkin).covers(now):
        return Withdrawn("quiet hours")
    return Message(
        "checkin-reminder",
        {"checkin": checkin.id, "asked_on": checkin.on, "today": checkin.on == local(now, person).date()},
    )


def _reminder_sent(session: Session, row: Outgoing, now: datetime) -> None:
    """The newest message that carries a check-in is the one that typed answers redraw."""
    assert row.message_id is not None
    checkins.remember_live(session, row.checkin_id or 0, row.message_id)


KINDS = {
    **showing.KINDS,
    "checkin-hello": Kind(
        _load_hello, on_sent=_hello_sent, on_withdrawn=_hello_gone, on_expired=_hello_gone, on_refused=_hello_gone
    ),
    "checkin-reminder": Kind(_load_reminder, on_sent=_reminder_sent, at_most_once=True),
}
