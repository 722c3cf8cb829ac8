"""SOS reaches everybody at once, whatever the hour, and the card always comes."""

from datetime import timedelta

import pytest

from bot.actions.alerts import answering, sos
from bot.rules.vocabulary import AlertState, Outcome
from storage.database import Database
from storage.tables import AlertStep, Outage
from tests.actions.alerts_stage import HOUR, MINUTE, Stage

SECOND = timedelta(seconds=1)


@pytest.fixture
def stage(database: Database) -> Stage:
    made = Stage(database)
    made.member()
    made.supporter("Sam", choice=None, always=False)
    made.supporter("Ana", always=False)
    made.now = made.now.replace(hour=3)
    return made


def pressed(stage: Stage) -> int:
    stage.does("Maya", sos.sos)
    stage.flow()
    return stage.alert().id or 0


def test_everybody_is_asked_at_once_at_three_in_the_morning_and_the_card_comes(stage: Stage) -> None:
    stage.does("Maya", sos.sos)
    assert sorted(stage.flow()) == [("Ana", "sos-page"), ("Maya", "sos-card"), ("Sam", "sos-page")]
    assert stage.said("Maya").values["asked"] == ("Sam", "Ana")


def test_the_card_comes_to_who_has_nobody_and_says_how_to_find_somebody(database: Database) -> None:
    alone = Stage(database)
    alone.member("Lone")
    alone.does("Lone", sos.sos)
    assert alone.flow() == [("Lone", "crisis-card-alone")]


def test_an_acknowledgement_tells_the_member_and_the_others_and_stops_nobody(stage: Stage) -> None:
    alert = pressed(stage)
    stage.does("Sam", answering.acknowledge, alert)
    assert sorted(stage.flow()) == [("Ana", "sos-taken"), ("Maya", "sos-on-it")]
    assert ("Ana", "sos-page-joining") in stage.walk(10 * MINUTE, MINUTE)
    assert stage.said("Ana").values["supporter"] == "Sam"
    assert stage.does("Ana", answering.acknowledge, alert).show.kind == "sos-thanks"


def test_an_acknowledgement_does_not_call_back_a_page_on_its_way(stage: Stage) -> None:
    stage.does("Maya", sos.sos)
    stage.blocked.add("nobody")
    stage.away = True
    stage.flow()
    alert = stage.alert().id or 0
    stage.does("Sam", answering.acknowledge, alert)
    stage.away = False
    assert ("Ana", "sos-page-joining") in stage.wait(2 * MINUTE)


def test_after_ten_minutes_the_member_is_asked_whether_somebody_reached_them(stage: Stage) -> None:
    pressed(stage)
    assert ("Maya", "sos-reached") not in stage.wait(10 * MINUTE - SECOND)
    assert ("Maya", "sos-reached") in stage.wait(SECOND)


def test_all_are_asked_again_three_times_and_then_the_member_learns_the_truth(stage: Stage) -> None:
    pressed(stage)
    seen = stage.walk(HOUR, MINUTE)
    assert [kind for name, kind in seen if name == "Sam"] == ["sos-page"] * 3
    assert ("Maya", "alert-exhausted") in seen
    assert stage.alert().state is AlertState.EXHAUSTED


@pytest.mark.parametrize(("action", "outcome"), [(sos.ok_now, Outcome.OK_NOW), (sos.mistake, Outcome.MISTAKE)])
def test_ok_now_and_a_mistake_tell_everybody(stage: Stage, action: object, outcome: Outcome) -> None:
    alert = pressed(stage)
    stage.does("Maya", action, alert)
    assert sorted(set(stage.flow())) == [
        ("Ana", "alert-page-closed"), ("Ana", "sos-over"), ("Sam", "alert-page-closed"), ("Sam", "sos-over")
    ]  # fmt: skip
    assert {("Sam", stage.step("Sam").message_id), ("Ana", stage.step("Ana").message_id)} <= set(stage.edits)
    assert stage.alert().outcome is outcome
    assert stage.walk(HOUR) == []


def test_a_second_press_shows_the_card_and_pages_at_most_every_five_minutes(stage: Stage) -> None:
    alert = pressed(stage)
    stage.does("Ana", answering.acknowledge, alert)
    stage.flow()
    stage.now += 5 * MINUTE - SECOND
    stage.does("Maya", sos.sos)
    assert stage.flow() == [("Maya", "sos-card-again")]
    stage.now += SECOND
    stage.does("Maya", sos.sos)
    assert sorted(stage.flow()) == [("Maya", "sos-card-again"), ("Sam", "sos-page-joining")]
    assert stage.alert().id == alert


