"""The stand-in's own clock."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.sandbox.clock import SandboxClock
from tests.sandbox.conftest import NINE


def test_wall_and_monotonic_move_together() -> None:
    clock = SandboxClock(NINE)
    clock.advance(timedelta(hours=2))
    clock.set(NINE + timedelta(hours=3))
    assert (clock.now(), clock.monotonic()) == (NINE + timedelta(hours=3), 3 * 3600)


def test_time_does_not_go_back_but_the_wall_clock_can_be_set_back() -> None:
    clock = SandboxClock(NINE)
    with pytest.raises(ValueError, match="forward"):
        clock.set(NINE - timedelta(seconds=1))
    clock.step_wall(timedelta(hours=-1))
    assert (clock.now(), clock.monotonic()) == (NINE - timedelta(hours=1), 0)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        SandboxClock(datetime(2026, 3, 3))  # noqa: DTZ001


def test_alarms_ring_when_their_time_has_come_and_not_once_cancelled() -> None:
    clock, rung = SandboxClock(NINE), list[str]()
    clock.call_at(10.0, lambda: rung.append("ten"))
    cancelled = clock.call_at(11.0, lambda: rung.append("eleven"))
    clock.call_at(12.0, lambda: rung.append("twelve"))
    assert clock.next_alarm() == NINE + timedelta(seconds=10)
    clock.advance(timedelta(seconds=9.999))
    assert rung == []
    clock.advance(timedelta(seconds=0.001))
    assert rung == ["ten"]
    cancelled.cancel()
    assert clock.next_alarm() == NINE + timedelta(seconds=12)
    clock.advance(timedelta(hours=1))
    assert rung == ["ten", "twelve"]
    assert clock.next_alarm() is None


async def test_a_running_clock_rings_by_itself_and_a_stopped_one_stays() -> None:
    clock, rung = SandboxClock(NINE), asyncio.Event()
    clock.run()
    clock.call_at(0.02, rung.set)
    async with asyncio.timeout(2):
        await rung.wait()
    clock.stand()
    stopped = clock.now()
    assert stopped >= NINE + timedelta(seconds=0.02)
    await asyncio.wait([asyncio.ensure_future(asyncio.Event().wait())], timeout=0.01)
    assert clock.now() == stopped


async def test_waiting_for_a_move_ends_with_the_move_or_when_patience_does() -> None:
    clock = SandboxClock(NINE)
    async with asyncio.timeout(2):
        await clock.moved_since(clock.version - 1, at_most=60)
        await clock.moved_since(clock.version, at_most=0.01)
        waiting = asyncio.create_task(clock.moved_since(clock.version, at_most=60))
        await asyncio.wait([waiting], timeout=0.01)
        clock.advance(timedelta(0))
        await waiting
