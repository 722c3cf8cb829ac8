"""How people of a story come together, before it begins."""

from bot.sandbox.phone import Phone
from tests.journeys.cast import Cast


async def a_member(cast: Cast, name: str, *, hour: str = "9:00", city: str = "London") -> Phone:
    """Somebody on their own, asked every day at `hour`."""
    who = await cast.meet(name)
    await cast.follow(who, "")
    await cast.tap(who, "OK, I agree", hour)
    if "What time is it" in (await who.last()).text:
        await cast.type(who, city)
    if "Yes" in (await who.last()).labels:
        await cast.tap(who, "Yes")
    await cast.tap(who, "See you then")
    return who


async def a_supporter(
    cast: Cast, member: Phone, name: str, *, choice: str = "Why, never that I used", city: str = ""
) -> Phone:
    """Somebody whom the member asked, who said yes, and whom the member confirmed. `city`: where they live, if elsewhere."""
    await cast.type(member, "/supporters")
    await cast.tap(member, "Ask someone")
    link = await cast.payload(member)
    who = await cast.meet(name)
    await cast.follow(who, link)
    await cast.tap(who, "Yes, I'm willing")
    if city:
        await cast.tap(who, "Time zone")
        await cast.type(who, city)
    await cast.tap(who, "Keep all")
    await cast.tap(member, f"Yes, that's {name}", choice, "Save")
    return who
