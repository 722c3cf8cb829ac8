"""The house of every journey, once on SQLite, once on PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.house import House, opened


@pytest.fixture
async def house(tmp_path: Path, database_url: str) -> AsyncIterator[House]:
    async with opened(tmp_path, database_url, tmp_path / "keys.txt") as made:
        yield made
