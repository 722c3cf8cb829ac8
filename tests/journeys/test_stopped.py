"""SIGTERM in the middle of something: the process ends within ten seconds, and nothing is lost. `House.stop_bot` times it.

On one database: how a process ends does not depend on it.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.sandbox.phone import Phone
from tests.journeys.conftest import unseal
from tests.journeys.house import House, opened
from tests.journeys.test_killed import ASKED, at_home, count
from tests.journeys.test_two_processes import LOOKS_EACH, a_hard_morning, twice, until

pytestmark = pytest.mark.slow

MANY = 40
BURST_ENDS_WITHIN = 20.0  # real seconds


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    unseal(sqlite_url)
    async with opened(tmp_path, sqlite_url, tmp_path / "keys.txt") as made:
        yield made


async def stopped_while_a_page_leaves(house: House, *, slow_for: float) -> int:
    """Telegram takes its time (real seconds) over the page to Sam, and SIGTERM comes meanwhile; returns the exit code."""
    cast = await at_home(house)
    await a_hard_morning(cast)
    faults = house.server.line.faults
    number = await house.sandbox.fault("slow", chat_id=cast.sam.id, seconds=slow_for, real=True, times=1)
    walking = asyncio.create_task(cast.walk(minutes=3))
    await until(lambda: number not in faults.pending)
    code = await house.stop_bot()
    walking.cancel()
    await asyncio.gather(walking, return_exceptions=True)
    await house.start_bot()
    await cast.walk(minutes=2)
    assert 1 <= await count(cast, ASKED) <= 2
    return code


async def test_what_is_under_way_to_a_slow_telegram_arrives_and_is_not_sent_again(house: House) -> None:
    assert await stopped_while_a_page_leaves(house, slow_for=1.5) == 0
    assert twice(house) == []


async def test_a_telegram_that_does_not_answer_holds_up_no_stop_and_the_page_leaves_after_the_next_start(
    house: House,
) -> None:
    assert await stopped_while_a_page_leaves(house, slow_for=20) == 0


async def test_in_a_burst_of_updates_each_is_answered_once(house: House) -> None:
    house.server.clock.run()  # each reply waits for its turn, which time brings
    people = [await house.sandbox.person(f"Person{number}") for number in range(MANY)]
    for one in people:
        await one.start()
    await until(lambda: greeted_some(house))
    assert await house.stop_bot() == 0
    await house.start_bot()
    async with asyncio.timeout(BURST_ENDS_WITHIN):
        while not all([await greetings(one) for one in people]):
            await SystemClock().sleep(LOOKS_EACH)
    assert [await greetings(one) for one in people] == [1] * MANY
    assert twice(house) == []


def greeted_some(house: House) -> bool:
    return len(house.server.telegram.record.of("sendMessage")) > 3


async def greetings(who: Phone) -> int:
    return len([seen for seen in await who.screen() if seen.raw["from_bot"]])
