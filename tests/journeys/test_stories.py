"""Each story is lived through against the stand-in, on both databases, and reads as approved (APPROVE=1 keeps what was said)."""

import importlib
from pathlib import Path

import pytest

from storage.database import Database
from storage.encryption import Keyring
from tests.journeys import stories
from tests.journeys.cast import Cast, compare
from tests.journeys.house import MONDAY
from tests.journeys.village import inhabited

FOLDER = Path(stories.__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("[!_]*.py"))


@pytest.mark.parametrize("name", NAMES)
async def test_a_story_reads_as_approved(name: str, database_url: str, keyring: Keyring, tmp_path: Path) -> None:
    story = importlib.import_module(f"{stories.__name__}.{name}").story
    database = Database.open(database_url, keyring, inline=True)
    try:
        async with inhabited(database, tmp_path, start_at=MONDAY, seed=1) as village:
            cast = Cast(village.sandbox)
            await story(cast)
            assert village.trouble() == []
            compare(await cast.transcript(), FOLDER / f"{name}.txt")
    finally:
        database.close()
