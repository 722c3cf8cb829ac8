"""A few short lives in each run; `python -m tests.simulation` lives many more. Same seed, same trace."""

from pathlib import Path

import pytest

from tests.conftest import make_keyring
from tests.databases import SqliteFiles
from tests.simulation.telling import Told, tell


async def live(files: SqliteFiles, folder: Path, seed: int, *, level: str, days: int = 3) -> Told:
    folder.mkdir()
    return await tell(seed, files.copy(folder), make_keyring, folder, members=1, days=days, level=level)


@pytest.mark.parametrize(("seed", "level"), [(0, "none"), (1, "some"), (2, "some"), (3, "storm"), (4, "storm")])
async def test_nothing_is_lost_and_nobody_falsely_alarmed(
    seed: int, level: str, sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    told = await live(sqlite_files, tmp_path / "life", seed, level=level)
    assert told.violations == [], "\n".join(told.trace)
    assert told.counts["prompts"] > 0


async def test_the_same_seed_has_the_same_trace(sqlite_files: SqliteFiles, tmp_path: Path) -> None:
    one, again = [await live(sqlite_files, tmp_path / name, 5, level="some", days=2) for name in ("one", "again")]
    other = await live(sqlite_files, tmp_path / "other", 6, level="some", days=2)
    assert one.digest == again.digest != other.digest
