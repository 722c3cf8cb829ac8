"""What a person's next text will mean: one row per person, for 30 minutes or until a command."""

from datetime import datetime, timedelta

from sqlmodel import Session

from storage.queries import people
from storage.tables import Expected, Person

EXPECTED_FOR = timedelta(minutes=30)


def expect(
    session: Session, person: Person, kind: str, *, about_id: int | None = None, draft: str | None = None, now: datetime
) -> None:
    """The person's next text answers this question; for 30 minutes, or until a command."""
    assert person.id is not None
    row = Expected(person_id=person.id, kind=kind, about_id=about_id, draft=draft, expires_at=now + EXPECTED_FOR)
    people.expect(session, row)


def asked_at(row: Expected) -> datetime:
    return row.expires_at - EXPECTED_FOR
