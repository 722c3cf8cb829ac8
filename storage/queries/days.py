"""A member's days, as the rules read them: one row per local date over all cadences."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session

from bot.rules.days import SENT_STATES, Day, day_of, enough_days
from bot.rules.vocabulary import CheckinState
from storage.tables import Checkin

CHUNK = 40  # check-ins fetched at a time; a month of days is enough for nearly everybody

_row = cast("sa.Table", cast("Any", Checkin).__table__).c
_NEWEST_FIRST = (  # built once: every settling asks it
    sa.select(_row.on, _row.state, _row.mood, _row.craving, _row.used, _row.sign_of_life, _row.sent_at)
    .where(_row.person_id == sa.bindparam("person"), _row.on <= sa.bindparam("until"), _row.state.in_(SENT_STATES))
    .order_by(_row.on.desc())
    .execution_options(yield_per=CHUNK)
)

_NEWEST_ENDED = (
    sa.select(_row.state, _row.sign_of_life)
    .where(_row.person_id == sa.bindparam("person"), _row.state.in_((CheckinState.MISSED, CheckinState.ANSWERED)))
    .order_by(_row.planned_at.desc())
    .limit(1)
)


def up_to(session: Session, person_id: int, on: date, *, heard_at: datetime | None = None) -> list[Day]:
    """Return the days up to `on`, oldest first, as far back as any rule can need them.

    `heard_at`: the member's last sign of life. What they missed before it, wherever it came, is no silence any more.
    """
    return enough_days(_newest_first(session, person_id, on, heard_at))


def _newest_first(session: Session, person_id: int, on: date, heard_at: datetime | None) -> Iterator[Day]:
    rows = session.execute(_NEWEST_FIRST, {"person": person_id, "until": on})
    for date_, checkins in groupby(rows, key=lambda row: row.on):
        together = list(checkins)
        heard_since = heard_at is not None and any(
            row.sent_at <= heard_at for row in together if row.sent_at is not None
        )
        heard = heard_since or any(row.sign_of_life for row in together)
        day = day_of(date_, together, sign_of_life=heard)
        if day is not None:
            yield day


def is_quiet(session: Session, person_id: int) -> bool:
    """Whether the newest check-in that was sent to this person is one they did not answer, and they gave no sign."""
    newest = session.execute(_NEWEST_ENDED, {"person": person_id}).first()
    return newest is not None and newest[0] is CheckinState.MISSED and not newest[1]
