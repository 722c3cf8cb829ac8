"""Maya's first week: she joins, is proposed one thing a day, overlooks a reminder, and asks Sam to be there."""

from tests.journeys.cast import Cast


async def story(cast: Cast) -> None:
    await she_joins(cast)
    await tuesday(cast)
    await wednesday_is_overlooked(cast)
    await sam_says_yes(cast)
    await she_chooses_what_sam_reads(cast)
    await the_days_after(cast)


async def she_joins(cast: Cast) -> None:
    maya = await cast.meet("Maya")
    await cast.follow(maya, "")
    await cast.tap(maya, "Read more", "Someone told me to", "Back", "OK, I agree")
    await cast.type(maya, "8:30pm")
    await cast.tap(maya, "Share my place")
    await maya.share_location(51.51, -0.13)
    await cast.sandbox.until_idle()
    await cast.tap(maya, "Yes", "Start now", "😐 so-so", "3", "No", "Finish")
    await cast.walk(seconds=5)
    await cast.tap(maya, "Not now")


async def tuesday(cast: Cast) -> None:
    maya = cast.phones["Maya"]
    await cast.walk(days=1, hours=13)
    await cast.type(maya, "4 2 no")
    await cast.tap(maya, "Finish")
    await cast.walk(seconds=5)
    await cast.tap(maya, "That suits me")


async def wednesday_is_overlooked(cast: Cast) -> None:
    """The reminder goes by unseen; in her quiet hours there is no second one. She answers in the morning."""
    maya = cast.phones["Maya"]
    await cast.walk(days=1)
    await cast.walk(hours=10, minutes=30)
    await cast.tap(maya, "I'm here")
    await cast.walk(seconds=5)


async def sam_says_yes(cast: Cast) -> None:
    maya, sam = cast.phones["Maya"], await cast.meet("Sam")
    await cast.walk(hours=5)
    await cast.type(maya, "/supporters")
    await cast.tap(maya, "Ask someone")
    link = await cast.payload(maya)
    await cast.walk(minutes=20)
    await cast.follow(sam, link)
    await cast.tap(sam, "Yes, I'm willing", "Keep all")
    await cast.tap(maya, "Yes, that's Sam")


async def she_chooses_what_sam_reads(cast: Cast) -> None:
    """She left that question open in the afternoon; after the evening's check-in it is proposed."""
    maya = cast.phones["Maya"]
    await cast.walk(hours=8)
    await cast.tap(maya, "Start", "🙂 okay", "2", "No", "Finish")
    await cast.walk(seconds=5)
    await cast.tap(maya, "Choose", "Why, never that I used", "Save")
    await cast.walk(minutes=1)


async def the_days_after(cast: Cast) -> None:
    """Nothing is left to propose: the evenings are as short as they can be."""
    maya = cast.phones["Maya"]
    for answer in ("4 3 no", "here", "5 1 no"):
        await cast.walk(days=1)
        await cast.type(maya, answer)
        if answer != "here":
            await cast.tap(maya, "Finish")
    await cast.type(maya, "/help")
