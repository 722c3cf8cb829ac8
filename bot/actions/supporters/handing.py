"""Handing over: a supporter asks to be followed by somebody else, and the member says how.

Nothing changes before the member's yes: until then the supporter is asked as before, and both can read so.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions import journal
from bot.actions.supporters import ending, inviting, notices
from bot.actions.supporters.rows import as_member, as_supporter, id_of, member_of, supporter_of
from bot.rules.vocabulary import SupportState
from bot.texts.messages import Message, Reply, Values
from storage.queries import supports
from storage.tables import Person, Support

OVER = Reply(show=Message("hand-over-closed"))


def ask(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """[Hand over], on the supporter's page: what it means."""
    support = _given(session, person, support_id)
    if isinstance(support, Reply):
        return support
    return Reply(show=Message("hand-over-ask", {"name": member_of(session, support).name, "support": support_id}))


def propose(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """The member is asked. A second tap asks nobody twice."""
    support = _given(session, person, support_id)
    if isinstance(support, Reply):
        return support
    member = member_of(session, support)
    if support.handing_over_at is None:
        support.handing_over_at = now
        session.flush()
        journal.note(session, "hand-over", person=member.id, supporter=person.id)
        notices.put(session, "hand-over", support, to=member, now=now, mark=f":{int(now.timestamp())}")
    return Reply(show=Message("hand-over-proposed", {"name": member.name, "support": support_id}))


def look(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """The member's question once more, with whoever else is on the list by now."""
    support = _asked(session, person, support_id)
    return support if isinstance(support, Reply) else Reply(show=notices.hand_over(session, support))


def to(session: Session, person: Person, support_id: int, next_id: int, *, now: datetime) -> Reply:
    """[Ask Ana first]: Ana takes the place, and whoever handed over is not asked any more."""
    support = _asked(session, person, support_id)
    if isinstance(support, Reply):
        return support
    follower = as_member(session, person, next_id)
    if isinstance(follower, Reply) or follower.id not in dict(notices.followers(session, support)):
        return look(session, person, support_id, now=now)
    follower.position, support.position = support.position, follower.position
    session.flush()
    return _let_go(session, support, follower=supporter_of(session, follower).name, now=now)


def to_someone_new(session: Session, person: Person, support_id: int, *, bot_name: str, now: datetime) -> Reply:
    """[Ask someone new]: a link. Until that person is confirmed, nothing changes."""
    support = _asked(session, person, support_id)
    return support if isinstance(support, Reply) else inviting.ask(session, person, bot_name=bot_name, now=now)


def let_go(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """[Let them go], with whoever else is on the list, or with nobody: the member's choice."""
    support = _asked(session, person, support_id)
    return support if isinstance(support, Reply) else _let_go(session, support, follower="", now=now)


def keep(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """[Not yet]: it stays as it is, and the supporter is told so, free as ever to rest or to stop."""
    support = _asked(session, person, support_id)
    if isinstance(support, Reply):
        return support
    mark = f":{int((support.handing_over_at or now).timestamp())}"
    support.handing_over_at = None
    session.flush()
    supporter = supporter_of(session, support)
    notices.put(session, "hand-over-not-yet", support, to=supporter, now=now, mark=mark)
    return Reply(show=Message("hand-over-kept", {"name": supporter.name, "support": support_id}))


def reminder(session: Session, member: Person, *, besides: int) -> Message | None:
    """Somebody new is in place: shall whoever asked to hand over be let go? None where nobody asked."""
    for support in supports.of_member(session, id_of(member)):
        if support.handing_over_at is not None and id_of(support) != besides:
            values: Values = {"name": supporter_of(session, support).name, "support": id_of(support)}
            return Message("hand-over-ready", values)
    return None


def _let_go(session: Session, support: Support, *, follower: str, now: datetime) -> Reply:
    ending.end(session, support, now=now)
    supporter = supporter_of(session, support)
    notices.put(session, "hand-over-agreed", support, to=supporter, now=now)
    return Reply(
        show=Message("handed-over", {"name": supporter.name, "follower": follower, "followed": bool(follower)})
    )


def _given(session: Session, person: Person, support_id: int) -> Support | Reply:
    """The support to hand over: theirs, live and confirmed."""
    support = as_supporter(session, person, support_id)
    if isinstance(support, Support) and support.state is not SupportState.CONFIRMED:
        return Reply(toast=Message("not-yours"))
    return support


def _asked(session: Session, person: Person, support_id: int) -> Support | Reply:
    """The support whose supporter asked this member to hand over; what to say where that is settled."""
    support = as_member(session, person, support_id)
    return OVER if isinstance(support, Support) and support.handing_over_at is None else support
