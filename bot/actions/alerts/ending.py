"""How an alert ends, and who learns of it.

Every end says the same to whoever was only asked to reach out. Others learn more only where a check-in ended a silence.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions import journal
from bot.actions.alerts import saying, telling
from bot.actions.outgoing import Withdrawn
from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertKind, AlertState, Outcome, Priority, StepState
from bot.texts.messages import Message
from storage.queries import alerts, circle, looks, outbox, people
from storage.tables import Alert, AlertStep, Outgoing

LEARN = (StepState.ASKED, StepState.ACKNOWLEDGED)


def end(
    session: Session,
    alert: Alert,
    state: AlertState,
    *,
    outcome: Outcome | None = None,
    now: datetime,
    by: int | None = None,
) -> None:
    """End a live alert for good: nothing of it leaves any more, and whoever was asked learns that it is closed.

    `by`: who ended it, and so needs no message; None: time did. Exhausted ones close nobody's message: "I've got this"
    works on for 24 h. The member learns of every end that was not their own tap.
    """
    alert.state, alert.outcome, alert.ended_at = state, outcome, now
    journal.note(session, "alert-ended", why=(outcome or state).value, person=alert.member_id)
    alert.next_at = alert.follow_up_at = None
    alert.follow_up = []
    outbox.withdraw_for_alert(session, alert.id or 0)
    if state is not AlertState.EXHAUSTED:
        for step in alerts.asked(session, alert.id):
            if step.recipient_id != by and step.state in LEARN:
                close_for(session, alert, step, now=now)
    if by != alert.member_id:
        outbox.enqueue(
            session, "alert-exhausted" if state is AlertState.EXHAUSTED else "alert-ended", alert.member_id, now=now,
            dedupe=f"ended:{alert.id}:{int(now.timestamp())}", alert_id=alert.id, ids={"by": by},
            priority=Priority.SOS if alert.kind is AlertKind.SOS else Priority.ALERT,
        )  # fmt: skip


def close_for(session: Session, alert: Alert, step: AlertStep, *, now: datetime) -> None:
    """Tell one person who was asked that it is over: who had taken it up hears it, as all do of an SOS; others silently.

    After a restore nobody hears it: what came of it was said back then.

    Either way the message with which they were asked says so too, and its buttons go.
    """
    heard = step.state is StepState.ACKNOWLEDGED
    if alert.state is AlertState.INTERRUPTED:
        kinds = ["alert-closed-silent"]
    elif alert.kind is AlertKind.SOS:
        kinds = ["sos-over", "alert-page-closed"]
    else:  # one kind for every end: it stands in the supporter's own export, too
        kinds = ["alert-closed", "alert-page-closed"] if heard else ["alert-closed-silent"]
    for kind in kinds:
        outbox.enqueue(
            session, kind, step.recipient_id, now=now, priority=Priority.ALERT, alert_id=alert.id,
            dedupe=f"{kind}:{alert.id}:{step.recipient_id}:{int((alert.ended_at or now).timestamp())}",
        )  # fmt: skip


def load_closed(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """The words of an end: always the same, except that who knows of the silence may know that it is over."""
    alert = alerts.locked(session, row.alert_id)
    if alert is None or alert.state in LIVE_ALERT_STATES:
        return Withdrawn("state")
    if row.kind == "alert-page-closed":
        return Message(row.kind)
    if alert.state is AlertState.INTERRUPTED:
        return Message("alert-closed")
    name = people.by_id(session, alert.member_id).name
    if alert.kind is AlertKind.SOS:
        return Message("sos-over", {"name": name, "outcome": (alert.outcome or Outcome.OK_NOW).value})
    if _is_all_clear(session, alert, row, now=now):
        return Message("alert-all-clear", {"name": name})
    return Message("alert-closed")


def _is_all_clear(session: Session, alert: Alert, row: Outgoing, *, now: datetime) -> bool:
    companion = circle.companion(session, alert.member_id, row.recipient_id or 0)
    known = not telling.only_reach_out(session, alert, companion, now=now)
    return alert.kind is not AlertKind.SOS and alert.outcome is Outcome.CHECKED_IN and known


def closed_sent(session: Session, row: Outgoing, now: datetime) -> None:
    """That the member has checked in stands in the record of who has read what."""
    alert = alerts.locked(session, row.alert_id)
    if alert is not None and _is_all_clear(session, alert, row, now=now):
        looks.note(session, row.recipient_id or 0, {alert.member_id}, looks.BACK, now=row.sent_at or now)


def load_ended(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """To the member: how their alert ended, where somebody else or time ended it."""
    alert = alerts.locked(session, row.alert_id)
    if alert is None or alert.state in LIVE_ALERT_STATES:
        return Withdrawn("state")
    by = row.ids.get("by")
    name = people.by_id(session, by).name if by is not None else ""
    return Message(
        "alert-ended",
        {"alert": alert.id, "supporter": name, "outcome": (alert.outcome.value if alert.outcome else "none")},
    )


def load_exhausted(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """To the member: I have reached nobody; these numbers are awake."""
    alert = alerts.locked(session, row.alert_id)
    if alert is None or alert.state is not AlertState.EXHAUSTED:
        return Withdrawn("state")
    if alert.kind is AlertKind.QUIET:
        return Message("quiet-exhausted", {"alert": alert.id})
    member = people.by_id(session, alert.member_id)
    return Message("alert-exhausted", {"alert": alert.id, "card": saying.card(session, member, now=now)})
