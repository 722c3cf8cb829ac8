"""What the page's desk does to time and to the bot, and what its strip says."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import SandboxError
from bot.sandbox.phone import LocalSandbox
from bot.sandbox.process import BotProcess
from bot.sandbox.server import SandboxServer
from tests.sandbox.conftest import NINE, Api


async def test_without_a_bot_time_jumps(server: SandboxServer, sandbox: LocalSandbox) -> None:
    await sandbox.do("forward", seconds=3600)
    assert server.clock.now() == NINE + timedelta(hours=1)
    await sandbox.do("forward_to", at=NINE.isoformat())
    assert server.clock.now() == NINE + timedelta(hours=1), "time never goes back"
    await asyncio.gather(*(sandbox.do("forward", seconds=60) for _ in range(3)))
    assert server.clock.now() == NINE + timedelta(hours=1, minutes=3), "who taps three times moves three times as far"
    with pytest.raises(SandboxError, match="eight days"):
        await sandbox.do("forward", seconds=timedelta(days=8, seconds=1).total_seconds())


async def test_the_clock_is_told_whenever_it_moves(server: SandboxServer, sandbox: LocalSandbox) -> None:
    await sandbox.do("real_time", on=True)
    assert server.notices.since(0)[1]["clock"]["running"] is True
    await sandbox.do("real_time", on=False)
    number, told = server.notices.since(0)
    assert told["clock"]["running"] is False
    await sandbox.do("forward", seconds=60)
    assert set(server.notices.since(number)[1]) == {"clock", "moving"}


def entry(number: int, kind: str, **names: str) -> dict[str, Any]:
    return {"number": number, "at": NINE.isoformat(), "kind": kind, "why": "", "names": names}


async def test_the_strip_says_what_a_bot_reports_once(server: SandboxServer, api: Api, sandbox: LocalSandbox) -> None:
    report = {"version": 1, "idle": True, "next_at": None, "handled": 0}
    entries = [entry(1, "asked", person="Maya"), entry(2, "judged", person="Maya")]
    for journal in (entries[:1], entries):
        body = {**report, "agenda": [entry(0, "checkin", person="Maya")], "journal": journal}
        async with api.session.post(f"{api.url}/clock/report", json=body) as response:
            assert response.status == 200
    assert server.notices.since(0)[1]["agenda"] == [{"at": NINE.isoformat(), "text": "Maya checkin"}]
    said = [event["text"] for event in await sandbox.do("events") if event["kind"] == "decided"]
    assert said == ["Maya asked", "Maya judged"]
    server.forget_bot()
    async with api.session.post(f"{api.url}/clock/report", json={**report, "journal": [entry(1, "asked")]}):
        pass
    assert [event["kind"] for event in await sandbox.do("events")].count("decided") == 3, "a new bot counts from 1"


async def test_a_new_world_is_empty_and_is_told_to_who_comes_back(server: SandboxServer, api: Api, maya: Any) -> None:
    server.renew(SandboxClock(NINE + timedelta(days=7)))
    assert await LocalSandbox(server.control).do("people") == []
    headers = {"Last-Event-ID": "1-2"}
    async with api.session.get(f"{api.url}/sandbox/events", headers=headers) as stream:
        lines = [(await stream.content.readline()).decode().strip() for _ in range(4)]
    assert lines[2:] == ["event: hello", 'data: {"world": 2, "last": 0}']


async def test_a_bot_is_started_killed_and_started_again(server: SandboxServer, tmp_path: Path) -> None:
    gone: list[bool] = []
    bot = BotProcess(
        [sys.executable, "-c", "import sys; print('up', flush=True); sys.stdin.read()"], folder=tmp_path,
        log=tmp_path / "log", environment=dict, gone=lambda: gone.append(True), notices=server.notices,
    )  # fmt: skip
    server.desk.bot = bot
    sandbox = LocalSandbox(server.control)
    await sandbox.do("start_bot")
    await sandbox.do("kill_bot")
    assert (bot.running, gone, server.notices.since(0)[1]["bot"]) == (False, [True], {"running": False})


async def test_a_bot_that_ends_at_once_says_why(server: SandboxServer, tmp_path: Path) -> None:
    bot = BotProcess(
        [sys.executable, "-c", "raise SystemExit('no token')"], folder=tmp_path, log=tmp_path / "log",
        environment=dict, gone=lambda: None, notices=server.notices,
    )  # fmt: skip
    never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    with pytest.raises(SandboxError, match="no token"):
        await bot.started(lambda: never)


@pytest.mark.parametrize("name", ["index.html", "app.js", "page.css", "icon.svg"])
async def test_the_page_comes_with_a_policy(api: Api, name: str) -> None:
    async with api.session.get(f"{api.url}/page/{name}") as answer:
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["..%2fserver.py", "%2e%2e/server.py", "nothing.html", "__init__.py"])
async def test_nothing_but_the_page_is_served(api: Api, name: str) -> None:
    async with api.session.get(f"{api.url}/page/{name}") as answer:
        assert answer.status == 404


async def test_what_was_sent_is_never_run_by_a_browser(server: SandboxServer, api: Api, maya: Any) -> None:
    attack = b"<script>alert(1)</script>"
    sent = await api.done("sendDocument", chat_id=maya.id, document=attack)
    async with api.session.get(f"{api.url}/sandbox/file/{sent['document']['file_id']}") as answer:
        assert await answer.read() == attack
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment"
    async with api.session.get(f"{api.url}/sandbox/file/unknown") as answer:
        assert answer.status == 404
