"""An acknowledged alert: the promise, the question to the member at its time, and the second look next day.

Nothing here asks another supporter: `follow` says that the alert must go on, and `asking` does it.
"""

from datetime import datetime, time, timedelta
from enum import StrEnum

from sqlmodel import Session

from bot.actions.alerts import ending
from bot.actions.checkins.scheduling import zone_of
from bot.actions.outgoing import Later, Withdrawn
from bot.rules.cadence import quiet_ends_at
from bot.rules.vocabulary import AlertState, OutboxState, Outcome, Priority, StepState
from bot.rules.zones import wall_clock
from bot.texts.messages import Message
from storage.queries import alerts, circle, outbox, people, supports
from storage.tables import Alert, AlertStep, Outgoing, Person

SILENCE_FOR = timedelta(hours=1)  # from both, after the question: the alert goes on
LOOK_AGAIN_AFTER = timedelta(days=1)
EVENING = time(19)
OPEN = (OutboxState.WAITING, OutboxState.CLAIMED)


class Promise(StrEnum):
    """What a supporter answers to "When?"."""

    NOW = "now"
    HOURS = "hours"
    EVENING = "evening"


ASK_AFTER = {Promise.NOW: timedelta(hours=1), Promise.HOURS: timedelta(hours=3), Promise.EVENING: timedelta(hours=2)}
UNSAID = Promise.NOW  # who has not answered "When?" yet


def promised_at(promise: Promise, *, zone: str, now: datetime) -> datetime:
    """When the member is asked "Did Sam reach you?". "This evening": 19:00 in the supporter's `zone`, or two hours on."""
    soonest = now + ASK_AFTER[promise]
    if promise is not Promise.EVENING:
        return soonest
    evening = wall_clock(now, zone).replace(hour=EVENING.hour, minute=0, second=0, microsecond=0)
    return max(evening.astimezone(now.tzinfo), soonest)


def follow(session: Session, alert: Alert, *, now: datetime) -> bool:
    """Plan when to look again at an acknowledged alert, and ask what is due; False: it must go on without this supporter.

    Those are promises that the member said were not kept, or on which both were silent for an hour, and supporters who left.
    """
    step = alerts.step(session, alert.id or 0, alert.acknowledged_by)
    gone = step is None or circle.companion(session, alert.member_id, step.recipient_id) is None
    if step is None or gone or step.state is not StepState.ACKNOWLEDGED:
        return False
    if step.outcome is Outcome.STILL_WORRIED:
        return _second_look(session, alert, step, now=now)
    due_at = step.promised_at or now
    if now < due_at:
        alert.next_at = due_at
        return True
    question = alerts.message(session, key(alert, step))
    if question is None:
        outbox.enqueue(
            session, "alert-reached", alert.member_id, now=now, dedupe=key(alert, step), priority=Priority.ALERT,
            alert_id=alert.id, ids={"promised": int(due_at.timestamp())},
        )  # fmt: skip
        return True
    if question.state in OPEN:
        return True  # its acceptance moves the alert
    silent_from = question.sent_at or max(question.not_before_at, question.created_at)
    if now >= silent_from + SILENCE_FOR:
        return False
    alert.next_at = silent_from + SILENCE_FOR
    return True


def key(alert: Alert, step: AlertStep) -> str:
    """The dedupe key of the question about one promise."""
    stamp = int(step.promised_at.timestamp()) if step.promised_at is not None else 0
    return f"reached:{alert.id}:{step.recipient_id}:{stamp}"


def load_question(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
    """ "Did Sam reach you?", while Sam's promise still stands; it does not ring in the member's night."""
    alert = alerts.locked(session, row.alert_id)
    if alert is None or alert.state is not AlertState.ACKNOWLEDGED or alert.acknowledged_by is None:
        return Withdrawn("state")
    step = alerts.step(session, alert.id or 0, alert.acknowledged_by)
    if step is None or key(alert, step) != row.dedupe:
        return Withdrawn("another promise")
    member = people.by_id(session, alert.member_id)
    awake_at = wakes_at(member, now)
    if awake_at > now:
        return Later(awake_at)
    return Message("alert-reached", {"alert": alert.id, "supporter": people.by_id(session, step.recipient_id).name})


def wakes_at(person: Person, at: datetime) -> datetime:
    """The first instant at or after `at` outside the person's quiet hours."""
    return quiet_ends_at(at, zone=zone_of(person), quiet_from=person.quiet_from, quiet_to=person.quiet_to)


def supporter_wakes_at(session: Session, supporter_id: int, at: datetime) -> datetime:
    """The same, by the hours that the person gave as a supporter, on the clock they chose for them."""
    own = supports.availability(session, supporter_id)
    if own is None:
        return wakes_at(people.by_id(session, supporter_id), at)
    return quiet_ends_at(at, zone=own.zone, quiet_from=own.quiet_from, quiet_to=own.quiet_to)


def _second_look(session: Session, alert: Alert, step: AlertStep, *, now: datetime) -> bool:
    """Ask the supporter next day how things are; a day later the alert ends as they left it."""
    look_at = step.promised_at or now
    if now < look_at:
        alert.next_at = look_at
    elif now < look_at + LOOK_AGAIN_AFTER:
        outbox.enqueue(
            session, "alert-look-again", step.recipient_id, now=now, priority=Priority.ALERT, alert_id=alert.id,
            dedupe=f"look:{alert.id}:{step.recipient_id}:{int(look_at.timestamp())}",
        )  # fmt: skip
        alert.next_at = look_at + LOOK_AGAIN_AFTER
    else:
        ending.end(session, alert, AlertState.RESOLVED, outcome=Outcome.STILL_WORRIED, now=now)
    return True
