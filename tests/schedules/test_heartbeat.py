"""The heartbeat tells that all is well only where everything went through, and never stands in anybody's way."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from aiohttp import web

from bot.clock import WalkingClock
from schedules import heartbeat
from schedules.heartbeat import EVERY_S, Heart, Sign
from storage.database import Database
from tests.builders import NOW
from tests.journeys.house import MONDAY
from tests.journeys.village import inhabited
from tests.walking import walk

URL = "https://watch.example/ping/secret-canary"


class Service:
    """A watching service: counts what it is told, or is away."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.fault: Exception | None = None
        self.stirred = 0

    async def call(self, url: str) -> None:
        self.told.append(url)
        if self.fault is not None:
            raise self.fault

    def stir(self) -> None:
        self.stirred += 1


@asynccontextmanager
async def beating(service: Service, *, url: str | None = URL) -> AsyncIterator[tuple[Heart, Callable[[], None], WalkingClock]]:  # fmt: skip
    clock = WalkingClock(NOW)
    heart = Heart(url, stir=service.stir, sleep=clock.sleep, call=service.call)
    running = asyncio.create_task(heart.run())
    await walk(clock, 1)

    def all_signs() -> None:
        for sign in Sign:
            heart.note(sign)

    yield heart, all_signs, clock
    running.cancel()


async def test_a_minute_in_which_all_went_through_is_told_once() -> None:
    service = Service()
    async with beating(service) as (_, all_signs, clock):
        all_signs()
        await walk(clock, EVERY_S - 2)
        assert service.told == []
        await walk(clock, 1)
        assert service.told == [URL]


@pytest.mark.parametrize("missing", Sign)
async def test_without_a_complete_fetch_tick_and_relay_nothing_is_told(
    missing: Sign, caplog: pytest.LogCaptureFixture
) -> None:
    service = Service()
    async with beating(service) as (heart, _, clock):
        for sign in set(Sign) - {missing}:
            heart.note(sign)
        await walk(clock, EVERY_S)
    assert service.told == []
    assert f"no complete {missing}" in caplog.text


async def test_what_went_through_a_minute_ago_does_not_count() -> None:
    service = Service()
    async with beating(service) as (_, all_signs, clock):
        all_signs()
        await walk(clock, 2 * EVERY_S)
    assert len(service.told) == 1


async def test_each_minute_those_at_rest_are_stirred() -> None:
    service = Service()
    async with beating(service) as (_, _, clock):
        await walk(clock, 3 * EVERY_S)
    assert service.stirred == 4


async def test_a_service_that_is_away_ends_nothing_and_its_address_is_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    service = Service()
    service.fault = httpx.ConnectError(f"cannot reach {URL}")
    with caplog.at_level(logging.DEBUG):
        async with beating(service) as (_, all_signs, clock):
            all_signs()
            await walk(clock, EVERY_S)
            service.fault = None
            all_signs()
            await walk(clock, EVERY_S)
    assert len(service.told) == 2
    assert "the heartbeat could not be told: ConnectError" in caplog.text
    assert "canary" not in caplog.text


async def test_without_an_address_nobody_is_told_and_nothing_is_stirred() -> None:
    service = Service()
    async with beating(service, url=None) as (_, all_signs, clock):
        all_signs()
        await walk(clock, 2 * EVERY_S)
    assert (service.told, service.stirred) == ([], 0)


@pytest.mark.parametrize(("status", "well"), [(200, True), (404, False), (500, False)])
async def test_an_answer_that_says_no_is_no_success(status: int, *, well: bool) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status)

    app = web.Application()
    app.router.add_get("/ping", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/ping"
    try:
        if well:
            await heartbeat.call(url)
        else:
            with pytest.raises(httpx.HTTPStatusError):
                await heartbeat.call(url)
    finally:
        await runner.cleanup()


async def test_a_running_bot_gives_all_three_signs_within_a_minute(database: Database, tmp_path: Path) -> None:
    async with inhabited(database, tmp_path, start_at=MONDAY, seed=1) as village:
        heart = village.app.heart
        heart._seen.clear()
        village.app._stir()
        await village.walk(minutes=1)
        village.line.end_poll()
        await village.until_idle()
        assert heart._seen == set(Sign)
