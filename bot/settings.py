"""Settings: the environment and `.env` → one frozen `Settings`, or every fault at once in words for a volunteer.

What each setting means is told in `.env.example`. This module only reads and checks: it makes no folder, opens no
database and calls nobody (`doctor` does). No message of it ever shows the token or a password.
"""

import difflib
import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from dotenv.parser import parse_stream

ROOT = Path(__file__).resolve().parent.parent  # the project's folder: relative paths count from here
TELEGRAM = "https://api.telegram.org"

EXAMPLES = {
    "BOT_TOKEN": "123456789:AAExampleExampleExampleExampleExample",
    "DATABASE_URL": "postgresql://alongside:password@localhost/alongside",
    "DATA_DIR": "data",
    "TELEGRAM_API_URL": TELEGRAM,
    "KEY_FILE": "data/alongside.key",
    "OPERATOR_CHAT_ID": "123456789",
    "LEADERS": "approved",
    "MIN_AGE": "18",
    "HEARTBEAT_URL": "https://example.org/ping/alongside",
    "LOG_LEVEL": "INFO",
    "LOG_FORMAT": "text",
    "SEND_PER_SECOND": "30",
    "SEND_PER_CHAT_PER_SECOND": "1",
    "SEND_CHAT_BURST": "5",
    "SEND_PER_GROUP_PER_MINUTE": "20",
    "CLOCK_URL": "http://127.0.0.1:8081/clock",
}
# Names that other bots use for the same thing, and that no spelling check would find.
ALSO_CALLED = {"TOKEN": "BOT_TOKEN", "TELEGRAM_TOKEN": "BOT_TOKEN", "TELEGRAM_BOT_TOKEN": "BOT_TOKEN"}

TOKEN = re.compile(r"[0-9]{3,}:[A-Za-z0-9_-]{20,}")
DATABASES = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg", "postgresql+psycopg": None}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a running bot was told. Values that must not be seen are left out of its repr."""

    bot_token: str = field(repr=False)
    database_url: str = field(repr=False)  # for SQLAlchemy: sqlite:///… or postgresql+psycopg://…
    data_dir: Path
    telegram_api_url: str  # without a slash at the end
    key_file: Path
    operator_chat_id: int | None
    leaders: Literal["approved", "anyone"]
    min_age: int  # years
    heartbeat_url: str | None = field(repr=False)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"]
    log_format: Literal["text", "json"]
    send_per_second: int
    send_per_chat_per_second: float
    send_chat_burst: int
    send_per_group_per_minute: float
    clock_url: str | None


