"""Moving time by walking, with a bot of the simplest kind on the other side of HTTP: it polls, reports, and has things to do."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.sandbox.errors import SandboxError
from bot.sandbox.phone import LocalSandbox, Phone
from bot.sandbox.server import SandboxServer
from tests.sandbox.conftest import NINE, TOKEN


class FakeBot:
    """Polls for 50 s at a time, and does each thing in `due` once its instant has come."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url, self.session = url, session
        self.due: list[datetime] = []
        self.did: list[tuple[datetime, datetime]] = []
        self.polls: list[datetime] = []
        self.heard: list[str] = []
        self.now, self.version, self.handled = NINE, 0, 0

    async def follow(self) -> None:
        while True:
            async with self.session.get(f"{self.url}/clock/wait", params={"version": self.version}) as response:
                state = await response.json()
            self.now, self.version = datetime.fromisoformat(state["now"]), state["version"]
            for at in [at for at in self.due if at <= self.now]:
                self.due.remove(at)
                self.did.append((at, self.now))
            await self.report()

    async def poll(self) -> None:
        offset = 0
        while True:
            self.polls.append(self.now)
            params = {"offset": offset, "timeout": 50}
            async with self.session.post(f"{self.url}/bot{TOKEN}/getUpdates", json=params) as response:
                updates = (await response.json())["result"]
            for update in updates:
                offset, self.handled = update["update_id"] + 1, update["update_id"]
                self.heard.append(update["message"]["text"])
            if updates:
                await self.report()

    async def report(self, **changes: Any) -> int:
        next_at = min(self.due).isoformat() if self.due else None
        body = {"version": self.version, "idle": True, "next_at": next_at, "handled": self.handled} | changes
        async with self.session.post(f"{self.url}/clock/report", json=body) as response:
            return response.status


@pytest.fixture
async def bot(server: SandboxServer) -> AsyncIterator[FakeBot]:
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as tasks:
        bot = FakeBot(server.url, session)
        running = [tasks.create_task(bot.follow()), tasks.create_task(bot.poll())]
        yield bot
        for task in running:
            task.cancel()


async def test_everything_due_is_done_at_its_own_instant(bot: FakeBot, sandbox: LocalSandbox) -> None:
    await sandbox.until_idle()
    bot.due = [NINE + timedelta(minutes=3), NINE + timedelta(hours=1, microseconds=7)]
    await bot.report()
    await sandbox.walk(hours=2)
    assert [(at, at) for at, _ in bot.did] == bot.did
    assert len(bot.did) == 2
    assert await sandbox.now() == NINE + timedelta(hours=2)


async def test_no_step_passes_the_end_of_the_open_poll(bot: FakeBot, sandbox: LocalSandbox) -> None:
    await sandbox.walk(minutes=10)
    steps = [later - earlier for earlier, later in zip(bot.polls, bot.polls[1:], strict=False)]
    assert len(steps) == 12
    assert max(steps) <= timedelta(seconds=50)


async def test_idle_waits_until_an_update_is_handled(bot: FakeBot, sandbox: LocalSandbox, maya: Phone) -> None:
    await maya.type("7")
    await sandbox.until_idle()
    assert bot.heard == ["/start", "7"]


async def test_walking_into_the_past_is_refused(sandbox: LocalSandbox) -> None:
    with pytest.raises(SandboxError, match="is past"):
        await sandbox.walk_to(NINE - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("reason", "report"),
    [
        ("it says that it is working", {"idle": False}),
        ("reported for clock version 0", {"version": 0}),
        ("something was due at", {"next_at": NINE.isoformat()}),
        ("handled updates up to 0", {"handled": 0}),
    ],
)
async def test_an_untrue_idle_is_not_believed(
    server: SandboxServer, sandbox: LocalSandbox, maya: Phone, reason: str, report: dict[str, Any]
) -> None:
    polls, body = await _quiet_bot(server)
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{server.url}/clock/report", json=body | report) as response:
            assert response.status == 200
        assert reason in str((await sandbox.do("time"))["busy"])
        async with session.post(f"{server.url}/clock/report", json=body) as response:
            assert response.status == 200
    await sandbox.until_idle()
    polls.cancel()


async def test_a_bot_without_a_poll_or_with_an_unconfirmed_update_is_busy(
    server: SandboxServer, sandbox: LocalSandbox, maya: Phone
) -> None:
    assert (await sandbox.do("time"))["busy"] == "1 updates are not confirmed"
    updates = await server.line.call(TOKEN, "getUpdates", {})
    await server.line.call(TOKEN, "getUpdates", {"offset": updates[0]["update_id"] + 1})
    assert (await sandbox.do("time"))["busy"] == "it has no getUpdates open"


async def test_the_guard_says_what_it_waits_for(server: SandboxServer, sandbox: LocalSandbox) -> None:
    server.walker._guard = 0.05
    with pytest.raises(SandboxError, match=r"not idle after 0\.05 s: it has no getUpdates open"):
        await sandbox.walk(hours=1)
    assert await sandbox.now() == NINE


@pytest.mark.parametrize(
    "body", [{}, {"version": "x", "idle": True}, {"version": 1, "idle": True, "next_at": "2026-03-03T09:00:00"}]
)
async def test_a_report_that_cannot_be_read_is_refused(server: SandboxServer, body: dict[str, Any]) -> None:
    async with aiohttp.ClientSession() as session, session.post(f"{server.url}/clock/report", json=body) as response:
        assert response.status == 400


async def test_the_clock_is_read_and_followed_over_http(server: SandboxServer) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{server.url}/clock") as response:
            before = await response.json()
        assert (before["now"], before["running"], before["monotonic"]) == (NINE.isoformat(), False, 0.0)
        waiting = asyncio.create_task(session.get(f"{server.url}/clock/wait", params={"version": before["version"]}))
        await asyncio.wait([waiting], timeout=0.05)
        assert not waiting.done()
        server.clock.advance(timedelta(hours=1))
        after = await (await waiting).json()
    assert (after["monotonic"], after["version"]) == (3600.0, before["version"] + 1)
    assert datetime.fromisoformat(after["now"]) == NINE.astimezone(UTC) + timedelta(hours=1)


async def _quiet_bot(server: SandboxServer) -> tuple[asyncio.Task[Any], dict[str, Any]]:
    """A poll that confirms everything, and the report that would make this idle."""
    updates = await server.line.call(TOKEN, "getUpdates", {})
    handled = updates[-1]["update_id"]
    poll = asyncio.create_task(server.line.call(TOKEN, "getUpdates", {"offset": handled + 1, "timeout": 50}))
    async with asyncio.timeout(2):
        while not server.line.polled:
            server.line.changed.clear()
            await server.line.changed.wait()
    return poll, {"version": server.clock.version, "idle": True, "next_at": None, "handled": handled}


async def test_a_poll_ends_where_something_falls_due(bot: FakeBot, sandbox: LocalSandbox) -> None:
    bot.due = [NINE + timedelta(seconds=20)]
    await bot.report()
    await sandbox.walk(seconds=30)
    assert len(bot.polls) == 2, "what is judged then may need to know that nothing was left unheard"
