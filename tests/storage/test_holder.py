"""Which processes are surely gone. A false "gone" would let two act at once; a false "there" only waits for the lease."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.holder import PROC, is_gone, own_name

pytestmark = pytest.mark.skipif(not (PROC / "self/ns/pid").exists(), reason="this system has no /proc")


def test_we_are_here() -> None:
    assert len(own_name()) <= 64
    assert not is_gone(own_name())


def test_a_process_that_ended_here_is_gone() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    name = f"{own_name().rpartition(':')[0]}:{child.pid}"
    assert not is_gone(name)
    child.kill()
    child.wait()
    assert is_gone(name)


def test_of_another_place_nothing_is_known(tmp_path: Path) -> None:
    name = own_name()
    boot, namespace, _ = name.split(":")
    for other in (f"{boot}:1:999999999", f"{boot[::-1]}:{namespace}:999999999", "debian:999999999", "", "x:y"):
        assert not is_gone(other), other
    assert not is_gone("debian:999999999", proc=tmp_path), "without /proc nobody can be judged"
    assert own_name(proc=tmp_path).endswith(name.rpartition(":")[2])
