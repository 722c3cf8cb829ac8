"""Who has read what about a member."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.tables import Disclosure

# What was shown, besides an alert's messages, which bear their own kind.
PAGE = "people-one"
NOT_ANSWERED, LISTED = "grp-overview", "grp-members"
CALL_WITH = "call-with"
BACK = "alert-all-clear"
SAME_LOOK_FOR = timedelta(hours=1)  # who looks at the same page again so soon has not looked twice


def about(session: Session, member_id: int, *, skip: int, limit: int) -> Sequence[Disclosure]:
    """The newest first."""
    wanted = sa.select(Disclosure).where(col(Disclosure.member_id) == member_id)
    newest = wanted.order_by(col(Disclosure.at).desc(), col(Disclosure.id).desc())
    return session.scalars(newest.offset(skip).limit(limit)).all()


def note(session: Session, viewer_id: int, member_ids: Collection[int], what: str, *, now: datetime) -> None:
    """Keep that somebody was shown this of these members; of themselves nobody needs a record.

    `what`: at most 32 characters.
    """
    wanted = {one for one in member_ids if one != viewer_id}
    if not wanted:
        return
    lately = sa.select(col(Disclosure.member_id)).where(
        col(Disclosure.viewer_id) == viewer_id,
        col(Disclosure.member_id).in_(wanted),
        col(Disclosure.what) == what,
        col(Disclosure.at) > now - SAME_LOOK_FOR,
    )
    known = set(session.scalars(lately))
    session.add_all(Disclosure(member_id=one, viewer_id=viewer_id, what=what, at=now) for one in sorted(wanted - known))
