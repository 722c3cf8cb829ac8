"""Stories: people who act at reading speed, with captions. The same story is a test where nobody reads.

A story is a plain coroutine over a `Teller`; this module decides pace, pausing and stopping, and knows no story.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.chats import Json
from bot.sandbox.errors import SandboxError
from bot.sandbox.notices import Notices
from bot.sandbox.phone import Phone, Sandbox, Seen

CHARACTERS_PER_SECOND = 18.0  # read silently, without hurry
SHORTEST, LONGEST = 0.7, 6.0  # seconds for one thing to read


class StoryBroken(AssertionError):
    """A phone does not show what the story says it does."""


@dataclass(frozen=True)
class Story:
    """`tell` plays it. `starts_at`: what the clock shows at its beginning."""

    name: str
    title: str
    summary: str
    starts_at: datetime
    tell: Callable[["Teller"], Awaitable[None]]


@dataclass
class Pace:
    """How fast a story is told: `speed` 1.0 is reading speed, 0 does not wait at all."""

    speed: float = 1.0
    hurried: bool = False  # what a reader need not follow: the story gets to its beginning
    _goes: asyncio.Event = field(default_factory=asyncio.Event)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._goes.set()

    @property
    def paused(self) -> bool:
        return not self._goes.is_set()

    def pause(self) -> None:
        self._goes.clear()

    def resume(self) -> None:
        self._goes.set()

    def set(self, speed: float) -> None:
        self.speed = speed
        self._changed.set()

    async def read(self, text: str) -> None:
        """Give somebody the time to read `text`; wait longer while paused."""
        await self._goes.wait()
        if self.speed <= 0 or self.hurried:
            return
        self._changed.clear()
        seconds = min(max(len(text) / CHARACTERS_PER_SECOND, SHORTEST), LONGEST) / self.speed
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            pass
        await self._goes.wait()


class Actor:
    """A person of a story: acts as a phone would let them, waits for the bot, and lets the reader follow."""

    def __init__(self, teller: "Teller", phone: Phone) -> None:
        self._teller = teller
        self.phone = phone
        self.name = phone.name

    async def start(self, payload: str = "") -> None:
        await self.phone.start(payload)
        await self._teller.settle()

    async def open(self, url: str) -> None:
        await self.phone.open_link(url)
        await self._teller.settle()

    async def tap(self, label: str) -> None:
        """Tap the newest button that says this. Raises SandboxError with the buttons there are."""
        await self.phone.tap(label)
        await self._teller.settle(label)

    async def type(self, text: str) -> None:
        await self._teller.pace.read(text)
        await self.phone.type(text)
        await self._teller.settle()

    async def sees(self, *texts: str) -> Seen:
        """The bot's newest message that contains all of these; time to read it. Raises StoryBroken: there is none."""
        shown = [seen for seen in await self.phone.screen() if seen.raw["from_bot"]]
        for seen in reversed(shown):
            if all(text in seen.text for text in texts):
                await self._teller.pace.read(seen.text)
                return seen
        said = "\n".join(f"    {seen.text!r} {seen.buttons}" for seen in shown[-4:])
        raise StoryBroken(f"{self.name} does not see {texts}; the last messages are:\n{said}")

    async def sees_nothing_of(self, text: str) -> None:
        """No message of the bot contains this."""
        if any(text in seen.text for seen in await self.phone.screen() if seen.raw["from_bot"]):
            raise StoryBroken(f"{self.name} sees {text!r}, and should not")

    async def link(self, containing: str) -> str:
        """The newest link in what this person sees."""
        for seen in reversed(await self.phone.screen()):
            for url in _links(seen):
                if containing in url:
                    return url
        raise StoryBroken(f"{self.name} sees no link with {containing!r}")


