"""What reaches Telegram, and what its answers mean."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardRemove
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.actions.outgoing import (
    Blocked,
    Delivered,
    Invalid,
    NeverSent,
    NotNow,
    Outcome,
    Parcel,
    TokenRefused,
    Uncertain,
)
from bot.clock import WalkingClock
from bot.rules.vocabulary import Priority
from bot.texts.messages import Message
from handlers.delivery.limiter import Pacer
from handlers.delivery.rendering import Screen
from handlers.delivery.sender import Sender
from tests.builders import NOW
from tests.wire import Answer, Call, Wire, accepted, bot_on, refused

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])
PARCEL = Parcel(
    outgoing_id=1,
    kind="hello",
    chat_id=7,
    language="en",
    message=Message("hello", {"name": "Maya"}),
    priority=Priority.PROMPT,
    attempt=1,
    epoch=1,
    leave_by=NOW + timedelta(seconds=5),
)


class Desk:
    def __init__(self, screen: Screen | None = None) -> None:
        self.screen = screen or Screen("Hello")
        self.wire = Wire()
        self.clock = WalkingClock(NOW)
        self.rendered: list[tuple[Message, str]] = []
        self.texts: dict[str, str] = {}  # of kinds that say something else than the screen
        self.reports: list[str] = []
        bot = bot_on(self.wire, Pacer(self.clock, per_second=1000))
        self.sender = Sender(bot, self.clock, self._render, report=self.reports.append)

    def _render(self, message: Message, language: str) -> Screen:
        self.rendered.append((message, language))
        return replace(self.screen, text=self.texts.get(message.kind, self.screen.text))

    @property
    def sent(self) -> dict[str, Any]:
        return self.wire.calls[-1].parameters


def raising(error: Exception, cause: Exception | None = None) -> Callable[[Call], Answer]:
    def answer(_: Call) -> Answer:
        raise error from cause

    return answer


def saying(code: int, description: str, **parameters: Any) -> Callable[[Call], Answer]:
    return lambda _: refused(code, description, **parameters)


@pytest.fixture
async def desk() -> Desk:
    return Desk()


OUTCOMES: list[tuple[str, Callable[[Call], Answer], Outcome]] = [
    ("blocked", saying(403, "Forbidden: bot was blocked by the user"), Blocked()),
    ("deactivated", saying(403, "Forbidden: user is deactivated"), Blocked()),
    ("never started", saying(403, "Forbidden: bot can't initiate conversation with a user"), Blocked()),
    ("gone", saying(400, "Bad Request: chat not found"), Blocked()),
    ("markup", saying(400, "Bad Request: can't parse entities: Unsupported start tag"), Invalid("markup")),
    ("privacy", saying(400, "Bad Request: BUTTON_USER_PRIVACY_RESTRICTED"), Invalid("privacy")),
    ("other 400", saying(400, "Bad Request: Maya said no"), Invalid("refused")),
    ("429", saying(429, "Too Many Requests", retry_after=7), NotNow(timedelta(seconds=7))),
    ("wrong token", saying(401, "Unauthorized"), TokenRefused()),
    ("no such bot", saying(404, "Not Found"), TokenRefused()),
    ("500", saying(500, "Internal Server Error"), Uncertain()),
    ("502", saying(502, "Bad Gateway"), Uncertain()),
    ("pool timeout", raising(TimedOut(), httpx.PoolTimeout("x")), NeverSent()),
    ("connect timeout", raising(TimedOut(), httpx.ConnectTimeout("x")), NeverSent()),
    ("no connection", raising(NetworkError("x"), httpx.ConnectError("x")), NeverSent()),
    ("read timeout", raising(TimedOut(), httpx.ReadTimeout("x")), Uncertain()),
    ("write timeout", raising(TimedOut(), httpx.WriteTimeout("x")), Uncertain()),
    ("connection dropped", raising(NetworkError("x"), httpx.RemoteProtocolError("x")), Uncertain()),
    ("no JSON", raising(TelegramError("Invalid server response")), Uncertain()),
    ("a fault of ours", raising(RuntimeError("x")), Uncertain()),
]


@pytest.mark.parametrize(("answer", "outcome"), [case[1:] for case in OUTCOMES], ids=[case[0] for case in OUTCOMES])
@pytest.mark.parametrize("edit", [None, 5], ids=["send", "edit"])
async def test_what_an_answer_means(
    desk: Desk, answer: Callable[[Call], Answer], outcome: Outcome, edit: int | None
) -> None:
    desk.wire.answer = answer
    assert await desk.sender.deliver(replace(PARCEL, edit=edit)) == outcome


async def test_a_message_arrives_with_everything_its_screen_says(desk: Desk) -> None:
    desk.screen = Screen("<b>Hello</b>", keyboard=KEYBOARD, protect=True, silent=True)
    assert await desk.sender.deliver(PARCEL) == Delivered(1, NOW)
    sent = desk.sent
    assert desk.wire.methods() == ["sendMessage"]
    assert (sent["chat_id"], sent["text"], sent["parse_mode"]) == (7, "<b>Hello</b>", "HTML")
    assert (sent["protect_content"], sent["disable_notification"]) == (True, True)
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "yes"


async def test_a_plain_message_carries_no_parameter_it_does_not_need(desk: Desk) -> None:
    await desk.sender.deliver(PARCEL)
    assert set(desk.sent) == {"chat_id", "text", "parse_mode", "link_preview_options"}


async def test_the_kind_may_silence_and_pin_what_its_screen_does_not(desk: Desk) -> None:
    await desk.sender.deliver(replace(PARCEL, silent=True, pin=True))
    assert desk.wire.methods() == ["sendMessage", "pinChatMessage"]
    assert desk.wire.calls[0].parameters["disable_notification"] is True
    assert (desk.sent["chat_id"], desk.sent["message_id"]) == (7, 1)


async def test_a_pin_that_fails_leaves_the_message_delivered(desk: Desk) -> None:
    desk.wire.answer = lambda call: refused(400, "x") if call.method == "pinChatMessage" else accepted(3)
    assert await desk.sender.deliver(replace(PARCEL, pin=True)) == Delivered(3, NOW)


async def test_photos_and_files_go_with_the_text_as_their_caption(desk: Desk) -> None:
    desk.screen = Screen("Scan me", photo=b"png")
    await desk.sender.deliver(PARCEL)
    desk.screen = Screen("Yours", document=("export.zip", b"zip"))
    await desk.sender.deliver(replace(PARCEL, edit=5))
    assert desk.wire.methods() == ["sendPhoto", "sendDocument"]
    assert desk.sent["caption"] == "Yours"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"priority": Priority.ALERT, "again": True}, "(again) Maya could use a word from you."),
        ({"priority": Priority.SOS, "again": True}, "(again) Maya could use a word from you."),
        ({"priority": Priority.ALERT}, "Maya could use a word from you."),
        ({"priority": Priority.ALERT, "again": True, "edit": 5}, "Maya could use a word from you."),
        ({"priority": Priority.PROMPT, "again": True}, "Maya could use a word from you."),
    ],
)
async def test_a_copy_of_an_alert_that_may_have_arrived_says_so(desk: Desk, more: dict[str, Any], said: str) -> None:
    desk.texts = {"hello": "Maya could use a word from you.", "said-again": "(again)"}
    await desk.sender.deliver(replace(PARCEL, **more))
    assert desk.sent["text"] == said


async def test_what_decides_about_the_words_does_not_change_in_a_copy(desk: Desk) -> None:
    await desk.sender.deliver(replace(PARCEL, priority=Priority.ALERT, again=True))
    assert desk.rendered[0] == (PARCEL.message, "en")


async def test_an_edit_names_chat_and_message(desk: Desk) -> None:
    desk.screen = Screen("Hello", keyboard=KEYBOARD)
    assert await desk.sender.deliver(replace(PARCEL, edit=5)) == Delivered(5, NOW)
    assert desk.wire.methods() == ["editMessageText"]
    assert (desk.sent["chat_id"], desk.sent["message_id"]) == (7, 5)


async def test_an_edit_that_changes_nothing_is_done(desk: Desk) -> None:
    desk.wire.answer = saying(400, "Bad Request: message is not modified: specified new message content")
    assert await desk.sender.edit(7, 5, desk.screen) == 5


@pytest.mark.parametrize("words", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_what_cannot_be_edited_is_sent_anew(desk: Desk, words: str) -> None:
    desk.wire.answer = lambda call: (
        refused(400, f"Bad Request: {words}") if call.method == "editMessageText" else accepted(9)
    )
    assert await desk.sender.edit(7, 5, desk.screen) == 9
    assert desk.wire.methods() == ["editMessageText", "sendMessage"]


async def test_a_reply_keyboard_comes_only_with_a_new_message(desk: Desk) -> None:
    desk.screen = Screen("Thank you", keyboard=ReplyKeyboardRemove())
    await desk.sender.edit(7, 5, desk.screen)
    assert desk.wire.methods() == ["sendMessage"]


async def test_a_group_that_became_a_supergroup_is_followed(desk: Desk) -> None:
    desk.wire.answer = lambda call: (
        refused(400, "upgraded", migrate_to_chat_id=-1007) if call.parameters["chat_id"] == -7 else accepted(9)
    )
    assert await desk.sender.send(-7, desk.screen) == 9
    assert desk.sent["chat_id"] == -1007


async def test_a_direct_reply_is_tried_once_and_says_what_it_became(desk: Desk) -> None:
    desk.wire.answer = raising(TimedOut(), httpx.PoolTimeout("x"))
    assert await desk.sender.send(7, desk.screen) is None
    assert len(desk.wire.calls) == 1


async def test_a_refused_token_is_reported(desk: Desk) -> None:
    desk.wire.answer = saying(401, "Unauthorized")
    assert await desk.sender.send(7, desk.screen) is None
    assert desk.reports == ["token-refused"]


async def test_a_tap_too_old_to_be_answered_troubles_nobody(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "handlers")
    desk.wire.answer = saying(400, "Bad Request: query is too old and response timeout expired")
    await desk.sender.answer("1", "Saved", alert=True)
    assert desk.sent == {"callback_query_id": "1", "text": "Saved", "show_alert": True}
    assert caplog.messages == []


async def test_no_log_line_holds_what_telegram_or_a_person_said(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "handlers")
    desk.screen = Screen("Maya's text")
    for answer in (saying(400, "Bad Request: Maya"), saying(403, "Maya"), raising(RuntimeError("Maya"))):
        desk.wire.answer = answer
        await desk.sender.deliver(PARCEL)
        await desk.sender.send(8, desk.screen)
        await desk.sender.answer("1", "Maya")
    assert caplog.messages != []
    assert "Maya" not in caplog.text


async def test_messages_are_deleted_a_hundred_at_a_time_the_newest_first(desk: Desk) -> None:
    await desk.sender.delete(7, range(1, 151))
    assert desk.wire.methods() == ["deleteMessages", "deleteMessages"]
    assert [len(call.parameters["message_ids"]) for call in desk.wire.calls] == [100, 50]
    assert desk.wire.calls[0].parameters["message_ids"][0] == 150


async def test_a_refused_deletion_is_nobody_s_trouble(desk: Desk) -> None:
    desk.wire.answer = lambda call: refused(400, "Bad Request: message identifiers are not specified")
    await desk.sender.delete(7, [1])
