"""What one side of a support must learn of the other's step: outbox messages, read from the rows when they leave.

They wait for the morning of whoever sleeps; somebody who was here a moment ago does not.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.alerts import circle as lookups
from bot.actions.checkins.scheduling import local, zone_of
from bot.actions.outgoing import Kind, Later, Withdrawn
from bot.actions.supporters import example
from bot.actions.supporters.rows import id_of, is_resting, member_of, supporter_of
from bot.rules.cadence import quiet_ends_at
from bot.rules.vocabulary import Priority, SupportState
from bot.texts.messages import Message, Values, When
from storage.queries import circle, outbox, people, supports
from storage.tables import Outgoing, Person, Support

AWAKE_FOR = timedelta(minutes=15)  # after a tap or a text nobody is asleep

Loaded = Message | Withdrawn | Later


def put(session: Session, kind: str, support: Support, *, to: Person, now: datetime, mark: str = "") -> None:
    """Say it once; `mark` tells apart what may be said again."""
    outbox.enqueue(
        session,
        kind,
        to.id,
        now=now,
        dedupe=key(kind, support, mark=mark),
        priority=Priority.REPLY,
        ids={"member": support.member_id, "support": support.id},
    )


def key(kind: str, support: Support, *, mark: str = "") -> str:
    """The outbox key under which `put` says it."""
    return f"{kind}:{support.id}{mark}"


def put_newest(session: Session, kind: str, support: Support, *, to: Person, now: datetime) -> None:
    """Say it again, in place of one that has not left yet."""
    outbox.withdraw_for_pair(session, member_id=support.member_id, supporter_id=support.supporter_id, kinds=(kind,))
    newest = max((row.id or 0 for row in supports.in_force(session, id_of(support))), default=0)
    put(session, kind, support, to=to, now=now, mark=f":{newest}")


def who_accepted(session: Session, support: Support) -> Message:
    """ "Sam accepted. Is this the person you meant?" """
    supporter = supporter_of(session, support)
    return Message(
        "support-accepted",
        {
            "name": supporter.name,
            "support": id_of(support),
            "username": supporter.username or "",
            "named": bool(supporter.username),
        },
    )


def hand_over(session: Session, support: Support) -> Message:
    """ "Sam would like to hand over": who else there is, at most three of them."""
    others = followers(session, support)[:3]
    values: Values = {"name": supporter_of(session, support).name, "support": id_of(support), "others": others}
    return Message("hand-over", values)


def followers(session: Session, support: Support) -> tuple[tuple[int, str], ...]:
    """Who could take this supporter's place: the other confirmed ones, in order, who do not hand over themselves."""
    return tuple(
        (id_of(one), supporter_of(session, one).name)
        for one in supports.of_member(session, support.member_id)
        if one.id != support.id and one.state is SupportState.CONFIRMED and one.handing_over_at is None
    )


def _load_accepted(session: Session, row: Outgoing, now: datetime) -> Loaded:
    support = supports.by_id(session, row.ids["support"])
    if support is None or support.state is not SupportState.ACCEPTED:
        return Withdrawn("state")
    return asleep(session, row, now=now) or who_accepted(session, support)


def _load_confirmed(session: Session, row: Outgoing, now: datetime) -> Loaded:
    support = supports.by_id(session, row.ids["support"])
    if support is None or support.state is not SupportState.CONFIRMED:
        return Withdrawn("state")
    return asleep(session, row, now=now) or Message("support-confirmed", {"name": member_of(session, support).name})


def _load_told(session: Session, row: Outgoing, now: datetime) -> Loaded:
    """What the supporter would read, by the consent in force as it leaves."""
    support = supports.by_id(session, row.ids["support"])
    if support is None or support.state is not SupportState.CONFIRMED:
        return Withdrawn("state")
    levels = lookups.levels(supports.in_force(session, id_of(support)), now=now)
    if not levels:
        return Withdrawn("consent")
    member = member_of(session, support)
    shown = example.for_supporter(member, support, levels)
    return asleep(session, row, now=now) or Message(
        "support-told", {"name": member.name, "example": shown, "support": id_of(support)}
    )


