"""Notices to the member about their own alert: read off the rows when they are claimed, so that they are true then."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.alerts import asking, judging, promises, saying
from bot.actions.outgoing import Later, Withdrawn
from bot.rules.ladder import ANNOUNCED_FOR, HOLD_FOR, Waiting
from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertState, StepState
from bot.texts.messages import Message
from storage.queries import alerts, people
from storage.tables import Alert, Outgoing

ROUND_TO = timedelta(minutes=5)  # announced hours are told in such steps


def load_held(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = in_state(session, row, AlertState.HELD)
    if alert is None:
        return Withdrawn("state")
    message = saying.held(session, alert, people.by_id(session, alert.member_id), now=now)
    row.ids = {**row.ids, "plan": saying.plan_of(session, alert, now=now), "minutes": message.values.get("minutes")}
    return message


def held_sent(session: Session, row: Outgoing, now: datetime) -> None:
    """The hold counts from the moment at which the member could read of it, and lasts as long as they read."""
    alert = in_state(session, row, AlertState.HELD)
    if alert is None:
        return
    alert.member_message = row.message_id
    if alert.hold_until_at is not None and alert.hold_until_at > alert.opened_at:
        said = row.ids.get("minutes")
        lasts = timedelta(minutes=said) if said is not None else HOLD_FOR
        alert.hold_until_at = max(alert.hold_until_at, (row.sent_at or now) + lasts)
    asking.advance(session, alert, now=now)


def load_announcement(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
    """ "At 10:00 I'll ask Sam to say hello": at least two hours before, and not in the member's night."""
    alert = in_state(session, row, AlertState.HELD)
    if alert is None:
        return Withdrawn("state")
    member = people.by_id(session, alert.member_id)
    awake_at = promises.wakes_at(member, now)
    if awake_at > now:
        return Later(awake_at)
    judging.plan_quiet(session, alert, _rounded(now + ANNOUNCED_FOR), now=now)
    row.ids = {**row.ids, "plan": saying.plan_of(session, alert, now=now)}
    return saying.held(session, alert, member, now=now)


def _rounded(at: datetime) -> datetime:
    """The next full five minutes, at least one minute ahead: the message itself takes a moment."""
    ahead = at + timedelta(minutes=1)
    over = timedelta(minutes=ahead.minute % 5, seconds=ahead.second, microseconds=ahead.microsecond)
    return ahead if not over else ahead - over + ROUND_TO


def announced(session: Session, row: Outgoing, now: datetime) -> None:
    alert = in_state(session, row, AlertState.HELD)
    if alert is None:
        return
    alert.member_message = row.message_id
    if alert.hold_until_at is not None:
        alert.hold_until_at = max(alert.hold_until_at, (row.sent_at or now) + ANNOUNCED_FOR)
    asking.advance(session, alert, now=now)


def announcement_refused(session: Session, row: Outgoing, now: datetime) -> None:
    """The member cannot be told: the alert keeps its hour."""
    alert = in_state(session, row, AlertState.HELD)
    if alert is not None:
        asking.advance(session, alert, now=now)


def load_asked(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = in_state(session, row, AlertState.ASKING)
    return saying.asked(session, alert, now=now) if alert is not None else Withdrawn("state")


def load_waiting(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = in_state(session, row, AlertState.ASKING)
    if alert is None:
        return Withdrawn("state")
    recipient, stamp = row.dedupe.split(":")[-2:]
    if alerts.step(session, alert.id or 0, int(recipient)) is None:
        return Withdrawn("gone")
    waits = Waiting(int(recipient), datetime.fromtimestamp(int(stamp), tz=now.tzinfo))
    return saying.waiting(session, alert, people.by_id(session, alert.member_id), waits, now=now)


def load_more_held(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = alerts.locked(session, row.alert_id)
    if alert is None or alert.state not in LIVE_ALERT_STATES or alert.follow_up_at is None:
        return Withdrawn("state")
    to = [step for step in alerts.asked(session, alert.id) if step.state in (StepState.ASKED, StepState.ACKNOWLEDGED)]
    if alert.state is AlertState.ACKNOWLEDGED:
        to = [step for step in to if step.recipient_id == alert.acknowledged_by]
    return Message(
        "alert-more-held",
        {
            "alert": alert.id,
            "asked": tuple(saying.name_of(session, one.recipient_id) for one in to),
            "soon": alert.follow_up_at - now <= HOLD_FOR,
            "minutes": int(HOLD_FOR.total_seconds() / 60),
            "when": saying.when(alert.follow_up_at, people.by_id(session, alert.member_id), now=now),
        },
    )


def more_held_sent(session: Session, row: Outgoing, now: datetime) -> None:
    """This hold, too, counts from the moment at which the member could read of it."""
    alert = alerts.locked(session, row.alert_id)
    if alert is not None and alert.state in LIVE_ALERT_STATES and alert.follow_up_at is not None:
        alert.follow_up_at = max(alert.follow_up_at, (row.sent_at or now) + HOLD_FOR)
        asking.advance(session, alert, now=now)


def load_acknowledged(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = in_state(session, row, AlertState.ACKNOWLEDGED)
    if alert is None:
        return Withdrawn("state")
    return Message("alert-acknowledged", {"alert": alert.id, "supporter": saying.name_of(session, row.ids.get("by"))})


def load_promised(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """ "Sam plans to reach out around 19:00", on the member's own clock."""
    alert = in_state(session, row, AlertState.ACKNOWLEDGED)
    step = alerts.step(session, alert.id or 0, alert.acknowledged_by) if alert is not None else None
    if alert is None or step is None or step.promised_at is None:
        return Withdrawn("state")
    member = people.by_id(session, alert.member_id)
    return Message(
        "alert-promised",
        {
            "alert": alert.id,
            "supporter": saying.name_of(session, step.recipient_id),
            "promise": str(row.ids.get("promise")),
            "when": saying.when(step.promised_at, member, now=now),
        },
    )


def question_settled(session: Session, row: Outgoing, now: datetime) -> None:
    """The question to the member arrived, or never will: from here on an hour's silence counts."""
    alert = alerts.locked(session, row.alert_id)
    if alert is not None:
        asking.advance(session, alert, now=now)


def in_state(session: Session, row: Outgoing, state: AlertState) -> Alert | None:
    alert = alerts.locked(session, row.alert_id)
    return alert if alert is not None and alert.state is state else None
