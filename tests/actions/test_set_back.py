"""The wall clock was three hours ahead, and is set right: nobody waits three hours longer for help."""

from datetime import timedelta

import pytest

from bot.actions import set_back
from bot.actions.alerts import answering, sos
from storage.database import Database
from tests.actions.alerts_stage import HOUR, MINUTE, Stage, with_sam_and_ana

AHEAD = 3 * HOUR


@pytest.fixture
def stage(database: Database) -> Stage:
    return with_sam_and_ana(database)


def set_right(stage: Stage, by: timedelta = AHEAD) -> None:
    stage.now -= by
    stage.database.write_now(lambda session: set_back.after_set_back(session, stage.now))


def test_a_hold_keeps_its_two_minutes(stage: Stage) -> None:
    stage.settle(craving=9)
    stage.flow()
    set_right(stage)
    assert stage.wait(2 * MINUTE - timedelta(seconds=1)) == []
    assert ("Sam", "alert-page") in stage.wait(timedelta(seconds=1))


def test_the_next_person_is_asked_half_an_hour_later(stage: Stage) -> None:
    stage.settle(craving=9)
    stage.flow()
    assert ("Sam", "alert-page") in stage.wait(2 * MINUTE)
    set_right(stage)
    assert stage.wait(29 * MINUTE) == []
    assert ("Ana", "alert-page") in stage.wait(MINUTE)


def test_a_refusal_counts_from_now_and_nobody_is_asked_anew(stage: Stage) -> None:
    stage.settle(craving=9)
    stage.wait(2 * MINUTE)
    stage.does("Sam", answering.decline, stage.alert().id)
    stage.flow()
    set_right(stage)
    assert stage.flow() == []
    declined = stage.step("Sam")
    assert (declined.asked_at, declined.answered_at) == (stage.now, stage.now)
    assert ("Ana", "alert-reminder") in stage.wait(30 * MINUTE)


def test_a_call_for_help_that_could_not_leave_leaves_at_once_and_goes_on_as_ever(stage: Stage) -> None:
    stage.away = True
    stage.does("Maya", sos.sos)
    stage.flow()
    stage.away = False
    set_right(stage)
    assert {("Sam", "sos-page"), ("Ana", "sos-page")} <= set(stage.flow())
    assert {("Sam", "sos-page"), ("Ana", "sos-page")} <= set(stage.wait(10 * MINUTE))


def test_what_lies_behind_stays_where_it_was(stage: Stage) -> None:
    stage.settle(craving=9)
    stage.flow()
    stage.wait(2 * MINUTE)
    asked_at = stage.step("Sam").asked_at
    stage.now += HOUR / 2 - MINUTE
    set_right(stage, by=MINUTE)
    assert stage.step("Sam").asked_at == asked_at
    assert stage.flow() == []
    assert ("Ana", "alert-page") in stage.wait(2 * MINUTE)


def test_a_silence_is_judged_no_sooner(stage: Stage) -> None:
    for days_ago in (2, 1):
        stage.checkin(days_ago=days_ago)
    stage.miss()
    stage.now += timedelta(days=1)
    stage.miss()
    alert = stage.alert()
    set_right(stage)
    assert (stage.alert().opened_at, stage.alert().hold_until_at) == (alert.opened_at, alert.hold_until_at)
