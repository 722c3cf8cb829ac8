"""The file that a restore reads: it may say more than the database, never less, and survives a crash in any line."""

from pathlib import Path

import pytest

from storage.revocations import Entry, Revoked, RevokedLog
from tests.builders import NOW

MAYA, SAM = "a" * 32, "b" * 32
FIRST, SECOND = Entry(NOW, Revoked.FORGOTTEN, (MAYA,)), Entry(NOW, Revoked.SHARING, (MAYA, SAM))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "revoked.log"


def test_what_was_written_is_read_back_in_order(path: Path) -> None:
    log = RevokedLog(path)
    log.append([FIRST])
    log.append([SECOND])
    assert list(RevokedLog(path).entries()) == [FIRST, SECOND]


def test_a_log_that_was_never_written_is_empty(path: Path) -> None:
    assert list(RevokedLog(path).entries()) == []


@pytest.mark.parametrize("kept", range(1, len(FIRST.line())))
def test_a_line_torn_by_a_crash_spoils_none_of_the_next(path: Path, kept: int) -> None:
    path.parent.mkdir()
    path.write_text(FIRST.line()[:kept])
    RevokedLog(path).append([SECOND])
    assert list(RevokedLog(path).entries())[-1] == SECOND


def test_nobody_else_on_the_machine_can_read_it(path: Path) -> None:
    RevokedLog(path).append([FIRST])
    assert path.stat().st_mode & 0o077 == 0
