"""Whether a supporter would be asked now, and if not, until when: said truly, to the member and to the supporter."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.alerts import circle
from bot.actions.checkins.scheduling import local
from bot.actions.supporters.rows import supporter_of
from bot.rules.availability import free_from
from bot.rules.zones import wall_clock
from bot.texts.messages import Message, When
from storage.queries import circle as rows
from storage.queries import supports
from storage.tables import Availability, Person, Support


def to_member(session: Session, support: Support, member: Person, *, now: datetime) -> Message | None:
    """ "Sam isn't asked before tomorrow at 7:00"; None where they would be asked at once."""
    supporter = supporter_of(session, support)
    if supporter.blocked_at is not None:
        return Message("standing-out-of-reach", {"name": supporter.name})
    companion = rows.companion(session, support.member_id, support.supporter_id)
    hours = circle.hours(session, supporter, companion, alert=None, now=now)
    free_at = free_from(hours, now)
    if free_at <= now:
        return None
    off = hours.off_until_at is not None and hours.off_until_at > now
    why = "off" if off else "limit" if hours.full_until_at is not None else "quiet"
    until = When(local(free_at, member), local(now, member).date())
    return Message("standing", {"name": supporter.name, "why": why, "until": until})


def full_week(session: Session, person: Person, row: Availability, *, now: datetime) -> When | None:
    """Until when the weekly limit is used up, on the supporter's own clock; None where it is not."""
    hours = circle.hours(session, person, _any(session, person), alert=None, now=now)
    if hours.full_until_at is None:
        return None
    return When(wall_clock(hours.full_until_at, row.zone), wall_clock(now, row.zone).date())


def _any(session: Session, person: Person) -> rows.Companion | None:
    """One of those who are asked for: their hours are the same for all of them."""
    for support in supports.of_supporter(session, person.id or 0):
        if (known := rows.companion(session, support.member_id, support.supporter_id)) is not None:
            return known
    return None
