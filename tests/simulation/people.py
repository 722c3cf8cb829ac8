"""People with habits. They look at their phone, and do something about it or not, soon or late; never what a rule tells them."""

import heapq
import itertools
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.sandbox.errors import SandboxError
from bot.sandbox.journal import Event
from bot.sandbox.phone import Phone
from tests.simulation.world import World

MOODS = ("😞 very low", "🙁 low", "😐 so-so", "🙂 okay", "😊 good")
Act = Callable[[], Awaitable[object]]


class Plans:
    """What people are going to do, by instant."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Act]] = []
        self._turn = itertools.count()

    def add(self, at: datetime, act: Act) -> None:
        heapq.heappush(self._heap, (at, next(self._turn), act))

    def next_at(self) -> datetime | None:
        return self._heap[0][0] if self._heap else None

    def due(self, now: datetime) -> Iterable[Act]:
        while self._heap and self._heap[0][0] <= now:
            yield heapq.heappop(self._heap)[2]


class Soul:
    """Somebody with a phone. What it shows is answered once, and by its buttons' words alone."""

    def __init__(self, world: World, phone: Phone, plans: Plans, chance: Random) -> None:
        self.world = world
        self.phone = phone
        self.plans = plans
        self.chance = chance
        self.awake = False  # reacts from now on; before that, somebody else leads their hand
        self._seen: set[tuple[int, tuple[str, ...]]] = set()
        world.world.journal.listeners.append(self._look)

    def _look(self, event: Event) -> None:
        if not self.awake or event.chat_id != self.phone.id or event.kind not in ("message", "edited"):
            return
        if event.kind == "message" and not event.data.get("from_bot"):
            return
        labels = tuple(button["text"] for row in event.data.get("buttons") or () for button in row)
        shown = (event.data["message_id"], labels)
        if labels and shown not in self._seen:
            self._seen.add(shown)
            self.react(event.data["message_id"], labels, str(event.data.get("text", "")))

    def react(self, message_id: int, labels: tuple[str, ...], text: str) -> None:
        raise NotImplementedError

    def later(self, delay: timedelta, act: Act) -> None:
        self.plans.add(self.world.clock.now() + delay, act)

    def tap_later(self, delay: timedelta, label: str, message_id: int) -> None:
        async def tap() -> None:
            with suppress(SandboxError):  # it has changed meanwhile, or they have blocked the bot
                await self.phone.tap(label, message_id=message_id)

        self.later(delay, tap)

    def type_later(self, delay: timedelta, text: str) -> None:
        async def type_it() -> None:
            with suppress(SandboxError):
                await self.phone.type(text)

        self.later(delay, type_it)

    def block_later(self, delay: timedelta, lasts: timedelta) -> None:
        async def block() -> None:
            with suppress(SandboxError):
                await self.phone.block()

        async def unblock() -> None:
            with suppress(SandboxError):
                await self.phone.unblock()
                await self.phone.start()

        self.later(delay, block)
        self.later(delay + lasts, unblock)

    def minutes(self, least: float, most: float) -> timedelta:
        return timedelta(seconds=round(60 * self.chance.uniform(least, most)))


class Member(Soul):
    """Answers by taps, by typing, by "I'm here", late, halfway, or for days not at all."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.strain = self.chance.uniform(0.05, 0.6)  # how hard this time is for them
        self.silent_until: datetime | None = None

    @property
    def is_silent(self) -> bool:
        return self.silent_until is not None and self.world.clock.now() < self.silent_until

    def a_new_day(self) -> None:
        """Whatever else they do today."""
        if not self.is_silent and self.chance.random() < 0.15:
            self.silent_until = self.world.clock.now() + timedelta(days=self.chance.choice((1, 2, 3, 4)))
        if self.is_silent:
            return
        habits: tuple[tuple[float, Callable[[], None]], ...] = (
            (0.04, lambda: self.type_later(self.minutes(0, 1400), "/sos")),
            (0.05, lambda: self.type_later(self.minutes(0, 1400), "/checkin")),
            (0.03, lambda: self.type_later(self.minutes(0, 1400), "hello")),
            (0.03, lambda: self.block_later(self.minutes(0, 1400), self.minutes(5, 4000))),
        )
        for likely, act in habits:
            if self.chance.random() < likely:
                act()

    def react(self, message_id: int, labels: tuple[str, ...], text: str) -> None:
        if self.is_silent:
            return
        if "Start" in labels:
            self._prompt(message_id, self.chance.random())
        elif answer := self._answer(set(labels)):
            self._step(message_id, answer)
        else:
            self._say_in_it(message_id, set(labels), self.chance.random())

    def _answer(self, labels: set[str]) -> str | None:
        """What they answer to a question of the check-in; None to anything else, and where they walk away."""
        hard = self.chance.random() < self.strain
        if "🙂 okay" in labels:
            return self.chance.choice(MOODS[:2] if hard else MOODS[1:])
        if {"0", "10"} <= labels:
            return str(self.chance.randint(5, 10) if hard else self.chance.randint(0, 4))
        if {"No", "Yes", "Skip"} <= labels:
            return "Yes" if self.chance.random() < self.strain / 4 else "No"
        if "Finish" in labels and self.chance.random() < 0.85:
            return "Finish"
        return None

    def _say_in_it(self, message_id: int, labels: set[str], of: float) -> None:
        """Their say in an alert."""
        if "Not this time" in labels and of < 0.3:
            self.tap_later(self.minutes(0.1, 3), "Not this time" if of < 0.2 else "Ask now", message_id)
        elif "All fine, not today" in labels and of < 0.4:
            self.tap_later(self.minutes(1, 150), "I'm here" if of < 0.2 else "All fine, not today", message_id)
        elif {"Yes", "Not yet"} <= labels and of < 0.8:
            self.tap_later(self.minutes(1, 60), "Yes" if of < 0.5 else "Not yet", message_id)

    def _prompt(self, message_id: int, of: float) -> None:
        soon = self.minutes(1, 40) if self.chance.random() < 0.7 else self.minutes(40, 900)
        if of < 0.5:
            self.tap_later(soon, "Start", message_id)
        elif of < 0.65:
            self.type_later(soon, f"{self.chance.randint(1, 5)} {self.chance.randint(0, 10)} no")
        elif of < 0.8:
            self.tap_later(soon, "I'm here", message_id)
        elif of < 0.87:
            self.tap_later(soon, "Later", message_id)

    def _step(self, message_id: int, label: str) -> None:
        if self.chance.random() < 0.95:  # some put the phone away in the middle
            self.tap_later(self.minutes(0.05, 1), label, message_id)


class Supporter(Soul):
    """Answers the pages that reach them, or sleeps, declines, forgets."""

    def a_new_day(self) -> None:
        if self.chance.random() < 0.02:
            self.block_later(self.minutes(0, 1400), self.minutes(30, 3000))

    def react(self, message_id: int, labels: tuple[str, ...], text: str) -> None:
        of = self.chance.random()
        if "I've got this" in labels:
            if of < 0.6:
                self.tap_later(self.minutes(0.2, 45), "I've got this", message_id)
            elif of < 0.75:
                self.tap_later(self.minutes(0.2, 45), "I can't right now", message_id)
        elif "In a few hours" in labels and of < 0.8:
            when = self.chance.choice(("Now", "In a few hours", "This evening"))
            self.tap_later(self.minutes(0.1, 5), when, message_id)
        elif "We talked" in labels and of < 0.85:
            label = self.chance.choices(("We talked", "Couldn't reach them", "Still worried"), weights=(7, 2, 1))[0]
            self.tap_later(self.minutes(5, 240), label, message_id)
