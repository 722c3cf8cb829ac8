"""The main job, as people live it: Dana sets up a group, Maya joins and picks Sam, answers, goes quiet, and calls for help.

The steps are apart so that a test can end the bot's process between any two of them. What people do is written here once;
what they see is in the approved transcript beside it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.sandbox.phone import Phone
from tests.journeys.cast import Cast


@dataclass
class Trio(Cast):
    """Dana leads, Maya is a member, Sam supports her."""

    @property
    def dana(self) -> Phone:
        return self.phones["Dana"]

    @property
    def maya(self) -> Phone:
        return self.phones["Maya"]

    @property
    def sam(self) -> Phone:
        return self.phones["Sam"]


Step = Callable[[Trio], Awaitable[None]]


async def a_leader_sets_up_a_group(cast: Trio) -> None:
    await cast.meet("Dana")
    await cast.follow(cast.dana, "")
    await cast.tap(cast.dana, "OK, I agree", "I lead a group")
    await cast.type(cast.dana, "8:00")
    await cast.tap(cast.dana, "London")
    await cast.type(cast.dana, "Morning circle")
    await cast.tap(cast.dana, "Early recovery", "9:00")


async def a_member_joins(cast: Trio) -> None:
    link = await cast.payload(cast.dana)
    await cast.meet("Maya")
    await cast.follow(cast.maya, link)
    await cast.tap(cast.maya, "OK, I agree", "Join, show my name")
    await cast.tap(cast.maya, "9:00")
    await _confirm_clock(cast, cast.maya)
    await cast.tap(cast.maya, "See you then")


async def she_picks_a_supporter(cast: Trio) -> None:
    await cast.type(cast.maya, "/supporters")
    await cast.tap(cast.maya, "Ask someone")
    link = await cast.payload(cast.maya)
    await cast.meet("Sam")
    await cast.follow(cast.sam, link)
    await cast.tap(cast.sam, "Yes, I'm willing")
    await cast.tap(cast.sam, "Keep all")
    await cast.tap(cast.maya, "Yes, that's Sam")
    await cast.tap(cast.maya, "Why, never that I used", "Save")


async def a_hard_morning(cast: Trio) -> None:
    await cast.walk(hours=1)
    await cast.tap(cast.maya, "Start", "🙁 low", "8", "No", "Finish")


async def sam_is_asked_and_has_it(cast: Trio) -> None:
    await cast.walk(minutes=3)
    await cast.tap(cast.sam, "I've got this", "Now")


async def they_talk(cast: Trio) -> None:
    await cast.walk(minutes=50)
    await cast.tap(cast.sam, "We talked")


async def two_quiet_days(cast: Trio) -> None:
    await cast.walk(days=1, hours=12)
    await cast.walk(days=1)


async def sam_says_hello(cast: Trio) -> None:
    await cast.walk(hours=13)
    await cast.tap(cast.sam, "I've got this", "In a few hours")


async def she_answers_late(cast: Trio) -> None:
    await cast.type(cast.maya, "4 2 no")
    await cast.tap(cast.maya, "Finish")


async def she_needs_someone_now(cast: Trio) -> None:
    await cast.walk(hours=5)
    await cast.type(cast.maya, "/sos")
    await cast.tap(cast.sam, "I've got this")
    await cast.walk(minutes=11)
    await cast.tap(cast.maya, "Yes")


async def dana_sees_who_took_part(cast: Trio) -> None:
    await cast.type(cast.dana, "/group")


async def _confirm_clock(cast: Trio, who: Phone) -> None:
    """ "Is it 8:00 where you are?", where the bot does not know yet."""
    if "Yes" in (await who.last()).labels:
        await cast.tap(who, "Yes")


STEPS: tuple[Step, ...] = (
    a_leader_sets_up_a_group,
    a_member_joins,
    she_picks_a_supporter,
    a_hard_morning,
    sam_is_asked_and_has_it,
    they_talk,
    two_quiet_days,
    sam_says_hello,
    she_answers_late,
    she_needs_someone_now,
    dana_sees_who_took_part,
)
