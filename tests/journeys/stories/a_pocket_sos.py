"""A call for help from a pocket: Sam is on it, Ana is asked again, and Maya finds out."""

from tests.journeys.cast import Cast
from tests.journeys.stories._circle import a_member, a_supporter


async def story(cast: Cast) -> None:
    maya = await a_member(cast, "Maya")
    sam = await a_supporter(cast, maya, "Sam")
    await a_supporter(cast, maya, "Ana")
    await cast.walk(hours=3)
    await cast.begin()

    await cast.type(maya, "/sos")
    await cast.walk(minutes=1)
    await cast.type(maya, "/sos")
    await cast.tap(sam, "I've got this")
    await cast.walk(minutes=10)
    await cast.tap(maya, "It was a mistake")
