"""[Ask someone to join me]: whoever has taken an alert up, and is still worried, need not carry it alone.

The next person who can be asked reads what they may read anyway, who is on it, and that they are asked to join. The alert
stays with whoever has it; nothing here moves the ladder.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions.alerts import asking, circle, pages, saying, telling
from bot.actions.alerts.asking import JOIN
from bot.actions.outgoing import Withdrawn
from bot.rules.ladder import Ladder, Rung, askable_from
from bot.rules.vocabulary import AlertState, Priority, StepState
from bot.texts.messages import Message
from storage.queries import alerts, outbox
from storage.queries import circle as rows
from storage.tables import Alert, AlertStep, Outgoing


def next_to_join(session: Session, alert: Alert, *, now: datetime) -> AlertStep | None:
    """Who can be asked to join now: in the member's order, the named leader last; None: nobody."""
    ladder = circle.ladder_of(session, alert, now=now)
    free = [rung for rung in ladder.rungs if _can_join(session, alert, ladder, rung, now=now)]
    first = min(free, key=lambda rung: (rung.is_leader, rung.position), default=None)
    return alerts.step(session, alert.id or 0, first.recipient) if first is not None else None


def _can_join(session: Session, alert: Alert, ladder: Ladder, rung: Rung, *, now: datetime) -> bool:
    waits = rung.state in (StepState.WAITING, StepState.ASKED) and not rung.on_its_way
    return waits and not was_asked(session, alert, rung.recipient) and askable_from(ladder, rung, now) <= now


def ask(session: Session, alert: Alert, step: AlertStep, *, by: int, now: datetime) -> None:
    step.asks += 1
    step.state, step.asked_at, step.answered_at = StepState.ASKED, None, None
    outbox.enqueue(
        session, JOIN, step.recipient_id, now=now, dedupe=_key(alert, step.recipient_id), priority=Priority.ALERT,
        alert_id=alert.id, ids={"by": by},
    )  # fmt: skip


def was_asked(session: Session, alert: Alert, recipient_id: int) -> bool:
    """Whether this person was asked to join whoever has it; nobody is asked twice."""
    return alerts.message(session, _key(alert, recipient_id)) is not None


def _key(alert: Alert, recipient_id: int) -> str:
    return f"{JOIN}:{alert.id}:{recipient_id}"


def load(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """Read anew: whether they may still read it, and whether somebody still has it."""
    alert = alerts.locked(session, row.alert_id)
    step = alerts.step(session, alert.id or 0, row.recipient_id) if alert is not None else None
    if alert is None or step is None or step.state is not StepState.ASKED:
        return Withdrawn("gone")
    companion = rows.companion(session, alert.member_id, step.recipient_id)
    said = telling.page(session, JOIN, alert, companion, now=now) if companion is not None else None
    if said is None or alert.state is not AlertState.ACKNOWLEDGED:
        asking.put_back(session, step, now=now)
        asking.advance(session, alert, now=now)
        return Withdrawn("state" if said is not None else "consent")
    return Message(said.kind, {**said.values, "by": saying.name_of(session, row.ids["by"])})


def sent(session: Session, row: Outgoing, now: datetime) -> None:
    """They have it; and the member learns whom the other brought in."""
    pages.page_sent(session, row, now)
    alert = alerts.locked(session, row.alert_id)
    if alert is not None and alert.state is AlertState.ACKNOWLEDGED:
        asking.tell(
            session, alert, "alert-joining", now=now, key=str(row.recipient_id), by=row.ids["by"], whom=row.recipient_id
        )


def load_joining(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = alerts.locked(session, row.alert_id)
    if alert is None or alert.state is not AlertState.ACKNOWLEDGED:
        return Withdrawn("state")
    names = {"by": saying.name_of(session, row.ids["by"]), "supporter": saying.name_of(session, row.ids["whom"])}
    return Message("alert-joining", {"alert": alert.id, **names})


def answer(session: Session, alert: Alert, step: AlertStep, *, joins: bool, now: datetime) -> None:
    """They join, or can't right now: who asked them learns it, and that they join, the member too."""
    kind = "alert-join-yes" if joins else "alert-join-no"
    outbox.enqueue(
        session, kind, alert.acknowledged_by, now=now, dedupe=f"{kind}:{alert.id}:{step.recipient_id}",
        priority=Priority.ALERT, alert_id=alert.id, ids={"by": step.recipient_id},
    )  # fmt: skip
    if joins:
        asking.tell(session, alert, "alert-joined", now=now, key=str(step.recipient_id), by=step.recipient_id)


def load_answer(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    alert = alerts.locked(session, row.alert_id)
    if alert is None or alert.state is not AlertState.ACKNOWLEDGED:
        return Withdrawn("state")
    return Message(row.kind, {"alert": alert.id, "supporter": saying.name_of(session, row.ids["by"])})
