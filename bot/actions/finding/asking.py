"""A member looks at who offers, and asks one of them. Nobody else learns of it, the leader neither."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.finding import notices
from bot.actions.finding.fellows import fellow
from bot.actions.supporters.inviting import OPEN_AT_MOST, SUPPORTERS_AT_MOST, is_full
from bot.texts.messages import Message, Reply, Values
from storage.queries import offers
from storage.tables import Offer, Person, Request

FREE, ASKED, DECLINED = "free", "asked", "declined"


def page(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[Find someone]: those of the group who offer and have room, by first name."""
    group = fellow(session, person, id_)
    if isinstance(group, Reply):
        return group
    listed = tuple((who.id, who.name) for _, who in offers.offered(session, id_, to=person.id or 0, now=now))
    values: Values = {"id": id_, "group": group.name, "listed": listed}
    return Reply(show=Message("find-someone" if listed else "find-nobody", values))


def one(session: Session, person: Person, id_: int, supporter_id: int, *, now: datetime) -> Reply:
    """One of them: their line, and what asking would mean."""
    found = _offered(session, person, id_, supporter_id, now=now)
    if isinstance(found, Reply):
        return found
    offer, who = found
    values: Values = {
        "id": id_,
        "supporter": supporter_id,
        "name": who.name,
        "line": offer.line,
        "room": offers.room_left(session, offer),
        "standing": standing(session, person, supporter_id, now=now),
    }
    return Reply(show=Message("find-one", values))


def send(session: Session, person: Person, id_: int, supporter_id: int, *, now: datetime) -> Reply:
    """[Ask Ana]: they are told who asks, once; their answer is free, and comes back either way."""
    found = _offered(session, person, id_, supporter_id, now=now)
    if isinstance(found, Reply):
        return found
    if is_full(session, person.id or 0):
        return Reply(show=Message("supporters-full", {"most": SUPPORTERS_AT_MOST}))
    if standing(session, person, supporter_id, now=now) != FREE:
        return one(session, person, id_, supporter_id, now=now)
    if len(offers.open_requests(session, person.id or 0, now=now)) >= OPEN_AT_MOST:
        return Reply(show=Message("find-enough", {"id": id_, "most": OPEN_AT_MOST}))
    request = Request(group_id=id_, member_id=person.id or 0, supporter_id=supporter_id, asked_at=now)
    session.add(request)
    session.flush()
    notices.ask(session, request, now=now)
    return Reply(show=Message("find-asked", {"name": found[1].name}))


def _offered(
    session: Session, person: Person, id_: int, supporter_id: int, *, now: datetime
) -> tuple[Offer, Person] | Reply:
    """The offer as this member may see it now; the list where it is gone."""
    group = fellow(session, person, id_)
    if isinstance(group, Reply):
        return group
    listed = offers.offered(session, id_, to=person.id or 0, now=now)
    found = next((pair for pair in listed if pair[1].id == supporter_id), None)
    return found or Reply(show=Message("find-gone", {"id": id_}))


def standing(session: Session, person: Person, supporter_id: int, *, as_leader: bool = False, now: datetime) -> str:
    """Whether this person may be asked: free, asked and not answered, or asked in the week before a "not now"."""
    last = offers.newest_request(session, person.id or 0, supporter_id, as_leader=as_leader)
    if last is None or last.asked_at + offers.OPEN_FOR <= now or last.support_id is not None:
        return FREE
    return ASKED if last.answered_at is None else DECLINED
