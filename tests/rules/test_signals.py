from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from bot.rules.days import Day, past_before
from bot.rules.signals import PRESETS, PastAlert, Verdict, alerted_besides, decide, judge, signals_of, thresholds_for
from bot.rules.vocabulary import AlertKind, Preset, Signal

TODAY = date(2026, 3, 1)
GENTLE, STANDARD, WATCHFUL = Preset
USED, HIGH, JUMP, AFTER_USE, STRAIN, LOW_MOOD, QUIET, *_ = Signal


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


def cravings(*values: int, from_back: int = 30) -> list[Day]:
    return [Day(back(from_back - index), craving=value) for index, value in enumerate(values)]


def true_signals(preset: Preset, before: Sequence[Day], today: Day) -> set[Signal]:
    return set(signals_of(today, past_before(TODAY, before), PRESETS[preset]))


class TestUsed:
    @pytest.mark.parametrize("preset", Preset)
    @pytest.mark.parametrize(("used", "true"), [(True, True), (False, False), (None, False)])
    def test_is_a_reported_return_to_use(self, preset: Preset, used: bool | None, true: bool) -> None:
        assert (USED in true_signals(preset, [], Day(TODAY, used=used))) is true


class TestHigh:
    @pytest.mark.parametrize(("preset", "h"), [(GENTLE, 9), (STANDARD, 8), (WATCHFUL, 7)])
    def test_is_a_craving_from_h_on_while_usual_is_unknown_or_far_below(self, preset: Preset, h: int) -> None:
        for usual in ([], cravings(*[h - 2] * 5), cravings(*[h - 1] * 4)):
            assert HIGH in true_signals(preset, usual, Day(TODAY, craving=h))
            assert HIGH not in true_signals(preset, usual, Day(TODAY, craving=h - 1))
        assert HIGH not in true_signals(preset, [], Day(TODAY))

    @pytest.mark.parametrize(
        ("preset", "usual", "lowest"),
        [
            pytest.param(GENTLE, [7, 7, 7, 8, 8, 8], 9, id="gentle, usual 7.5 is below h-1"),
            pytest.param(GENTLE, [8] * 5, 9, id="gentle, usual 8"),
            pytest.param(GENTLE, [8, 8, 8, 9, 9, 9], 10, id="gentle, usual 8.5"),
            pytest.param(GENTLE, [9] * 5, 10, id="gentle, usual 9"),
            pytest.param(GENTLE, [10] * 5, 10, id="gentle, usual 10"),
            pytest.param(STANDARD, [6, 6, 6, 7, 7, 7], 8, id="standard, usual 6.5 is below h-1"),
            pytest.param(STANDARD, [7] * 5, 8, id="standard, usual 7"),
            pytest.param(STANDARD, [7, 7, 7, 8, 8, 8], 9, id="standard, usual 7.5"),
            pytest.param(STANDARD, [8] * 5, 9, id="standard, usual 8"),
            pytest.param(STANDARD, [9, 9, 9, 10, 10, 10], 10, id="standard, usual 9.5"),
            pytest.param(WATCHFUL, [5, 5, 5, 6, 6, 6], 7, id="watchful, usual 5.5 is below h-1"),
            pytest.param(WATCHFUL, [6] * 5, 7, id="watchful, usual 6"),
            pytest.param(WATCHFUL, [6, 6, 6, 7, 7, 7], 8, id="watchful, usual 6.5"),
        ],
    )
    def test_is_one_above_usual_where_that_is_near_h_or_over(
        self, preset: Preset, usual: list[int], lowest: int
    ) -> None:
        assert HIGH in true_signals(preset, cravings(*usual), Day(TODAY, craving=lowest))
        assert HIGH not in true_signals(preset, cravings(*usual), Day(TODAY, craving=lowest - 1))


