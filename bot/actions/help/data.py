"""/progress, /privacy, /export, /forget: what of them can be done today, and who does the rest. No promise is made here.

A request for a copy or for erasure reaches the operator as a number and a word, never a name.
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from bot.actions.checkins.scheduling import local
from bot.actions.outgoing import Kind
from bot.actions.terms import Terms
from bot.rules.vocabulary import Priority
from bot.texts.messages import Message, Reply
from storage.queries import outbox, underway
from storage.tables import Outgoing, Person


class Request(StrEnum):
    EXPORT = "export"
    FORGET = "forget"


def progress(session: Session, person: Person, *, now: datetime) -> Reply:
    assert person.id is not None
    return Reply(show=Message("progress", {"days": underway.days_answered(session, person.id)}), fresh=True)


def privacy(session: Session, person: Person, *, terms: Terms, now: datetime) -> Reply:
    """Who can see what."""
    return Reply(show=Message("privacy", {"min_age": terms.min_age}))


def told_to(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Someone told me to], for somebody who has joined."""
    return Reply(show=Message("privacy-told-to"))


def export(session: Session, person: Person, *, terms: Terms, now: datetime) -> Reply:
    return _answer(person, Request.EXPORT, terms)


def forget(session: Session, person: Person, *, terms: Terms, now: datetime) -> Reply:
    return _answer(person, Request.FORGET, terms)


def ask_operator(session: Session, person: Person, request: Request, *, terms: Terms, now: datetime) -> Reply:
    """[Ask them]: once a day each, so that nobody can flood the operator."""
    if terms.operator_chat_id is None:
        return _answer(person, request, terms)
    outbox.enqueue(
        session, "operator-request", None, now=now, priority=Priority.REPLY,
        ids={"request": request.value, "person": person.id},
        dedupe=f"request:{request}:{person.id}:{local(now, person).date()}",
    )  # fmt: skip
    return Reply(show=Message("request-passed-on"))


def _answer(person: Person, request: Request, terms: Terms) -> Reply:
    asked = "yes" if terms.operator_chat_id is not None else "no"
    return Reply(
        show=Message(f"data-{request}", {"operator": asked, "number": str(person.id), "request": request.value})
    )


def _load(session: Session, row: Outgoing, now: datetime) -> Message:
    return Message("operator-request", {"request": row.ids["request"], "number": str(row.ids["person"])})


KINDS = {"operator-request": Kind(_load)}
