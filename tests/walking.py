"""Walking a standing clock: to the next sleeper, let everybody finish, and again."""

from collections.abc import Callable
from datetime import timedelta

from bot.clock import WalkingClock


async def settle(clock: WalkingClock, turns: int = 50) -> None:
    """Let every task that can go on without time go on."""
    for _ in range(turns):
        await clock.sleep(0)


async def walk(clock: WalkingClock, seconds: float) -> None:
    """Let `seconds` pass, stopping wherever somebody sleeps."""
    await walk_until(clock, lambda: False, at_most=seconds)


async def walk_until(clock: WalkingClock, done: Callable[[], bool], *, at_most: float = 3600) -> None:
    """Let time pass until `done()`, or `at_most` seconds."""
    end = clock.now() + timedelta(seconds=at_most)
    await settle(clock)
    while not done() and (at := clock.next_sleeper()) is not None and at <= end:
        clock.move_to(at)
        await settle(clock)
    if not done():
        clock.move_to(end)
        await settle(clock)