def _load_hand_over(session: Session, row: Outgoing, now: datetime) -> Loaded:
    support = supports.by_id(session, row.ids["support"])
    if support is None or support.ended_at is not None or support.handing_over_at is None:
        return Withdrawn("state")
    return asleep(session, row, now=now) or hand_over(session, support)


def _load_not_yet(session: Session, row: Outgoing, now: datetime) -> Loaded:
    support = supports.by_id(session, row.ids["support"])
    if support is None or support.ended_at is not None or support.handing_over_at is not None:
        return Withdrawn("state")
    values: Values = {"name": member_of(session, support).name}
    return asleep(session, row, now=now) or Message("hand-over-not-yet", values)


def _load_resting(session: Session, row: Outgoing, now: datetime) -> Loaded:
    """To a member: who isn't asked for now, until when, and who would be instead."""
    support = supports.by_id(session, row.ids["support"])
    hours = supports.availability(session, support.supporter_id) if support is not None else None
    if support is None or support.ended_at is not None or hours is None:
        return Withdrawn("state")
    if not hours.on_break or hours.off_until_at is None or hours.off_until_at <= now:
        return Withdrawn("back already")
    others = tuple(
        one.person.name
        for one in circle.companions(session, support.member_id)
        if one.support.id != support.id and not one.support.is_leader and not is_resting(one.availability, now=now)
    )
    member = member_of(session, support)
    until = When(local(hours.off_until_at, member), local(now, member).date())
    values: Values = {
        "name": supporter_of(session, support).name,
        "until": until,
        "others": others,
        "count": len(others),
    }
    return asleep(session, row, now=now) or Message("support-resting", values)


def _load_back(session: Session, row: Outgoing, now: datetime) -> Loaded:
    support = supports.by_id(session, row.ids["support"])
    if support is None or support.ended_at is not None:
        return Withdrawn("state")
    if is_resting(supports.availability(session, support.supporter_id), now=now):
        return Withdrawn("resting again")
    return Message("support-back", {"name": supporter_of(session, support).name})


def _load_end(session: Session, row: Outgoing, now: datetime) -> Loaded:
    """The same words for every end, filled with the name of the other side."""
    support = supports.by_id(session, row.ids["support"])
    if support is None or support.ended_at is None:
        return Withdrawn("state")
    if supports.between(session, member_id=support.member_id, supporter_id=support.supporter_id):
        return Withdrawn("together again")
    other = supporter_of(session, support) if row.recipient_id == support.member_id else member_of(session, support)
    return asleep(session, row, now=now) or Message(row.kind, {"name": other.name})


def asleep(session: Session, row: Outgoing, *, now: datetime) -> Later | None:
    """When the recipient's quiet hours end; None if it may ring now."""
    person = people.by_id(session, row.recipient_id or 0)
    ends_at = asleep_until(session, person, is_supporter=row.recipient_id != row.ids["member"], now=now)
    return Later(ends_at) if ends_at is not None else None


def asleep_until(session: Session, person: Person, *, is_supporter: bool, now: datetime) -> datetime | None:
    """When somebody's quiet hours end, by the hours they gave for that part; None if it may ring now.

    `is_supporter`: by their availability, on the clock that they chose for it.
    """
    if person.last_sign_at is not None and now - person.last_sign_at < AWAKE_FOR:
        return None
    own = supports.availability(session, id_of(person)) if is_supporter else None
    hours = own or person
    ends_at = quiet_ends_at(
        now, zone=own.zone if own else zone_of(person), quiet_from=hours.quiet_from, quiet_to=hours.quiet_to
    )
    return ends_at if ends_at > now else None


KINDS = {
    "support-accepted": Kind(_load_accepted),
    "support-confirmed": Kind(_load_confirmed),
    "support-told": Kind(_load_told),
    "support-not-meant": Kind(_load_end),
    "support-ended": Kind(_load_end),
    "support-stopped": Kind(_load_end),
    "support-resting": Kind(_load_resting),
    "support-back": Kind(_load_back, silent=True),
    "hand-over": Kind(_load_hand_over),
    "hand-over-not-yet": Kind(_load_not_yet),
    "hand-over-agreed": Kind(_load_end),
}
