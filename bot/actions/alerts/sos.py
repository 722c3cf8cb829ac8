"""SOS: everybody at once, whatever the hour, and the crisis card at once. It bypasses everything, always."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.alerts import asking, crisis, ending, opening, saying
from bot.actions.checkins.scheduling import local
from bot.actions.outgoing import Withdrawn
from bot.rules.sos import PRESSED_AGAIN_AFTER, REACHED_AFTER
from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertKind, AlertState, Outcome, Priority, Signal, StepState
from bot.texts.messages import Message, Reply
from storage.queries import alerts, outbox, people
from storage.tables import Alert, Outgoing, Person


def sos(session: Session, person: Person, *, now: datetime) -> Reply:
    """/sos and [I need someone now]. The card leaves as an outbox row: it must arrive."""
    alert = alerts.live_sos(session, person.id or 0)
    if alert is not None:
        _again(session, alert, now=now)
    else:
        alert = opening.open_alert(
            session, person, on=local(now, person).date(), kind=AlertKind.SOS, signals=(Signal.SOS,), hold_until_at=now, now=now
        )  # fmt: skip
        if alert is None:
            return crisis.card_alone(session, person, now=now)
        asking.advance(session, alert, now=now)
        outbox.enqueue(
            session, "sos-reached", person.id, now=now, not_before_at=now + REACHED_AFTER, priority=Priority.SOS,
            dedupe=f"sos-reached:{alert.id}", alert_id=alert.id,
        )  # fmt: skip
    asking.tell(session, alert, "sos-card", now=now, key=str(int(now.timestamp())), priority=Priority.SOS)
    return Reply(toast=Message("sos-toast"))


def ok_now(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    return _close(session, person, alert_id, Outcome.OK_NOW, now=now)


def mistake(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    return _close(session, person, alert_id, Outcome.MISTAKE, now=now)


def reached(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    return _close(session, person, alert_id, Outcome.TALKED, now=now)


def not_yet(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """ "Has someone reached you?" [Not yet]: whoever said they were on it is asked again, with all the others."""
    alert = _mine(session, person, alert_id)
    if isinstance(alert, Reply):
        return alert
    for step in alerts.steps(session, alert.id):
        if step.state is StepState.ACKNOWLEDGED:
            step.state, step.answered_at, step.promised_at = StepState.ASKED, None, None
    alert.state, alert.acknowledged_by = AlertState.ASKING, None
    session.flush()
    _again(session, alert, now=now)
    return Reply(
        show=Message(
            "sos-going-on",
            {"alert": alert.id, "asked": _names(session, alert), "card": saying.card(session, person, now=now)},
        )
    )


def _again(session: Session, alert: Alert, *, now: datetime) -> None:
    """Page everybody who has not acknowledged once more, at most every five minutes."""
    steps = alerts.steps(session, alert.id)
    newest = max((step.asked_at for step in steps if step.asked_at is not None), default=None)
    if newest is not None and now >= newest + PRESSED_AGAIN_AFTER:
        alert.round = 0
        coming = alerts.on_its_way(steps)
        for step in steps:
            if step.state is not StepState.ACKNOWLEDGED and step not in coming and (step.asks or not step.is_leader):
                asking.ask(session, alert, step, now=now)
    asking.advance(session, alert, now=now)


def _close(session: Session, person: Person, alert_id: int, outcome: Outcome, *, now: datetime) -> Reply:
    alert = _mine(session, person, alert_id)
    if isinstance(alert, Reply):
        return alert
    ending.end(session, alert, AlertState.RESOLVED, outcome=outcome, now=now, by=person.id)
    return Reply(show=Message("sos-ended", {"outcome": outcome.value}))


def _mine(session: Session, person: Person, alert_id: int) -> Alert | Reply:
    alert = alerts.locked(session, alert_id)
    if alert is None or alert.member_id != person.id or alert.kind is not AlertKind.SOS:
        return Reply(toast=Message("not-yours"))
    if alert.state not in LIVE_ALERT_STATES:
        return Reply(show=Message("alert-over"))
    return alert


def load_card(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """The card below "I've asked Sam and Ana right now"."""
    alert = alerts.locked(session, row.alert_id)
    if alert is None:
        return Withdrawn("gone")
    member = people.by_id(session, alert.member_id)
    return Message(
        "sos-card", {"alert": alert.id, "asked": _names(session, alert), "card": saying.card(session, member, now=now)}
    )


def load_question(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """ "Has someone reached you?", ten minutes after the SOS."""
    alert = alerts.locked(session, row.alert_id)
    if alert is None or alert.state not in LIVE_ALERT_STATES:
        return Withdrawn("state")
    return Message("sos-reached", {"alert": alert.id})


def load_on_it(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = alerts.locked(session, row.alert_id)
    if alert is None or alert.state not in LIVE_ALERT_STATES:
        return Withdrawn("state")
    return Message("sos-on-it", {"alert": alert.id, "supporter": saying.name_of(session, row.ids.get("by"))})


def _names(session: Session, alert: Alert) -> tuple[str, ...]:
    """Those who are asked, the leader only once they are."""
    return tuple(
        saying.name_of(session, step.recipient_id)
        for step in alerts.steps(session, alert.id)
        if step.asks and step.state is not StepState.UNREACHABLE
    )
