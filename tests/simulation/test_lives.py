"""A few short lives in each run; `./alongside simulate` lives many more. Same seed, same trace."""

from pathlib import Path

import pytest

from tests.conftest import make_keyring
from tests.databases import SqliteFiles
from tests.simulation.telling import Life, Told, tell


async def live(files: SqliteFiles, folder: Path, life: Life) -> Told:
    folder.mkdir()
    return await tell(life, files.copy(folder), make_keyring, folder)


@pytest.mark.parametrize(("seed", "faults"), [(0, "none"), (1, "some"), (2, "some"), (3, "storm"), (4, "storm")])
async def test_nothing_is_lost_and_nobody_falsely_alarmed(
    seed: int, faults: str, sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    told = await live(sqlite_files, tmp_path / "life", Life(seed, members=1, days=2, faults=faults))
    assert told.violations == [], "\n".join(told.trace)
    assert told.counts["prompts"] > 0


async def test_a_backup_that_is_put_back_brings_nothing_back(sqlite_files: SqliteFiles, tmp_path: Path) -> None:
    told = await live(sqlite_files, tmp_path / "life", Life(7, members=1, days=1, faults="restored", troubles=1))
    assert told.violations == [], "\n".join(told.trace)
    assert told.counts["restores"] == 1


async def test_the_same_seed_has_the_same_trace(sqlite_files: SqliteFiles, tmp_path: Path) -> None:
    life = Life(5, members=1, days=1, faults="storm")
    one, again = [await live(sqlite_files, tmp_path / name, life) for name in ("one", "again")]
    other = await live(sqlite_files, tmp_path / "other", Life(6, members=1, days=1))
    assert one.digest == again.digest != other.digest
