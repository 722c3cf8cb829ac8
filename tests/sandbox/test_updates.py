"""How updates reach the bot: confirmed by offset, handed out again, kept a day, one poller at a time."""

import asyncio
from datetime import timedelta

from bot.sandbox.clock import SandboxClock
from bot.sandbox.phone import LocalSandbox, Phone
from bot.sandbox.server import SandboxServer
from bot.sandbox.updates import Updates
from tests.sandbox.conftest import NINE, Api


async def test_updates_come_again_until_a_higher_offset_confirms_them(api: Api, maya: Phone) -> None:
    await maya.type("one")
    first = await api.done("getUpdates")
    assert [update["message"]["text"] for update in first] == ["/start", "one"]
    assert await api.done("getUpdates") == first
    assert await api.done("getUpdates", offset=first[0]["update_id"]) == first
    assert await api.done("getUpdates", offset=first[1]["update_id"]) == first[1:]
    assert await api.done("getUpdates", offset=first[1]["update_id"] + 1) == []
    assert await api.done("getUpdates") == []


async def test_update_ids_ascend_one_by_one_and_message_ids_per_chat(
    api: Api, sandbox: LocalSandbox, maya: Phone
) -> None:
    sam = await sandbox.person("Sam")
    await sam.start()
    await maya.type("two")
    updates = await api.done("getUpdates")
    assert [update["update_id"] - updates[0]["update_id"] for update in updates] == [0, 1, 2]
    assert [update["message"]["message_id"] for update in updates] == [1, 1, 2]


async def test_a_poll_returns_at_most_a_hundred(api: Api, maya: Phone) -> None:
    for number in range(100):
        await maya.type(str(number))
    assert len(await api.done("getUpdates")) == 100
    assert len(await api.done("getUpdates", limit=3)) == 3


async def test_a_negative_offset_keeps_only_the_newest(api: Api, maya: Phone) -> None:
    await maya.type("one")
    await maya.type("two")
    kept = await api.done("getUpdates", offset=-1)
    assert [update["message"]["text"] for update in kept] == ["two"]
    assert await api.done("getUpdates") == kept


async def test_an_update_is_kept_for_24_hours(api: Api, sandbox: LocalSandbox, maya: Phone) -> None:
    await sandbox.jump_to(NINE + timedelta(hours=24))
    assert len(await api.done("getUpdates")) == 1
    await sandbox.jump_to(NINE + timedelta(hours=24, seconds=1))
    assert await api.done("getUpdates") == []


def test_what_nobody_fetched_in_time_is_told_apart_from_what_was_lost() -> None:
    clock = SandboxClock(NINE)
    updates = Updates(clock, first_id=7)
    updates.add_raw({})
    clock.set(NINE + timedelta(hours=2))
    updates.add_raw({})
    clock.set(NINE + timedelta(hours=25))
    assert (updates.pending, list(updates.expired)) == (1, [7])


async def test_only_allowed_kinds_are_made(api: Api, maya: Phone) -> None:
    await api.done("getUpdates", allowed_updates=["my_chat_member"])
    await maya.type("unheard")
    await maya.block()
    kinds = [sorted(update.keys() - {"update_id"}) for update in await api.done("getUpdates")]
    assert kinds == [["message"], ["my_chat_member"]], "the start came before the setting"


async def test_an_open_poll_returns_as_soon_as_somebody_writes(api: Api, server: SandboxServer, maya: Phone) -> None:
    first = await api.done("getUpdates")
    poll = asyncio.create_task(api.done("getUpdates", offset=first[-1]["update_id"] + 1, timeout=50))
    await _until_polled(server)
    await maya.type("hello")
    assert [update["message"]["text"] for update in await poll] == ["hello"]


async def test_an_open_poll_ends_empty_when_its_time_is_over(api: Api, server: SandboxServer) -> None:
    poll = asyncio.create_task(api.done("getUpdates", timeout=50))
    await _until_polled(server)
    server.clock.advance(timedelta(seconds=49.9))
    await asyncio.wait([poll], timeout=0.05)
    assert not poll.done()
    server.clock.advance(timedelta(seconds=0.1))
    assert await poll == []


async def test_a_second_poller_ends_the_first_with_409(api: Api, server: SandboxServer) -> None:
    first = asyncio.create_task(api("getUpdates", timeout=50))
    await _until_polled(server)
    second = asyncio.create_task(api("getUpdates", timeout=50))
    status, body = await first
    assert (status, body["description"][:46]) == (409, "Conflict: terminated by other getUpdates reque")
    await _until_polled(server)
    server.clock.advance(timedelta(seconds=50))
    assert (await second)[0] == 200


async def test_a_poll_of_a_bot_that_is_gone_is_closed(api: Api, server: SandboxServer) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=50))
    await _until_polled(server)
    poll.cancel()
    async with asyncio.timeout(2):
        while server.line.polled:
            server.line.changed.clear()
            await server.line.changed.wait()


async def test_polling_beside_a_webhook_is_refused(api: Api) -> None:
    await api.done("setWebhook", url="https://bot.example.org/hook")
    assert (await api("getUpdates"))[0] == 409
    assert (await api.done("getWebhookInfo"))["url"] == "https://bot.example.org/hook"
    await api.done("deleteWebhook")
    assert (await api("getUpdates"))[0] == 200


async def test_a_confirmed_update_can_be_made_to_come_again(api: Api, sandbox: LocalSandbox, maya: Phone) -> None:
    update_id = (await api.done("getUpdates"))[0]["update_id"]
    await api.done("getUpdates", offset=update_id + 1)
    await sandbox.do("repeat_update", update_id=update_id)
    assert [update["update_id"] for update in await api.done("getUpdates", offset=update_id + 1)] == [update_id]
    assert await api.done("getUpdates", offset=update_id + 1) == []


async def _until_polled(server: SandboxServer) -> None:
    async with asyncio.timeout(2):
        while not server.line.polled:
            server.line.changed.clear()
            await server.line.changed.wait()
