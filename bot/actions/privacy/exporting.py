"""/export: everything held about a person, in clear, as a file in their private chat, after they said yes.

A ZIP with one JSON file, the same as CSV for a spreadsheet, and a word on keeping it safe. It is made when it leaves and
kept nowhere.
"""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from sqlmodel import Session

from bot.actions.privacy import holdings
from bot.rules.vocabulary import Priority
from bot.texts import catalogue
from bot.texts.messages import Message, Reply
from storage.queries import outbox, people
from storage.tables import Outgoing, Person

EXPIRES_AFTER = timedelta(hours=1)  # nobody is surprised by their own file later
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def ask(session: Session, person: Person, *, now: datetime) -> Reply:
    return Reply(show=Message("export-ask"))


def send(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Send it]: one file a minute at most."""
    outbox.enqueue(
        session, "export", person.id, now=now, priority=Priority.REPLY, expires_at=now + EXPIRES_AFTER,
        dedupe=f"export:{person.id}:{now:%Y-%m-%dT%H:%M}",
    )  # fmt: skip
    return Reply(show=Message("export-coming"))


def decline(session: Session, person: Person, *, now: datetime) -> Reply:
    return Reply(show=Message("export-not-now"))


def delete(session: Session, person: Person, *, message_id: int | None, now: datetime) -> Reply:
    """[Delete this file] below the file itself. Telegram allows it for two days; after that the person can do it."""
    return Reply(toast=Message("export-deleted"), deletes=(message_id,) if message_id is not None else ())


def load(session: Session, row: Outgoing, now: datetime) -> Message:
    person = people.by_id(session, row.recipient_id or 0)
    return Message("export", {"file": (f"alongside-{now:%Y-%m-%d}.zip", archive(session, person, now=now))})


def archive(session: Session, person: Person, *, now: datetime) -> bytes:
    """The ZIP's bytes."""
    tables = {name: [_plain(row) for row in rows] for name, rows in holdings.rows(session, person)}
    files = {
        "README.txt": catalogue.plain(Message("export-readme"), person.language),
        "data.json": json.dumps({"made_at": now.isoformat(), **tables}, ensure_ascii=False, indent=1),
        **{f"{name}.csv": _csv(rows) for name, rows in tables.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case frozenset() | tuple():
            return [_value(one) for one in sorted(value)]
    return value


def _csv(rows: list[dict[str, Any]]) -> str:
    """With a mark at the start, by which spreadsheets know that it is UTF-8."""
    out = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return "\ufeff" + out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
