"""The stand-in without a network, in virtual time: as the simulation uses it. The loop jumps to its next timer."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.acting import PeopleActions
from bot.sandbox.clock import LoopClock
from bot.sandbox.control import Control
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.line import Line
from bot.sandbox.phone import LocalSandbox
from bot.sandbox.telegram import Telegram
from bot.sandbox.weather import FaultActions
from tests.sandbox.conftest import NINE, TOKEN


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop that never waits: where only timers are left, its clock jumps to the next one."""

    def __init__(self) -> None:
        super().__init__()
        self._jumped = 0.0

    def time(self) -> float:
        return self._jumped

    def _run_once(self) -> None:
        scheduled: list[asyncio.TimerHandle] = self._scheduled  # type: ignore[attr-defined]
        if not self._ready and scheduled:  # type: ignore[attr-defined]
            self._jumped = max(self._jumped, scheduled[0].when())
        super()._run_once()  # type: ignore[misc]


def in_virtual_time(scenario: Any) -> Any:
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(scenario())


def test_a_day_of_polls_takes_no_time_and_ends_each_after_its_timeout() -> None:
    async def scenario() -> list[float]:
        clock = LoopClock(NINE)
        line = Line(Telegram(clock, token=TOKEN), clock)
        ended = []
        for _ in range(24 * 72):
            assert await line.call(TOKEN, "getUpdates", {"timeout": 50}) == []
            ended.append(clock.monotonic())
        assert clock.now() == NINE + timedelta(hours=24)
        return ended

    ended = in_virtual_time(scenario)
    assert ended[:2] == [50, 100]


def test_people_act_and_faults_strike_in_virtual_time() -> None:
    async def scenario() -> list[Any]:
        clock = LoopClock(NINE)
        line = Line(Telegram(clock, token=TOKEN, seed=4), clock, Faults(4))
        sandbox = LocalSandbox(Control(PeopleActions(line.telegram), FaultActions(line)))
        maya = await sandbox.person("Maya")
        poll = asyncio.create_task(line.call(TOKEN, "getUpdates", {"timeout": 50}))
        await asyncio.wait([poll], timeout=7)
        await maya.start()
        heard = await poll
        heard_after = clock.monotonic()
        line.faults.add(Fault("slow", methods=frozenset({"sendMessage"}), seconds=90, times=1))
        line.faults.add(Fault("flood", methods=frozenset({"getMe"}), retry_after=3))
        await line.call(TOKEN, "sendMessage", {"chat_id": maya.id, "text": "hi"})
        with pytest.raises(ApiError):
            await line.call(TOKEN, "getMe", {})
        return [heard, heard_after, clock.monotonic(), await maya.transcript()]

    first, again = in_virtual_time(scenario), in_virtual_time(scenario)
    assert first == again, "same seed, same trace"
    assert first[0][0]["message"]["text"] == "/start"
    assert first[1:3] == [7, 97]
