"""The clocks: the machine's, the one that walks, and the one that a stand-in server owns."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from aiohttp import web

import bot.clock
from bot.clock import LONGEST_NAP, Clock, SystemClock, WalkingClock
from bot.remote_clock import RemoteClock, Report

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def promises(clock: Clock) -> Clock:
    """Nothing but a line for mypy: each implementation is a Clock."""
    return clock


# ------------------------------------------------------------------------------------------------ the machine's


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A machine whose wall clock moves with the naps taken, plus whatever `steps` says happens during each nap."""
    state = SimpleNamespace(now=NINE, naps=[], steps=[])

    async def nap(seconds: float) -> None:
        state.naps.append(seconds)
        state.now += timedelta(seconds=seconds) + (state.steps.pop(0) if state.steps else timedelta(0))

    monkeypatch.setattr(bot.clock, "asyncio", SimpleNamespace(sleep=nap))
    monkeypatch.setattr(bot.clock, "datetime", SimpleNamespace(now=lambda _: state.now))
    return state


async def test_the_machines_clock_naps_and_looks_again(machine: SimpleNamespace) -> None:
    await SystemClock().sleep_until(NINE + timedelta(seconds=70))
    assert machine.naps == [LONGEST_NAP, LONGEST_NAP, 10]


async def test_a_suspend_is_noticed_after_one_nap(machine: SimpleNamespace) -> None:
    machine.steps = [timedelta(hours=3)]
    await SystemClock().sleep_until(NINE + timedelta(hours=1))
    assert machine.naps == [LONGEST_NAP]


async def test_a_clock_set_back_is_waited_for(machine: SimpleNamespace) -> None:
    machine.steps = [-timedelta(seconds=30)]
    await SystemClock().sleep_until(NINE + timedelta(seconds=40))
    assert machine.now >= NINE + timedelta(seconds=40)
    assert machine.naps == [30, 30, 10]


async def test_an_instant_that_has_come_is_not_slept_for(machine: SimpleNamespace) -> None:
    await SystemClock().sleep_until(NINE)
    assert machine.naps == []


async def test_the_machines_clock_reads_as_the_system_does() -> None:
    clock = promises(SystemClock())
    assert clock.system_time(NINE) == NINE
    assert clock.now().tzinfo is UTC
    assert clock.next_sleeper() is None


# ------------------------------------------------------------------------------------------------ the walking one


async def settle() -> None:
    """Let everything run that can run now."""
    for _ in range(5):
        await asyncio.sleep(0)  # noqa: TID251  no time passes


async def test_a_walking_clock_wakes_nobody_a_moment_early() -> None:
    clock = WalkingClock(NINE)
    sleeper = asyncio.create_task(clock.sleep_until(NINE + MINUTE))
    await settle()
    clock.move_to(NINE + MINUTE - timedelta(microseconds=1))
    await settle()
    assert not sleeper.done()
    clock.move_to(NINE + MINUTE)
    await sleeper


async def test_a_walking_clock_wakes_sleepers_in_the_order_of_their_instants() -> None:
    clock = WalkingClock(NINE)
    woken: list[int] = []

    async def sleep(minutes: int) -> None:
        await clock.sleep_until(NINE + minutes * MINUTE)
        woken.append(minutes)

    for minutes in (3, 1, 2):
        asyncio.create_task(sleep(minutes))  # noqa: RUF006
    await settle()
    assert clock.next_sleeper() == NINE + MINUTE
    clock.move_to(NINE + 5 * MINUTE)
    await settle()
    assert woken == [1, 2, 3]
    assert clock.next_sleeper() is None


async def test_wall_and_monotonic_time_walk_together() -> None:
    clock = WalkingClock(NINE)
    before = clock.monotonic()
    sleeper = asyncio.create_task(clock.sleep(60))
    await settle()
    clock.move_to(NINE + MINUTE)
    await sleeper
    assert clock.now() == NINE + MINUTE
    assert clock.monotonic() - before == 60


async def test_a_sleeper_who_was_cancelled_is_not_walked_to() -> None:
    clock = WalkingClock(NINE)
    sleeper = asyncio.create_task(clock.sleep(60))
    await settle()
    sleeper.cancel()
    await settle()
    assert clock.next_sleeper() is None
    clock.move_to(NINE + MINUTE)


async def test_a_walking_clock_tells_that_it_was_moved_and_does_not_walk_back() -> None:
    clock = WalkingClock(NINE)
    moves: list[datetime] = []
    clock.on_move(lambda: moves.append(clock.now()))
    clock.move_to(NINE + MINUTE)
    with pytest.raises(ValueError, match="does not walk back"):
        clock.move_to(NINE)
    assert moves == [NINE + MINUTE]


async def test_a_clock_that_stands_still_does_not_know_when_the_future_comes() -> None:
    clock = promises(WalkingClock(NINE))
    assert clock.system_time(NINE + MINUTE) is None
    assert clock.system_time(NINE) is not None


