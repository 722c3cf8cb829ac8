"""Looks each minute for anything overdue, in any stage, and tells: stages and row numbers only.

It mends nothing and decides nothing; what counts as overdue is in `storage.queries.overdue`. A minute is a minute of the
machine's own clock, also where a sandbox walks ours.
"""

import logging
from collections.abc import Awaitable, Callable

from bot.clock import Clock
from storage.database import Database
from storage.queries import overdue

log = logging.getLogger(__name__)

EVERY_S = 60.0


class Auditor:
    """`report(stage, detail)` is called for what was overdue a minute ago and still is: work being caught up on is none."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        report: Callable[[str, str], None],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._report = report
        self._sleep = sleep
        self._seen: dict[str, tuple[int, ...]] = {}

    async def run(self) -> None:
        """Look every minute, for ever; a look that fails is logged, and the next one comes."""
        while True:
            await self._sleep(EVERY_S)
            try:
                await self.look()
            except Exception as fault:
                log.error("the auditor could not look: %s", type(fault).__name__)

    async def look(self) -> None:
        """One look, now."""
        now = self._clock.now()
        found = await self._database.read(lambda session: overdue.find(session, now=now))
        for stage, ids in found.items():
            still = [id_ for id_ in ids if id_ in self._seen.get(stage, ())]
            if still:
                rows = ", ".join(map(str, still))
                log.error("overdue in %s: rows %s", stage, rows)
                self._report(stage, rows)
        self._seen = found
