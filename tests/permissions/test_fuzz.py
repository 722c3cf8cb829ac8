"""What no phone would send breaks nothing, changes nothing of anybody else's, and hinders nobody. FUZZ=… sends more."""

import os

import pytest

from tests.permissions.door import Door
from tests.permissions.fuzz import fuzz

UPDATES, PARTS = int(os.environ.get("FUZZ", 5_000)), 5


@pytest.mark.parametrize("part", range(PARTS))
async def test_whatever_comes_in_breaks_nothing_and_reaches_nobody_else(door: Door, part: int) -> None:
    counted = await fuzz(door, updates=UPDATES // PARTS, seed=int(os.environ.get("FUZZ_SEED", 0)) + part)
    assert counted["answered"] > UPDATES // PARTS // 3  # most of it is understood, and so goes deep
