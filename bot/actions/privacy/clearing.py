"""[Clear this chat]: my messages of the last two days go from the person's phone. What is kept does not change."""

from datetime import datetime

from sqlmodel import Session

from bot.texts.messages import Message, Reply
from storage.queries import chats
from storage.tables import Person


def clear(session: Session, person: Person, *, now: datetime) -> Reply:
    """All but the pinned card, and what somebody who needs this person right now is waiting for."""
    assert person.id is not None
    stays = chats.needed(session, person.id) | {person.pinned_message}
    gone = chats.deletable(session, person.id, now=now) - stays
    chats.forget(session, person.id, gone)
    return Reply(show=Message("privacy-cleared"), fresh=True, deletes=tuple(sorted(gone)))
