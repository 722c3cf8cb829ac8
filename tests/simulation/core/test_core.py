"""A few short lives of the core in each run; `python -m tests.simulation.core` lives many more. Same seed, same trace."""

import sqlite3
from collections.abc import Iterator

import pytest

from tests.simulation.core.agenda import differences
from tests.simulation.core.telling import Life, migrated, tell


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = migrated(str(tmp_path_factory.mktemp("core") / "model.db"))
    yield connection
    connection.close()


@pytest.mark.parametrize(("seed", "level"), [(1, "some"), (2, "storm")])
def test_nothing_is_lost_and_nobody_falsely_alarmed(seed: int, level: str, model: sqlite3.Connection) -> None:
    told = tell(seed, model, members=5, days=5, level=level)
    assert told.violations == [], "\n".join(told.story)
    assert told.counts["prompts"] > 0


def test_the_same_seed_has_the_same_trace(model: sqlite3.Connection) -> None:
    one, again, other = (tell(seed, model, members=3, days=3, level="storm") for seed in (5, 5, 6))
    assert one.digest == again.digest != other.digest


def test_the_one_question_for_what_is_due_asks_what_the_stages_ask(model: sqlite3.Connection) -> None:
    life = Life(7, model, members=3, days=2, level="none")
    life.live()
    assert differences(life.database, life.raw) == []
    life.database.close()
