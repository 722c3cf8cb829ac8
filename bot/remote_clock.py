"""A clock that follows the stand-in server, which owns the time of a bot in its own process (CLOCK_URL).

It hears where the time stands and whether it flows, and says when the bot has nothing left to do, so that whoever walks
the time takes the next step only then. It decides nothing about where to walk.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import httpx

from bot.clock import Sleepers, SystemClock, refuse_naive

logger = logging.getLogger(__name__)

SYSTEM = SystemClock()
LONGEST_POLL = 60.0  # seconds without an answer after which the server's clock is asked again
RETRY_AFTER = 0.5  # seconds, where the server is away


@dataclass(frozen=True, slots=True)
class Report:
    """What a bot tells the server that owns its time: whether it may walk on, and to where."""

    idle: bool
    next_at: datetime | None
    handled: int  # the highest update_id that was handled, so that the server knows that nothing is on its way
    agenda: tuple[dict[str, Any], ...] = ()  # what comes next and what was decided, for whoever watches: JSON values
    journal: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """The server's clock as last heard, and the machine's monotonic time at that moment."""

    now: datetime
    monotonic: float
    running: bool
    version: int
    heard: float

    def since(self) -> float:
        return SYSTEM.monotonic() - self.heard if self.running else 0.0


class RemoteClock:
    """Follows the clock of a stand-in server; use it as `async with RemoteClock(url) as clock`.

    `GET url` and `GET url/wait?version=n` (held open until the version is another than n) answer with
    {"now", "monotonic", "running", "version"}; while `running`, time flows from that reading on. Each change is answered
    by `POST url/report`, once those it woke have had their turn, and again after every `changed()`.
    While the server is away, the last reading holds.
    """

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._sleepers = Sleepers()
        self._callbacks: list[Callable[[], None]] = []
        self._report: Callable[[], Report] | None = None
        self._changed = asyncio.Event()
        self._alarm: asyncio.TimerHandle | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._reading: _Reading
        self._http: httpx.AsyncClient

    async def __aenter__(self) -> Self:
        """Hear the time once and go on listening. Raises httpx.HTTPError: the server does not answer."""
        self._http = httpx.AsyncClient(timeout=LONGEST_POLL, trust_env=False)
        try:
            self._apply(await self._ask(self._url))
        except BaseException:
            await self._http.aclose()
            raise
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._tell())]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._alarm:
            self._alarm.cancel()
        await self._http.aclose()

    def now(self) -> datetime:
        reading = self._reading
        return reading.now + timedelta(seconds=reading.since())

    def monotonic(self) -> float:
        reading = self._reading
        return reading.monotonic + reading.since()

    async def sleep_until(self, at: datetime) -> None:
        refuse_naive(at)
        if at > self.now():
            woken = self._sleepers.lie_down(at)
            self._set_alarm()
            await woken
        else:
            await SYSTEM.sleep(0)

    async def sleep(self, seconds: float) -> None:
        await self.sleep_until(self.now() + timedelta(seconds=seconds))

    def system_time(self, at: datetime) -> datetime | None:
        left = at - self.now()
        if left > timedelta(0) and not self._reading.running:
            return None
        return SYSTEM.now() + max(left, timedelta(0))

    def on_move(self, callback: Callable[[], None]) -> None:
        self._callbacks.append(callback)

    def next_sleeper(self) -> datetime | None:
        return self._sleepers.next()

    def report_with(self, report: Callable[[], Report]) -> None:
        """Take from now on what is reported from `report`, and report at once."""
        self._report = report
        self.changed()

    def changed(self) -> None:
        """Say that `report` would answer differently now. Cheap: many changes in a row become one report."""
        self._changed.set()

    def _apply(self, heard: dict[str, Any]) -> None:
        self._reading = _Reading(
            now=datetime.fromisoformat(heard["now"]).astimezone(UTC),
            monotonic=float(heard["monotonic"]),
            running=bool(heard["running"]),
            version=int(heard["version"]),
            heard=SYSTEM.monotonic(),
        )
        self._ring()
        for callback in self._callbacks:
            callback()
        self.changed()

    def _ring(self) -> None:
        self._sleepers.wake(self.now())
        self._set_alarm()

    def _set_alarm(self) -> None:
        """While time flows, wake ourselves for the next sleeper; while it stands still, the server's word does."""
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None
        at = self._sleepers.next()
        if at is not None and self._reading.running:
            left = max((at - self.now()).total_seconds(), 0)
            self._alarm = asyncio.get_running_loop().call_later(left, self._ring)

    async def _listen(self) -> None:
        while True:
            try:
                heard = await self._ask(f"{self._url}/wait?version={self._reading.version}")
            except (httpx.HTTPError, ValueError) as error:
                logger.warning("The clock's server does not answer (%s); the last reading holds", type(error).__name__)
                await SYSTEM.sleep(RETRY_AFTER)
                continue
            if heard["version"] != self._reading.version:
                self._apply(heard)

    async def _tell(self) -> None:
        while await self._changed.wait():
            self._changed.clear()
            if self._report is None:
                continue
            report, version = self._report(), self._reading.version
            body = {**asdict(report), "version": version, "next_at": report.next_at and report.next_at.isoformat()}
            with suppress(httpx.HTTPError):
                (await self._http.post(f"{self._url}/report", json=body)).raise_for_status()
                continue
            await SYSTEM.sleep(RETRY_AFTER)
            self.changed()

    async def _ask(self, url: str) -> dict[str, Any]:
        answer = (await self._http.get(url)).raise_for_status()
        heard: dict[str, Any] = answer.json()
        return heard
