"""A few deaths in each run; `python -m tests.crashes` dies at every point."""

import asyncio
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.conftest import make_keyring
from tests.crashes import keeping
from tests.crashes.keeping import Life
from tests.crashes.sweep import judge, live
from tests.databases import SqliteFiles

PARTS = 4  # of the journey, with a death in each
SEED = 3


@pytest.fixture(scope="module")
def unharmed(sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Life:
    """The life in which nothing goes wrong."""
    folder = tmp_path_factory.mktemp("unharmed")
    return asyncio.run(live(sqlite_files.copy(folder), make_keyring, folder))


def test_the_journey_has_the_whole_main_job_in_it(unharmed: Life) -> None:
    assert (unharmed.faults, unharmed.repeated, unharmed.deaths) == ([], [], [])
    told = [row for row in unharmed.rows if row.startswith("alerts: ")]
    ends = {(kind, outcome) for row in told for kind in ("hard", "quiet", "sos") if f"kind {kind}" in row
            for outcome in ("talked", "checked_in") if f"outcome {outcome}" in row}  # fmt: skip
    assert ends == {("hard", "talked"), ("quiet", "checked_in"), ("sos", "talked")}
    said = {text for _, text in unharmed.sent}
    assert {"Did Sam reach you?", "Sam has seen this.", "Maya has checked in.", "Sam is on it."} <= said
    assert sum(unharmed.owed.values()) > 20


@pytest.mark.parametrize("part", range(PARTS))
async def test_whatever_the_bot_was_about_to_do_nothing_is_lost_and_nothing_comes_twice(
    part: int, unharmed: Life, sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    """At a point of each part of the journey, the same ones in each run."""
    length = unharmed.points // PARTS
    point = part * length + Random(f"{SEED} {part}").randint(1, length)
    after = await live(sqlite_files.copy(tmp_path), make_keyring, tmp_path, dies_at=point)
    verdict = judge(point, unharmed, after)
    assert verdict.is_well, verdict


def test_the_judge_sees_what_is_missing_and_what_is_too_much(unharmed: Life) -> None:
    row, owed = next(iter(unharmed.rows)), next(iter(unharmed.owed))
    poor = replace(unharmed, rows=unharmed.rows - Counter([row]), sent=unharmed.sent - Counter([owed]))
    rich = replace(unharmed, rows=unharmed.rows + Counter([row]), sent=unharmed.sent + Counter([owed]))
    assert keeping.lost(unharmed, poor) == [f"row lost: {row}", f"message lost: {owed[0]}: {owed[1]}"]
    assert keeping.doubled(unharmed, rich) == [f"row too many: {row}"], "one copy may come"
    twice = replace(unharmed, sent=unharmed.sent + Counter({owed: 2}))
    assert keeping.doubled(unharmed, twice) == [f"message copied more than once: {owed[0]}: {owed[1]}"]
    assert keeping.lost(unharmed, rich) == keeping.doubled(unharmed, poor) == []
