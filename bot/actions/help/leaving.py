"""/cancel: whatever I was waiting for, I no longer am. Nothing saved is lost, and there is a way on."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import conversation, zones
from bot.actions.supporters import reaching
from bot.texts.messages import Message, Reply
from storage.queries import people
from storage.tables import Expected, Person


def cancel(session: Session, person: Person, *, now: datetime) -> Reply:
    """Says what is true: that something was stopped, or that nothing was open."""
    assert person.id is not None
    expected = people.expected_of(session, person.id, now=now)
    conversation.drop_expected(session, person)
    if expected is None:
        return Reply(show=Message("nothing-to-cancel"), fresh=True)
    return Reply(show=Message("cancelled-keyboard" if _has_keyboard(expected) else "cancelled"), fresh=True)


def _has_keyboard(expected: Expected) -> bool:
    """Whether a button below the text field has to go, too."""
    return expected.kind == reaching.ASKED or (
        expected.kind == zones.ASKED and expected.about_id == zones.KEYBOARD_UP
    )  # fmt: skip
