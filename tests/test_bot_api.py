"""The auditor itself: what Telegram's table says against calls that are wrong in one thing."""

from typing import Any

import pytest

from tests import bot_api

RIGHT: dict[str, Any] = {"chat_id": 1, "text": "Hello"}
BUTTON = {"text": "Yes", "callback_data": "y"}


@pytest.fixture(scope="module")
def api() -> bot_api.BotApi:
    found = bot_api.from_table()
    if found is None:
        pytest.skip("no table of the real Bot API beside this repository")
    return found


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"chat_id": "1"},
        {"text": "x" * 4096},
        {"text": f"<b>{'&lt;' * 4096}</b>", "parse_mode": "HTML"},
        {"disable_notification": "true"},
        {"reply_markup": {"inline_keyboard": [[BUTTON]]}},
        {"reply_markup": '{"inline_keyboard": [[{"text": "Yes", "url": "https://t.me/sam"}]]}'},
    ],
)
def test_what_is_right_has_no_fault(api: bot_api.BotApi, more: dict[str, Any]) -> None:
    assert api.faults("sendMessage", RIGHT | more) == []


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"colour": "red"}, "sendMessage does not know colour"),
        ({"text": 5}, "sendMessage.text is no String: int"),
        ({"text": ""}, "sendMessage.text is 0, not 1-4096"),
        ({"text": "😀" * 2049}, "sendMessage.text is 4098, not 1-4096"),
        ({"disable_notification": "yes"}, "sendMessage.disable_notification is no Boolean: str"),
        ({"message_thread_id": True}, "sendMessage.message_thread_id is no Integer: bool"),
        ({"entities": {}}, "sendMessage.entities is no array"),
        ({"link_preview_options": "no"}, "sendMessage.link_preview_options is no LinkPreviewOptions: str"),
        (
            {"reply_markup": {"inline_keyboard": [[BUTTON | {"callback_data": "é" * 33}]]}},
            "InlineKeyboardButton.callback_data is 66, not 1-64",
        ),
        ({"reply_markup": {"inline_keyboard": [[{"callback_data": "y"}]]}}, "InlineKeyboardButton lacks text"),
    ],
)
def test_each_fault_is_named(api: bot_api.BotApi, more: dict[str, Any], fault: str) -> None:
    [found] = api.faults("sendMessage", RIGHT | more)
    assert found.endswith(fault)


def test_what_is_required_and_what_is_no_method(api: bot_api.BotApi) -> None:
    assert api.faults("sendmessage", {"text": "Hello"}) == ["sendmessage lacks chat_id"]
    assert api.faults("sendSmoke", {}) == ["there is no method sendSmoke"]
    assert api.faults("getUpdates", {"limit": 101}) == ["getUpdates.limit is 101, not 1-100"]
