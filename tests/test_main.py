"""The command line: finding commands, and what is said when one cannot run."""

import argparse
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from bot import __main__ as command_line
from bot.settings import ROOT, SettingsFault


def commands_that(monkeypatch: pytest.MonkeyPatch, func: Callable[[argparse.Namespace], Any]) -> None:
    def build_parser(_: str | None) -> argparse.ArgumentParser:
        parser = argparse.ArgumentParser()
        parser.add_subparsers().add_parser("go").set_defaults(func=func)
        return parser

    monkeypatch.setattr(command_line, "build_parser", build_parser)


def test_every_module_of_commands_is_a_command() -> None:
    text = command_line.build_parser().format_help()
    assert "evaluate" in text
    assert "./alongside test" in text


def test_a_command_loads_no_other() -> None:
    ran = "import sys; from bot.__main__ import build_parser; build_parser('evaluate'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", ran], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "bot.commands.evaluate" in loaded.split()
    assert not {"bot.commands.run", "telegram", "sqlalchemy"} & set(loaded.split())


def test_without_a_command_there_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main([]) == 0
    assert "usage: alongside" in capsys.readouterr().out


def test_wrong_settings_are_listed_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: argparse.Namespace) -> int:
        raise SettingsFault(["MIN_AGE is wrong.", "LEADERS is wrong."])

    commands_that(monkeypatch, fail)
    assert command_line.main(["go"]) == 2
    said = capsys.readouterr().err
    assert said.splitlines()[1:] == ["  - MIN_AGE is wrong.", "  - LEADERS is wrong."]


def test_an_interrupt_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    commands_that(monkeypatch, stop)
    assert command_line.main(["go"]) == 130


@pytest.mark.parametrize(("returned", "code"), [(None, 0), (0, 0), (3, 3)])
def test_the_command_decides_the_exit_code(returned: int | None, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    commands_that(monkeypatch, lambda _: returned)
    assert command_line.main(["go"]) == code


def test_it_runs_as_a_module() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "evaluate", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "usage: alongside evaluate" in ran.stdout
