"""The journal of what was decided and why: kinds, words and ids, told once the transaction that decided it is committed.

It holds no name, answer or text.
"""

from dataclasses import dataclass, field
from typing import cast

from sqlmodel import Session

_KEY = "journal"


@dataclass(frozen=True)
class Entry:
    """What was decided (`kind`), why or of which sort (`why`, words of the vocabulary), and about which rows (`ids`)."""

    kind: str
    why: str = ""
    ids: dict[str, int | None] = field(default_factory=dict)


def note(session: Session, kind: str, *, why: str = "", **ids: int | None) -> None:
    """Say what was decided. It is told only if the transaction commits. Ids of people are named after their part in it."""
    cast("list[Entry]", session.info.setdefault(_KEY, [])).append(Entry(kind, why, ids))


def noted(session: Session) -> list[Entry]:
    """What this session's transaction decided, in order."""
    return cast("list[Entry]", session.info.get(_KEY, []))
