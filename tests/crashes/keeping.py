"""What one life left behind, and what of it is missing or twice, held against the life in which nothing went wrong."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from bot.actions.kinds import KINDS
from bot.rules.vocabulary import OutboxState
from bot.sandbox.journal import Journal
from storage.database import Database
from storage.tables import Outgoing, Person
from tests.journeys.cast import Cast

Line = tuple[str, str]  # whose chat, and what it says

# How often we slept, woke, polled and asked is not what people entrusted to us; nor are the ids of messages and secrets.
NOT_COMPARED = ("engine", "lease", "outages", "chat_messages", "inbox")
NO_MATTER = re.compile(
    r"id|at|.*_message|message_id|pinned_card|revision|epoch|attempts|dedupe|ids|link|.*_hash|tg_id|body|key_check"
)
REDRAWING = re.compile(rf"outbox: .*\bkind ({'|'.join(name for name, kind in KINDS.items() if kind.edits)}),")
SECOND_CARD = "recipient_id Maya, kind sos-card-again"


@dataclass
class Life:
    """`sent`: every message that the bot posted, edits left out. `owed`: those of them that must arrive."""

    rows: Counter[str]
    sent: Counter[Line]
    owed: Counter[Line]
    faults: list[str]
    repeated: list[str] = field(default_factory=list)
    never_stored: list[int] = field(default_factory=list)  # updates
    deaths: list[str] = field(default_factory=list)  # at which kinds of points
    points: int = 0
    same_as: list[int] = field(default_factory=list)  # for each point, the first one that leaves the same behind


def remember(journal: Journal, database: Database, cast: Cast) -> Life:
    """What everybody's phone has shown, and what the rows hold now."""
    names = {phone.id: phone.name for phone in cast.phones.values()}
    with_ids = {
        (event.chat_id, event.data["message_id"]): (names[event.chat_id], _masked(event.data["text"]))
        for event in journal.since(0)
        if event.kind == "message" and event.data["from_bot"]
    }
    rows, owed = database.read_now(lambda session: (_rows(session), _owed(session)))
    return Life(
        rows=rows,
        sent=Counter(with_ids.values()),
        owed=Counter(with_ids[one] for one in set(owed) if one in with_ids),
        faults=[],
    )


def lost(before: Life, after: Life) -> list[str]:
    """What the life with the crash lacks: rows, and messages that must arrive; and updates that it never stored."""
    rows = [f"row lost: {row}" for row in (before.rows - after.rows)]
    rows += [f"update lost: {one}" for one in after.never_stored]
    return rows + [f"message lost: {who}: {said}" for who, said in (before.owed - after.sent)]


def doubled(before: Life, after: Life) -> list[str]:
    """What it has too much: any row, and more than one copy of a message. To draw a message again shows nothing twice."""
    called_again = "Maya types /sos" in after.repeated  # and has the card once more
    more = [row for row in (after.rows - before.rows) if not REDRAWING.match(row)]
    rows = [f"row too many: {row}" for row in more if not (called_again and SECOND_CARD in row)]
    many = [one for one, copies in (after.sent - before.sent).items() if copies > 1]
    return rows + [f"message copied more than once: {who}: {said}" for who, said in many]


def copies(before: Life, after: Life) -> Counter[Line]:
    return after.sent - before.sent


def _rows(session: Session) -> Counter[str]:
    """Every row in words that do not depend on ids and instants."""
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in NOT_COMPARED]
    labels: dict[tuple[str, Any], str] = {}
    found: Counter[str] = Counter()
    for table in tables:
        keys = [column.name for column in table.primary_key]
        rows = session.execute(sa.select(table).order_by(*table.primary_key)).mappings().all()
        for number, row in enumerate(rows, 1):
            labels[table.name, row[keys[0]]] = row["name"] if table.name == "people" else f"{table.name} {number}"
        for row in rows:
            if table.name == "invites" and row["used_at"] is None:
                continue  # nobody saw its link; it ends by itself
            found[f"{table.name}: " + ", ".join(_told(table, row, labels))] += 1
    return found


def _told(table: sa.Table, row: sa.RowMapping, labels: Mapping[tuple[str, Any], str]) -> list[str]:
    told = []
    for column in table.columns:
        value = row[column.name]
        if column.foreign_keys:
            (key,) = column.foreign_keys
            value = labels.get((key.column.table.name, value))
        elif NO_MATTER.fullmatch(column.name):
            continue
        elif column.name.endswith("_at"):
            value = value is not None and "then"
        elif value in (OutboxState.UNCERTAIN, OutboxState.SENT):
            value = OutboxState.SENT
        if value not in (None, False):
            told.append(f"{column.name} {value}")
    return told


def _owed(session: Session) -> list[tuple[int, int]]:
    """Chat and id of each message that came from the outbox and of which every attempt in doubt is repeated."""
    rows = session.exec(select(Outgoing, Person).where(Outgoing.recipient_id == Person.id)).all()
    return [
        (int(person.tg_id), row.message_id)
        for row, person in rows
        if row.message_id is not None and not KINDS[row.kind].at_most_once
    ]


def _masked(text: str) -> str:
    """Without what differs from life to life: the secrets in links, the hour that is told, the mark of a copy."""
    return re.sub(
        r"\d{1,2}:\d\d", "HH:MM", re.sub(r"([js])_[A-Za-z0-9_-]{22}", r"\1_TOKEN", text.removeprefix("(again) "))
    )
