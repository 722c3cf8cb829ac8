"""People's phones for tests and stories: one interface, in process (`LocalSandbox`) or over HTTP (`SandboxClient`).

Every method is one action of control.py. Labels are matched exactly; an error lists the buttons there are.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

import aiohttp

from bot.sandbox import transcript
from bot.sandbox.control import Control
from bot.sandbox.errors import SandboxError

Json = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """A message as the person sees it; `raw` has everything, entities and media included."""

    message_id: int
    author: str
    text: str
    buttons: list[list[str]]
    edited: bool = False
    silent: bool = False
    protected: bool = False
    pinned: bool = False
    raw: Json = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, raw: Json) -> Self:
        marks = {name: bool(raw.get(name)) for name in ("edited", "silent", "protected", "pinned")}
        labels = [[button["text"] for button in row] for row in raw["buttons"]]
        return cls(raw["message_id"], raw["from"], raw["text"], labels, raw=raw, **marks)

    @property
    def labels(self) -> list[str]:
        """All labels under the message, row after row."""
        return [label for row in self.buttons for label in row]


class Sandbox:
    """The stand-in as a test or a story sees it: people, time, faults."""

    async def do(self, action: str, **arguments: Any) -> Any:
        raise NotImplementedError

    async def person(self, first_name: str, **details: Any) -> "Phone":
        """Add a person: last_name, username, language, phone, strict_privacy, caption."""
        return Phone(self, await self.do("add_person", first_name=first_name, **details))

    async def group(self, title: str, members: list["Phone"], **details: Any) -> int:
        """Add a group chat with the bot in it (bot_status, supergroup) and return its id."""
        added = await self.do("add_group", title=title, members=[phone.id for phone in members], **details)
        return int(added["id"])

    async def now(self) -> datetime:
        return datetime.fromisoformat((await self.do("time"))["now"])

    async def next_at(self) -> datetime | None:
        """When the bot says it has something to do next."""
        at = (await self.do("time"))["next_at"]
        return datetime.fromisoformat(at) if at else None

    async def walk_to(self, at: datetime) -> None:
        """Walk to an aware instant. Raises SandboxError: it is past, or the bot does not become idle on the way."""
        await self.do("walk_to", at=at.isoformat())

    async def walk(self, **duration: float) -> None:
        """Walk on by a duration, e.g. hours=1, minutes=30."""
        await self.do("walk", seconds=timedelta(**duration).total_seconds())

    async def until_idle(self) -> None:
        await self.do("until_idle")

    async def jump_to(self, at: datetime) -> None:
        """Set the clock without waiting for the bot, as if it had been away."""
        await self.do("jump_to", at=at.isoformat())

    async def fault(self, kind: str, **details: Any) -> int:
        """Let something go wrong (faults.Fault); returns the number for `mend`."""
        return int(await self.do("add_fault", kind=kind, **details))

    async def mend(self, number: int | None = None) -> None:
        """Lift one fault, or everything."""
        if number is None:
            await self.do("clear_faults")
        else:
            await self.do("lift_fault", number=number)

    async def offline(self, which: str = "both") -> None:
        """inbound, outbound, both, or "" for online again."""
        await self.do("offline", which=which)

    async def calls(self, method: str | None = None) -> list[Json]:
        return list(await self.do("calls", method=method))

    async def transcript(self, phones: list["Phone"], *, zone: str = "UTC") -> str:
        """The chats of these people as text, in the order in which things happened; times in the IANA `zone`."""
        events = await self.do("events", chats=[phone.id for phone in phones])
        return transcript.render(events, {phone.id: phone.name for phone in phones}, zone=zone)


class LocalSandbox(Sandbox):
    def __init__(self, control: Control) -> None:
        self._control = control

    async def do(self, action: str, **arguments: Any) -> Any:
        return await self._control.do(action, arguments)


class SandboxClient(Sandbox):
    """The stand-in in another process, at its root address. Use as `async with`."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session:
            await self._session.close()

    async def do(self, action: str, **arguments: Any) -> Any:
        if self._session is None:
            raise SandboxError("use the client as `async with SandboxClient(…)`")
        async with self._session.post(f"{self._base_url}/sandbox/do/{action}", json=arguments) as response:
            body = await response.json()
        if "error" in body:
            raise SandboxError(body["error"])
        return body["result"]


