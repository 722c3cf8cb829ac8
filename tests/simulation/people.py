"""People with habits. They look at their phone, and do something about it or not, soon or late; never what a rule tells them."""

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from bot.sandbox.errors import SandboxError
from bot.sandbox.journal import Event
from bot.sandbox.phone import Phone
from tests.simulation.errands import ERASES, INVITE, JOIN, OF_MEMBERS, OF_SUPPORTERS, Errand, Underway
from tests.simulation.plans import Plans
from tests.simulation.world import World

MOODS = ("😞 very low", "🙁 low", "😐 so-so", "🙂 okay", "😊 good")
Act = Callable[[], Awaitable[object]]

# What shows, and what they say to it: how likely, the label, from how many minutes on, to how many.
Says = tuple[tuple[str, tuple[tuple[float, str, float, float], ...]], ...]
MEMBER_SAYS: Says = (
    ("Not this time", ((0.2, "Not this time", 0.1, 3), (0.1, "Ask now", 0.1, 2))),
    ("All fine, not today", ((0.2, "I'm here", 1, 150), (0.2, "All fine, not today", 1, 150))),
    ("It was a mistake", ((0.25, "I'm OK now", 5, 200), (0.1, "It was a mistake", 0.2, 10))),
    ("Not yet", ((0.5, "Yes", 1, 60), (0.3, "Not yet", 1, 60))),
    ("No longer needed", ((0.08, "No longer needed", 1, 90), (0.02, "I need someone now", 1, 30))),
    ("In 1 hour", ((0.5, "In 1 hour", 0.1, 2), (0.3, "Tonight", 0.1, 2))),
    ("Use it", ((0.5, "Use it", 1, 100),)),
    ("Just reach out", ((0.9, "Just reach out", 0.2, 3),)),
    ("Save", ((0.9, "Save", 0.2, 3),)),
    ("That's all", ((0.5, "That's all", 0.2, 5), (0.2, "Staying safer today", 0.2, 5))),
)
SUPPORTER_SAYS: Says = (
    ("Yes, I'm willing", ((0.85, "Yes, I'm willing", 1, 60), (0.1, "Not now", 1, 60))),
    ("Keep all", ((0.8, "Keep all", 0.2, 5),)),
    ("I've got this", ((0.6, "I've got this", 0.2, 45), (0.15, "I can't right now", 0.2, 45))),
    ("I'll join", ((0.3, "I'll join", 0.2, 30),)),
    ("In a few hours", ((0.25, "Now", 0.1, 5), (0.25, "In a few hours", 0.1, 5), (0.25, "This evening", 0.1, 5))),
    (
        "We talked",
        ((0.6, "We talked", 5, 240), (0.15, "Couldn't reach them", 5, 240), (0.1, "Still worried", 5, 240)),
    ),
    ("Ask someone to join me", ((0.3, "Ask someone to join me", 0.2, 5),)),
)


