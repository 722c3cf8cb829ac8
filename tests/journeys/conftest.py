"""The house of every journey, once on SQLite, once on PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import engines
from tests.journeys.house import House, opened


def unseal(database_url: str) -> None:
    """The bot makes its own keys in a journey, so the template's must be forgotten; nothing is sealed with them yet."""
    engine = engines.build(database_url, None)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE engine SET key_check = NULL")
    engine.dispose()


@pytest.fixture
async def house(tmp_path: Path, database_url: str) -> AsyncIterator[House]:
    unseal(database_url)
    async with opened(tmp_path, database_url, tmp_path / "keys.txt") as made:
        yield made
