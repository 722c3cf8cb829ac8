"""/progress: on how many days a member has answered, in all."""

from datetime import datetime

from sqlmodel import Session

from bot.texts.messages import Message, Reply
from storage.queries import underway
from storage.tables import Person


def show(session: Session, person: Person, *, now: datetime) -> Reply:
    assert person.id is not None
    return Reply(show=Message("progress", {"days": underway.days_answered(session, person.id)}), fresh=True)
