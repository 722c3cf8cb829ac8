"""Saying yes to a link. Nothing is stored of a newcomer before they do, and whoever it was, the member confirms it."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import journal, presence
from bot.actions.checkins.scheduling import zone_of
from bot.actions.presence import Visitor
from bot.actions.supporters import hours, links, notices
from bot.actions.supporters.inviting import is_full
from bot.actions.supporters.rows import id_of
from bot.actions.terms import Terms
from bot.rules.vocabulary import SupportState
from bot.texts.messages import Message, Reply
from storage.queries import people, supports
from storage.queries.people import keyring_of
from storage.tables import Agreement, Invite, Person, Support

WORDING = "supporter-1"  # what "By saying yes you agree" said; a new text gets a new number

CLOSED = Reply(show=Message("invite-closed"))


def look(session: Session, visitor: Visitor, token: str, *, terms: Terms, now: datetime) -> Reply:
    """The link was opened: who asks, what would come, how often. [Not now] leaves it open for its day."""
    return _say(session, visitor, token, "invite-asked", now=now, min_age=terms.min_age)


def explain(session: Session, visitor: Visitor, token: str, *, now: datetime) -> Reply:
    """[Read more]: what is kept, who sees what, what this is not."""
    return _say(session, visitor, token, "invite-more", now=now)


def decline(session: Session, visitor: Visitor, token: str, *, now: datetime) -> Reply:
    """[Not now]: nothing is kept, and the one who asked is not told."""
    return _say(session, visitor, token, "invite-not-now", now=now)


def accept(session: Session, visitor: Visitor, token: str, *, now: datetime) -> Reply:
    """[Yes, I'm willing]: taken once. The member is asked whether this is who they meant.

    Tapped again by the one who took it, it says again what follows: the first answer may be lost.
    """
    taken_by = _taken_by(session, visitor, token)
    if taken_by is not None:
        return Reply(show=hours.screen(session, taken_by, now=now, greeted=True))
    invite = _usable(session, visitor, token, now=now)
    if isinstance(invite, Reply):
        return invite
    if not supports.use_invite(session, invite.token_hash, now=now):
        return CLOSED  # somebody was faster
    member = people.by_id(session, invite.issuer_id)
    supporter = people.by_telegram_id(session, visitor.tg_id) or presence.remember(session, visitor, now=now)
    invite.used_by = supporter.id
    take(session, member, supporter, now=now)
    return Reply(show=hours.screen(session, supporter, now=now, greeted=True))


def take(session: Session, member: Person, supporter: Person, *, now: datetime) -> Support:
    """Somebody said yes to this member, who is asked whether it is the person they meant."""
    agree(session, supporter, now=now)
    support = _list(session, member, supporter, now=now)
    journal.note(session, "accepted", person=member.id, supporter=supporter.id)
    hours.propose(session, supporter, zone=zone_of(member))
    notices.put(session, "support-accepted", support, to=member, now=now)
    return support


def _say(session: Session, visitor: Visitor, token: str, kind: str, *, now: datetime, **more: int) -> Reply:
    invite = _usable(session, visitor, token, now=now)
    if isinstance(invite, Reply):
        return invite
    head, tail = links.halves(token)
    name = people.by_id(session, invite.issuer_id).name
    return Reply(show=Message(kind, {"name": name, "head": head, "tail": tail, **more}))


def _taken_by(session: Session, visitor: Visitor, token: str) -> Person | None:
    """The visitor, where they took this very invite and wait to be confirmed."""
    person = people.by_telegram_id(session, visitor.tg_id)
    invite = supports.invite(session, keyring_of(session).hash_token(token))
    if person is None or invite is None or invite.used_by != person.id:
        return None
    support = supports.between(session, member_id=invite.issuer_id, supporter_id=id_of(person))
    return person if support is not None and support.state is SupportState.ACCEPTED else None


def _usable(session: Session, visitor: Visitor, token: str, *, now: datetime) -> Invite | Reply:
    """The open invite, or what to say instead."""
    invite = supports.invite(session, keyring_of(session).hash_token(token))
    if invite is None:
        return CLOSED
    person = people.by_telegram_id(session, visitor.tg_id)
    if person is not None and person.id == invite.issuer_id:
        return Reply(show=Message("invite-own"))
    if person is not None and supports.between(session, member_id=invite.issuer_id, supporter_id=id_of(person)):
        return Reply(show=Message("invite-already", {"name": people.by_id(session, invite.issuer_id).name}))
    if invite.used_at is not None or invite.expires_at <= now:
        return CLOSED
    if is_full(session, invite.issuer_id):
        return Reply(show=Message("invite-list-full"))
    return invite


def agree(session: Session, person: Person, *, now: datetime) -> None:
    """Record what a supporter's yes agreed to."""
    session.add(Agreement(person_id=id_of(person), wording=WORDING, given_at=now))


def _list(session: Session, member: Person, supporter: Person, *, now: datetime) -> Support:
    """Put the newcomer behind those already on the member's list."""
    supports.unlist(session, member_id=id_of(member), supporter_id=id_of(supporter))
    last = max((one.position for one in supports.of_member(session, id_of(member))), default=0)
    support = Support(
        member_id=id_of(member),
        supporter_id=id_of(supporter),
        position=last + 1,
        state=SupportState.ACCEPTED,
        accepted_at=now,
    )
    session.add(support)
    session.flush()
    return support
