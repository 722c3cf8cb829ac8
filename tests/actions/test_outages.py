"""After an outage of ours: one honest line to whoever it touched, once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions import outages
from bot.actions.alerts import sos
from bot.actions.outgoing import Withdrawn
from bot.rules.hearing import Gap
from bot.rules.vocabulary import CheckinState
from bot.texts.messages import Message
from storage.database import Database
from storage.tables import Checkin, Outage, Outgoing
from tests.actions.alerts_stage import DAY, HOUR, Stage

SECOND = timedelta(seconds=1)


@pytest.fixture
def stage(database: Database) -> Stage:
    made = Stage(database)
    made.member()
    made.supporter("Sam")
    return made


def ends(stage: Stage, *, after: timedelta) -> Gap:
    """An outage ends now."""
    gap = Gap(stage.now - after, stage.now)
    stage.database.write_now(lambda session: outages.after_outage(session, gap, stage.now))
    return gap


def told(stage: Stage) -> dict[str, Message | Withdrawn]:
    """Who is told what, once the five seconds are over."""
    at = stage.now + 5 * SECOND

    def load(session: Session) -> dict[str, Message | Withdrawn]:
        rows = session.scalars(sa.select(Outgoing).where(col(Outgoing.kind) == "outage")).all()
        names = {id_: name for name, id_ in stage.people.items()}
        return {names[row.recipient_id or 0]: outages.load_line(session, row, at) for row in rows}

    return stage.database.write_now(load)  # it is loaded in the claiming transaction


def said(stage: Stage) -> dict[str, str]:
    return {name: line.kind for name, line in told(stage).items() if isinstance(line, Message)}


def test_whoever_wrote_in_it_is_told_once(stage: Stage) -> None:
    stage.wrote("Maya")
    stage.wrote("Maya")
    stage.wrote("Sam")
    gap = ends(stage, after=3 * HOUR)
    assert said(stage) == {"Maya": "outage-member", "Sam": "outage"}
    line = told(stage)["Maya"]
    assert isinstance(line, Message)
    assert (line.values["from"].at, line.values["to"].at) == (gap.from_at, gap.to_at)  # type: ignore[union-attr]


def test_two_hours_and_less_are_not_owned_up_to(stage: Stage) -> None:
    stage.wrote("Maya")
    ends(stage, after=2 * HOUR)
    assert said(stage) == {}
    ends(stage, after=2 * HOUR + SECOND)
    assert said(stage) == {"Maya": "outage-member"}


@pytest.mark.parametrize(("before", "heard"), [(HOUR, True), (3 * HOUR, True), (3 * HOUR + SECOND, False)])
def test_whose_check_in_was_due_in_it_is_told(stage: Stage, before: timedelta, heard: bool) -> None:
    checkin = stage.checkin(state=CheckinState.SENT)
    stage.change(Checkin, checkin, planned_at=stage.now - before, sent_at=None)
    ends(stage, after=3 * HOUR)
    assert ("Maya" in said(stage)) is heard


def test_whose_deadline_fell_in_it_is_told(stage: Stage) -> None:
    checkin = stage.checkin(state=CheckinState.SENT)
    planned_at = stage.now - DAY
    stage.change(Checkin, checkin, planned_at=planned_at, sent_at=planned_at, deadline_at=stage.now - HOUR)
    ends(stage, after=3 * HOUR)
    assert "Maya" in said(stage)


def test_whom_it_did_not_touch_is_told_nothing(stage: Stage) -> None:
    ends(stage, after=3 * HOUR)
    assert said(stage) == {}


def test_the_answer_to_a_call_for_help_says_it_and_nothing_says_it_twice(stage: Stage) -> None:
    stage.wrote("Maya")
    ends(stage, after=3 * HOUR)
    stage.does("Maya", sos.sos, sent_at=stage.now - HOUR)
    assert said(stage) == {}


def test_more_than_one_fetch_hands_out_hears_the_same(stage: Stage) -> None:
    gap = ends(stage, after=3 * HOUR)
    stage.database.write_now(lambda session: session.add(Outage(from_at=gap.from_at, to_at=gap.to_at)))
    stage.wrote("Sam")
    stage.database.write_now(lambda session: outages.catch_up(session, now=stage.now))
    assert said(stage) == {"Sam": "outage"}


def test_nobody_is_told_that_nobody_was_told_where_somebody_was(stage: Stage) -> None:
    for _ in range(2):
        stage.miss()
        stage.now += DAY
    stage.now -= DAY
    stage.flow()
    assert ("Sam", "alert-page") in stage.walk(3 * HOUR)
    stage.wrote("Maya")
    ends(stage, after=3 * HOUR)
    assert said(stage) == {"Maya": "outage"}
