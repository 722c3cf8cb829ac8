"""What is kept, for how long, on both sides of every limit; a batch at a time, once a day, by index."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions.privacy import retiring
from bot.rules.retention import APART, KEPT_FOR, Kept
from bot.rules.vocabulary import AlertKind, AlertState, CheckinState, InboxState, OutboxState
from storage.database import Database
from storage.queries import checkins
from storage.queries.engine import engine_row
from storage.queries.retiring import REMOVE
from storage.tables import (
    Alert,
    ChatMessage,
    Checkin,
    Disclosure,
    Expected,
    Incoming,
    Invite,
    Outage,
    Outgoing,
    Person,
    SentWord,
)
from tests import builders
from tests.actions.supporters_stage import MAYA, SAM, Stage
from tests.builders import NOW, TODAY, id_of

MOMENT = timedelta(microseconds=1)
LONG = 3000  # days: older than anything that is kept


def old(kept: Kept, *, age: timedelta) -> Any:
    """A row of that kind, of that age."""
    at = NOW - age

    def add(session: Session) -> None:
        maya, sam = builders.person(session, "Maya", tg_id=MAYA), builders.person(session, "Sam", tg_id=SAM)
        bond = builders.support(session, maya, sam)
        rows: dict[Kept, Any] = {
            Kept.ALERTS: Alert(member_id=id_of(maya), on=TODAY, kind=AlertKind.HARD, state=AlertState.RESOLVED, opened_at=at, ended_at=at),
            Kept.LOOKS: Disclosure(member_id=id_of(maya), viewer_id=id_of(sam), what="alert-page", at=at),
            Kept.SENT: Outgoing(dedupe="x", recipient_id=maya.id, kind="x", priority=2, state=OutboxState.SENT, created_at=at, not_before_at=at),
            Kept.RECEIVED: Incoming(update_id=1, state=InboxState.HANDLED, received_at=at),
            Kept.CHAT: ChatMessage(person_id=id_of(maya), message_id=1, sent_at=at),
            Kept.LINKS: Invite(token_hash="0" * 32, kind="support", issuer_id=id_of(maya), created_at=at, expires_at=at),
            Kept.QUESTIONS: Expected(person_id=id_of(maya), kind="x", expires_at=at),
            Kept.OUTAGES: Outage(from_at=at, to_at=at),
            Kept.WORDS: SentWord(support_id=id_of(bond), author_id=id_of(maya), text="x", sent_at=at, expires_at=at),
        }  # fmt: skip
        if kept in rows:
            session.add(rows[kept])
        else:
            builders.checkin(
                session, maya, builders.cadence(session, maya), state=CheckinState.ANSWERED, planned_at=at, deadline_at=None,
                remind_at=None, mood=3, craving=4, used=False, note="a word", extra="{}",
            )  # fmt: skip

    return add


def retire(stage: Stage, *, limit: int = 200) -> int:
    return stage.write(lambda session: retiring.retire_due(session, now=stage.now, limit=limit))


def held(stage: Stage, kept: Kept) -> int:
    """How much of that kind is still there."""
    if kept is Kept.NOTES:
        return len(stage.rows(Checkin, col(Checkin.note).is_not(None)))
    if kept is Kept.RATINGS:
        return len(stage.rows(Checkin, col(Checkin.mood).is_not(None)))
    tables: dict[Kept, Any] = {
        Kept.ALERTS: Alert, Kept.LOOKS: Disclosure, Kept.SENT: Outgoing, Kept.RECEIVED: Incoming, Kept.CHAT: ChatMessage,
        Kept.LINKS: Invite, Kept.QUESTIONS: Expected, Kept.OUTAGES: Outage, Kept.WORDS: SentWord,
    }  # fmt: skip
    return len(stage.rows(tables[kept]))


@pytest.mark.parametrize(("past", "left"), [(timedelta(0), 1), (MOMENT, 0)])
@pytest.mark.parametrize("kept", Kept)
def test_a_thing_is_kept_for_its_time_and_no_longer(stage: Stage, kept: Kept, past: timedelta, left: int) -> None:
    stage.write(old(kept, age=KEPT_FOR[kept] + past))
    retire(stage)
    assert held(stage, kept) == left


def test_notes_stay_90_days_ratings_two_years_closed_alerts_one() -> None:
    days = {kept: KEPT_FOR[kept].days for kept in (Kept.NOTES, Kept.RATINGS, Kept.ALERTS)}
    assert days == {Kept.NOTES: 90, Kept.RATINGS: 730, Kept.ALERTS: 365}


def test_everything_that_is_kept_for_a_time_has_a_way_to_be_removed() -> None:
    assert set(REMOVE) == set(KEPT_FOR) == set(Kept)


def test_an_old_note_goes_and_the_ratings_beside_it_stay(stage: Stage) -> None:
    stage.write(old(Kept.NOTES, age=timedelta(days=91)))
    retire(stage)
    (row,) = stage.rows(Checkin)
    assert (row.note, row.mood, row.craving, row.used) == (None, 3, 4, False)


def test_days_answered_count_on_when_their_ratings_are_gone(stage: Stage) -> None:
    stage.write(old(Kept.RATINGS, age=timedelta(days=LONG)))
    retire(stage)
    (row,) = stage.rows(Checkin)
    assert (row.mood, row.craving, row.used, row.extra) == (None, None, None, None)
    assert stage.read(lambda session: checkins.days_answered(session, row.person_id)) == 1


@pytest.mark.parametrize("state", [AlertState.HELD, AlertState.ASKING, AlertState.ACKNOWLEDGED])
def test_a_live_alert_stays_however_old(stage: Stage, state: AlertState) -> None:
    def add(session: Session) -> None:
        maya = builders.person(session, "Maya", tg_id=MAYA)
        opened_at = NOW - timedelta(days=LONG)
        session.add(Alert(member_id=id_of(maya), on=TODAY, kind=AlertKind.HARD, state=state, opened_at=opened_at))

    stage.write(add)
    retire(stage)
    assert len(stage.rows(Alert)) == 1


@pytest.mark.parametrize("state", [OutboxState.WAITING, OutboxState.CLAIMED])
def test_a_message_that_has_not_left_stays_however_old(stage: Stage, state: OutboxState) -> None:
    stage.write(old(Kept.SENT, age=timedelta(days=LONG)))
    stage.write(lambda session: session.execute(sa.update(Outgoing).values(state=state)))
    retire(stage)
    assert len(stage.rows(Outgoing)) == 1


def test_an_update_nobody_has_handled_stays_however_old(stage: Stage) -> None:
    stage.write(old(Kept.RECEIVED, age=timedelta(days=LONG)))
    stage.write(lambda session: session.execute(sa.update(Incoming).values(state=InboxState.UNHANDLED)))
    retire(stage)
    assert len(stage.rows(Incoming)) == 1


def test_what_is_old_goes_a_batch_at_a_time(stage: Stage) -> None:
    def add(session: Session) -> None:
        session.add_all(
            Incoming(update_id=n, state=InboxState.HANDLED, received_at=NOW - timedelta(days=LONG)) for n in range(5)
        )
        session.add_all(Outage(from_at=NOW, to_at=NOW - timedelta(days=LONG)) for _ in range(2))

    stage.write(add)
    assert [retire(stage, limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert not stage.rows(Incoming) and not stage.rows(Outage)


def test_it_is_done_once_a_day(stage: Stage) -> None:
    retire(stage)
    assert stage.read(retiring.next_at) == NOW + timedelta(days=1)
    stage.write(old(Kept.CHAT, age=timedelta(days=LONG)))
    stage.now += timedelta(days=1) - MOMENT
    retire(stage)
    assert held(stage, Kept.CHAT) == 1
    stage.now += MOMENT
    retire(stage)
    assert held(stage, Kept.CHAT) == 0


YEARS = timedelta(days=2000)


def retired(stage: Stage, kept: Kept = Kept.NOTES) -> bool:
    retire(stage)
    return held(stage, kept) == 0


def test_a_clock_that_jumps_ahead_by_years_makes_nothing_old_at_once(stage: Stage) -> None:
    stage.write(old(Kept.NOTES, age=timedelta(0)))
    retire(stage)
    stage.now += YEARS
    assert not retired(stage)
    assert stage.read(retiring.next_at) == stage.now + timedelta(days=1)
    stage.now += timedelta(days=1)
    assert retired(stage), "a clock that stays so is believed"


def test_once_the_clock_is_right_again_rounds_go_on_a_day_later(stage: Stage) -> None:
    retire(stage)
    right, stage.now = stage.now, stage.now + YEARS
    retire(stage)
    stage.now = right + timedelta(hours=1)
    stage.write(lambda session: retiring.look_at_clock(session, now=stage.now))
    assert stage.read(retiring.next_at) == stage.now + timedelta(days=1)
    stage.write(old(Kept.NOTES, age=timedelta(days=91)))
    stage.now += timedelta(days=1)
    assert retired(stage)


def test_a_clock_that_is_right_changes_nothing(stage: Stage) -> None:
    retire(stage)
    stage.write(lambda session: retiring.look_at_clock(session, now=stage.now))
    assert stage.read(retiring.next_at) == stage.now + timedelta(days=1)


@pytest.mark.parametrize(("stopped", "goes"), [(APART, True), (APART + MOMENT, False)])
def test_after_a_stop_of_more_than_a_week_the_first_round_waits_a_day(
    stage: Stage, stopped: timedelta, goes: bool
) -> None:
    retire(stage)
    stage.write(old(Kept.NOTES, age=timedelta(days=91)))
    stage.now += stopped
    assert retired(stage) is goes


def test_the_first_round_is_due_at_once_and_can_be_asked_before_anything_was_written(database: Database) -> None:
    assert database.read_now(retiring.next_at) == retiring.NEVER
    database.write_now(lambda session: retiring.retire_due(session, now=NOW, limit=200))
    assert database.read_now(lambda session: engine_row(session).swept_at) == NOW


A_HANDFUL = {Kept.OUTAGES}  # a few rows a year: no index


@pytest.mark.parametrize("kept", sorted(set(Kept) - A_HANDFUL))
def test_what_is_old_is_found_by_an_index(sqlite_url: str, keyring: Any, kept: Kept) -> None:
    """However much is kept, a round costs what there is to remove."""
    database = Database.open(sqlite_url, keyring, inline=True)
    plans: list[str] = []

    def look(session: Session) -> None:
        connection = session.connection()

        def explain(_: Any, cursor: Any, statement: str, parameters: Any, *__: Any) -> None:
            if statement.startswith(("UPDATE", "DELETE")):
                plans.extend(
                    str(row[3]) for row in cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                )

        sa.event.listen(connection, "before_cursor_execute", explain)
        REMOVE[kept](session, NOW, 200)

    database.write_now(look)
    database.close()
    assert any("USING" in plan and "INDEX" in plan for plan in plans)
    assert not any(plan.startswith("SCAN") and "INDEX" not in plan for plan in plans), plans


def test_a_person_and_what_they_chose_stay(stage: Stage) -> None:
    stage.joined(MAYA, "Maya", joined_at=NOW - timedelta(days=LONG), last_sign_at=NOW - timedelta(days=LONG))
    retire(stage)
    assert len(stage.rows(Person)) == 1
