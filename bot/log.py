"""Logging: text or JSON lines on standard error that name nobody (DESIGN §3.6).

Our own records carry internal ids and kinds. What other libraries say is cut down to the fixed words of its author:
PTB hands whole updates to its records, SQLAlchemy puts parameters into its errors, httpx writes addresses that hold the
token. Of an exception only its type and the places in our own code are told, never its message. The token is replaced
wherever it should still appear. Nothing here decides what is worth logging.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from bot.settings import ROOT, TOKEN, Settings

OURS = ("bot", "handlers", "schedules", "storage")
OTHERS = ("aiohttp", "alembic", "apscheduler", "asyncio", "httpcore", "httpx", "sqlalchemy", "telegram")
TOKEN_ANYWHERE = re.compile(TOKEN.pattern.replace(":", "(?::|%3A)"), re.IGNORECASE)
LONGEST_FOREIGN = 200  # characters of another library's words


def setup(settings: Settings, *, stream: TextIO | None = None) -> None:
    """Send all logging to `stream` (None: standard error). What is uncaught, in any thread, is logged the same way."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else TextLines())
    handler.addFilter(worth_telling)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(settings.log_level)
    for name in OTHERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # else a record that cannot be written is printed, with its arguments
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in (*OURS, "__main__")


def worth_telling(record: logging.LogRecord) -> bool:
    """Other libraries stay at WARNING, even where one of them set a level of its own."""
    return is_ours(record) or record.levelno >= logging.WARNING


def message_of(record: logging.LogRecord) -> str:
    """Return what `record` says, on one line: ours in full, of another library its fixed words only."""
    if not is_ours(record):
        return _words_of_another(record)
    args = record.args
    if isinstance(args, tuple):
        args = tuple(_type_name(type(arg)) if isinstance(arg, BaseException) else arg for arg in args)
    try:
        message = str(record.msg) % args if args else str(record.msg)
    except (TypeError, ValueError, KeyError):
        message = str(record.msg)
    return " ".join(message.split())


def _words_of_another(record: logging.LogRecord) -> str:
    if record.name == "py.warnings":  # "file:line: Category: what it says", and what it says may hold values
        text = record.args[0] if isinstance(record.args, tuple) and record.args else record.msg
        return ": ".join(str(text).split(": ")[:2])
    if isinstance(record.msg, BaseException):
        return _type_name(type(record.msg))
    return next(iter(str(record.msg).splitlines()), "")[:LONGEST_FOREIGN]


def places_of(error: BaseException) -> str:
    """Return "Type at file:line function < …, after Type at …": innermost place first, no messages, no values."""
    return ", after ".join(_places(link) for link in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _places(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _own_path(frame.filename)] or frames[-1:]
    places = " < ".join(f"{_own_path(f.filename) or Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(own))
    name = _type_name(type(error))
    if isinstance(error, BaseExceptionGroup):
        name += " of " + " and ".join(_places(inner) for inner in error.exceptions)
    return f"{name} at {places}" if places else name


def _own_path(filename: str) -> str | None:
    """Return the file's path within the project; None where it is not ours."""
    path = Path(filename)
    if not path.is_relative_to(ROOT):
        return None
    inside = path.relative_to(ROOT)
    return inside.as_posix() if inside.parts[0] in (*OURS, "tests") else None


def _type_name(kind: type[BaseException]) -> str:
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


class _Lines(logging.Formatter):
    """What both forms share: the parts of a record, and no token in the line."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN_ANYWHERE.sub("(token)", self.line(record))

    def line(self, record: logging.LogRecord) -> str:
        raise NotImplementedError

    def at(self, record: logging.LogRecord) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def error(self, record: logging.LogRecord) -> str | None:
        error = record.exc_info[1] if record.exc_info else None
        return places_of(error) if error else None


class TextLines(_Lines):
    """2026-03-02T09:00:00.000Z INFO bot.app: words | Type at file:line function"""

    def line(self, record: logging.LogRecord) -> str:
        error = self.error(record)
        line = f"{self.at(record)} {record.levelname} {record.name}: {message_of(record)}"
        return f"{line} | {error}" if error else line


class JsonLines(_Lines):
    """One JSON object a line: at, level, logger, message, and error where there is one."""

    def line(self, record: logging.LogRecord) -> str:
        parts = {"at": self.at(record), "level": record.levelname, "logger": record.name, "message": message_of(record)}
        error = self.error(record)
        return json.dumps(parts | ({"error": error} if error else {}), ensure_ascii=False)


def _log_uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:  # pragma: no cover  (Python's own hook)
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger(__name__).critical("stopped by an error", exc_info=(kind, error or kind(), trace))