class TestJump:
    @pytest.mark.parametrize(
        ("preset", "usual", "lowest"),
        [
            pytest.param(GENTLE, 1, 6, id="gentle, m decides"),
            pytest.param(GENTLE, 2, 6, id="gentle, both"),
            pytest.param(GENTLE, 3, 7, id="gentle, j decides"),
            pytest.param(STANDARD, 0, 5, id="standard, m decides"),
            pytest.param(STANDARD, 2, 5, id="standard, both"),
            pytest.param(STANDARD, 3, 6, id="standard, j decides"),
            pytest.param(WATCHFUL, 0, 5, id="watchful, m decides"),
            pytest.param(WATCHFUL, 3, 5, id="watchful, both"),
            pytest.param(WATCHFUL, 4, 6, id="watchful, j decides"),
        ],
    )
    def test_is_j_above_usual_and_at_least_m(self, preset: Preset, usual: int, lowest: int) -> None:
        assert JUMP in true_signals(preset, cravings(*[usual] * 5), Day(TODAY, craving=lowest))
        assert JUMP not in true_signals(preset, cravings(*[usual] * 5), Day(TODAY, craving=lowest - 1))

    def test_counts_half_points_of_usual(self) -> None:
        half = cravings(3, 3, 3, 4, 4, 4)
        assert JUMP in true_signals(STANDARD, half, Day(TODAY, craving=7))
        assert JUMP not in true_signals(STANDARD, half, Day(TODAY, craving=6))

    def test_needs_a_known_usual(self) -> None:
        assert JUMP not in true_signals(WATCHFUL, cravings(0, 0, 0, 0), Day(TODAY, craving=10))
        assert JUMP in true_signals(WATCHFUL, cravings(0, 0, 0, 0, 0), Day(TODAY, craving=10))


class TestAfterUse:
    @pytest.mark.parametrize(("preset", "c", "n"), [(GENTLE, 7, 3), (STANDARD, 5, 3), (WATCHFUL, 3, 7)])
    def test_is_a_craving_from_c_on_within_n_days_of_a_use(self, preset: Preset, c: int, n: int) -> None:
        for days_back, craving, true in [(1, c, True), (n, c, True), (n + 1, c, False), (1, c - 1, False)]:
            day = Day(TODAY, craving=craving)
            assert (AFTER_USE in true_signals(preset, [Day(back(days_back), used=True)], day)) is true

    def test_looks_at_earlier_days_only(self) -> None:
        assert AFTER_USE not in true_signals(WATCHFUL, [], Day(TODAY, craving=10, used=True))

    def test_is_not_undone_by_a_no_in_between(self) -> None:
        between = [Day(back(2), used=True), Day(back(1), used=False)]
        assert AFTER_USE in true_signals(STANDARD, between, Day(TODAY, craving=5))

    def test_ignores_what_stands_on_a_missed_day(self) -> None:
        missed = [Day(back(1), used=True, missed=True)]
        assert AFTER_USE not in true_signals(STANDARD, missed, Day(TODAY, craving=5))


class TestStrain:
    @pytest.mark.parametrize(("preset", "c"), [(GENTLE, 8), (STANDARD, 6), (WATCHFUL, 5)])
    def test_is_a_low_mood_with_a_craving_from_c_on(self, preset: Preset, c: int) -> None:
        cases = [(2, c, True), (1, c, True), (3, c, False), (2, c - 1, False), (None, c, False), (2, None, False)]
        for mood, craving, true in cases:
            assert (STRAIN in true_signals(preset, [], Day(TODAY, mood=mood, craving=craving))) is true


class TestLowMood:
    @pytest.mark.parametrize(("preset", "k"), [(GENTLE, 5), (STANDARD, 3), (WATCHFUL, 2)])
    def test_is_a_low_mood_for_the_kth_answer_in_a_row(self, preset: Preset, k: int) -> None:
        low = [Day(back(index), mood=2) for index in range(1, k)]
        assert LOW_MOOD in true_signals(preset, low, Day(TODAY, mood=2))
        assert LOW_MOOD not in true_signals(preset, low, Day(TODAY, mood=3))
        assert LOW_MOOD not in true_signals(preset, low, Day(TODAY))
        assert LOW_MOOD not in true_signals(preset, low[:-1], Day(TODAY, mood=1))
        assert LOW_MOOD not in true_signals(preset, [*low[:-1], Day(back(k - 1), mood=3)], Day(TODAY, mood=1))
        assert LOW_MOOD in true_signals(preset, [*low, Day(back(k), mood=3)], Day(TODAY, mood=2))

    def test_days_without_an_answer_neither_count_nor_break(self) -> None:
        gaps = [Day(back(90), mood=1), Day(back(60)), Day(back(9), mood=2), Day(back(1), mood=5, missed=True)]
        assert LOW_MOOD in true_signals(STANDARD, gaps, Day(TODAY, mood=2))


def run_of(missed: int, *, used_before: int | None = None) -> list[Day]:
    """Missed days up to and with today; a use so many days before the first of them."""
    days = [Day(back(index), missed=True) for index in range(missed)]
    return days if used_before is None else [*days, Day(back(missed - 1 + used_before), used=True)]


