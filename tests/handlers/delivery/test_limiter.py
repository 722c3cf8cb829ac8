"""Who leaves when, over a real bot and virtual time."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot.clock import WalkingClock
from bot.rules.vocabulary import Priority
from handlers.delivery.limiter import Pacer, Turn, seconds_of
from tests.builders import NOW
from tests.walking import settle, walk, walk_until
from tests.wire import Answer, Call, Wire, accepted, bot_on, refused

PROMPT = Turn(Priority.PROMPT)
SOS = Turn(Priority.SOS)
ALERT = Turn(Priority.ALERT)


class Post:
    """A bot behind a pacer, and a log of what left when, in seconds."""

    def __init__(self, *, per_second: int = 30, burst: int = 5, clock: WalkingClock | None = None) -> None:
        self.clock = clock or WalkingClock(NOW)
        self.wire = Wire(time=self.clock.monotonic)
        self.pacer = Pacer(self.clock, per_second=per_second, burst=burst)
        self.bot: ExtBot[Any] = bot_on(self.wire, self.pacer)
        self.tasks: list[asyncio.Task[Any]] = []

    def send(self, chat: int, turn: Turn | None = None, text: str = "x") -> asyncio.Task[Any]:
        return self._start(self.bot.send_message(chat, text, rate_limit_args=turn))

    def edit(self, chat: int, turn: Turn | None = None) -> asyncio.Task[Any]:
        return self._start(self.bot.edit_message_text("x", chat, 1, rate_limit_args=turn))

    def answer(self) -> asyncio.Task[Any]:
        return self._start(self.bot.answer_callback_query("1"))

    def _start(self, call: Any) -> asyncio.Task[Any]:
        self.tasks.append(asyncio.create_task(call))
        return self.tasks[-1]

    def times(self, chat: int | None = None, method: str = "sendMessage") -> list[float]:
        return [
            call.at
            for call in self.wire.calls
            if call.method == method and chat in (None, call.parameters.get("chat_id"))
        ]


@pytest.fixture
async def post() -> Post:
    return Post()


async def test_an_alert_behind_ten_thousand_prompts_leaves_in_under_a_tenth_of_a_second(post: Post) -> None:
    for chat in range(1, 10_001):
        post.send(chat, PROMPT)
    await settle(post.clock)
    await walk(post.clock, 2.5)
    asked = post.clock.monotonic()
    post.send(20_000, ALERT)
    await walk_until(post.clock, lambda: bool(post.times(20_000)), at_most=5)
    assert post.times(20_000)[0] - asked < 0.1


async def test_no_second_ever_holds_more_than_the_limit_and_none_is_wasted(post: Post) -> None:
    for chat in range(1, 601):
        post.send(chat, PROMPT)
        if chat % 10 == 0:
            post.send(1000 + chat, Turn(Priority.REPLY))
    await walk(post.clock, 30)
    times = post.times()
    assert len(times) == 660
    assert all(later - earlier >= 1 - 1e-6 for earlier, later in zip(times, times[30:], strict=False))
    assert times[-1] <= 660 / 30 / 0.99


async def test_a_burst_of_replies_leaves_room_for_an_alert(post: Post) -> None:
    for chat in range(1, 101):
        post.send(chat)
    await settle(post.clock)
    post.send(500, ALERT)
    await settle(post.clock)
    assert post.times(500) == [0.0]


async def test_sos_goes_before_alerts_then_replies_then_prompts_then_reminders(post: Post) -> None:
    for chat in range(1, 31):
        post.send(chat, ALERT)  # this second is full
    order = [Priority.REMINDER, Priority.PROMPT, Priority.REPLY, Priority.ALERT, Priority.SOS]
    for priority in order:
        post.send(100 + priority, Turn(priority))
    await walk(post.clock, 3)
    assert [call.parameters["chat_id"] for call in post.wire.calls[30:]] == [100, 101, 102, 103, 104]


async def test_equals_leave_in_the_order_in_which_they_came(post: Post) -> None:
    for chat in range(1, 100):
        post.send(chat, PROMPT)
    await walk(post.clock, 5)
    assert [call.parameters["chat_id"] for call in post.wire.calls] == list(range(1, 100))


async def test_a_chat_gets_five_messages_at_once_and_then_one_a_second(post: Post) -> None:
    for _ in range(8):
        post.send(1)
    await walk(post.clock, 10)
    assert post.times(1) == [0, 0, 0, 0, 0, 1, 2, 3]


async def test_edits_do_not_draw_on_the_chats_allowance(post: Post) -> None:
    for _ in range(8):
        post.edit(1)
    await settle(post.clock)
    assert len(post.times(method="editMessageText")) == 8


async def test_edits_draw_on_the_overall_rate() -> None:
    post = Post(per_second=10)
    for _ in range(20):
        post.edit(1)
    await settle(post.clock)
    assert len(post.times(method="editMessageText")) == 9


async def test_callback_answers_are_never_paced() -> None:
    post = Post(per_second=1)
    for _ in range(50):
        post.answer()
    await settle(post.clock)
    assert len(post.times(method="answerCallbackQuery")) == 50


async def test_a_group_gets_twenty_messages_a_minute(post: Post) -> None:
    for _ in range(25):
        post.send(-100, Turn(Priority.PROMPT))
    await walk(post.clock, 59)
    assert len(post.times(-100)) == 20


async def test_sos_does_not_wait_for_the_chats_own_pace(post: Post) -> None:
    for _ in range(8):
        post.send(1)
    post.send(1, SOS, text="sos")
    await settle(post.clock)
    assert post.wire.calls[-1].parameters["text"] == "sos"


def told_off(retry_after: int, *chats: int) -> Any:
    """Telegram answers 429 to each of `chats` the first time."""
    left = set(chats)

    def answer(call: Call) -> Answer:
        chat = call.parameters["chat_id"]
        if chat in left:
            left.discard(chat)
            return refused(429, "Too Many Requests", retry_after=retry_after)
        return accepted()

    return answer


async def test_a_429_parks_that_chat_for_exactly_as_long_as_telegram_says_and_no_other(post: Post) -> None:
    post.wire.answer = told_off(7, 1)
    post.send(1)
    await settle(post.clock)
    post.send(1, SOS)
    post.edit(1)
    post.send(2)
    await walk(post.clock, 20)
    assert post.times(1) == [0.0, 7.0, 7.0]
    assert post.times(1, "editMessageText") == [7.0]
    assert post.times(2) == [0.0]


async def test_three_chats_told_off_within_five_seconds_pause_everything_but_sos(post: Post) -> None:
    post.wire.answer = told_off(10, 1, 2, 3)
    for chat in (1, 2, 3):
        post.send(chat)
    await settle(post.clock)
    post.send(4, ALERT)
    post.edit(5)
    post.send(6, SOS)
    await walk(post.clock, 30)
    assert post.times(6) == [0.0]
    assert post.times(4) == [10.0]
    assert post.times(5, "editMessageText") == [10.0]


async def test_two_chats_told_off_or_three_in_more_than_five_seconds_pause_nobody_else(post: Post) -> None:
    post.wire.answer = told_off(30, 1, 2, 3)
    for chat in (1, 2):
        post.send(chat)
    await walk(post.clock, 5.1)
    post.send(3)
    post.send(4)
    await settle(post.clock)
    assert post.times(4) == [pytest.approx(5.1)]


async def test_three_chats_told_off_in_exactly_five_seconds_pause_the_others(post: Post) -> None:
    post.wire.answer = told_off(30, 1, 2, 3)
    for chat in (1, 2):
        post.send(chat)
    await walk(post.clock, 5.0)
    post.send(3)
    await settle(post.clock)
    post.send(4)
    await settle(post.clock)
    assert post.times(4) == []


async def test_what_cannot_leave_in_time_is_given_back_when_its_time_is_over(post: Post) -> None:
    for _ in range(5):
        post.send(1, PROMPT)
    leave_by = post.clock.now() + timedelta(seconds=5)
    in_time = [post.send(1, Turn(Priority.PROMPT, leave_by=leave_by)) for _ in range(5)]
    too_late = post.send(1, Turn(Priority.PROMPT, leave_by=leave_by))
    await settle(post.clock)
    await walk(post.clock, 6)
    assert all(task.exception() is None for task in in_time)
    assert isinstance(too_late.exception(), RetryAfter)
    assert post.times(1)[-1] == 5.0


async def test_what_a_parked_chat_cannot_take_in_time_is_given_back_at_once(post: Post) -> None:
    post.wire.answer = told_off(60, 1)
    post.send(1)
    await settle(post.clock)
    task = post.send(1, Turn(Priority.ALERT, leave_by=post.clock.now() + timedelta(seconds=5)))
    await settle(post.clock)
    fault = task.exception()
    assert isinstance(fault, RetryAfter)
    assert seconds_of(fault) == 60


async def test_a_429_is_raised_to_who_named_a_time_and_waited_out_for_who_did_not(post: Post) -> None:
    post.wire.answer = told_off(3, 1, 2)
    named = post.send(1, Turn(Priority.ALERT, leave_by=post.clock.now() + timedelta(seconds=5)))
    patient = post.send(2)
    await walk(post.clock, 4)
    assert isinstance(named.exception(), RetryAfter)
    assert patient.exception() is None
    assert post.times(2) == [0.0, 3.0]


class Suspended(WalkingClock):
    """A machine that slept: the monotonic clock stood still with it, only the wall clock went on."""

    slept = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.slept


@pytest.mark.parametrize(("slept", "leaves"), [(timedelta(seconds=4), True), (timedelta(seconds=4.1), False)])
async def test_what_slept_through_a_suspend_does_not_leave(slept: timedelta, leaves: bool) -> None:
    clock = Suspended(NOW)
    post = Post(clock=clock)
    for _ in range(5):
        post.send(1)
    task = post.send(1, Turn(Priority.PROMPT, leave_by=clock.now() + timedelta(seconds=5)))
    await settle(clock)
    clock.slept = slept
    clock.move_to(NOW + timedelta(seconds=1))
    await settle(clock)
    assert len(post.times(1)) == (6 if leaves else 5)
    assert isinstance(task.exception(), RetryAfter) == (not leaves)


async def test_a_cancelled_request_gives_its_turn_to_the_next(post: Post) -> None:
    for _ in range(5):
        post.send(1)
    cancelled, patient = post.send(1, text="cancelled"), post.send(1, text="patient")
    await settle(post.clock)
    cancelled.cancel()
    await walk(post.clock, 1)
    assert patient.done()
    assert post.wire.calls[-1].parameters["text"] == "patient"
    assert post.times(1)[-1] == 1.0


async def test_waiting_and_leaving_are_told(post: Post) -> None:
    told: list[bool] = []
    for _ in range(5):
        post.send(1)
    post.send(1, Turn(waits=told.append))
    await settle(post.clock)
    assert told == [True]
    await walk(post.clock, 1)
    assert told == [True, False]
