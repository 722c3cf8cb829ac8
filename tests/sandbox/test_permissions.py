"""Who may be written to, and what may be changed afterwards, over real HTTP."""

import pytest

from bot.sandbox.phone import LocalSandbox, Phone
from tests.sandbox.calls import PNG
from tests.sandbox.conftest import Api
from tests.sandbox.keyboards import below, inline, link, tap


async def test_a_wrong_token_is_refused(api: Api) -> None:
    assert await api("getMe", token="123456:OTHER") == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )


async def test_an_unchanged_edit_is_refused_and_a_changed_keyboard_is_not(api: Api, maya: Phone) -> None:
    sent = await api.done("sendMessage", chat_id=maya.id, text="x", reply_markup=inline([tap()]))
    edit = {"chat_id": maya.id, "message_id": sent["message_id"], "text": "x"}
    status, body = await api("editMessageText", **edit, reply_markup=inline([tap()]))
    assert (status, "message is not modified" in body["description"]) == (400, True)
    assert (await api.done("editMessageText", **edit))["edit_date"] == sent["date"]
    status, body = await api("editMessageReplyMarkup", chat_id=maya.id, message_id=sent["message_id"])
    assert (status, "message is not modified" in body["description"]) == (400, True)


async def test_a_message_with_a_keyboard_below_can_never_be_edited(api: Api, maya: Phone) -> None:
    sent = await api.done("sendMessage", chat_id=maya.id, text="x", reply_markup=below("Yes"))
    status, body = await api("editMessageText", chat_id=maya.id, message_id=sent["message_id"], text="y")
    assert (status, body["description"]) == (400, "Bad Request: message can't be edited")


async def test_a_caption_is_edited_as_a_caption_and_a_text_as_a_text(api: Api, maya: Phone) -> None:
    photo = await api.done("sendPhoto", chat_id=maya.id, photo=PNG)
    status, body = await api("editMessageText", chat_id=maya.id, message_id=photo["message_id"], text="y")
    assert (status, body["description"]) == (400, "Bad Request: there is no text in the message to edit")
    edited = await api.done(
        "editMessageCaption", chat_id=maya.id, message_id=photo["message_id"], caption="<b>y</b>", parse_mode="HTML"
    )
    assert (edited["caption"], edited["caption_entities"][0]["type"]) == ("y", "bold")


async def test_a_deleted_message_cannot_be_edited(api: Api, maya: Phone) -> None:
    sent = await api.done("sendMessage", chat_id=maya.id, text="x")
    await api.done("deleteMessage", chat_id=maya.id, message_id=sent["message_id"])
    status, body = await api("editMessageText", chat_id=maya.id, message_id=sent["message_id"], text="y")
    assert (status, body["description"]) == (400, "Bad Request: message to edit not found")


@pytest.mark.parametrize(("seconds", "status"), [(0, 200), (1, 400)])
async def test_a_message_can_be_deleted_for_48_hours(
    api: Api, sandbox: LocalSandbox, maya: Phone, seconds: int, status: int
) -> None:
    sent = await api.done("sendMessage", chat_id=maya.id, text="x")
    await sandbox.do("jump_to", at=f"2026-03-05T09:00:0{seconds}+00:00")
    assert (await api("deleteMessage", chat_id=maya.id, message_id=sent["message_id"]))[0] == status


async def test_strict_privacy_refuses_the_whole_message(api: Api, sandbox: LocalSandbox, maya: Phone) -> None:
    sam = await sandbox.person("Sam", strict_privacy=True)
    status, body = await api("sendMessage", chat_id=maya.id, text="x", reply_markup=link(f"tg://user?id={sam.id}"))
    assert (status, body["description"]) == (400, "Bad Request: BUTTON_USER_PRIVACY_RESTRICTED")
    assert (await api("sendMessage", chat_id=maya.id, text="x", reply_markup=link(f"tg://user?id={maya.id}")))[0] == 200


async def test_nobody_is_written_to_before_they_start(api: Api, sandbox: LocalSandbox) -> None:
    sam = await sandbox.person("Sam")
    status, body = await api("sendMessage", chat_id=sam.id, text="x")
    assert (status, body["description"]) == (403, "Forbidden: bot can't initiate conversation with a user")
    await sam.start()
    assert (await api("sendMessage", chat_id=sam.id, text="x"))[0] == 200


async def test_blocked_and_deleted_people_refuse(api: Api, maya: Phone) -> None:
    sent = await api.done("sendMessage", chat_id=maya.id, text="x")
    await maya.block()
    assert (await api("sendMessage", chat_id=maya.id, text="x"))[1][
        "description"
    ] == "Forbidden: bot was blocked by the user"
    assert (await api("editMessageText", chat_id=maya.id, message_id=sent["message_id"], text="y"))[0] == 403
    await maya.unblock()
    assert (await api("sendMessage", chat_id=maya.id, text="x"))[0] == 200
    await maya.delete_account()
    assert (await api("sendMessage", chat_id=maya.id, text="x"))[1]["description"] == "Forbidden: user is deactivated"


async def test_a_group_refuses_once_it_is_upgraded_and_says_where_it_went(
    api: Api, sandbox: LocalSandbox, maya: Phone
) -> None:
    group = await sandbox.group("Morning circle", [maya])
    assert (await api("sendMessage", chat_id=group, text="x"))[0] == 200
    upgraded = await sandbox.do("upgrade_group", group=group)
    status, body = await api("sendMessage", chat_id=group, text="x")
    assert (status, body["parameters"]) == (400, {"migrate_to_chat_id": upgraded["id"]})
    assert (await api("sendMessage", chat_id=upgraded["id"], text="x"))[0] == 200
    await sandbox.do("set_bot_status", person=maya.id, group=upgraded["id"], status="kicked")
    assert (await api("sendMessage", chat_id=upgraded["id"], text="x"))[0] == 403


async def test_an_ordinary_member_may_not_pin_in_a_group(api: Api, sandbox: LocalSandbox, maya: Phone) -> None:
    group = await sandbox.group("Morning circle", [maya])
    sent = await api.done("sendMessage", chat_id=group, text="x")
    assert (await api("pinChatMessage", chat_id=group, message_id=sent["message_id"]))[0] == 400
    await sandbox.do("set_bot_status", person=maya.id, group=group, status="administrator")
    assert (await api("pinChatMessage", chat_id=group, message_id=sent["message_id"]))[0] == 200


async def test_json_and_query_are_taken_as_well_as_a_form(api: Api, maya: Phone) -> None:
    url = f"{api.url}/bot123456:SANDBOX-TOKEN/sendMessage"
    async with api.session.post(
        url, json={"chat_id": maya.id, "text": "x", "reply_markup": inline([tap()])}
    ) as response:
        assert response.status == 200
    async with api.session.get(url, params={"chat_id": maya.id, "text": "y"}) as response:
        assert response.status == 200
    async with api.session.post(url, data="[", headers={"Content-Type": "application/json"}) as response:
        assert response.status == 400
    assert [seen.text for seen in await maya.screen()] == ["/start", "x", "y"]