def test_not_yet_asks_everybody_again(stage: Stage) -> None:
    alert = pressed(stage)
    stage.does("Sam", answering.acknowledge, alert)
    stage.wait(10 * MINUTE)
    stage.now += 5 * MINUTE
    stage.does("Maya", sos.not_yet, alert)
    assert {name for name, kind in stage.flow() if kind == "sos-page"} == {"Sam", "Ana"}


def test_runs_beside_an_open_alert(stage: Stage) -> None:
    stage.settle(craving=9)
    stage.flow()
    stage.does("Maya", sos.sos)
    assert ("Sam", "sos-page") in stage.flow()


def test_somebody_elses_sos_cannot_be_ended(stage: Stage) -> None:
    alert = pressed(stage)
    assert stage.does("Sam", sos.ok_now, alert).toast.kind == "not-yours"
    assert stage.alert().state is AlertState.ASKING


def test_an_sos_that_somebody_is_on_ends_after_a_day_and_the_member_knows(stage: Stage) -> None:
    alert = pressed(stage)
    stage.does("Sam", answering.acknowledge, alert)
    stage.does("Ana", answering.acknowledge, alert)
    assert ("Maya", "alert-ended") not in stage.walk(24 * HOUR - MINUTE, HOUR)
    assert ("Maya", "alert-ended") in stage.wait(MINUTE)
    assert stage.alert().state is AlertState.RESOLVED


def test_a_second_press_does_not_double_a_page_on_its_way(stage: Stage) -> None:
    alert = pressed(stage)
    stage.change(AlertStep, (alert, stage.people["Sam"]), asked_at=None)
    stage.now += 5 * MINUTE
    stage.does("Maya", sos.sos)
    assert (stage.step("Sam").asks, stage.step("Ana").asks) == (1, 2)


def test_an_sos_handled_late_says_so_to_both_sides_and_asks_once(stage: Stage) -> None:
    for _ in range(3):  # pressed again and again while nobody heard
        stage.does("Maya", sos.sos, sent_at=stage.now - HOUR)
    assert sorted(stage.flow()) == [("Ana", "sos-page-late"), ("Maya", "sos-late-known"), ("Sam", "sos-page-late")]


def test_a_call_is_late_from_five_minutes_on(stage: Stage) -> None:
    stage.does("Maya", sos.sos, sent_at=stage.now - 5 * MINUTE + SECOND)
    assert ("Maya", "sos-card") in stage.flow()


def test_a_tap_that_comes_with_the_end_of_an_outage_was_sent_in_it(stage: Stage) -> None:
    stage.database.write_now(lambda session: session.add(Outage(from_at=stage.now - HOUR, to_at=stage.now)))
    stage.now += 2 * SECOND
    stage.does("Maya", sos.sos)
    assert ("Maya", "sos-late-unknown") in stage.flow()


def test_a_tap_some_time_after_an_outage_was_not(stage: Stage) -> None:
    stage.database.write_now(lambda session: session.add(Outage(from_at=stage.now - HOUR, to_at=stage.now)))
    stage.now += 16 * SECOND
    stage.does("Maya", sos.sos)
    assert ("Maya", "sos-card") in stage.flow()


def test_a_late_call_of_somebody_without_supporters_says_so_too(database: Database) -> None:
    alone = Stage(database)
    alone.member("Lone")
    alone.does("Lone", sos.sos, sent_at=alone.now - HOUR)
    assert alone.flow() == [("Lone", "crisis-card-late")]


def test_who_could_not_reach_them_gives_it_back_to_all_the_others_at_once(stage: Stage) -> None:
    alert = pressed(stage)
    stage.does("Sam", answering.acknowledge, alert)
    stage.flow()
    stage.now += MINUTE
    assert stage.does("Sam", answering.could_not_reach, alert).show.values["next"] is True
    assert set(stage.flow()) == {("Ana", "sos-page"), ("Maya", "sos-going-on-without")}


def test_who_could_not_reach_them_leaves_it_with_who_joined(stage: Stage) -> None:
    alert = pressed(stage)
    for name in ("Sam", "Ana"):
        stage.does(name, answering.acknowledge, alert)
    stage.wait(MINUTE)
    assert stage.does("Sam", answering.could_not_reach, alert).show.values["next"] is False
    assert (stage.alert().state, stage.alert().acknowledged_by) == (AlertState.ACKNOWLEDGED, stage.people["Ana"])
    assert ("Maya", "sos-on-it") in stage.flow()


def test_not_yet_pages_again_whoever_said_they_were_on_it(stage: Stage) -> None:
    alert = pressed(stage)
    stage.does("Sam", answering.acknowledge, alert)
    stage.walk(11 * MINUTE, MINUTE)  # Ana was paged again a minute ago, Sam eleven ago
    stage.does("Maya", sos.not_yet, alert)
    assert {name for name, kind in stage.flow() if kind == "sos-page"} == {"Sam"}
