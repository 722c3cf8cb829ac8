"""kill -9 at the worst moments: nothing is lost, nobody is asked twice, and no alert comes from our own absence."""

from datetime import timedelta

import pytest

from tests.journeys.house import House
from tests.journeys.main_job import (
    Trio,
    a_leader_sets_up_a_group,
    a_member_joins,
    she_picks_a_supporter,
)

pytestmark = pytest.mark.slow

ASKED = "Maya could use a word from you."
QUIET = "I haven't heard from Maya"
SOS = "Maya needs someone now."


async def at_home(house: House) -> Trio:
    """Everybody is set up; it is Monday, before nine."""
    cast = Trio(house.sandbox)
    for step in (a_leader_sets_up_a_group, a_member_joins, she_picks_a_supporter):
        await step(cast)
    return cast


async def count(cast: Trio, words: str) -> int:
    """How many messages Sam was sent that begin with these words, copies that say so included."""
    return sum(
        seen.text.removeprefix("(again) ").startswith(words) for seen in await cast.sam.screen() if seen.raw["from_bot"]
    )


async def killed_for(house: House, **duration: float) -> None:
    """kill -9, and time goes on without us until somebody starts the bot again."""
    await house.kill_bot()
    await house.sandbox.jump_to(await house.sandbox.now() + timedelta(**duration))


async def test_an_answer_given_while_the_bot_is_dead_still_brings_the_alert(house: House) -> None:
    cast = await at_home(house)
    await cast.walk(hours=1)
    await cast.tap(cast.maya, "Start", "🙁 low", "8", "No")
    await house.kill_bot()
    await cast.maya.tap("Finish")
    await house.start_bot()
    await cast.walk(minutes=3)
    assert await count(cast, ASKED) == 1


async def test_killed_in_the_hold_the_alert_leaves_when_the_hold_is_over(house: House) -> None:
    cast = await at_home(house)
    await cast.walk(hours=1)
    await cast.tap(cast.maya, "Start", "🙁 low", "8", "No", "Finish")
    await house.restart_bot()
    assert await count(cast, ASKED) == 0
    await cast.walk(minutes=3)
    assert await count(cast, ASKED) == 1


async def test_dead_when_the_alert_was_due_it_leaves_at_once_after_the_start(house: House) -> None:
    cast = await at_home(house)
    await cast.walk(hours=1)
    await cast.tap(cast.maya, "Start", "🙁 low", "8", "No", "Finish")
    await killed_for(house, minutes=20)
    await house.start_bot()
    assert await count(cast, ASKED) == 1


async def test_killed_in_the_middle_of_an_acknowledgement_it_counts_once(house: House) -> None:
    cast = await at_home(house)
    await cast.walk(hours=1)
    await cast.tap(cast.maya, "Start", "🙁 low", "8", "No", "Finish")
    await cast.walk(minutes=3)
    await cast.sam.tap("I've got this")
    await house.restart_bot()
    await cast.walk(minutes=50)
    told = [seen.text for seen in await cast.maya.screen() if seen.text.startswith("Sam has seen this")]
    assert len(told) == 1
    assert await count(cast, ASKED) <= 1
    assert await count(cast, "A small reminder") == 0


async def test_an_sos_sent_while_the_bot_is_dead_reaches_sam_at_the_start(house: House) -> None:
    cast = await at_home(house)
    await house.kill_bot()
    await cast.maya.type("/sos")
    await house.start_bot()
    assert await count(cast, SOS) == 1


async def test_dead_for_two_days_and_nobody_is_called_quiet(house: House) -> None:
    cast = await at_home(house)
    await cast.walk(hours=2)  # Monday's prompt is out, unanswered
    await killed_for(house, days=2)
    await house.start_bot()
    await cast.walk(hours=20)
    assert await count(cast, QUIET) == 0


async def test_killed_again_and_again_through_two_quiet_days_sam_is_asked_once(house: House) -> None:
    cast = await at_home(house)
    await cast.walk(hours=2)
    for _ in range(4):
        await cast.walk(hours=12)
        await house.restart_bot()
    await cast.walk(hours=12)
    pages = await count(cast, QUIET)
    assert pages == 1


async def test_stopped_in_an_orderly_way_it_ends_within_ten_seconds_and_goes_on(house: House) -> None:
    cast = await at_home(house)
    await cast.walk(minutes=1)  # nothing waits for its turn any more, which does not come while time stands still
    assert await house.stop_bot() == 0
    await cast.maya.type("/checkin")
    await house.start_bot()
    assert (await cast.maya.last()).text == "How are you right now?"
