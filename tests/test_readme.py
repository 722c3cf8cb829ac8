"""What the README says of the code is so: its data map holds every table, and every file it names is there."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rules.retention import KEPT_FOR, Kept
from storage.columns import Sealed
from storage.queries import traces

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
KEPT_IN = {
    Kept.NOTES: "their note",
    Kept.RATINGS: "their mood",
    Kept.ALERTS: "`alerts`",
    Kept.LOOKS: "`disclosures`",
    Kept.SENT: "`outbox`",
    Kept.RECEIVED: "`inbox`",
    Kept.CHAT: "`chat_messages`",
    Kept.LINKS: "`invites`",
    Kept.QUESTIONS: "`expected`",
    Kept.OUTAGES: "`outages`",
    Kept.WORDS: "`sent_words`",
}


def rows(heading: str) -> list[str]:
    """The rows of the table under a heading."""
    section = README.split(f"### {heading}\n")[1].split("\n### ")[0]
    return [line for line in section.splitlines() if line.startswith("| ")][1:]


DATA_MAP = rows("Data map")
THREATS = rows("Threats, and what holds against them")


def row_of(words: str) -> str:
    found = [row for row in DATA_MAP if words in row]
    assert len(found) == 1, words
    return found[0]


def said(kept_for: timedelta) -> str:
    days = kept_for.days
    return f"{days // 365} year" if days >= 365 else f"{days} day" if days else "until they expire"


@pytest.mark.parametrize("table", [table.name for table in traces.tables()])
def test_every_table_is_in_the_data_map(table: str) -> None:
    assert f"`{table}`" in "".join(DATA_MAP)


def test_the_data_map_names_no_table_that_is_not_there() -> None:
    named = {name for row in DATA_MAP for name in re.findall(r"`([a-z_]+)`", row)}
    assert named == {table.name for table in traces.tables()}


@pytest.mark.parametrize(
    "table", [one.name for one in traces.tables() if any(isinstance(c.type, Sealed) for c in one.c)]
)
def test_the_data_map_says_of_every_table_that_holds_something_sealed_that_it_does(table: str) -> None:
    assert "sealed" in row_of(f"`{table}`" if table != "checkins" else "their note")


@pytest.mark.parametrize("kept", list(Kept))
def test_the_data_map_says_how_long_each_thing_is_kept(kept: Kept) -> None:
    assert said(KEPT_FOR[kept]) in row_of(KEPT_IN[kept])


def test_every_threat_has_its_test_but_the_one_nothing_holds_against() -> None:
    assert [row for row in THREATS if "`tests/" not in row] == [row for row in THREATS if "reads along" in row]


@pytest.mark.parametrize(
    "path", sorted({*re.findall(r"`((?:bot|handlers|schedules|storage|tests)/[\w/.-]+\.\w+)`", README)})
)
def test_every_file_that_the_readme_names_is_there(path: str) -> None:
    assert (ROOT / path).is_file()
