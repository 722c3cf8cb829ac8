"""The desk with the real bot: time is moved, the network broken and mended, the bot killed; nothing gets lost."""

import pytest

from bot.commands.demo.stage import Stage
from tests.page.looking import Looking

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey]
Staged = tuple[Looking, Stage]


async def maya_joins(looking: Looking) -> None:
    """As a visitor would: taps, a typed city."""
    await looking.tap("Maya", "START")
    await looking.tap("Maya", "OK, I agree")
    await looking.tap("Maya", "9:00")
    await looking.sees("Maya", "What time is it for you now?")
    await looking.type("Maya", "London")
    await looking.tap("Maya", "Yes")
    await looking.tap("Maya", "See you then")
    await looking.sees("Maya", "See you at 9:00.")


async def test_a_visitor_lives_through_a_day(stage: Staged) -> None:
    looking, _ = stage
    page = looking.page
    await maya_joins(looking)
    await looking.says("#next-name", "Maya's check-in, Tue 09:00")
    await page.get_by_role("button", name="To the next thing").click()
    await looking.sees("Maya", "Hello Maya. Ready when you are.")
    await looking.says("#decided", "I asked Maya how they are")

    await page.get_by_role("button", name="Telegram offline").click()
    await looking.says("#weather", "nothing gets lost")
    await looking.tap("Maya", "Start")
    await page.get_by_role("button", name="+1 hour").click()
    await looking.says("#clock", "10:0")
    assert await looking.bubbles("Maya").filter(has_text="How are you right now?").count() == 0
    await page.get_by_role("button", name="Telegram offline").click()
    await looking.sees("Maya", "How are you right now?")

    await page.get_by_role("button", name="Bot killed").click()
    await looking.says("#weather", "The bot is dead")
    await looking.tap("Maya", "🙂 okay")
    await page.get_by_role("button", name="Bot killed").click()
    await looking.sees("Maya", "How strong is the pull right now?")
    await looking.tap("Maya", "2")
    await looking.tap("Maya", "No")
    await looking.tap("Maya", "Finish")
    await looking.sees("Maya", "Saved, thank you.")
    await looking.says("#decided", "nothing to ask for")

    await page.get_by_role("button", name="+1 day").click()
    await looking.says("#clock", "Wed 4 Mar")
    await page.get_by_role("button", name="Start over").click()
    await looking.says(".empty", "Maya has not met the bot yet.")


async def test_the_keyboard_alone_is_enough(stage: Staged) -> None:
    looking, _ = stage
    page = looking.page
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "Skip to the phones"
    await page.keyboard.press("Enter")
    await _tab_to(looking, "START")
    await page.keyboard.press("Enter")
    await looking.sees("Maya", "Hi, I'm Alongside")
    await _tab_to(looking, "OK, I agree", back=True)
    assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    await page.keyboard.press("Enter")
    await looking.sees("Maya", "When should I ask?")
    assert await page.evaluate("document.activeElement.closest('.phone') !== null"), "the focus stays with the message"
    await _tab_to(looking, "9:00")
    await page.keyboard.press("Space")
    await looking.sees("Maya", "What time is it for you now?")


async def _tab_to(looking: Looking, text: str, *, back: bool = False) -> None:
    for _ in range(60):
        if await looking.page.evaluate("document.activeElement.textContent") == text:
            return
        await looking.page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"Tab does not lead to {text!r}")


async def test_on_a_narrow_screen_one_phone_is_seen_at_a_time(stage: Staged) -> None:
    looking, _ = stage
    page = looking.page
    await page.set_viewport_size({"width": 390, "height": 800})
    assert [await looking.phone(name).is_visible() for name in ("Maya", "Sam", "Dana")] == [True, False, False]
    await page.get_by_role("tab", name="Sam").click()
    await page.keyboard.press("ArrowRight")
    assert [await looking.phone(name).is_visible() for name in ("Maya", "Sam", "Dana")] == [False, False, True]
    await page.get_by_role("tab", name="What happens").click()
    assert await page.locator("#strip").is_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"
