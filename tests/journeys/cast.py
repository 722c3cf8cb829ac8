"""People with phones, what they do on them, and the transcript of all their chats."""

import difflib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.sandbox.phone import LocalSandbox, Phone
from bot.sandbox.transcript import render


@dataclass
class Cast:
    """Whoever takes part in a journey, by name. Each act waits until the bot has nothing left to do."""

    sandbox: LocalSandbox
    phones: dict[str, Phone] = field(default_factory=dict)
    begun: int = 0  # what happened before the story began is not told

    async def meet(self, name: str, **more: Any) -> Phone:
        """A person with a Telegram account appears; they do not know the bot yet."""
        self.phones[name] = await self.sandbox.person(name, username=name.lower(), **more)
        return self.phones[name]

    async def tap(self, who: Phone, *labels: str) -> None:
        """Tap one label after the other, each once the bot has nothing left to do."""
        for label in labels:
            await who.tap(label)
            await self.sandbox.until_idle()

    async def type(self, who: Phone, text: str) -> None:
        await who.type(text)
        await self.sandbox.until_idle()

    async def follow(self, who: Phone, payload: str) -> None:
        await who.start(payload)
        await self.sandbox.until_idle()

    async def walk(self, **duration: float) -> None:
        await self.sandbox.walk(**duration)

    async def payload(self, who: Phone) -> str:
        """The deep link's payload in the newest message that has one."""
        for seen in reversed(await who.screen()):
            if found := re.search(r"\?start=([A-Za-z0-9_-]+)", str(seen.raw)):
                return found[1]
        raise AssertionError(f"{who.name} sees no link")

    async def begin(self) -> None:
        """The story begins: the transcript tells what happens from here on."""
        self.begun = len(await self.sandbox.do("events", chats=[phone.id for phone in self.phones.values()]))

    async def transcript(self) -> str:
        """All chats as one text. What the bot says to several people in one minute is told chat by chat: no order is promised."""
        events = await self.sandbox.do("events", chats=[phone.id for phone in self.phones.values()])
        order = {phone.id: place for place, phone in enumerate(self.phones.values())}
        acts = 0
        told: list[tuple[tuple[int, str, int, int], dict[str, Any]]] = []
        for number, event in enumerate(events[self.begun :]):
            is_act = event["kind"] in ("tapped", "opened") or event.get("from_bot") is False
            acts += is_act
            told.append(((acts, event["at"][:16], -1 if is_act else order[event["chat_id"]], number), event))
        names = {phone.id: phone.name for phone in self.phones.values()}
        text = render([event for _, event in sorted(told, key=lambda one: one[0])], names)
        return re.sub(r"([= ])([js])_[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])", r"\1\2_TOKEN", text)


def compare(said: str, approved_in: Path) -> None:
    """Fail where a transcript is not the approved one. APPROVE=1 keeps it as approved, to be read aloud before it is committed."""
    if os.environ.get("APPROVE"):
        approved_in.write_text(said, "utf-8")
    approved = approved_in.read_text("utf-8") if approved_in.exists() else ""
    assert said == approved, "\n".join(difflib.unified_diff(approved.splitlines(), said.splitlines(), lineterm=""))
