"""Finding people: by row, or by the keyed hash of their Telegram id."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.vocabulary import InboxState
from storage.encryption import Keyring
from storage.tables import Agreement, Expected, Incoming, Person


class Gone(LookupError):
    """The person is not here any more: erased, at their own word."""


def keyring_of(session: Session) -> Keyring:
    return cast("Keyring", session.info["keyring"])


# Built once: every update asks this, and building a statement takes longer than running it.
_BY_TG_HASH = sa.select(Person).where(col(Person.tg_hash) == sa.bindparam("tg_hash"))


def by_telegram_id(session: Session, tg_id: int) -> Person | None:
    return by_hash(session, keyring_of(session).hash_id(tg_id))


def by_hash(session: Session, tg_hash: str) -> Person | None:
    return session.execute(_BY_TG_HASH, {"tg_hash": tg_hash}).scalar_one_or_none()


def by_id(session: Session, person_id: int) -> Person:
    """Raises Gone."""
    with session.no_autoflush:  # what the session has not read, it has not changed
        found = session.get(Person, person_id)
    if found is None:
        raise Gone(f"person {person_id}")
    return found


def due(session: Session, column: str, *, heard_until_at: datetime, limit: int) -> Sequence[Person]:
    """People whose `lost_at` or `fade_at` lies in what we have heard, earliest first, with no update still unhandled."""
    instant = getattr(Person, column)
    waiting = sa.select(col(Incoming.update_id)).where(
        col(Incoming.state) == InboxState.UNHANDLED, col(Incoming.person_hash) == col(Person.tg_hash)
    )
    wanted = sa.select(Person).where(instant <= heard_until_at, ~waiting.exists())
    return session.scalars(wanted.order_by(instant).limit(limit)).all()


def expect(session: Session, expected: Expected) -> None:
    """What this person's next text means, in place of whatever was expected before."""
    forget_expected(session, expected.person_id)
    session.add(expected)


def forget_expected(session: Session, person_id: int) -> None:
    found = session.get(Expected, person_id)
    if found is not None:
        session.delete(found)
        session.flush()


def agreed_to(session: Session, person_id: int, wording: str) -> bool:
    """Whether a person's consent to that wording is in force."""
    found = session.execute(
        sa.select(sa.func.count())
        .select_from(Agreement)
        .where(
            col(Agreement.person_id) == person_id,
            col(Agreement.wording) == wording,
            col(Agreement.withdrawn_at).is_(None),
        )
    )
    return bool(found.scalar_one())


def expected_of(session: Session, person_id: int, *, now: datetime) -> Expected | None:
    """What this person's next text means; None where nothing was asked, or too long ago."""
    found = session.get(Expected, person_id)
    return found if found is not None and found.expires_at > now else None
