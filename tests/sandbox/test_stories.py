"""Stories are told at reading speed, can be paused and stopped, and break where a phone does not show what they say."""

import asyncio
from datetime import timedelta

import pytest

from bot.sandbox.errors import SandboxError
from bot.sandbox.notices import Notices
from bot.sandbox.phone import LocalSandbox, Sandbox
from bot.sandbox.server import SandboxServer
from bot.sandbox.storytelling import Pace, Story, StoryActions, StoryBroken, Teller
from tests.sandbox.conftest import NINE, Api


async def test_a_story_breaks_where_a_phone_shows_something_else(server: SandboxServer, api: Api) -> None:
    teller = Teller(LocalSandbox(server.control), pace=Pace(0))
    maya = await teller.person("Maya")
    await maya.phone.start()
    await api.done("sendMessage", chat_id=maya.phone.id, text="Hello Maya: https://t.me/Bot?start=j_1")
    await maya.sees("Hello", "Maya")
    await maya.sees_nothing_of("craving")
    assert await maya.link("start=j_") == "https://t.me/Bot?start=j_1"
    for broken in (maya.sees("Good-bye"), maya.sees_nothing_of("Hello"), maya.link("start=s_")):
        with pytest.raises(StoryBroken, match="Maya"):
            await broken


async def test_reading_takes_as_long_as_the_text_and_not_at_all_where_nobody_reads() -> None:
    async with asyncio.timeout(1):
        await Pace(0).read("x" * 10_000)
        hurried = Pace(1)
        hurried.hurried = True
        await hurried.read("x" * 10_000)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await Pace(20).read("x" * 10_000)
    assert 0.25 <= loop.time() - begun < 2, "six seconds at most, twenty times as fast"


async def test_a_paused_story_waits_at_any_speed() -> None:
    pace = Pace(0)
    pace.pause()
    reading = asyncio.create_task(pace.read("a word"))
    pace.set(20)
    done, _ = await asyncio.wait([reading], timeout=0.05)
    assert not done
    pace.resume()
    await asyncio.wait_for(reading, 5)


class Theatre:
    """What StoryActions needs, without a bot."""

    def __init__(self, server: SandboxServer) -> None:
        self.notices = Notices()
        self.began: list[object] = []
        self.told: list[str] = []
        self.goes_on = asyncio.Event()
        self.released = asyncio.Event()
        story = Story("short", "Short", "Nothing much.", NINE + timedelta(days=1), self.tell)
        self.actions = StoryActions(
            [story], fresh=self.fresh, notices=lambda: self.notices, released=self.released.set, speed=0
        )

    async def fresh(self, starts_at: object) -> Sandbox:
        self.began.append(starts_at)
        return Sandbox()

    async def tell(self, teller: Teller) -> None:
        await teller.say("It begins.")
        await self.goes_on.wait()
        raise StoryBroken("Maya sees nothing")

    def state(self) -> tuple[str, str]:
        story = self.notices.since(0)[1].get("story", {"state": "", "caption": ""})
        return story["state"], story["caption"]


async def until(theatre: Theatre, state: str) -> None:
    async with asyncio.timeout(5):
        while theatre.state()[0] != state:
            turn = asyncio.Event()
            asyncio.get_running_loop().call_soon(turn.set)
            await turn.wait()


async def test_the_page_starts_pauses_and_stops_stories(server: SandboxServer) -> None:
    theatre = Theatre(server)
    await theatre.actions.play("short")
    await until(theatre, "playing")
    assert theatre.began == [NINE + timedelta(days=1)]
    theatre.actions.pause_story(True)
    assert theatre.state()[0] == "paused"
    theatre.actions.pause_story(False)
    await theatre.actions.stop_story()
    assert theatre.state()[0] == "stopped"
    assert theatre.released.is_set(), "the visitor goes on"
    await theatre.actions.start_over()
    assert theatre.began[-1] is None
    with pytest.raises(SandboxError, match="short"):
        await theatre.actions.play("long")


async def test_a_broken_story_says_so(server: SandboxServer) -> None:
    theatre = Theatre(server)
    theatre.goes_on.set()
    await theatre.actions.play("short")
    await until(theatre, "broken")
    assert theatre.state()[1] == "Something went wrong here: Maya sees nothing"
