"""Settings: what is read, from where, and what a volunteer is told when it is wrong."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.settings import EXAMPLES, ROOT, Settings, SettingsFault, from_environment, read_env_file

TOKEN = "123456789:AAcanaryCANARYcanaryCANARYcanary_-01"


def settings(**values: str) -> Settings:
    return from_environment({"BOT_TOKEN": TOKEN} | values, env_file=None)


def faults(**values: str) -> list[str]:
    with pytest.raises(SettingsFault) as fault:
        settings(**values)
    return fault.value.faults


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_a_token_is_all_that_is_needed() -> None:
    found = settings()
    assert found.bot_token == TOKEN
    assert found.database_url == f"sqlite:///{ROOT}/data/alongside.db"
    assert found.key_file == ROOT / "data/alongside.key"
    assert found.telegram_api_url == "https://api.telegram.org"
    assert (found.leaders, found.min_age, found.operator_chat_id) == ("anyone", 18, None)
    assert (found.log_level, found.log_format) == ("INFO", "text")
    assert (found.send_per_second, found.send_per_chat_per_second) == (30, 1)
    assert (found.send_chat_burst, found.send_per_group_per_minute) == (5, 20)
    assert found.heartbeat_url is found.clock_url is None


def test_without_a_token_the_way_to_one_is_told() -> None:
    with pytest.raises(SettingsFault, match="@BotFather in Telegram gives you one"):
        from_environment({}, env_file=None)
    assert from_environment({}, env_file=None, token_needed=False).bot_token == ""


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "BOTTOKEN", "bot_token"])
def test_a_token_under_another_name_gets_a_hint(name: str, env_file: Path) -> None:
    with pytest.raises(SettingsFault, match=f"{name} is set: did you mean BOT_TOKEN"):
        from_environment({name: TOKEN}, env_file=None)
    env_file.write_text(f"{name}={TOKEN}\n")
    with pytest.raises(SettingsFault, match=f"sets {name}, which I do not know. Did you mean BOT_TOKEN") as fault:
        from_environment({}, env_file=env_file)
    assert len(fault.value.faults) == 1


def test_what_is_meant_for_other_programs_is_left_alone(env_file: Path) -> None:
    env_file.write_text(f"BOT_TOKEN={TOKEN}\nCOMPOSE_PROJECT_NAME=x\n")
    assert from_environment({"LOGLEVEL": "loud", "HOME": "/"}, env_file=env_file).log_level == "INFO"


def test_all_faults_are_told_at_once_each_with_a_right_example() -> None:
    found = faults(
        BOT_TOKEN="no token", DATABASE_URL="mysql://localhost/x", OPERATOR_CHAT_ID="@sam", LEADERS="some", MIN_AGE="12",
        HEARTBEAT_URL="example.org", LOG_LEVEL="loud", LOG_FORMAT="xml", SEND_PER_SECOND="0", SEND_CHAT_BURST="1.5",
        TELEGRAM_API_URL="localhost:8081", CLOCK_URL="http://example.org/clock",
    )  # fmt: skip
    named = {re.split(r"[ =]", fault)[0] for fault in found}
    assert len(found) == len(named) == 12
    assert all(f"{name}=" in fault for name in named for fault in found if fault.startswith(name))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_of_each_setting_is_right(name: str) -> None:
    others = {"OPERATOR_CHAT_ID": "1"} | ({"TELEGRAM_API_URL": "http://127.0.0.1:8081"} if name == "CLOCK_URL" else {})
    settings(**others | {name: EXAMPLES[name]})


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("MIN_AGE", ["13", "25"], ["12", "26", "18.5", "-18", "eighteen"]),
        ("SEND_PER_SECOND", ["1", "1000"], ["0", "1001", "29.5", "1e3"]),
        ("SEND_PER_CHAT_PER_SECOND", ["0.1", "100"], ["0.09", "101", "nan"]),
        ("SEND_PER_GROUP_PER_MINUTE", ["1", "12.5"], ["0.9", "1001"]),
        ("SEND_CHAT_BURST", ["1", "100"], ["0", "101", "1.5"]),
        ("OPERATOR_CHAT_ID", ["1", "-1001234567890"], ["@sam", "1.0", "1 2"]),
        ("LOG_LEVEL", ["debug", "ERROR"], ["CRITICAL", "verbose"]),
        ("LEADERS", ["anyone", "Anyone"], ["approved", "nobody"]),
        ("HEARTBEAT_URL", ["http://a.example/x", "https://a.example"], ["ftp://a.example", "https://", "http://a:b"]),
        ("TELEGRAM_API_URL", ["http://tg:8081/", "https://a.example/x"], ["http://a/bot", "http://a/?x=1"]),
    ],
)
def test_each_setting_has_its_bounds(name: str, right: list[str], wrong: list[str]) -> None:
    for value in right:
        settings(**{name: value})
    for value in wrong:
        [fault] = faults(**{name: value})
        assert name in fault


def test_leaders_are_approved_where_there_is_an_operator() -> None:
    assert settings(OPERATOR_CHAT_ID="5").leaders == "approved"
    assert settings(OPERATOR_CHAT_ID="5", LEADERS="anyone").leaders == "anyone"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///data/x.db", f"sqlite:///{ROOT}/data/x.db"),
        ("sqlite:////var/lib/x.db", "sqlite:////var/lib/x.db"),
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u:p%40@h:5433/d?sslmode=require", "postgresql+psycopg://u:p%40@h:5433/d?sslmode=require"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
    ],
)
def test_database_addresses_are_brought_into_one_form(given: str, used: str) -> None:
    assert settings(DATABASE_URL=given).database_url == used


@pytest.mark.parametrize(
    "refused",
    ["sqlite://", "sqlite:///:memory:", "mysql://u:hidden@h/d", "postgresql+asyncpg://u:hidden@h/d",
     "postgresql://u:hidden@h", "alongside.db", "postgresql://u:hid#den@h/d"],
)  # fmt: skip
def test_databases_that_would_not_work_are_refused_without_their_password(refused: str) -> None:
    [fault] = faults(DATABASE_URL=refused)
    assert fault.startswith("DATABASE_URL")
    assert "hid" not in fault


def test_the_clock_is_moved_only_on_this_machine_and_never_against_telegram() -> None:
    here = "http://127.0.0.1:8081"
    assert settings(CLOCK_URL=f"{here}/clock", TELEGRAM_API_URL=f"{here}/").telegram_api_url == here
    assert settings(CLOCK_URL="http://[::1]:1/c", TELEGRAM_API_URL="http://localhost:1").clock_url
    assert "only for trying" in faults(CLOCK_URL=f"{here}/clock")[0]
    assert "only for trying" in faults(CLOCK_URL="http://127.0.0.1.example.org/c", TELEGRAM_API_URL=here)[0]


def test_the_token_and_passwords_are_never_shown() -> None:
    shown = repr(settings(DATABASE_URL="postgresql://u:canary@h/d", HEARTBEAT_URL="https://a.example/canary"))
    assert "canary" not in shown
    assert not any("canary" in fault for fault in faults(BOT_TOKEN=TOKEN + "!", OPERATOR_CHAT_ID=TOKEN, LEADERS=TOKEN))


@pytest.mark.parametrize(
    "text",
    [
        "BOT_TOKEN={}\nMIN_AGE=21\n",
        "\ufeffBOT_TOKEN={}\r\nMIN_AGE=21\r\n",
        "# a note\n\nexport BOT_TOKEN='{}' # mine\nMIN_AGE = 21  # years\n",
        'BOT_TOKEN="{}"\nMIN_AGE="21"',
    ],
)
def test_env_files_are_read_as_people_write_them(text: str, env_file: Path) -> None:
    env_file.write_bytes(text.format(TOKEN).encode())
    found = from_environment({}, env_file=env_file)
    assert (found.bot_token, found.min_age) == (TOKEN, 21)


def test_a_dollar_in_a_value_stays_one(env_file: Path) -> None:
    env_file.write_text(f"BOT_TOKEN={TOKEN}\nDATABASE_URL=postgresql://u:${{HOME}}@h/d\n")
    assert "${HOME}" in from_environment({}, env_file=env_file).database_url


@pytest.mark.parametrize("line", ["MIN_AGE", "MIN_AGE: 18", "BOT TOKEN=1", "MIN_AGE='18"])
def test_a_line_that_is_no_setting_is_named_by_its_number(line: str, env_file: Path) -> None:
    env_file.write_text(f"BOT_TOKEN={TOKEN}\n{line}\n")
    with pytest.raises(SettingsFault, match=r"\.env, line 2, is not of the form NAME=value"):
        from_environment({}, env_file=env_file)


def test_a_file_that_is_no_text_is_named(env_file: Path) -> None:
    env_file.write_bytes(b"\xff\xfeB\x00O\x00")
    with pytest.raises(SettingsFault, match="plain text file"):
        from_environment({"BOT_TOKEN": TOKEN}, env_file=env_file)


def test_the_environment_wins_over_the_file_unless_it_is_empty(env_file: Path) -> None:
    env_file.write_text(f"BOT_TOKEN={TOKEN}\nMIN_AGE=21\nLOG_FORMAT=json\n")
    found = from_environment({"MIN_AGE": "20", "LOG_FORMAT": ""}, env_file=env_file)
    assert (found.min_age, found.log_format) == (20, "json")


def test_env_file_names_another_file_or_none(env_file: Path, tmp_path: Path) -> None:
    env_file.write_text("MIN_AGE=21\n")
    other: dict[str, Any] = {"BOT_TOKEN": TOKEN, "ENV_FILE": str(env_file)}
    assert from_environment(other, env_file=tmp_path / "none").min_age == 21
    assert from_environment(other | {"ENV_FILE": ""}, env_file=env_file).min_age == 18


def test_the_example_file_explains_every_setting_and_has_its_usual_values() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE)
    assert sorted(named) == sorted(EXAMPLES)
    wrong: list[str] = []
    assert read_env_file(ROOT / ".env.example", wrong) == {"BOT_TOKEN": ""}
    assert wrong == []
