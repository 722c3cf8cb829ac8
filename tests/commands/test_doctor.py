"""The only double is the network: httpx's own transport answers in Telegram's place."""

import argparse
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from bot.commands import doctor
from bot.commands.doctor import Finding, examine
from bot.commands.migrate import migrate
from bot.settings import Settings, from_environment
from storage.migrations import head_version
from storage.opening import open_database
from tests.builders import NOW

TOKEN = "123456789:AAExampleExampleExampleExampleExample"
AT_HALF = NOW + timedelta(seconds=0.5)  # in the middle of the second that a Date header names


def now() -> datetime:
    return AT_HALF


def settings_for(folder: Path, **more: str) -> Settings:
    return from_environment({"DATA_DIR": str(folder / "data"), "BOT_TOKEN": TOKEN, **more}, env_file=None)


class Telegram:
    """Answers as Telegram does when all is well; a test changes what it is about."""

    def __init__(self) -> None:
        self.date: str | None = format_datetime(NOW, usegmt=True)
        self.status = 200
        self.hook: dict[str, Any] = {"url": "", "pending_update_count": 0}
        self.fault: Exception | None = None
        self.calls: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(str(request.url))
        if self.fault is not None:
            raise self.fault
        headers = {} if self.date is None else {"Date": self.date}
        if self.status != 200:
            return httpx.Response(self.status, headers=headers, json={"ok": False, "error_code": self.status})
        result = {"username": "walks_bot"} if request.url.path.endswith("/getMe") else self.hook
        return httpx.Response(200, headers=headers, json={"ok": True, "result": result})


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


def findings(settings: Settings, telegram: Callable[[httpx.Request], httpx.Response]) -> dict[str, Finding]:
    with httpx.Client(transport=httpx.MockTransport(telegram)) as client:
        found = list(examine(settings, client=client, now=now))
    for finding in found:
        assert TOKEN not in str(finding)
        assert "\n" not in str(finding)
    return {finding.what: finding for finding in found}


def unwell(found: dict[str, Finding]) -> list[str]:
    return [what for what, finding in found.items() if finding.remedy is not None]


def test_before_the_first_run_all_is_well_and_nothing_is_made(tmp_path: Path, telegram: Telegram) -> None:
    settings = settings_for(tmp_path)
    assert unwell(findings(settings, telegram)) == []
    assert list(tmp_path.iterdir()) == []


def test_a_sealed_database_without_its_key_file_is_told(database_url: str, tmp_path: Path, telegram: Telegram) -> None:
    settings = settings_for(tmp_path / "other", DATABASE_URL=database_url)
    found = findings(settings, telegram)
    assert unwell(found) == ["keys"]
    assert "Put your copy of it there" in found["keys"].like
    assert found["schema"].remedy is None


def test_beside_the_running_bot_all_is_well(tmp_path: Path, telegram: Telegram) -> None:
    settings = settings_for(tmp_path)
    migrate(settings, now=now)
    running, _ = open_database(settings.database_url, settings.key_file, now=now)
    found = findings(settings, telegram)
    running.close()
    assert unwell(found) == []
    assert found["schema"].like == f"version {head_version()}, as this program expects"
    assert "open this database" in found["keys"].like
    assert found["telegram"].like == "knows this bot as @walks_bot"
    assert telegram.calls[0] == f"https://api.telegram.org/bot{TOKEN}/getMe"


@pytest.mark.parametrize("trouble", ["missing", "exposed", "damaged", "foreign"])
def test_trouble_with_the_keys_is_told(tmp_path: Path, telegram: Telegram, trouble: str) -> None:
    settings = settings_for(tmp_path)
    migrate(settings, now=now)
    match trouble:
        case "missing":
            settings.key_file.unlink()
        case "exposed":
            settings.key_file.chmod(0o644)
        case "damaged":
            settings.key_file.write_text("hash = x")
        case "foreign":
            other = settings_for(tmp_path / "other")
            migrate(other, now=now)
            shutil.copy(other.key_file, settings.key_file)
    assert unwell(findings(settings, telegram)) == ["keys"]


def test_a_damaged_database_is_told(tmp_path: Path, telegram: Telegram) -> None:
    settings = settings_for(tmp_path)
    migrate(settings, now=now)
    (settings.data_dir / "alongside.db").write_text("no database " * 1000)
    found = findings(settings, telegram)
    assert unwell(found) == ["database"]
    assert "go back to the newest backup" in str(found["database"])


