"""Properties over whole diaries: the rules and the plain reading agree, a window and the whole agree."""

from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.days import Day, enough_days
from bot.rules.signals import PastAlert, decide
from bot.rules.vocabulary import AlertKind, Preset
from tests.rules import reference

TODAY = date(2026, 3, 1)


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


@st.composite
def diaries(draw: st.DrawFn) -> list[Day]:
    """Up to eighty dates up to today, some without a row, with as much missed, blank and low as the draw says."""
    size, missed, blank = draw(st.integers(0, 80)), draw(st.integers(0, 4)), draw(st.integers(0, 4))
    chance = draw(st.randoms(use_true_random=False))
    days = []
    for index in range(size):
        answers = {"mood": chance.randint(1, 4), "craving": chance.randint(0, 10), "used": chance.random() < 0.2}
        given = {question: answer for question, answer in answers.items() if chance.randrange(10) >= blank}
        if chance.random() < 0.9:
            days.append(Day(back(index), missed=chance.randrange(5) < missed, **given))  # type: ignore[arg-type]
    return days


ALERTS = st.lists(st.builds(PastAlert, on=st.integers(-2, 20).map(back), kind=st.sampled_from(AlertKind)), max_size=8)
OWN_Q = st.none() | st.integers(1, 3)


@settings(max_examples=400, deadline=None)
@given(
    days=diaries(),
    today=st.integers(0, 5),
    preset=st.sampled_from(Preset),
    alerts=ALERTS,
    q=OWN_Q,
    sparse=st.booleans(),
)
def test_the_rules_agree_with_the_plain_reading_of_the_design(
    days: list[Day], today: int, preset: Preset, alerts: list[PastAlert], q: int | None, sparse: bool
) -> None:
    verdict = decide(days, today=back(today), preset=preset, past_alerts=alerts, q=q, sparse=sparse)
    expected = reference.decide(days, back(today), preset, alerts, q, sparse)
    assert (verdict and (verdict.kind, verdict.reasons, verdict.usual)) == expected


@settings(max_examples=200, deadline=None)
@given(days=diaries(), preset=st.sampled_from(Preset), alerts=ALERTS, shuffled=st.randoms())
def test_enough_days_decide_as_all_do_and_order_does_not_matter(
    days: list[Day], preset: Preset, alerts: list[PastAlert], shuffled: Random
) -> None:
    newest_first = sorted(days, key=lambda day: day.on, reverse=True)
    if not newest_first:
        return
    today = newest_first[0].on
    of_all = decide(newest_first, today=today, preset=preset, past_alerts=alerts)
    assert decide(enough_days(newest_first), today=today, preset=preset, past_alerts=alerts) == of_all
    shuffled.shuffle(days)
    shuffled.shuffle(alerts)
    assert decide(days, today=today, preset=preset, past_alerts=alerts) == of_all
