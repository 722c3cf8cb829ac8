"""Whether Telegram lets us write to a person: since when it refuses, and from when on they count as out of reach.

A refusal is noticed as it happens (a block, a message not taken); only after 48 h does anybody hear of it.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions import batch, journal
from bot.actions.supporters import absence
from bot.rules import leading
from bot.rules.fading import OUT_OF_REACH_AFTER
from storage.queries import leaders, people
from storage.queries.engine import engine_row
from storage.tables import Person


def refused(session: Session, person: Person, *, now: datetime) -> None:
    """Telegram will not take messages for this person; the first refusal counts. Groups they lead will be looked at."""
    if person.blocked_at is None:
        person.blocked_at, person.lost_at = now, now + OUT_OF_REACH_AFTER
        leaders.look_again(session, person.id or 0, leading.lost_at(now))
        journal.note(session, "blocked", person=person.id)


def regained(session: Session, person: Person, *, now: datetime) -> None:
    """The chat is open again; whoever read that it was not reads that, too."""
    if person.blocked_at is None:
        return
    was_lost = is_lost(person)
    person.blocked_at = person.lost_at = None
    journal.note(session, "unblocked", person=person.id)
    if was_lost:
        absence.take_back(session, person, now=now)


def is_lost(person: Person) -> bool:
    """Whether the person is out of reach: refused for 48 h."""
    return person.blocked_at is not None and person.lost_at is None


def lose_due(session: Session, *, now: datetime, limit: int = 200) -> int:
    """Count as out of reach whoever has been refused for 48 h, as far as we have heard. Returns how many."""
    heard_until_at = engine_row(session).heard_until_at
    if heard_until_at is None:
        return 0
    due = people.due(session, "lost_at", heard_until_at=min(heard_until_at, now), limit=limit)
    return batch.each(session, "lose", due, lambda _, person: _lose(session, person, now=now))


def _lose(session: Session, person: Person, *, now: datetime) -> None:
    person.lost_at = None
    journal.note(session, "out-of-reach", person=person.id)
    if person.silent_at is None:  # else their supporters know more than we do
        absence.tell(session, person, absence.UNREACHABLE, now=now)
