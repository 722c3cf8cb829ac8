"""When each stage and the outbox next have something to do, in one question: the core asks it at every instant.

`Stage.next_at` asks the same one by one; `differences` holds the two against each other.
"""

import sqlite3
from datetime import UTC, datetime

from bot.app import STAGES
from storage.database import Database, Session

_DUE = {
    "open": "SELECT min(next_at) FROM enrolments WHERE next_at IS NOT NULL",
    "settle": "SELECT min(settle_at) FROM checkins WHERE settle_at IS NOT NULL",
    "remind": "SELECT min(remind_at) FROM checkins WHERE remind_at IS NOT NULL",
    "judge": "SELECT min(deadline_at) FROM checkins WHERE deadline_at IS NOT NULL",
    "fade": "SELECT min(fade_at) FROM people WHERE fade_at IS NOT NULL",
    "lose": "SELECT min(lost_at) FROM people WHERE lost_at IS NOT NULL",
    "escalate": "SELECT min(next_at) FROM alerts WHERE next_at IS NOT NULL",
    "renew": "SELECT min(ask_at) FROM sharing WHERE ask_at IS NOT NULL",
    "farewell": "SELECT farewell_next_at FROM engine",
    "leaders": "SELECT min(look_at) FROM groups WHERE look_at IS NOT NULL",
    "outbox": "SELECT min(not_before_at) FROM outbox WHERE state = 'waiting'",
    "page": "SELECT min(not_before_at) FROM outbox WHERE state = 'waiting' AND kind IN ('alert-page', 'alert-reminder')",
    "lapse": "SELECT min(claimed_until_at) FROM outbox WHERE state = 'claimed'",
    "retire": "SELECT coalesce((SELECT datetime(swept_at, '+1 day') FROM engine), '0001-01-01 00:00:00')",
}
_LOOK = "SELECT " + ", ".join(f"({question})" for question in _DUE.values())


def look(raw: sqlite3.Connection) -> dict[str, datetime]:
    """By stage, "outbox" (a message may leave), "page" (one to a supporter), "lapse" (a claim ends); what never is, is left out."""
    row = raw.execute(_LOOK).fetchone()
    return {name: datetime.fromisoformat(at).replace(tzinfo=UTC) for name, at in zip(_DUE, row, strict=True) if at}


def differences(database: Database, raw: sqlite3.Connection) -> list[str]:
    """Where the one question and the stages' own give different answers."""
    known = look(raw)

    def ask(session: Session) -> list[str]:
        found = {stage.name: stage.next_at(session) for stage in STAGES}
        return [
            f"{name}: {known.get(name)}, the stage says {at}" for name, at in found.items() if at != known.get(name)
        ]

    return database.read_now(ask)
