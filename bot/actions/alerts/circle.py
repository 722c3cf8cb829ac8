"""From rows to the rules' values: whom an alert may ask, when they may be asked, and what each may read.

Read anew for every decision and every message: consent, hours and relations may have changed since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.checkins.scheduling import zone_of
from bot.rules import consent
from bot.rules.availability import WEEK, Availability, full_until
from bot.rules.consent import Told
from bot.rules.days import USE_STAYS_NEAR_FOR, past_before
from bot.rules.ladder import Ladder, Rung
from bot.rules.permissions import Relation
from bot.rules.vocabulary import AlertKind, AlertState, Level, Signal, StepState, SupportState
from storage import tables
from storage.queries import alerts, circle, days, people
from storage.queries.circle import Companion
from storage.tables import Alert, AlertStep, Checkin, Person, Sharing, Support


def levels(in_force: Iterable[Sharing], *, now: datetime) -> dict[Signal, Level]:
    """What the ledger's unrevoked rows let a supporter be told about each signal, as of `now`."""
    return {row.signal: consent.in_force(row.level, until_at=row.until_at, now=now) for row in in_force}


def signals_of(alert: Alert) -> tuple[Signal, ...]:
    return tuple(Signal(signal) for signal in alert.signals)


def told(
    session: Session, alert: Alert, companion: Companion, *, now: datetime, signals: tuple[Signal, ...] | None = None
) -> Told | None:
    """What this supporter may read of the alert (or of `signals` of it); None: they may not be asked."""
    after_use = Signal.QUIET in (signals or signals_of(alert)) and quiet_run(session, alert).after_use
    return consent.visible(
        signals or signals_of(alert),
        levels(companion.sharing, now=now),
        besides=(*signals_of(alert), *_use_of(session, alert)),
        is_leader=companion.support.is_leader,
        after_use=after_use,
    )


def _use_of(session: Session, alert: Alert) -> tuple[Signal, ...]:
    """USED where the check-in says so, also if a cool-down kept it out of the alert: its note may speak of it."""
    checkin = session.get(Checkin, alert.checkin_id) if alert.checkin_id is not None else None
    return (Signal.USED,) if checkin is not None and checkin.used else ()


def askable(session: Session, member_id: int, signals: tuple[Signal, ...], *, now: datetime) -> list[Companion]:
    """Those of the circle who may read anything about these signals, in order. Not all of them can be reached."""
    return [
        companion
        for companion in circle.companions(session, member_id)
        if consent.visible(signals, levels(companion.sharing, now=now), is_leader=companion.support.is_leader)
        is not None
    ]


@dataclass(frozen=True)
class QuietRun:
    """How many days in a row brought no answer, and whether a use was reported in the week before them."""

    days: int
    after_use: bool


def quiet_run(session: Session, alert: Alert) -> QuietRun:
    """As it was when the alert opened: a sign of life since then does not change what was told."""
    last_sign_at = people.by_id(session, alert.member_id).last_sign_at
    heard_at = last_sign_at if last_sign_at is not None and last_sign_at <= alert.opened_at else None
    known = days.up_to(session, alert.member_id, alert.on, heard_at=heard_at)
    past = past_before(alert.on + timedelta(days=1), known)
    if past.missed_from is None:
        return QuietRun(0, after_use=False)
    near = past.used_on is not None and (past.missed_from - past.used_on).days <= USE_STAYS_NEAR_FOR
    return QuietRun(past.missed, after_use=near)


def ladder_of(session: Session, alert: Alert, *, now: datetime) -> Ladder:
    """The alert as `bot.rules.ladder` sees it now."""
    known = {one.person.id: one for one in circle.companions(session, alert.member_id)}
    return Ladder(
        kind=alert.kind,
        opened_at=alert.opened_at,
        starts_at=alert.hold_until_at or alert.opened_at,
        member_zone=zone_of(people.by_id(session, alert.member_id)),
        rungs=tuple(
            _rung(session, alert, step, known.get(step.recipient_id), now=now)
            for step in alerts.steps(session, alert.id)
        ),
        round=alert.round,
        acknowledged=alert.state is AlertState.ACKNOWLEDGED,
    )


def _rung(session: Session, alert: Alert, step: AlertStep, companion: Companion | None, *, now: datetime) -> Rung:
    person = people.by_id(session, step.recipient_id)
    return Rung(
        recipient=step.recipient_id,
        position=step.position,
        hours=hours(session, person, companion, alert=alert, now=now),
        is_leader=step.is_leader,
        struggling=alerts.is_struggling(session, step.recipient_id) or days.is_quiet(session, step.recipient_id),
        state=_state(session, alert, step, companion, now=now),
        asks=step.asks,
        round=step.round,
        asked_at=step.asked_at,
        answered_at=step.answered_at,
    )


def _state(session: Session, alert: Alert, step: AlertStep, companion: Companion | None, *, now: datetime) -> StepState:
    """Where the person stands, given what changed since: revoked, blocked, reported as away."""
    if step.state not in (StepState.WAITING, StepState.ASKED):
        return step.state
    if companion is None or told(session, alert, companion, now=now) is None:
        return StepState.DROPPED
    out_of_reach = companion.person.blocked_at is not None or companion.person.silent_at is not None
    if step.state is StepState.WAITING and out_of_reach and alert.kind is not AlertKind.SOS:
        return StepState.UNREACHABLE
    return step.state


def hours(
    session: Session, person: Person, companion: Companion | None, *, alert: Alert | None, now: datetime
) -> Availability:
    """When this supporter may be asked; until they chose, 22 to 7 and five alerts a week."""
    row = (companion.availability if companion else None) or tables.Availability(
        person_id=person.id or 0, zone=zone_of(person)
    )
    lately = circle.times_asked(session, person.id or 0, since=now - WEEK, besides=alert.id if alert else None)
    return Availability(
        zone=row.zone,
        quiet_from=row.quiet_from,
        quiet_to=row.quiet_to,
        off_until_at=row.off_until_at,
        full_until_at=full_until(lately, weekly_limit=row.weekly_limit, now=now),
    )


def relation(session: Session, member_id: int, person: Person) -> Relation:
    """What the person who taps is to the member, read from the rows."""
    if person.id == member_id:
        return Relation.SELF
    support = circle.support_of(session, member_id, person.id or 0)
    if support is None:
        return Relation.STRANGER
    return _relation(support)


def _relation(support: Support) -> Relation:
    if support.ended_at is not None or support.state is SupportState.ENDED:
        return Relation.FORMER
    if support.state is not SupportState.CONFIRMED:
        return Relation.UNCONFIRMED
    return Relation.LEADER if support.is_leader else Relation.SUPPORTER
