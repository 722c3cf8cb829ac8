"""What people can do, what the bot gets of it, and what they see."""

from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.errors import SandboxError
from bot.sandbox.phone import LocalSandbox, Phone
from bot.sandbox.server import SandboxServer
from tests.sandbox.calls import PNG
from tests.sandbox.conftest import NINE, Api
from tests.sandbox.keyboards import below, inline, tap


async def updates(api: Api) -> list[dict[str, Any]]:
    return list(await api.done("getUpdates"))


async def test_a_start_carries_its_payload_and_a_command_entity(api: Api, sandbox: LocalSandbox) -> None:
    sam = await sandbox.person("Sam", username="sam", language="es")
    await sam.start("s_abc-DEF_9")
    [update] = await updates(api)
    message = update["message"]
    assert message["text"] == "/start s_abc-DEF_9"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"] == {
        "id": sam.id,
        "is_bot": False,
        "first_name": "Sam",
        "username": "sam",
        "language_code": "es",
    }
    assert message["date"] == int(NINE.timestamp())


@pytest.mark.parametrize("payload", ["a" * 65, "a b", "ä"])
async def test_a_payload_that_no_link_can_carry_is_refused(sandbox: LocalSandbox, payload: str) -> None:
    sam = await sandbox.person("Sam")
    with pytest.raises(SandboxError, match="payload"):
        await sam.start(payload)
    await sam.start("a" * 64)


async def test_nobody_types_before_starting_or_after_blocking(sandbox: LocalSandbox) -> None:
    sam = await sandbox.person("Sam")
    with pytest.raises(SandboxError, match="has not started"):
        await sam.type("hi")
    await sam.start()
    await sam.block()
    with pytest.raises(SandboxError, match="has blocked"):
        await sam.type("hi")


async def test_blocking_and_starting_again_are_told_to_the_bot(api: Api, maya: Phone) -> None:
    await maya.block()
    await maya.start()
    _, blocked, unblocked, started = await updates(api)
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert started["message"]["text"] == "/start"


async def test_a_tap_reaches_the_bot_and_its_answer_pops_up(api: Api, maya: Phone) -> None:
    sent = await api.done("sendMessage", chat_id=maya.id, text="Ready?", reply_markup=inline([tap("Start", "c:1")]))
    await maya.tap("Start")
    query = (await updates(api))[-1]["callback_query"]
    assert (query["data"], query["message"], query["from"]["id"]) == ("c:1", sent, maya.id)
    await api.done("answerCallbackQuery", callback_query_id=query["id"], text="Saved")
    assert await maya.popups() == ["Saved"]
    assert (await api("answerCallbackQuery", callback_query_id=query["id"]))[0] == 400


@pytest.mark.parametrize(("seconds", "status"), [(15, 200), (16, 400)])
async def test_a_tap_can_be_answered_for_fifteen_seconds(
    api: Api, sandbox: LocalSandbox, maya: Phone, seconds: int, status: int
) -> None:
    await api.done("sendMessage", chat_id=maya.id, text="Ready?", reply_markup=inline([tap("Start")]))
    done = await maya.tap("Start")
    await sandbox.jump_to(NINE + timedelta(seconds=seconds))
    assert (await api("answerCallbackQuery", callback_query_id=done["query_id"]))[0] == status


async def test_a_tap_is_on_the_newest_message_with_the_label_or_on_the_one_named(api: Api, maya: Phone) -> None:
    old = await api.done("sendMessage", chat_id=maya.id, text="1", reply_markup=inline([tap("OK", "old")]))
    await api.done("sendMessage", chat_id=maya.id, text="2", reply_markup=inline([tap("OK", "new")]))
    await api.done("sendMessage", chat_id=maya.id, text="3")
    await maya.tap("OK")
    await maya.tap("OK", message_id=old["message_id"])
    assert [update["callback_query"]["data"] for update in (await updates(api))[1:]] == ["new", "old"]


