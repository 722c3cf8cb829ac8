"""A check-in's life, each boundary from both sides."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.rules import lifecycle
from bot.rules.lifecycle import Excused, Nights, Timetable
from bot.rules.vocabulary import Question, UseQuestion

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
REMINDERS = (HOUR, 3 * HOUR)
NO_NIGHT = Nights("UTC", time(0), time(0), own_hour=time(9))
DAY_PERSON = Nights("UTC", time(22), time(7), own_hour=time(9))


def delivered(
    sent_at: datetime = NINE, *, next_opens_at: datetime | None = None, nights: Nights = DAY_PERSON
) -> Timetable:
    return lifecycle.after_delivery(
        sent_at, window=12 * HOUR, reminders=REMINDERS, next_opens_at=next_opens_at, nights=nights
    )


def test_the_window_closes_twelve_hours_after_delivery_and_reminders_start_after_one() -> None:
    assert delivered() == Timetable(NINE + 12 * HOUR, NINE + HOUR)


def test_the_window_closes_at_the_latest_when_the_next_slot_opens() -> None:
    assert delivered(next_opens_at=NINE + 5 * HOUR).deadline_at == NINE + 5 * HOUR
    assert delivered(next_opens_at=NINE + 13 * HOUR).deadline_at == NINE + 12 * HOUR


def test_a_reminder_that_would_ring_at_night_is_dropped_and_the_next_one_is_planned() -> None:
    late = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
    assert delivered(late).remind_at is None  # 22:30 and 0:30 are both night
    early = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
    assert delivered(early).remind_at == early + 3 * HOUR  # 6:00 is night, 8:00 is not


def test_nothing_is_night_for_somebody_whose_own_hour_lies_in_it() -> None:
    night_worker = Nights("UTC", time(22), time(7), own_hour=time(23))
    assert not night_worker.covers(datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    assert DAY_PERSON.covers(datetime(2026, 3, 2, 22, 0, tzinfo=UTC))
    assert not DAY_PERSON.covers(datetime(2026, 3, 2, 21, 59, tzinfo=UTC))


def test_a_reminder_never_comes_at_or_after_the_deadline() -> None:
    assert delivered(next_opens_at=NINE + HOUR).remind_at is None
    assert delivered(next_opens_at=NINE + HOUR + MINUTE).remind_at == NINE + HOUR


def test_later_moves_the_reminder_and_leaves_an_hour_after_it() -> None:
    plan = lifecycle.postponed(
        NINE + 11 * HOUR + 30 * MINUTE,
        tonight=False,
        zone="UTC",
        today=NINE.date(),
        deadline_at=NINE + 12 * HOUR,
        next_opens_at=NINE + 24 * HOUR,
        nights=NO_NIGHT,
    )
    assert plan == Timetable(NINE + 13 * HOUR + 30 * MINUTE, NINE + 12 * HOUR + 30 * MINUTE)


def postponed(
    now: datetime = NINE,
    *,
    tonight: bool = False,
    deadline_at: datetime = NINE + HOUR,
    next_opens_at: datetime | None = None,
) -> Timetable:
    return lifecycle.postponed(
        now, tonight=tonight, zone="UTC", today=now.date(), deadline_at=deadline_at, next_opens_at=next_opens_at,
        nights=DAY_PERSON,
    )  # fmt: skip


def test_later_never_passes_the_next_opening() -> None:
    assert postponed(tonight=True, next_opens_at=NINE + 2 * HOUR) == Timetable(NINE + 2 * HOUR, None)


def test_later_reminds_only_before_the_next_opening() -> None:
    assert postponed(next_opens_at=NINE + HOUR).remind_at is None
    assert postponed(next_opens_at=NINE + HOUR + MINUTE).remind_at == NINE + HOUR


def test_later_never_takes_time_away_where_the_next_opening_has_come_nearer() -> None:
    assert postponed(deadline_at=NINE + 12 * HOUR, next_opens_at=NINE + HOUR) == Timetable(NINE + 12 * HOUR, None)


def test_later_promises_nothing_that_would_ring_in_quiet_hours() -> None:
    assert postponed(NINE + 12 * HOUR - MINUTE).remind_at == NINE + 13 * HOUR - MINUTE
    assert postponed(NINE + 12 * HOUR) == Timetable(NINE + 14 * HOUR, None)


def test_tonight_is_at_eight_and_never_in_less_than_an_hour() -> None:
    def tonight(now: datetime) -> datetime | None:
        return postponed(now, tonight=True, deadline_at=NINE + 12 * HOUR).remind_at

    assert tonight(NINE) == datetime(2026, 3, 2, 20, tzinfo=UTC)
    assert tonight(datetime(2026, 3, 2, 19, 1, tzinfo=UTC)) == datetime(2026, 3, 2, 20, 1, tzinfo=UTC)


@pytest.mark.parametrize(("days", "counts"), [(-1, False), (0, True), (1, True), (2, False)])
def test_an_answer_counts_on_its_date_and_the_day_after(days: int, counts: bool) -> None:
    on = date(2026, 3, 2)
    assert lifecycle.counts_for(on, on + timedelta(days=days)) is counts


@pytest.mark.parametrize(
    ("choice", "craving", "days_ago", "asks"),
    [
        (UseQuestion.DAILY, 0, 0, True),
        (UseQuestion.WEEKLY, 0, 6, False),
        (UseQuestion.WEEKLY, 0, 7, True),
        (UseQuestion.WEEKLY, 0, None, True),
        (UseQuestion.HARD, 4, None, False),
        (UseQuestion.HARD, 5, None, True),
        (UseQuestion.HARD, None, None, False),
        (UseQuestion.OFF, 10, None, False),
    ],
)
def test_the_use_question_comes_as_often_as_the_member_chose(
    choice: UseQuestion, craving: int | None, days_ago: int | None, asks: bool
) -> None:
    today = date(2026, 3, 10)
    last = None if days_ago is None else today - timedelta(days=days_ago)
    assert lifecycle.asks_about_use(choice, craving=craving, today=today, last_asked_on=last) is asks


def test_the_questions_follow_one_another_and_the_use_question_can_be_left_out() -> None:
    def chain(asks_use: bool) -> list[Question]:
        seen = [Question.START]
        while seen[-1] is not Question.DONE:
            seen.append(lifecycle.question_after(seen[-1], asks_use=asks_use))
        return seen

    assert chain(True) == list(Question)
    assert chain(False) == [question for question in Question if question is not Question.USED]


def excused(outage_from: datetime, outage_to: datetime, *, next_opens_at: datetime | None = None) -> Excused:
    return lifecycle.after_outage(
        outage_from=outage_from,
        outage_to=outage_to,
        now=outage_to,
        sent_at=NINE,
        deadline_at=NINE + 12 * HOUR,
        remind_at=NINE + HOUR,
        next_opens_at=next_opens_at,
    )


def test_an_outage_gives_back_the_time_in_which_we_could_not_hear() -> None:
    assert excused(NINE + 2 * HOUR, NINE + 4 * HOUR) == Excused(NINE + 14 * HOUR, NINE + 4 * HOUR)


def test_an_outage_before_the_prompt_takes_nothing_from_its_window() -> None:
    assert excused(NINE - 2 * HOUR, NINE).deadline_at == NINE + 12 * HOUR


def test_after_an_outage_at_least_half_an_hour_is_left() -> None:
    over = NINE + 13 * HOUR
    assert excused(NINE + 12 * HOUR - MINUTE, over).deadline_at == over + timedelta(minutes=30)


def test_an_outage_past_the_next_opening_makes_the_checkin_one_that_never_was() -> None:
    opening = NINE + 14 * HOUR
    assert excused(NINE + 2 * HOUR, NINE + 4 * HOUR, next_opens_at=opening).deadline_at == opening
    assert excused(NINE + 2 * HOUR, NINE + 4 * HOUR + MINUTE, next_opens_at=opening) == Excused(None, None)


def test_an_outage_of_more_than_23_hours_counts_for_nobody() -> None:
    assert excused(NINE, NINE + 23 * HOUR).deadline_at is not None
    assert excused(NINE, NINE + 23 * HOUR + MINUTE) == Excused(None, None)


def test_a_reminder_in_an_outage_comes_when_it_is_over_and_not_at_or_after_the_deadline() -> None:
    """What was to come before the outage ends comes now; what lies far behind it moves by what was lost."""
    opening = NINE + 14 * HOUR
    late = {"now": NINE + 4 * HOUR, "sent_at": NINE, "next_opens_at": opening}
    around = {"outage_from": NINE + 2 * HOUR, "outage_to": NINE + 4 * HOUR}
    seven = lifecycle.after_outage(**around, **late, deadline_at=NINE + 12 * HOUR, remind_at=NINE + 7 * HOUR)
    assert seven == Excused(opening, NINE + 9 * HOUR)
    none = lifecycle.after_outage(**around, **late, deadline_at=NINE + 12 * HOUR, remind_at=None)
    assert none == Excused(opening, None)
    for ahead, kept in ((MINUTE, opening - MINUTE), (timedelta(0), None), (-MINUTE, None)):
        plan = lifecycle.after_outage(
            **around, **late, deadline_at=NINE + 12 * HOUR, remind_at=NINE + 12 * HOUR - ahead
        )
        assert plan == Excused(opening, kept)


def test_what_was_given_counts_up_to_now() -> None:
    for after, given in ((HOUR - MINUTE, 0), (HOUR, 1), (3 * HOUR - MINUTE, 1), (3 * HOUR, 2), (9 * HOUR, 2)):
        assert lifecycle.given_by(NINE + after, NINE, REMINDERS) == given


def test_the_next_reminder_says_how_many_lie_behind_it() -> None:
    found = lifecycle.next_reminder(NINE, 1, reminders=REMINDERS, deadline_at=NINE + 12 * HOUR, nights=DAY_PERSON)
    assert found == (NINE + 3 * HOUR, 1)


def test_later_at_the_very_deadline_brings_no_reminder() -> None:
    plan = lifecycle.postponed(
        NINE, tonight=False, zone="UTC", today=NINE.date(), deadline_at=NINE + HOUR, next_opens_at=NINE + HOUR, nights=DAY_PERSON
    )  # fmt: skip
    assert plan == Timetable(NINE + HOUR, None)
