"""What goes wrong on request, as the bot sees it."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import SandboxError
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.limits import Limits
from bot.sandbox.phone import LocalSandbox, Phone
from bot.sandbox.server import SandboxServer
from tests.sandbox.conftest import NINE, TOKEN, Api


async def test_a_server_error_for_the_next_two_calls(api: Api, sandbox: LocalSandbox, maya: Phone) -> None:
    await sandbox.fault("error", code=500, methods=["sendMessage"], times=2)
    codes = [(await api("sendMessage", chat_id=maya.id, text="x"))[0] for _ in range(3)]
    assert codes == [500, 500, 200]
    assert (await api("getMe"))[0] == 200


async def test_an_error_until_it_is_lifted(api: Api, sandbox: LocalSandbox) -> None:
    number = await sandbox.fault("error")
    assert [(await api("getMe"))[0] for _ in range(3)] == [502] * 3
    await sandbox.mend(number)
    assert (await api("getMe"))[0] == 200


@pytest.mark.parametrize(("kind", "shown"), [("drop_before", []), ("drop_after", ["x"])])
async def test_a_connection_that_breaks_leaves_the_effect_or_not(
    api: Api, sandbox: LocalSandbox, maya: Phone, kind: str, shown: list[str]
) -> None:
    await sandbox.fault(kind, times=1)
    with pytest.raises(aiohttp.ClientConnectionError):
        await api("sendMessage", chat_id=maya.id, text="x")
    assert [seen.text for seen in await maya.screen()] == ["/start", *shown]
    assert (await api("sendMessage", chat_id=maya.id, text="y"))[0] == 200


async def test_a_slow_answer_comes_when_the_clock_has_moved(
    api: Api, server: SandboxServer, sandbox: LocalSandbox, maya: Phone
) -> None:
    await sandbox.fault("slow", seconds=30, times=1)
    call = asyncio.create_task(api("sendMessage", chat_id=maya.id, text="x"))
    async with asyncio.timeout(2):
        while not server.line.held:
            server.line.changed.clear()
            await server.line.changed.wait()
    await sandbox.walk(seconds=29)
    assert not call.done()
    await sandbox.do("jump_to", at=(NINE + timedelta(seconds=30)).isoformat())
    assert (await call)[0] == 200


async def test_really_slow_answers_take_real_time(api: Api, sandbox: LocalSandbox) -> None:
    await sandbox.fault("slow", seconds=0.05, real=True)
    began = asyncio.get_running_loop().time()
    await api("getMe")
    assert asyncio.get_running_loop().time() - began >= 0.05


async def test_one_chat_is_told_to_wait_and_the_others_are_not(api: Api, sandbox: LocalSandbox, maya: Phone) -> None:
    sam = await sandbox.person("Sam")
    await sam.start()
    await sandbox.fault("flood", chat_id=maya.id, retry_after=17)
    status, body = await api("sendMessage", chat_id=maya.id, text="x")
    assert (status, body["parameters"]) == (429, {"retry_after": 17})
    assert (await api("sendMessage", chat_id=sam.id, text="x"))[0] == 200


@pytest.mark.parametrize(
    ("which", "hears", "speaks"), [("inbound", False, True), ("outbound", True, False), ("both", False, False)]
)
async def test_offline_is_one_way_or_both(
    api: Api, sandbox: LocalSandbox, which: str, hears: bool, speaks: bool
) -> None:
    await sandbox.offline(which)
    assert (await _answers(api, "getUpdates"), await _answers(api, "getMe")) == (hears, speaks)
    await sandbox.offline("")
    assert await _answers(api, "getUpdates")
    assert await _answers(api, "getMe")


async def test_an_open_poll_breaks_off_when_the_line_does(
    api: Api, server: SandboxServer, sandbox: LocalSandbox
) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=50))
    async with asyncio.timeout(2):
        while not server.line.polled:
            server.line.changed.clear()
            await server.line.changed.wait()
        await sandbox.offline("inbound")
        with pytest.raises(aiohttp.ClientConnectionError):
            await poll


async def test_rates_are_counted_in_the_clocks_own_time() -> None:
    limits = Limits(rates=True, overall_per_second=4, chat_per_second=1, chat_burst=2)
    async with (
        SandboxServer(token=TOKEN, clock=SandboxClock(NINE), limits=limits) as server,
        aiohttp.ClientSession() as session,
    ):
        api, sandbox = Api(server.url, session), LocalSandbox(server.control)
        phones = [await sandbox.person(name) for name in ("Maya", "Sam", "Ana")]
        for phone in phones:
            await phone.start()
        order = [0, 0, 0, 1, 1, 2]
        answers = [await api("sendMessage", chat_id=phones[who].id, text="x") for who in order]
        assert [status for status, _ in answers] == [200, 200, 429, 200, 200, 429]
        assert answers[2][1]["parameters"] == {"retry_after": 1}
        server.clock.advance(timedelta(seconds=1))
        assert (await api("sendMessage", chat_id=phones[0].id, text="x"))[0] == 200


async def test_a_group_takes_twenty_a_minute(api: Api, sandbox: LocalSandbox, maya: Phone) -> None:
    group = await sandbox.group("Morning circle", [maya])
    await sandbox.do("set_limits", rates=True)
    answers = [await api("sendMessage", chat_id=group, text="x") for _ in range(21)]
    assert [status for status, _ in answers] == [200] * 20 + [429]
    assert answers[-1][1]["parameters"] == {"retry_after": 3}


def test_chance_is_seeded() -> None:
    def struck(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add(Fault("error", chance=0.5))
        return [bool(faults.strike("sendMessage", 1)) for _ in range(50)]

    assert struck(1) == struck(1) != struck(2)
    assert 10 < sum(struck(1)) < 40


async def test_an_unknown_fault_is_refused(sandbox: LocalSandbox) -> None:
    with pytest.raises(SandboxError, match="no fault 'meteor'"):
        await sandbox.fault("meteor")
    with pytest.raises(SandboxError, match="add_fault"):
        await sandbox.fault("error", colour="red")


async def _answers(api: Api, method: str) -> bool:
    try:
        return (await api(method))[0] == 200
    except aiohttp.ClientConnectionError:
        return False
