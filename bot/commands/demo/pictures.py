"""Pictures of the page for the README: a story at its most telling moments, in light, dark and narrow.

Needs Playwright and a Chromium; both are for developers only.
"""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.commands.demo.stage import Stage
from bot.commands.demo.stories import STORIES
from bot.sandbox.storytelling import Pace, Teller

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 400, "height": 860}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
# (file, story, the caption at which to stop, screen, colours, whose phone on a narrow one)
PICTURES = (
    ("demo-light.png", "hard-evening", "Nobody else is asked now", WIDE, "light", ""),
    ("demo-dark.png", "someone-now", "The card with numbers", WIDE, "dark", ""),
    ("demo-narrow.png", "two-quiet-days", "One tap would call it off", NARROW, "light", "Maya"),
    ("demo-leader.png", "leader", "Dana sees who took part", WIDE, "light", ""),
)


class _Enough(Exception):
    """The story has come to the moment of the picture."""


async def take(folder: Path) -> int:
    """Save the pictures in `folder`. Returns the exit code."""
    try:
        from playwright.async_api import async_playwright
    except ImportError:
        print("Pictures need Playwright: it comes with requirements-dev.txt.", file=sys.stderr)
        return 1
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Pictures need Chromium, and I find none here.", file=sys.stderr)
        return 1
    async with Stage(STORIES.values()) as stage, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, story, moment, screen, colours, phone in PICTURES:
            await _one(stage, browser, folder / name, story, moment, screen=screen, colours=colours, phone=phone)
            print(folder / name)
        await browser.close()
    return 0


async def _one(
    stage: Stage, browser: Any, path: Path, story: str, moment: str, *, screen: dict[str, int], colours: str, phone: str
) -> None:
    chosen = STORIES[story]

    def caption(said: str) -> None:
        stage.server.notices.post("story", {"name": story, "title": chosen.title, "caption": said, "state": "playing"})
        if said.startswith(moment):
            raise _Enough

    teller = Teller(await stage.fresh(chosen.starts_at), pace=Pace(0), caption=caption)
    with suppress(_Enough):
        await chosen.tell(teller)
    page = await browser.new_page(viewport=screen, color_scheme=colours, reduced_motion="reduce", device_scale_factor=2)
    await page.goto(stage.url)
    await page.locator("#story").wait_for()
    if phone:
        await page.get_by_role("tab", name=phone).click()
    await page.wait_for_timeout(300)
    await page.screenshot(path=path)
    await page.close()
