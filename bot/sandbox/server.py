"""The stand-in over HTTP, on loopback only: the Bot API, the bot's clock, and the strings for tests and the page.

/bot<token>/<method>      as Telegram's
/clock …/wait …/report    the time for a bot in its own process, and what the bot says of itself
/sandbox/do/<action>      one action of control.py; the body is its arguments as a JSON object
/sandbox/events           server-sent events of what each chat shows, and the notices; ?since=<number>
/sandbox/file/<file_id>   a photo or document
/ …/page/<name>           the page
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.sandbox import pages
from bot.sandbox.acting import PeopleActions
from bot.sandbox.clock import SandboxClock
from bot.sandbox.control import Control
from bot.sandbox.desk import DeskActions
from bot.sandbox.errors import ApiError, DroppedError, SandboxError
from bot.sandbox.faults import Faults
from bot.sandbox.journal import Event
from bot.sandbox.limits import FILE_BYTES, Limits
from bot.sandbox.line import Line
from bot.sandbox.notices import Notices
from bot.sandbox.parameters import Upload
from bot.sandbox.record import Record
from bot.sandbox.stream import Stream
from bot.sandbox.strip import Strip, Tell, kinds_as_they_are
from bot.sandbox.telegram import Telegram
from bot.sandbox.walking import GUARD_REAL, Report, Walker
from bot.sandbox.weather import FaultActions, TimeActions

CLOCK_WAIT_REAL = 25.0


class SandboxServer:
    """The whole stand-in in one process. Its parts may be used directly as well; `renew` replaces them all."""

    clock: SandboxClock
    telegram: Telegram
    line: Line
    walker: Walker
    control: Control
    notices: Notices
    desk: DeskActions
    strip: Strip

    def __init__(
        self,
        *,
        token: str,
        clock: SandboxClock | None = None,
        seed: int = 0,
        limits: Limits | None = None,
        record: Record | None = None,
        guard: float = GUARD_REAL,
        coming: Tell = kinds_as_they_are,
        decided: Tell = kinds_as_they_are,
        rooms: Sequence[object] = (),
    ) -> None:
        """`clock`: None runs in real time. `coming`, `decided`: the words of the strip. `rooms`: more actions.

        Raises ValueError in start for an address that is not loopback.
        """
        self._token, self._seed, self._guard = token, seed, guard
        self._limits, self._record = limits or Limits(), record or Record()
        self._tells = {"coming": coming, "decided": decided}
        self._rooms = rooms
        self._world = 0
        self._stream: Stream | None = None
        self.app = web.Application(client_max_size=FILE_BYTES + 1024 * 1024, middlewares=[pages.own_pages_only])
        self._runner: web.AppRunner | None = None
        self.url = ""
        self._add_routes()
        self.renew(clock or SandboxClock(running=True))

    def renew(self, clock: SandboxClock) -> None:
        """Begin a new world: nobody in it, no faults, no bot yet. Whoever held a part of the old one asks anew."""
        if self._stream:
            self._stream.close()
            self.walker.end()
        self._world += 1
        self.clock = clock
        self.telegram = Telegram(clock, token=self._token, seed=self._seed, limits=self._limits, record=self._record)
        self.line = Line(self.telegram, clock, Faults(self._seed))
        self.walker = Walker(clock, self.line, guard=self._guard)
        self.notices = Notices()
        self.desk = DeskActions(clock, self.walker, self.line, self.notices)
        world = self.telegram.world
        self.strip = Strip(world.journal, self.notices, **self._tells)
        self._stream = Stream(self._world, world.journal, self.notices)
        people = PeopleActions(self.telegram)
        self.control = Control(
            people, TimeActions(clock, self.walker), FaultActions(self.line), *self._rooms, self.desk
        )

        def tell_people(event: Event | None = None) -> None:
            if event is None or event.kind in ("started", "blocked", "unblocked", "gone"):
                self.notices.post("people", people.people())

        world.met.append(tell_people)
        world.journal.listeners.append(tell_people)

    def forget_bot(self) -> None:
        """The bot has ended: believe nothing of it until the next one reports."""
        self.walker.forget_report()
        self.strip.forget()

    def _add_routes(self) -> None:
        routes = self.app.router
        routes.add_route("*", "/bot{token:[^/]+}/{method}", self._api)
        routes.add_get("/clock", self._clock_now)
        routes.add_get("/clock/wait", self._clock_wait)
        routes.add_post("/clock/report", self._clock_report)
        routes.add_post("/sandbox/do/{action}", self._do)
        routes.add_get("/sandbox/events", self._events)
        routes.add_get("/sandbox/file/{file_id}", self._file)
        routes.add_get("/", pages.page)
        routes.add_get("/page/{name}", pages.page)

    async def start(self, *, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen, and return the address; port 0 takes a free one. Raises OSError: the port is taken."""
        if not pages.is_loopback(host):
            raise ValueError(f"the stand-in listens on loopback only, not on {host}")
        # Cancelling a handler when its client is gone is what closes the poll of a bot that was killed.
        self._runner = web.AppRunner(self.app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0]
        shown = f"[{bound[0]}]" if ":" in bound[0] else bound[0]
        self.url = f"http://{shown}:{bound[1]}"
        return self.url

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
        self.telegram.record.close()

    async def __aenter__(self) -> "SandboxServer":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # --- the Bot API

    async def _api(self, request: web.Request) -> web.StreamResponse:
        try:
            params, files = await _parameters(request)
            result = await self.line.call(request.match_info["token"], request.match_info["method"], params, files)
        except ApiError as error:
            return _json(error.as_json(), status=error.code)
        except DroppedError:
            if request.transport:
                request.transport.abort()
            return web.Response(status=502)  # Nobody receives this.
        return _json({"ok": True, "result": result})

    # --- the clock

    async def _clock_now(self, _: web.Request) -> web.StreamResponse:
        return _json(self.clock.state())

    async def _clock_wait(self, request: web.Request) -> web.StreamResponse:
        try:
            version = int(request.query["version"])
        except (KeyError, ValueError):
            return _json({"error": "version must be a number"}, status=400)
        await self.clock.moved_since(version, at_most=CLOCK_WAIT_REAL)
        return _json(self.clock.state())

    async def _clock_report(self, request: web.Request) -> web.StreamResponse:
        try:
            body = await request.json()
            next_at = body.get("next_at")
            report = Report(
                version=int(body["version"]),
                idle=bool(body["idle"]),
                next_at=datetime.fromisoformat(next_at) if next_at else None,
                handled=body.get("handled"),
            )
        except (KeyError, TypeError, ValueError, SandboxError) as error:
            return _json({"error": f"cannot read the report: {error}"}, status=400)
        self.walker.report(report)
        if report.idle:
            self.strip.agenda(body.get("agenda", ()))
        self.strip.journal(body.get("journal", ()))
        return _json(self.clock.state())

    # --- people, time and faults

    async def _do(self, request: web.Request) -> web.StreamResponse:
        try:
            arguments = await request.json() if request.can_read_body else {}
            return _json({"result": await self.control.do(request.match_info["action"], arguments)})
        except (SandboxError, ValueError) as error:
            return _json({"error": str(error)})  # An answer, too: a browser would complain of any other status.

    async def _events(self, request: web.Request) -> web.StreamResponse:
        assert self._stream is not None
        return await self._stream.serve(request)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return pages.download(self.telegram.world.files.get(request.match_info["file_id"]))


async def _parameters(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The parameters as they came, from query, form, JSON or multipart, and the files."""
    params: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.text()
        try:
            given = json.loads(body) if body else {}
        except ValueError:
            given = None
        if not isinstance(given, dict):
            raise ApiError(400, "Bad Request: can't parse the JSON body")
        params |= given
    elif request.content_type == "application/x-www-form-urlencoded":
        params |= dict(parse_qsl(await request.text(), keep_blank_values=True))
    elif request.content_type == "multipart/form-data":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                params[name] = value.decode() if isinstance(value, bytes | bytearray) else value
    return params, files


def _json(body: Any, *, status: int = 200) -> web.Response:
    return web.Response(
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(),
        status=status,
        content_type="application/json",
    )


async def serve(host: str, port: int, *, token: str, ready: Callable[[str], None], **options: Any) -> None:
    """Serve until cancelled; `ready` is told the address. `options` are SandboxServer's."""
    server = SandboxServer(token=token, **options)
    ready(await server.start(host=host, port=port))
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()