async def test_a_label_that_is_not_there_names_those_that_are(api: Api, maya: Phone) -> None:
    with pytest.raises(SandboxError, match="only: none at all"):
        await maya.tap("Skip")
    await api.done("sendMessage", chat_id=maya.id, text="x", reply_markup=inline([tap("Yes"), tap("No")]))
    await api.done("sendMessage", chat_id=maya.id, text="y", reply_markup=below("Later"))
    with pytest.raises(SandboxError, match=r"Maya sees no button 'yes', only: \[Yes\] \[No\] \[Later\]"):
        await maya.tap("yes")


async def test_the_content_of_an_old_message_is_not_promised(api: Api, sandbox: LocalSandbox, maya: Phone) -> None:
    await api.done("sendMessage", chat_id=maya.id, text="x", reply_markup=inline([tap("OK")]))
    await sandbox.jump_to(NINE + timedelta(hours=48, seconds=1))
    await maya.tap("OK")
    message = (await updates(api))[-1]["callback_query"]["message"]
    assert (message["date"], "text" in message) == (0, False)


async def test_the_keyboard_below_types_shares_and_picks(api: Api, sandbox: LocalSandbox, maya: Phone) -> None:
    sam = await sandbox.person("Sam", username="sam")
    buttons = below(
        "Yes",
        {"text": "My number", "request_contact": True},
        {"text": "Pick", "request_users": {"request_id": 7, "request_name": True}},
    )
    await api.done("sendMessage", chat_id=maya.id, text="x", reply_markup=buttons)
    assert await maya.keyboard() == ["Yes", "My number", "Pick"]
    await maya.tap("Yes")
    await maya.tap("My number")
    await maya.share_users("Pick", [sam])
    _, typed, shared, picked = [update["message"] for update in await updates(api)]
    assert typed["text"] == "Yes"
    assert shared["contact"]["user_id"] == maya.id
    assert shared["contact"]["phone_number"].startswith("+1555")
    assert picked["users_shared"] == {"request_id": 7, "users": [{"user_id": sam.id, "first_name": "Sam"}]}
    await api.done("sendMessage", chat_id=maya.id, text="y", reply_markup={"remove_keyboard": True})
    assert await maya.keyboard() == []


async def test_places_voices_stickers_pictures_and_corrections_arrive(api: Api, maya: Phone) -> None:
    await maya.share_location(52.5, 13.4)
    for kind in ("voice", "sticker", "photo", "document"):
        await maya.send_media(kind, caption="look" if kind == "photo" else "")
    number = await maya.type("4 7 no")
    await maya.edit(number, "4 7 yes")
    got = await updates(api)
    assert got[1]["message"]["location"] == {"latitude": 52.5, "longitude": 13.4}
    assert [
        kind in update["message"]
        for kind, update in zip(("voice", "sticker", "photo", "document"), got[2:6], strict=True)
    ] == [True] * 4
    assert got[4]["message"]["caption"] == "look"
    assert got[-1]["edited_message"]["text"] == "4 7 yes"
    with pytest.raises(SandboxError, match="nobody can send a 'hologram'"):
        await maya.send_media("hologram")


async def test_a_link_to_the_bot_starts_it(api: Api, sandbox: LocalSandbox, maya: Phone) -> None:
    sam = await sandbox.person("Sam")
    assert (await sam.open_link("https://t.me/AlongsideDemoBot?start=s_xyz"))["started"]
    assert (await updates(api))[-1]["message"]["text"] == "/start s_xyz"
    button = inline([{"text": "Maya", "url": "https://t.me/maya"}])
    await api.done("sendMessage", chat_id=sam.id, text="x", reply_markup=button)
    assert await sam.tap("Maya") == {"did": "opened", "url": "https://t.me/maya", "started": False}


