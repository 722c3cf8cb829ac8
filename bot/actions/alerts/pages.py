"""Messages to supporters: what leaves, whether it still may, and what follows once it arrived or never will.

Consent, hours and the alert's state are read in the claiming transaction. A message that may not leave any more gives its
place to the next person at once.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.alerts import asking, circle, ending, promises, saying, sos, telling
from bot.actions.alerts.asking import JOIN, MORE
from bot.actions.alerts.notices import in_state
from bot.actions.outgoing import Later, Withdrawn
from bot.rules.hearing import OUTAGE_AFTER
from bot.rules.ladder import askable_from
from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertKind, AlertState, Level, Priority, Signal, StepState
from bot.texts.messages import Message
from storage.queries import alerts, looks, outbox, people
from storage.queries import circle as rows
from storage.tables import Alert, AlertStep, Disclosure, Outgoing

LISTEN_AGAIN_AFTER = timedelta(seconds=5)  # nobody is told of a silence while we may be the deaf ones


def load_page(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
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
    if alert.kind is AlertKind.QUIET and not alerts.could_hear(session, alert.member_id, since=now - OUTAGE_AFTER):
        return Later(now + LISTEN_AGAIN_AFTER)
    if not row.ids.get("forced") and not _is_free(session, alert, step, now=now):
        asking.put_back(session, step, now=now)
        asking.advance(session, alert, now=now)
        return Withdrawn("hours")
    return _as_it_stands(session, alert, step, said, now=now) if alert.kind is AlertKind.SOS else said


def _as_it_stands(session: Session, alert: Alert, step: AlertStep, said: Message, *, now: datetime) -> Message:
    """An SOS that came late says so; one that somebody is on asks to join them."""
    if alert.state is AlertState.ACKNOWLEDGED:
        by = saying.name_of(session, alert.acknowledged_by)
        return Message("sos-page-joining", {**said.values, "supporter": by})
    late = sos.late_call(session, alert)
    if late is None:
        return said
    since = saying.when(late.since_at, people.by_id(session, step.recipient_id), now=now)
    return Message("sos-page-late", {**said.values, "known": late.known, "since": since})


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
    taken = alert.state is AlertState.ACKNOWLEDGED and alert.acknowledged_by != step.recipient_id
    if taken and alert.kind is not AlertKind.SOS and row.kind != JOIN:
        tell_taken(session, alert, step, now=now)  # it was on its way when somebody else took it up
    shown = (first and alert.kind is AlertKind.ASKED) or (not first and row.ids.get("forced"))  # by the tap itself
    if alert.state is AlertState.ASKING and row.kind == "alert-page" and not shown:
        key = f"{step.recipient_id}:{step.asks}"
        asking.tell(session, alert, "alert-asked", now=now, key=key, edit=alert.member_message if first else None)
    asking.advance(session, alert, now=now)


def arrived(session: Session, alert: Alert, step: AlertStep, message_id: int | None, *, now: datetime) -> None:
    """A tap on a page proves that it arrived. Where that is in doubt still, what follows its arrival follows now."""
    if step.message_id is None and message_id is not None:
        row = asking.newest_page(session, alert, step)
        if row is not None and outbox.proven(session, row, message_id=message_id, now=now):
            page_sent(session, row, now)
    step.asked_at = step.asked_at or now  # or the ladder would wait for a message that was called back


def tell_taken(session: Session, alert: Alert, step: AlertStep, *, now: datetime) -> None:
    """Let one of those who were asked see, on the message they have, that somebody has it."""
    kind = "sos-taken" if alert.kind is AlertKind.SOS else "alert-taken"
    outbox.enqueue(
        session, kind, step.recipient_id, now=now, priority=Priority.ALERT, alert_id=alert.id,
        dedupe=f"taken:{alert.id}:{step.recipient_id}:{int(now.timestamp())}", ids={"by": alert.acknowledged_by},
    )  # fmt: skip


def page_refused(session: Session, row: Outgoing, now: datetime) -> None:
    """They blocked me, or are gone: the next person at once."""
    alert = alerts.locked(session, row.alert_id)
    step = alerts.step(session, alert.id or 0, row.recipient_id) if alert is not None else None
    if alert is None or step is None or step.state is StepState.ACKNOWLEDGED:
        return
    step.state, step.answered_at = StepState.UNREACHABLE, now
    asking.advance(session, alert, now=now)


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
    if alert.wish is not None and companion is not None and not companion.support.is_leader:
        looks.note(session, row.recipient_id or 0, {alert.member_id}, looks.CALL_WITH, now=row.sent_at or now)


def load_taken(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """To the others who were asked: somebody has it. For SOS they learn who, and may join."""
    alert = in_state(session, row, AlertState.ACKNOWLEDGED)
    if alert is None:
        return Withdrawn("state")
    name = people.by_id(session, alert.member_id).name
    by = saying.name_of(session, row.ids.get("by"))
    return Message(row.kind, {"alert": alert.id, "name": name, "supporter": by})


def load_look_again(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
    """ "Yesterday you were still worried about Maya": not in the supporter's night."""
    alert = in_state(session, row, AlertState.ACKNOWLEDGED)
    if alert is None or alert.acknowledged_by != row.recipient_id:
        return Withdrawn("state")
    awake_at = promises.supporter_wakes_at(session, row.recipient_id or 0, now)
    if awake_at > now:
        return Later(awake_at)
    return Message("alert-look-again", {"alert": alert.id, "name": people.by_id(session, alert.member_id).name})
