"""The named leader: a member names a leader of a group of theirs to be asked last, and only to reach out.

Nothing holds before the leader's own yes.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions.finding import asking, notices
from bot.texts.messages import Message, Reply, Values
from storage.queries import offers
from storage.tables import Group, Person, Request


def page(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Name a leader]: what that means, and who there is."""
    if offers.named_leader(session, person.id or 0) is not None:
        return Reply(show=Message("leader-named-already"))
    listed = tuple((group.id, who.id, who.name) for group, who in offers.leaders_to_name(session, person.id or 0))
    if not listed:
        return Reply(show=Message("leader-none"))
    return Reply(show=Message("leader-about", {"listed": listed}))


def send(session: Session, person: Person, group_id: int, leader_id: int, *, now: datetime) -> Reply:
    """[Ask Dana]: once; the answer comes back either way."""
    found = _nameable(session, person, group_id, leader_id)
    if found is None or offers.named_leader(session, person.id or 0) is not None:
        return page(session, person, now=now)
    if asking.standing(session, person, leader_id, as_leader=True, now=now) == asking.DECLINED:
        return Reply(show=Message("leader-not-now", {"name": found[1].name}))
    if not any(one.as_leader for one in offers.open_requests(session, person.id or 0, now=now)):
        request = Request(
            group_id=group_id, member_id=person.id or 0, supporter_id=leader_id, as_leader=True, asked_at=now
        )
        session.add(request)
        session.flush()
        notices.ask(session, request, now=now)
        values: Values = {"name": found[1].name}
        return Reply(show=Message("leader-asked", values))
    return Reply(show=Message("leader-asked-already"))


def _nameable(session: Session, person: Person, group_id: int, leader_id: int) -> tuple[Group, Person] | None:
    listed = offers.leaders_to_name(session, person.id or 0)
    return next((pair for pair in listed if (pair[0].id, pair[1].id) == (group_id, leader_id)), None)
