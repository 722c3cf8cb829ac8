"""Maya looks at what is kept about her, takes a copy, clears the chat, and one day erases it all while Sam is being asked."""

from tests.journeys.cast import Cast
from tests.journeys.main_job import (
    Trio,
    a_hard_morning,
    a_leader_sets_up_a_group,
    a_member_joins,
    sam_is_asked_and_has_it,
    she_picks_a_supporter,
)


async def story(cast: Cast) -> None:
    trio = Trio(cast.sandbox, cast.phones)
    for step in (
        a_leader_sets_up_a_group,
        a_member_joins,
        she_picks_a_supporter,
        a_hard_morning,
        sam_is_asked_and_has_it,
    ):
        await step(trio)
    maya = trio.maya

    await cast.type(maya, "/privacy")
    await cast.tap(maya, "Who read what", "Back", "What I keep", "Back", "A copy for me", "Send it")
    await cast.tap(maya, "Delete this file")
    await cast.type(maya, "/privacy")
    await cast.tap(maya, "Clear this chat")
    assert [seen.pinned for seen in await maya.screen() if seen.raw["from_bot"]] == [True, False]

    await cast.type(maya, "/forget")
    await cast.tap(maya, "Go on", "Keep everything")
    await cast.type(maya, "/forget")
    await cast.tap(maya, "Go on", "Erase everything")
    assert [seen.labels for seen in await maya.screen() if seen.raw["from_bot"]] == [[]]

    await cast.type(trio.sam, "/people")
    await cast.walk(days=1)
    await cast.type(trio.dana, "/group")

    await cast.type(trio.dana, "/forget")
    await cast.tap(trio.dana, "Go on", "Erase everything")
    await cast.type(maya, "I'm here")
