"""The alarm clock: rings at the earliest instant it was asked for. The only module that knows APScheduler.

It holds one job, never one per member: the database is the schedule. What to do when it rings, and when to ring next, is
decided by whoever it wakes.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock

log = logging.getLogger(__name__)

AT_LEAST_EACH = timedelta(seconds=60)  # a safety net while time flows by itself
JOB = "ring"


class Alarm:
    """`ring` is never run twice at once: what comes while it runs makes it run once more."""

    def __init__(self, clock: Clock, ring: Callable[[], Awaitable[None]]) -> None:
        self._clock = clock
        self._ring = ring
        self._at: datetime | None = None
        self._wanted = False
        self._ringing: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            # The default misfire grace of 1 s drops whatever is late; ours may be late by any time, once.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        clock.on_move(self._arm)

    def start(self) -> None:
        """Begin to ring; for a running event loop. What was asked before counts."""
        self._scheduler.start()
        self._arm()

    def stop(self) -> None:
        """Ring no more; a ring that runs is cancelled. May be called before `start`."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._ringing is not None:
            self._ringing.cancel()

    def set(self, at: datetime | None) -> None:
        """Ring at `at`, or at once where it has passed. An earlier instant asked before stays; None asks for nothing."""
        if at is not None and (self._at is None or at < self._at):
            self._at = at
            self._arm()

    @property
    def next_at(self) -> datetime | None:
        """The instant it was asked to ring at next, on the handed clock; the safety net apart."""
        return self._at

    @property
    def ringing(self) -> bool:
        return self._wanted or self._ringing is not None

    def _arm(self) -> None:
        """Put the one job where the system's clock will stand when ours shows `_at`; a standing clock is armed by its move."""
        if not self._scheduler.running:
            return
        now = self._clock.now()
        if self._at is not None and self._at <= now:
            self._start_ringing()
            return
        due = now + AT_LEAST_EACH if self._at is None else min(self._at, now + AT_LEAST_EACH)
        system_at = self._clock.system_time(due)
        if system_at is None:
            if self._scheduler.get_job(JOB) is not None:
                self._scheduler.remove_job(JOB)
            return
        self._scheduler.add_job(self._fire, "date", run_date=system_at, id=JOB, replace_existing=True)

    async def _fire(self) -> None:
        self._start_ringing()

    def _start_ringing(self) -> None:
        """Ring in a task of our own: APScheduler would drop a ring that falls into another."""
        self._wanted = True
        self._at = None
        if self._ringing is None:
            self._ringing = asyncio.get_running_loop().create_task(self._keep_ringing())

    async def _keep_ringing(self) -> None:
        try:
            while self._wanted:
                self._wanted = False
                try:
                    await self._ring()
                except Exception as fault:
                    log.error("what the alarm rang for failed", exc_info=fault)
        finally:
            self._ringing = None
            self._arm()
