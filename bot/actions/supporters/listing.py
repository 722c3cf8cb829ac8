"""The member's own list, /supporters: who is asked first, what each is told, how they may be reached."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.alerts import telling
from bot.actions.supporters import notices, reaching, sharing, standing
from bot.actions.supporters.inviting import is_full
from bot.actions.supporters.rows import as_member, id_of, supporter_of
from bot.rules.vocabulary import Role, SupportState
from bot.texts.messages import Message, Reply, Values
from storage.queries import groups, offers, supports
from storage.tables import Group, Person, Support

GROUPS_AT_MOST = 3  # with a button of their own


def page(session: Session, person: Person, *, now: datetime) -> Reply:
    """Everybody on the list, the first asked first, as buttons; then the ways to find somebody."""
    listed = supports.of_member(session, id_of(person))
    named = offers.named_leader(session, id_of(person))
    values: Values = {
        "entries": tuple((id_of(one), supporter_of(session, one).name, _standing(session, one)) for one in listed),
        "full": is_full(session, id_of(person)),
        "count": len(listed),
        "leader": ((id_of(named), supporter_of(session, named).name),) if named is not None else (),
        "may_name": named is None and bool(offers.leaders_to_name(session, id_of(person))),
        "groups": tuple((group.id, group.name) for group, roles in _groups(session, person) if Role.MEMBER in roles),
    }
    return Reply(show=Message("supporters" if listed or named is not None else "supporters-none", values))


def _groups(session: Session, person: Person) -> list[tuple[Group, frozenset[Role]]]:
    return groups.of_person(session, id_of(person))[:GROUPS_AT_MOST]


def _standing(session: Session, support: Support) -> str:
    """What the member still has to do: confirm, choose, or nothing ("set")."""
    if support.state is SupportState.ACCEPTED:
        return "confirm"
    return "set" if supports.in_force(session, id_of(support)) else "choose"


def one(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """One supporter's page, as the member sees it."""
    support = as_member(session, person, support_id)
    if isinstance(support, Reply):
        return support
    if support.state is SupportState.ACCEPTED:
        return Reply(show=notices.who_accepted(session, support))
    if support.is_leader:
        return Reply(show=_leader(session, support, person, now=now))
    supporter = supporter_of(session, support)
    in_force = supports.in_force(session, support_id)
    values: Values = {
        "name": supporter.name,
        "support": support_id,
        "position": support.position,
        "choice": sharing.meant(in_force, now=now),
        "lines": (
            *_true_now(session, support, person, now=now),
            reaching.to_you(support.member_route, person),
            telling.reach(supporter, support.supporter_route),
        ),
        "handing": support.handing_over_at is not None,
        "muted": support.member_mutes,
    }
    return Reply(show=Message("supporter", values))


def _leader(session: Session, support: Support, member: Person, *, now: datetime) -> Message:
    """The named leader: asked last, without a reason; what they read is not to be chosen."""
    leader = supporter_of(session, support)
    lines = (
        *_true_now(session, support, member, now=now),
        reaching.to_you(support.member_route, member),
        telling.reach(leader, support.supporter_route),
    )
    values: Values = {"name": leader.name, "support": id_of(support), "lines": lines, "muted": support.member_mutes}
    return Message("supporter-leader", values)


def _true_now(session: Session, support: Support, member: Person, *, now: datetime) -> tuple[Message, ...]:
    """What is different at the moment: they are not asked now, or would like to hand over."""
    absent = standing.to_member(session, support, member, now=now)
    name = supporter_of(session, support).name
    handing = Message("standing-handing-over", {"name": name}) if support.handing_over_at is not None else None
    return tuple(line for line in (absent, handing) if line is not None)


def move_up(session: Session, person: Person, support_id: int, position: int, *, now: datetime) -> Reply:
    """[Move up] from `position`, as the button saw it: a second tap on the same button moves nobody twice."""
    support = as_member(session, person, support_id)
    if isinstance(support, Reply):
        return support
    if support.position == position and position > 1:
        listed = supports.of_member(session, id_of(person))
        before = next((one for one in listed if one.position == position - 1), None)
        if before is not None:
            before.position, support.position = position, position - 1
            session.flush()
    return page(session, person, now=now)
