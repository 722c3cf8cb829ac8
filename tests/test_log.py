"""What reaches the log, and that no canary does."""

import asyncio
import io
import json
import logging
import sqlite3
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from telegram import Update, User
from telegram.ext import ApplicationBuilder, MessageHandler, filters

from bot import log
from bot.settings import from_environment

TOKEN = "123456789:AAcanaryCANARYcanaryCANARYcanary_-01"


class Written(io.StringIO):
    def lines(self) -> list[str]:
        return self.getvalue().splitlines()


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    names = [None, *log.OURS, *log.OTHERS]
    levels = {name: logging.getLogger(name).level for name in names}
    handlers, hooks = root.handlers[:], (sys.excepthook, threading.excepthook, sys.unraisablehook)
    yield
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    logging.captureWarnings(False)
    logging.raiseExceptions = True


def set_up(**values: str) -> Written:
    written = Written()
    log.setup(from_environment({"BOT_TOKEN": TOKEN} | values, env_file=None), stream=written)
    return written


def test_a_text_line_has_its_time_in_utc_from_the_record() -> None:
    set_up()
    record = logging.LogRecord("bot.app", logging.INFO, "", 0, "asked %s", (7,), None)
    record.created = 1_772_442_000.25
    assert log.TextLines().format(record) == "2026-03-02T09:00:00.250Z INFO bot.app: asked 7"


def test_a_json_line_is_one_object() -> None:
    written = set_up(LOG_FORMAT="json")
    logging.getLogger("schedules.tick").warning('late by "%s"\nseconds', 3)
    parts = json.loads(written.getvalue())
    assert parts.pop("at").endswith("Z")
    assert parts == {"level": "WARNING", "logger": "schedules.tick", "message": 'late by "3" seconds'}


@pytest.mark.parametrize(("level", "told"), [("DEBUG", 3), ("INFO", 2), ("WARNING", 1)])
def test_the_level_is_ours_only(level: str, told: int) -> None:
    written = set_up(LOG_LEVEL=level)
    for name in ("storage.database", "httpx", "telegram.ext.Application", "sqlalchemy.engine", "somebody.else"):
        logger = logging.getLogger(name)
        logger.debug("d")
        logger.info("i")
        logger.warning("w")
    ours = [line for line in written.lines() if "storage" in line]
    assert len(ours) == told
    assert len(written.lines()) - told == 4


def test_a_library_that_sets_its_own_level_stays_quiet_all_the_same() -> None:
    written = set_up(LOG_LEVEL="DEBUG")
    chatty = logging.getLogger("httpx")
    chatty.setLevel(logging.DEBUG)
    chatty.info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)
    assert written.lines() == []


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_the_token_is_replaced_wherever_it_appears(log_format: str) -> None:
    written = set_up(LOG_FORMAT=log_format)
    logger = logging.getLogger("bot.app")
    logger.error("calling bot%s/getMe", TOKEN)
    logger.error("quoted %s", TOKEN.replace(":", "%3A"))
    logger.error("another bot's %s", "987654321:" + "x" * 35)
    logging.getLogger("httpx").error(f"url bot{TOKEN}")  # noqa: G004
    assert written.getvalue().count("(token)") == 4
    assert "canary" not in written.getvalue()


def test_an_exception_is_its_type_and_our_places_without_its_message() -> None:
    written = set_up()
    try:
        try:
            dict[str, int]()["canary"]
        except KeyError as error:
            raise ValueError("canary") from error
    except ValueError as error:
        logging.getLogger("bot.app").exception("could not go on: %s", error)
    [line] = written.lines()
    assert "could not go on: ValueError | ValueError at tests/test_log.py:" in line
    assert ", after KeyError at tests/test_log.py:" in line
    assert "test_an_exception_is_its_type" in line
    assert "canary" not in line


@pytest.mark.parametrize("kind", [sa.exc.IntegrityError, sqlite3.IntegrityError])
def test_a_database_error_does_not_show_its_parameters(kind: type[Exception]) -> None:
    written = set_up()
    with sa.create_engine("sqlite://").begin() as connection:
        connection.execute(sa.text("CREATE TABLE notes (body TEXT UNIQUE)"))
        twice = sa.text("INSERT INTO notes VALUES (:body), (:body)")
        with pytest.raises(sa.exc.IntegrityError, match="canary") as raised:
            connection.execute(twice, {"body": "canary"})
    logging.getLogger("storage.database").error("refused", exc_info=raised.value)
    assert kind.__name__ in written.getvalue()
    assert "canary" not in written.getvalue()


def test_errors_in_a_group_are_named_each() -> None:
    group = ExceptionGroup("canary", [ValueError("canary"), OSError("canary")])
    assert log.places_of(group) == "ExceptionGroup of ValueError and OSError"


class Canary:
    def __repr__(self) -> str:
        raise ValueError("canary")


def test_a_record_that_cannot_be_written_loses_its_values_only(capfd: pytest.CaptureFixture[str]) -> None:
    written = set_up()
    logging.getLogger("bot.app").warning("kept %s", Canary())
    logging.getLogger("bot.app").warning("kept %d", "canary")
    assert [line.partition("bot.app: ")[2] for line in written.lines()] == ["kept %s", "kept %d"]
    assert "canary" not in capfd.readouterr().err


async def test_what_ptb_says_of_an_update_is_cut_down_to_its_fixed_words(monkeypatch: pytest.MonkeyPatch) -> None:
    written = set_up(LOG_LEVEL="DEBUG")
    app = ApplicationBuilder().token(TOKEN).build()

    async def fail(*_: object) -> None:
        raise RuntimeError("canary")

    app.add_handler(MessageHandler(filters.ALL, fail))
    user = {"id": 5, "is_bot": False, "first_name": "canary"}
    message = {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}, "from": user, "text": "canary"}
    update = Update.de_json({"update_id": 1, "message": message}, app.bot)
    app._initialized = True
    await app.process_update(update)

    def no_context(*_: object) -> Any:
        raise ValueError("canary")

    monkeypatch.setattr(app.context_types.context, "from_update", no_context)
    await app.process_update(update)
    said = written.getvalue()
    assert "No error handlers are registered, logging exception." in said
    assert "Error while building CallbackContext for update %s." in said
    assert "canary" not in said
    assert "RuntimeError at tests/test_log.py" in said
    assert User.de_json(user, app.bot).first_name == "canary"


async def test_a_task_that_died_unseen_does_not_show_its_error() -> None:
    written = set_up()
    error = RuntimeError("canary")
    asyncio.get_running_loop().call_exception_handler(
        {"message": "Task exception was never retrieved", "exception": error, "future": "<canary>"}
    )
    [line] = written.lines()
    assert line.endswith("asyncio: Task exception was never retrieved | RuntimeError")


def test_a_warning_is_its_place_and_its_kind() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        written = set_up()
        warnings.warn("canary", UserWarning, stacklevel=1)
    [line] = written.lines()
    assert line.endswith(": UserWarning")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_error_nobody_caught_is_logged_the_same_way(capfd: pytest.CaptureFixture[str]) -> None:
    written = set_up()

    def fail() -> None:
        raise ValueError("canary")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    try:
        fail()
    except ValueError:
        sys.excepthook(*sys.exc_info())
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert len(written.lines()) == 2
    assert all("bot.log: stopped by an error | ValueError at tests/test_log.py" in line for line in written.lines())
    assert "canary" not in written.getvalue() + capfd.readouterr().err
