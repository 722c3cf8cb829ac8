"""Which alert follows from the signals: cool-downs, the cap, and the order of kinds."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from bot.rules.days import Day
from bot.rules.signals import PastAlert, decide
from bot.rules.vocabulary import AlertKind, Preset, Signal

TODAY = date(2026, 3, 1)
GENTLE, STANDARD, WATCHFUL = Preset
USED, HIGH, JUMP, AFTER_USE, STRAIN, LOW_MOOD, *_ = Signal


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


def verdict_of(
    today: Day, *before: Day, preset: Preset = STANDARD, alerts: Sequence[PastAlert] = ()
) -> tuple[AlertKind, tuple[Signal, ...]] | None:
    verdict = decide([today, *before], today=TODAY, preset=preset, past_alerts=alerts)
    return None if verdict is None else (verdict.kind, verdict.reasons)


class TestUsedAlert:
    YES = Day(TODAY, used=True)

    @pytest.mark.parametrize(("preset", "days"), [(GENTLE, 14), (STANDARD, 7), (WATCHFUL, 3)])
    def test_comes_again_so_many_days_after_the_last(self, preset: Preset, days: int) -> None:
        for days_back, raised in ((days, True), (days - 1, False)):
            alerts = [PastAlert(back(days_back), AlertKind.USED)]
            yes_then = Day(back(days_back), used=True)
            assert (verdict_of(self.YES, yes_then, preset=preset, alerts=alerts) is not None) is raised

    @pytest.mark.parametrize("preset", Preset)
    def test_comes_at_once_after_three_noes_since_the_last_yes(self, preset: Preset) -> None:
        alerts = [PastAlert(back(20), AlertKind.USED), PastAlert(back(1), AlertKind.USED)]
        three = [Day(back(index), used=False) for index in (2, 3, 4)]
        assert verdict_of(self.YES, Day(back(5), used=True), *three, preset=preset, alerts=alerts) is not None
        assert verdict_of(self.YES, Day(back(5), used=True), *three[:2], preset=preset, alerts=alerts) is None
        assert verdict_of(self.YES, Day(back(1), used=True), *three, preset=preset, alerts=alerts) is None
        assert (
            verdict_of(self.YES, Day(back(3), used=True), *three[:1], *three[2:], preset=preset, alerts=alerts) is None
        )

    def test_names_the_tier_2_signals_of_the_day_too(self) -> None:
        day = Day(TODAY, mood=1, craving=9, used=True)
        assert verdict_of(day) == (AlertKind.USED, (USED, HIGH, STRAIN))

    def test_is_not_held_back_by_other_alerts_nor_by_the_cap(self) -> None:
        alerts = [PastAlert(back(index), AlertKind.HARD) for index in range(1, 7)]
        assert verdict_of(self.YES, alerts=alerts) == (AlertKind.USED, (USED,))

    def test_held_back_leaves_a_tier_2_alert_that_never_names_the_use(self) -> None:
        day, alerts = Day(TODAY, mood=1, craving=9, used=True), [PastAlert(back(1), AlertKind.USED)]
        assert verdict_of(day, Day(back(1), used=True), alerts=alerts) == (AlertKind.HARD, (HIGH, AFTER_USE, STRAIN))


class TestHardAlert:
    CRAVING = Day(TODAY, craving=10)

    @pytest.mark.parametrize(("preset", "days"), [(GENTLE, 7), (STANDARD, 3), (WATCHFUL, 2)])
    def test_comes_again_so_many_days_after_the_last(self, preset: Preset, days: int) -> None:
        for days_back, raised in ((days, True), (days - 1, False)):
            alerts = [PastAlert(back(days_back), AlertKind.HARD)]
            assert (verdict_of(self.CRAVING, preset=preset, alerts=alerts) is not None) is raised

    @pytest.mark.parametrize("kind", [AlertKind.USED, AlertKind.QUIET, AlertKind.ASKED, AlertKind.SOS])
    def test_is_not_cooled_down_by_other_kinds(self, kind: AlertKind) -> None:
        assert verdict_of(self.CRAVING, preset=GENTLE, alerts=[PastAlert(back(1), kind)]) is not None

    @pytest.mark.parametrize(("preset", "cap"), [(GENTLE, 2), (STANDARD, 3), (WATCHFUL, 5)])
    def test_stays_away_once_the_week_has_had_its_alerts_of_any_tier(self, preset: Preset, cap: int) -> None:
        kinds = [AlertKind.USED, AlertKind.QUIET] * 3
        week = [PastAlert(back(6 - index), kind) for index, kind in enumerate(kinds[:cap])]
        assert verdict_of(self.CRAVING, preset=preset, alerts=week) is None
        assert verdict_of(self.CRAVING, preset=preset, alerts=week[1:]) is not None
        earlier = PastAlert(back(7), AlertKind.USED)
        assert verdict_of(self.CRAVING, preset=preset, alerts=[earlier, *week[1:]]) is not None

    def test_the_cap_does_not_count_what_members_asked_for_nor_alerts_of_today(self) -> None:
        asked = [PastAlert(back(index), AlertKind.ASKED) for index in (1, 2, 3)]
        sos = [PastAlert(back(index), AlertKind.SOS) for index in (1, 2, 3)]
        today = [PastAlert(TODAY, AlertKind.HARD)] * 3
        assert verdict_of(self.CRAVING, preset=GENTLE, alerts=[*asked, *sos, *today]) is not None

    def test_reasons_come_in_the_order_of_the_table(self) -> None:
        before = [Day(back(3 + index), mood=1, craving=1) for index in range(5)] + [Day(back(1), used=True)]
        day = Day(TODAY, mood=1, craving=9, used=False)
        assert verdict_of(day, *before) == (AlertKind.HARD, (HIGH, JUMP, AFTER_USE, STRAIN, LOW_MOOD))


def test_a_calm_day_and_a_date_without_a_row_raise_nothing() -> None:
    assert verdict_of(Day(TODAY, mood=4, craving=2, used=False)) is None
    assert decide([Day(back(1), used=True)], today=TODAY, preset=WATCHFUL) is None


def test_a_verdict_tells_the_usual_before_today() -> None:
    verdict = decide(
        [*(Day(back(index), craving=index) for index in range(1, 7)), Day(TODAY, craving=10)],
        today=TODAY,
        preset=STANDARD,
    )
    assert verdict is not None
    assert verdict.usual == 3.5
    assert verdict.tier == 2


def test_a_late_answer_is_judged_as_of_its_own_date() -> None:
    later = [Day(back(-1), used=True), Day(back(-2), missed=True)]
    alerts = [PastAlert(back(-1), AlertKind.HARD)]
    assert verdict_of(Day(TODAY, craving=9), *later, alerts=alerts) == (AlertKind.HARD, (HIGH,))
