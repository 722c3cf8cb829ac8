"""What should have happened by now and has not, stage by stage: row numbers only, for the auditor.

Every question is answered from an index of what waits; none walks over all members.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.lifecycle import UNSENT_AFTER
from bot.rules.retention import EACH
from bot.rules.vocabulary import CheckinState, InboxState, OutboxState, Priority
from storage.queries import alerts, checkins, outbox, people
from storage.queries.engine import engine_row
from storage.tables import Alert, Checkin, Enrolment, Group, Incoming, Outgoing, Sharing

LATE_AFTER = timedelta(minutes=2)
SLOW_AFTER = timedelta(minutes=30)  # prompts and less urgent messages may stand in line behind Telegram's limits
SILENT_AFTER = timedelta(minutes=5)  # without a complete fetch: long polls end within a minute
SWEPT_WITHIN = timedelta(hours=1)
TOLD_FOR = timedelta(days=1)  # what could not be done will not be: after a day it has been said often enough
AT_MOST = 20  # rows told per stage


def find(session: Session, *, now: datetime) -> dict[str, tuple[int, ...]]:
    """Return the stages in which something is late, each with the numbers of at most 20 rows, the longest overdue first.

    Late is what was due two minutes ago; what waits to be sent and is no alert, half an hour ago. What may only be judged
    from what we have heard counts from there: while Telegram is away, nobody's silence is overdue; but that we hear nothing is.
    """
    late = now - LATE_AFTER
    found = {
        "open": _ids(session, col(Enrolment.id), col(Enrolment.next_at), late, col(Enrolment.ended_at).is_(None)),
        "queue": _ids(
            session, col(Checkin.id), col(Checkin.planned_at), late - UNSENT_AFTER, col(Checkin.state) == CheckinState.QUEUED
        ),
        "leaders": _ids(session, col(Group.id), col(Group.look_at), late),
        **_of_the_engine(session, now=now),
        "settle": _ids(session, col(Checkin.id), col(Checkin.settle_at), late),
        "renew": _ids(session, col(Sharing.id), col(Sharing.ask_at), late),
        **_of_silence(session, late),
        "handle": _ids(
            session, col(Incoming.update_id), col(Incoming.received_at), late, col(Incoming.state) == InboxState.UNHANDLED
        ),
        "send": _unsent(session, now=now),
        "record": _ids(
            session, col(Outgoing.id), col(Outgoing.claimed_until_at), late, col(Outgoing.state) == OutboxState.CLAIMED
        ),
        "finish": _ids(
            session, col(Outgoing.id), col(Outgoing.unfinished_at), now, col(Outgoing.unfinished_at) > now - TOLD_FOR
        ),
        "move": _unmoved(session, late),
    }  # fmt: skip
    return {stage: tuple(ids) for stage, ids in found.items() if ids}


def _of_silence(session: Session, late: datetime) -> dict[str, list[int]]:
    """What waits until we have heard, and until no update of the person is unhandled."""
    heard_until_at = engine_row(session).heard_until_at
    heard = min(late, heard_until_at - LATE_AFTER) if heard_until_at is not None else None
    escalating = alerts.due(session, now=late, heard_until_at=heard, limit=AT_MOST)
    if heard is None:
        return {"escalate": _numbers(escalating)}
    return {
        "remind": _ids(session, col(Checkin.id), col(Checkin.remind_at), heard),
        "judge": _numbers(checkins.judgeable(session, heard_until_at=heard, limit=AT_MOST)),
        "fade": _numbers(people.due(session, "fade_at", heard_until_at=heard, limit=AT_MOST)),
        "lose": _numbers(people.due(session, "lost_at", heard_until_at=heard, limit=AT_MOST)),
        "escalate": _numbers(escalating),
    }


def _of_the_engine(session: Session, *, now: datetime) -> dict[str, list[int]]:
    """What has one row for everybody: hearing at all, removing what is old, closing the server."""
    row = engine_row(session)
    late = {
        "hear": row.heard_until_at is not None and row.heard_until_at <= now - SILENT_AFTER,
        "retire": row.swept_at is not None and row.swept_at + EACH <= now - SWEPT_WITHIN,
        "farewell": row.farewell_next_at is not None and row.farewell_next_at <= now - LATE_AFTER,
    }
    return {stage: [row.id] for stage, is_late in late.items() if is_late}


def _unsent(session: Session, *, now: datetime) -> list[int]:
    urgent = outbox.claimable(session, now=now - LATE_AFTER, limit=AT_MOST, up_to=Priority.ALERT)
    return urgent or outbox.claimable(session, now=now - SLOW_AFTER, limit=AT_MOST)


def _unmoved(session: Session, late: datetime) -> list[int]:
    """Open alerts that no instant and no message on its way will ever move."""
    on_its_way = sa.select(col(Outgoing.id)).where(
        col(Outgoing.alert_id) == col(Alert.id), col(Outgoing.state).in_((OutboxState.WAITING, OutboxState.CLAIMED))
    )
    nothing_next = col(Alert.next_at).is_(None) & col(Alert.ended_at).is_(None)
    return _ids(session, col(Alert.id), col(Alert.opened_at), late, nothing_next, ~on_its_way.exists())


def _ids(session: Session, id_: Any, instant: Any, until: datetime, *more: sa.ColumnElement[bool]) -> list[int]:
    return list(session.scalars(sa.select(id_).where(instant <= until, *more).order_by(instant).limit(AT_MOST)))


def _numbers(rows: Sequence[Any]) -> list[int]:
    return [row.id for row in rows]