@pytest.mark.parametrize("clock", [SystemClock(), WalkingClock(NINE)])
async def test_an_instant_without_a_zone_is_refused(clock: Clock) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        await clock.sleep_until(datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001


# ------------------------------------------------------------------------------------------------ the server's


class TimeServer:
    """The stand-in's side of CLOCK_URL, as small as it can be."""

    def __init__(self) -> None:
        self.now, self.running, self.version = NINE, False, 1
        self.reports: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.refuse = 0  # how many of the next requests get a 503
        self._moved = asyncio.Condition()

    async def move(self, to: datetime, *, running: bool = False) -> None:
        async with self._moved:
            self.now, self.running, self.version = to, running, self.version + 1
            self._moved.notify_all()

    def reading(self) -> dict[str, Any]:
        seconds = (self.now - NINE).total_seconds()
        return {"now": self.now.isoformat(), "monotonic": seconds, "running": self.running, "version": self.version}

    async def answer(self, request: web.Request) -> web.Response:
        if self.refuse:
            self.refuse -= 1
            raise web.HTTPServiceUnavailable
        if request.method == "POST":
            await self.reports.put(await request.json())
            return web.json_response({})
        if "version" in request.query:
            async with self._moved:
                await self._moved.wait_for(lambda: str(self.version) != request.query["version"])
        return web.json_response(self.reading())

    async def idle_at(self, version: int) -> dict[str, Any]:
        """Wait for the report that the bot is idle in this version, as a walker does."""
        async with asyncio.timeout(5):
            while True:
                report = await self.reports.get()
                if report["version"] == version and report["idle"]:
                    return report


@pytest.fixture
async def server() -> AsyncIterator[tuple[TimeServer, str]]:
    owner = TimeServer()
    app = web.Application()
    app.router.add_route("*", "/clock{tail:.*}", owner.answer)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield owner, f"http://127.0.0.1:{runner.addresses[0][1]}/clock"
    await runner.cleanup()


def idle(*, next_at: datetime | None = None) -> Callable[[], Report]:
    return lambda: Report(idle=True, next_at=next_at, handled=7)


async def test_a_remote_clock_reads_the_servers_time(server: tuple[TimeServer, str]) -> None:
    owner, url = server
    owner.now = NINE + MINUTE
    async with RemoteClock(url) as clock:
        assert promises(clock).now() == NINE + MINUTE
        assert clock.monotonic() == 60
        assert clock.system_time(NINE + 2 * MINUTE) is None


async def test_a_remote_clock_wakes_its_sleepers_when_the_server_moves(server: tuple[TimeServer, str]) -> None:
    owner, url = server
    async with RemoteClock(url) as clock:
        moves: list[datetime] = []
        clock.on_move(lambda: moves.append(clock.now()))
        sleeper = asyncio.create_task(clock.sleep_until(NINE + MINUTE))
        await settle()
        assert clock.next_sleeper() == NINE + MINUTE
        await owner.move(NINE + MINUTE)
        async with asyncio.timeout(5):
            await sleeper
        assert moves == [NINE + MINUTE]
        assert clock.monotonic() == 60


async def test_the_report_on_a_move_comes_after_those_it_woke_had_their_turn(server: tuple[TimeServer, str]) -> None:
    owner, url = server
    async with RemoteClock(url) as clock:
        done: list[str] = []

        async def work() -> None:
            await clock.sleep_until(NINE + MINUTE)
            done.append("work")

        worker = asyncio.create_task(work())
        await settle()
        clock.report_with(lambda: Report(idle=bool(done), next_at=clock.next_sleeper(), handled=len(done)))
        first = await asyncio.wait_for(owner.reports.get(), 5)
        nothing: dict[str, list[str]] = {"agenda": [], "journal": []}
        assert first == {"version": 1, "idle": False, "next_at": (NINE + MINUTE).isoformat(), "handled": 0, **nothing}
        await owner.move(NINE + MINUTE)
        assert (await asyncio.wait_for(owner.reports.get(), 5)) == {
            "version": 2,
            "idle": True,
            "next_at": None,
            "handled": 1,
            **nothing,
        }
        await worker


async def test_many_changes_become_one_report(server: tuple[TimeServer, str]) -> None:
    owner, url = server
    async with RemoteClock(url) as clock:
        clock.report_with(idle())
        for _ in range(100):
            clock.changed()
        await owner.idle_at(1)
        await owner.move(NINE + MINUTE)
        await owner.idle_at(2)
        assert owner.reports.empty()


async def test_time_flows_while_the_server_says_so(server: tuple[TimeServer, str]) -> None:
    owner, url = server
    owner.running = True
    async with RemoteClock(url) as clock:
        soon = clock.now() + timedelta(milliseconds=20)
        assert clock.system_time(soon) is not None
        async with asyncio.timeout(5):
            await clock.sleep_until(soon)
        assert clock.now() >= soon
        assert clock.monotonic() >= 0.02


async def test_a_report_that_was_refused_is_sent_again(
    server: tuple[TimeServer, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.remote_clock.RETRY_AFTER", 0)
    owner, url = server
    async with RemoteClock(url) as clock:
        await settle()
        owner.refuse = 2
        clock.report_with(idle(next_at=NINE + MINUTE))
        assert (await owner.idle_at(1))["next_at"] == (NINE + MINUTE).isoformat()


async def test_a_clock_whose_server_is_away_at_the_start_says_so() -> None:
    with pytest.raises(httpx.ConnectError):
        async with RemoteClock("http://127.0.0.1:9/clock"):
            pass