class TestQuiet:
    @pytest.mark.parametrize(
        ("preset", "q", "sparse", "near_use", "counts"),
        [
            (GENTLE, None, False, False, {3, 7}),
            (GENTLE, None, False, True, {3, 7}),
            (STANDARD, None, False, False, {2, 7}),
            (STANDARD, None, False, True, {2, 7}),
            (WATCHFUL, None, False, False, {2, 7}),
            (WATCHFUL, None, False, True, {1, 7}),
            (GENTLE, 1, False, False, {1, 7}),
            (GENTLE, 1, False, True, {1, 7}),
            (WATCHFUL, 3, False, False, {3, 7}),
            (WATCHFUL, 3, False, True, {1, 7}),
            (STANDARD, 3, False, True, {2, 7}),
            (GENTLE, None, True, False, {2, 3}),
            (STANDARD, None, True, False, {1, 3}),
            (WATCHFUL, None, True, False, {1, 3}),
            (WATCHFUL, None, True, True, {1, 3}),
            (GENTLE, 1, True, False, {1, 3}),
            (WATCHFUL, 3, True, False, {2, 3}),
            (STANDARD, 3, True, True, {1, 3}),
        ],
    )
    def test_comes_at_exactly_these_counts(
        self, preset: Preset, q: int | None, sparse: bool, near_use: bool, counts: set[int]
    ) -> None:
        for missed in range(1, 16):
            days = run_of(missed, used_before=1 if near_use else None)
            verdict = decide(days, today=TODAY, preset=preset, q=q, sparse=sparse)
            assert verdict == (Verdict(AlertKind.QUIET, (QUIET,), None) if missed in counts else None), missed

    @pytest.mark.parametrize(("used_before", "at_once"), [(1, True), (7, True), (8, False)])
    def test_a_use_counts_up_to_a_week_before_the_first_missed_day(self, used_before: int, at_once: bool) -> None:
        for missed, expected in ((1, at_once), (2, not at_once)):
            days = run_of(missed, used_before=used_before)
            assert (decide(days, today=TODAY, preset=WATCHFUL) is not None) is expected

    def test_dates_without_a_check_in_neither_count_nor_break(self) -> None:
        days = [Day(TODAY, missed=True), Day(back(5), missed=True)]
        assert decide(days, today=TODAY, preset=STANDARD) is not None

    def test_a_day_of_blanks_breaks_and_so_does_a_pause(self) -> None:
        days = run_of(2)
        assert decide([*days, Day(back(2)), Day(back(3), missed=True)], today=TODAY, preset=STANDARD) is not None
        assert decide([days[0], Day(back(1)), Day(back(2), missed=True)], today=TODAY, preset=STANDARD) is None
        assert decide(days, today=TODAY, preset=STANDARD, paused_on=back(1)) is None
        assert decide(days, today=TODAY, preset=STANDARD, paused_on=back(2)) is not None

    def test_has_no_cool_down_and_no_cap(self) -> None:
        alerts = [PastAlert(back(index), AlertKind.QUIET) for index in range(1, 7)]
        assert decide(run_of(2), today=TODAY, preset=STANDARD, past_alerts=alerts) is not None

    def test_what_stands_on_a_missed_day_raises_nothing(self) -> None:
        row = Day(TODAY, mood=1, craving=10, used=True, missed=True)
        assert decide([row], today=TODAY, preset=WATCHFUL) is None

    def test_without_a_choice_the_preset_holds(self) -> None:
        assert thresholds_for(STANDARD) == PRESETS[STANDARD]

    def test_q_is_at_least_one(self) -> None:
        with pytest.raises(ValueError, match="at least one"):
            thresholds_for(STANDARD, q=0)


@pytest.mark.parametrize(("after", "raised"), [(1, False), (0, True), (-2, False), (-3, True)])
def test_a_late_answer_counts_the_alerts_after_its_date_too(after: int, raised: bool) -> None:
    """Those of the date itself are left to whoever compares their reasons."""
    alerted = alerted_besides(TODAY, [PastAlert(TODAY + timedelta(days=after), AlertKind.HARD)])
    verdict = judge(Day(TODAY, craving=9), past_before(TODAY, []), alerted, PRESETS[Preset.STANDARD])
    assert (verdict is not None) is raised


def test_alerts_in_any_order_leave_the_same_behind() -> None:
    alerts = [PastAlert(TODAY - timedelta(days=days), AlertKind.HARD) for days in (2, 9, 1)]
    assert alerted_besides(TODAY, alerts) == alerted_besides(TODAY, sorted(alerts, key=lambda one: one.on))
    assert alerted_besides(TODAY, alerts).hard_on == TODAY - timedelta(days=1)
