"""A bot as its own process beside the stand-in: started, killed, started again. It would run any bot."""

import asyncio
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.sandbox.errors import SandboxError
from bot.sandbox.notices import Notices

STOPS_WITHIN = 10.0  # real seconds


class BotProcess:
    """`environment` is asked at each start; `gone` is called whenever the process has ended, however it did."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        folder: Path,
        log: Path,
        environment: Callable[[], Mapping[str, str]],
        gone: Callable[[], None],
        notices: Notices,
    ) -> None:
        self._command = command
        self._folder = folder
        self._log = log
        self._environment = environment
        self._gone = gone
        self._notices = notices
        self._process: asyncio.subprocess.Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._say()

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", errors="replace") if self._log.exists() else ""

    async def start(self) -> None:
        if self.running:
            return
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, cwd=self._folder, env=dict(self._environment()), stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self._watching = asyncio.create_task(self._watch(self._process))
        self._say()

    async def kill(self) -> None:
        """At this very moment: nothing is finished, nothing is said."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Politely; returns the exit code."""
        return await self._end(signal.SIGTERM)

    async def started(self, ready: Callable[[], "asyncio.Future[None] | asyncio.Task[None]"]) -> None:
        """Wait until `ready` is. Raises SandboxError with the bot's last words: it ended instead."""
        await self.start()
        waiting = ready()
        watching = self._watching
        assert watching is not None
        await asyncio.wait({waiting, watching}, return_when=asyncio.FIRST_COMPLETED)
        if watching.done() and not waiting.done():
            waiting.cancel()
            raise SandboxError(f"the bot stopped at once:\n{self.log[-2000:]}")
        await waiting

    async def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        if self._process.returncode is None:
            self._process.send_signal(how)
        try:
            async with asyncio.timeout(STOPS_WITHIN):
                code = await self._process.wait()
        except TimeoutError:
            self._process.kill()
            code = await self._process.wait()
        if self._watching is not None:
            await self._watching
        return code

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        self._gone()
        self._say()

    def _say(self) -> None:
        self._notices.post("bot", {"running": self.running})
