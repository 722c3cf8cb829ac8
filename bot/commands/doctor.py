"""`doctor`: looks at everything the bot needs and says what to do about what is wrong. Works beside the running bot.

It changes and makes nothing, prints no token and no key, and asks Telegram only who the bot is and whether a webhook is
set. That two bots use one token can only be noticed by the bot itself: Telegram tells whoever polls.
"""

import argparse
import shutil
import sys
import tempfile
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import httpx

from bot.clock import SystemClock
from bot.settings import Settings, SettingsFault, from_environment
from storage.encryption import KeyTrouble, load
from storage.engines import file_of
from storage.errors import DatabaseCorrupt, DatabaseTrouble
from storage.migrations import head_version
from storage.opening import Survey, refuse_foreign, survey

ENOUGH_SPACE = 500 * 1024**2  # bytes: a year of a large group, with its backups
CLOCK_OFF_BY = timedelta(seconds=5)
TELEGRAM_ANSWERS_WITHIN = 10.0  # seconds
MANY_WAITING = 100  # updates that Telegram holds back, because nobody fetches them

Now = Callable[[], datetime]


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, what it is like, and what to do; no remedy: all is well."""

    what: str
    like: str
    remedy: str | None = None

    def __str__(self) -> str:
        if self.remedy is None:
            return f"ok         {self.what}: {self.like}"
        return f"look here  {self.what}: {self.like} → {self.remedy}"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("doctor", help="check everything the bot needs and say what to do")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print a line for each check; return 0 if all are well, else 1."""
    try:
        settings = from_environment()
    except SettingsFault as fault:
        for told in fault.faults:
            print(f"look here  settings: {told}")
        return 1
    well = True
    with httpx.Client(timeout=TELEGRAM_ANSWERS_WITHIN) as client:
        for finding in examine(settings, client=client, now=SystemClock().now):
            print(finding)
            sys.stdout.flush()
            well = well and finding.remedy is None
    return 0 if well else 1


def examine(settings: Settings, *, client: httpx.Client, now: Now) -> Iterator[Finding]:
    """Yield what there is to say, one finding after the other, as it is found."""
    yield Finding("settings", "complete")
    yield Finding("token", "has the right form")
    yield operator(settings)
    yield folder(settings.data_dir)
    yield from database(settings, now=now)
    yield from telegram(settings, client=client, now=now)
    yield Finding("time zones", f"tzdata {metadata.version('tzdata')}, {len(zoneinfo.available_timezones())} zones")


def operator(settings: Settings) -> Finding:
    """Whether anybody hears of trouble; to run without is a choice."""
    if settings.operator_chat_id is None:
        return Finding("operator", "none. Write /id to the running bot and put the number behind OPERATOR_CHAT_ID")
    return Finding("operator", "has a chat")


def folder(data_dir: Path) -> Finding:
    """Whether the data folder can be written, and has room."""
    there = next(path for path in (data_dir, *data_dir.parents) if path.exists())  # it may not have been made yet
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
        free = shutil.disk_usage(there).free
    except OSError as error:
        told = f"{data_dir} cannot be written ({error.strerror})"
        return Finding("disk", told, "Give the folder to the user who runs the bot, or set DATA_DIR to another one.")
    told = f"{data_dir} can be written, {free // 1024**2:,} MB are free"
    return Finding("disk", told, None if free >= ENOUGH_SPACE else "Make room: a full disk stops the bot.")


def database(settings: Settings, *, now: Now) -> Iterator[Finding]:
    """Whether the database is there and sound, its schema ours, and its keys at hand."""
    kind = "PostgreSQL" if file_of(settings.database_url) is None else "SQLite"
    try:
        found = survey(settings.database_url)
    except DatabaseTrouble as trouble:
        yield Finding("database", f"{kind}: {trouble}", _remedy(trouble, kind))
        return
    if found is None:
        yield Finding("database", f"{kind}, not made yet; the first run makes it")
    else:
        yield Finding("database", f"{kind}, can be reached and is sound")
        yield schema(found.version)
        if found.farewell_on is not None:
            yield closing(found.farewell_on)
    yield keys(settings.key_file, found, now=now)


def schema(version: str | None) -> Finding:
    head = head_version()
    if version is None:
        return Finding("schema", "no tables yet; the first run makes them")
    if version == head:
        return Finding("schema", f"version {version}, as this program expects")
    told = f"version {version}, but this program expects {head}"
    if version < head:  # versions are four digits
        return Finding("schema", told, "Stop the bot, make a backup, then run: python -m bot migrate")
    return Finding("schema", told, "Update the program: a newer one has changed this database.")


