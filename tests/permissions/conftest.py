"""One door for a whole file of tests: making it takes longer than a hundred taps."""

from collections.abc import Iterator

import pytest

from tests.conftest import make_keyring
from tests.databases import SqliteFiles
from tests.permissions.door import Door, opened


@pytest.fixture(scope="module")
def village_door(sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with opened(sqlite_files.copy(tmp_path_factory.mktemp("door")), make_keyring()) as made:
        yield made


@pytest.fixture
def door(village_door: Door) -> Iterator[Door]:
    yield village_door
    village_door.rows.put_back()
