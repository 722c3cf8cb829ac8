"""Words passed on from one side of a support to the other."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.tables import SentWord

DAY = timedelta(hours=24)


def by_id(session: Session, word_id: int) -> SentWord | None:
    return session.get(SentWord, word_id)


def answer_to(session: Session, word_id: int) -> SentWord | None:
    """The one answer to a word; None where there is none."""
    return session.scalars(sa.select(SentWord).where(col(SentWord.answers) == word_id)).first()


def sent_lately(session: Session, support_id: int, author_id: int, *, now: datetime) -> int:
    """How many words, answers left out, one side sent in the last 24 hours."""
    wanted = sa.select(sa.func.count()).where(
        col(SentWord.support_id) == support_id,
        col(SentWord.author_id) == author_id,
        col(SentWord.answers).is_(None),
        col(SentWord.sent_at) > now - DAY,
    )
    return int(session.execute(wanted).scalar_one())


def forget_old(session: Session, *, now: datetime) -> None:
    """Delete the words whose days are over, whoever sent them."""
    session.execute(sa.delete(SentWord).where(col(SentWord.expires_at) <= now))
