from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands.migrate import migrate
from bot.settings import from_environment
from tests.builders import NOW


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENV_FILE", "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))


def test_a_backup_is_made_in_the_data_folder_and_the_key_is_not_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    migrate(from_environment(env_file=None, token_needed=False), now=lambda: NOW)
    assert main(["backup"]) == 0
    [copy] = (tmp_path / "data" / "backups").iterdir()
    told = capsys.readouterr().out
    assert str(copy) in told
    assert "restored in a temporary place, and sound" in told
    assert "The key file is not in it" in told


def test_folder_and_number_can_be_chosen(tmp_path: Path) -> None:
    migrate(from_environment(env_file=None, token_needed=False), now=lambda: NOW)
    assert main(["backup", "--to", str(tmp_path / "elsewhere"), "--keep", "1"]) == 0
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1


@pytest.mark.parametrize("keep", ["0", "-1", "many"])
def test_keeping_none_is_refused(keep: str) -> None:
    with pytest.raises(SystemExit):
        main(["backup", "--keep", keep])


def test_without_a_database_it_says_so_and_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup"]) == 1
    assert "There is no database at" in capsys.readouterr().err
