"""What somebody is in the middle of: a check-in half answered, a question open, an alert that waits for their word."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.vocabulary import LIVE_ALERT_STATES, CheckinState, StepState
from storage.tables import Alert, AlertStep, Checkin, Person


def waiting_for_word_of(session: Session, supporter_id: int) -> Sequence[str]:
    """The names of those for whom this supporter was asked and has not answered, the newest first."""
    wanted = (
        sa.select(Person)
        .join(Alert, col(Alert.member_id) == col(Person.id))
        .join(AlertStep, col(AlertStep.alert_id) == col(Alert.id))
        .where(
            col(AlertStep.recipient_id) == supporter_id,
            col(AlertStep.state) == StepState.ASKED,
            col(AlertStep.message_id).is_not(None),
            col(Alert.state).in_(LIVE_ALERT_STATES),
        )
        .order_by(col(Alert.id).desc())
    )
    return tuple(dict.fromkeys(person.name for person in session.scalars(wanted)))


def days_answered(session: Session, person_id: int) -> int:
    """On how many dates the person has answered in all; there is no run that could be broken."""
    answered = (col(Checkin.person_id) == person_id) & (col(Checkin.state) == CheckinState.ANSWERED)
    return int(session.execute(sa.select(sa.func.count(sa.distinct(col(Checkin.on)))).where(answered)).scalar_one())
