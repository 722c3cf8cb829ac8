"""What a member was proposed to set up, and when."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.vocabulary import LIVE_ALERT_STATES, Proposal
from storage.tables import Alert, Proposed

_MADE = sa.select(col(Proposed.what), col(Proposed.on)).where(  # built once: every finished check-in asks it
    col(Proposed.person_id) == sa.bindparam("person")
)


def made(session: Session, person_id: int) -> dict[Proposal, date]:
    """Each proposal made so far, and its local date."""
    return {row.what: row.on for row in session.execute(_MADE, {"person": person_id})}


def has_alert(session: Session, member_id: int, *, since: datetime) -> bool:
    """Whether an alert of any kind was raised or ended since then, or is still under way."""
    lately = (col(Alert.opened_at) >= since) | (col(Alert.ended_at) >= since)
    wanted = sa.select(col(Alert.id)).where(
        col(Alert.member_id) == member_id, lately | col(Alert.state).in_(LIVE_ALERT_STATES)
    )
    return session.execute(wanted.limit(1)).first() is not None
