"""An SOS asks everybody at once, and again."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.rules.availability import Availability
from bot.rules.ladder import Ladder, Move, Rung
from bot.rules.sos import next_sos_move
from bot.rules.vocabulary import AlertKind, StepState

NIGHT = datetime(2026, 3, 4, 3, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ASLEEP = Availability("UTC", time(22), time(7), off_until_at=NIGHT + timedelta(days=3))
SAM, ANA, DANA = 1, 2, 9


def rung(who: int, **more: Any) -> Rung:
    return replace(Rung(who, who, ASLEEP, is_leader=who == DANA), **more)


def asked(who: int, at: datetime | None = NIGHT, **more: Any) -> Rung:
    return replace(rung(who), **{"state": StepState.ASKED, "asks": 1, "asked_at": at, **more})


def sos(*rungs: Rung, **more: Any) -> Ladder:
    return replace(Ladder(AlertKind.SOS, NIGHT, NIGHT, "UTC", rungs), **more)


def test_all_supporters_are_asked_at_once_whatever_the_hour() -> None:
    assert next_sos_move(sos(rung(SAM), rung(ANA), rung(DANA)), NIGHT) == Move(0, ask=(SAM, ANA))


def test_the_leader_is_asked_after_5_minutes_if_nobody_acknowledged() -> None:
    both = sos(asked(SAM), rung(DANA))
    assert next_sos_move(both, NIGHT + 5 * MINUTE - SECOND) == Move(0, next_at=NIGHT + 5 * MINUTE)
    assert next_sos_move(both, NIGHT + 5 * MINUTE).ask == (DANA,)
    answered = sos(asked(SAM, state=StepState.ACKNOWLEDGED), asked(ANA), rung(DANA), acknowledged=True)
    assert next_sos_move(answered, NIGHT + 5 * MINUTE) == Move(0, next_at=NIGHT + 10 * MINUTE)


def test_all_are_asked_again_every_10_minutes_three_times_and_then_it_is_exhausted() -> None:
    for times in range(3):
        again = sos(asked(SAM), asked(ANA), round=times)
        assert next_sos_move(again, NIGHT + 10 * MINUTE - SECOND) == Move(times, next_at=NIGHT + 10 * MINUTE)
        assert next_sos_move(again, NIGHT + 10 * MINUTE) == Move(times + 1, remind=(SAM, ANA))
    assert not next_sos_move(sos(asked(SAM), round=3), NIGHT + 10 * MINUTE - SECOND).exhausted
    assert next_sos_move(sos(asked(SAM), round=3), NIGHT + 10 * MINUTE).exhausted


def test_an_acknowledgement_does_not_stop_the_others() -> None:
    joined = sos(asked(SAM, state=StepState.ACKNOWLEDGED), asked(ANA), acknowledged=True)
    assert next_sos_move(joined, NIGHT + 10 * MINUTE) == Move(1, remind=(ANA,))
    assert not next_sos_move(replace(joined, round=3), NIGHT + 10 * MINUTE).exhausted


def test_the_first_acceptance_starts_the_clock_though_another_is_on_its_way() -> None:
    assert next_sos_move(sos(asked(SAM, None), asked(ANA, None)), NIGHT + 30 * MINUTE) == Move(0)
    half = sos(asked(SAM), asked(ANA, None))
    assert next_sos_move(half, NIGHT + 10 * MINUTE).remind == (SAM,)


def test_the_leader_is_asked_at_once_where_nobody_else_is_left() -> None:
    unreachable = rung(SAM, state=StepState.UNREACHABLE, asks=1)
    assert next_sos_move(sos(unreachable, rung(DANA)), NIGHT).ask == (DANA,)
    assert next_sos_move(sos(unreachable), NIGHT).exhausted


def test_who_was_a_leader_and_is_asked_already_is_not_asked_once_more() -> None:
    """Nor is a supporter who has acknowledged, or declined, taken for the leader who is still to be asked."""
    silent = sos(asked(SAM), asked(DANA, NIGHT + 5 * MINUTE), round=1)
    assert next_sos_move(silent, NIGHT + 9 * MINUTE) == Move(1, next_at=NIGHT + 10 * MINUTE)
    assert next_sos_move(silent, NIGHT + 10 * MINUTE) == Move(2, remind=(SAM, DANA))


def test_the_leader_alone_is_counted_from_their_own_message() -> None:
    alone = sos(rung(SAM, state=StepState.UNREACHABLE, asks=1), asked(DANA, NIGHT + 5 * MINUTE), round=2)
    assert next_sos_move(alone, NIGHT + 14 * MINUTE) == Move(2, next_at=NIGHT + 15 * MINUTE)
    assert next_sos_move(alone, NIGHT + 15 * MINUTE) == Move(3, remind=(DANA,))


def test_every_move_keeps_count_of_how_often_all_were_asked() -> None:
    unreachable = rung(SAM, state=StepState.UNREACHABLE, asks=1)
    assert next_sos_move(sos(unreachable, rung(DANA), round=2), NIGHT) == Move(2, ask=(DANA,))
    assert next_sos_move(sos(unreachable, round=2), NIGHT) == Move(2, exhausted=True)
    late = sos(asked(SAM), rung(DANA), round=1)
    assert next_sos_move(late, NIGHT + 5 * MINUTE) == Move(1, ask=(DANA,), next_at=NIGHT + 10 * MINUTE)
    assert next_sos_move(sos(asked(SAM), round=3), NIGHT + 10 * MINUTE) == Move(3, exhausted=True)
