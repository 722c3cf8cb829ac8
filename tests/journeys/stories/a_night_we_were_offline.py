"""Telegram cannot be reached for two hours and more. Maya calls for help in them, Lee writes, and Sam is asked as soon as we are back."""

from tests.journeys.cast import Cast
from tests.journeys.stories._circle import a_member, a_supporter


async def story(cast: Cast) -> None:
    maya = await a_member(cast, "Maya")
    await a_supporter(cast, maya, "Sam")
    lee = await a_member(cast, "Lee")
    await cast.walk(hours=2)
    await cast.tap(maya, "I'm here")
    await cast.walk(minutes=30)
    await cast.begin()

    await cast.sandbox.offline()
    await cast.walk(minutes=30)
    await maya.type("/sos")
    await lee.type("4 2 no")
    await cast.walk(minutes=10)
    await maya.type("/sos")
    await cast.walk(hours=1, minutes=30)
    await cast.sandbox.offline("")
    await cast.walk(minutes=2)
    await cast.tap(maya, "I'm OK now")
    await cast.walk(minutes=10)
