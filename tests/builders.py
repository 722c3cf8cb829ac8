"""Rows for tests, in one line each: sensible by default, so that a test states only what it is about.

Every builder adds its row to the session and flushes, so that the row has its id.
"""

from datetime import UTC as UTC
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from bot.actions.joining import agreeing
from bot.rules.vocabulary import CheckinState, SupportState
from storage.queries.engine import engine_row
from storage.tables import Agreement, Cadence, Checkin, Enrolment, Group, Person, Support

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday; no transition of the clocks is near
TODAY = NOW.date()
ZONE = "Etc/UTC"
FIRST_TG_ID = 1001

Row = TypeVar("Row", bound=SQLModel)


def person(
    session: Session, name: str = "Maya", *, tg_id: int | None = None, agreed: bool = False, **more: Any
) -> Person:
    """Somebody the bot knows; their Telegram ids count up from FIRST_TG_ID. `agreed`: to what is asked of a member."""
    if tg_id is None:
        tg_id = FIRST_TG_ID + session.exec(select(sa.func.count()).select_from(Person)).one()
    kept = {"zone": ZONE, "joined_at": NOW, **more}
    who = _add(session, Person(tg_hash=session.info["keyring"].hash_id(tg_id), tg_id=str(tg_id), name=name, **kept))
    if agreed:
        _add(session, Agreement(person_id=id_of(who), wording=agreeing.WORDING, given_at=NOW))
    return who


def group(session: Session, name: str = "Morning circle", **more: Any) -> Group:
    return _add(session, Group(name=name, **{"zone": ZONE, "template": "aftercare", "created_at": NOW, **more}))


def cadence(session: Session, owner: Person | Group, *, times: tuple[time, ...] = (time(9),), **more: Any) -> Cadence:
    """Every day at nine, unless told otherwise."""
    whose = {"group_id": owner.id} if isinstance(owner, Group) else {"person_id": owner.id}
    return _add(session, Cadence(times=times, **{**whose, "days": frozenset(range(7)), **more}))


def enrolment(session: Session, who: Person, rhythm: Cadence, **more: Any) -> Enrolment:
    return _add(session, Enrolment(person_id=id_of(who), cadence_id=id_of(rhythm), **more))


def checkin(session: Session, who: Person, rhythm: Cadence, *, on: date = TODAY, slot: int = 0, **more: Any) -> Checkin:
    """A check-in that was sent at NOW, with the usual window and reminders still to come."""
    usual = {
        "state": CheckinState.SENT,
        "zone": ZONE,
        "planned_at": NOW,
        "sent_at": NOW,
        "deadline_at": NOW + timedelta(hours=12),
        "remind_at": NOW + timedelta(hours=1),
    }
    return _add(session, Checkin(person_id=id_of(who), cadence_id=id_of(rhythm), on=on, slot=slot, **{**usual, **more}))


def support(session: Session, member: Person, supporter: Person, *, position: int = 1, **more: Any) -> Support:
    """A supporter whom the member has confirmed."""
    usual = {"state": SupportState.CONFIRMED, "accepted_at": NOW, "confirmed_at": NOW}
    return _add(
        session,
        Support(member_id=id_of(member), supporter_id=id_of(supporter), position=position, **{**usual, **more}),
    )


def heard(session: Session, until: datetime) -> None:
    """Our fetches have covered everything until then."""
    engine_row(session).heard_until_at = until


def id_of(row: Person | Group | Cadence | Checkin | Support) -> int:
    """The id of a row that has been flushed."""
    assert row.id is not None
    return row.id


def _add(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row
