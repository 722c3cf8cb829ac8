"""What comes after an alert on the same day and on the next ones: more to tell, a new one, or nothing."""

from typing import Any

import pytest

from bot.actions.alerts import answering, steering
from bot.rules.vocabulary import AlertKind, AlertState
from storage.database import Database
from tests.actions.alerts_stage import DAY, HOUR, MINUTE, Stage, with_sam_and_ana


@pytest.fixture
def stage(database: Database) -> Stage:
    return with_sam_and_ana(database)


def asked(stage: Stage, **answers: Any) -> int:
    """Hard answers; the hold passes, and Sam is asked."""
    stage.settle(**(answers or {"craving": 9}))
    stage.flow()
    assert ("Sam", "alert-page") in stage.wait(2 * MINUTE)
    return stage.alert().id or 0


def taken_up(stage: Stage, alert: int) -> None:
    stage.does("Sam", answering.acknowledge, alert)
    stage.flow()


def over(stage: Stage, alert: int) -> None:
    taken_up(stage, alert)
    stage.does("Sam", answering.talked, alert)
    stage.flow()


def test_a_use_later_that_day_is_a_new_alert_once_the_first_is_over(stage: Stage) -> None:
    first = asked(stage)
    over(stage, first)
    stage.settle(craving=9, used=True)
    assert stage.flow() == [("Maya", "alert-held")]
    assert (stage.alert().kind, stage.alert().id == first) == (AlertKind.USED, False)


def test_the_same_reasons_later_that_day_are_no_new_alert(stage: Stage) -> None:
    over(stage, asked(stage))
    assert stage.settle(craving=9).kind == "saved-heavy"
    assert stage.flow() == []


def test_a_higher_tier_while_it_is_open_makes_it_the_higher_one(stage: Stage) -> None:
    alert = asked(stage)
    taken_up(stage, alert)
    stage.settle(used=True)
    stage.flow()
    assert stage.wait(2 * MINUTE) == [("Sam", "alert-more")]
    assert (stage.alert().id, stage.alert().kind, stage.alert().tier) == (alert, AlertKind.USED, 1)


def test_what_the_next_day_brings_while_it_is_open_is_a_follow_up(stage: Stage) -> None:
    alert = asked(stage)
    taken_up(stage, alert)
    stage.does("Sam", answering.still_worried, alert)
    stage.now += DAY - HOUR
    stage.settle(craving=9, mood=1)
    assert stage.flow() == [("Maya", "alert-more-held")]
    assert stage.wait(2 * MINUTE) == [("Sam", "alert-more")]
    assert stage.alert().id == alert


def test_the_hold_of_a_follow_up_counts_from_when_the_member_could_read_of_it(stage: Stage) -> None:
    alert = asked(stage)
    taken_up(stage, alert)
    stage.settle(used=True)
    stage.now += MINUTE
    stage.flow()
    assert stage.wait(MINUTE) == []
    assert stage.wait(MINUTE) == [("Sam", "alert-more")]


def test_tell_sam_while_it_is_open_tells_who_has_it_at_once(stage: Stage) -> None:
    alert = asked(stage)
    taken_up(stage, alert)
    assert stage.does("Maya", steering.tell).show.kind == "alert-standing-acknowledged"
    assert stage.flow() == [("Sam", "alert-more")]
    assert stage.alert().id == alert


def test_one_that_nobody_took_up_starts_no_cool_down(stage: Stage) -> None:
    asked(stage)
    stage.walk(6 * HOUR)
    assert stage.alert().state is AlertState.EXHAUSTED
    stage.now += DAY
    stage.settle(craving=9)
    assert stage.flow() == [("Maya", "alert-held")]


def test_one_that_was_cancelled_starts_no_cool_down(stage: Stage) -> None:
    stage.settle(craving=9)
    stage.flow()
    stage.does("Maya", steering.not_this_time, stage.alert().id)
    stage.now += DAY
    stage.settle(craving=9)
    assert stage.flow() == [("Maya", "alert-held")]


def test_one_that_was_taken_up_starts_one(stage: Stage) -> None:
    over(stage, asked(stage))
    stage.now += DAY
    stage.settle(craving=9)
    assert stage.flow() == []


def test_one_that_the_member_asked_for_starts_none_and_knows_none(stage: Stage) -> None:
    over(stage, asked(stage))
    stage.now += DAY
    stage.does("Maya", steering.tell)  # a cool-down runs
    assert ("Sam", "alert-page") in stage.flow()
    over(stage, stage.alert().id or 0)
    stage.now += 2 * DAY
    stage.settle(craving=9)  # three days after the one that counts
    assert stage.flow() == [("Maya", "alert-held")]


def test_answers_that_withdraw_nothing_once_it_was_sent(stage: Stage) -> None:
    checkin = stage.checkin(craving=9)
    stage.correct(checkin)
    stage.flow()
    stage.wait(2 * MINUTE)
    stage.correct(checkin, craving=1)
    assert stage.flow() == []
    assert stage.alert().state is AlertState.ASKING
