"""A few of the seeded bugs, each with the check that notices it; `python -m tests.seeded_bugs` looks for all of them."""

from pathlib import Path

import pytest

from tests.seeded_bugs.catalogue import BUGS
from tests.seeded_bugs.catching import CORE, Laboratory

SEEDS = range(8)  # looked through where the known seed leads to another life now


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Laboratory:
    return Laboratory(Path(tmp_path_factory.mktemp("laboratory")))


@pytest.mark.parametrize(
    ("name", "seed"),
    [
        ("half-finished-never-settled", 1),
        ("reach-out-says-why", 1),
        ("member-not-told-of-the-end", 1),
        ("a-day-is-24-hours", 2),
        ("hold-ignored", 2),
    ],
)
def test_is_noticed(name: str, seed: int, laboratory: Laboratory) -> None:
    assert laboratory.look_for(BUGS[name], seeds=(seed, *SEEDS), where=(CORE,)) is not None


def test_there_are_many_and_each_says_what_it_spoils() -> None:
    assert len(BUGS) >= 36
    assert {bug.spoils for bug in BUGS.values()} >= {f"I{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 10, 11)}
