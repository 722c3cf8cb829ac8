"""The auditor finds whatever is late in any stage, and says so in row numbers, once it has lasted a minute."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bot.actions import operator
from bot.clock import WalkingClock
from bot.rules.vocabulary import (
    AlertKind,
    AlertState,
    CheckinState,
    Fading,
    InboxState,
    Level,
    OutboxState,
    Priority,
    Signal,
)
from schedules.auditor import Auditor
from storage.database import Database
from storage.encryption import Keyring
from storage.queries import overdue
from storage.queries.engine import engine_row
from storage.tables import Alert, Incoming, Outgoing, Person, Sharing
from tests import builders
from tests.builders import NOW, TODAY

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LATE = NOW - 2 * MINUTE
Put = Callable[[Session, Person, datetime], int]


def enrolment(session: Session, who: Person, at: datetime) -> int:
    return builders.enrolment(session, who, builders.cadence(session, who), next_at=at).id or 0


def checkin(**of: str) -> Put:
    def put(session: Session, who: Person, at: datetime) -> int:
        state = CheckinState(of.get("state", "sent"))
        instants: dict[str, Any] = {"deadline_at": None, "remind_at": None, of["instant"]: at}
        return builders.id_of(builders.checkin(session, who, builders.cadence(session, who), state=state, **instants))

    return put


def alert(kind: AlertKind = AlertKind.HARD, *, moved: bool = True) -> Put:
    def put(session: Session, who: Person, at: datetime) -> int:
        row = Alert(
            member_id=who.id or 0, on=TODAY, kind=kind, state=AlertState.ASKING, opened_at=at, next_at=at if moved else None
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id or 0

    return put


def message(
    priority: Priority = Priority.ALERT, state: OutboxState = OutboxState.WAITING, instant: str = "sent_at"
) -> Put:
    def put(session: Session, who: Person, at: datetime) -> int:
        row = Outgoing(
            dedupe="x", recipient_id=who.id, kind="alert-page", priority=priority, state=state, created_at=at,
            not_before_at=at,
        )  # fmt: skip
        setattr(row, instant, at)
        session.add(row)
        session.flush()
        return row.id or 0

    return put


def update(session: Session, who: Person, at: datetime) -> int:
    session.add(Incoming(update_id=5, person_hash=None, body="{}", received_at=at))
    session.flush()
    return 5


def person(column: str) -> Put:
    def put(session: Session, who: Person, at: datetime) -> int:
        setattr(who, column, at)
        who.fading = Fading.WEEKLY
        session.flush()
        return who.id or 0

    return put


def group(session: Session, who: Person, at: datetime) -> int:
    return builders.id_of(builders.group(session, look_at=at))


def engine(column: str) -> Put:
    def put(session: Session, who: Person, at: datetime) -> int:
        setattr(engine_row(session), column, at)
        session.flush()
        return 1

    return put


def consent(session: Session, who: Person, at: datetime) -> int:
    support = builders.support(session, who, builders.person(session, "Sam"))
    row = Sharing(
        support_id=builders.id_of(support), signal=Signal.HIGH, level=Level.REASON, wording="1", since_at=NOW, until_at=NOW,
        ask_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id or 0


STAGES: dict[str, tuple[str, Put, datetime]] = {
    "a check-in to be opened": ("open", enrolment, LATE),
    "a check-in to be settled": ("settle", checkin(instant="settle_at", state="answered"), LATE),
    "a prompt that nothing came of": ("queue", checkin(instant="planned_at", state="queued"), LATE - 6 * HOUR),
    "a group whose leader may be lost": ("leaders", group, LATE),
    "a poll that never ends": ("hear", engine("heard_until_at"), NOW - 5 * MINUTE),
    "what is old and was to go": ("retire", engine("swept_at"), NOW - 25 * HOUR),
    "the next step of a farewell": ("farewell", engine("farewell_next_at"), LATE),
    "a reminder": ("remind", checkin(instant="remind_at"), LATE),
    "a deadline": ("judge", checkin(instant="deadline_at"), LATE),
    "a weekly line": ("fade", person("fade_at"), LATE),
    "somebody out of reach": ("lose", person("lost_at"), LATE),
    "a year of consent": ("renew", consent, LATE),
    "a ladder": ("escalate", alert(), LATE),
    "a ladder about silence": ("escalate", alert(AlertKind.QUIET), LATE),
    "an update": ("handle", update, LATE),
    "an alert's message": ("send", message(), LATE),
    "another message": ("send", message(Priority.PROMPT), NOW - 30 * MINUTE),
    "an outcome": ("record", message(state=OutboxState.CLAIMED, instant="claimed_until_at"), LATE),
    "an alert that nothing moves": ("move", alert(moved=False), LATE),
}


@pytest.mark.parametrize("what", STAGES)
@pytest.mark.parametrize("early", [False, True])
def test_whatever_is_late_is_found_and_nothing_sooner(database: Database, what: str, *, early: bool) -> None:
    stage, put, late = STAGES[what]

    def story(session: Session) -> None:
        engine_row(session).heard_until_at = NOW
        id_ = put(session, builders.person(session), late + SECOND if early else late)
        assert overdue.find(session, now=NOW) == ({} if early else {stage: (id_,)})

    database.write_now(story)


def test_what_a_hook_that_raised_left_behind_is_found_for_a_day(database: Database) -> None:
    def story(session: Session) -> None:
        put = message(state=OutboxState.SENT, instant="unfinished_at")
        id_ = put(session, builders.person(session), NOW)
        assert overdue.find(session, now=NOW) == {"finish": (id_,)}
        assert overdue.find(session, now=NOW + timedelta(days=1)) == {}

    database.write_now(story)


def test_an_alert_whose_message_is_on_its_way_is_not_stuck(database: Database) -> None:
    def story(session: Session) -> None:
        who = builders.person(session)
        alert_id = alert(moved=False)(session, who, LATE)
        message(Priority.PROMPT)(session, who, NOW)
        session.execute(sa.update(Outgoing).values(alert_id=alert_id))
        assert overdue.find(session, now=NOW) == {}

    database.write_now(story)


@pytest.mark.parametrize("what", ["a deadline", "a ladder about silence", "a weekly line", "somebody out of reach"])
def test_while_telegram_is_away_no_silence_is_overdue(database: Database, what: str) -> None:
    _, put, late = STAGES[what]

    def story(session: Session) -> None:
        engine_row(session).heard_until_at = late + 2 * MINUTE - SECOND
        put(session, builders.person(session), late)
        assert overdue.find(session, now=NOW + 10 * MINUTE) == {"hear": (1,)}

    database.write_now(story)


def test_whose_update_waits_to_be_handled_is_not_judged_late(database: Database) -> None:
    def story(session: Session) -> None:
        engine_row(session).heard_until_at = NOW
        who = builders.person(session)
        checkin(instant="deadline_at")(session, who, LATE)
        session.add(Incoming(update_id=5, person_hash=who.tg_hash, body="{}", received_at=NOW))
        session.flush()
        assert overdue.find(session, now=NOW) == {}
        session.execute(sa.update(Incoming).values(state=InboxState.HANDLED))
        assert "judge" in overdue.find(session, now=NOW)

    database.write_now(story)


class Watched:
    """An auditor, and what it reported."""

    def __init__(self, database: Database) -> None:
        self.told: list[tuple[str, str]] = []
        self.clock = WalkingClock(NOW)
        self.auditor = Auditor(
            database, self.clock, report=lambda stage, rows: self.told.append((stage, rows)), sleep=self.clock.sleep
        )


async def test_only_what_is_still_there_a_minute_later_is_told(database: Database) -> None:
    watched = Watched(database)
    ids = [await database.write(lambda s: message()(s, builders.person(s), LATE))]
    await watched.auditor.look()
    assert watched.told == []
    await watched.auditor.look()
    assert watched.told == [("send", str(ids[0]))]


async def test_what_was_caught_up_on_is_not_told(database: Database) -> None:
    watched = Watched(database)
    await database.write(lambda s: message()(s, builders.person(s), LATE))
    await watched.auditor.look()
    await database.write(lambda s: s.execute(sa.update(Outgoing).values(state=OutboxState.SENT)))
    await watched.auditor.look()
    assert watched.told == []


async def test_a_look_that_fails_is_logged_and_ends_nothing(
    database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched, looks = Watched(database), []

    async def read(f: object) -> None:
        looks.append(f)
        if len(looks) == 2:
            raise KeyboardInterrupt
        raise OSError("disk")

    async def sleep(_: float) -> None:
        return

    monkeypatch.setattr(database, "read", read)
    watched.auditor._sleep = sleep
    with caplog.at_level(logging.ERROR), pytest.raises(KeyboardInterrupt):
        await watched.auditor.run()
    assert "the auditor could not look: OSError" in caplog.text


def test_the_operator_is_told_once_per_stage_and_hour(database: Database) -> None:
    def story(session: Session) -> None:
        for stage, at in (("send", NOW), ("send", NOW + 59 * MINUTE), ("judge", NOW), ("send", NOW + 60 * MINUTE)):
            operator.tell(session, "overdue", about=stage, detail="1, 2", now=at)
        rows = session.scalars(sa.select(Outgoing).order_by(Outgoing.id)).all()  # type: ignore[arg-type]
        assert [row.ids["about"] for row in rows] == ["send", "judge", "send"]
        said = operator.KINDS["operator-notice"].load(session, rows[0], NOW)
        assert said.values == {"about": "send", "detail": "1, 2"}  # type: ignore[union-attr]

    database.write_now(story)


def test_no_look_walks_over_all_rows_of_a_table(sqlite_url: str, keyring: Keyring) -> None:
    """What it costs follows what waits, not how many members there are."""
    database, plans = Database.open(sqlite_url, keyring, inline=True), []

    def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            plans.append([row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()])

    def story(session: Session) -> None:
        engine_row(session).heard_until_at = NOW
        session.flush()
        sa.event.listen(database.engine, "before_cursor_execute", explain)
        overdue.find(session, now=NOW)

    database.write_now(story)
    database.close()
    assert len(plans) > 10
    assert [plan for plan in plans if any(step.startswith("SCAN") and "INDEX" not in step for step in plan)] == []
