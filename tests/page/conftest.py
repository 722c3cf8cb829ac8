"""A real browser, and the page on a stand-in without a bot (`shown`) or with the real one (`stage`)."""

import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.commands.demo.stage import Stage
from bot.commands.demo.stories import STORIES
from bot.sandbox.clock import SandboxClock
from bot.sandbox.server import SandboxServer
from tests.page.looking import Looking

TOKEN = "123456:PAGE-TOKEN"
NINE = datetime(2026, 3, 3, 9, tzinfo=UTC)
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def _without(what: str) -> None:
    """Skip with a clear line; where everything must be checked (CI), fail."""
    words = f"the page is not tested: {what}"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Any]:
    try:
        from playwright.async_api import async_playwright
    except ImportError:
        _without("Playwright is not installed (it comes with the extra `dev`)")
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        _without("there is no Chromium on this machine (Debian: apt install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def shown(browser: Any) -> AsyncIterator[tuple[Looking, SandboxServer]]:
    """The page on a stand-in whose bot is the test."""
    async with (
        SandboxServer(token=TOKEN, clock=SandboxClock(NINE)) as server,
        Looking(browser, server) as looking,
    ):
        yield looking, server


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def house() -> AsyncIterator[Stage]:
    """One server and one bot after the other for all tests of a module."""
    async with Stage(STORIES.values(), starts_at=NINE.replace(hour=8)) as stage:
        yield stage


@pytest_asyncio.fixture(loop_scope="session")
async def stage(browser: Any, house: Stage) -> AsyncIterator[tuple[Looking, Stage]]:
    """The page with a bot that has just started, and three people who do not know it yet."""
    await house.fresh(None)
    async with Looking(browser, house.server) as looking:
        yield looking, house


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core, as the package of its Python binding brings it."""
    binding = pytest.importorskip("axe_playwright_python")
    return (Path(binding.__file__).parent / "axe.min.js").read_text("utf-8")
