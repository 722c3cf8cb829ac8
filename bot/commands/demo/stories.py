"""The stories that the page plays, the terminal prints and the tests run. Each checks what the phones show as it goes."""

from datetime import UTC, datetime

from bot.sandbox.storytelling import Story, Teller

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


async def _hello(tell: Teller) -> None:
    maya = await tell.person("Maya", caption="the member")
    await tell.say("Maya opens the chat.")
    await maya.start()


STORIES = {
    story.name: story
    for story in (
        Story("hello", "Hello", "Maya opens the chat.", MONDAY, _hello),
    )
}
