"""The one row in which the running bot keeps what it knows about itself."""

from sqlmodel import Session

from storage.tables import Engine


def engine_row(session: Session) -> Engine:
    found = session.get(Engine, 1)
    if found is None:
        found = Engine(id=1)
        session.add(found)
        session.flush()
    return found
