"""SOS: everybody at once, whatever the hour, and the crisis card at once. It bypasses everything, always."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.alerts import asking, crisis, ending, opening, saying
from bot.actions.checkins.scheduling import local
from bot.actions.outgoing import Withdrawn
from bot.rules.ladder import PRESSED_AGAIN_AFTER
from bot.rules.sos import REACHED_AFTER
from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertKind, AlertState, Outcome, Priority, Signal, StepState
from bot.texts.messages import Message, Reply
from storage.queries import alerts, outbox, people
from storage.queries.engine import newest_outage
from storage.tables import Alert, Outgoing, Person

LATE = "sos-late"
LATE_AFTER = timedelta(minutes=5)  # from here on both sides should know that it was not just now
TAPS_ARRIVE_WITHIN = timedelta(seconds=15)  # after an outage: a tap bears no date, but those sent in it come first


@dataclass(frozen=True)
class LateCall:
    """`since_at`: when it was sent; where that is not `known`, the beginning of the outage it was sent in."""

    since_at: datetime
    known: bool


def sos(session: Session, person: Person, *, sent_at: datetime | None = None, now: datetime) -> Reply:
    """/sos and [I need someone now]. The card leaves as an outbox row: it must arrive.

    `sent_at`: when a typed call was sent, None for a tap, which bears no date. One that reaches us late says so to both
    sides, and asks whether they are all right now, once.
    """
    since_at = _late_since(session, sent_at, now=now)
    alert = alerts.live_sos(session, person.id or 0)
    if alert is not None and since_at is not None and late_call(session, alert) is not None:
        return Reply(toast=Message("sos-toast"))  # pressed again while nobody heard: it has been answered
    if alert is not None:
        _again(session, alert, now=now)
        asking.tell(session, alert, "sos-card-again", now=now, key=_stamp(now), priority=Priority.SOS)
        return Reply(toast=Message("sos-toast"))
    alert = opening.open_alert(
        session, person, on=local(now, person).date(), kind=AlertKind.SOS, signals=(Signal.SOS,), hold_until_at=now, now=now
    )  # fmt: skip
    if alert is None:
        return crisis.card_alone(session, person, late=since_at is not None, now=now)
    if since_at is not None:
        since = since_at.timestamp()
        asking.tell(session, alert, LATE, now=now, priority=Priority.SOS, since=since, known=sent_at is not None)
    else:
        asking.tell(session, alert, "sos-card", now=now, key=_stamp(now), priority=Priority.SOS)
    asking.advance(session, alert, now=now)
    outbox.enqueue(
        session, "sos-reached", person.id, now=now, not_before_at=now + REACHED_AFTER, priority=Priority.SOS,
        dedupe=f"sos-reached:{alert.id}", alert_id=alert.id,
    )  # fmt: skip
    return Reply(toast=Message("sos-toast"))


def _late_since(session: Session, sent_at: datetime | None, *, now: datetime) -> datetime | None:
    """When a call that reaches us late was sent, or at the earliest may have been; None: it reaches us in time."""
    if sent_at is not None:
        return sent_at if now - sent_at >= LATE_AFTER else None
    outage = newest_outage(session)
    return outage.from_at if outage is not None and now - outage.to_at <= TAPS_ARRIVE_WITHIN else None


def _stamp(now: datetime) -> str:
    return str(int(now.timestamp()))


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
    asked = _names(session, alert)
    kind = "sos-going-on" if asked else "sos-card-nobody"
    return Reply(show=Message(kind, {"alert": alert.id, "asked": asked, "card": saying.card(session, person, now=now)}))


def _again(session: Session, alert: Alert, *, now: datetime) -> None:
    """Page everybody who has not acknowledged once more, each at most every five minutes."""
    others = [state for state in StepState if state is not StepState.ACKNOWLEDGED]
    asking.page_again(session, alert, others, now=now, unless_within=PRESSED_AGAIN_AFTER)
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
    asked = _names(session, alert)
    values = {"alert": alert.id, "asked": asked, "card": saying.card(session, member, now=now)}
    if not asked:
        return Message("sos-card-nobody", values)
    if row.kind != LATE:
        return Message(row.kind, values)
    late = late_call(session, alert)
    assert late is not None
    since = saying.when(late.since_at, member, now=now)
    return Message("sos-late-known" if late.known else "sos-late-unknown", {**values, "since": since})


def load_going_on(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """Somebody tried in vain, or can't after all: the others are asked again."""
    alert = alerts.locked(session, row.alert_id)
    if alert is None or alert.state is not AlertState.ASKING:
        return Withdrawn("state")
    by, member = row.ids["by"], people.by_id(session, alert.member_id)
    step = alerts.step(session, alert.id or 0, by)
    asked = tuple(
        saying.name_of(session, one.recipient_id)
        for one in alerts.steps(session, alert.id)
        if one.state is StepState.ASKED
    )
    if not asked:
        return Withdrawn("nobody")  # how it ended says so
    return Message(
        "sos-going-on-without",
        {
            "alert": alert.id,
            "supporter": saying.name_of(session, by),
            "tried": step is not None and step.outcome is Outcome.NOT_REACHED,
            "asked": asked,
            "card": saying.card(session, member, now=now),
        },
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


def late_call(session: Session, alert: Alert) -> LateCall | None:
    """What is known of a call that reached us late; None: it reached us in time."""
    row = alerts.message(session, f"{LATE}:{alert.id}:")
    if row is None:
        return None
    return LateCall(datetime.fromtimestamp(row.ids["since"], tz=alert.opened_at.tzinfo), known=row.ids["known"])


def _names(session: Session, alert: Alert) -> tuple[str, ...]:
    """Those who are asked, the leader only once they are."""
    return tuple(
        saying.name_of(session, step.recipient_id)
        for step in alerts.steps(session, alert.id)
        if step.asks and step.state is not StepState.UNREACHABLE
    )
