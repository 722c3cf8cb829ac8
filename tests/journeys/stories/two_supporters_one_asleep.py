"""A hard evening. Sam sleeps, Ana is awake across the ocean and cannot; in the morning Sam is there."""

from tests.journeys.cast import Cast
from tests.journeys.stories._circle import a_member, a_supporter


async def story(cast: Cast) -> None:
    maya = await a_member(cast, "Maya")
    sam = await a_supporter(cast, maya, "Sam")
    ana = await a_supporter(cast, maya, "Ana", city="New York")
    await cast.walk(hours=2)
    await cast.tap(maya, "I'm here")
    await cast.walk(hours=12, minutes=30)
    await cast.begin()

    await cast.type(maya, "/checkin")
    await cast.tap(maya, "How I am now")
    await cast.type(maya, "2 9 no")
    await cast.tap(maya, "Finish")
    await cast.walk(minutes=3)
    await cast.tap(ana, "I can't right now")
    await cast.walk(hours=9)
    await cast.tap(sam, "I've got this", "Now")
    await cast.walk(hours=1)
    await cast.tap(maya, "Yes")
