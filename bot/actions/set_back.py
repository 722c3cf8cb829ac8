"""The wall clock was set back: what waited for an hour of the clock that was ahead would come hours late.

An alert cannot have been opened, asked about or answered later than now, so that was at the latest now; its waits keep their
length, and its ladder looks again at once. Messages that were put off are tried again. Silence is left as it is: its
deadlines come later, which alarms nobody.
"""

from datetime import datetime

from sqlmodel import Session

from bot.rules.vocabulary import AlertKind
from storage.queries import alerts, outbox
from storage.tables import Alert


def after_set_back(session: Session, now: datetime) -> None:
    """`now`: as the clock says since."""
    outbox.try_at_once(session, now=now)
    for alert in alerts.every_live(session):
        if alert.kind is not AlertKind.QUIET:
            _bring_back(session, alert, now)


def _bring_back(session: Session, alert: Alert, now: datetime) -> None:
    if alert.opened_at > now:
        alert.hold_until_at = None if alert.hold_until_at is None else now + (alert.hold_until_at - alert.opened_at)
        alert.opened_at = now
    for step in alerts.steps(session, alert.id):
        step.asked_at = None if step.asked_at is None else min(step.asked_at, now)
        step.answered_at = None if step.answered_at is None else min(step.answered_at, now)
    alert.next_at = now
