"""The journal of what was decided: kinds and ids, told once the transaction that decided it is committed.

It holds no name, answer or text. Where nobody listens, nothing is kept.
"""

from dataclasses import dataclass, field
from typing import cast

from sqlmodel import Session

_KEY = "journal"


@dataclass(frozen=True)
class Entry:
    """What was decided (`kind`), and about which rows (`ids`)."""

    kind: str
    ids: dict[str, int | None] = field(default_factory=dict)


def listen(session: Session) -> list[Entry]:
    """Collect from now on what this session's transaction decides; the list fills while it runs."""
    return cast("list[Entry]", session.info.setdefault(_KEY, []))


def note(session: Session, kind: str, **ids: int | None) -> None:
    """Say what was decided. It is told only if the transaction commits."""
    entries = session.info.get(_KEY)
    if entries is not None:
        entries.append(Entry(kind, ids))
