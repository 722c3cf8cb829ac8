"""Each story, started by its button and played by the real bot: every phone of the page shows what its person was sent."""

import pytest

from bot.commands.demo.stage import Stage
from bot.commands.demo.stories import STORIES
from bot.sandbox.storytelling import Story
from tests.page.looking import Looking

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey]
STORY_WITHIN = 120_000  # milliseconds, on a machine with much else to do


@pytest.mark.parametrize("story", STORIES.values(), ids=lambda story: story.name)
async def test_a_story_is_played_on_the_page(stage: tuple[Looking, Stage], story: Story) -> None:
    looking, stage_ = stage
    stage_.stories.speed(0)
    await looking.page.get_by_role("button", name=story.title).click()
    ended = looking.page.locator("#story[data-state=ended], #story[data-state=broken]")
    await ended.wait_for(timeout=STORY_WITHIN)
    assert "The end." in await looking.page.locator("#caption").inner_text()
    people = await stage_.sandbox.do("people")
    assert len(people) >= 2
    for person in people:
        shown = [
            message for message in (await stage_.sandbox.do("screen", chat=person["id"]))["messages"] if message["text"]
        ]
        await looking.sees(person["first_name"], shown[-1]["text"].split("\n")[0])
        on_page = await looking.texts(person["first_name"])
        assert [_words(text) for text in on_page] == [_words(message["text"]) for message in shown]
    await looking.page.locator("#decided li").first.wait_for()
    assert "None" not in await looking.page.locator("#strip").inner_text()


def _words(text: str) -> str:
    """A browser gives back line ends in its own way."""
    return " ".join(text.split())


async def test_a_story_can_be_paused_stopped_and_gone_on_from(stage: tuple[Looking, Stage]) -> None:
    looking, stage_ = stage
    stage_.stories.speed(1)
    page = looking.page
    await page.get_by_role("button", name="A leader sets up a group").click()
    await looking.says("#caption", "Dana leads a group")
    await page.get_by_role("button", name="Pause").click()
    await page.locator("#story[data-state=paused]").wait_for()
    before = len(await stage_.sandbox.do("events"))
    await page.get_by_label("Speed").select_option("at once")
    assert len(await stage_.sandbox.do("events")) == before, "a paused story stands still at any speed"
    await page.get_by_label("Speed").select_option("reading")
    await page.get_by_role("button", name="Go on").click()
    await looking.sees("Dana", "Hi, I'm Alongside")
    await page.get_by_role("button", name="Stop").click()
    await looking.says("#caption", "Stopped")
    await looking.tap("Dana", "Read more")
    await looking.sees("Dana", "end-to-end")
