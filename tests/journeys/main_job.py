"""The main job, as people live it: Dana sets up a group, Maya joins and picks Sam, answers, goes quiet, and calls for help.

The steps are apart so that a test can end the bot's process between any two of them. What people do is written here once;
what they see is in the approved transcript beside it.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.phone import Phone
from bot.sandbox.transcript import render
from tests.journeys.house import House


@dataclass
class Cast:
    """Dana leads, Maya is a member, Sam supports her."""

    house: House
    phones: dict[str, Phone] = field(default_factory=dict)

    @property
    def dana(self) -> Phone:
        return self.phones["Dana"]

    @property
    def maya(self) -> Phone:
        return self.phones["Maya"]

    @property
    def sam(self) -> Phone:
        return self.phones["Sam"]

    async def tap(self, who: Phone, *labels: str) -> None:
        """Tap one label after the other, each once the bot has nothing left to do."""
        for label in labels:
            await who.tap(label)
            await self.house.sandbox.until_idle()

    async def type(self, who: Phone, text: str) -> None:
        await who.type(text)
        await self.house.sandbox.until_idle()

    async def follow(self, who: Phone, payload: str) -> None:
        await who.start(payload)
        await self.house.sandbox.until_idle()

    async def walk(self, **duration: float) -> None:
        await self.house.sandbox.walk(**duration)

    async def payload(self, who: Phone) -> str:
        """The deep link's payload in the newest message that has one."""
        for seen in reversed(await who.screen()):
            if found := re.search(r"\?start=([A-Za-z0-9_-]+)", str(seen.raw)):
                return found[1]
        raise AssertionError(f"{who.name} sees no link")

    async def transcript(self) -> str:
        """All chats as one text. What the bot says to several people in one minute is told chat by chat: no order is promised."""
        events = await self.house.sandbox.do("events", chats=[phone.id for phone in self.phones.values()])
        order = {phone.id: place for place, phone in enumerate(self.phones.values())}
        acts = 0
        told: list[tuple[tuple[int, str, int, int], dict[str, Any]]] = []
        for number, event in enumerate(events):
            is_act = event["kind"] in ("tapped", "opened") or event.get("from_bot") is False
            acts += is_act
            told.append(((acts, event["at"][:16], -1 if is_act else order[event["chat_id"]], number), event))
        names = {phone.id: phone.name for phone in self.phones.values()}
        text = render([event for _, event in sorted(told, key=lambda one: one[0])], names)
        return re.sub(r"([= ])([js])_[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])", r"\1\2_TOKEN", text)


Step = Callable[[Cast], Awaitable[None]]


async def a_leader_sets_up_a_group(cast: Cast) -> None:
    cast.phones["Dana"] = await cast.house.sandbox.person("Dana", username="dana")
    await cast.follow(cast.dana, "")
    await cast.tap(cast.dana, "OK, I agree", "I lead a group")
    await cast.type(cast.dana, "8:00")
    await cast.tap(cast.dana, "London")
    await cast.type(cast.dana, "Morning circle")
    await cast.tap(cast.dana, "Early recovery", "9:00")


async def a_member_joins(cast: Cast) -> None:
    link = await cast.payload(cast.dana)
    cast.phones["Maya"] = await cast.house.sandbox.person("Maya", username="maya")
    await cast.follow(cast.maya, link)
    await cast.tap(cast.maya, "OK, I agree", "Join, show my name")
    await cast.tap(cast.maya, "9:00")
    await _confirm_clock(cast, cast.maya)
    await cast.tap(cast.maya, "See you then")


async def she_picks_a_supporter(cast: Cast) -> None:
    await cast.type(cast.maya, "/supporters")
    await cast.tap(cast.maya, "Ask someone")
    link = await cast.payload(cast.maya)
    cast.phones["Sam"] = await cast.house.sandbox.person("Sam", username="sam")
    await cast.follow(cast.sam, link)
    await cast.tap(cast.sam, "Yes, I'm willing")
    await cast.tap(cast.sam, "Keep all")
    await cast.tap(cast.maya, "Yes, that's Sam")
    await cast.tap(cast.maya, "Why, never that I used", "Save")


async def a_hard_morning(cast: Cast) -> None:
    await cast.walk(hours=1)
    await cast.tap(cast.maya, "Start", "🙁 low", "8", "No", "Finish")


async def sam_is_asked_and_has_it(cast: Cast) -> None:
    await cast.walk(minutes=3)
    await cast.tap(cast.sam, "I've got this", "Now")


async def they_talk(cast: Cast) -> None:
    await cast.walk(minutes=50)
    await cast.tap(cast.sam, "We talked")


async def two_quiet_days(cast: Cast) -> None:
    await cast.walk(days=1, hours=12)
    await cast.walk(days=1)


async def sam_says_hello(cast: Cast) -> None:
    await cast.walk(hours=13)
    await cast.tap(cast.sam, "I've got this", "In a few hours")


async def she_answers_late(cast: Cast) -> None:
    await cast.type(cast.maya, "4 2 no")
    await cast.tap(cast.maya, "Finish")


async def she_needs_someone_now(cast: Cast) -> None:
    await cast.walk(hours=5)
    await cast.type(cast.maya, "/sos")
    await cast.tap(cast.sam, "I've got this")
    await cast.walk(minutes=11)
    await cast.tap(cast.maya, "Yes")


async def dana_sees_who_took_part(cast: Cast) -> None:
    await cast.type(cast.dana, "/group")


async def _confirm_clock(cast: Cast, who: Phone) -> None:
    """ "Is it 8:00 where you are?", where the bot does not know yet."""
    if "Yes" in (await who.last()).labels:
        await cast.tap(who, "Yes")


STEPS: tuple[Step, ...] = (
    a_leader_sets_up_a_group,
    a_member_joins,
    she_picks_a_supporter,
    a_hard_morning,
    sam_is_asked_and_has_it,
    they_talk,
    two_quiet_days,
    sam_says_hello,
    she_answers_late,
    she_needs_someone_now,
    dana_sees_who_took_part,
)
