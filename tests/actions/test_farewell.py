"""A server closes: told in time, ended visibly, erased for good; or called off."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from bot.actions import dispatch, farewell
from bot.actions.alerts import steering
from bot.actions.farewell import AlreadyClosed
from bot.actions.joining import agreeing
from bot.actions.joining.agreeing import Link
from bot.actions.kinds import KINDS
from bot.actions.presence import Visitor
from bot.rules.farewell import Step, TooSoon, closes_at
from bot.rules.vocabulary import AlertState, InboxState
from bot.texts.messages import Message
from handlers.delivery.rendering import render
from storage import revocations
from storage.database import Database
from storage.queries import traces
from storage.queries.engine import engine_row
from storage.tables import Alert, Enrolment, Incoming, Outgoing, Person
from tests import lives
from tests.actions.alerts_stage import DAY, HOUR, Stage
from tests.builders import NOW

ON = date(2026, 4, 1)  # a month ahead
END = closes_at(ON)


@pytest.fixture
def stage(database: Database) -> Stage:
    made = Stage(database)
    made.member("Maya")
    made.supporter("Sam")
    return made


def announce(stage: Stage, on: date = ON) -> None:
    stage.database.write_now(lambda session: farewell.announce(session, on, now=stage.now))


def proceed(stage: Stage, at: datetime) -> list[tuple[str, str]]:
    """Time comes to `at`; who was sent what."""
    stage.now = at
    while stage.database.write_now(lambda session: farewell.proceed_due(session, now=stage.now)):
        pass
    parcels = stage.database.write_now(
        lambda session: dispatch.claim(session, kinds=KINDS, now=stage.now, epoch=1, limit=50)
    )
    return sorted((stage.names[one.chat_id], render(one.message, "en").text.partition(".")[0]) for one in parcels if one.kind != "operator-notice")  # fmt: skip


def texts(said: list[tuple[str, str]]) -> set[str]:
    return {text for _, text in said}


def test_everybody_is_told_three_times_with_their_copy_at_hand(stage: Stage) -> None:
    announce(stage)
    first = proceed(stage, NOW)
    assert [name for name, _ in first] == ["Maya", "Sam"]
    assert texts(first) == {"I have something to tell you in good time: the people who run me will stop on 1 April"}
    assert proceed(stage, END - 7 * DAY - HOUR) == []
    assert texts(proceed(stage, END - 7 * DAY)) == {"The people who run me stop in 7 days, on 1 April"}
    assert texts(proceed(stage, END - DAY)) == {"The people who run me stop tomorrow, on 1 April"}
    assert "Take my copy" in str(render(Message("farewell", {"on": ON, "days": 1, "first": "no"}), "en").keyboard)


def rows(stage: Stage, table: type[SQLModel]) -> list[SQLModel]:
    return stage.database.read_now(lambda session: list(session.scalars(sa.select(table))))


def test_nobody_is_woken_for_it(stage: Stage) -> None:
    stage.now = NOW.replace(hour=23)
    announce(stage)
    assert proceed(stage, stage.now) == []
    assert len(proceed(stage, NOW + DAY)) == 2


def test_on_the_day_check_ins_and_alerts_end(stage: Stage) -> None:
    stage.change(Enrolment, 1, next_at=END + DAY, next_on=ON, next_slot=0)
    announce(stage)
    proceed(stage, NOW)
    stage.now = END - 2 * HOUR
    proceed(stage, stage.now)
    stage.does("Maya", steering.tell)
    stage.flow()
    said = proceed(stage, END)
    assert ("Maya", "This is my last message") in said
    assert ("Sam", "This is closed now") in said
    [alert] = rows(stage, Alert)
    assert isinstance(alert, Alert) and alert.state is AlertState.INTERRUPTED
    [enrolment] = rows(stage, Enrolment)
    assert isinstance(enrolment, Enrolment) and enrolment.next_at is None and enrolment.ended_at == END


def test_a_day_later_nothing_of_anybody_is_left(database: Database) -> None:
    """Of a whole life: every table, the outbox included."""
    database.write_now(lives.full)
    stage = Stage(database)
    announce(stage)
    noted: list[revocations.Entry] = []
    database.before_commit = lambda session: noted.extend(revocations.noted(session))
    for at in (NOW, END, END + DAY):
        stage.now = at
        database.write_now(lambda session: farewell.proceed_due(session, now=stage.now))
    left = {table.name for table in SQLModel.metadata.sorted_tables if count(database, table)}
    assert left == {"engine", "outbox"}
    assert [(row.kind, row.recipient_id, row.ids["what"]) for row in rows(stage, Outgoing)] == [  # type: ignore[attr-defined]
        ("operator-notice", None, "erased")
    ]
    for tg_id in (lives.MAYA, lives.SAM, lives.LEE):
        assert database.read_now(lambda session, who=tg_id: traces.of(session, who)) == {}  # type: ignore[misc]
    assert len([one for one in noted if one.what is revocations.Revoked.FORGOTTEN]) == 3


def count(database: Database, table: sa.Table) -> int:
    def ask(session: Session) -> int:
        found: int = session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        return found

    return database.read_now(ask)


def test_what_comes_in_at_that_moment_can_still_be_handled(stage: Stage) -> None:
    stage.wrote("Maya")
    stage.database.write_now(lambda s: s.add(Incoming(update_id=1, state=InboxState.HANDLED, received_at=NOW)))
    announce(stage)
    for at in (NOW, END, END + DAY):
        proceed(stage, at)
    assert [row.update_id for row in rows(stage, Incoming)] == [100]  # type: ignore[attr-defined]


def test_the_last_words_have_a_day_to_arrive_also_where_the_bot_was_down(stage: Stage) -> None:
    announce(stage)
    proceed(stage, NOW)
    proceed(stage, END + 5 * DAY)
    assert len(rows(stage, Person)) == 2
    proceed(stage, END + 6 * DAY - timedelta(seconds=1))
    assert len(rows(stage, Person)) == 2
    proceed(stage, END + 6 * DAY)
    assert rows(stage, Person) == []


def test_called_off_everybody_who_was_told_is_told_so(stage: Stage) -> None:
    announce(stage)
    proceed(stage, NOW)
    stage.now += HOUR
    assert stage.database.write_now(lambda session: farewell.cancel(session, now=stage.now))
    assert texts(proceed(stage, stage.now)) == {"I'm not stopping after all"}
    assert proceed(stage, END) == []
    assert len(rows(stage, Person)) == 2


def test_called_off_before_anybody_was_told_nobody_is(stage: Stage) -> None:
    announce(stage)
    stage.database.write_now(lambda session: farewell.cancel(session, now=stage.now))
    assert proceed(stage, NOW) == []


def test_there_is_nothing_to_call_off(stage: Stage) -> None:
    assert not stage.database.write_now(lambda session: farewell.cancel(session, now=NOW))


def test_after_the_last_words_there_is_no_way_back(stage: Stage) -> None:
    announce(stage)
    proceed(stage, NOW)
    proceed(stage, END)
    with pytest.raises(AlreadyClosed):
        stage.database.write_now(lambda session: farewell.cancel(session, now=stage.now))
    with pytest.raises(AlreadyClosed):
        announce(stage, ON + 30 * DAY)


def test_another_date_takes_the_place_of_the_first(stage: Stage) -> None:
    announce(stage)
    proceed(stage, NOW)
    stage.now += HOUR
    announce(stage, ON + 30 * DAY)
    assert texts(proceed(stage, stage.now)) == {
        "I have something to tell you in good time: the people who run me will stop on 1 May"
    }
    assert proceed(stage, END) == []


def test_too_soon_is_refused(stage: Stage) -> None:
    with pytest.raises(TooSoon):
        announce(stage, NOW.date())


def join(stage: Stage) -> str:
    visitor = Visitor(tg_id=4242, name="Lee")
    reply = stage.database.write_now(lambda session: agreeing.agree(session, visitor, Link(), now=stage.now))
    assert reply.show is not None
    return reply.show.kind


def test_who_joins_in_these_days_is_told_and_after_the_last_words_nobody_joins(stage: Stage) -> None:
    announce(stage)
    proceed(stage, NOW)
    stage.now += HOUR
    join(stage)
    stage.names[4242] = "Lee"
    assert ("Lee", "The people who run me stop in 30 days, on 1 April") in [
        (name, text.replace("I have something to tell you in good time: the people who run me will stop", "The people who run me stop in 30 days,")) for name, text in proceed(stage, stage.now)
    ]  # fmt: skip
    proceed(stage, END)
    proceed(stage, END + DAY)
    assert join(stage) == "farewell-closed"
    assert rows(stage, Person) == []


def test_the_database_wakes_the_bot_for_each_step(stage: Stage) -> None:
    assert stage.database.read_now(farewell.next_at) is None
    announce(stage)
    due = []
    while (at := stage.database.read_now(farewell.next_at)) is not None:
        due.append(at)
        proceed(stage, at)
    assert due == [NOW, END - 7 * DAY, END - DAY, END, END + DAY]
    assert stage.database.read_now(lambda session: engine_row(session).farewell_done) is Step.ERASE
