"""Questions about alerts, their steps, and who has read what."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from bot.rules.signals import TIER_OF, PastAlert
from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertKind, AlertState, InboxState, OutboxState, StepState
from storage.queries.engine import engine_row
from storage.tables import Alert, AlertStep, Disclosure, Incoming, Outgoing, Person

HELD_LINES = ("alert-held", "alert-held-anew", "quiet-announcement")
NEVER_LEFT = (OutboxState.WITHDRAWN, OutboxState.EXPIRED)


def locked(session: Session, alert_id: int | None) -> Alert | None:
    """The alert as the database has it now, kept from everybody else until the commit; None if it is gone."""
    if alert_id is None:
        return None
    session.flush()
    return session.get(Alert, alert_id, with_for_update=True, populate_existing=True)


def _newest_live(which: sa.ColumnElement[bool]) -> sa.Select[Alert]:
    of_member = col(Alert.member_id) == sa.bindparam("member")
    wanted = sa.select(Alert).where(of_member, col(Alert.state).in_(LIVE_ALERT_STATES), which)
    newest = wanted.order_by(col(Alert.id).desc()).limit(1).with_for_update()
    return newest.execution_options(populate_existing=True)


_LIVE = _newest_live(col(Alert.kind) != AlertKind.SOS)  # built once: every update asks it
_LIVE_SOS = _newest_live(col(Alert.kind) == AlertKind.SOS)
_ACKNOWLEDGED = sa.select(col(Alert.on), col(Alert.kind)).where(
    col(Alert.member_id) == sa.bindparam("member"),
    col(Alert.acknowledged_at).is_not(None),
    col(Alert.kind).in_(list(TIER_OF)),
)

_STEPS = (
    sa.select(AlertStep)
    .where(col(AlertStep.alert_id) == sa.bindparam("alert"))
    .order_by(col(AlertStep.is_leader), col(AlertStep.position))
)
_OF_DATE = sa.select(Alert).where(
    col(Alert.member_id) == sa.bindparam("member"),
    col(Alert.on) == sa.bindparam("date"),
    col(Alert.kind).in_(list(TIER_OF)),
)
_MESSAGE = sa.select(Outgoing).where(col(Outgoing.dedupe) == sa.bindparam("key"))
_PLAN_TOLD = (
    sa.select(Outgoing)
    .where(
        col(Outgoing.alert_id) == sa.bindparam("alert"),
        col(Outgoing.kind).in_(HELD_LINES),
        col(Outgoing.state).not_in(NEVER_LEFT),
    )
    .order_by(col(Outgoing.id).desc())
    .limit(1)
)
_STRUGGLES = (
    sa.select(col(Alert.id))
    .where(
        col(Alert.member_id) == sa.bindparam("person"),
        col(Alert.state).in_((AlertState.ASKING, AlertState.ACKNOWLEDGED)),
    )
    .limit(1)
)
_LAST_TOLD = sa.select(sa.func.max(col(Disclosure.at))).where(
    col(Disclosure.member_id) == sa.bindparam("member"), col(Disclosure.viewer_id) == sa.bindparam("viewer")
)


def live(session: Session, member_id: int) -> Alert | None:
    """The member's one live alert besides SOS, kept from everybody else until the commit."""
    return session.execute(_LIVE, {"member": member_id}).scalar_one_or_none()


def live_sos(session: Session, member_id: int) -> Alert | None:
    return session.execute(_LIVE_SOS, {"member": member_id}).scalar_one_or_none()


def of_date(session: Session, member_id: int, on: date) -> Sequence[Alert]:
    """The alerts raised by what happened on one date, ASKED and SOS left out."""
    return session.scalars(_OF_DATE, {"member": member_id, "date": on}).all()


def acknowledged(session: Session, member_id: int) -> list[PastAlert]:
    """The alerts that count toward cool-downs and the cap: those that a supporter acknowledged."""
    found = session.execute(_ACKNOWLEDGED, {"member": member_id})
    return [PastAlert(on, kind) for on, kind in found]


def due(session: Session, *, now: datetime, heard_until_at: datetime | None, limit: int) -> Sequence[Alert]:
    """Alerts whose ladder looks again by `now`, earliest first.

    One about silence waits until its instant lies in what we have heard and no update of the member is unhandled: a sign
    of life, perhaps from while we were down, may call it off.
    """
    wanted = sa.select(Alert).where(col(Alert.next_at) <= now)
    heard = (
        sa.false()
        if heard_until_at is None
        else (col(Alert.next_at) <= heard_until_at) & ~_has_written(col(Alert.member_id))
    )
    wanted = wanted.where((col(Alert.kind) != AlertKind.QUIET) | heard)
    return session.scalars(wanted.order_by(col(Alert.next_at)).limit(limit)).all()


