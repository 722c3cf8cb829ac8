"""Help by role: a person reads only about what they are, and reaches the rest by buttons."""

from datetime import datetime

from sqlmodel import Session

from bot.texts.messages import Message, Reply
from storage.queries import checkins, groups, supports
from storage.tables import Person


def show(session: Session, person: Person, *, already_in: bool = False, now: datetime) -> Reply:
    """/help, and /start for somebody who is through with joining. `already_in`: they followed their own group's link."""
    return Reply(show=Message("help", _parts(session, person, already_in=already_in)), fresh=True)


def has_part(session: Session, person: Person) -> bool:
    """Whether a person is anything here besides somebody who agreed."""
    return any(_roles(session, person))


def _roles(session: Session, person: Person) -> tuple[bool, bool, bool]:
    assert person.id is not None
    member = bool(checkins.enrolled(session, person.id))
    leads = any(roles & set(groups.LEADING) for _, roles in groups.of_person(session, person.id))
    return member, bool(supports.of_supporter(session, person.id)), leads


def _parts(session: Session, person: Person, *, already_in: bool) -> dict[str, str | Message]:
    member, supporter, leader = _roles(session, person)
    return {
        "opening": Message("help-already-in" if already_in else "help-opening"),
        "member": Message("help-member") if member else "",
        "supporter": Message("help-supporter") if supporter else "",
        "leader": Message("help-leader") if leader else "",
        "is_member": "yes" if member else "no",
        "is_supporter": "yes" if supporter else "no",
        "is_leader": "yes" if leader else "no",
        "in_group": "yes" if groups.of_person(session, person.id or 0) else "no",
    }
