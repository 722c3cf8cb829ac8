"""The parts of the server that only a page uses, and who may talk to it."""

import json

import aiohttp
import pytest

from bot.sandbox.phone import LocalSandbox, Phone
from bot.sandbox.server import SandboxServer
from tests.sandbox.conftest import TOKEN, Api


async def test_the_page_is_told_what_each_chat_shows_as_it_happens(api: Api, maya: Phone) -> None:
    async with api.session.get(f"{api.url}/sandbox/events", params={"since": 1}) as stream:
        assert stream.content_type == "text/event-stream"
        assert (await _next(stream))["text"] == "/start", "the first event, that Maya started, is not asked for"
        await api.done("sendMessage", chat_id=maya.id, text="Hello Maya")
        event = await _next(stream)
        assert (event["kind"], event["chat_id"], event["text"], event["number"]) == (
            "message",
            maya.id,
            "Hello Maya",
            3,
        )
    status, _ = await api("sendMessage", chat_id=maya.id, text="nobody listens")
    assert status == 200


async def _next(stream: aiohttp.ClientResponse) -> dict[str, object]:
    while True:
        line = (await stream.content.readline()).decode()
        if line.startswith("id: "):
            line = (await stream.content.readline() and await stream.content.readline()).decode()
            return dict(json.loads(line.removeprefix("data: ")))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Host": "rebound.example"}, 403),
        ({"Origin": "http://localhost:1"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({}, 200),
    ],
)
async def test_pages_from_elsewhere_get_nothing(api: Api, headers: dict[str, str], status: int) -> None:
    async with api.session.post(f"{api.url}/sandbox/do/people", json={}, headers=headers) as response:
        assert response.status == status


@pytest.mark.parametrize("host", ["192.0.2.1", "0.0.0.0", "example.org"])
async def test_it_listens_on_loopback_only(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        await SandboxServer(token=TOKEN).start(host=host)


async def test_an_action_that_fails_is_explained(api: Api, sandbox: LocalSandbox) -> None:
    async with api.session.post(f"{api.url}/sandbox/do/start", json={"person": 1}) as response:
        assert (response.status, await response.json()) == (200, {"error": "there is nobody with the id 1"})
