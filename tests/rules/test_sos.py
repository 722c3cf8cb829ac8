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
