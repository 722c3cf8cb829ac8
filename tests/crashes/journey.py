"""The main job, lived by people who go on as they would when the bot was away for a moment.

They repeat a tap or a line only where their phone shows that it had no effect: nothing came, or the button is still there
and what should follow is not. For a message that has not come they wait a little, as one does.
"""

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import unquote

from bot.sandbox.errors import SandboxError
from bot.sandbox.journal import Event, Journal
from bot.sandbox.phone import LocalSandbox, Phone
from tests.journeys import main_job
from tests.journeys.main_job import Step, Trio

PATIENCE = timedelta(seconds=90)  # longer than a claim lives
LOOKS_AGAIN_AFTER = timedelta(seconds=10)
VISIBLE = ("message", "edited", "deleted", "pinned")


class Patient(Trio):
    """`walk` goes by the clock on the wall, so that a delay does not move what comes after it."""

    def __init__(self, sandbox: LocalSandbox, journal: Journal, now: Callable[[], datetime]) -> None:
        super().__init__(sandbox)
        self._now = now
        self.repeated: list[str] = []  # what they did a second time
        self._seen: dict[int, int] = {}  # by chat, how often the bot changed what it shows
        self._tapped: dict[int, str] = {}  # by chat, what was tapped last
        self._due_at: datetime | None = None
        journal.listeners.append(self._look)

    def _look(self, event: Event) -> None:
        said = event.kind in VISIBLE and event.data.get("from_bot", True)
        if said or (event.kind == "popup" and event.data.get("text")):
            self._seen[event.chat_id] = self._seen.get(event.chat_id, 0) + 1

    async def tap(self, who: Phone, *labels: str) -> None:
        for label in labels:
            await self._wait_for(who, label)
            await self._do(who, f"{who.name} taps [{label}]", partial(who.tap, label))
            self._tapped[who.id] = label

    async def type(self, who: Phone, text: str) -> None:
        await self._do(who, f"{who.name} types {text}", lambda: who.type(text))

    async def follow(self, who: Phone, payload: str) -> None:
        await self._do(who, f"{who.name} follows a link", lambda: who.start(payload))

    async def payload(self, who: Phone) -> str:
        """A button that shares the link will do. Whoever sees neither looks at their group, and asks for it there."""
        with suppress(AssertionError):
            return await super().payload(who)
        for seen in reversed(await who.screen()):
            if found := re.search(r"\?start=([A-Za-z0-9_-]+)", unquote(str(seen.raw))):
                return found[1]
        await self.type(who, "/group")
        await self.tap(who, "Invite")
        return await super().payload(who)

    async def walk(self, **duration: float) -> None:
        self._due_at = (self._due_at or self._now()) + timedelta(**duration)
        await self.sandbox.walk_to(max(self._due_at, self._now()))

    async def _do(self, who: Phone, what: str, act: Callable[[], Awaitable[Any]]) -> None:
        seen = self._seen.get(who.id, 0)
        await act()
        await self.sandbox.until_idle()
        if self._seen.get(who.id, 0) != seen:
            return
        await self._wait(LOOKS_AGAIN_AFTER)
        if self._seen.get(who.id, 0) == seen:
            self.repeated.append(what)
            await act()
            await self.sandbox.until_idle()

    async def _wait_for(self, who: Phone, label: str) -> None:
        waits_until = self._now() + PATIENCE
        while not await _sees(who, label):
            if self._now() >= waits_until:
                last = await who.last()
                raise SandboxError(f"{who.name} has waited for [{label}], and sees {last.text!r} {last.labels}")
            await self._wait(LOOKS_AGAIN_AFTER)
            before = self._tapped.pop(who.id, None)
            if before is not None and not await _sees(who, label) and await _sees(who, before):
                self.repeated.append(f"{who.name} taps [{before}]")
                await who.tap(before)
                await self.sandbox.until_idle()

    async def _wait(self, duration: timedelta) -> None:
        await self.sandbox.walk_to(self._now() + duration)


async def _sees(who: Phone, label: str) -> bool:
    return any(label in seen.labels for seen in await who.screen())


async def did_sam_reach_you(cast: Trio) -> None:
    await cast.walk(minutes=70)
    await cast.tap(cast.maya, "Yes")


async def sam_says_hello(cast: Trio) -> None:
    """As in the main job, and well before the ladder has come to its end."""
    await cast.walk(hours=12)
    await cast.tap(cast.sam, "I've got this", "In a few hours")


async def two_minutes_later(cast: Trio) -> None:
    """What a dead process had in hand on PostgreSQL leaves once its claim has lapsed."""
    await cast.walk(minutes=2)


async def she_needs_someone_now(cast: Trio) -> None:
    """As in the main job, and Sam looks two minutes later: the button of an older page would be there before."""
    await cast.walk(hours=5)
    await cast.type(cast.maya, "/sos")
    await two_minutes_later(cast)
    await cast.tap(cast.sam, "I've got this")
    await cast.walk(minutes=9)
    await cast.tap(cast.maya, "Yes")


async def live_through(cast: Patient) -> list[str]:
    """The whole journey and the hour after it; returns where somebody could not go on."""
    try:
        for step in STEPS:
            await step(cast)
        await cast.walk(hours=1)
    except (SandboxError, AssertionError) as fault:
        return [f"{step.__name__}: {fault}"]
    return []


STEPS: tuple[Step, ...] = (
    main_job.a_leader_sets_up_a_group,
    main_job.a_member_joins,
    main_job.she_picks_a_supporter,
    main_job.a_hard_morning,
    main_job.sam_is_asked_and_has_it,
    did_sam_reach_you,
    main_job.two_quiet_days,
    sam_says_hello,
    two_minutes_later,
    main_job.she_answers_late,
    she_needs_someone_now,
)
