"""Jo works early one week and late the next: later, two patterns, another hour once, typed answers, and a voice message."""

from bot.sandbox.phone import Phone
from tests.journeys.cast import Cast


async def story(cast: Cast) -> None:
    dana, jo = await cast.meet("Dana"), await cast.meet("Jo")
    await _a_group_that_asks_at_nine(cast, dana)
    await _jo_joins(cast, dana, jo)
    prompt = await _asked_at_work_she_answers_later(cast, jo)
    await _she_types_both_shifts(cast, jo)
    await _a_late_shift(cast, jo)
    await _a_swapped_day_begins_with_a_voice_message(cast, jo)
    await _an_old_button(cast, jo, prompt)
    await _back_to_early(cast, jo)
    await cast.type(dana, "/group")


async def _a_group_that_asks_at_nine(cast: Cast, dana: Phone) -> None:
    await cast.follow(dana, "")
    await cast.tap(dana, "OK, I agree", "I lead a group")
    await cast.type(dana, "London")
    await cast.tap(dana, "Yes")
    await cast.type(dana, "Morning circle")
    await cast.tap(dana, "Early recovery", "9:00")


async def _jo_joins(cast: Cast, dana: Phone, jo: Phone) -> None:
    await cast.follow(jo, await cast.payload(dana))
    await cast.tap(jo, "OK, I agree", "Join, show my name", "9:00")
    if "Yes" in (await jo.last()).labels:
        await cast.tap(jo, "Yes")
    await cast.tap(jo, "See you then")


async def _asked_at_work_she_answers_later(cast: Cast, jo: Phone) -> int:
    """Returns the prompt; the reminder after it is what is redrawn, so its own buttons stay."""
    await cast.walk(hours=1, minutes=5)
    await cast.tap(jo, "Later", "In 1 hour")
    prompt = (await jo.last()).message_id
    await cast.walk(hours=1, minutes=10)
    await cast.type(jo, "here")
    return prompt


async def _she_types_both_shifts(cast: Cast, jo: Phone) -> None:
    await cast.walk(hours=8)
    await cast.type(jo, "/settings")
    await cast.tap(jo, "My hour", "My shifts")
    await cast.type(jo, "early 5:30")
    await cast.type(jo, "early shift 5:30 / late shift 14:00")
    await cast.tap(jo, "late shift, 14:00")


async def _a_late_shift(cast: Cast, jo: Phone) -> None:
    await cast.walk(hours=20)
    await cast.type(jo, "7 4 no")
    await cast.type(jo, "no, pull 4, mood 3")
    await cast.type(jo, "that's all")
    await cast.tap(jo, "Show")
    await cast.walk(minutes=1)
    await cast.tap(jo, "Another hour", "early shift, 5:30")


async def _a_swapped_day_begins_with_a_voice_message(cast: Cast, jo: Phone) -> None:
    await cast.walk(hours=15, minutes=20)
    await jo.send_media("voice")
    await cast.sandbox.until_idle()
    await cast.tap(jo, "Just a note")
    await cast.type(jo, "Slept badly, and the ward was loud.")
    await cast.tap(jo, "Go on", "😐 so-so")
    await cast.type(jo, "2 or 3")
    await cast.type(jo, "3")
    await cast.tap(jo, "No", "Finish")


async def _an_old_button(cast: Cast, jo: Phone, prompt: int) -> None:
    await jo.tap("Start", message_id=prompt)
    await cast.sandbox.until_idle()
    await cast.tap(jo, "Today's check-in")


async def _back_to_early(cast: Cast, jo: Phone) -> None:
    await cast.type(jo, "/settings")
    await cast.tap(jo, "My hour", "early shift, 5:30")
    await cast.walk(days=1)
    await cast.tap(jo, "I'm here")