class SettingsFault(Exception):
    """Everything that is wrong with the settings, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = [TOKEN.sub("(a token)", fault) for fault in faults]
        super().__init__("\n".join(self.faults))


def from_environment(
    environ: Mapping[str, str] | None = None, *, env_file: Path | None = ROOT / ".env", token_needed: bool = True
) -> Settings:
    """Return the settings from `environ` (None: the process's), which wins, and `env_file` (None, or absent: none).

    An empty value counts as none. ENV_FILE in the environment names another file; empty, it means no file.
    `token_needed=False` is for commands that never call Telegram: bot_token may then be "".
    Raises SettingsFault.
    """
    environ = os.environ if environ is None else environ
    faults: list[str] = []
    if "ENV_FILE" in environ:
        env_file = ROOT / environ["ENV_FILE"] if environ["ENV_FILE"] else None
    written = read_env_file(env_file, faults) if env_file else {}
    given = {name: environ[name] for name in EXAMPLES if environ.get(name, "").strip()}
    reader = _Reader({**written, **given}, faults)
    if token_needed and not reader.values.get("BOT_TOKEN", "").strip() and not any("BOT_TOKEN" in f for f in faults):
        faults.append(_missing_token(environ))
    settings = reader.settings()
    if faults:
        raise SettingsFault(faults)
    return settings


def read_env_file(path: Path, faults: list[str]) -> dict[str, str]:
    """Return what `path` sets, {} where there is no such file; add a sentence to `faults` for each line that is wrong."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            lines = list(parse_stream(file))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        faults.append(f"{path.name} cannot be read. Save it as a plain text file (UTF-8) that this user may read.")
        return {}
    found: dict[str, str] = {}
    for line in lines:
        if line.error or (line.key and line.value is None):
            faults.append(f"{path.name}, line {line.original.line}, is not of the form NAME=value, like MIN_AGE=18.")
        elif line.key in EXAMPLES:
            found[line.key] = line.value or ""
        elif line.key and (meant := _meant(line.key)):
            faults.append(f"{path.name} sets {line.key}, which I do not know. Did you mean {meant}?")
    return found


def _meant(name: str) -> str | None:
    """Return the setting that `name` is a misspelling of; None: it is most likely meant for another program."""
    name = name.upper().replace("-", "_")
    close = difflib.get_close_matches(name, EXAMPLES, n=1, cutoff=0.8)
    return ALSO_CALLED.get(name) or (close[0] if close else None)


def _missing_token(environ: Mapping[str, str]) -> str:
    misnamed = sorted(name for name in environ if name not in EXAMPLES and _meant(name) == "BOT_TOKEN")
    hint = f" {misnamed[0]} is set: did you mean BOT_TOKEN?" if misnamed else ""
    return (
        "BOT_TOKEN is missing. @BotFather in Telegram gives you one: write it into the file .env, like this: "
        f"BOT_TOKEN={EXAMPLES['BOT_TOKEN']}.{hint}"
    )


class _Reader:
    """Takes the values one by one and notes what is wrong with each."""

    def __init__(self, values: Mapping[str, str], faults: list[str]) -> None:
        self.values = values
        self.faults = faults

    def settings(self) -> Settings:
        data_dir = self.path("DATA_DIR", ROOT / "data")
        operator_chat_id = self.operator()
        telegram_api_url = self.url("TELEGRAM_API_URL") or TELEGRAM
        return Settings(
            bot_token=self.token(),
            database_url=self.database(data_dir),
            data_dir=data_dir,
            telegram_api_url=self.root_address(telegram_api_url),
            key_file=self.path("KEY_FILE", data_dir / "alongside.key"),
            operator_chat_id=operator_chat_id,
            leaders=self.leaders(operator_chat_id),
            min_age=int(self.number("MIN_AGE", 18, least=13, most=25, whole=True)),
            heartbeat_url=self.url("HEARTBEAT_URL"),
            log_level=self.choice("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"]),  # type: ignore[arg-type]
            log_format=self.choice("LOG_FORMAT", "text", ["text", "json"]),  # type: ignore[arg-type]
            send_per_second=int(self.number("SEND_PER_SECOND", 30, least=1, most=1000, whole=True)),
            send_per_chat_per_second=self.number("SEND_PER_CHAT_PER_SECOND", 1, least=0.1, most=100),
            send_chat_burst=int(self.number("SEND_CHAT_BURST", 5, least=1, most=100, whole=True)),
            send_per_group_per_minute=self.number("SEND_PER_GROUP_PER_MINUTE", 20, least=1, most=1000),
            clock_url=self.clock(telegram_api_url),
        )

    def text(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def wrong(self, name: str, why: str) -> None:
        self.faults.append(f"{name} {why} A right one: {name}={EXAMPLES[name]}")

    def token(self) -> str:
        token = self.text("BOT_TOKEN")
        if token and not TOKEN.fullmatch(token):
            self.wrong("BOT_TOKEN", "does not look like a token: copy it whole, as @BotFather wrote it.")
        return token

    def operator(self) -> int | None:
        text = self.text("OPERATOR_CHAT_ID")
        if not text or re.fullmatch(r"-?[0-9]{1,16}", text):
            return int(text) if text else None
        self.wrong("OPERATOR_CHAT_ID", f"must be a number, not {_shown(text)}: a name like @sam is no chat id.")
        return None

    def leaders(self, operator_chat_id: int | None) -> Literal["approved", "anyone"]:
        usual = "approved" if self.text("OPERATOR_CHAT_ID") else "anyone"
        chosen = self.choice("LEADERS", usual, ["approved", "anyone"])
        if chosen == "approved" and operator_chat_id is None and not self.text("OPERATOR_CHAT_ID"):
            self.faults.append(
                "LEADERS=approved needs somebody who approves: set OPERATOR_CHAT_ID, or use LEADERS=anyone."
            )
        return "approved" if chosen == "approved" else "anyone"

    def choice(self, name: str, usual: str, among: list[str]) -> str:
        text = self.text(name) or usual
        for word in among:
            if text.lower() == word.lower():
                return word
        self.wrong(name, f"must be one of {', '.join(among)}, not {_shown(text)}.")
        return usual

    def number(self, name: str, usual: float, *, least: float, most: float, whole: bool = False) -> float:
        text = self.text(name) or str(usual)
        if (
            re.fullmatch(r"[0-9]{1,9}" if whole else r"[0-9]{1,9}(\.[0-9]{1,9})?", text)
            and least <= float(text) <= most
        ):
            return float(text)
        kind = "a whole number" if whole else "a number"
        self.wrong(name, f"must be {kind} from {least:g} to {most:g}, not {_shown(text)}.")
        return usual

    def path(self, name: str, usual: Path) -> Path:
        return ROOT / Path(self.text(name)).expanduser() if self.text(name) else usual

    def url(self, name: str) -> str | None:
        text = self.text(name)
        if not text:
            return None
        parts = _split(text)
        if not parts or parts.scheme not in ("http", "https") or not parts.hostname or " " in text:
            self.wrong(name, "must be an address that begins with https:// or http://.")
            return None
        return text

    def root_address(self, url: str) -> str:
        parts = _split(url)
        if parts and (parts.query or parts.fragment or parts.path.rstrip("/").endswith(("/bot", "/getMe"))):
            self.wrong("TELEGRAM_API_URL", "must be the server's root address: /bot and the token are added to it.")
        return url.rstrip("/")

    def clock(self, telegram_api_url: str) -> str | None:
        url = self.url("CLOCK_URL")
        if url and not _is_loopback(url):
            self.wrong("CLOCK_URL", "is only for trying the bot on one machine: it must be on 127.0.0.1 or localhost.")
        elif url and not _is_loopback(telegram_api_url):
            self.faults.append(
                "CLOCK_URL is only for trying the bot with the stand-in for Telegram: remove it, "
                "or set TELEGRAM_API_URL to the stand-in, like TELEGRAM_API_URL=http://127.0.0.1:8081"
            )
        return url

    def database(self, data_dir: Path) -> str:
        """SQLite's file is given in full, PostgreSQL's address with the driver that is installed."""
        text = self.text("DATABASE_URL")
        if not text:
            return f"sqlite:///{(data_dir / 'alongside.db').as_posix()}"
        scheme, _, rest = text.partition("://")
        if scheme == "sqlite" and rest.startswith("/") and rest.strip("/") not in ("", ":memory:"):
            return f"sqlite:///{(ROOT / rest[1:]).as_posix()}"
        if scheme == "sqlite":
            self.faults.append("DATABASE_URL must name SQLite's file, like DATABASE_URL=sqlite:///data/alongside.db")
        elif scheme not in DATABASES:
            self.faults.append(
                "DATABASE_URL must begin with sqlite:/// or postgresql://; other databases do not work. "
                f"Leave it out for SQLite, or: DATABASE_URL={EXAMPLES['DATABASE_URL']}"
            )
        elif not (parts := _split(text)) or not parts.path.strip("/"):
            self.wrong("DATABASE_URL", "must end with the database's name; write @, /, # or % in a password as %40 …")
        return f"{DATABASES.get(scheme) or scheme}://{rest}"


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    return parts


def _is_loopback(url: str) -> bool:
    parts = _split(url)
    host = (parts.hostname if parts else None) or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _shown(text: str) -> str:
    text = TOKEN.sub("(a token)", text)
    return repr(text if len(text) <= 30 else text[:29] + "…")
