"""The name of this process for the lease, and whether a process of another name is surely gone.

Only a process of the same boot of the same machine, in the same namespace of process numbers, can be judged: nobody
there means that it is gone. Elsewhere (another machine or container, or a system without /proc) the lease runs out.
"""

import os
import socket
from pathlib import Path

PROC = Path("/proc")


def own_name(*, proc: Path = PROC) -> str:
    """Return the name of this process, at most 64 characters."""
    return f"{_place(proc) or socket.gethostname()[:48]}:{os.getpid()}"


def is_gone(name: str, *, proc: Path = PROC) -> bool:
    """Return whether no such process is left; False wherever that cannot be known."""
    place, _, number = name.rpartition(":")
    return place == _place(proc) and number.isdecimal() and not (proc / number).exists()


def _place(proc: Path) -> str | None:
    """Where the process numbers that we see are counted: this boot, this namespace. None: it does not say."""
    try:
        boot = (proc / "sys/kernel/random/boot_id").read_text("ascii").strip()
        namespace = str((proc / "self/ns/pid").readlink()).strip("pid:[]")
    except OSError:
        return None
    return f"{boot}:{namespace}"[:52]
