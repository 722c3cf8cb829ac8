"""Maya is in two groups. At a shared hour one check-in serves both; then their hours differ; then she leaves one."""

from bot.sandbox.phone import Phone
from tests.journeys.cast import Cast


async def story(cast: Cast) -> None:
    dana, lee = await cast.meet("Dana"), await cast.meet("Lee")
    maya = await cast.meet("Maya")
    await leads(cast, dana, "Morning circle", "Early recovery")
    await leads(cast, lee, "Oak House", "Aftercare")
    await joins_the_first(cast, maya, await cast.payload(dana))
    await joins_the_second(cast, maya, await cast.payload(lee))
    await one_check_in_for_both(cast, maya)
    await both_leaders_look(cast, dana, lee)
    await another_hour_in_one(cast, maya)
    await two_check_ins_on_one_day(cast, maya, dana, lee)
    await leaves_one_group(cast, maya)
    await both_leaders_look(cast, dana, lee)


async def leads(cast: Cast, who: Phone, name: str, template: str) -> None:
    await cast.follow(who, "")
    await cast.tap(who, "OK, I agree", "I lead a group")
    await cast.type(who, "8:00")
    await cast.tap(who, "London")
    await cast.type(who, name)
    await cast.tap(who, template, "9:00")


async def joins_the_first(cast: Cast, maya: Phone, link: str) -> None:
    await cast.follow(maya, link)
    await cast.tap(maya, "OK, I agree", "Join, show my name", "9:00")
    if "Yes" in (await maya.last()).labels:
        await cast.tap(maya, "Yes")
    await cast.tap(maya, "See you then")


async def joins_the_second(cast: Cast, maya: Phone, link: str) -> None:
    await cast.follow(maya, link)
    await cast.tap(maya, "Join, only count me", "9:00")
    if "See you then" in (await maya.last()).labels:
        await cast.tap(maya, "See you then")


async def one_check_in_for_both(cast: Cast, maya: Phone) -> None:
    """Monday at nine, the hour of both."""
    await cast.walk(hours=1)
    await cast.tap(maya, "Start", "🙂 okay", "2", "No", "Finish")


async def both_leaders_look(cast: Cast, dana: Phone, lee: Phone) -> None:
    await cast.type(dana, "/group")
    await cast.type(lee, "/group")


async def another_hour_in_one(cast: Cast, maya: Phone) -> None:
    await cast.type(maya, "/settings")
    await cast.tap(maya, "My hour", "9:00, Oak House", "18:00")


async def two_check_ins_on_one_day(cast: Cast, maya: Phone, dana: Phone, lee: Phone) -> None:
    """Tuesday is the circle's alone; on Wednesday each group has its own hour."""
    await cast.walk(days=1)
    await cast.tap(maya, "I'm here")
    await cast.walk(days=1)
    await cast.tap(maya, "I'm here")
    await cast.walk(hours=9)
    await both_leaders_look(cast, dana, lee)
    await cast.tap(maya, "I'm here")
    await cast.type(lee, "/group")


async def leaves_one_group(cast: Cast, maya: Phone) -> None:
    """Thursday brings nothing then, Friday the other group's hour."""
    await cast.type(maya, "/group")
    await cast.tap(maya, "Morning circle", "Leave", "Yes, leave")
    await cast.walk(days=2)
    await cast.tap(maya, "I'm here")
