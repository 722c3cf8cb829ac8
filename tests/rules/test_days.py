from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from bot.rules.days import Day, Past, day_of, enough_days, past_before
from bot.rules.vocabulary import CheckinState

TODAY = date(2026, 3, 1)


@dataclass(frozen=True)
class Checkin:
    state: CheckinState = CheckinState.ANSWERED
    mood: int | None = None
    craving: int | None = None
    used: bool | None = None


MISSED = Checkin(CheckinState.MISSED)


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


class TestDayOf:
    def test_takes_the_lowest_mood_and_the_highest_craving(self) -> None:
        checkins = [Checkin(mood=4, craving=2), Checkin(mood=2, craving=1), Checkin(mood=3, craving=7), Checkin()]
        assert day_of(TODAY, checkins) == Day(TODAY, mood=2, craving=7)

    @pytest.mark.parametrize(
        ("uses", "used"),
        [
            ([False, True, None], True),
            ([True, False], True),
            ([False, None], False),
            ([None, None], None),
            ([False], False),
        ],
    )
    def test_used_is_yes_if_any_says_so_and_else_no_if_any_does(
        self, uses: list[bool | None], used: bool | None
    ) -> None:
        assert day_of(TODAY, [Checkin(used=use) for use in uses]) == Day(TODAY, used=used)

    def test_is_missed_only_if_all_that_were_sent_were_missed(self) -> None:
        assert day_of(TODAY, [MISSED, MISSED]) == Day(TODAY, missed=True)
        assert day_of(TODAY, [MISSED, Checkin()]) == Day(TODAY)
        assert day_of(TODAY, [MISSED, Checkin(CheckinState.SENT)]) == Day(TODAY)
        assert day_of(TODAY, [MISSED, Checkin(CheckinState.UNSENT)]) == Day(TODAY, missed=True)

    def test_a_sign_of_life_makes_a_missed_day_a_day_of_blanks(self) -> None:
        assert day_of(TODAY, [MISSED], sign_of_life=True) == Day(TODAY)

    @pytest.mark.parametrize("state", [CheckinState.QUEUED, CheckinState.PAUSED, CheckinState.UNSENT])
    def test_there_is_none_where_nothing_was_sent(self, state: CheckinState) -> None:
        assert day_of(TODAY, [Checkin(state)]) is None
        assert day_of(TODAY, []) is None


class TestUsual:
    @pytest.mark.parametrize(
        ("cravings", "usual"),
        [
            ([1, 1, 1, 1], None),
            ([1, 2, 3, 4, 5], 3.0),
            ([5, 1, 4, 2, 3], 3.0),
            ([1, 2, 3, 4, 5, 6], 3.5),
            ([10, *[0] * 7, *[4] * 7], 2.0),
            ([0, *[0] * 7, *[4] * 7], 2.0),
            ([*[0] * 7, *[4] * 7], 2.0),
        ],
        ids=[
            "four are too few",
            "five",
            "any order",
            "even",
            "the fifteenth back is out",
            "a low one as well",
            "fourteen",
        ],
    )
    def test_is_the_median_of_the_last_fourteen_cravings(self, cravings: list[int], usual: float | None) -> None:
        days = [Day(back(len(cravings) - index), craving=craving) for index, craving in enumerate(cravings)]
        assert past_before(TODAY, days).usual == usual

    def test_takes_cravings_however_long_ago_and_none_of_missed_blank_or_later_days(self) -> None:
        days = [Day(back(index * 100), craving=2) for index in range(1, 6)]
        others = [Day(back(3), craving=9, missed=True), Day(back(2)), Day(TODAY, craving=9), Day(back(-1), craving=9)]
        assert past_before(TODAY, days).usual == 2.0
        assert past_before(TODAY, [*others, *days]).usual == 2.0
        assert past_before(TODAY, [*others, *days[1:]]).usual is None


class TestPast:
    def test_counts_the_days_missed_in_a_row_up_to_now_over_dates_without_a_row(self) -> None:
        days = [Day(back(9), missed=True), Day(back(8)), Day(back(6), missed=True), Day(back(2), missed=True)]
        past = past_before(TODAY, days)
        assert (past.missed, past.missed_from) == (2, back(6))

    @pytest.mark.parametrize(("paused", "missed"), [(7, 2), (6, 1), (5, 1), (2, 0), (1, 0)])
    def test_a_pause_ends_a_run(self, paused: int, missed: int) -> None:
        days = [Day(back(6), missed=True), Day(back(2), missed=True)]
        assert past_before(TODAY, days, paused_on=back(paused)).missed == missed

    def test_counts_noes_since_the_last_yes_and_no_missed_day(self) -> None:
        days = [Day(back(6), used=False), Day(back(5), used=True), Day(back(4), used=False), Day(back(3))]
        missed = Day(back(2), used=True, missed=True)
        assert past_before(TODAY, [*days, missed]) == Past(used_on=back(5), noes=1, missed=1, missed_from=back(2))


class TestEnoughDays:
    def days(self, count: int, **answers: int | bool) -> list[Day]:
        return [Day(back(index), **answers) for index in range(count)]  # type: ignore[arg-type]

    def test_of_somebody_who_answers_all_are_two_weeks_and_today(self) -> None:
        assert len(enough_days(self.days(400, mood=3, craving=2, used=False))) == 15

    def test_come_oldest_first(self) -> None:
        assert enough_days(self.days(3)) == self.days(3)[::-1]

    def test_are_all_where_an_answer_is_always_left_out(self) -> None:
        assert len(enough_days(self.days(400, mood=3, craving=2))) == 400
        assert len(enough_days(self.days(400, mood=3, used=False))) == 400
        assert len(enough_days(self.days(400, craving=2, used=False))) == 400

    def test_reach_a_week_behind_a_long_silence(self) -> None:
        silent = [Day(back(index), missed=True) for index in range(30)]
        full = [Day(back(30 + index), mood=3, craving=2, used=False) for index in range(100)]
        assert len(enough_days([*silent, *full])) == 44
        assert past_before(TODAY, enough_days([*silent, *full])).missed == 29

    def test_stop_reading_once_there_are_enough(self) -> None:
        stream = iter(self.days(400, mood=3, craving=2, used=False))
        enough_days(stream)
        assert next(stream).on == back(15)
