"""What the member reads about their own alert is true when it is said, and stays true as time passes."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.actions import alerts, dispatch, presence
from bot.actions.alerts import answering, asking, crisis, steering
from bot.actions.presence import Visitor
from bot.rules.vocabulary import AlertKind, AlertState, StepState
from handlers.delivery.rendering import render
from storage.database import Database
from storage.tables import Alert, Availability, Disclosure, Person
from tests.actions.alerts_stage import DAY, HOUR, MINUTE, Stage, with_sam_and_ana

SECOND = timedelta(seconds=1)


@pytest.fixture
def stage(database: Database) -> Stage:
    return with_sam_and_ana(database)


def asleep(stage: Stage, *names: str, for_: timedelta = 3 * HOUR) -> None:
    for name in names:
        until = (stage.now + for_).time()
        stage.change(Availability, stage.people[name], quiet_from=stage.now.time(), quiet_to=until)


def off(stage: Stage, name: str, *, for_: timedelta) -> None:
    """ "Not today", or a break: their alerts hear of it."""
    stage.change(Availability, stage.people[name], off_until_at=stage.now + for_)
    stage.does(name, asking.hours_changed)


def hold(stage: Stage) -> tuple[str, dict[str, object]]:
    """A hard day; what the member reads."""
    stage.settle(craving=9)
    stage.flow()
    said = stage.said("Maya")
    return said.kind, dict(said.values)


class TestTheHoldLine:
    def test_names_who_is_asked_where_the_first_sleeps(self, stage: Stage) -> None:
        asleep(stage, "Sam")
        kind, values = hold(stage)
        assert (kind, values["instead"], values["supporter"]) == ("alert-held-instead", ("Sam",), ("Ana",))
        assert [name for name, kind in stage.wait(2 * MINUTE) if kind == "alert-page"] == ["Ana"]

    @pytest.mark.parametrize("busy", ["quiet", "off", "full"])
    def test_says_why_nobody_is_asked_yet_and_until_when(self, stage: Stage, busy: str) -> None:
        stage.end_support("Ana")
        if busy == "quiet":
            asleep(stage, "Sam")
        if busy == "off":
            stage.change(Availability, stage.people["Sam"], off_until_at=stage.now + 3 * HOUR)
        if busy == "full":
            stage.change(Availability, stage.people["Sam"], weekly_limit=1)
            stage.member("Lee")
            stage.supporter("Sam", of="Lee")
            stage.settle("Lee", craving=9)
            stage.flow()
            stage.wait(2 * MINUTE)
            stage.does("Sam", answering.acknowledge, stage.alert().id)
            stage.does("Sam", answering.talked, stage.alert().id)
            stage.now += 7 * DAY - 3 * HOUR
        kind, values = hold(stage)
        assert (kind, values["busy"], values["several"]) == ("alert-held-later", busy, "one")
        until = values["when"].at  # type: ignore[attr-defined]
        assert stage.walk(until - stage.now - SECOND, HOUR) == []
        assert ("Sam", "alert-page") in stage.wait(SECOND)

    def test_says_that_nobody_of_several_is_free(self, stage: Stage) -> None:
        asleep(stage, "Sam")
        asleep(stage, "Ana", for_=2 * HOUR)
        kind, values = hold(stage)
        assert (kind, values["several"], values["supporter"]) == ("alert-held-later", "several", ("Ana",))
        assert values["others"] == ((stage.people["Sam"], "Sam"),)

    def test_offers_everybody_where_nobody_is_free_for_a_day_and_stays_open(self, stage: Stage) -> None:
        for name in ("Sam", "Ana"):
            off(stage, name, for_=3 * DAY)
        kind, values = hold(stage)
        assert (kind, len(values["others"])) == ("alert-held-nobody-free", 2)  # type: ignore[arg-type]
        assert stage.walk(5 * HOUR, HOUR) == []
        stage.does("Maya", steering.ask_them, stage.alert().id, stage.people["Ana"])
        assert ("Ana", "alert-page") in stage.flow()

    def test_ends_after_a_day_in_which_nobody_was_free_and_the_member_knows(self, stage: Stage) -> None:
        for name in ("Sam", "Ana"):
            off(stage, name, for_=3 * DAY)
        hold(stage)
        assert ("Maya", "alert-exhausted") in stage.walk(DAY + HOUR, HOUR)
        assert stage.alert().state is AlertState.EXHAUSTED

    def test_says_it_where_nobody_can_be_reached(self, stage: Stage) -> None:
        for name in ("Sam", "Ana"):
            stage.change(Person, stage.people[name], blocked_at=stage.now)
        assert hold(stage)[0] == "alert-held-nobody"

    def test_is_redrawn_when_the_first_takes_the_day_off(self, stage: Stage) -> None:
        hold(stage)
        message = stage.alert().member_message
        off(stage, "Sam", for_=DAY)
        assert stage.flow() == [("Maya", "alert-held-instead")]
        assert stage.edits[-1] == ("Maya", message)

    def test_is_redrawn_when_the_first_blocks_the_bot(self, stage: Stage) -> None:
        hold(stage)
        gone = Visitor(1002, "Sam")
        stage.database.write_now(lambda session: presence.blocked(session, gone, now=stage.now))
        assert stage.flow() == [("Maya", "alert-held")]
        assert stage.said("Maya").values["supporter"] == ("Ana",)

    def test_is_redrawn_when_the_hour_it_promised_moves(self, stage: Stage) -> None:
        asleep(stage, "Sam", "Ana")
        hold(stage)
        off(stage, "Sam", for_=5 * HOUR)
        off(stage, "Ana", for_=4 * HOUR)
        assert stage.flow()[-1] == ("Maya", "alert-held-later")
        assert stage.said("Maya").values["supporter"] == ("Ana",)

    def test_is_not_redrawn_where_nothing_changed(self, stage: Stage) -> None:
        asleep(stage, "Sam", "Ana")
        hold(stage)
        stage.does("Sam", asking.hours_changed)
        assert stage.flow() == []

    def test_names_both_where_the_first_is_struggling_and_both_are_asked(self, stage: Stage) -> None:
        theirs = Alert(
            member_id=stage.people["Sam"], on=stage.now.date(), kind=AlertKind.HARD, state=AlertState.ASKING,
            opened_at=stage.now,
        )  # fmt: skip
        stage.database.write_now(lambda session: session.add(theirs))
        kind, values = hold(stage)
        assert (kind, values["supporter"]) == ("alert-held", ("Sam", "Ana"))
        asked = {name for name, kind in stage.wait(2 * MINUTE) if kind == "alert-page"}
        assert asked == {"Sam", "Ana"}

    def test_is_replaced_where_changed_answers_withdraw_it(self, stage: Stage) -> None:
        checkin = stage.checkin(craving=9, mood=4)
        stage.correct(checkin)
        stage.flow()
        message = stage.alert().member_message
        stage.correct(checkin, craving=2)
        assert stage.flow() == [("Maya", "alert-withdrawn")]
        assert stage.edits[-1] == ("Maya", message)


class TestAfterTheFirstStep:
    def test_who_was_passed_over_is_named(self, stage: Stage) -> None:
        asleep(stage, "Sam")
        reply = stage.does("Maya", steering.tell)
        assert (reply.show.kind, reply.show.values["why"]) == ("alert-asked-instead", "busy")

    def test_who_tried_in_vain_is_not_said_to_be_unable(self, stage: Stage) -> None:
        hold(stage)
        stage.wait(2 * MINUTE)
        alert = stage.alert().id
        stage.does("Sam", answering.acknowledge, alert)
        stage.does("Sam", answering.could_not_reach, alert)
        stage.flow()
        said = stage.said("Maya")
        assert (said.kind, said.values["why"], said.values["supporter"]) == ("alert-asked-instead", "tried", "Sam")

    def test_a_wait_says_for_whom_why_and_until_when(self, stage: Stage) -> None:
        asleep(stage, "Ana")
        hold(stage)
        stage.wait(2 * MINUTE)
        stage.does("Sam", answering.decline, stage.alert().id)
        assert stage.flow() == [("Maya", "alert-waiting")]
        values = stage.said("Maya").values
        assert (values["supporter"], values["busy"], values["again"]) == ("Ana", "quiet", "first")

    def test_a_wait_is_told_again_after_a_promise_that_was_not_kept(self, stage: Stage) -> None:
        asleep(stage, "Ana", for_=8 * HOUR)
        hold(stage)
        stage.wait(2 * MINUTE)
        assert stage.walk(2 * HOUR)[-1] == ("Maya", "alert-waiting")
        stage.does("Sam", answering.acknowledge, stage.alert().id)
        assert ("Maya", "alert-reached") in stage.walk(HOUR)
        assert stage.walk(HOUR) == [("Maya", "alert-waiting")]
        assert stage.said("Maya").values["supporter"] == "Ana"
        assert stage.walk(HOUR) == []

    def test_ask_now_anyway_is_not_told_twice(self, stage: Stage) -> None:
        asleep(stage, "Ana")
        hold(stage)
        stage.wait(2 * MINUTE)
        stage.does("Sam", answering.decline, stage.alert().id)
        stage.flow()
        reply = stage.does("Maya", steering.ask_them, stage.alert().id, stage.people["Ana"])
        assert reply.show.kind == "alert-asked-instead"
        assert stage.flow() == [("Ana", "alert-page")]

    def test_ask_now_anyway_pressed_again_asks_at_most_every_five_minutes(self, stage: Stage) -> None:
        asleep(stage, "Ana")
        hold(stage)
        stage.wait(2 * MINUTE)
        asked = (stage.alert().id, stage.people["Ana"])
        for _ in range(3):  # the second before Telegram has taken the first
            stage.does("Maya", steering.ask_them, *asked)
        assert [say for say in stage.flow() if say[0] == "Ana"] == [("Ana", "alert-page")]
        stage.wait(5 * MINUTE - SECOND)
        reply = stage.does("Maya", steering.ask_them, *asked)
        assert (reply.show.kind, stage.flow()) == ("alert-asked", [])
        stage.wait(SECOND)
        stage.does("Maya", steering.ask_them, *asked)
        assert stage.flow() == [("Ana", "alert-reminder")]

    def test_tell_sam_while_sam_is_away_for_days_offers_to_ask_all_the_same(self, stage: Stage) -> None:
        stage.end_support("Ana")
        off(stage, "Sam", for_=3 * DAY)
        reply = stage.does("Maya", steering.tell)
        assert reply.show.kind == "alert-held-nobody-free"
        stage.does("Maya", steering.ask_them, stage.alert().id, stage.people["Sam"])
        assert ("Sam", "alert-page") in stage.flow()


class TestHardAnswersWithoutAnAlert:
    def reached(self, stage: Stage) -> None:
        hold(stage)
        stage.wait(2 * MINUTE)
        stage.does("Sam", answering.acknowledge, stage.alert().id)
        stage.does("Sam", answering.talked, stage.alert().id)
        stage.flow()

    def test_say_when_sam_last_heard_and_offer_to_tell_sam(self, stage: Stage) -> None:
        self.reached(stage)
        heard_at = stage.now
        stage.now += DAY
        line = stage.settle(craving=9)
        assert (line.kind, line.values["heard"].kind) == ("saved-heavy", "last-heard")  # type: ignore[union-attr]
        assert line.values["heard"].values["when"].at == heard_at  # type: ignore[union-attr]
        assert stage.flow() == []
        stage.does("Maya", steering.tell)
        assert ("Sam", "alert-page") in stage.flow()

    def test_after_a_use_say_it_too(self, stage: Stage) -> None:
        stage.settle(used=True)
        stage.flow()
        stage.wait(2 * MINUTE)
        stage.does("Sam", answering.acknowledge, stage.alert().id)
        stage.does("Sam", answering.talked, stage.alert().id)
        stage.now += DAY
        line = stage.settle(used=True)
        assert (line.kind, line.values["heard"].kind) == ("saved-used", "last-heard")  # type: ignore[union-attr]

    def test_where_an_alert_follows_a_use_nothing_is_said_of_the_last_time(self, stage: Stage) -> None:
        assert stage.settle(used=True).values["heard"] == ""

    def test_of_who_never_heard_only_that_nobody_is_asked(self, stage: Stage) -> None:
        line = stage.settle(mood=2)
        assert (line.kind, line.values["heard"].kind) == ("saved-heavy", "never-heard")  # type: ignore[union-attr]


class TestAskMeFirst:
    def cancelled(self, stage: Stage) -> bool:
        hold(stage)
        reply = stage.does("Maya", steering.not_this_time, stage.alert().id)
        stage.now += DAY
        return bool(reply.also)

    def test_is_offered_after_two_in_a_row_and_only_once(self, stage: Stage) -> None:
        assert [self.cancelled(stage) for _ in range(2)] == [False, True]
        stage.does("Maya", steering.ask_me_first, yes=False)
        assert [self.cancelled(stage) for _ in range(3)] == [False, False, False]

    def test_holds_for_half_an_hour_and_then_goes_as_chosen(self, stage: Stage) -> None:
        stage.does("Maya", steering.ask_me_first, yes=True)
        assert hold(stage)[0] == "alert-ask-first"
        assert stage.wait(30 * MINUTE - SECOND) == []
        assert ("Sam", "alert-page") in stage.wait(SECOND)

    def test_can_be_taken_back(self, stage: Stage) -> None:
        stage.does("Maya", steering.ask_me_first, yes=True)
        stage.does("Maya", steering.ask_me_first, yes=False)
        assert hold(stage)[0] == "alert-held"


class TestStayingSafer:
    def test_is_fixed_text_with_source_and_date_that_may_be_forwarded(self, stage: Stage) -> None:
        reply = stage.does("Maya", crisis.staying_safer)
        screen = render(reply.show, "en")
        assert (reply.fresh, screen.protect) == (True, False)
        for word in ("break", "alone", "naloxone", "alcohol", "emergency number", "From: ", "November 2026"):
            assert word in screen.text


class TestATapProvesThatThePageArrived:
    """Also where a crash or a slow line left that in doubt."""

    def claimed_by_the_dead(self, stage: Stage) -> None:
        """Sam's page has left, and the process died before it kept that."""
        stage.settle(craving=9)
        stage.flow()
        stage.now += 2 * MINUTE
        stage.database.write_now(lambda session: alerts.advance_due(session, now=stage.now))
        parcels = stage.database.write_now(
            lambda session: dispatch.claim(session, kinds=stage.kinds, now=stage.now, epoch=1, limit=50)
        )
        assert [parcel.kind for parcel in parcels] == ["alert-page"]

    def its_claim_lapses(self, stage: Stage) -> None:
        stage.now += MINUTE
        stage.database.write_now(
            lambda session: dispatch.lapse(session, kinds=stage.kinds, now=stage.now, epoch=1, in_hand=[])
        )

    def test_it_does_not_come_again_and_the_end_is_told_and_who_has_read_it_is_kept(self, stage: Stage) -> None:
        self.claimed_by_the_dead(stage)
        stage.does("Sam", answering.acknowledge, stage.alert().id, message_id=77)
        self.its_claim_lapses(stage)
        assert ("Sam", "alert-page") not in stage.flow()
        stage.does("Maya", steering.reached, stage.alert().id)
        assert ("Sam", "alert-closed") in stage.flow()
        assert ("Sam", 77) in stage.edits
        read = stage.database.read_now(lambda session: session.scalars(sa.select(Disclosure)).all())
        assert [(one.viewer_id, one.what) for one in read] == [(stage.people["Sam"], "alert-page")]

    def test_in_doubt_it_is_settled_too(self, stage: Stage) -> None:
        self.claimed_by_the_dead(stage)
        self.its_claim_lapses(stage)
        stage.does("Sam", answering.decline, stage.alert().id, message_id=77)
        assert ("Sam", "alert-page") not in stage.flow()
        assert (stage.step("Sam").state, stage.step("Sam").message_id) == (StepState.DECLINED, 77)

    def test_a_reminder_that_was_called_back_is_not_waited_for(self, stage: Stage) -> None:
        stage.end_support("Ana")
        hold(stage)
        stage.wait(2 * MINUTE)
        stage.away = True
        stage.wait(HOUR / 2)  # it does not leave
        stage.does("Sam", answering.acknowledge, stage.alert().id, message_id=stage.step("Sam").message_id)
        stage.away = False
        assert ("Sam", "alert-reminder") not in stage.flow()
        assert ("Maya", "alert-reached") in stage.walk(HOUR)
        assert ("Sam", "alert-reminder") in stage.walk(HOUR)
