"""An older copy is recognised by its number, and the log is trusted only where it saw all that was taken back since."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from storage import revocations, sequence
from storage.database import Database
from storage.queries.engine import engine_row
from storage.revocations import Revoked
from storage.sequence import Mark, Sequence, is_older, knows_all_since
from tests.builders import NOW

MARK = Mark(since=10, number=20, logged=100)


@pytest.mark.parametrize(
    ("mark", "number", "in_file", "older"),
    [
        (MARK, 19, True, True),
        (MARK, 19, False, True),
        (MARK, 20, True, False),
        (MARK, 21, True, False),  # used from another folder meanwhile
        (None, 0, True, False),  # a new database in a new folder
        (None, 1, True, True),  # a file that has lived, without its folder
        (None, 1, False, False),  # a server's database, and a standby that is new
    ],
)
def test_a_copy_is_older_where_its_number_is_lower(mark: Mark | None, number: int, in_file: bool, older: bool) -> None:
    assert is_older(mark, number, in_file=in_file) is older


@pytest.mark.parametrize(
    ("mark", "number", "logged", "known"),
    [
        (MARK, 10, 100, True),
        (MARK, 9, 100, False),  # another folder was used then
        (MARK, 20, 100, True),
        (MARK, 21, 100, False),  # the folder is older than the copy
        (MARK, 15, 99, False),  # the log is shorter than it was
        (MARK, 15, 0, False),
        (MARK, 15, 101, True),
        (None, 15, 100, False),
        (Mark(0, 20, 0), 15, 0, True),  # nothing was ever taken back
    ],
)
def test_the_log_is_trusted_only_where_it_saw_everything(
    mark: Mark | None, number: int, logged: int, known: bool
) -> None:
    assert knows_all_since(mark, number, logged=logged) is known


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def started(database: Database, folder: Path) -> Sequence:
    made = Sequence(folder)
    database.before_commit, database.on_commit = made.before_commit, [made.committed]
    database.write_now(made.begin)
    return made


def number(database: Database) -> int:
    return database.read_now(lambda session: engine_row(session).sequence)


@pytest.fixture
def bot(database: Database, folder: Path) -> Sequence:
    return started(database, folder)


def take_back(session: Session) -> None:
    revocations.note(session, Revoked.FORGOTTEN, "a" * 32, now=NOW)


def test_database_and_folder_count_together(database: Database, bot: Sequence) -> None:
    assert bot.mark() == Mark(0, number(database), 0) == Mark(0, 1, 0)
    assert not database.read_now(bot.is_older)


def test_every_taking_back_counts(database: Database, bot: Sequence) -> None:
    database.write_now(take_back)
    assert bot.mark() == Mark(0, 2, bot.log.size())
    assert bot.log.size() > 0


def test_an_ordinary_change_costs_nothing(database: Database, bot: Sequence, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: Mark) -> None:
        raise AssertionError

    monkeypatch.setattr(bot, "keep", never)
    database.write_now(lambda session: None)
    assert number(database) == 1


@pytest.mark.parametrize(
    ("after", "counts"), [(timedelta(seconds=59), 2), (timedelta(minutes=1), 3), (-timedelta(seconds=1), 3)]
)
def test_fetches_count_once_a_minute_or_where_the_clock_was_set_back(
    database: Database, bot: Sequence, after: timedelta, counts: int
) -> None:
    database.write_now(lambda session: bot.each_minute(session, now=NOW))
    database.write_now(lambda session: bot.each_minute(session, now=NOW + after))
    assert number(database) == counts


def test_what_was_rolled_back_is_not_counted(database: Database, bot: Sequence) -> None:
    def fails(session: Session) -> None:
        bot.each_minute(session, now=NOW)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.write_now(fails)
    assert bot.mark() == Mark(0, 1, 0)


def test_a_folder_goes_on_trusting_its_log_after_a_restart(database: Database, folder: Path, bot: Sequence) -> None:
    database.write_now(take_back)
    again = started(database, folder)
    assert again.mark() == Mark(0, 3, again.log.size())


def test_killed_before_the_number_was_kept_it_goes_on_too(database: Database, folder: Path, bot: Sequence) -> None:
    database.on_commit.clear()
    database.write_now(take_back)
    again = started(database, folder)
    assert again.mark() == Mark(0, 3, again.log.size())


def test_killed_before_the_very_first_number_was_kept_it_is_no_older_copy(database: Database, folder: Path) -> None:
    first = Sequence(folder)
    database.write_now(first.begin)  # and dies: nothing is kept once it has committed
    assert not database.read_now(Sequence(folder).is_older)
    again = started(database, folder)
    assert again.mark() == Mark(0, 2, 0)


def test_a_database_that_was_used_elsewhere_is_known_only_from_here_on(
    database: Database, folder: Path, bot: Sequence, tmp_path: Path
) -> None:
    elsewhere = started(database, tmp_path / "elsewhere")
    database.write_now(take_back)
    assert elsewhere.log.size() > 0
    again = started(database, folder)
    assert again.mark() == Mark(3, 4, 0)
    assert not again.knows_all_since(2)


def test_a_log_that_was_lost_is_known_only_from_here_on(database: Database, folder: Path, bot: Sequence) -> None:
    database.write_now(take_back)
    (folder / revocations.FILE_NAME).unlink()
    again = started(database, folder)
    assert not again.knows_all_since(1)
    assert again.knows_all_since(2)


@pytest.mark.parametrize("content", ["", "1 2", "one two three", "1 2 3 4"])
def test_a_spoiled_file_is_none(folder: Path, content: str) -> None:
    folder.mkdir()
    (folder / sequence.FILE_NAME).write_text(content)
    assert Sequence(folder).mark() is None


def test_where_the_folder_cannot_be_written_the_bot_goes_on(
    database: Database, bot: Sequence, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_: Mark) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bot, "keep", full)
    database.write_now(lambda session: bot.each_minute(session, now=NOW))
    assert number(database) == 2
    assert "could not be kept" in caplog.text
