"""One transaction after which an older copy may be used: what was under way in it ends, and nobody is alarmed by it.

The order matters. Alerts end before anything is replayed, so that no ladder moves; what the replay would say was said back
then, so the outbox is emptied after it; only then are words of our own put in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions import farewell, journal, operator
from bot.actions.checkins import opening
from bot.actions.groups import links
from bot.actions.restoring import notices
from bot.actions.restoring.replaying import Replayed, replay
from bot.rules.hearing import OUTAGE_AFTER
from bot.rules.vocabulary import AlertState
from bot.rules.zones import wall_clock
from storage.queries import restored
from storage.queries.engine import engine_row
from storage.revocations import Entry
from storage.sequence import Sequence
from storage.tables import Outage, Person

AT_ONCE = 500  # enrolments moved on in one go


@dataclass(frozen=True)
class Reconciled:
    """What a restore did. `copied_at`: until when the copy knew for certain; None: it cannot be told.

    `confirming`: supports that wait for their member's yes, because `revoked.log` did not reach; else 0.
    """

    copied_at: datetime | None
    replayed: Replayed
    confirming: int
    interrupted: int  # alerts
    unsent: int  # check-ins that were open
    expired: int  # messages that waited
    set_aside: int  # updates that waited
    told: int  # people who get a line about it
    farewell: bool  # one had been announced, and was dropped: perhaps it was called off since


def reconcile(
    session: Session,
    entries: Iterable[Entry],
    *,
    known: bool,
    beyond: Mapping[str, int] | None = None,
    now: datetime,
) -> Reconciled:
    """Make an older copy fit to go on with from `now`. Doing it twice does no harm.

    `entries`: all of `revoked.log`. `known`: it holds everything that was taken back since the copy was made; else nobody is
    asked for anybody until their member confirms. `beyond`: see `storage.queries.restored.raise_ids`.
    """
    copied_at = engine_row(session).heard_until_at
    interrupted = _interrupt(session, now=now)
    replayed = replay(session, entries, now=now)
    confirming = 0 if known else _doubt_everything(session, now=now)
    expired, set_aside = restored.expire_outbox(session), restored.close_inbox(session)
    unsent = restored.close_checkins(session, now=now)
    restored.drop_open_questions(session, now=now)
    restored.forget_reach(session)
    session.expire_all()
    while opening.open_due(session, now=now, limit=AT_ONCE, sends=False) >= AT_ONCE:
        pass
    _end_runs(session, now=now)
    _begin_to_hear(session, copied_at, now=now)
    farewell_dropped = farewell.forget(session)
    restored.void_lease(session)
    restored.raise_ids(session, beyond=beyond)
    session.flush()
    told = notices.put_all(session, interrupted, copied_at=copied_at, known=known, now=now)
    journal.note(session, "restored", why="known" if known else "unknown")
    return Reconciled(
        copied_at, replayed, confirming, len(interrupted), unsent, expired, set_aside, told, farewell_dropped
    )


def recognised(session: Session, sequence: Sequence, *, now: datetime) -> Reconciled:
    """A copy was found in place of the database: make it fit, go on from it, and tell the operator."""
    known = sequence.knows_all_since(engine_row(session).sequence)
    done = reconcile(session, tuple(sequence.log.entries()), known=known, now=now)
    sequence.begin_restored(session, known=known)
    operator.tell(session, "restored", about="known" if known else "unknown", now=now)
    return done


def _interrupt(session: Session, *, now: datetime) -> list[int]:
    """Every live alert ends; the ids."""
    found = restored.live_alerts(session)
    for alert in found:
        alert.state, alert.ended_at = AlertState.INTERRUPTED, now
        alert.next_at = alert.hold_until_at = alert.follow_up_at = None
        alert.follow_up = []
    session.flush()
    return [alert.id for alert in found if alert.id is not None]


def _doubt_everything(session: Session, *, now: datetime) -> int:
    """Nothing says who took what back: nobody may be asked, nothing is shared, and no link opens a group."""
    for group in restored.open_groups(session):
        links.renew(session, group, now=now)
    return restored.unconfirm_all(session, now=now)


def _end_runs(session: Session, *, now: datetime) -> None:
    """Days of which we no longer know end a run of missed ones, as a pause does: nobody is called quiet for them."""
    for zone in session.scalars(sa.select(col(Person.zone)).where(col(Person.zone).is_not(None)).distinct()).all():
        yesterday = wall_clock(now, zone or "").date() - timedelta(days=1)
        paused_longer = col(Person.paused_until_on) >= yesterday
        session.execute(
            sa.update(Person)
            .where(col(Person.zone) == zone, col(Person.paused_until_on).is_(None) | ~paused_longer)
            .values(paused_from_on=yesterday, paused_until_on=yesterday)
        )
    session.expire_all()


def _begin_to_hear(session: Session, copied_at: datetime | None, *, now: datetime) -> None:
    """What came in since the copy is gone, as in an outage; and the first fetch ends one, so that a late SOS is known as late."""
    row = engine_row(session)
    row.heard_until_at = now - OUTAGE_AFTER - timedelta(seconds=1)
    if copied_at is not None and copied_at < now:
        session.add(Outage(from_at=copied_at, to_at=now))
