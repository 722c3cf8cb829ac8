"""The stage on which actions are played."""

import pytest

from storage.database import Database
from tests.actions.supporters_stage import Stage


@pytest.fixture
def stage(database: Database) -> Stage:
    return Stage(database)
