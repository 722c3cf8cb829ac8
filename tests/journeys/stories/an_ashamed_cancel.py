"""Maya tells of a use and wants nobody to know. The next day is worse, and she lets Sam be asked."""

from tests.journeys.cast import Cast
from tests.journeys.stories._circle import a_member, a_supporter


async def story(cast: Cast) -> None:
    maya = await a_member(cast, "Maya")
    sam = await a_supporter(cast, maya, "Sam", choice="Why, even if I used")
    ana = await a_supporter(cast, maya, "Ana", choice="Just reach out")
    await cast.walk(hours=2)
    await cast.begin()

    await cast.tap(maya, "Start", "🙁 low", "6", "Yes", "Finish")
    await cast.tap(maya, "Not this time")
    await cast.walk(minutes=20)
    await cast.tap(maya, "Staying safer today")
    await cast.walk(days=1)

    await cast.tap(maya, "Start", "😞 very low", "9", "Yes", "Finish")
    await cast.tap(maya, "What will they read?")
    await cast.walk(minutes=3)
    await cast.tap(sam, "I've got this", "In a few hours")
    await cast.walk(hours=1)
    await cast.tap(sam, "Still worried", "Ask someone to join me")
    await cast.walk(minutes=10)
    await cast.tap(ana, "I'll join")
    await cast.walk(hours=2)
    await cast.tap(sam, "We talked")
