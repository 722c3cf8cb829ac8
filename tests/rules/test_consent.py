"""Nobody reads more of an alert than the member chose."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.consent import (
    CHOICES,
    HELD_ON_WISH,
    OFFERED,
    ORDER,
    SHARED,
    Choice,
    Reason,
    Told,
    in_force,
    tells_why,
    visible,
)
from bot.rules.vocabulary import Level, Signal

NOW = datetime(2026, 3, 4, tzinfo=UTC)
HARD = [Signal.HIGH, Signal.JUMP, Signal.AFTER_USE, Signal.STRAIN, Signal.LOW_MOOD]
signal_sets = st.sets(st.sampled_from(SHARED), min_size=1)


class TestReachOut:
    @given(signal_sets, signal_sets)
    def test_reads_the_same_for_all_signals(self, some: set[Signal], others: set[Signal]) -> None:
        levels = CHOICES[Choice.REACH_OUT]
        assert visible(some, levels) == visible(others, levels, after_use=True) == Told(Level.REACH_OUT)

    def test_sos_reads_otherwise(self) -> None:
        assert visible([Signal.SOS], CHOICES[Choice.REACH_OUT]) == Told(Level.REACH_OUT, (Reason.SOS,))

    @given(signal_sets)
    def test_is_all_that_a_leader_reads(self, some: set[Signal]) -> None:
        for levels in (CHOICES[Choice.REASON_WITH_USE], dict.fromkeys(SHARED, Level.NOTE), {}):
            assert visible(some, levels, is_leader=True) == Told(Level.REACH_OUT)


class TestReasonWithoutUse:
    LEVELS = CHOICES[Choice.REASON_WITHOUT_USE]

    def test_use_alone_goes_out_without_a_reason(self) -> None:
        told = visible([Signal.USED], self.LEVELS)
        assert told == Told(Level.REACH_OUT)
        assert told.only_reach_out

    def test_use_with_another_reason_tells_only_the_other(self) -> None:
        assert visible([Signal.USED, Signal.STRAIN], self.LEVELS) == Told(Level.REASON, (Reason.STRAIN,))

    def test_a_craving_after_use_reads_like_a_strong_one(self) -> None:
        assert visible([Signal.AFTER_USE], self.LEVELS) == visible([Signal.HIGH], self.LEVELS)
        assert visible([Signal.HIGH, Signal.AFTER_USE], self.LEVELS) == Told(Level.REASON, (Reason.STRONG,))

    def test_silence_after_use_reads_like_any_other(self) -> None:
        assert visible([Signal.QUIET], self.LEVELS, after_use=True) == Told(Level.REASON, (Reason.QUIET,))

    @given(st.sets(st.sampled_from(SHARED)), st.booleans())
    def test_never_hints_at_use(self, some: set[Signal], after_use: bool) -> None:
        told = visible(some, self.LEVELS, after_use=after_use)
        hints = {Reason.USED, Reason.AFTER_USE, Reason.QUIET_AFTER_USE}
        assert told is None or not hints & set(told.reasons)


class TestReasonWithUse:
    LEVELS = CHOICES[Choice.REASON_WITH_USE]

    @pytest.mark.parametrize(
        ("signal", "reason"),
        [
            (Signal.USED, Reason.USED),
            (Signal.AFTER_USE, Reason.AFTER_USE),
            (Signal.QUIET, Reason.QUIET_AFTER_USE),
            (Signal.HIGH, Reason.STRONG),
        ],
    )
    def test_says_so(self, signal: Signal, reason: Reason) -> None:
        assert visible([signal], self.LEVELS, after_use=True) == Told(Level.REASON, (reason,))

    def test_silence_without_a_use_before_it_hints_at_none(self) -> None:
        assert visible([Signal.QUIET], self.LEVELS) == Told(Level.REASON, (Reason.QUIET,))

    def test_reasons_come_in_the_order_of_the_signals(self) -> None:
        told = visible([Signal.LOW_MOOD, Signal.HIGH, Signal.USED], self.LEVELS)
        assert told is not None
        assert told.reasons == (Reason.USED, Reason.STRONG, Reason.LOW)


class TestNothing:
    def test_signals_at_nothing_are_left_out(self) -> None:
        levels = {Signal.HIGH: Level.REASON, Signal.LOW_MOOD: Level.NOTHING}
        assert visible([Signal.HIGH, Signal.LOW_MOOD], levels) == Told(Level.REASON, (Reason.STRONG,))

    def test_with_none_left_the_person_is_not_asked(self) -> None:
        assert visible([Signal.LOW_MOOD], {Signal.LOW_MOOD: Level.NOTHING}) is None
        assert visible([Signal.HIGH], {}) is None
        assert visible([], CHOICES[Choice.REASON_WITH_USE]) is None

    def test_being_asked_and_sos_come_through(self) -> None:
        assert visible([Signal.ASKED], {}) == Told(Level.REACH_OUT)
        assert visible([Signal.SOS], {}) is not None


class TestMore:
    @pytest.mark.parametrize(
        ("level", "ratings", "note"),
        [(Level.REASON, False, False), (Level.RATINGS, True, False), (Level.NOTE, True, True)],
    )
    def test_each_level_adds_to_the_one_below(self, level: Level, ratings: bool, note: bool) -> None:
        told = visible([Signal.HIGH], {Signal.HIGH: level})
        assert told == Told(level, (Reason.STRONG,), mood=ratings, craving=ratings, note=note)

    @pytest.mark.parametrize("kept", [Level.NOTHING, Level.REACH_OUT])
    @pytest.mark.parametrize(
        ("untold", "mood", "craving"),
        [(Signal.HIGH, True, False), (Signal.JUMP, True, False), (Signal.AFTER_USE, True, False),
         (Signal.STRAIN, False, False), (Signal.USED, True, True)],
    )  # fmt: skip
    def test_what_is_not_told_is_not_given_away_by_a_number_or_a_note(
        self, kept: Level, untold: Signal, mood: bool, craving: bool
    ) -> None:
        levels = {Signal.LOW_MOOD: Level.NOTE, untold: kept}
        both = visible([Signal.LOW_MOOD, untold], levels)
        earlier = visible([Signal.LOW_MOOD], levels, besides=[untold])
        assert both == earlier == Told(Level.NOTE, (Reason.LOW,), mood=mood, craving=craving, note=False)

    def test_a_low_mood_that_is_not_told_takes_its_number_along(self) -> None:
        levels = {Signal.HIGH: Level.RATINGS, Signal.LOW_MOOD: Level.REACH_OUT}
        told = visible([Signal.HIGH, Signal.LOW_MOOD], levels)
        assert told == Told(Level.RATINGS, (Reason.STRONG,), mood=False, craving=True)

    def test_a_reason_that_is_told_without_ratings_hides_none(self) -> None:
        levels = {Signal.HIGH: Level.RATINGS, Signal.LOW_MOOD: Level.REASON}
        told = visible([Signal.HIGH, Signal.LOW_MOOD], levels)
        assert told == Told(Level.RATINGS, (Reason.STRONG, Reason.LOW), mood=True, craving=True)

    def test_what_is_offered_for_a_signal_has_words_of_its_own(self) -> None:
        assert {len(offered) for offered in OFFERED.values()} == {3, 4, 5}
        assert Level.NOTHING not in OFFERED[Signal.ASKED] and Level.RATINGS not in OFFERED[Signal.QUIET]
        assert set(OFFERED) == set(SHARED) == {*HELD_ON_WISH, Signal.QUIET, Signal.ASKED}

    def test_ratings_of_another_signal_are_no_consent_to_these(self) -> None:
        levels = {Signal.HIGH: Level.REASON, Signal.LOW_MOOD: Level.RATINGS}
        assert visible([Signal.HIGH], levels) == Told(Level.REASON, (Reason.STRONG,))


class TestYear:
    @pytest.mark.parametrize("level", [level for level in ORDER if level is not Level.NOTHING])
    def test_falls_to_reach_out_when_it_ends_and_not_before(self, level: Level) -> None:
        assert in_force(level, until_at=NOW, now=NOW - timedelta(seconds=1)) is level
        assert in_force(level, until_at=NOW, now=NOW) is Level.REACH_OUT

    def test_nothing_stays_nothing(self) -> None:
        assert in_force(Level.NOTHING, until_at=NOW, now=NOW) is Level.NOTHING


@pytest.mark.parametrize("level", Level)
def test_a_reason_is_given_from_the_third_level_on(level: Level) -> None:
    assert tells_why(level) is (level not in (Level.NOTHING, Level.REACH_OUT))
