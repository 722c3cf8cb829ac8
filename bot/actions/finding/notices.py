"""What goes out about a request: the question to whoever was asked, and their answer to the member. Not in anybody's night."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.outgoing import Kind, Later, Withdrawn
from bot.actions.supporters.notices import asleep
from bot.rules.vocabulary import Priority, Role
from bot.texts.messages import Message, Values
from storage.queries import groups, offers, outbox, people, supports
from storage.tables import Outgoing, Request

Loaded = Message | Withdrawn | Later


def ask(session: Session, request: Request, *, now: datetime) -> None:
    _put(session, "request", request, to=request.supporter_id, now=now)


def tell_declined(session: Session, request: Request, *, now: datetime) -> None:
    _put(session, "request-not-now", request, to=request.member_id, now=now)


def tell_leader_agreed(session: Session, request: Request, *, now: datetime) -> None:
    _put(session, "leader-in-place", request, to=request.member_id, now=now)


def question(session: Session, request: Request) -> Message:
    """ "Maya from Morning circle asks whether you'd be there for them." """
    group = groups.by_id(session, request.group_id)
    values: Values = {
        "name": people.by_id(session, request.member_id).name,
        "group": group.name if group is not None else "",
        "request": request.id or 0,
    }
    return Message("request-leader" if request.as_leader else "request", values)


def is_open(session: Session, request: Request, *, now: datetime) -> bool:
    """Unanswered, not too old, and both still in the group: the one as a member, the other as what they were asked as."""
    if request.answered_at is not None or request.asked_at + offers.OPEN_FOR <= now:
        return False
    wanted = frozenset(groups.LEADING) if request.as_leader else frozenset({Role.MEMBER})
    theirs = groups.roles(session, request.group_id, request.supporter_id)
    return bool(theirs & wanted) and Role.MEMBER in groups.roles(session, request.group_id, request.member_id)


def _put(session: Session, kind: str, request: Request, *, to: int, now: datetime) -> None:
    outbox.enqueue(
        session,
        kind,
        to,
        now=now,
        dedupe=f"{kind}:{request.id}",
        priority=Priority.REPLY,
        ids={"member": request.member_id, "request": request.id},
    )


def _load_question(session: Session, row: Outgoing, now: datetime) -> Loaded:
    request = offers.request(session, row.ids["request"])
    if request is None or not is_open(session, request, now=now):
        return Withdrawn("state")
    return asleep(session, row, now=now) or question(session, request)


def _load_answer(session: Session, row: Outgoing, now: datetime) -> Loaded:
    request = offers.request(session, row.ids["request"])
    if request is None:
        return Withdrawn("gone")
    if row.kind == "leader-in-place" and _has_ended(session, request):
        return Withdrawn("state")
    values: Values = {"name": people.by_id(session, request.supporter_id).name, "id": request.group_id}
    return asleep(session, row, now=now) or Message(row.kind, values)


def _has_ended(session: Session, request: Request) -> bool:
    support = supports.by_id(session, request.support_id or 0)
    return support is None or support.ended_at is not None


KINDS = {
    "request": Kind(_load_question),
    "request-not-now": Kind(_load_answer),
    "leader-in-place": Kind(_load_answer),
}
