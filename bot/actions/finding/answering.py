"""Whoever was asked says yes or not now. A yes is as after a link; the member confirms. A named leader's yes holds at once:
the member has said already who it is.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions import journal
from bot.actions.checkins.scheduling import zone_of
from bot.actions.finding import notices
from bot.actions.supporters import accepting, hours
from bot.actions.supporters.inviting import is_full
from bot.rules.vocabulary import SupportState
from bot.texts.messages import Message, Reply
from storage.queries import offers, people, supports
from storage.tables import Person, Request, Support

CLOSED = Reply(show=Message("request-closed"))


def decline(session: Session, person: Person, request_id: int, *, now: datetime) -> Reply:
    """[Not now]: the member is told kindly, and can ask somebody else."""
    request = _asked(session, person, request_id, now=now)
    if isinstance(request, Reply):
        return request
    request.answered_at = now
    session.flush()
    notices.tell_declined(session, request, now=now)
    return Reply(show=Message("request-declined", {"name": people.by_id(session, request.member_id).name}))


def accept(session: Session, person: Person, request_id: int, *, now: datetime) -> Reply:
    """[Yes, I'm willing]."""
    request = _asked(session, person, request_id, now=now)
    if isinstance(request, Reply):
        return request
    member = people.by_id(session, request.member_id)
    if not request.as_leader and is_full(session, request.member_id):
        return Reply(show=Message("invite-list-full"))
    request.answered_at = now
    if request.as_leader:
        support = _named(session, member, person, now=now)
        notices.tell_leader_agreed(session, request, now=now)
    else:
        support = accepting.take(session, member, person, now=now)
    request.support_id = support.id
    session.flush()
    if request.as_leader:
        return Reply(show=Message("leader-agreed", {"name": member.name}))
    return Reply(show=hours.screen(session, person, now=now, greeted=True))


def _named(session: Session, member: Person, leader: Person, *, now: datetime) -> Support:
    """Asked last, and never told a reason: `bot.rules.consent` knows a leader's support by its mark."""
    accepting.agree(session, leader, now=now)
    hours.propose(session, leader, zone=zone_of(member))
    supports.unlist(session, member_id=member.id or 0, supporter_id=leader.id or 0)
    support = Support(
        member_id=member.id or 0,
        supporter_id=leader.id or 0,
        position=0,
        state=SupportState.CONFIRMED,
        accepted_at=now,
        confirmed_at=now,
        is_leader=True,
    )
    session.add(support)
    session.flush()
    journal.note(session, "leader-named", person=member.id, supporter=leader.id)
    return support


def _asked(session: Session, person: Person, request_id: int, *, now: datetime) -> Request | Reply:
    """The request that this person may still answer."""
    request = offers.request(session, request_id)
    if request is None or request.supporter_id != person.id:
        return Reply(toast=Message("not-yours"))
    if request.answered_at is not None or not notices.is_open(session, request, now=now):
        return CLOSED
    if supports.between(session, member_id=request.member_id, supporter_id=person.id or 0) is not None:
        return CLOSED
    return request