def _has_written(member: Mapped[int] | int) -> sa.ColumnElement[bool]:
    """Whether an update of this member waits to be handled."""
    waiting = sa.select(col(Incoming.update_id)).join(Person, col(Incoming.person_hash) == col(Person.tg_hash))
    return waiting.where(col(Incoming.state) == InboxState.UNHANDLED, col(Person.id) == member).exists()


def could_hear(session: Session, member_id: int, *, since: datetime) -> bool:
    """Whether our fetches reach at least up to `since`, and nothing that this member sent waits to be handled."""
    heard_until_at = engine_row(session).heard_until_at
    if heard_until_at is None or heard_until_at < since:
        return False
    return not session.execute(sa.select(_has_written(member_id))).scalar_one()


def steps(session: Session, alert_id: int | None) -> Sequence[AlertStep]:
    """Everybody on an alert's ladder, in order."""
    return session.scalars(_STEPS, {"alert": alert_id}).all()


def step(session: Session, alert_id: int, recipient_id: int | None) -> AlertStep | None:
    return session.get(AlertStep, (alert_id, recipient_id))


def asked(session: Session, alert_id: int | None) -> list[AlertStep]:
    """Those whom a message of this alert has reached."""
    return [one for one in steps(session, alert_id) if one.message_id is not None]


def asking_now(session: Session, recipient_id: int) -> Sequence[Alert]:
    """The alerts, SOS left out, on which this person was asked and has not answered."""
    wanted = (
        sa.select(Alert)
        .join(AlertStep, col(AlertStep.alert_id) == Alert.id)
        .where(
            col(AlertStep.recipient_id) == recipient_id,
            col(AlertStep.state) == StepState.ASKED,
            col(Alert.state) == AlertState.ASKING,
            col(Alert.kind) != AlertKind.SOS,
        )
    )
    return session.scalars(wanted.order_by(col(Alert.id))).all()


def under_way_between(session: Session, member_id: int, recipient_id: int) -> bool:
    """Whether this person was asked about an alert of the member's that is still open."""
    wanted = (
        sa.select(col(Alert.id))
        .join(AlertStep, col(AlertStep.alert_id) == Alert.id)
        .where(
            col(Alert.member_id) == member_id,
            col(Alert.state).in_((AlertState.ASKING, AlertState.ACKNOWLEDGED)),
            col(AlertStep.recipient_id) == recipient_id,
            col(AlertStep.asks) > 0,
        )
    )
    return session.execute(wanted.limit(1)).first() is not None


def last_told(session: Session, member_id: int, viewer_id: int | None) -> datetime | None:
    """When this supporter last read something about the member; None: never."""
    return session.execute(_LAST_TOLD, {"member": member_id, "viewer": viewer_id}).scalar()


def message(session: Session, dedupe: str) -> Outgoing | None:
    """An outbox row by its key, whatever became of it."""
    return session.scalars(_MESSAGE, {"key": dedupe}).one_or_none()


def last_message(session: Session, alert_id: int | None, kind: str) -> Outgoing | None:
    """The newest message of one kind about this alert that was sent."""
    wanted = sa.select(Outgoing).where(
        col(Outgoing.alert_id) == alert_id, col(Outgoing.kind) == kind, col(Outgoing.message_id).is_not(None)
    )
    return session.scalars(wanted.order_by(col(Outgoing.id).desc()).limit(1)).first()


def plan_told(session: Session, alert_id: int | None) -> str | None:
    """The plan that the newest line about a held alert tells the member; None: it told of none."""
    newest = session.scalars(_PLAN_TOLD, {"alert": alert_id}).first()
    return newest.ids.get("plan") if newest is not None else None


def of_supporter(session: Session, person_id: int) -> Sequence[int | None]:
    """The live alerts on whose ladder this person stands and that still look for somebody."""
    wanted = sa.select(col(Alert.id)).join(AlertStep, col(AlertStep.alert_id) == Alert.id)
    looking = col(Alert.state).in_((AlertState.HELD, AlertState.ASKING))
    return session.scalars(wanted.where(col(AlertStep.recipient_id) == person_id, looking)).all()


def every_live(session: Session) -> Sequence[Alert]:
    """Everybody's live alerts, kept from everybody else until the commit."""
    wanted = sa.select(Alert).where(col(Alert.state).in_(LIVE_ALERT_STATES)).order_by(col(Alert.id))
    return session.scalars(wanted.with_for_update()).all()


def is_struggling(session: Session, person_id: int) -> bool:
    """Whether this person has an open alert of their own."""
    return session.execute(_STRUGGLES, {"person": person_id}).first() is not None


def on_its_way(steps_: Sequence[AlertStep]) -> list[AlertStep]:
    return [one for one in steps_ if one.state is StepState.ASKED and one.asked_at is None]
