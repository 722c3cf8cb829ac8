"""When each stage and the outbox next have something to do, in one question: the core asks it at every instant.

What the stages ask is theirs; here it is only put into one statement, past the sessions. `differences` holds both against
each other.
"""

import sqlite3
from datetime import UTC, datetime

from sqlalchemy.dialects import sqlite

from bot.app import STAGES
from storage.database import Database, Session
from storage.queries.schedule import Earliest

_STAGES = {stage.name: stage.next_at for stage in STAGES if isinstance(stage.next_at, Earliest)}
_OUTBOX = {
    "outbox": "SELECT min(not_before_at) FROM outbox WHERE state = 'waiting'",
    "page": "SELECT min(not_before_at) FROM outbox WHERE state = 'waiting' AND kind IN ('alert-page', 'alert-reminder')",
    "lapse": "SELECT min(claimed_until_at) FROM outbox WHERE state = 'claimed'",
}
_ASKED = [str(one.question.compile(dialect=sqlite.dialect())) for one in _STAGES.values()]
_LOOK = "SELECT " + ", ".join([*_ASKED, *(f"({question})" for question in _OUTBOX.values())])


def look(raw: sqlite3.Connection) -> dict[str, datetime]:
    """By stage, "outbox" (a message may leave), "page" (one to a supporter), "lapse" (a claim ends); what never is, is left out."""
    found = [datetime.fromisoformat(at).replace(tzinfo=UTC) if at else None for at in raw.execute(_LOOK).fetchone()]
    known = dict(zip((*_STAGES, *_OUTBOX), found, strict=True))
    known |= {name: stage.then(known[name]) for name, stage in _STAGES.items()}
    return {name: at for name, at in known.items() if at is not None}


def differences(database: Database, raw: sqlite3.Connection) -> list[str]:
    """Where the one question and the stages' own give different answers."""
    known = look(raw)

    def ask(session: Session) -> list[str]:
        found = {stage.name: stage.next_at(session) for stage in STAGES}
        return [
            f"{name}: {known.get(name)}, the stage says {at}" for name, at in found.items() if at != known.get(name)
        ]

    return database.read_now(ask)