class Soul:
    """Somebody with a phone. What it shows is answered once, and by its buttons' words alone."""

    errands: tuple[Errand, ...] = ()

    def __init__(self, world: World, phone: Phone, plans: Plans[Act], chance: Random, *, lively: float = 1.0) -> None:
        self.world = world
        self.phone = phone
        self.plans = plans
        self.chance = chance
        self.lively = lively  # how often, beside the usual, they do something of their own accord
        self.awake = False  # reacts from now on; before that, somebody else leads their hand
        self.underway: Underway | None = None
        self.friends: list[Soul] = []  # whom they would ask
        self._seen: set[tuple[int, tuple[str, ...]]] = set()
        world.world.journal.listeners.append(self._look)

    def _look(self, event: Event) -> None:
        if not self.awake or event.chat_id != self.phone.id:
            return
        if event.kind == "tapped" and event.data.get("label") == ERASES:
            self.erased()
        if event.kind not in ("message", "edited"):
            return
        if event.kind == "message" and not event.data.get("from_bot"):
            return
        text = str(event.data.get("text", ""))
        labels = tuple(button["text"] for row in event.data.get("buttons") or () for button in row)
        shown = (event.data["message_id"], labels)
        if found := re.search(r"\?start=(s_[A-Za-z0-9_-]{22})", text):
            self._hand_on(found[1])
        elif self._go_on(event.data["message_id"], labels):
            self._seen.add(shown)
        elif labels and shown not in self._seen:
            self._seen.add(shown)
            self.react(event.data["message_id"], labels, text)

    def erased(self) -> None:
        """They had everything about them erased."""

    def a_new_day(self) -> None:
        """Whatever else they do today."""
        for errand in self.errands:
            if self.chance.random() < errand.likely * self.lively:
                self.later(self.minutes(0, 1400), partial(self.set_out, errand))

    async def set_out(self, errand: Errand) -> None:
        """Begin an errand; whatever they had begun before is forgotten."""
        self.underway = Underway(errand, self.chance, self.world.clock.now())
        await self._type_on()

    def _go_on(self, message_id: int, labels: tuple[str, ...]) -> bool:
        """Take the next step of their errand, if what shows now lets them."""
        underway = self.underway
        if underway is None or underway.over(self.world.clock.now()):
            self.underway = None
            return False
        if (label := underway.next_label(labels)) is None:
            return False
        self.tap_later(self.minutes(0.05, 0.5), label, message_id)
        self.later(self.minutes(0.6, 1), self._type_on)
        return True

    async def _type_on(self) -> None:
        words = self.underway.words() if self.underway is not None else None
        if words is not None:
            with suppress(SandboxError):
                await (self.phone.start() if words == "/start" else self.phone.type(words))

    def _hand_on(self, payload: str) -> None:
        """They have a link for somebody, and send it to one of their friends."""
        if self.friends:
            friend = self.chance.choice(self.friends)

            async def follow() -> None:
                with suppress(SandboxError):
                    await friend.phone.start(payload)

            self.later(self.minutes(1, 300), follow)

    def react(self, message_id: int, labels: tuple[str, ...], text: str) -> None:
        raise NotImplementedError

    def say(self, says: Says, message_id: int, labels: tuple[str, ...], of: float) -> bool:
        """Tap what they say to it, if anything; whether it is among what they know."""
        known = next((say for wanted, say in says if wanted in labels), None)
        for likely, label, least, most in known or ():
            of -= likely
            if of < 0 and label in labels:
                self.tap_later(self.minutes(least, most), label, message_id)
                break
        return known is not None

    def later(self, delay: timedelta, act: Act) -> None:
        self.plans.add(self.world.clock.now() + delay, act)

    def tap_later(self, delay: timedelta, label: str, message_id: int) -> None:
        async def tap() -> None:
            with suppress(SandboxError):  # it has changed meanwhile, or they have blocked the bot
                await self.phone.tap(label, message_id=message_id)

        self.later(delay, tap)
        if self.chance.random() < 0.03:  # twice, because nothing seems to happen
            self.later(delay + timedelta(seconds=2), tap)

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

    errands = OF_MEMBERS

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.strain = self.chance.choice((0.05, 0.1, 0.2, 0.5))  # how hard this time is for them
        self.taps = self.chance.random()  # how much they like to tap through all of it
        self.silent_until: datetime | None = None

    def erased(self) -> None:
        if self.chance.random() < 0.5:  # and come back
            back = self.minutes(60, 4000)
            self.later(back, lambda: self.set_out(JOIN))
            self.later(back + timedelta(hours=1), lambda: self.set_out(INVITE))

    @property
    def is_silent(self) -> bool:
        return self.silent_until is not None and self.world.clock.now() < self.silent_until

    def a_new_day(self) -> None:
        if not self.is_silent and self.chance.random() < 0.1:
            self.silent_until = self.world.clock.now() + timedelta(days=self.chance.choice((1, 2, 3, 4, 9)))
        if self.is_silent:
            return
        if self.chance.random() < 0.02 * self.lively:
            self.block_later(self.minutes(0, 1400), self.minutes(5, 4000))
        super().a_new_day()

    def react(self, message_id: int, labels: tuple[str, ...], text: str) -> None:
        if self.is_silent:
            return
        if "Start" in labels:
            self._prompt(message_id, self.chance.random())
        elif answer := self._answer(labels):
            self._step(message_id, answer)
        else:
            self._say_in_it(message_id, labels, self.chance.random())

    def _answer(self, labels: tuple[str, ...]) -> str | None:
        """What they answer to a question of the check-in; None to anything else, and where they walk away."""
        shown = set(labels)
        hard = self.chance.random() < self.strain
        if "🙂 okay" in shown:
            return self.chance.choice(MOODS[:2] if hard else MOODS[1:])
        if {"0", "10"} <= shown:
            return str(self.chance.randint(5, 10) if hard else self.chance.randint(0, 4))
        if {"No", "Yes", "Skip"} <= shown:
            return "Yes" if self.chance.random() < self.strain / 4 else "No"
        if "Finish" in shown and self.chance.random() < 0.85:
            return "Finish"
        return None

    def _say_in_it(self, message_id: int, labels: tuple[str, ...], of: float) -> None:
        """Their say in an alert, and in who supports them."""
        if self.say(MEMBER_SAYS, message_id, labels, of):
            return
        yes = next((label for label in labels if label.startswith(("Yes, that's ", "Tell "))), None)
        if yes is not None and of < (0.9 if yes.startswith("Yes") else 0.25):
            self.tap_later(self.minutes(0.5, 60), yes, message_id)

    def _prompt(self, message_id: int, of: float) -> None:
        soon = self.minutes(1, 40) if self.chance.random() < 0.7 else self.minutes(40, 900)
        if of < 0.1 + 0.4 * self.taps:
            self.tap_later(soon, "Start", message_id)
        elif of < 0.5:
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

    errands = OF_SUPPORTERS

    def a_new_day(self) -> None:
        if self.chance.random() < 0.02 * self.lively:
            self.block_later(self.minutes(0, 1400), self.minutes(30, 3000))
        super().a_new_day()

    def react(self, message_id: int, labels: tuple[str, ...], text: str) -> None:
        self.say(SUPPORTER_SAYS, message_id, labels, self.chance.random())
