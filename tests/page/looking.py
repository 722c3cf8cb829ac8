"""What a visitor sees and does. Every complaint of the browser's console is kept, and none is allowed."""

from typing import Any, Self

from bot.sandbox.server import SandboxServer

WITHIN = 10_000.0  # milliseconds; a step that takes so long is a failure


class Looking:
    """A visitor's browser on the page; use as `async with`, which ends by checking that the console stayed silent."""

    def __init__(self, browser: Any, server: SandboxServer) -> None:
        self._browser = browser
        self.server = server
        self.complaints: list[str] = []

    async def __aenter__(self) -> Self:
        self._context = await self._browser.new_context(
            viewport={"width": 1360, "height": 860}, reduced_motion="reduce", color_scheme="light"
        )
        self._context.set_default_timeout(WITHIN)
        self.page = await self._context.new_page()
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await self.page.goto(self.server.url)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        await self._context.close()
        if kind is None:
            assert self.complaints == [], self.complaints

    def phone(self, name: str) -> Any:
        return self.page.locator("section.phone").filter(has=self.page.get_by_role("heading", name=name, exact=True))

    def bubbles(self, name: str) -> Any:
        return self.phone(name).locator("article.message")

    async def tap(self, name: str, label: str) -> None:
        """Tap the newest button of that label."""
        await self.phone(name).get_by_role("button", name=label, exact=True).last.click()

    async def type(self, name: str, text: str) -> None:
        await self.phone(name).get_by_label(f"Write as {name}").fill(text)
        await self.page.keyboard.press("Enter")

    async def sees(self, name: str, text: str) -> Any:
        """Wait until the newest message that says this is there, and return it."""
        bubble = self.bubbles(name).filter(has_text=text).last
        await bubble.wait_for()
        return bubble

    async def texts(self, name: str) -> list[str]:
        """The text of each message, as the browser shows it."""
        return [text.strip() for text in await self.phone(name).locator("article.message .text").all_inner_texts()]

    async def says(self, selector: str, text: str) -> None:
        """Wait until this part of the page says so."""
        await self.page.locator(selector).filter(has_text=text).first.wait_for()
