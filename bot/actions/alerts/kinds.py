"""The outbox messages of alerts: what each says when it is claimed, and what follows from its fate.

Consent, hours and the alert's state are read in the claiming transaction. A message to a supporter that may not leave any
more gives their place to the next person at once.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.alerts import asking, circle, crisis, ending, judging, promises, saying, sos, telling
from bot.actions.alerts.asking import MORE
from bot.actions.outgoing import Kind, Kinds, Later, Withdrawn
from bot.rules.ladder import ANNOUNCED_FOR, HOLD_FOR, Waiting, askable_from
from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertKind, AlertState, Level, Signal, StepState
from bot.texts.messages import Message
from storage.queries import alerts, people
from storage.queries import circle as rows
from storage.tables import Alert, AlertStep, Disclosure, Outgoing

ROUND_TO = timedelta(minutes=5)  # announced hours are told in such steps


def load_page(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """The alert, or a reminder of it, to one supporter: only what they may read, and only while they may be asked."""
    alert = alerts.locked(session, row.alert_id)
    step = alerts.step(session, alert.id or 0, row.recipient_id) if alert is not None else None
    if alert is None or step is None:
        return Withdrawn("gone")
    if not _asks(alert):
        if step.state is StepState.ASKED and step.asked_at is None:
            asking.put_back(session, step, now=now)
        return Withdrawn("state")
    if step.state is not StepState.ASKED or step.asked_at is not None:
        return Withdrawn("answered")
    companion = rows.companion(session, alert.member_id, step.recipient_id)
    said = telling.page(session, row.kind, alert, companion, now=now) if companion is not None else None
    if said is None:
        step.state, step.answered_at = StepState.DROPPED, now
        asking.advance(session, alert, now=now)
        return Withdrawn("consent")
    if not row.ids.get("forced") and not _is_free(session, alert, step, now=now):
        asking.put_back(session, step, now=now)
        asking.advance(session, alert, now=now)
        return Withdrawn("hours")
    return said


def _asks(alert: Alert) -> bool:
    """Whether this alert asks anybody now; an SOS does also once it is acknowledged."""
    return alert.state is AlertState.ASKING or (alert.kind is AlertKind.SOS and alert.state in LIVE_ALERT_STATES)


def _is_free(session: Session, alert: Alert, step: AlertStep, *, now: datetime) -> bool:
    if alert.kind is AlertKind.SOS:
        return True
    if asking.heard_since(session, alert) is not None:
        return False
    ladder = circle.ladder_of(session, alert, now=now)
    rung = next(rung for rung in ladder.rungs if rung.recipient == step.recipient_id)
    return askable_from(ladder, rung, now) <= now


def page_sent(session: Session, row: Outgoing, now: datetime) -> None:
    """Telegram has taken it: from here on the next interval counts, and the member learns whom I asked."""
    alert = alerts.locked(session, row.alert_id)
    step = alerts.step(session, alert.id or 0, row.recipient_id) if alert is not None else None
    if alert is None or step is None:
        return
    first = not alerts.asked(session, alert.id)
    step.message_id = row.message_id
    if step.state is StepState.ASKED and step.asked_at is None:
        step.asked_at = row.sent_at or now
    _disclosed(session, alert, row, now=now)
    if alert.state not in LIVE_ALERT_STATES:
        if alert.state is not AlertState.EXHAUSTED:
            ending.close_for(session, alert, step, now=now)
        return
    if alert.state is AlertState.ASKING and row.kind == "alert-page" and not (first and alert.kind is AlertKind.ASKED):
        key = f"{step.recipient_id}:{step.asks}"
        asking.tell(session, alert, "alert-asked", now=now, key=key, edit=alert.member_message if first else None)
    asking.advance(session, alert, now=now)


def page_refused(session: Session, row: Outgoing, now: datetime) -> None:
    """They blocked me, or are gone: the next person at once."""
    alert = alerts.locked(session, row.alert_id)
    step = alerts.step(session, alert.id or 0, row.recipient_id) if alert is not None else None
    if alert is None or step is None or step.state is StepState.ACKNOWLEDGED:
        return
    step.state, step.answered_at = StepState.UNREACHABLE, now
    asking.advance(session, alert, now=now)


def _disclosed(session: Session, alert: Alert, row: Outgoing, *, now: datetime) -> None:
    """Keep who has read what, for the member to see."""
    companion = rows.companion(session, alert.member_id, row.recipient_id or 0)
    signals = tuple(Signal(signal) for signal in row.ids.get("signals", ())) or None
    told = circle.told(session, alert, companion, now=now, signals=signals) if companion is not None else None
    level = told.level if told is not None else Level.REACH_OUT
    session.add(
        Disclosure(
            member_id=alert.member_id,
            viewer_id=row.recipient_id or 0,
            what=row.kind,
            level=level,
            alert_id=alert.id,
            at=row.sent_at or now,
        )
    )


def load_more(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """A follow-up: what came since, as far as this supporter may read it."""
    alert = alerts.locked(session, row.alert_id)
    if alert is None or alert.state not in LIVE_ALERT_STATES:
        return Withdrawn("state")
    companion = rows.companion(session, alert.member_id, row.recipient_id or 0)
    signals = tuple(Signal(signal) for signal in row.ids["signals"])
    said = telling.page(session, MORE, alert, companion, now=now, signals=signals) if companion is not None else None
    return said or Withdrawn("consent")


def more_sent(session: Session, row: Outgoing, now: datetime) -> None:
    alert = alerts.locked(session, row.alert_id)
    if alert is not None:
        _disclosed(session, alert, row, now=now)


def load_held(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = _in(session, row, AlertState.HELD)
    if alert is None:
        return Withdrawn("state")
    return saying.held(session, alert, people.by_id(session, alert.member_id), now=now)


def held_sent(session: Session, row: Outgoing, now: datetime) -> None:
    """The hold counts from the moment at which the member could read of it."""
    alert = _in(session, row, AlertState.HELD)
    if alert is None:
        return
    alert.member_message = row.message_id
    if alert.hold_until_at is not None and alert.hold_until_at > alert.opened_at:
        alert.hold_until_at = max(alert.hold_until_at, (row.sent_at or now) + HOLD_FOR)
    asking.advance(session, alert, now=now)


def load_announcement(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
    """ "At 10:00 I'll ask Sam to say hello": at least two hours before, and not in the member's night."""
    alert = _in(session, row, AlertState.HELD)
    if alert is None:
        return Withdrawn("state")
    member = people.by_id(session, alert.member_id)
    awake_at = promises.wakes_at(member, now)
    if awake_at > now:
        return Later(awake_at)
    judging.plan_quiet(session, alert, _rounded(now + ANNOUNCED_FOR), now=now)
    return saying.held(session, alert, member, now=now)


