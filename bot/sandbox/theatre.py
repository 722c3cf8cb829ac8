"""The page's buttons for stories: play, pause, faster, stop, start over. JSON in and out, as in acting.py."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

from bot.sandbox.chats import Json
from bot.sandbox.errors import SandboxError
from bot.sandbox.notices import Notices
from bot.sandbox.phone import Sandbox
from bot.sandbox.storytelling import Pace, Story, StoryBroken, Teller


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
