"""A stand-in over real HTTP, standing still at one instant, and a caller that speaks as a bot's library would."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.sandbox.clock import SandboxClock
from bot.sandbox.phone import LocalSandbox, Phone
from bot.sandbox.server import SandboxServer

TOKEN = "123456:SANDBOX-TOKEN"
NINE = datetime(2026, 3, 3, 9, tzinfo=UTC)


class Api:
    """Calls the stand-in as a form, with nested values as JSON, and returns status and body."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session

    async def __call__(self, method: str, *, token: str = TOKEN, **params: Any) -> tuple[int, dict[str, Any]]:
        form = aiohttp.FormData()
        for name, value in params.items():
            if isinstance(value, bytes):
                form.add_field(name, value, filename=f"{name}.bin", content_type="application/octet-stream")
            else:
                form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        async with self.session.post(f"{self.url}/bot{token}/{method}", data=form) as response:
            body = await response.json()
            assert body["ok"] == (response.status == 200)
            return response.status, body

    async def done(self, method: str, **params: Any) -> Any:
        """Call, expect success, return the result."""
        status, body = await self(method, **params)
        assert status == 200, body
        return body["result"]


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    async with SandboxServer(token=TOKEN, clock=SandboxClock(NINE), guard=2.0) as running:
        yield running


@pytest.fixture
async def api(server: SandboxServer) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(server.url, session)


@pytest.fixture
def sandbox(server: SandboxServer) -> LocalSandbox:
    return LocalSandbox(server.control)


@pytest.fixture
async def maya(sandbox: LocalSandbox) -> Phone:
    """Maya, who has started the bot."""
    phone = await sandbox.person("Maya", username="maya", language="en")
    await phone.start()
    return phone
