"""Two groups lose their leader. Dana asks Ana to lead with her, and hands over; Lee is gone without a word."""

from bot.sandbox.phone import Phone
from tests.journeys.cast import Cast


async def story(cast: Cast) -> None:
    lee = await cast.meet("Lee")
    await leads(cast, lee, "Evening circle")
    link = await cast.payload(lee)
    await lee.block()
    await cast.walk(days=15, hours=11)  # to a Tuesday evening: nobody was asked anything meanwhile
    jo = await cast.meet("Jo")
    await joins(cast, jo, link, "Join, only count me", "18:00 is fine")

    dana, ana, maya = [await cast.meet(name) for name in ("Dana", "Ana", "Maya")]
    await leads(cast, dana, "Morning circle")
    for who, shown in ((ana, "Join, show my name"), (maya, "Join, only count me")):
        await joins(cast, who, await cast.payload(dana), shown, "18:00")
    await cast.type(dana, "/group")
    await cast.tap(dana, "Members", "Ana", "Ask to lead it too")
    await cast.tap(ana, "Yes, I'm willing", "My group")
    await cast.type(dana, "/group")
    await cast.tap(dana, "Write to all")
    await cast.type(dana, "I'm moving away, and I was glad of every one of you. Ana knows how we do things.")
    await cast.tap(dana, "Send it", "Back", "Step back", "Hand over to Ana")
    await cast.tap(maya, "Mute")

    await cast.walk(hours=13)  # Wednesday: Lee has been out of reach for fourteen days
    await cast.tap(jo, "Keep my check-in")
    await cast.walk(hours=10)
    for who in (jo, ana, maya):
        await cast.tap(who, "I'm here")


async def leads(cast: Cast, who: Phone, name: str) -> None:
    await cast.follow(who, "")
    await cast.tap(who, "OK, I agree", "I lead a group")
    await cast.type(who, "London")
    await cast.tap(who, "Yes")
    await cast.type(who, name)
    await cast.tap(who, "Student group", "18:00" if name.startswith("Evening") else "9:00")


async def joins(cast: Cast, who: Phone, link: str, shown: str, hour: str) -> None:
    await cast.follow(who, link)
    await cast.tap(who, "OK, I agree", shown, hour, "Yes", "See you then")
