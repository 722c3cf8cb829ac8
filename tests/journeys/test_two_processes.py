"""Two processes on one database: one acts and the other stands by, until the first is killed, suspended or stopped.

SQLite: the second waits for the file's lock, which a suspended process keeps. PostgreSQL: it waits for the lease, which runs
out. What people saw is read from the stand-in's record.
"""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from storage import engines
from storage.lock import LOOK_AGAIN_AFTER_S
from tests.journeys.conftest import unseal
from tests.journeys.house import House, opened
from tests.journeys.main_job import Trio
from tests.journeys.test_killed import ASKED, SOS, at_home, count

pytestmark = pytest.mark.slow

TAKES_OVER_WITHIN = 30.0  # real seconds
LOOKS_EACH = 0.05
STANDBY = "standby.log"


async def until(done: Callable[[], bool], *, within: float = TAKES_OVER_WITHIN) -> None:
    """Wait (real seconds) for something of which no event tells. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while not done():
            await SystemClock().sleep(LOOKS_EACH)


@asynccontextmanager
async def settled(url: str, folder: Path) -> AsyncIterator[tuple[House, Trio]]:
    """A house on this very database, and everybody in it set up."""
    unseal(url)
    async with opened(folder, url, folder / "keys.txt") as house:
        yield house, await at_home(house)


@asynccontextmanager
async def a_standby(house: House) -> AsyncIterator[asyncio.subprocess.Process]:
    """A second process, as soon as it has said that it waits; ended afterwards, whatever became of it."""
    second = await house.another_process(STANDBY)
    try:
        await until(lambda: "standing by" in house.log_of(STANDBY) or second.returncode is not None)
        yield second
    finally:
        if second.returncode is None:
            second.kill()
            await second.wait()


def conflicts(house: House) -> list[object]:
    """Calls that Telegram refused because two polled, and pages that anybody was sent twice."""
    refused = [
        call.error for call in house.server.telegram.record.calls if call.error and call.error["error_code"] == 409
    ]
    return [*refused, *twice(house)]


def twice(house: House) -> list[str]:
    """Every message that a chat was sent more than once."""
    sent = Counter(
        (event.chat_id, event.data["text"])
        for event in house.server.telegram.world.journal.since(0)
        if event.kind == "message" and event.data["from_bot"]
    )
    return [text for (_, text), times in sent.items() if times > 1]


async def a_hard_morning(cast: Trio) -> None:
    await cast.walk(hours=1)
    await cast.tap(cast.maya, "Start", "🙁 low", "8", "No", "Finish")


async def test_the_standby_takes_over_from_a_killed_one_and_nothing_is_lost_or_doubled(house: House) -> None:
    cast = await at_home(house)
    async with a_standby(house):
        await a_hard_morning(cast)
        await house.kill_bot()
        await cast.maya.type("/sos")  # nobody hears it yet
        async with asyncio.timeout(TAKES_OVER_WITHIN):
            await house.sandbox.until_idle()
        await cast.walk(minutes=3)
        assert (await count(cast, ASKED), await count(cast, SOS)) == (1, 1)
        await cast.tap(cast.sam, "I've got this")
        assert conflicts(house) == []


@pytest.mark.postgresql
async def test_the_standby_takes_over_at_once_from_one_that_is_stopped(postgresql_url: str, tmp_path: Path) -> None:
    """Where a lease has to be given back; a file's lock ends with its process in whatever way."""
    async with settled(postgresql_url, tmp_path) as (house, cast), a_standby(house):
        assert await house.stop_bot() == 0
        async with asyncio.timeout(TAKES_OVER_WITHIN):
            await house.sandbox.until_idle()
        await a_hard_morning(cast)
        await cast.walk(minutes=3)
        assert await count(cast, ASKED) == 1
        assert conflicts(house) == []


async def test_on_sqlite_a_suspended_process_keeps_the_file_and_goes_on(sqlite_url: str, tmp_path: Path) -> None:
    async with settled(sqlite_url, tmp_path) as (house, cast), a_standby(house) as second:
        await a_hard_morning(cast)
        assert house.process is not None
        house.process.send_signal(signal.SIGSTOP)
        await SystemClock().sleep(2 * LOOK_AGAIN_AFTER_S)  # the standby has looked again meanwhile
        assert second.returncode is None
        house.process.send_signal(signal.SIGCONT)
        await cast.walk(minutes=3)
        assert await count(cast, ASKED) == 1
        assert house.process.returncode is None
        assert conflicts(house) == []


async def test_what_was_on_its_way_when_the_process_was_suspended_is_sent_once(house: House) -> None:
    """The machine sleeps over a send: the claim is long over when the answer is read."""
    cast = await at_home(house)
    await a_hard_morning(cast)
    await house.sandbox.fault("slow", methods=["sendMessage"], seconds=10, times=1)
    await cast.walk(minutes=2, seconds=5)
    assert (house.server.line.held, await count(cast, ASKED)) == (1, 0)
    assert house.process is not None
    house.process.send_signal(signal.SIGSTOP)
    await house.sandbox.jump_to(await house.sandbox.now() + timedelta(minutes=20))
    await until(lambda: not house.server.line.held)
    house.process.send_signal(signal.SIGCONT)
    await house.sandbox.until_idle()
    await cast.walk(minutes=3)
    assert await count(cast, ASKED) == 1
    assert conflicts(house) == []


@pytest.mark.postgresql
async def test_on_postgresql_a_suspended_process_is_replaced_and_stops_acting_when_it_wakes(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with settled(postgresql_url, tmp_path) as (house, cast), a_standby(house) as second:
        await a_hard_morning(cast)
        first = house.process
        assert first is not None
        first.send_signal(signal.SIGSTOP)
        let_the_lease_run_out(postgresql_url)
        house.forget_process()
        async with asyncio.timeout(TAKES_OVER_WITHIN):
            await house.sandbox.until_idle()
        await cast.walk(minutes=1, seconds=50)
        first.send_signal(signal.SIGCONT)  # in the last seconds of the hold, which it remembers as well
        await cast.walk(minutes=1)
        await asyncio.wait_for(first.wait(), TAKES_OVER_WITHIN)
        assert "another process has taken over" in house.log
        await house.server.walker.until_polled()  # if the first still polled once, the second was refused and rests
        await cast.walk(minutes=1)
        assert await count(cast, ASKED) == 1
        assert twice(house) == []
        assert second.returncode is None


def let_the_lease_run_out(url: str) -> None:
    """What twenty seconds of suspension come to."""
    engine = engines.build(url, None)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE lease SET until_at = now() - interval '1 second'")
    engine.dispose()
