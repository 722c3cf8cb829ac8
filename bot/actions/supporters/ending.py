"""A support ends, by either side: at once, for good, with everything not yet delivered taken back in the same transaction."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from bot.actions.alerts import asking
from bot.actions.joining import pinning
from bot.actions.supporters import notices
from bot.actions.supporters.rows import as_member, as_supporter, id_of, member_of, supporter_of
from bot.rules.vocabulary import SupportState
from bot.texts.messages import Message, Reply
from storage.queries import alerts, outbox, supports
from storage.revocations import Revoked
from storage.tables import Person, Support


class Farewell(StrEnum):
    """What a removed supporter learns of it."""

    TELL = "tell"
    SILENT = "silent"
    LISTED = "listed"  # nothing, and the name stays on their page


def ask_remove(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    support = as_member(session, person, support_id)
    if isinstance(support, Reply):
        return support
    return Reply(show=Message("supporter-remove", {"name": supporter_of(session, support).name, "support": support_id}))


def remove(session: Session, person: Person, support_id: int, farewell: Farewell, *, now: datetime) -> Reply:
    """The member takes a supporter off their list."""
    support = as_member(session, person, support_id)
    if isinstance(support, Reply):
        return support
    end(session, support, now=now, kept_listed=farewell is Farewell.LISTED)
    supporter = supporter_of(session, support)
    if farewell is Farewell.TELL:
        notices.put(session, "support-ended", support, to=supporter, now=now)
    return Reply(show=Message("supporter-removed", {"name": supporter.name, "farewell": farewell.value}))


def ask_stop(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """[Stop] on the supporter's page. Of a name that was only kept listed nothing is said, here neither."""
    support = supports.by_id(session, support_id)
    if support is None or support.supporter_id != person.id:
        return Reply(toast=Message("not-yours"))
    return Reply(show=Message("people-stop", {"name": member_of(session, support).name, "support": support_id}))


def stop(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """The supporter steps back; the member is told, and kindly."""
    kept = supports.by_id(session, support_id)
    if kept is not None and kept.supporter_id == person.id and kept.kept_listed:
        kept.kept_listed = False
        return Reply(show=Message("people-stopped", {"name": member_of(session, kept).name}))
    support = as_supporter(session, person, support_id)
    if isinstance(support, Reply):
        return support
    end(session, support, now=now)
    member = member_of(session, support)
    notices.put(session, "support-stopped", support, to=member, now=now)
    return Reply(show=Message("people-stopped", {"name": member.name}))


def end(session: Session, support: Support, *, now: datetime, kept_listed: bool = False) -> None:
    """End a live support: what was shared is revoked, what was not yet delivered is withdrawn, the others move up."""
    support.state, support.ended_at, support.kept_listed = SupportState.ENDED, now, kept_listed
    supports.revoke(session, id_of(support), now=now)
    supports.note_revoked(session, id_of(support), Revoked.SUPPORT, now=now)
    outbox.withdraw_for_pair(session, member_id=support.member_id, supporter_id=support.supporter_id)
    for position, one in enumerate(supports.of_member(session, support.member_id), start=1):
        one.position = position
    session.flush()
    pinning.keep_current(session, member_of(session, support), now=now)
    _go_on_without(session, support, now=now)


def _go_on_without(session: Session, support: Support, *, now: datetime) -> None:
    """An alert under way turns to the next person at once."""
    for alert in (alerts.live(session, support.member_id), alerts.live_sos(session, support.member_id)):
        if alert is not None:
            asking.advance(session, alert, now=now)
