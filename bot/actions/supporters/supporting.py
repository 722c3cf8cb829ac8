"""The supporter's own page, /people: whom they support and what they would read. It says nothing untrue."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import reach
from bot.actions.alerts import telling
from bot.actions.checkins.scheduling import local
from bot.actions.supporters import resting, sharing, standing
from bot.actions.supporters.rows import id_of, is_resting, member_of
from bot.rules import fading
from bot.rules.vocabulary import SupportState
from bot.texts.messages import Message, Reply, Values
from storage.queries import checkins, looks, supports
from storage.tables import Person, Support


def page(session: Session, person: Person, *, now: datetime) -> Reply:
    """Everybody they support, as buttons, and their own hours."""
    entries = tuple((id_of(one), member_of(session, one).name) for one in supports.of_supporter(session, id_of(person)))
    if not entries:
        return Reply(show=Message("people-none"))
    row = supports.availability(session, id_of(person))
    if row is not None and is_resting(row, now=now):
        return Reply(show=Message("people-off", {"entries": entries, "until": resting.until(row, now=now)}))
    if row is not None and (until := standing.full_week(session, person, row, now=now)) is not None:
        values: Values = {"entries": entries, "until": until, "limit": row.weekly_limit}
        return Reply(show=Message("people-full", values))
    return Reply(show=Message("people", {"entries": entries}))


def one(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """One of them. Of a name that was only kept listed, the name alone."""
    support = supports.by_id(session, support_id)
    if support is None or support.supporter_id != person.id:
        return Reply(toast=Message("not-yours"))
    member = member_of(session, support)
    values: Values = {"name": member.name, "support": support_id}
    if support.kept_listed:
        return Reply(show=Message("people-listed", values))
    if support.ended_at is not None:
        return Reply(show=Message("support-over"), toast=Message("support-over-toast"))
    if support.state is SupportState.ACCEPTED:
        return Reply(show=Message("people-waiting", values))
    looks.note(session, id_of(person), {id_of(member)}, looks.PAGE, now=now)
    lines = (
        *((Message("people-resting", {"name": member.name}),) if _is_resting(session, member, now=now) else ()),
        *((Message("people-handing-over", {"name": member.name}),) if support.handing_over_at is not None else ()),
        *_what_comes(session, member, support, now=now),
        telling.reach(member, support.member_route),
    )
    return Reply(show=Message("people-one", values | {"lines": lines, "muted": support.supporter_mutes}))


def _what_comes(session: Session, member: Person, support: Support, *, now: datetime) -> tuple[Message, ...]:
    """What they would read. Whether uses are told is not to be seen from it: that alone would tell something."""
    in_force = supports.in_force(session, id_of(support))
    if not in_force and not support.is_leader:
        return (Message("people-unchosen", {"name": member.name}),)
    if support.is_leader or sharing.tells_nothing_but_reach_out(in_force, now=now):
        return (Message("people-reach-out", {"name": member.name}),)
    return (Message("people-reason", {"name": member.name}),)


def _is_resting(session: Session, member: Person, *, now: datetime) -> bool:
    """Whether the member is not asked at the moment: paused, away, out of reach, long unheard, or without a rhythm."""
    if member.silent_at is not None or reach.is_lost(member) or not fading.is_asked(member.fading):
        return True
    if member.paused_until_on is not None and member.paused_until_on >= local(now, member).date():
        return True
    return not any(known.cadence.days and known.cadence.times for known in checkins.enrolled(session, id_of(member)))
