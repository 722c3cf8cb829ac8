"""A supporter who burns out: Sam is asked often, rests, and hands over; Maya always knows who is asked and who is not."""

from tests.journeys.cast import Cast


async def story(cast: Cast) -> None:
    await maya_picks_sam(cast)
    await a_hard_morning(cast)
    await sam_says_not_today(cast)
    await the_week_is_full(cast)
    await sam_takes_a_break(cast)
    await maya_asks_ana_as_well(cast)
    await sam_hands_over(cast)


async def maya_picks_sam(cast: Cast) -> None:
    maya, sam = await cast.meet("Maya"), await cast.meet("Sam")
    await cast.follow(maya, "")
    await cast.tap(maya, "OK, I agree", "9:00")
    await cast.type(maya, "8:00")
    await cast.tap(maya, "London", "See you then")
    await cast.type(maya, "/supporters")
    await cast.tap(maya, "Ask someone")
    await cast.follow(sam, await cast.payload(maya))
    await cast.tap(sam, "Yes, I'm willing", "Weekly limit", "2", "Keep all", "Try it out")
    await cast.tap(sam, "I've got this", "If my phone is silent")
    await cast.tap(maya, "Yes, that's Sam", "Why, never that I used", "Save")


async def a_hard_morning(cast: Cast) -> None:
    maya, sam = cast.phones["Maya"], cast.phones["Sam"]
    await cast.walk(hours=1)
    await cast.tap(maya, "Start", "🙁 low", "8", "No", "Finish")
    await cast.walk(minutes=3)
    await cast.tap(sam, "I've got this", "This evening", "Send a word")
    await cast.type(sam, "I'm at work until six. I'll ring you on the way home.")
    await cast.tap(sam, "Yes, pass it on")
    await cast.tap(maya, "Read it", "Answer")
    await cast.type(maya, "That helps. Talk then.")
    await cast.tap(maya, "Yes, pass it on")
    await cast.tap(sam, "Read it")
    await cast.walk(hours=9, minutes=30)
    await cast.tap(sam, "We talked")


async def sam_says_not_today(cast: Cast) -> None:
    maya, sam = cast.phones["Maya"], cast.phones["Sam"]
    await cast.walk(hours=15)
    await cast.tap(maya, "Start", "🙁 low", "6", "No", "Finish", "Tell Sam")
    await cast.type(sam, "/people")
    await cast.tap(sam, "Not today")
    await cast.walk(minutes=5)


async def the_week_is_full(cast: Cast) -> None:
    maya, sam = cast.phones["Maya"], cast.phones["Sam"]
    await cast.walk(hours=24)
    await cast.tap(maya, "Start", "🙁 low", "6", "No", "Finish", "Tell Sam")
    await cast.type(sam, "/people")


async def sam_takes_a_break(cast: Cast) -> None:
    maya, sam = cast.phones["Maya"], cast.phones["Sam"]
    await cast.walk(hours=1)
    await cast.tap(sam, "I need a break", "7 days")
    await cast.tap(maya, "My list", "1 · Sam")


async def maya_asks_ana_as_well(cast: Cast) -> None:
    maya, ana = cast.phones["Maya"], await cast.meet("Ana")
    await cast.type(maya, "/supporters")
    await cast.tap(maya, "Ask someone")
    await cast.follow(ana, await cast.payload(maya))
    await cast.tap(ana, "Yes, I'm willing", "Keep all")
    await cast.tap(maya, "Yes, that's Ana", "Just reach out", "Save")


async def sam_hands_over(cast: Cast) -> None:
    maya, sam = cast.phones["Maya"], cast.phones["Sam"]
    await cast.walk(hours=1)
    await cast.type(sam, "/people")
    await cast.tap(sam, "Maya", "Hand over", "Yes, ask Maya")
    await cast.tap(maya, "Ana instead", "My list")
    await cast.type(sam, "/people")
