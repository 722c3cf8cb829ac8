"""Whose row is it, and is it live? Asked anew for every tap; a button grants nothing."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from bot.texts.messages import Message, Reply
from storage.queries import people, supports
from storage.tables import Availability, Person, Support


def as_member(session: Session, person: Person, support_id: int) -> Support | Reply:
    """The live support in which `person` is the member; a Reply that says why not where there is none."""
    return _live(supports.by_id(session, support_id), lambda support: support.member_id == person.id)


def as_supporter(session: Session, person: Person, support_id: int) -> Support | Reply:
    """The live support in which `person` is the supporter; a Reply that says why not where there is none."""
    return _live(supports.by_id(session, support_id), lambda support: support.supporter_id == person.id)


def as_either(session: Session, person: Person, support_id: int) -> Support | Reply:
    return _live(
        supports.by_id(session, support_id), lambda support: person.id in (support.member_id, support.supporter_id)
    )


def _live(support: Support | None, is_theirs: Callable[[Support], bool]) -> Support | Reply:
    if support is None or not is_theirs(support):
        return Reply(toast=Message("not-yours"))
    if support.ended_at is not None:
        return Reply(show=Message("support-over"), toast=Message("support-over-toast"))
    return support


def member_of(session: Session, support: Support) -> Person:
    return people.by_id(session, support.member_id)


def supporter_of(session: Session, support: Support) -> Person:
    return people.by_id(session, support.supporter_id)


def other_of(session: Session, support: Support, person: Person) -> Person:
    """The other side of the support."""
    return supporter_of(session, support) if support.member_id == person.id else member_of(session, support)


def id_of(row: Person | Support) -> int:
    assert row.id is not None
    return row.id


def is_resting(row: Availability | None, *, now: datetime) -> bool:
    """Whether somebody has time off. At `off_until_at` they are free again."""
    return row is not None and row.off_until_at is not None and row.off_until_at > now