def test_a_server_that_is_away_is_told(tmp_path: Path, telegram: Telegram) -> None:
    settings = settings_for(tmp_path, DATABASE_URL="postgresql://maya:secret@127.0.0.1:1/alongside")
    found = findings(settings, telegram)
    assert unwell(found) == ["database"]
    assert "secret" not in str(found["database"])


@pytest.mark.parametrize(
    ("version", "told"), [(None, None), ("0000", "python -m bot migrate"), (head_version(), None), ("9999", "Update")]
)
def test_an_older_and_a_newer_schema_have_remedies(version: str | None, told: str | None) -> None:
    remedy = doctor.schema(version).remedy
    assert remedy is None if told is None else told in str(remedy)


class Off(NamedTuple):
    by: float  # seconds that we are ahead
    well: bool


@pytest.mark.parametrize("off", [Off(0, True), Off(5, True), Off(5.1, False), Off(-5, True), Off(-5.1, False)])
def test_the_clock_may_differ_by_five_seconds(off: Off) -> None:
    finding = doctor.clock(format_datetime(NOW, usegmt=True), AT_HALF + timedelta(seconds=off.by))
    assert (finding.remedy is None) is off.well
    assert off.well or ("ahead" if off.by > 0 else "behind") in finding.like


@pytest.mark.parametrize("date", [None, "", "yesterday"])
def test_an_answer_without_a_date_is_told(tmp_path: Path, telegram: Telegram, date: str | None) -> None:
    telegram.date = date
    assert unwell(findings(settings_for(tmp_path), telegram)) == ["clock"]


def test_a_stand_in_s_clock_is_not_compared(tmp_path: Path, telegram: Telegram) -> None:
    local = {"TELEGRAM_API_URL": "http://127.0.0.1:8081", "CLOCK_URL": "http://127.0.0.1:8081/clock"}
    telegram.date = None
    assert unwell(findings(settings_for(tmp_path, **local), telegram)) == []


@pytest.mark.parametrize(
    ("status", "told"),
    [(401, "does not know this token"), (404, "does not know this token"), (502, "out of order"), (429, "out of order"),
     (418, "strangely")],
)  # fmt: skip
def test_a_refusal_of_telegram_s_is_told(tmp_path: Path, telegram: Telegram, status: int, told: str) -> None:
    telegram.status = status
    found = findings(settings_for(tmp_path), telegram)
    assert unwell(found) == ["telegram"]
    assert told in found["telegram"].like


def test_an_unreachable_telegram_is_told_without_the_token(tmp_path: Path, telegram: Telegram) -> None:
    telegram.fault = httpx.ConnectError(f"cannot reach https://api.telegram.org/bot{TOKEN}/getMe")
    found = findings(settings_for(tmp_path), telegram)
    assert unwell(found) == ["telegram"]
    assert "ConnectError" in found["telegram"].like


def test_something_that_is_not_telegram_is_told(tmp_path: Path) -> None:
    def page(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Date": format_datetime(NOW, usegmt=True)}, html="<h1>Welcome</h1>")

    found = findings(settings_for(tmp_path), page)
    assert unwell(found) == ["telegram"]
    assert "strangely" in found["telegram"].like


@pytest.mark.parametrize(
    ("hook", "well"),
    [({"url": "https://example.org/hook"}, False), ({"pending_update_count": 100}, True),
     ({"pending_update_count": 101}, False)],
)  # fmt: skip
def test_updates_that_others_get_or_nobody_fetches_are_told(
    tmp_path: Path, telegram: Telegram, hook: dict[str, Any], well: bool
) -> None:
    telegram.hook |= hook
    assert unwell(findings(settings_for(tmp_path), telegram)) == ([] if well else ["updates"])


def test_a_nearly_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(doctor.ENOUGH_SPACE))
    assert doctor.folder(tmp_path).remedy is None
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(doctor.ENOUGH_SPACE - 1))
    assert doctor.folder(tmp_path).remedy is not None


def test_a_folder_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert "cannot be written" in doctor.folder(tmp_path / "data").like


def test_faulty_settings_are_told_and_end_with_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENV_FILE", "")
    monkeypatch.setenv("BOT_TOKEN", "x")
    monkeypatch.setenv("MIN_AGE", "zero")
    assert doctor.run(argparse.Namespace()) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("look here  settings: ") for line in lines)
