"""Alerts come into being, change while they are held, and get more to tell.

Whether one follows is decided by `bot.rules.signals`; whom it asks, by the ladder.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.actions import journal
from bot.actions.alerts import circle
from bot.actions.alerts.asking import tell
from bot.rules.ladder import ANNOUNCED_FOR, ASK_FIRST_FOR, HOLD_FOR
from bot.rules.signals import TIER_OF
from bot.rules.vocabulary import AlertKind, AlertState, Level, Signal
from storage.queries import circle as rows
from storage.tables import Alert, AlertStep, Checkin, Person

RANK = (AlertKind.USED, AlertKind.HARD, AlertKind.ASKED, AlertKind.QUIET)


def hold_for(session: Session, member: Person, signals: Iterable[Signal], *, now: datetime) -> timedelta:
    """Two minutes; half an hour for who wants to be asked first, in general or about all of these signals.

    What the first to be asked is told nothing of does not hurry it.
    """
    if member.ask_first:
        return ASK_FIRST_FOR
    wanted = tuple(signals)
    first = next(iter(circle.askable(session, member.id or 0, wanted, now=now)), None)
    if first is None:
        return HOLD_FOR
    told = {signal for signal, level in circle.levels(first.sharing, now=now).items() if level is not Level.NOTHING}
    asked_first = {row.signal for row in first.sharing if row.ask_first}
    hurry = told.intersection(wanted) - asked_first
    return HOLD_FOR if hurry or not told.intersection(wanted) else ASK_FIRST_FOR


def open_alert(
    session: Session,
    member: Person,
    *,
    on: date,
    kind: AlertKind,
    signals: tuple[Signal, ...],
    hold_until_at: datetime,
    craving: int | None = None,
    checkin: Checkin | None = None,
    now: datetime,
) -> Alert | None:
    """Open an alert in its hold, with a snapshot of whom it may ask; None where there is nobody."""
    asked = rows.companions(session, member.id or 0) if kind is AlertKind.SOS else None
    asked = asked if asked is not None else circle.askable(session, member.id or 0, signals, now=now)
    if not asked:
        journal.note(session, "nobody-to-ask", why=kind.value, person=member.id)
        return None
    alert = Alert(
        member_id=member.id or 0, on=on, kind=kind, tier=TIER_OF.get(kind), signals=[one.value for one in signals],
        craving=craving, state=AlertState.HELD, checkin_id=checkin.id if checkin else None, opened_at=now,
        hold_until_at=hold_until_at, next_at=hold_until_at,
    )  # fmt: skip
    session.add(alert)
    session.flush()
    session.add_all(
        AlertStep(
            alert_id=alert.id or 0, recipient_id=one.person.id or 0, position=position, is_leader=one.support.is_leader
        )
        for position, one in enumerate(asked, start=1)
    )
    session.flush()
    journal.note(session, "alert-opened", why=kind.value, person=member.id)
    return alert


def raise_to(alert: Alert, kind: AlertKind) -> None:
    """The alert is of the higher of both kinds from now on."""
    if RANK.index(kind) < RANK.index(alert.kind):
        alert.kind, alert.tier = kind, TIER_OF.get(kind)


def add_signals(alert: Alert, signals: Iterable[Signal]) -> None:
    known = {*alert.signals, *(signal.value for signal in signals)}
    alert.signals = [signal.value for signal in Signal if signal.value in known]


def follow_up(
    session: Session, alert: Alert, signals: Iterable[Signal], *, after: timedelta = HOLD_FOR, now: datetime
) -> None:
    """Those who were asked shall read these signals too, after a hold in which the member can say no."""
    more = {*alert.follow_up, *(signal.value for signal in signals)}
    alert.follow_up = [signal.value for signal in Signal if signal.value in more]
    if alert.follow_up_at is None:
        alert.follow_up_at = now + after
        if after:
            tell(session, alert, "alert-more-held", now=now, key=str(int(alert.follow_up_at.timestamp())))
    alert.next_at = min(alert.next_at or alert.follow_up_at, alert.follow_up_at)


def drop_follow_up(alert: Alert, signal: Signal) -> None:
    """This shall not be told any more; nothing happens where it was not to be."""
    if signal.value in alert.follow_up:
        alert.follow_up = [kept for kept in alert.follow_up if kept != signal.value]
        if not alert.follow_up:
            alert.follow_up_at = None


def announce(session: Session, alert: Alert, *, now: datetime) -> None:
    """Tell the member what will happen, before it does."""
    tell(session, alert, "alert-held", now=now, key=f"{alert.kind}:{int(now.timestamp())}")


QUIET_HOLD = ANNOUNCED_FOR
