"""All that is kept about one person, wherever it is: erased at once, and proved to be gone.

Which columns name a person is read off the schema, so that a new table is neither forgotten nor overlooked.
"""

from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from storage.columns import Sealed
from storage.queries.people import keyring_of
from storage.tables import Outgoing, Person

_people: sa.Table = cast("Any", Person).__table__
_outbox: sa.Table = cast("Any", Outgoing).__table__

# Which of a message's ids name a person: in anybody's outbox, such a message could not be said without them.
NAMING = ("member", "supporter", "leader", "person", "by", "to", "whom", "author", "reporter")


def tables() -> list[sa.Table]:
    return list(SQLModel.metadata.sorted_tables)


def person_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """The columns of a table that point to somebody in `people`."""
    return [column for column in table.columns if any(key.column is _people.c.id for key in column.foreign_keys)]


def erase(session: Session, person: Person) -> None:
    """Delete every row of this person's, by the schema's own cascades, and every message that would name them.

    The session lets go of all it had loaded. An update of theirs that waits in the inbox stays there, sealed, and is emptied
    when it is handled, a moment later, as a stranger's.
    """
    session.flush()
    named = [sa.cast(_outbox.c.ids[key].as_string(), sa.String) == str(person.id) for key in NAMING]
    session.execute(sa.delete(_outbox).where(sa.or_(*named)))
    session.execute(sa.delete(_people).where(_people.c.id == person.id))
    session.expunge_all()


def of(session: Session, tg_id: int) -> dict[str, int]:
    """Where anything of a Telegram id is left, as "table.column" with a count; empty once a person was erased.

    Looks for the keyed hash in every column of text, for the rows it leads to, and, opened, into everything sealed: slow on a
    large database, and meant for a test or for an operator who has to prove it.
    """
    hashed = keyring_of(session).hash_id(tg_id)
    found: dict[str, int] = {}
    person_id = session.execute(sa.select(_people.c.id).where(_people.c.tg_hash == hashed)).scalar()
    for table in tables():
        for column in table.columns:
            count = _count(session, column, hashed, str(tg_id), person_id)
            if count:
                found[f"{table.name}.{column.name}"] = count
    return found


def _count(session: Session, column: sa.Column[Any], hashed: str, tg_id: str, person_id: int | None) -> int:
    if isinstance(column.type, Sealed):
        sealed = session.execute(sa.select(column).where(column.is_not(None)))
        return sum(tg_id in opened for opened in sealed.scalars())
    if column in person_columns(column.table):
        matches: sa.ColumnElement[bool] = column == person_id if person_id is not None else sa.false()
    elif isinstance(getattr(column.type, "impl_instance", column.type), sa.String):
        matches = sa.type_coerce(column, sa.String) == hashed
    else:
        return 0
    return int(session.execute(sa.select(sa.func.count()).where(matches)).scalar_one())
