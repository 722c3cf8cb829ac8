"""`python -m tests.benchmarks.standin`: the stand-in for Telegram in a process of its own, with many members who tap.

Taps and replies are timed here, at the people's end, so that the bot's process pays for nothing but being a bot. Rates are off:
the bot is measured, not Telegram's patience.
"""

import asyncio
from collections.abc import Callable, Sequence
from itertools import cycle, islice

from bot.clock import SystemClock
from bot.sandbox import people, tapping
from bot.sandbox.acting import PeopleActions
from bot.sandbox.chats import Person
from bot.sandbox.control import Control
from bot.sandbox.errors import SandboxError
from bot.sandbox.journal import Event
from bot.sandbox.limits import Limits
from bot.sandbox.record import Record
from bot.sandbox.server import SandboxServer

TOKEN = "123456789:BENCHMARK-not-a-real-token-012345678"
CALLS_KEPT = 100
LOOK_EACH = 0.005  # seconds, while waiting for a count


class CrowdActions:
    """What the benchmarks ask of many members at once. Durations are seconds.

    Whatever waits raises SandboxError when it has not come `within` its time.
    """

    def __init__(self, server: SandboxServer) -> None:
        self._server = server
        self._world = server.telegram.world
        self._clock = SystemClock()
        self._members: dict[int, Person] = {}
        self._sent = 0
        self._tapped_at: dict[int, float] = {}  # whose tap waits for its reply, and since when
        self._waits: list[float] = []
        self._answered: Callable[[Person], object] = lambda _: None
        self._world.journal.listeners.append(self._seen)

    def add_members(self, count: int) -> list[int]:
        """Add members who have started the bot long ago; returns their Telegram ids."""
        made = [self._world.add_person(f"Member{number}") for number in range(count)]
        for member in made:
            member.started = True
            self._members[member.id] = member
        return [member.id for member in made]

    def press_start(self) -> None:
        for member in self._members.values():
            people.start(self._world, member)

    async def await_poll(self, within: float) -> None:
        """Return once the bot listens."""
        await self._until(lambda: self._server.line.polled, within)

    async def await_sent(self, count: int, within: float) -> None:
        """Return once the bot has sent `count` messages in all."""
        await self._until(lambda: self._sent >= count, within)

    async def rest(self, seconds: float) -> int:
        """Let `seconds` pass; returns how many messages the bot sent meanwhile."""
        before = self._sent
        await self._clock.sleep(seconds)
        return self._sent - before

    async def tap_in_turn(self, labels: Sequence[str], taps: int, per_second: float, within: float) -> list[float]:
        """One member after the other taps, `per_second` in all; returns how long each waited for the reply."""
        self._waits = []
        began, in_turn = self._clock.monotonic(), cycle(self._members.values())
        for number in range(taps):
            await self._clock.sleep(max(began + number / per_second - self._clock.monotonic(), 0))
            self._tap(next(member for member in islice(in_turn, len(self._members)) if self._free(member)), labels)
        await self._until(lambda: len(self._waits) >= taps, within)
        return self._waits

    async def tap_at_once(self, labels: Sequence[str], taps: int, within: float) -> float:
        """Every member taps, and again as soon as the reply is there; returns how long it took to answer `taps` taps."""
        self._waits = []
        left = taps - len(self._members)

        def again(member: Person) -> None:
            nonlocal left
            left -= 1
            if left >= 0:
                self._tap(member, labels)

        began = self._clock.monotonic()
        self._answered = again
        for member in self._members.values():
            self._tap(member, labels)
        await self._until(lambda: len(self._waits) >= taps, within)
        self._answered = lambda _: None
        return self._clock.monotonic() - began

    def _free(self, member: Person) -> bool:
        """Whether no tap of theirs waits for its reply."""
        return member.id not in self._tapped_at

    def _tap(self, member: Person, labels: Sequence[str]) -> None:
        """Tap the first of `labels` that the newest message has."""
        shown = self._shown(member)
        label = next((label for label in labels if label in shown), None)
        if label is None:
            raise SandboxError(f"nobody said what to tap among {shown}")
        self._tapped_at[member.id] = self._clock.monotonic()
        tapping.tap(self._world, member, label)

    def _shown(self, member: Person) -> list[str]:
        """The labels under the newest message."""
        keyboard = self._world.chats[member.id].shown()[-1].keyboard or {}
        return [button["text"] for row in keyboard.get("inline_keyboard", []) for button in row]

    def _seen(self, event: Event) -> None:
        if event.kind == "message" and event.data["from_bot"]:
            self._sent += 1
        elif event.kind == "edited" and event.chat_id in self._tapped_at:
            self._waits.append(self._clock.monotonic() - self._tapped_at.pop(event.chat_id))
            # Not from in here: the edit is only being made.
            asyncio.get_running_loop().call_soon(self._answered, self._members[event.chat_id])

    async def _until(self, done: Callable[[], bool], within: float) -> None:
        until = self._clock.monotonic() + within
        while not done():
            if self._clock.monotonic() > until:
                waiting = [self._shown(self._members[one]) for one in self._tapped_at]
                raise SandboxError(
                    f"still waiting after {within:g} s: {self._sent} sent, {len(self._waits)} taps answered, "
                    f"{len(waiting)} not, the first of them on {waiting[:3]}"
                )
            await self._clock.sleep(LOOK_EACH)


async def main() -> None:
    server = SandboxServer(token=TOKEN, limits=Limits(rates=False), record=Record(keep=CALLS_KEPT))
    server.control = Control(CrowdActions(server), PeopleActions(server.telegram))
    print(await server.start(), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
