"""When the operator last confirmed each crisis card."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from storage.tables import CardCheck


def verified_on(session: Session, country: str) -> date | None:
    """The day the card of `country` (ISO code, "ZZ" for an unknown one) was confirmed last; None: never."""
    row = session.get(CardCheck, country)
    return row.verified_on if row is not None else None


def all_verified_on(session: Session) -> Mapping[str, date]:
    return {row.country: row.verified_on for row in session.scalars(sa.select(CardCheck))}


def confirm(session: Session, country: str, *, on: date) -> None:
    session.merge(CardCheck(country=country, verified_on=on))
