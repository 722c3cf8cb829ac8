"""From hard answers to what came of it: hold, ladder, acknowledgement, promise, outcome."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.actions import alerts
from bot.actions.alerts import answering, asking, steering
from bot.actions.alerts.promises import Promise
from bot.rules.consent import Choice
from bot.rules.vocabulary import AlertState, Outcome, StepState
from storage.database import Database
from storage.tables import Availability, Checkin, Person
from tests.actions.alerts_stage import DAY, HOUR, MINUTE, Stage, with_sam_and_ana

SECOND = timedelta(seconds=1)


@pytest.fixture
def stage(database: Database) -> Stage:
    return with_sam_and_ana(database)


def asked(stage: Stage) -> int:
    """Maya has a strong craving, the hold passes, and Sam is asked."""
    stage.settle(craving=9, mood=2)
    stage.flow()
    assert ("Sam", "alert-page") in stage.wait(2 * MINUTE)
    return stage.alert().id or 0


class TestHold:
    def test_the_member_is_told_before_anybody_is_asked(self, stage: Stage) -> None:
        assert stage.settle(craving=9).kind == "saved-held"
        assert stage.flow() == [("Maya", "alert-held")]
        assert stage.said("Maya").values["supporter"] == ("Sam",)

    def test_the_hold_lasts_two_minutes(self, stage: Stage) -> None:
        stage.settle(craving=9)
        stage.flow()
        assert stage.wait(2 * MINUTE - SECOND) == []
        assert ("Sam", "alert-page") in stage.wait(SECOND)

    def test_the_hold_counts_from_the_moment_the_member_could_read_of_it(self, stage: Stage) -> None:
        stage.settle(craving=9)
        stage.now += MINUTE
        stage.flow()
        assert stage.wait(2 * MINUTE - SECOND) == []
        assert ("Sam", "alert-page") in stage.wait(SECOND)

    def test_calm_answers_raise_nothing(self, stage: Stage) -> None:
        assert stage.settle(craving=3, mood=4).kind == "saved-calm"
        assert stage.flow() == []

    def test_not_this_time_tells_nobody(self, stage: Stage) -> None:
        stage.settle(craving=9)
        stage.flow()
        reply = stage.does("Maya", steering.not_this_time, stage.alert().id)
        assert reply.show.kind == "alert-cancelled"
        assert stage.walk(DAY, HOUR) == []
        assert stage.alert().state is AlertState.CANCELLED

    def test_the_same_reasons_are_not_offered_again_that_day_but_others_are(self, stage: Stage) -> None:
        checkin = stage.checkin(craving=9, mood=4)
        stage.correct(checkin)
        stage.flow()
        stage.does("Maya", steering.not_this_time, stage.alert().id)
        stage.correct(checkin, craving=10)
        assert stage.alert().state is AlertState.CANCELLED
        stage.correct(checkin, used=True)
        assert stage.alert().state is AlertState.HELD

    def test_after_two_in_a_row_the_bot_asks_once_whether_to_ask_first(self, stage: Stage) -> None:
        offers = []
        for _ in range(3):
            stage.settle(craving=9)
            stage.flow()
            reply = stage.does("Maya", steering.not_this_time, stage.alert().id)
            offers.append([also.kind for also in reply.also])
            stage.now += DAY
        assert offers == [[], ["ask-me-first"], []]

    def test_an_alert_that_went_out_ends_the_run_of_cancels(self, stage: Stage) -> None:
        stage.settle(craving=9)
        stage.flow()
        stage.does("Maya", steering.not_this_time, stage.alert().id)
        stage.now += DAY
        asked(stage)
        stage.does("Maya", steering.no_longer_needed, stage.alert().id)
        stage.now += DAY
        stage.settle(craving=9)
        stage.flow()
        reply = stage.does("Maya", steering.not_this_time, stage.alert().id)
        assert reply.also == ()

    def test_who_wants_to_be_asked_first_gets_half_an_hour(self, stage: Stage) -> None:
        stage.does("Maya", steering.ask_me_first, yes=True)
        stage.settle(craving=9)
        assert stage.flow() == [("Maya", "alert-ask-first")]
        assert stage.wait(30 * MINUTE - SECOND) == []
        assert ("Sam", "alert-page") in stage.wait(SECOND)

    def test_ask_now_ends_the_hold(self, stage: Stage) -> None:
        stage.settle(craving=9)
        stage.flow()
        reply = stage.does("Maya", steering.ask_now, stage.alert().id)
        assert reply.show.kind == "alert-asked"
        assert ("Sam", "alert-page") in stage.flow()

    def test_settling_again_in_the_hold_withdraws_what_has_no_reason_left(self, stage: Stage) -> None:
        checkin = stage.checkin(craving=9)
        stage.correct(checkin)
        stage.flow()
        stage.correct(checkin, craving=2)
        assert stage.flow() == [("Maya", "alert-withdrawn")]
        assert stage.walk(HOUR) == []

    def test_settling_again_in_the_hold_updates_the_reasons(self, stage: Stage) -> None:
        checkin = stage.checkin(craving=9)
        stage.correct(checkin)
        stage.correct(checkin, used=True)
        assert (stage.alert().kind, stage.alert().signals) == ("used", ["USED", "HIGH"])

    @pytest.mark.parametrize("first", [False, True])
    def test_who_used_while_nobody_was_free_has_a_hold_again_and_is_then_reached(
        self, stage: Stage, *, first: bool
    ) -> None:
        """Sam and Ana hear of somebody who used whatever their week was like; of a strong craving they hear no more."""
        for name in ("Sam", "Ana"):
            stage.change(Availability, stage.people[name], weekly_limit=0)
        if first:
            stage.does("Maya", steering.ask_me_first, yes=True)
        checkin = stage.checkin(craving=9)
        stage.correct(checkin)
        assert [kind for _, kind in stage.walk(5 * HOUR, HOUR)] == ["alert-held-nobody-free"]
        stage.correct(checkin, used=True)
        hold = (30 if first else 2) * MINUTE
        assert stage.flow() == [("Maya", "alert-ask-first" if first else "alert-held")]
        assert stage.said("Maya").values["minutes"] == hold / MINUTE
        assert stage.wait(hold - SECOND) == []
        assert ("Sam", "alert-page") in stage.wait(SECOND)

    def test_settling_again_does_not_hurry_who_is_waited_for(self, stage: Stage) -> None:
        for name in ("Sam", "Ana"):
            stage.change(Availability, stage.people[name], off_until_at=stage.now + 3 * HOUR)
        checkin = stage.checkin(craving=9)
        stage.correct(checkin)
        assert stage.walk(2 * HOUR, HOUR) == [("Maya", "alert-held-later")]
        stage.correct(checkin, used=True)
        assert stage.wait(HOUR - SECOND) == []
        assert ("Sam", "alert-page") in stage.wait(SECOND)

    @pytest.mark.parametrize(("waited", "left", "kind"), [(10, 20, "alert-ask-first"), (29, 2, "alert-held")])
    def test_what_is_said_anew_late_in_a_hold_is_kept(self, stage: Stage, *, waited: int, left: int, kind: str) -> None:
        """Asked first, Maya reads how much of the half hour is left; told anew near its end, she has two minutes."""
        stage.does("Maya", steering.ask_me_first, yes=True)
        stage.settle(craving=9)
        stage.flow()
        assert stage.wait(waited * MINUTE) == []
        stage.end_support("Sam")
        stage.does("Ana", asking.hours_changed)
        assert stage.flow() == [("Maya", kind)]
        assert stage.said("Maya").values["minutes"] == left
        assert stage.wait(left * MINUTE - SECOND) == []
        assert ("Ana", "alert-page") in stage.wait(SECOND)

    def test_with_nobody_confirmed_there_is_no_alert_and_the_line_says_so(self, database: Database) -> None:
        alone = Stage(database)
        alone.member("Lone")
        assert alone.settle("Lone", craving=9).kind == "saved-heavy-alone"
        assert alone.walk(HOUR) == []


class TestLadder:
    def test_the_next_is_asked_after_half_an_hour(self, stage: Stage) -> None:
        asked(stage)
        assert stage.wait(30 * MINUTE - SECOND) == []
        assert ("Ana", "alert-page") in stage.wait(SECOND)
        assert stage.said("Maya").values["asked"] == ("Sam", "Ana")

    def test_i_cant_right_now_asks_the_next_at_once(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.does("Sam", answering.decline, alert)
        assert ("Ana", "alert-page") in stage.flow()
        assert stage.said("Maya").kind == "alert-asked-instead"

    def test_a_blocked_bot_asks_the_next_at_once(self, stage: Stage) -> None:
        stage.blocked.add("Sam")
        stage.settle(craving=9)
        stage.flow()
        assert ("Ana", "alert-page") in stage.wait(2 * MINUTE)
        assert stage.step("Sam").state is StepState.UNREACHABLE

    def test_times_count_from_telegrams_acceptance(self, stage: Stage) -> None:
        stage.settle(craving=9)
        stage.flow()
        stage.away = True
        stage.wait(2 * MINUTE)
        stage.wait(HOUR)
        stage.away = False
        assert ("Sam", "alert-page") in stage.wait(2 * MINUTE)
        assert stage.wait(30 * MINUTE - SECOND) == []
        assert ("Ana", "alert-page") in stage.wait(SECOND)

    def test_silence_brings_a_reminder_another_round_and_then_the_truth(self, stage: Stage) -> None:
        asked(stage)
        seen = stage.walk(5 * HOUR)
        assert [kind for name, kind in seen if name == "Sam"] == ["alert-reminder", "alert-reminder"]
        assert stage.said("Maya").kind == "alert-exhausted"
        assert stage.alert().state is AlertState.EXHAUSTED

    def test_a_supporter_who_sleeps_is_waited_for_and_the_member_knows_until_when(self, stage: Stage) -> None:
        for name in ("Sam", "Ana"):
            now = stage.now
            stage.change(Availability, stage.people[name], quiet_from=now.time(), quiet_to=(now + 3 * HOUR).time())
        stage.settle(craving=9)
        assert stage.flow() == [("Maya", "alert-held-later")]
        assert stage.walk(3 * HOUR - MINUTE) == []
        assert ("Sam", "alert-page") in stage.wait(MINUTE)

    def test_ask_now_anyway_asks_whatever_the_hour(self, stage: Stage) -> None:
        for name in ("Sam", "Ana"):
            now = stage.now
            stage.change(Availability, stage.people[name], quiet_from=now.time(), quiet_to=(now + 3 * HOUR).time())
        stage.settle(craving=9)
        stage.flow()
        stage.does("Maya", steering.ask_them, stage.alert().id, stage.people["Ana"])
        assert ("Ana", "alert-page") in stage.flow()

    def test_one_refusal_with_the_other_asleep_tells_the_member_what_happens_next(self, stage: Stage) -> None:
        now = stage.now
        stage.change(Availability, stage.people["Ana"], quiet_from=now.time(), quiet_to=(now + 3 * HOUR).time())
        alert = asked(stage)
        stage.does("Sam", answering.decline, alert)
        assert stage.flow() == [("Maya", "alert-waiting")]
        assert ("Ana", "alert-page") in stage.walk(3 * HOUR)

    def test_a_supporter_removed_in_the_hold_is_not_asked(self, stage: Stage) -> None:
        stage.settle(craving=9)
        stage.flow()
        stage.end_support("Sam")
        assert [who for who, kind in stage.wait(2 * MINUTE) if kind == "alert-page"] == ["Ana"]

    def test_nobody_is_asked_beyond_their_weekly_limit(self, stage: Stage) -> None:
        stage.change(Availability, stage.people["Sam"], weekly_limit=1)
        alert = asked(stage)
        stage.does("Sam", answering.acknowledge, alert)
        stage.does("Sam", answering.talked, alert)
        stage.now += 3 * DAY
        stage.settle(craving=9)
        stage.flow()
        assert [who for who, kind in stage.wait(2 * MINUTE) if kind == "alert-page"] == ["Ana"]

    def test_the_named_leader_is_asked_last_and_only_to_reach_out(self, stage: Stage) -> None:
        stage.supporter("Dana", is_leader=True)
        asked(stage)
        seen = [name for name, kind in stage.walk(6 * HOUR) if kind == "alert-page"]
        assert seen == ["Ana", "Dana"]
        assert stage.said("Dana").values["why"] == ""
        assert stage.alert().state is AlertState.EXHAUSTED


class TestAcknowledgement:
    def test_stops_the_ladder_and_tells_the_member(self, stage: Stage) -> None:
        alert = asked(stage)
        reply = stage.does("Sam", answering.acknowledge, alert)
        assert reply.show.kind == "alert-when"
        assert stage.flow() == [("Maya", "alert-acknowledged")]
        assert stage.wait(45 * MINUTE) == []

    def test_a_second_tap_says_the_same_and_tells_nobody_twice(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.does("Sam", answering.acknowledge, alert)
        stage.flow()
        stage.now += SECOND
        assert stage.does("Sam", answering.acknowledge, alert).show.kind == "alert-when"
        assert stage.flow() == []

    def test_a_message_on_its_way_to_the_next_is_called_back(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.now += 30 * MINUTE
        stage.away = True
        stage.flow()
        stage.does("Sam", answering.acknowledge, alert)
        stage.away = False
        assert ("Ana", "alert-page") not in stage.wait(2 * MINUTE)

    def test_who_was_called_back_is_asked_once_the_promise_is_broken(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.now += 30 * MINUTE
        stage.away = True
        stage.flow()
        stage.does("Sam", answering.acknowledge, alert)
        stage.away = False
        stage.wait(HOUR)
        assert ("Ana", "alert-page") in stage.wait(2 * HOUR)

    def test_others_who_were_asked_learn_it_on_the_message_they_have(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.wait(30 * MINUTE)
        stage.does("Ana", answering.acknowledge, alert)
        message = stage.step("Sam").message_id
        assert ("Sam", "alert-taken") in stage.flow()
        assert ("Sam", message) in stage.edits

    def test_who_comes_second_learns_that_somebody_has_it(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.wait(30 * MINUTE)
        stage.does("Ana", answering.acknowledge, alert)
        assert stage.does("Sam", answering.acknowledge, alert).show.kind == "alert-taken"
        assert stage.alert().acknowledged_by == stage.people["Ana"]

    def test_works_after_the_ladder_ended_for_24_hours(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.walk(5 * HOUR)
        asked_at = stage.step("Sam").asked_at
        assert asked_at is not None
        stage.now = asked_at + DAY - SECOND
        assert stage.does("Sam", answering.acknowledge, alert).show.kind == "alert-when"
        assert ("Maya", "alert-acknowledged") in stage.flow()

    def test_is_closed_after_24_hours(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.walk(5 * HOUR)
        asked_at = stage.step("Sam").asked_at
        assert asked_at is not None
        stage.now = asked_at + DAY
        assert stage.does("Sam", answering.acknowledge, alert).show.kind == "alert-closed"

    def test_a_stranger_gets_nothing(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.person("Eve")
        reply = stage.does("Eve", answering.acknowledge, alert)
        assert (reply.show, reply.toast.kind) == (None, "not-yours")
        assert stage.alert().state is AlertState.ASKING

    def test_a_former_supporter_learns_that_it_is_closed(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.end_support("Sam")
        assert stage.does("Sam", answering.acknowledge, alert).show.kind == "alert-closed"
        assert stage.alert().state is AlertState.ASKING


class TestPromise:
    def test_the_member_is_asked_at_the_promised_time(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.does("Sam", answering.acknowledge, alert)
        stage.does("Sam", answering.promise, alert, Promise.HOURS)
        assert ("Maya", "alert-promised") in stage.flow()
        assert stage.wait(3 * HOUR - SECOND) == []
        assert stage.wait(SECOND) == [("Maya", "alert-reached")]

    def test_this_evening_is_seven_on_the_supporters_clock(self, stage: Stage) -> None:
        stage.change(Availability, stage.people["Sam"], zone="Asia/Tokyo")  # nine hours ahead
        alert = asked(stage)
        stage.does("Sam", answering.acknowledge, alert)
        stage.does("Sam", answering.promise, alert, Promise.EVENING)
        promised = stage.step("Sam").promised_at
        assert promised is not None
        assert promised - stage.now == 2 * HOUR  # it is past seven there already

    def test_not_yet_goes_on_with_the_next_at_once(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.does("Sam", answering.acknowledge, alert)
        stage.flow()
        stage.wait(HOUR)
        stage.does("Maya", steering.not_yet, alert)
        assert ("Ana", "alert-page") in stage.flow()

    def test_silence_from_both_for_an_hour_goes_on(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.does("Sam", answering.acknowledge, alert)
        stage.flow()
        assert stage.wait(HOUR) == [("Maya", "alert-reached")]
        assert stage.wait(HOUR - SECOND) == []
        assert ("Ana", "alert-page") in stage.wait(SECOND)

    def test_a_promise_not_kept_pages_again_where_there_is_nobody_else(self, stage: Stage) -> None:
        stage.end_support("Ana")
        alert = asked(stage)
        stage.does("Sam", answering.acknowledge, alert)
        stage.flow()
        stage.wait(HOUR)
        assert ("Sam", "alert-reminder") in stage.wait(HOUR)
        assert stage.does("Sam", answering.acknowledge, alert).show.kind == "alert-when"

    def test_yes_ends_it_and_the_supporter_learns_it(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.does("Sam", answering.acknowledge, alert)
        stage.flow()
        stage.wait(HOUR)
        stage.does("Maya", steering.reached, alert)
        assert set(stage.flow()) == {("Sam", "alert-closed"), ("Sam", "alert-page-closed")}
        assert (stage.alert().state, stage.alert().outcome) == (AlertState.RESOLVED, Outcome.TALKED)

    def test_the_question_does_not_ring_in_the_members_night(self, stage: Stage) -> None:
        stage.now += 11 * HOUR  # 20:00
        alert = asked(stage)
        stage.does("Sam", answering.acknowledge, alert)
        stage.does("Sam", answering.promise, alert, Promise.HOURS)
        stage.flow()
        assert stage.walk(7 * HOUR) == []
        assert stage.walk(4 * HOUR)[0] == ("Maya", "alert-reached")
        assert stage.now.hour == 7 or stage.alert().state is AlertState.ASKING


class TestOutcomes:
    def test_we_talked_ends_it_and_the_member_learns_it(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.does("Sam", answering.acknowledge, alert)
        stage.flow()
        stage.does("Sam", answering.talked, alert)
        assert stage.flow() == [("Maya", "alert-ended")]
        assert stage.walk(DAY, HOUR) == []

    def test_could_not_reach_them_asks_the_next_at_once(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.does("Sam", answering.acknowledge, alert)
        stage.flow()
        assert stage.does("Sam", answering.could_not_reach, alert).show.kind == "alert-not-reached"
        assert ("Ana", "alert-page") in stage.flow()

    def test_still_worried_is_looked_at_again_next_day_and_then_ends(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.does("Sam", answering.acknowledge, alert)
        stage.flow()
        stage.does("Sam", answering.still_worried, alert)
        assert stage.walk(DAY - MINUTE, HOUR) == []
        assert stage.wait(MINUTE) == [("Sam", "alert-look-again")]
        stage.walk(DAY, HOUR)
        assert (stage.alert().state, stage.alert().outcome) == (AlertState.RESOLVED, Outcome.STILL_WORRIED)

    def test_an_outcome_needs_an_acknowledgement(self, stage: Stage) -> None:
        alert = asked(stage)
        assert stage.does("Sam", answering.talked, alert).show.kind == "alert-closed"
        assert stage.alert().state is AlertState.ASKING


class TestFollowUp:
    def test_goes_to_who_acknowledged_only_after_the_usual_hold(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.wait(30 * MINUTE)
        stage.does("Ana", answering.acknowledge, alert)
        stage.flow()
        stage.settle(used=True)
        assert stage.flow() == [("Maya", "alert-more-held")]
        assert stage.wait(2 * MINUTE) == [("Ana", "alert-more")]

    def test_the_member_can_say_not_this_time(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.settle(used=True)
        stage.flow()
        assert stage.does("Maya", steering.not_this_time, alert).show.kind == "alert-more-dropped"
        assert stage.wait(10 * MINUTE) == []

    def test_a_craving_two_higher_is_news_and_one_higher_is_not(self, stage: Stage) -> None:
        checkin = stage.checkin(craving=8)
        stage.correct(checkin)
        stage.flow()
        stage.wait(2 * MINUTE)
        stage.correct(checkin, craving=9)
        assert stage.wait(3 * MINUTE) == []
        stage.correct(checkin, craving=10)
        assert stage.flow() == [("Maya", "alert-more-held")]

    def test_the_same_answers_again_are_no_news(self, stage: Stage) -> None:
        checkin = stage.checkin(craving=9)
        stage.correct(checkin)
        stage.flow()
        stage.wait(2 * MINUTE)
        stage.correct(checkin)
        assert stage.wait(3 * MINUTE) == []


class TestLateAnswers:
    def test_an_alert_acknowledged_today_counts_for_the_cool_down_of_yesterday(self, stage: Stage) -> None:
        alert = asked(stage)
        stage.does("Sam", answering.acknowledge, alert)
        stage.does("Sam", answering.talked, alert)
        stage.flow()
        yesterday = stage.checkin(days_ago=1, craving=9)
        on = (stage.now - DAY).date()

        def judge_late(session: Session) -> None:
            member, checkin = session.get(Person, stage.people["Maya"]), session.get(Checkin, yesterday)
            assert member is not None
            alerts.judge(session, member, on, checkin=checkin, now=stage.now)

        stage.database.write_now(judge_late)
        assert stage.flow() == []


class TestTellSam:
    def test_asks_without_a_hold(self, stage: Stage) -> None:
        reply = stage.does("Maya", steering.tell)
        assert reply.show.kind == "alert-asked"
        assert stage.flow() == [("Sam", "alert-page")]

    def test_says_so_where_there_is_nobody(self, database: Database) -> None:
        alone = Stage(database)
        alone.member("Lone")
        assert alone.does("Lone", steering.tell).show.kind == "tell-nobody"

    def test_during_a_hold_it_ends_the_hold(self, stage: Stage) -> None:
        stage.settle(craving=9)
        stage.flow()
        stage.does("Maya", steering.tell)
        assert ("Sam", "alert-page") in stage.flow()
        assert stage.alert().signals == ["HIGH", "ASKED"]


class TestWhatIsTold:
    def test_reach_out_reads_the_same_whatever_the_reason(self, database: Database) -> None:
        read = []
        for name, answers in (("Kim", {"craving": 9}), ("Lou", {"used": True}), ("Max", {"craving": 7, "mood": 1})):
            stage = Stage(database)
            stage.member(name)
            stage.supporter(f"friend of {name}", of=name, choice=Choice.REACH_OUT)
            stage.settle(name, **answers)
            stage.flow()
            stage.wait(2 * MINUTE)
            said = stage.said(f"friend of {name}")
            read.append((said.kind, said.values["opening"].kind, said.values["why"]))  # type: ignore[union-attr]
        assert read == [("alert-page", "opening", "")] * 3

    def test_without_use_a_use_is_not_told(self, database: Database) -> None:
        stage = Stage(database)
        stage.member()
        stage.supporter("Sam", choice=Choice.REASON_WITHOUT_USE)
        stage.settle(used=True)
        stage.flow()
        stage.wait(2 * MINUTE)
        assert stage.said("Sam").values["why"] == ""
