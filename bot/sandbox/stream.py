"""The page's event stream: what chats show, event by event, and the notices. Server-sent events, resumable by number."""

import asyncio
import json
from typing import Any

from aiohttp import web

from bot.sandbox.journal import Event, Journal
from bot.sandbox.notices import Notices

RETRY_AFTER = 300  # milliseconds until a browser asks again


class Stream:
    """All open streams of one world. `world` numbers the worlds of one server: a new one starts everything anew."""

    def __init__(self, world: int, journal: Journal, notices: Notices) -> None:
        self._world = world
        self._journal = journal
        self._notices = notices
        self._closed = asyncio.Event()
        self._open: set[asyncio.Event] = set()

    def close(self) -> None:
        """Let every page go; it comes back and hears of the new world."""
        self._closed.set()
        for stirred in self._open:
            stirred.set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        number, noticed, stirred = self._resumed(request), 0, asyncio.Event()
        waiting: list[Event] = list(self._journal.since(number))

        def hear(event: Event) -> None:
            waiting.append(event)
            stirred.set()

        self._journal.listeners.append(hear)
        self._notices.listeners.append(stirred.set)
        self._open.add(stirred)
        try:
            last = waiting[-1].number if waiting else number
            await response.write(f"retry: {RETRY_AFTER}\n\n".encode())
            await response.write(_written("hello", {"world": self._world, "last": last}))
            while not self._closed.is_set():
                stirred.clear()
                events, waiting[:] = list(waiting), []
                noticed, changed = self._notices.since(noticed)
                parts = [self._event(event) for event in events]
                parts += [_written(f"notice-{topic}", value) for topic, value in changed.items()]
                if parts:
                    await response.write(b"".join(parts))
                else:
                    await stirred.wait()
        finally:
            self._open.discard(stirred)
            self._journal.listeners.remove(hear)
            self._notices.listeners.remove(stirred.set)
        return response

    def _event(self, event: Event) -> bytes:
        return f"id: {self._world}-{event.number}\n".encode() + _written(event.kind, event.as_json())

    def _resumed(self, request: web.Request) -> int:
        """After which event to go on. What a page knows of another world counts for nothing."""
        world, _, number = request.headers.get("Last-Event-ID", "").partition("-")
        if number.isdecimal():
            return int(number) if world == str(self._world) else 0
        since = request.query.get("since", "0")
        return int(since) if since.isdecimal() else 0


def _written(kind: str, value: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n".encode()