def _rounded(at: datetime) -> datetime:
    """The next full five minutes, at least one minute ahead: the message itself takes a moment."""
    ahead = at + timedelta(minutes=1)
    over = timedelta(minutes=ahead.minute % 5, seconds=ahead.second, microseconds=ahead.microsecond)
    return ahead if not over else ahead - over + ROUND_TO


def announced(session: Session, row: Outgoing, now: datetime) -> None:
    alert = _in(session, row, AlertState.HELD)
    if alert is None:
        return
    alert.member_message = row.message_id
    if alert.hold_until_at is not None:
        alert.hold_until_at = max(alert.hold_until_at, (row.sent_at or now) + ANNOUNCED_FOR)
    asking.advance(session, alert, now=now)


def announcement_refused(session: Session, row: Outgoing, now: datetime) -> None:
    """The member cannot be told: the alert keeps its hour."""
    alert = _in(session, row, AlertState.HELD)
    if alert is not None:
        asking.advance(session, alert, now=now)


def load_asked(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = _in(session, row, AlertState.ASKING)
    return saying.asked(session, alert) if alert is not None else Withdrawn("state")


def load_waiting(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = _in(session, row, AlertState.ASKING)
    if alert is None:
        return Withdrawn("state")
    recipient, stamp = row.dedupe.split(":")[-2:]
    waits = Waiting(int(recipient), datetime.fromtimestamp(int(stamp), tz=now.tzinfo))
    return saying.waiting(session, alert, people.by_id(session, alert.member_id), waits, now=now)


def load_more_held(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = alerts.locked(session, row.alert_id)
    if alert is None or alert.state not in LIVE_ALERT_STATES or alert.follow_up_at is None:
        return Withdrawn("state")
    to = [step for step in alerts.asked(session, alert.id) if step.state in (StepState.ASKED, StepState.ACKNOWLEDGED)]
    if alert.state is AlertState.ACKNOWLEDGED:
        to = [step for step in to if step.recipient_id == alert.acknowledged_by]
    at = saying.when(alert.follow_up_at, people.by_id(session, alert.member_id), now=now)
    return Message(
        "alert-more-held",
        {"alert": alert.id, "asked": tuple(saying.name_of(session, one.recipient_id) for one in to), "when": at},
    )


def load_acknowledged(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = _in(session, row, AlertState.ACKNOWLEDGED)
    if alert is None:
        return Withdrawn("state")
    return Message("alert-acknowledged", {"alert": alert.id, "supporter": saying.name_of(session, row.ids.get("by"))})


def load_promised(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """ "Sam plans to reach out around 19:00", on the member's own clock."""
    alert = _in(session, row, AlertState.ACKNOWLEDGED)
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


def load_taken(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """To the others who were asked: somebody has it. For SOS they learn who, and may join."""
    alert = _in(session, row, AlertState.ACKNOWLEDGED)
    if alert is None:
        return Withdrawn("state")
    name = people.by_id(session, alert.member_id).name
    by = saying.name_of(session, row.ids.get("by"))
    return Message(row.kind, {"alert": alert.id, "name": name, "supporter": by})


def load_look_again(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
    """ "Yesterday you were still worried about Maya": not in the supporter's night."""
    alert = _in(session, row, AlertState.ACKNOWLEDGED)
    if alert is None or alert.acknowledged_by != row.recipient_id:
        return Withdrawn("state")
    awake_at = promises.wakes_at(people.by_id(session, row.recipient_id or 0), now)
    if awake_at > now:
        return Later(awake_at)
    return Message("alert-look-again", {"alert": alert.id, "name": people.by_id(session, alert.member_id).name})


def question_settled(session: Session, row: Outgoing, now: datetime) -> None:
    """The question to the member arrived, or never will: from here on an hour's silence counts."""
    alert = alerts.locked(session, row.alert_id)
    if alert is not None:
        asking.advance(session, alert, now=now)


def _in(session: Session, row: Outgoing, state: AlertState) -> Alert | None:
    alert = alerts.locked(session, row.alert_id)
    return alert if alert is not None and alert.state is state else None


def _fixed(kind: str) -> Kind:
    return Kind(lambda session, row, now: Message(kind), edits=_held_message)


def _held_message(session: Session, row: Outgoing) -> int | None:
    """The member's own message about this alert."""
    alert = alerts.locked(session, row.alert_id)
    return alert.member_message if alert is not None else None


def _their_page(session: Session, row: Outgoing) -> int | None:
    """The message with which this supporter was asked."""
    step = alerts.step(session, row.alert_id or 0, row.recipient_id)
    return step.message_id if step is not None else None


def _their_notice(session: Session, row: Outgoing) -> int | None:
    """ "Sam has seen this", which the promise replaces."""
    sent = alerts.last_message(session, row.alert_id, "alert-acknowledged")
    return sent.message_id if sent is not None else None


def _edit(session: Session, row: Outgoing) -> int | None:
    return row.ids.get("edit")


_PAGE = Kind(load_page, on_sent=page_sent, on_refused=page_refused)

KINDS: Kinds = {
    "alert-page": _PAGE,
    "alert-reminder": _PAGE,
    "sos-page": _PAGE,
    MORE: Kind(load_more, on_sent=more_sent),
    "alert-held": Kind(load_held, on_sent=held_sent),
    "quiet-announcement": Kind(load_announcement, on_sent=announced, on_refused=announcement_refused),
    "alert-more-held": Kind(load_more_held),
    "alert-asked": Kind(load_asked, edits=_edit),
    "alert-waiting": Kind(load_waiting),
    "alert-exhausted": Kind(ending.load_exhausted),
    "alert-ended": Kind(ending.load_ended),
    "alert-acknowledged": Kind(load_acknowledged),
    "alert-promised": Kind(load_promised, edits=_their_notice),
    "alert-reached": Kind(promises.load_question, on_sent=question_settled, on_refused=question_settled),
    "alert-withdrawn": _fixed("alert-withdrawn"),
    "quiet-called-off": _fixed("quiet-called-off"),
    "alert-taken": Kind(load_taken, edits=_their_page),
    "sos-taken": Kind(load_taken, edits=_their_page),
    "alert-closed": Kind(ending.load_closed),
    "alert-closed-silent": Kind(ending.load_closed, edits=_their_page, silent=True),
    "alert-all-clear": Kind(ending.load_closed),
    "alert-all-clear-silent": Kind(ending.load_closed, silent=True),
    "alert-look-again": Kind(load_look_again),
    "sos-over": Kind(ending.load_closed),
    "sos-card": Kind(sos.load_card),
    "sos-reached": Kind(sos.load_question),
    "sos-on-it": Kind(sos.load_on_it),
    "crisis-card": Kind(crisis.load_card),
}
