"""Maya writes that she wants to die. She gets the numbers, finds calling hard, and asks Sam to stay with her while she rings."""

from tests.journeys.cast import Cast


async def story(cast: Cast) -> None:
    maya = await cast.meet("Maya")
    await cast.follow(maya, "")
    await cast.tap(maya, "OK, I agree")
    await cast.type(maya, "9pm")
    await cast.type(maya, "New York")
    await cast.tap(maya, "Yes", "See you then")
    await cast.type(maya, "/supporters")
    await cast.tap(maya, "Ask someone")
    sam = await cast.meet("Sam")
    await cast.follow(sam, await cast.payload(maya))
    await cast.tap(sam, "Yes, I'm willing", "Keep all")
    await cast.tap(maya, "Yes, that's Sam", "Just reach out", "Save")

    await cast.walk(hours=9)
    await cast.type(maya, "i dont want to be here anymore")
    await cast.tap(maya, "What makes calling hard?", "Call with Sam", "Ask Sam")
    await cast.tap(sam, "I've got this", "Now")
