"""Who has read what about a member."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.tables import Disclosure


def about(session: Session, member_id: int, *, skip: int, limit: int) -> Sequence[Disclosure]:
    """The newest first."""
    wanted = sa.select(Disclosure).where(col(Disclosure.member_id) == member_id)
    newest = wanted.order_by(col(Disclosure.at).desc(), col(Disclosure.id).desc())
    return session.scalars(newest.offset(skip).limit(limit)).all()