async def test_a_phone_shows_what_the_bot_did_to_its_chat(api: Api, maya: Phone) -> None:
    first = await api.done(
        "sendMessage",
        chat_id=maya.id,
        text="<b>Hello</b> &amp; hi",
        parse_mode="HTML",
        protect_content=True,
        disable_notification=True,
        reply_markup=inline([tap("A"), tap("B")], [tap("C")]),
    )
    second = await api.done("sendMessage", chat_id=maya.id, text="gone soon")
    seen = await maya.screen(last=2)
    assert (seen[0].text, seen[0].buttons, seen[0].protected, seen[0].silent) == (
        "Hello & hi",
        [["A", "B"], ["C"]],
        True,
        True,
    )
    assert seen[0].labels == ["A", "B", "C"]
    await api.done("pinChatMessage", chat_id=maya.id, message_id=first["message_id"])
    await api.done("editMessageText", chat_id=maya.id, message_id=first["message_id"], text="Bye")
    await api.done("deleteMessage", chat_id=maya.id, message_id=second["message_id"])
    last = await maya.last()
    assert (last.text, last.edited, last.pinned, last.labels) == ("Bye", True, True, [])


async def test_a_file_can_be_opened_on_the_phone(api: Api, maya: Phone) -> None:
    await api.done("sendDocument", chat_id=maya.id, document=b"PK...")
    assert await maya.download(await maya.last()) == ("document.bin", b"PK...")
    await api.done("sendPhoto", chat_id=maya.id, photo=PNG)
    assert (await maya.download(await maya.last()))[1] == PNG
    copied = await api.done(
        "copyMessage", chat_id=maya.id, from_chat_id=maya.id, message_id=(await maya.last()).message_id
    )
    assert copied == {"message_id": 4}


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(api: Api, sandbox: LocalSandbox, maya: Phone) -> None:
    group = await sandbox.group("Morning circle", [maya])
    said = await api.done("sendMessage", chat_id=group, text="Write to me privately")
    await maya.type("unheard", chat=group)
    await maya.type("/help", chat=group)
    await maya.type("thanks", chat=group, reply_to=said["message_id"])
    _, added, command, reply = await updates(api)
    assert added["my_chat_member"]["chat"] == {"id": group, "type": "group", "title": "Morning circle"}
    assert (command["message"]["text"], reply["message"]["text"]) == ("/help", "thanks")
    assert reply["message"]["reply_to_message"]["text"] == "Write to me privately"


async def test_the_menu_shows_the_commands_of_the_narrowest_scope_and_own_language(api: Api, maya: Phone) -> None:
    def commands(name: str) -> list[dict[str, str]]:
        return [{"command": name, "description": "x"}]

    await api.done("setMyCommands", commands=commands("start"))
    assert await maya.commands() == ["start"]
    await api.done("setMyCommands", commands=commands("comienzo"), language_code="es")
    await api.done("setMyCommands", commands=commands("begin"), language_code="en")
    assert await maya.commands() == ["begin"]
    await api.done("setMyCommands", commands=commands("people"), scope={"type": "chat", "chat_id": maya.id})
    assert await maya.commands() == ["people"]
    await api.done("deleteMyCommands", scope={"type": "chat", "chat_id": maya.id})
    assert await maya.commands() == ["begin"]


async def test_same_seed_same_ids() -> None:
    async def ids(seed: int) -> list[int]:
        sandbox = LocalSandbox(SandboxServer(token="1:x", seed=seed).control)
        return [(await sandbox.person(name)).id for name in ("Maya", "Sam")]

    assert await ids(1) == await ids(1) != await ids(2)
    assert min(await ids(1)) > 500_000_000


async def test_a_username_belongs_to_one_person(sandbox: LocalSandbox, maya: Phone) -> None:
    with pytest.raises(SandboxError, match="@maya is taken"):
        await sandbox.person("Another", username="maya")


@pytest.mark.parametrize(
    ("action", "arguments"), [("fly", {}), ("_world", {}), ("tap", {"person": 1}), ("type", {"person": 1, "text": "x"})]
)
async def test_what_nobody_could_do_is_refused_in_words(
    sandbox: LocalSandbox, action: str, arguments: dict[str, Any]
) -> None:
    with pytest.raises(SandboxError):
        await sandbox.do(action, **arguments)
