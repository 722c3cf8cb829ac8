"""The keys that hold DESIGN's "at most one" hold in the database itself, whatever the code forgets."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from bot.rules.vocabulary import AlertKind, AlertState, Level, Signal
from storage.database import Database
from storage.tables import Alert, Cadence, Checkin, Outgoing, Person, Sharing
from tests.builders import NOW, TODAY, cadence, checkin, group, id_of, person, support


def alert(member: Person, kind: AlertKind, state: AlertState) -> Alert:
    return Alert(member_id=id_of(member), on=TODAY, kind=kind, state=state, opened_at=NOW)


def sharing(support_id: int, *, ended: bool = False) -> Sharing:
    over = NOW if ended else None
    return Sharing(support_id=support_id, signal=Signal.HIGH, level=Level.REASON, wording="1", since_at=NOW,
                   until_at=NOW + timedelta(days=365), revoked_at=over)  # fmt: skip


def added(*rows: SQLModel, session: Session) -> None:
    session.add_all(rows)
    session.flush()


def test_one_check_in_per_member_cadence_date_and_slot(database: Database) -> None:
    def twice(session: Session, slot: int) -> None:
        who = person(session)
        rhythm = cadence(session, who)
        checkin(session, who, rhythm, slot=0)
        checkin(session, who, rhythm, slot=slot)

    database.write_now(lambda session: twice(session, slot=1))
    with pytest.raises(sa.exc.IntegrityError):
        database.write_now(lambda session: twice(session, slot=0))


@pytest.mark.parametrize("first", [AlertState.HELD, AlertState.ASKING, AlertState.ACKNOWLEDGED])
def test_one_live_alert_per_member(database: Database, first: AlertState) -> None:
    def second(session: Session) -> None:
        who = person(session)
        added(alert(who, AlertKind.HARD, first), session=session)
        added(alert(who, AlertKind.QUIET, AlertState.HELD), session=session)

    with pytest.raises(sa.exc.IntegrityError):
        database.write_now(second)


@pytest.mark.parametrize("first", [state for state in AlertState if state not in ("held", "asking", "acknowledged")])
def test_an_ended_alert_makes_room_for_the_next(database: Database, first: AlertState) -> None:
    def second(session: Session) -> None:
        who = person(session)
        added(alert(who, AlertKind.HARD, first), alert(who, AlertKind.HARD, AlertState.HELD), session=session)

    database.write_now(second)


def test_an_sos_needs_no_room(database: Database) -> None:
    def all_at_once(session: Session) -> None:
        who = person(session)
        live = AlertState.ASKING
        rows = (alert(who, kind, live) for kind in (AlertKind.HARD, AlertKind.SOS, AlertKind.SOS))
        added(*rows, session=session)

    database.write_now(all_at_once)


def test_one_live_support_per_pair(database: Database) -> None:
    def twice(session: Session, *, first_ended: bool) -> None:
        maya, sam = person(session, "Maya"), person(session, "Sam")
        support(session, maya, sam, ended_at=NOW if first_ended else None)
        support(session, maya, sam)

    database.write_now(lambda session: twice(session, first_ended=True))
    with pytest.raises(sa.exc.IntegrityError):
        database.write_now(lambda session: twice(session, first_ended=False))


def test_two_members_may_support_each_other(database: Database) -> None:
    def both(session: Session) -> None:
        maya, sam = person(session, "Maya"), person(session, "Sam")
        support(session, maya, sam)
        support(session, sam, maya)

    database.write_now(both)


def test_one_consent_in_force_per_supporter_and_signal(database: Database) -> None:
    def twice(session: Session, *, first_ended: bool) -> None:
        bond = support(session, person(session, "Maya"), person(session, "Sam"))
        added(sharing(id_of(bond), ended=first_ended), sharing(id_of(bond)), session=session)

    database.write_now(lambda session: twice(session, first_ended=True))
    with pytest.raises(sa.exc.IntegrityError):
        database.write_now(lambda session: twice(session, first_ended=False))


def test_a_message_is_in_the_outbox_once(database: Database) -> None:
    def once(session: Session) -> None:
        added(
            Outgoing(dedupe="prompt:1", kind="prompt", priority=3, created_at=NOW, not_before_at=NOW), session=session
        )

    database.write_now(once)
    with pytest.raises(sa.exc.IntegrityError):
        database.write_now(once)


def test_a_person_is_there_once(database: Database) -> None:
    database.write_now(lambda session: person(session, tg_id=7))
    with pytest.raises(sa.exc.IntegrityError):
        database.write_now(lambda session: person(session, tg_id=7))


@pytest.mark.parametrize("owners", ["both", "neither"])
def test_a_cadence_belongs_to_a_group_or_to_a_person(database: Database, owners: str) -> None:
    def wrong(session: Session) -> None:
        group_id, person_id = (id_of(group(session)), id_of(person(session))) if owners == "both" else (None, None)
        added(Cadence(group_id=group_id, person_id=person_id, days=frozenset(), times=()), session=session)

    with pytest.raises(sa.exc.IntegrityError):
        database.write_now(wrong)


@pytest.mark.parametrize(
    ("answer", "fits"),
    [({"mood": 0}, False), ({"mood": 1}, True), ({"mood": 5}, True), ({"mood": 6}, False),
     ({"craving": -1}, False), ({"craving": 0}, True), ({"craving": 10}, True), ({"craving": 11}, False)],
)  # fmt: skip
def test_ratings_stay_in_their_range(database: Database, answer: dict[str, Any], fits: bool) -> None:
    def rated(session: Session) -> None:
        who = person(session)
        checkin(session, who, cadence(session, who), **answer)

    if fits:
        database.write_now(rated)
    else:
        with pytest.raises(sa.exc.IntegrityError):
            database.write_now(rated)


def test_a_person_s_rows_go_with_them(database: Database) -> None:
    def live(session: Session) -> None:
        who = person(session)
        checkin(session, who, cadence(session, who))

    database.write_now(live)
    database.write_now(lambda session: session.delete(session.exec(select(Person)).one()))
    assert database.read_now(lambda session: session.exec(select(Checkin)).all()) == []
