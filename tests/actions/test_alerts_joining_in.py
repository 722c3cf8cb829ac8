"""Whoever is still worried can ask somebody to join; and what becomes of the alert then."""

import pytest

from bot.actions.alerts import answering, steering
from bot.rules.consent import Choice
from bot.rules.vocabulary import AlertState, StepState
from storage.database import Database
from storage.tables import Availability
from tests.actions.alerts_stage import DAY, HOUR, MINUTE, Stage


@pytest.fixture
def stage(database: Database) -> Stage:
    made = Stage(database)
    made.member()
    made.supporter("Sam")
    made.supporter("Ana", choice=Choice.REACH_OUT)
    return made


def worried(stage: Stage) -> int:
    """Sam has it, and is still worried."""
    stage.settle(craving=9)
    stage.flow()
    stage.wait(2 * MINUTE)
    alert = stage.alert().id or 0
    stage.does("Sam", answering.acknowledge, alert)
    stage.flow()
    stage.does("Sam", answering.still_worried, alert)
    return alert


def test_the_next_is_asked_to_join_and_reads_only_what_they_may(stage: Stage) -> None:
    alert = worried(stage)
    assert stage.does("Sam", answering.ask_to_join, alert).show.values["supporter"] == "Ana"
    assert stage.flow() == [("Ana", "alert-join"), ("Maya", "alert-joining")]
    assert (stage.said("Ana").values["by"], stage.said("Ana").values["why"]) == ("Sam", "")
    assert stage.alert().acknowledged_by == stage.people["Sam"]


def test_whoever_joins_is_told_how_and_the_others_learn_it(stage: Stage) -> None:
    alert = worried(stage)
    stage.does("Sam", answering.ask_to_join, alert)
    stage.flow()
    assert stage.does("Ana", answering.acknowledge, alert).show.kind == "alert-join-thanks"
    assert sorted(stage.flow()) == [("Maya", "alert-joined"), ("Sam", "alert-join-yes")]
    stage.does("Ana", answering.acknowledge, alert)  # a second tap
    assert stage.flow() == []
    stage.does("Ana", answering.talked, alert)
    assert stage.alert().state is AlertState.RESOLVED


def test_whoever_cannot_join_says_so_to_who_asked(stage: Stage) -> None:
    alert = worried(stage)
    stage.does("Sam", answering.ask_to_join, alert)
    stage.flow()
    stage.does("Ana", answering.decline, alert)
    assert stage.flow() == [("Sam", "alert-join-no")]
    assert stage.does("Sam", answering.ask_to_join, alert).show.kind == "alert-join-nobody"


def test_nobody_is_woken_to_join(stage: Stage) -> None:
    stage.change(Availability, stage.people["Ana"], quiet_from=stage.now.time(), quiet_to=(stage.now + 3 * HOUR).time())
    alert = worried(stage)
    assert stage.does("Sam", answering.ask_to_join, alert).show.kind == "alert-join-nobody"
    assert stage.flow() == []


def test_whoever_joined_has_it_when_the_first_can_no_more(stage: Stage) -> None:
    alert = worried(stage)
    stage.does("Sam", answering.ask_to_join, alert)
    stage.flow()
    stage.does("Ana", answering.acknowledge, alert)
    stage.flow()
    stage.does("Sam", answering.decline, alert)
    assert stage.alert().acknowledged_by == stage.people["Ana"]
    assert stage.flow() == [("Maya", "alert-acknowledged")]
    assert stage.wait(HOUR) == [("Maya", "alert-reached")]


def test_an_end_in_between_calls_the_question_back(stage: Stage) -> None:
    alert = worried(stage)
    stage.does("Sam", answering.ask_to_join, alert)
    stage.does("Maya", steering.no_longer_needed, alert)
    assert "Ana" not in {name for name, _ in stage.flow()}


def test_the_second_look_next_day_offers_it_again(stage: Stage) -> None:
    alert = worried(stage)
    stage.walk(DAY, HOUR)
    assert stage.said("Sam").kind == "alert-look-again"
    assert stage.does("Sam", answering.ask_to_join, alert).show.kind == "alert-join-asked"
    stage.flow()
    assert stage.step("Ana").state is StepState.ASKED
