"""The launcher, without a network: pip and venv are replaced by stand-ins that write what the real ones would."""

import ast
import errno
import importlib.machinery
import importlib.util
import json
import os
import re
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parent.parent
REQUIREMENTS = (
    "aiohttp==3.14.5 \\\n    --hash=sha256:00\ncolorama==0.4 ; sys_platform == 'win32' \\\n    --hash=sha256:11\n"
)


@pytest.fixture
def launcher(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = importlib.machinery.SourceFileLoader("launcher", str(PROJECT / "alongside"))
    spec = importlib.util.spec_from_loader("launcher", loader)
    assert spec
    module: ModuleType = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def house(launcher: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A project folder whose environment is a folder with a link to this Python, and whose pip says what `PIP` holds."""
    (tmp_path / "requirements.txt").write_text(REQUIREMENTS)
    (tmp_path / "requirements-dev.txt").write_text(REQUIREMENTS + "pytest==9.2.0 \\\n    --hash=sha256:22\n")
    house = launcher.House(str(tmp_path))
    house.made = []
    house.pip = "print('Collecting aiohttp==3.14.5')"

    def make_environment(_: Any, __: Any) -> None:
        house.made.append("environment")
        Path(house.python).parent.mkdir(parents=True, exist_ok=True)
        Path(house.python).unlink(missing_ok=True)
        Path(house.python).symlink_to(sys.executable)

    def pip_command(_: Any, requirements: str) -> list[str]:
        house.made.append(requirements)
        return [sys.executable, "-c", house.pip]

    monkeypatch.setattr(launcher, "make_environment", make_environment)
    monkeypatch.setattr(launcher, "pip_command", pip_command)
    return house


def test_the_first_start_makes_an_environment_and_the_second_finds_it_ready(launcher: Any, house: Any) -> None:
    launcher.make_ready(house, launcher.RUN)
    launcher.make_ready(house, launcher.RUN)
    assert house.made == ["environment", "requirements.txt"]
    assert not Path(house.log).exists()


def test_changed_requirements_are_installed_into_the_same_environment(launcher: Any, house: Any) -> None:
    launcher.make_ready(house, launcher.RUN)
    Path(house.root, "requirements.txt").write_text(REQUIREMENTS + "# changed\n")
    launcher.make_ready(house, launcher.RUN)
    assert house.made == ["environment", "requirements.txt", "requirements.txt"]


def test_the_environment_of_the_tests_also_runs_the_bot_but_not_the_other_way_round(launcher: Any, house: Any) -> None:
    launcher.make_ready(house, launcher.DEV)
    assert launcher.is_ready(house, launcher.RUN)
    launcher.write_stamp(house, launcher.RUN)
    assert not launcher.is_ready(house, launcher.DEV)


def test_an_interrupted_installation_is_begun_afresh(launcher: Any, house: Any) -> None:
    house.pip = "raise SystemExit(1)"
    with pytest.raises(launcher.Sorry):
        launcher.make_ready(house, launcher.RUN)
    house.pip = ""
    launcher.make_ready(house, launcher.RUN)
    assert house.made == ["environment", "requirements.txt"] * 2


def test_an_environment_whose_python_is_gone_is_made_anew(launcher: Any, house: Any) -> None:
    launcher.make_ready(house, launcher.RUN)
    Path(house.python).unlink()
    Path(house.python).symlink_to("/nowhere/python3.11")
    launcher.make_ready(house, launcher.RUN)
    assert house.made == ["environment", "requirements.txt"] * 2


def test_an_environment_whose_python_was_replaced_by_another_is_made_anew(launcher: Any, house: Any) -> None:
    launcher.make_ready(house, launcher.RUN)
    stamp = json.loads(Path(house.stamp).read_text())
    Path(house.stamp).write_text(json.dumps({**stamp, "python": "/usr/bin/python3.10"}))
    launcher.make_ready(house, launcher.RUN)
    assert house.made == ["environment", "requirements.txt"] * 2


def test_a_spoilt_stamp_counts_as_none(launcher: Any, house: Any) -> None:
    launcher.make_ready(house, launcher.RUN)
    for spoilt in ("", "[]", "{"):
        Path(house.stamp).write_text(spoilt)
        assert not launcher.is_ready(house, launcher.RUN)


def test_two_starts_at_once_install_once(launcher: Any, house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    turned_away = threading.Semaphore(0)
    monkeypatch.setattr(launcher.time, "sleep", lambda _: turned_away.release())
    with launcher.only_one(house):
        others = [threading.Thread(target=launcher.make_ready, args=(house, launcher.RUN)) for _ in range(2)]
        for other in others:
            other.start()
        assert turned_away.acquire(timeout=10)
    for other in others:
        other.join()
    assert house.made == ["environment", "requirements.txt"]


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "free about 500 MB",
        ),
        ("[Errno 30] Read-only file system: '.venv'", "folder of your own"),
        ("The virtual environment was not created successfully because ensurepip is not available.", "-venv"),
        ("NewConnectionError: Temporary failure in name resolution\nNo matching distribution found", "connection"),
        ("SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]')", "date and time"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one"),
        ("ERROR: No matching distribution found for aiohttp==3.14.5", "use Python 3.11"),
        ("something\nnobody thought of", "nobody thought of"),
        ("", "all that was said is in"),
    ],
)
def test_a_failure_is_one_sentence_with_its_remedy(launcher: Any, house: Any, said: str, remedy: str) -> None:
    house.pip = f"print({said!r}); raise SystemExit(1)"
    with pytest.raises(launcher.Sorry) as sorry:
        launcher.make_ready(house, launcher.RUN)
    assert remedy in str(sorry.value)
    assert "\n" not in str(sorry.value)
    assert Path(house.log).read_text() == said + "\n"


def test_a_folder_that_cannot_be_written_is_named(launcher: Any, house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(path: str, _: str) -> None:  # a read-only folder would not stop root
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)

    monkeypatch.setattr(launcher, "open", read_only, raising=False)
    monkeypatch.setattr(launcher, "is_ready", lambda *_: False)
    with pytest.raises(launcher.Sorry, match="I may not write in"):
        launcher.make_ready(house, launcher.RUN)


def test_a_python_without_venv_is_told_how_to_get_it(launcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(launcher.Sorry, match="sudo apt install python3"):
        launcher.check_venv_module()


def test_a_python_that_is_too_old_is_told_so(
    launcher: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launcher, "OLDEST", (3, 99))
    assert launcher.main(["run"]) == 1
    assert "needs Python 3.99 or newer and this is Python 3." in capsys.readouterr().err


def test_an_old_python_hands_over_to_a_newer_one(launcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher.shutil, "which", lambda name: sys.executable if name == "python3.12" else None)
    monkeypatch.setattr(launcher, "become", lambda command: command)
    assert launcher.start_with_newer_python(["run"]) == [sys.executable, str(PROJECT / "alongside"), "run"]


def test_the_launcher_is_read_by_python_3_8() -> None:
    ast.parse((PROJECT / "alongside").read_text(), feature_version=(3, 8))


def test_the_line_while_installing_counts_what_was_fetched_and_then_what_was_unpacked(launcher: Any) -> None:
    fetched = ["Collecting a==1\n", "  Downloading a.whl\n", "Requirement already satisfied: b==2\n"]
    assert launcher.progress(fetched, 3, 0) == "Fetching: 2 of about 3 packages"
    fetched.append("Installing collected packages: a\n")
    assert launcher.progress(fetched, 3, 1) == "Unpacking: 1 of about 3 packages"


def test_packages_for_another_system_are_not_counted(launcher: Any, house: Any) -> None:
    assert launcher.count_requirements(f"{house.root}/requirements.txt") == 1


def test_the_bot_keeps_the_working_directory_of_the_caller(
    launcher: Any, house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    became: list[Any] = []
    monkeypatch.setattr(launcher, "ROOT", house.root)
    monkeypatch.setattr(
        launcher, "become", lambda command: became.append((command, Path.cwd(), os.environ["PYTHONPATH"]))
    )
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    launcher.main(["evaluate", "diary.csv"])
    command = [house.python, "-m", "bot", "evaluate", "diary.csv"]
    assert became == [(command, Path.cwd(), os.pathsep.join([house.root, "/elsewhere"]))]


def test_stopping_it_while_it_installs_leaves_no_traceback(
    house: Any, launcher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(launcher, "make_ready", stop)
    assert launcher.main(["run"]) == 130


def test_pinned_requirements_name_no_download_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (PROJECT / name).read_text()
        assert "://" not in text
        assert "index-url" not in text
        assert "find-links" not in text
        pinned = [line for line in text.splitlines() if line and not line.startswith(" ")]
        assert all("==" in line for line in pinned)


def test_every_pinned_requirement_has_its_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        whole = (PROJECT / name).read_text().replace("\\\n", " ").splitlines()
        asked = [line.split() for line in whole if line.strip() and not line.lstrip().startswith("#")]
        assert len(asked) > 30
        for pinned, *hashes in asked:
            assert re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.+!-]+", pinned), pinned
            own = [one for one in hashes if one.startswith("--hash=")]
            assert own and all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in own), pinned


def test_the_launcher_is_executable() -> None:
    assert os.access(PROJECT / "alongside", os.X_OK)


@pytest.mark.parametrize(
    ("arguments", "requirements", "command"),
    [
        (["test"], "requirements-dev.txt", ["-m", "pytest", "-n", "auto"]),
        (["test", "-k", "quiet"], "requirements-dev.txt", ["-m", "pytest", "-k", "quiet"]),
        (["simulate", "--seeds", "0-9"], "requirements-dev.txt", ["-m", "tests.simulation", "--seeds", "0-9"]),
        (["simulate"], "requirements-dev.txt", ["-m", "tests.simulation"]),
        (["run"], "requirements.txt", ["-m", "bot", "run"]),
        ([], "requirements.txt", ["-m", "bot"]),
    ],
)
def test_each_command_runs_with_what_it_needs(
    launcher: Any,
    house: Any,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    requirements: str,
    command: list[str],
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(launcher, "House", lambda _: house)

    def become(parts: list[str]) -> int:
        started.append(parts)
        return 0

    monkeypatch.setattr(launcher, "become", become)
    monkeypatch.setattr(launcher.os, "environ", dict(os.environ))
    monkeypatch.chdir(PROJECT)
    assert launcher.main(arguments) == 0
    assert started == [[house.python, *command]]
    assert house.made == ["environment", requirements]
