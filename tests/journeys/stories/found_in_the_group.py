"""Maya has nobody to ask. Ana, of the same group, offers; Dana, who leads it, agrees to be asked last and learns no more."""

from tests.journeys.cast import Cast


async def story(cast: Cast) -> None:
    await a_group_with_two_members(cast)
    await ana_offers(cast)
    await maya_asks_her(cast)
    await maya_names_her_leader(cast)


async def a_group_with_two_members(cast: Cast) -> None:
    dana = await cast.meet("Dana")
    await cast.follow(dana, "")
    await cast.tap(dana, "OK, I agree", "I lead a group")
    await cast.type(dana, "London")
    await cast.tap(dana, "Yes")
    await cast.type(dana, "Morning circle")
    await cast.tap(dana, "Early recovery", "9:00")
    link = await cast.payload(dana)
    for name in ("Maya", "Ana"):
        member = await cast.meet(name)
        await cast.follow(member, link)
        await cast.tap(member, "OK, I agree", "Join, only count me", "9:00", "Yes", "See you then")


async def ana_offers(cast: Cast) -> None:
    ana = cast.phones["Ana"]
    await cast.type(ana, "/group")
    await cast.tap(ana, "Be there for someone", "Write my line")
    await cast.type(ana, "Mostly free in the evenings, happy to go for a walk.")
    await cast.tap(ana, "2", "Back")


async def maya_asks_her(cast: Cast) -> None:
    maya, ana = cast.phones["Maya"], cast.phones["Ana"]
    await cast.type(maya, "/supporters")
    await cast.tap(maya, "Someone in Morning circle", "Ana", "Ask Ana")
    await cast.tap(ana, "Yes, I'm willing", "Keep all")
    await cast.tap(maya, "Yes, that's Ana", "Just reach out", "Save")


async def maya_names_her_leader(cast: Cast) -> None:
    maya, dana = cast.phones["Maya"], cast.phones["Dana"]
    await cast.tap(maya, "My list", "Name a leader", "Ask Dana")
    await cast.tap(dana, "Yes, I'm willing", "My people", "Maya")
    await cast.type(maya, "/supporters")
    await cast.tap(maya, "Last · Dana")
    await cast.type(dana, "/group")