def closing(on: date) -> Finding:
    """No fault, but nothing that an operator should find out by surprise."""
    return Finding("farewell", f"this server closes on {on}. Where it stands: ./alongside farewell")


def keys(key_file: Path, found: Survey | None, *, now: Now) -> Finding:
    check = None if found is None else found.key_check
    if check is None and not key_file.exists():
        return Finding("keys", "not made yet; the first run makes them")
    try:
        refuse_foreign(load(key_file, now=now), check, key_file)
    except (KeyTrouble, OSError) as trouble:
        told = str(trouble) if isinstance(trouble, KeyTrouble) else f"{key_file} cannot be read ({trouble.strerror})."
        return Finding("keys", told, "Nothing can be read without the right key file.")
    opened = "" if check is None else " and open this database"
    return Finding("keys", f"in {key_file}, closed to others{opened}. Keep a copy apart from the database")


def telegram(settings: Settings, *, client: httpx.Client, now: Now) -> Iterator[Finding]:
    """Whether Telegram knows us and answers, whether somebody else takes our updates, and how our clock compares."""
    started_at = now()
    try:
        answer = client.get(f"{settings.telegram_api_url}/bot{settings.bot_token}/getMe")
        answered_at = now()
        who = _result(answer)
        hook = _result(client.get(f"{settings.telegram_api_url}/bot{settings.bot_token}/getWebhookInfo")) if who else {}
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        # Only its name: the address in its words holds the token.
        yield Finding(
            "telegram", f"does not answer ({type(error).__name__})", "Check the network and TELEGRAM_API_URL."
        )
        return
    if who is None:
        yield _refused(answer.status_code)
    else:
        yield Finding("telegram", f"knows this bot as @{who.get('username')}")
        yield _updates(hook or {})
    if settings.clock_url is None:
        yield clock(answer.headers.get("Date"), started_at + (answered_at - started_at) / 2)


def clock(date: str | None, at: datetime) -> Finding:
    """Compare our wall time `at` with the Date header (whole seconds, cut off) of an answer that left about then."""
    try:
        theirs = parsedate_to_datetime(date or "") + timedelta(seconds=0.5)
    except ValueError:
        return Finding("clock", "could not be compared: the answer bore no date", "Check TELEGRAM_API_URL.")
    off = (at - theirs).total_seconds()
    told = f"{abs(off):.0f} s {'ahead of' if off > 0 else 'behind'} Telegram's"
    if abs(off) <= CLOCK_OFF_BY.total_seconds():
        return Finding("clock", "agrees with Telegram's")
    return Finding("clock", told, "Turn on time synchronisation; on most Linux machines: timedatectl set-ntp true")


def _result(answer: httpx.Response) -> dict[str, Any] | None:
    """Return the result of a call; None where it was refused, or where whoever answered does not speak the Bot API."""
    try:
        body = answer.json()
    except ValueError:
        return None
    return body.get("result") if isinstance(body, dict) and body.get("ok") is True else None


def _refused(status: int) -> Finding:
    if status in (401, 404):
        return Finding("telegram", "does not know this token", "Copy it again: @BotFather, /mybots, API Token.")
    if status >= 500 or status == 429:
        return Finding(
            "telegram", f"is out of order (status {status})", "Wait a little; the bot keeps trying by itself."
        )
    return Finding("telegram", f"answered strangely (status {status})", "Check TELEGRAM_API_URL.")


def _updates(hook: dict[str, Any]) -> Finding:
    waiting = hook.get("pending_update_count", 0)
    if hook.get("url"):
        told = "another program has set a webhook and gets what people write"
        return Finding("updates", told, "Stop that program; the token can be renewed with @BotFather, /revoke.")
    if waiting > MANY_WAITING:
        return Finding(
            "updates", f"{waiting} are waiting at Telegram", "Is the bot running? They are lost after a day."
        )
    return Finding("updates", f"{waiting} are waiting, no webhook is in the way")


def _remedy(trouble: DatabaseTrouble, kind: str) -> str:
    if isinstance(trouble, DatabaseCorrupt):
        return "Stop the bot, and go back to the newest backup: ./alongside restore FILE. It keeps the damaged file."
    if kind == "SQLite":
        return "Check that the file in DATABASE_URL (or DATA_DIR) belongs to the user who runs the bot."
    return "Check that the server runs, and DATABASE_URL: its host, name, user and password."
