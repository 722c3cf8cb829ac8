"""The alarm rings at the earliest instant asked for, on the machine's clock and on one that stands still."""

import asyncio
from datetime import timedelta

import pytest

from bot.clock import SystemClock, WalkingClock
from schedules.alarm import JOB, Alarm
from tests.builders import NOW
from tests.walking import settle

MINUTE = timedelta(minutes=1)


class Bell:
    def __init__(self) -> None:
        self.rings = 0
        self.rang = asyncio.Event()
        self.held = asyncio.Event()
        self.held.set()

    async def ring(self) -> None:
        self.rings += 1
        self.rang.set()
        await self.held.wait()


@pytest.fixture
async def bell() -> Bell:
    return Bell()


async def test_a_standing_clock_rings_when_it_is_moved_to_the_instant_and_not_before(bell: Bell) -> None:
    clock = WalkingClock(NOW)
    alarm = Alarm(clock, bell.ring)
    alarm.start()
    alarm.set(NOW + MINUTE)
    clock.move_to(NOW + MINUTE - timedelta(microseconds=1))
    await settle(clock)
    assert (bell.rings, alarm.next_at) == (0, NOW + MINUTE)
    clock.move_to(NOW + MINUTE)
    assert alarm.ringing
    await settle(clock)
    assert (bell.rings, alarm.next_at, alarm.ringing) == (1, None, False)
    alarm.stop()


async def test_the_earliest_instant_asked_for_stays(bell: Bell) -> None:
    alarm = Alarm(WalkingClock(NOW), bell.ring)
    for minutes in (3, 2, 5):
        alarm.set(NOW + minutes * MINUTE)
    alarm.set(None)
    assert alarm.next_at == NOW + 2 * MINUTE


async def test_what_has_passed_rings_at_once_also_what_was_asked_before_the_start(bell: Bell) -> None:
    clock = WalkingClock(NOW)
    alarm = Alarm(clock, bell.ring)
    alarm.set(NOW)
    await settle(clock)
    assert bell.rings == 0
    alarm.start()
    await settle(clock)
    assert bell.rings == 1
    alarm.stop()


async def test_what_comes_due_during_a_ring_rings_once_more_and_never_beside_it(bell: Bell) -> None:
    clock = WalkingClock(NOW)
    alarm = Alarm(clock, bell.ring)
    alarm.start()
    bell.held.clear()
    for _ in range(3):
        alarm.set(clock.now())
        await settle(clock)
    assert bell.rings == 1
    bell.held.set()
    await settle(clock)
    assert bell.rings == 2
    alarm.stop()


async def test_a_ring_that_fails_does_not_silence_the_alarm() -> None:
    clock, rings = WalkingClock(NOW), []

    async def ring() -> None:
        rings.append(clock.now())
        raise RuntimeError

    alarm = Alarm(clock, ring)
    alarm.start()
    for _ in range(2):
        alarm.set(clock.now())
        await settle(clock)
    assert len(rings) == 2
    alarm.stop()


async def test_the_machines_clock_rings_by_itself(bell: Bell) -> None:
    clock = SystemClock()
    alarm = Alarm(clock, bell.ring)
    alarm.start()
    alarm.set(clock.now() + timedelta(milliseconds=50))
    await asyncio.wait_for(bell.rang.wait(), 5)
    alarm.stop()


async def test_the_machines_clock_has_a_safety_net_each_minute(bell: Bell) -> None:
    alarm = Alarm(SystemClock(), bell.ring)
    alarm.start()
    alarm.set(SystemClock().now() + timedelta(days=1))
    left = alarm._scheduler.get_job(JOB).next_run_time - SystemClock().now()
    assert timedelta(seconds=50) < left <= MINUTE
    assert len(alarm._scheduler.get_jobs()) == 1
    alarm.stop()
