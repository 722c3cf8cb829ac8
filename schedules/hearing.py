"""Keeps what we could have heard, in the transaction that stores a fetch's updates, and ends outages there.

How far a fetch reaches, and what an outage is, is decided in `bot.rules.hearing`; what becomes of the check-ins it touched,
and of what a wall clock that was ahead put off, is decided in `bot.actions`, and handed in.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from bot.clock import Clock
from bot.rules.hearing import Coverage, Fetch, Gap, covered, gap_before, heard_until, set_back
from storage.queries.engine import engine_row
from storage.tables import Outage

log = logging.getLogger(__name__)

AfterOutage = Callable[[Session, Gap, datetime], None]
AfterSetBack = Callable[[Session, datetime], None]


class Hearing:
    """For one process. What it covered lives in memory and moves only when the transaction it moved in committed."""

    def __init__(self, clock: Clock, *, after_outage: AfterOutage, after_set_back: AfterSetBack) -> None:
        self._clock = clock
        self._after_outage = after_outage
        self._after_set_back = after_set_back
        self._covered: Coverage | None = None

    def heard(self, session: Session, fetch: Fetch) -> None:
        """Take in a completed fetch, in the transaction that stores its updates; one that failed is not told to us.

        After a start, what an earlier process had heard for certain counts as covered, and no more.
        """
        now = self._clock.now()
        ended = timedelta(seconds=self._clock.monotonic()) - (now - fetch.ended_at)
        engine = engine_row(session)
        known = self._covered or (Coverage(engine.heard_until_at, None) if engine.heard_until_at else None)
        if set_back(fetch, known):
            log.warning("the clock was set back to %s", fetch.started_at)
            self._after_set_back(session, now)
        gap = gap_before(fetch, known, ended=ended)
        if gap is not None:
            session.add(Outage(from_at=gap.from_at, to_at=gap.to_at))
            self._after_outage(session, gap, now)
        reached = heard_until(fetch)
        if reached is not None:
            engine.heard_until_at = reached  # also backwards: the wall clock may have been set back
            session.add(engine)
        self._once_committed(session, covered(fetch, ended=ended), gap)

    def _once_committed(self, session: Session, coverage: Coverage, gap: Gap | None) -> None:
        """A rolled-back fetch is fetched again; had it moved the coverage, its outage would be lost."""

        def committed(_: Session) -> None:
            self._covered = coverage
            if gap is not None:
                log.warning("outage: nothing could be heard from %s to %s", gap.from_at, gap.to_at)

        sa.event.listen(session, "after_commit", committed, once=True)
