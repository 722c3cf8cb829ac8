"""The ladder of an alert: whom it asks, when, and that it always ends."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.availability import Availability, Busy, busy, free_from, full_until
from bot.rules.ladder import (
    PATIENCE,
    Ladder,
    Move,
    Round,
    Rung,
    Waiting,
    asked_first,
    first_asked,
    next_move,
    passed_over,
)
from bot.rules.vocabulary import AlertKind, StepState

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTES = timedelta(minutes=1)
ALWAYS = Availability("UTC", time(0), time(0))
ASLEEP_TO_7 = Availability("UTC", time(22), time(7))
SAM, ANA, LEE, DANA = 1, 2, 3, 9
KINDS_IN_ORDER = [AlertKind.USED, AlertKind.HARD, AlertKind.ASKED, AlertKind.QUIET]


def rung(who: int, hours: Availability = ALWAYS, **more: Any) -> Rung:
    return replace(Rung(who, who, hours), **more)


def ladder(*rungs: Rung, kind: AlertKind = AlertKind.HARD, at: datetime = NOON, **more: Any) -> Ladder:
    return replace(Ladder(kind, at, at, "UTC", rungs), **more)


def asked(who: int, at: datetime, hours: Availability = ALWAYS, **more: Any) -> Rung:
    return replace(rung(who, hours, state=StepState.ASKED, asks=1, asked_at=at), **more)


def gone(who: int, at: datetime, state: StepState = StepState.DECLINED) -> Rung:
    return replace(asked(who, at), state=state, answered_at=at)


class TestHold:
    def test_nobody_is_asked_before_the_hold_is_over(self) -> None:
        held = ladder(rung(SAM), starts_at=NOON + 2 * MINUTES)
        assert next_move(held, NOON + 2 * MINUTES - SECOND) == Move(0, next_at=NOON + 2 * MINUTES)
        assert next_move(held, NOON + 2 * MINUTES) == Move(0, ask=(SAM,))

    def test_an_acknowledged_ladder_rests(self) -> None:
        assert next_move(ladder(rung(SAM), acknowledged=True), NOON) == Move(0)

    def test_a_message_on_its_way_is_waited_for_however_long(self) -> None:
        sent = ladder(asked(SAM, NOON, asked_at=None), rung(ANA))
        assert next_move(sent, NOON + timedelta(hours=5)) == Move(0)


class TestWhatIsSaidOfIt:
    """What a line to the member needs to know."""

    @pytest.mark.parametrize(
        ("off", "full", "hour", "why"),
        [
            (None, None, 12, None),
            (None, None, 23, Busy.QUIET),
            (1, None, 12, Busy.OFF),
            (0, None, 12, None),  # free again at its last instant
            (None, 1, 12, Busy.FULL),
            (2, 1, 12, Busy.OFF),  # what ends last is said
            (1, 2, 12, Busy.FULL),
            (1, None, 23, Busy.OFF),
        ],
    )
    def test_why_somebody_may_not_be_asked(
        self, off: int | None, full: int | None, hour: int, why: Busy | None
    ) -> None:
        at = NOON.replace(hour=hour)
        until = [None if hours is None else at + timedelta(hours=hours) for hours in (off, full)]
        assert busy(replace(ASLEEP_TO_7, off_until_at=until[0], full_until_at=until[1]), at) is why

    def test_the_weekly_limit_keeps_nobody_from_a_use(self) -> None:
        assert busy(replace(ALWAYS, full_until_at=NOON + SECOND), NOON, limited=False) is None

    def test_who_is_struggling_is_asked_with_the_next(self) -> None:
        both = ladder(rung(SAM, struggling=True), rung(ANA), rung(LEE))
        assert asked_first(both, Waiting(SAM, NOON)) == (SAM, ANA) == next_move(both, NOON).ask

    def test_who_sleeps_is_passed_over(self) -> None:
        night = ladder(rung(SAM, ASLEEP_TO_7), rung(ANA), at=NOON.replace(hour=23))
        first = first_asked(night, night.starts_at)
        assert first is not None
        assert (asked_first(night, first), passed_over(night, (ANA,))) == ((ANA,), (SAM,))
        assert passed_over(night, ()) == ()


class TestInOrder:
    @pytest.mark.parametrize(
        ("kind", "minutes"),
        [(AlertKind.USED, 30), (AlertKind.HARD, 30), (AlertKind.ASKED, 30), (AlertKind.QUIET, 60)],
    )
    def test_the_next_is_asked_one_interval_after_acceptance(self, kind: AlertKind, minutes: int) -> None:
        due = NOON + minutes * MINUTES
        after_sam = ladder(asked(SAM, NOON), rung(ANA), kind=kind, at=NOON - timedelta(hours=1))
        assert next_move(after_sam, due - SECOND) == Move(0, next_at=due)
        assert next_move(after_sam, due) == Move(0, ask=(ANA,))

    @pytest.mark.parametrize("state", [StepState.DECLINED, StepState.UNREACHABLE, StepState.DROPPED])
    def test_whoever_cannot_makes_room_at_once(self, state: StepState) -> None:
        assert next_move(ladder(gone(SAM, NOON, state), rung(ANA)), NOON) == Move(0, ask=(ANA,))

    def test_the_newest_declining_makes_room_though_an_earlier_one_is_silent(self) -> None:
        three = ladder(asked(SAM, NOON), gone(ANA, NOON + 31 * MINUTES), rung(LEE))
        assert next_move(three, NOON + 31 * MINUTES) == Move(0, ask=(LEE,))

    def test_whoever_sleeps_is_skipped_and_comes_next_once_awake(self) -> None:
        at = datetime(2026, 3, 4, 6, 45, tzinfo=UTC)
        assert next_move(ladder(rung(SAM, ASLEEP_TO_7), rung(ANA), at=at), at) == Move(0, ask=(ANA,))
        later = ladder(rung(SAM, ASLEEP_TO_7), asked(ANA, at), rung(LEE), at=at)
        assert next_move(later, at + 30 * MINUTES) == Move(0, ask=(SAM,))

    def test_whoever_is_struggling_is_asked_together_with_the_next(self) -> None:
        assert next_move(ladder(rung(SAM, struggling=True), rung(ANA), rung(LEE)), NOON) == Move(0, ask=(SAM, ANA))

    def test_whoever_is_struggling_makes_room_for_the_next_who_becomes_free(self) -> None:
        at = NOON + MINUTES
        assert next_move(ladder(asked(SAM, NOON, struggling=True), rung(ANA)), at) == Move(0, ask=(ANA,))

    @pytest.mark.parametrize("round", [Round.IN_ORDER, Round.REMINDED, Round.AGAIN])
    def test_whoever_is_struggling_and_asked_last_is_left_an_interval_too(self, round: Round) -> None:
        last = NOON + 30 * MINUTES
        both = ladder(asked(SAM, NOON), asked(ANA, last, struggling=True, round=round), round=round)
        assert next_move(both, last) == Move(round, next_at=last + 30 * MINUTES)

    def test_positions_decide_and_not_the_order_of_rows(self) -> None:
        assert next_move(ladder(rung(ANA), rung(SAM)), NOON) == Move(0, ask=(SAM,))


class TestAllSkipped:
    def test_the_first_whose_time_ends_is_waited_for(self) -> None:
        at = datetime(2026, 3, 4, 2, tzinfo=UTC)
        until_6 = Availability("UTC", time(23), time(6))
        move = next_move(ladder(rung(SAM, ASLEEP_TO_7), rung(ANA, until_6), at=at), at)
        six = at.replace(hour=6)
        assert move == Move(0, next_at=six, waiting=Waiting(ANA, six))

    def test_nobody_is_waited_for_longer_than_a_day(self) -> None:
        day = timedelta(hours=24)
        off = replace(ALWAYS, off_until_at=NOON + day)
        assert next_move(ladder(rung(SAM, off)), NOON).waiting == Waiting(SAM, NOON + day)
        off = replace(ALWAYS, off_until_at=NOON + day + SECOND)
        assert next_move(ladder(rung(SAM, off)), NOON).exhausted

    def test_the_weekly_limit_counts_but_not_for_use(self) -> None:
        full = replace(ALWAYS, full_until_at=NOON + timedelta(hours=3))
        assert next_move(ladder(rung(SAM, full)), NOON).waiting is not None
        assert next_move(ladder(rung(SAM, full), kind=AlertKind.USED), NOON) == Move(0, ask=(SAM,))

    def test_with_nobody_at_all_it_is_exhausted_at_once(self) -> None:
        assert next_move(ladder(), NOON).exhausted


class TestReminder:
    def test_all_who_can_be_asked_are_reminded_together_one_interval_after_the_last(self) -> None:
        both = ladder(asked(SAM, NOON - 30 * MINUTES), asked(ANA, NOON))
        assert next_move(both, NOON + 30 * MINUTES - SECOND) == Move(0, next_at=NOON + 30 * MINUTES)
        assert next_move(both, NOON + 30 * MINUTES) == Move(Round.REMINDED, remind=(SAM, ANA))

    def test_whoever_declined_or_sleeps_by_now_is_not_reminded(self) -> None:
        at = datetime(2026, 3, 4, 21, 45, tzinfo=UTC)
        three = ladder(asked(SAM, at, ASLEEP_TO_7), gone(ANA, at), asked(LEE, at), at=at)
        assert next_move(three, at + 30 * MINUTES).remind == (LEE,)

    def test_where_all_declined_nobody_is_reminded_and_nothing_is_waited_for(self) -> None:
        assert next_move(ladder(gone(SAM, NOON), gone(ANA, NOON)), NOON).exhausted


class TestOnceMore:
    def test_one_interval_after_the_reminder_those_who_are_free_are_asked_in_order(self) -> None:
        reminded = [asked(who, NOON, asks=2, round=Round.REMINDED) for who in (SAM, ANA)]
        both = ladder(*reminded, round=Round.REMINDED)
        assert next_move(both, NOON + 30 * MINUTES - SECOND).next_at == NOON + 30 * MINUTES
        assert next_move(both, NOON + 30 * MINUTES) == Move(Round.AGAIN, ask=(SAM,))

    def test_whoever_was_never_asked_is_waited_for_12_hours_and_goes_first(self) -> None:
        reminded = asked(SAM, NOON, asks=2, round=Round.REMINDED)
        rests_since = NOON + 30 * MINUTES
        off = replace(ALWAYS, off_until_at=rests_since + timedelta(hours=12))
        night = ladder(reminded, rung(ANA, off), round=Round.REMINDED)
        assert next_move(night, rests_since).waiting == Waiting(ANA, rests_since + timedelta(hours=12))
        assert next_move(night, rests_since + timedelta(hours=12)) == Move(Round.AGAIN, ask=(ANA,))
        off = replace(ALWAYS, off_until_at=rests_since + timedelta(hours=12) + SECOND)
        assert next_move(replace(night, rungs=(reminded, rung(ANA, off))), rests_since).ask == (SAM,)

    def test_when_all_fell_asleep_the_ladder_waits_for_morning(self) -> None:
        at = datetime(2026, 3, 4, 21, 40, tzinfo=UTC)
        late = ladder(asked(SAM, at, ASLEEP_TO_7, asks=2, round=Round.REMINDED), at=at, round=Round.REMINDED)
        assert next_move(late, at + 30 * MINUTES).waiting == Waiting(SAM, datetime(2026, 3, 5, 7, tzinfo=UTC))

    def test_a_decline_with_the_other_asleep_waits_for_the_other(self) -> None:
        at = datetime(2026, 3, 4, 2, tzinfo=UTC)
        move = next_move(ladder(gone(SAM, at), rung(ANA, ASLEEP_TO_7), at=at), at)
        assert move.waiting == Waiting(ANA, at.replace(hour=7))

    @pytest.mark.parametrize(("later", "waits"), [(timedelta(), True), (SECOND, False)])
    def test_the_twelve_hours_count_from_the_decline(self, later: timedelta, waits: bool) -> None:
        declined_at = NOON + 25 * MINUTES
        back_at = declined_at + timedelta(hours=12) + later
        tired = ladder(gone(SAM, declined_at), rung(ANA, replace(ALWAYS, off_until_at=back_at)))
        over = Move(Round.IN_ORDER, exhausted=True)
        assert next_move(tired, declined_at) == (
            Move(0, next_at=back_at, waiting=Waiting(ANA, back_at)) if waits else over
        )


class TestEnd:
    def last_round(self, *more: Rung) -> Ladder:
        return ladder(asked(SAM, NOON, asks=3, round=Round.AGAIN), *more, round=Round.AGAIN)

    def test_the_named_leader_is_asked_last(self) -> None:
        leader = rung(DANA, is_leader=True)
        due = NOON + 30 * MINUTES
        assert next_move(self.last_round(leader), due - SECOND).next_at == due
        assert next_move(self.last_round(leader), due) == Move(Round.LEADER, ask=(DANA,))

    @pytest.mark.parametrize(("later", "waits"), [(timedelta(), True), (SECOND, False)])
    def test_a_leader_who_is_away_is_waited_for_twelve_hours(self, later: timedelta, waits: bool) -> None:
        due = NOON + 30 * MINUTES
        back_at = due + timedelta(hours=12) + later
        move = next_move(self.last_round(rung(DANA, replace(ALWAYS, off_until_at=back_at), is_leader=True)), due)
        assert (move.waiting, move.exhausted) == (Waiting(DANA, back_at) if waits else None, not waits)

    def test_one_more_interval_later_it_is_exhausted(self) -> None:
        leader = asked(DANA, NOON + 30 * MINUTES, is_leader=True, round=Round.LEADER)
        over = replace(self.last_round(leader), round=Round.LEADER)
        assert not next_move(over, NOON + 60 * MINUTES - SECOND).exhausted
        assert next_move(over, NOON + 60 * MINUTES).exhausted

    def test_without_a_leader_the_last_interval_is_waited_for_too(self) -> None:
        assert not next_move(self.last_round(), NOON + 30 * MINUTES - SECOND).exhausted
        assert next_move(self.last_round(), NOON + 30 * MINUTES).exhausted


class TestQuiet:
    EARLY = datetime(2026, 3, 4, 5, tzinfo=UTC)

    def test_asks_from_8_to_21_the_members_time(self) -> None:
        early = ladder(rung(SAM), kind=AlertKind.QUIET, at=self.EARLY)
        eight = self.EARLY.replace(hour=8)
        assert next_move(early, eight - SECOND).waiting == Waiting(SAM, eight)
        assert next_move(early, eight).ask == (SAM,)
        evening = ladder(rung(SAM), kind=AlertKind.QUIET, at=self.EARLY.replace(hour=19))
        nine = self.EARLY.replace(hour=21)
        assert next_move(evening, nine - SECOND).ask == (SAM,)
        assert next_move(evening, nine).ask == ()

    def test_after_14_hours_the_members_hours_no_longer_count(self) -> None:
        opened = self.EARLY.replace(hour=16)
        night = ladder(rung(SAM), kind=AlertKind.QUIET, at=opened, starts_at=opened + timedelta(hours=6))
        six = datetime(2026, 3, 5, 6, tzinfo=UTC)
        assert next_move(night, six - SECOND).waiting == Waiting(SAM, six)
        assert next_move(night, six).ask == (SAM,)

    def test_keeps_to_the_supporters_quiet_hours_as_well(self) -> None:
        late_riser = Availability("UTC", time(22), time(10))
        move = next_move(ladder(rung(SAM, late_riser), kind=AlertKind.QUIET, at=self.EARLY), self.EARLY)
        assert move.waiting == Waiting(SAM, self.EARLY.replace(hour=10))

    def test_other_alerts_ask_a_free_supporter_at_any_hour(self) -> None:
        assert next_move(ladder(rung(SAM), at=self.EARLY), self.EARLY).ask == (SAM,)


class TestFirstAsked:
    def test_names_the_first_who_is_free_and_not_the_first_in_order(self) -> None:
        two_am = datetime(2026, 3, 4, 2, tzinfo=UTC)
        both = ladder(rung(SAM, ASLEEP_TO_7), rung(ANA))
        assert first_asked(both, two_am) == Waiting(ANA, two_am)
        assert first_asked(both, NOON) == Waiting(SAM, NOON)

    def test_is_nobody_without_supporters(self) -> None:
        assert first_asked(ladder(rung(DANA, is_leader=True)), NOON) is None

    def test_is_somebody_who_is_free_within_a_day(self) -> None:
        day = timedelta(days=1)
        for late, found in ((day, Waiting(SAM, NOON + day)), (day + SECOND, None)):
            away = ladder(rung(SAM, replace(ALWAYS, off_until_at=NOON + late)))
            assert first_asked(away, NOON) == found


class TestAvailability:
    def test_a_day_off_that_ends_in_quiet_hours_ends_with_them(self) -> None:
        off = replace(ASLEEP_TO_7, off_until_at=datetime(2026, 3, 5, 0, tzinfo=UTC))
        assert free_from(off, NOON) == datetime(2026, 3, 5, 7, tzinfo=UTC)

    def test_the_weekly_limit_is_over_seven_days_after_the_alert_that_filled_it(self) -> None:
        week = timedelta(days=7)
        times = [NOON - timedelta(days=day) for day in (1, 2, 6)]
        assert full_until(times, weekly_limit=4, now=NOON) is None
        assert full_until(times, weekly_limit=3, now=NOON) == times[2] + week
        assert full_until(times, weekly_limit=2, now=NOON) == times[1] + week
        assert full_until([NOON - week], weekly_limit=1, now=NOON) is None
        assert full_until([NOON - week + SECOND], weekly_limit=1, now=NOON) == NOON + SECOND
        assert full_until(times, weekly_limit=None, now=NOON) is None

    def test_a_limit_of_none_at_all_is_never_over(self) -> None:
        assert full_until([], weekly_limit=0, now=NOON) == NOON + timedelta(days=7)
        assert full_until([NOON - SECOND], weekly_limit=0, now=NOON) == NOON + timedelta(days=7)

    def test_who_is_full_until_now_is_free_now(self) -> None:
        assert busy(replace(ALWAYS, full_until_at=NOON), NOON) is None
        assert busy(replace(ALWAYS, full_until_at=NOON + SECOND), NOON) is Busy.FULL
        assert busy(replace(ASLEEP_TO_7, full_until_at=NOON), NOON.replace(hour=23)) is Busy.QUIET


hours = st.builds(
    Availability,
    st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York", "Pacific/Apia"]),
    st.sampled_from([time(22), time(0), time(13, 30)]),
    st.sampled_from([time(7), time(0), time(21)]),
    st.none() | st.timedeltas(timedelta(0), timedelta(days=4)).map(lambda ahead: NOON + ahead),
    st.none() | st.timedeltas(timedelta(0), timedelta(days=7)).map(lambda ahead: NOON + ahead),
)
people = st.lists(st.tuples(hours, st.booleans()), max_size=4).map(
    lambda them: tuple(Rung(who, who, of, struggling=struggling) for who, (of, struggling) in enumerate(them))
)
answers = st.lists(st.sampled_from([StepState.ASKED, StepState.DECLINED, StepState.UNREACHABLE]), max_size=20)


def play(start: Ladder, answers: list[StepState]) -> list[tuple[datetime, int, int]]:
    """Walk the ladder to its end; return (when, who, round) of every ask. Each answer falls to one ask."""
    now, left = start.opened_at, list(answers)
    asks: list[tuple[datetime, int, int]] = []
    while True:
        move = next_move(start, now)
        if move.exhausted:
            return asks
        rungs = {rung.recipient: rung for rung in start.rungs}
        for who in (*move.ask, *move.remind):
            asks.append((now, who, move.round))
            state = left.pop(0) if left else StepState.ASKED
            rungs[who] = replace(
                rungs[who], state=state, asks=rungs[who].asks + 1, round=move.round, asked_at=now, answered_at=now
            )
        start = replace(start, rungs=tuple(rungs.values()), round=move.round)
        if not move.ask and not move.remind:
            assert move.next_at is not None
            assert move.next_at > now, "a ladder that looks again must look later"
            now = move.next_at


class TestEveryLadder:
    @given(people, answers, st.sampled_from(KINDS_IN_ORDER), st.booleans())
    @settings(max_examples=200, deadline=None)
    def test_ends_asks_nobody_too_often_and_never_who_is_gone(
        self, rungs: tuple[Rung, ...], answers: list[StepState], kind: AlertKind, led: bool
    ) -> None:
        leader = (rung(DANA, is_leader=True),) if led else ()
        asks = play(ladder(*rungs, *leader, kind=kind), answers)
        for who in range(4):
            assert sum(asked == who for _, asked, _ in asks) <= 3
        assert sum(asked == DANA for _, asked, _ in asks) <= 1

    @given(people, st.sampled_from(KINDS_IN_ORDER))
    @settings(max_examples=200, deadline=None)
    def test_asks_everyone_who_is_free_when_it_starts(self, rungs: tuple[Rung, ...], kind: AlertKind) -> None:
        start = ladder(*rungs, kind=kind)
        awake = {
            one.recipient for one in rungs if free_from(one.hours, NOON, limited=kind is not AlertKind.USED) <= NOON
        }
        asked_in_all = {who for _, who, _ in play(start, [])}
        first = next_move(start, NOON)
        assert bool(awake) == bool(first.ask)
        assert {one.recipient for one in rungs if one.hours == ALWAYS} <= asked_in_all
        assert set(first.ask) <= awake

    @given(people, answers, st.sampled_from(KINDS_IN_ORDER))
    @settings(max_examples=200, deadline=None)
    def test_leaves_everyone_an_interval(
        self, rungs: tuple[Rung, ...], answers: list[StepState], kind: AlertKind
    ) -> None:
        last: dict[int, datetime] = {}
        for at, who, _ in play(ladder(*rungs, kind=kind), answers):
            assert who not in last or at - last[who] >= PATIENCE[kind]
            last[who] = at

    @given(people)
    def test_asks_nobody_once_acknowledged(self, rungs: tuple[Rung, ...]) -> None:
        assert next_move(ladder(*rungs, acknowledged=True), NOON) == Move(0)
