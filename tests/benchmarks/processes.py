"""The stand-in, the bot and the reference bot as processes of their own; how much time and memory each has used."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.benchmarks.standin import TOKEN

ROOT = Path(__file__).resolve().parents[2]
ANSWERS_WITHIN = 300.0  # seconds; every action of the stand-in has a bound of its own
ENDS_WITHIN = 20.0


class StandIn:
    """The stand-in's strings, over HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url

    def do(self, action: str, **arguments: Any) -> Any:
        """One of `standin.CrowdActions`. Raises RuntimeError with what the stand-in said."""
        body = json.dumps(arguments).encode()
        request = Request(f"{self.url}/sandbox/do/{action}", body, {"Content-Type": "application/json"})
        try:
            with urlopen(request, timeout=ANSWERS_WITHIN) as answer:
                return json.load(answer)["result"]
        except HTTPError as error:
            raise RuntimeError(f"{action}: {error.read().decode()}") from None


class Process:
    def __init__(self, pid: int) -> None:
        self._proc = Path("/proc") / str(pid)

    def cpu_seconds(self) -> float:
        """Processor time so far, of all its threads, in and out of the kernel."""
        fields = (self._proc / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mb(self) -> float:
        """What it holds in memory now, in MB (10⁶ bytes)."""
        pages = int((self._proc / "statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def standin() -> Iterator[StandIn]:
    with _running("tests.benchmarks.standin", stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield StandIn(process.stdout.readline().decode().strip())


@contextmanager
def our_bot(url: str, folder: Path, **settings: object) -> Iterator[Process]:
    """`python -m bot run` on the database in `folder`, as a volunteer would run it but for `settings`."""
    environment = {
        "ENV_FILE": "",
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": url,
        "DATA_DIR": str(folder),
        "LEADERS": "anyone",
        "LOG_LEVEL": "WARNING",
        **{name: str(value) for name, value in settings.items()},
    }
    with _running("bot", "run", environment=environment) as process:
        yield Process(process.pid)


@contextmanager
def bare_bot(url: str, *arguments: object) -> Iterator[Process]:
    with _running("tests.benchmarks.bare_bot", url, *map(str, arguments)) as process:
        yield Process(process.pid)


@contextmanager
def _running(
    module: str, *arguments: str, environment: dict[str, str] | None = None, stdout: int | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env={**kept, **(environment or {})}, stdout=stdout
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
