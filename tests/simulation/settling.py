"""Members and whom they chose, brought together as their own hands would, before anything goes wrong."""

from random import Random

from tests.journeys.cast import Cast
from tests.simulation.errands import CITIES, HOURS, LEVELS
from tests.simulation.people import Act, Member, Soul, Supporter
from tests.simulation.plans import Plans
from tests.simulation.town import Town
from tests.simulation.world import World

NAMES = (
    "Maya", "Noor", "Elif", "Tom", "Ines", "Bo", "Kai", "Lena", "Iris", "Otto", "Pia", "Nils", "Zoe", "Emil", "Vera",
    "Milo", "Rosa", "Finn", "Olga", "Hugo", "Nora", "Ivan", "Cleo", "Luis", "Edda", "Omar", "Tess", "Yuri", "Dora",
    "Arlo", "Mina", "Knut", "Lola", "Pavel", "Suki", "Greta", "Tariq", "Ulla", "Wim", "Xenia",
)  # fmt: skip
HELPERS = ("Sam", "Ana", "Rui", "Jo", "Gil", "Ada", "Leo", "Uma", "Ben", "Eva", "Max", "Lia")
LORD_HOWE = "Lord Howe"  # its clocks change by half an hour; too small a place to be known by its name


async def settle(
    world: World, town: Town, plans: Plans[Act], chance: Random, members: int, *, lively: float = 1.0
) -> list[Soul]:
    """Everybody who lives here; they do nothing of their own accord before they are awake."""
    cast = Cast(world.sandbox)
    souls: list[Soul] = []
    helpers: dict[str, Supporter] = {}
    known = HELPERS[: max(4, members // 2)]
    for number in range(members):
        name = NAMES[number % len(NAMES)] + "o" * (number // len(NAMES))
        phone = await cast.meet(name)
        member = Member(world, phone, plans, chance, lively=lively)
        souls.append(member)
        await _join(cast, member, chance)
        for helper in chance.sample(known, chance.choice((1, 1, 2))):
            if helper not in helpers:
                helpers[helper] = Supporter(world, await cast.meet(helper), plans, chance, lively=lively)
            await _support(cast, town, member, helpers[helper], chance)
    for soul in souls:
        soul.friends = list(helpers.values())
    return [*souls, *helpers.values()]


async def _join(cast: Cast, member: Member, chance: Random) -> None:
    phone = member.phone
    await cast.follow(phone, "")
    await cast.tap(phone, "OK, I agree", chance.choice(HOURS))
    city = chance.choice((*CITIES, LORD_HOWE))
    if city == LORD_HOWE:
        await cast.tap(phone, "Share my place")
        await phone.share_location(-31.55, 159.08)
        await cast.sandbox.until_idle()
    else:
        await cast.type(phone, city)
    await cast.tap(phone, "Yes", "See you then")


async def _support(cast: Cast, town: Town, member: Member, supporter: Supporter, chance: Random) -> None:
    mine, theirs = member.phone, supporter.phone
    await cast.type(mine, "/supporters")
    await cast.tap(mine, "Ask someone")
    await cast.follow(theirs, await cast.payload(mine))
    await cast.tap(theirs, "Yes, I'm willing")
    if "Keep all" in (await theirs.last()).labels:
        await cast.tap(theirs, "Keep all")
    await cast.tap(mine, f"Yes, that's {theirs.name}")
    await cast.tap(mine, chance.choice(LEVELS), "Save")
    town.chose(mine.id, theirs.id, town.world.clock.now())
