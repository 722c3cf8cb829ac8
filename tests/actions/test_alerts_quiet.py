"""Silence: announced, asked about in daylight, called off by any sign of life, and ended by a check-in."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bot.actions import presence
from bot.actions.alerts import answering
from bot.actions.presence import Visitor
from bot.rules.consent import Choice
from bot.rules.vocabulary import AlertKind, AlertState, CheckinState, Outcome
from storage.database import Database
from storage.tables import Enrolment, Person
from tests import builders
from tests.actions.alerts_stage import DAY, HOUR, MINUTE, Stage, with_sam_and_ana

SECOND = timedelta(seconds=1)


@pytest.fixture
def stage(database: Database) -> Stage:
    return with_sam_and_ana(database)


def silent(stage: Stage) -> None:
    """Two days without an answer; the second is judged now."""
    stage.miss()
    stage.now += DAY
    stage.miss()


def asked(stage: Stage) -> int:
    silent(stage)
    stage.flow()
    assert ("Sam", "alert-page") in stage.walk(3 * HOUR)
    return stage.alert().id or 0


def test_one_missed_day_is_nothing(stage: Stage) -> None:
    stage.miss()
    assert stage.walk(DAY, HOUR) == []


@pytest.mark.parametrize("excused", [False, True], ids=["in the night", "on a day that an outage excused"])
def test_who_wrote_after_a_missed_day_is_not_quiet_after_one_more(stage: Stage, *, excused: bool) -> None:
    """Wherever the sign of life came: only what was missed since then is a silence, and its days are what is told."""
    stage.miss()
    if excused:
        stage.now += DAY
        stage.checkin(state=CheckinState.UNSENT)
    stage.now += 14 * HOUR
    stage.does("Maya", lambda session, person, now: None)
    stage.now += 10 * HOUR
    stage.miss()
    assert stage.walk(23 * HOUR, HOUR) == []
    stage.now += HOUR
    stage.miss()
    assert stage.flow() == [("Maya", "quiet-announcement")]
    assert stage.said("Maya").values["days"] == 2
    assert ("Sam", "alert-page") in stage.walk(3 * HOUR)
    assert stage.said("Sam").values["opening"].values["days"] == 2  # type: ignore[union-attr]


def test_the_member_hears_of_it_at_least_two_hours_before(stage: Stage) -> None:
    silent(stage)
    assert stage.flow() == [("Maya", "quiet-announcement")]
    announced = stage.said("Maya").values["when"].at  # type: ignore[union-attr]
    assert announced - stage.now >= 2 * HOUR
    assert stage.walk(announced - stage.now - SECOND) == []
    assert ("Sam", "alert-page") in stage.wait(SECOND)


def test_nobody_is_asked_about_a_silence_while_we_could_not_hear(stage: Stage) -> None:
    silent(stage)
    stage.flow()
    stage.deaf = True
    assert stage.walk(3 * HOUR) == []
    stage.deaf = False
    assert ("Sam", "alert-page") in stage.flow()


def test_nobody_is_asked_while_something_the_member_sent_is_unhandled(stage: Stage) -> None:
    silent(stage)
    stage.flow()
    stage.wrote("Maya")
    assert stage.walk(3 * HOUR) == []


def test_a_message_on_its_way_waits_until_we_hear_again(stage: Stage) -> None:
    silent(stage)
    stage.flow()
    stage.away = True
    stage.walk(3 * HOUR, HOUR)
    stage.away, stage.deaf = False, True  # Telegram takes messages again before the first fetch came back
    assert ("Sam", "alert-page") not in stage.wait(2 * MINUTE)
    stage.deaf = False
    assert ("Sam", "alert-page") in stage.wait(5 * SECOND)


def test_a_message_on_its_way_waits_while_something_the_member_sent_is_unhandled(stage: Stage) -> None:
    silent(stage)
    stage.flow()
    stage.away = True
    stage.walk(3 * HOUR, HOUR)
    stage.away = False
    stage.wrote("Maya")
    assert ("Sam", "alert-page") not in stage.wait(2 * MINUTE)


def test_what_the_supporter_reads_says_how_long(stage: Stage) -> None:
    asked(stage)
    opening = stage.said("Sam").values["opening"]
    assert (opening.kind, opening.values["days"]) == ("opening-quiet", 2)  # type: ignore[union-attr]


def test_a_missed_evening_is_announced_in_the_morning(stage: Stage) -> None:
    stage.now += 13 * HOUR  # 22:00
    silent(stage)
    assert stage.flow() == []
    assert stage.walk(9 * HOUR) == [("Maya", "quiet-announcement")]
    assert stage.now.hour == 7
    assert stage.walk(2 * HOUR) == []
    assert ("Sam", "alert-page") in stage.walk(10 * MINUTE)


def test_any_sign_of_life_before_the_first_message_calls_it_off(stage: Stage) -> None:
    silent(stage)
    stage.flow()
    stage.does("Maya", lambda session, person, now: None)
    assert stage.flow() == [("Maya", "quiet-called-off")]
    assert stage.walk(DAY, HOUR) == []
    assert stage.alert().state is AlertState.CANCELLED


def test_a_sign_of_life_before_the_announcement_left_says_nothing(stage: Stage) -> None:
    silent(stage)
    stage.does("Maya", lambda session, person, now: None)
    assert stage.walk(DAY, HOUR) == []


def test_a_sign_of_life_later_asks_nobody_else(stage: Stage) -> None:
    asked(stage)
    stage.does("Maya", lambda session, person, now: None)
    assert ("Ana", "alert-page") not in stage.walk(6 * HOUR)


def test_a_message_on_its_way_is_called_back_by_a_sign_of_life(stage: Stage) -> None:
    silent(stage)
    stage.flow()
    stage.away = True
    stage.walk(3 * HOUR, HOUR)
    stage.does("Maya", lambda session, person, now: None)
    stage.away = False
    assert ("Sam", "alert-page") not in stage.walk(3 * HOUR)
    assert stage.alert().state is AlertState.CANCELLED


def test_what_was_to_follow_about_a_silence_is_dropped_by_a_sign_of_life(stage: Stage) -> None:
    stage.settle(craving=9)
    stage.flow()
    stage.wait(2 * MINUTE)
    stage.does("Sam", answering.acknowledge, stage.alert().id)
    for _ in range(2):
        stage.does("Sam", answering.still_worried, stage.alert().id)
        stage.now += DAY - HOUR
        stage.miss()
    assert ("Maya", "alert-more-held") in stage.flow()
    stage.does("Maya", lambda session, person, now: None)
    assert ("Sam", "alert-more") not in stage.walk(3 * HOUR)


def test_a_check_in_gives_the_all_clear(stage: Stage) -> None:
    alert = asked(stage)
    stage.does("Sam", answering.acknowledge, alert)
    stage.flow()
    stage.settle(mood=4, craving=2)
    assert ("Sam", "alert-all-clear") in stage.flow()
    assert (stage.alert().state, stage.alert().outcome) == (AlertState.RESOLVED, Outcome.CHECKED_IN)


def test_the_all_clear_is_silent_for_who_did_not_acknowledge(stage: Stage) -> None:
    asked(stage)
    stage.settle(mood=4)
    rows = [kind for name, kind in stage.flow() if name == "Sam"]
    assert rows == ["alert-all-clear"]  # the words; that it is silent, its kind says
    from bot.actions.alerts import KINDS

    assert KINDS["alert-closed-silent"].silent
    assert not KINDS["alert-closed"].silent


def test_who_was_only_asked_to_reach_out_reads_the_same_end_as_always(database: Database) -> None:
    stage = Stage(database)
    stage.member()
    stage.supporter("Sam", choice=Choice.REACH_OUT)
    asked(stage)
    stage.settle(mood=4)
    assert ("Sam", "alert-closed") in stage.flow()


def test_hard_answers_after_the_silence_turn_it_into_their_alert(stage: Stage) -> None:
    alert = asked(stage)
    stage.does("Sam", answering.acknowledge, alert)
    stage.flow()
    stage.settle(craving=9)
    assert stage.flow() == [("Maya", "alert-more-held")]
    assert stage.wait(2 * MINUTE) == [("Sam", "alert-more")]
    assert stage.alert().kind is AlertKind.HARD
    assert stage.alert().id == alert


def test_the_next_is_asked_after_an_hour(stage: Stage) -> None:
    asked(stage)
    asked_at = stage.step("Sam").asked_at
    assert asked_at is not None
    assert stage.walk(asked_at + HOUR - SECOND - stage.now) == []
    assert ("Ana", "alert-page") in stage.wait(SECOND)


def test_with_nobody_who_may_know_nothing_happens(database: Database) -> None:
    stage = Stage(database)
    stage.member()
    stage.supporter("Sam", choice=None)
    silent(stage)
    assert stage.walk(DAY, HOUR) == []


def test_they_are_safe_but_not_using_this_stops_everything_until_they_write(stage: Stage) -> None:
    alert = asked(stage)
    stage.does("Sam", answering.acknowledge, alert)
    stage.does("Sam", answering.quiet_outcome, alert, Outcome.AWAY)
    assert (stage.alert().state, stage.alert().outcome) == (AlertState.RESOLVED, Outcome.AWAY)
    person = stage.database.read_now(lambda session: session.get(Person, stage.people["Maya"]))
    assert person is not None
    assert person.silent_at == stage.now


@pytest.mark.parametrize(
    ("outcome", "words"),
    [(Outcome.SAFE_NOT_USING_BOT, "alert-silenced"), (Outcome.AWAY, "alert-silenced"), (Outcome.DIED, "alert-died")],
)
def test_nothing_more_goes_to_them_and_no_silence_is_told_until_they_write(
    stage: Stage, outcome: Outcome, words: str
) -> None:
    alert = asked(stage)
    stage.does("Sam", answering.acknowledge, alert)
    stage.flow()
    assert stage.does("Sam", answering.quiet_outcome, alert, outcome).show.kind == words
    stage.flow()
    for _ in range(7):
        stage.now += DAY
        stage.miss()
        assert stage.flow() == []
    stage.database.write_now(lambda session: presence.heard(session, Visitor(1001, "Maya"), now=stage.now))
    person = stage.database.read_now(lambda session: session.get(Person, stage.people["Maya"]))
    assert person is not None
    assert person.silent_at is None


def test_died_is_asked_once_more_kindly(stage: Stage) -> None:
    alert = asked(stage)
    stage.does("Sam", answering.acknowledge, alert)
    assert stage.does("Sam", answering.ask_whether_died, alert).show.kind == "alert-died-ask"
    assert stage.alert().state is AlertState.ACKNOWLEDGED


def test_a_supporter_who_is_quiet_themselves_is_asked_together_with_the_next(stage: Stage) -> None:
    stage.change(Person, stage.people["Sam"], zone="Etc/UTC")
    sam_is_quiet(stage)
    stage.settle(craving=9)
    stage.flow()
    assert {name for name, kind in stage.wait(2 * MINUTE) if kind == "alert-page"} == {"Sam", "Ana"}


def sam_is_quiet(stage: Stage) -> None:
    """Sam checks in too, and has not answered."""

    def add(session: Session) -> None:
        sam = session.get(Person, stage.people["Sam"])
        assert sam is not None
        builders.enrolment(session, sam, builders.cadence(session, sam))

    stage.database.write_now(add)
    stage.checkin("Sam", state=CheckinState.MISSED)


def test_the_all_clear_takes_the_buttons_from_the_page(stage: Stage) -> None:
    asked(stage)
    message = stage.step("Sam").message_id
    stage.settle(mood=4)
    stage.flow()
    assert ("Sam", message) in stage.edits


def test_such_outcomes_belong_to_silence_only(stage: Stage) -> None:
    stage.settle(craving=9)
    stage.flow()
    stage.wait(2 * MINUTE)
    alert = stage.alert().id or 0
    stage.does("Sam", answering.acknowledge, alert)
    assert stage.does("Sam", answering.quiet_outcome, alert, Outcome.DIED).toast.kind == "unknown-tap"
    assert stage.alert().state is AlertState.ACKNOWLEDGED


def test_the_days_a_member_agreed_to_say_whether_they_are_asked_rarely(stage: Stage) -> None:
    def fewer(session: Session) -> None:
        session.scalars(sa.select(Enrolment)).one().own_days = frozenset({0, 1, 2})

    stage.database.write_now(fewer)
    stage.miss()
    assert stage.flow() == [("Maya", "quiet-announcement")]