class Phone:
    """One person's phone."""

    def __init__(self, sandbox: Sandbox, person: Json) -> None:
        self.sandbox = sandbox
        self.id: int = person["id"]
        self.name: str = person["first_name"]
        self.username: str | None = person["username"]

    async def do(self, action: str, **arguments: Any) -> Any:
        return await self.sandbox.do(action, person=self.id, **arguments)

    async def start(self, payload: str = "") -> None:
        """Press Start, or follow a link with a payload."""
        await self.do("start", payload=payload)

    async def type(self, text: str, *, chat: int | None = None, reply_to: int | None = None) -> int:
        """Send a text and return its message id; `chat` is a group."""
        return int((await self.do("type", text=text, chat=chat, reply_to=reply_to))["message_id"])

    async def edit(self, message_id: int, text: str) -> None:
        await self.do("edit", message_id=message_id, text=text)

    async def tap(self, label: str, *, message_id: int | None = None, chat: int | None = None) -> Json:
        """Tap a button, on the newest message that has it or on the given one; returns what the tap did."""
        return dict(await self.do("tap", label=label, message_id=message_id, chat=chat))

    async def open_link(self, url: str) -> Json:
        return dict(await self.do("open_link", url=url))

    async def share_contact(self, of: "Phone | None" = None) -> None:
        await self.do("share_contact", of=of.id if of else None)

    async def share_location(self, latitude: float, longitude: float) -> None:
        await self.do("share_location", latitude=latitude, longitude=longitude)

    async def share_users(self, label: str, chosen: "list[Phone]") -> None:
        await self.do("share_users", label=label, users=[phone.id for phone in chosen])

    async def send_media(self, kind: str, *, data: bytes = b"", name: str = "", caption: str = "") -> None:
        """Send a voice message, sticker, photo or document."""
        await self.do("send_media", kind=kind, data=b64encode(data).decode(), name=name, caption=caption)

    async def block(self) -> None:
        await self.do("block")

    async def unblock(self) -> None:
        await self.do("unblock")

    async def delete_account(self) -> None:
        await self.do("delete_account")

    async def commands(self) -> list[str]:
        return [command["command"] for command in await self.do("commands")]

    async def screen(self, *, last: int | None = None, chat: int | None = None) -> list[Seen]:
        """The messages that the chat shows, oldest first."""
        shown = (await self.sandbox.do("screen", chat=chat or self.id))["messages"]
        return [Seen.of(raw) for raw in (shown[-last:] if last else shown)]

    async def last(self, *, chat: int | None = None) -> Seen:
        """The newest message of the bot. Raises SandboxError: there is none."""
        for seen in reversed(await self.screen(chat=chat)):
            if seen.raw["from_bot"]:
                return seen
        raise SandboxError(f"the bot has said nothing to {self.name}")

    async def keyboard(self) -> list[str]:
        """The labels below the text field; none: no keyboard is there."""
        markup = (await self.sandbox.do("screen", chat=self.id))["keyboard"] or {}
        rows = markup.get("keyboard", [])
        return [button if isinstance(button, str) else button["text"] for row in rows for button in row]

    async def popups(self) -> list[str]:
        """The pop-ups after this person's taps that had a text, oldest first."""
        events = await self.sandbox.do("events")
        return [e["text"] for e in events if e["kind"] == "popup" and e["person_id"] == self.id and e["text"]]

    async def wait_for(self, text: str, *, within: float = 5.0) -> Seen:
        """Wait (real seconds) for a message of the bot that contains `text`; for clocks that run by themselves."""
        return Seen.of(await self.sandbox.do("wait_for", chat=self.id, text=text, within=within))

    async def download(self, seen: Seen) -> tuple[str, bytes]:
        """Name and bytes of the photo or document of a message."""
        media = seen.raw.get("document") or seen.raw["photo"][-1]
        file = await self.sandbox.do("file", file_id=media["file_id"])
        return file["name"], b64decode(file["data"])

    async def transcript(self, *, zone: str = "UTC") -> str:
        return await self.sandbox.transcript([self], zone=zone)