class Teller:
    """What a story is told with."""

    def __init__(self, sandbox: Sandbox, *, pace: Pace, caption: Callable[[str], None] = lambda _: None) -> None:
        self.sandbox = sandbox
        self.pace = pace
        self.actors: list[Actor] = []
        self.captions: list[str] = []
        self._caption = caption

    async def person(self, first_name: str, *, caption: str = "", **details: Any) -> Actor:
        """Somebody with a phone; `caption` is written under their name."""
        details.setdefault("username", first_name.lower())
        actor = Actor(self, await self.sandbox.person(first_name, caption=caption, language="en", **details))
        self.actors.append(actor)
        return actor

    async def say(self, caption: str) -> None:
        """Tell the reader what happens next."""
        self.captions.append(caption)
        self._caption(caption)
        await self.pace.read(caption)

    async def walk(self, **duration: float) -> None:
        """Time goes on, e.g. hours=1; the bot does all that falls due."""
        await self.sandbox.walk(**duration)
        await self.pace.read("")

    async def walk_to(self, at: datetime) -> None:
        await self.sandbox.walk_to(at)
        await self.pace.read("")

    async def settle(self, label: str = "") -> None:
        """Let the bot answer. A second passes with everything anybody does; a chat that is full takes no more without it."""
        await self.sandbox.until_idle()
        await self.sandbox.walk(seconds=1)
        await self.pace.read(label)

    async def transcript(self, *, zone: str = "UTC") -> str:
        return await self.sandbox.transcript([actor.phone for actor in self.actors], zone=zone)


def _links(seen: Seen) -> list[str]:
    text = seen.text.encode("utf-16-le")
    found = [
        entity.get("url") or text[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
        for entity in seen.raw["entities"]
        if entity["type"] in ("url", "text_link")
    ]
    found += [word for word in seen.text.split() if word.startswith(("https://", "t.me/")) and word not in found]
    return found + [button["url"] for row in seen.raw["buttons"] for button in row if "url" in button]


class StoryActions:
    """The page's buttons for stories. `fresh(starts_at)` empties the stand-in and starts the bot anew.

    `released` is called when a story has come to its end or is stopped, and the visitor goes on.
    """

    def __init__(
        self,
        stories: Iterable[Story],
        *,
        fresh: Callable[[datetime | None], Awaitable[Sandbox]],
        notices: Callable[[], Notices],
        released: Callable[[], None] = lambda: None,
        speed: float = 1.0,
    ) -> None:
        self._stories = {story.name: story for story in stories}
        self._fresh = fresh
        self._notices = notices
        self._released = released
        self._speed = speed
        self._pace = Pace(speed)
        self._telling: asyncio.Task[None] | None = None
        self._shown: Json = {}

    def stories(self) -> list[Json]:
        return [{"name": one.name, "title": one.title, "summary": one.summary} for one in self._stories.values()]

    async def play(self, story: str) -> None:
        """Start from an empty stand-in; another story that is being told ends."""
        if story not in self._stories:
            raise SandboxError(f"there is no story {story!r}, only {', '.join(self._stories)}")
        await self._end()
        self._pace = Pace(self._speed)
        self._telling = asyncio.create_task(self._tell(self._stories[story]))

    def pause_story(self, on: bool) -> None:
        (self._pace.pause if on else self._pace.resume)()
        if self._telling is not None and not self._telling.done():
            self._show(state="paused" if on else "playing")

    def speed(self, speed: float) -> None:
        """1.0 is reading speed, 0 does not wait."""
        if not 0 <= speed <= 20:
            raise SandboxError("the speed is between 0 and 20")
        self._speed = speed
        self._pace.set(speed)

    async def stop_story(self) -> None:
        """Stay where the story is, and let the visitor go on."""
        await self._end()
        self._released()
        self._show(state="stopped")

    async def start_over(self) -> None:
        """An empty stand-in and a fresh bot, without a story."""
        await self._end()
        self._shown = {}
        await self._fresh(None)

    async def close(self) -> None:
        await self._end()

    async def _end(self) -> None:
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)
            self._telling = None

    async def _tell(self, story: Story) -> None:
        self._shown = {"name": story.name, "title": story.title, "caption": ""}
        self._show(state="starting")
        try:
            teller = Teller(
                await self._fresh(story.starts_at), pace=self._pace, caption=lambda caption: self._show(caption=caption)
            )
            self._show(state="playing")
            await story.tell(teller)
            self._released()
            self._show(state="ended")
        except (SandboxError, StoryBroken) as error:
            self._show(state="broken", caption=f"Something went wrong here: {error}")

    def _show(self, **changes: str) -> None:
        self._shown = {**self._shown, **changes}
        self._notices().post("story", self._shown)
