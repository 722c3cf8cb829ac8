import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.lock import DataInUse, FileLock

HOLD_IT = """
import sys
from pathlib import Path
from storage.lock import FileLock

lock = FileLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "alongside.lock"


@pytest.fixture
def another_process(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that holds the lock."""
    command = [sys.executable, "-c", HOLD_IT, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


def test_the_first_gets_it_and_may_ask_again(path: Path) -> None:
    lock = FileLock(path)
    assert not lock.held
    assert lock.acquire()
    assert lock.acquire()
    assert lock.held


def test_nobody_else_gets_it_until_it_is_released(path: Path) -> None:
    first, second = FileLock(path), FileLock(path)
    first.demand()
    assert not second.acquire()
    with pytest.raises(DataInUse, match="Stop it first"):
        second.demand()
    first.release()
    first.release()
    assert second.acquire()
    assert not first.acquire()


def test_another_process_keeps_us_out_until_it_dies(path: Path, another_process: "subprocess.Popen[str]") -> None:
    lock = FileLock(path)
    assert not lock.acquire()
    another_process.kill()
    another_process.wait()
    assert lock.acquire()


async def test_a_standby_gets_it_as_soon_as_it_is_free(path: Path) -> None:
    first, standby = FileLock(path), FileLock(path)
    first.demand()
    naps: list[float] = []

    async def sleep(seconds: float) -> None:
        assert not standby.held
        naps.append(seconds)
        if len(naps) == 3:
            first.release()

    await standby.wait(sleep)
    assert standby.held
    assert naps == [2.0] * 3


def test_the_lock_file_stays_so_that_no_two_hold_the_lock(path: Path) -> None:
    lock = FileLock(path)
    lock.demand()
    lock.release()
    assert path.exists()
