"""One pacer for everything that leaves: who goes next, and when. It decides nothing about what is sent.

Callback answers are never paced. Edits draw on the overall rate only, new messages also on their chat's. SOS and alerts go
first, then replies to taps, then the rest. Telegram's 429 parks that chat for exactly as long as it says; where three chats
are told so within 5 s, the bot as a whole is meant, and all but SOS waits.
"""

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.clock import Clock
from bot.rules.vocabulary import Priority
from handlers.delivery.pace import Rhythm, Window

GROUP_INTERVAL = 3.0  # seconds between messages to a group: 20 a minute
STORM_CHATS, STORM_WITHIN = 3, 5.0
LONGEST_WAIT = 60.0  # seconds, for whoever names no time: an answer later than that answers nothing
SHORTEST_NAP = 0.001
REMEMBERED_CHATS = 1_000  # beyond that, chats that rest are forgotten


@dataclass(frozen=True)
class Turn:
    """How a request wants to be paced; hand it to the bot as `rate_limit_args`.

    `leave_by`: raise RetryAfter rather than leave later; None: after LONGEST_WAIT. `waits(True)` is called when the request
    lies down to wait, `waits(False)` when it leaves.
    """

    priority: Priority = Priority.REPLY
    leave_by: datetime | None = None
    waits: Callable[[bool], None] = lambda _: None


@dataclass(order=True)
class Waiting:
    """A request in the queue: the most urgent first, then in order of arrival."""

    priority: Priority
    order: int
    chat: int | str = field(compare=False)
    is_new: bool = field(compare=False)  # draws on the chat's allowance too
    leave_by: float = field(compare=False)  # on the monotonic clock
    turn: Turn = field(compare=False)
    go: asyncio.Future[None] = field(compare=False)


class Pacer(BaseRateLimiter[Turn]):
    """`per_second`: all chats together, in any second. `burst`: new messages at once to a chat that rested."""

    def __init__(self, clock: Clock, *, per_second: int, burst: int = 5, chat_interval: float = 1.0) -> None:
        self._clock = clock
        self._all = Window(per_second)
        # Neither a burst of replies nor the rest may use up a second's allowance at once: an alert would wait it out.
        self._replies = Window(max(per_second - per_second // 10, 1))
        self._rest = Rhythm(1 / per_second, burst=max(per_second // 10, 1))
        self._burst, self._chat_interval = burst, chat_interval
        self._chats: dict[int | str, Rhythm] = {}
        self._parked: dict[int | str, float] = {}
        self._told_off: deque[tuple[float, int | str]] = deque()
        self._paused_until = float("-inf")
        self._order = itertools.count()
        self._ready: list[Waiting] = []  # the next one to go on top
        self._held: list[tuple[float, Waiting]] = []  # their chat is not ready before that time
        self._overdue: list[tuple[float, Waiting]] = []  # who must have left by then
        self._nap: asyncio.Task[None] | None = None
        self._nap_until = float("inf")

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        if self._nap is not None:
            self._nap.cancel()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Turn | None,
    ) -> Any:
        """Call `callback` when its turn has come. A 429 parks the chat; without a `leave_by` it is waited out, else raised."""
        turn = rate_limit_args or Turn()
        chat = data.get("chat_id")
        if chat is None:
            turn.waits(False)
            return await callback(*args, **kwargs)
        is_new = endpoint.startswith(("send", "copy", "forward")) and endpoint != "sendChatAction"
        while True:
            await self._take_turn(chat, is_new, turn)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as told:
                seconds = seconds_of(told)
                self._park(chat, seconds)
                if turn.leave_by is not None or seconds > LONGEST_WAIT:
                    raise

    async def _take_turn(self, chat: int | str, is_new: bool, turn: Turn) -> None:
        """Return when the request may leave. Raises RetryAfter: it cannot leave in time."""
        now = self._clock.monotonic()
        allowed = LONGEST_WAIT if turn.leave_by is None else (turn.leave_by - self._clock.now()).total_seconds()
        go = asyncio.get_running_loop().create_future()
        waiting = Waiting(turn.priority, next(self._order), chat, is_new, now + allowed, turn, go)
        heapq.heappush(self._ready, waiting)
        self._pump()
        if not go.done():
            heapq.heappush(self._overdue, (waiting.leave_by, waiting))
            self._rest_until(waiting.leave_by)
            turn.waits(True)
        try:
            await go  # no hop to the loop where it may go at once
        except RetryAfter:
            turn.waits(False)
            raise
        turn.waits(False)

    def _pump(self) -> None:
        """Let go whoever may go now, in order, and sleep until the next one may."""
        now = self._clock.monotonic()
        while self._held and (self._held[0][0] <= now or self._held[0][1].go.done()):
            heapq.heappush(self._ready, heapq.heappop(self._held)[1])
        while self._overdue and (self._overdue[0][0] < now or self._overdue[0][1].go.done()):
            self._send_back(heapq.heappop(self._overdue)[1], now)
        next_at = self._release(now)
        for queue in (self._held, self._overdue):
            next_at = min(next_at, queue[0][0] if queue else next_at)
        self._rest_until(next_at)

    def _release(self, now: float) -> float:
        """Let go from the top of the queue; return when the overall rate allows the next one (infinity: nobody is left)."""
        while self._ready:
            waiting = self._ready[0]
            if not waiting.go.done():
                chat_at = self._chat_ready_at(waiting, now)
                if chat_at <= now and (at := self._all_ready_at(waiting, now)) > now:
                    return at
                if chat_at > waiting.leave_by or self._is_stale(waiting):
                    self._send_back(waiting, now)
                elif chat_at > now:
                    heapq.heappush(self._held, (chat_at, waiting))
                else:
                    self._depart(waiting, now)
            heapq.heappop(self._ready)
        return float("inf")

    def _chat_ready_at(self, waiting: Waiting, now: float) -> float:
        """When the chat allows it. SOS waits for nothing but what Telegram said about this very chat."""
        at = max(now, self._parked.get(waiting.chat, now))
        if waiting.priority > Priority.SOS:
            at = max(at, self._paused_until)
            if waiting.is_new and waiting.chat in self._chats:
                at = max(at, self._chats[waiting.chat].ready_at(now))
        return at

    def _all_ready_at(self, waiting: Waiting, now: float) -> float:
        if waiting.priority <= Priority.ALERT:
            return self._all.ready_at(now)
        own = self._replies if waiting.priority == Priority.REPLY else self._rest
        return max(self._all.ready_at(now), own.ready_at(now))

    def _is_stale(self, waiting: Waiting) -> bool:
        """After a suspend the monotonic clock may not know how late it is; the wall clock does."""
        return waiting.turn.leave_by is not None and self._clock.now() > waiting.turn.leave_by

    def _depart(self, waiting: Waiting, now: float) -> None:
        self._all.take(now)
        self._rest.take(now)
        if waiting.priority == Priority.REPLY:
            self._replies.take(now)
        if waiting.is_new:
            self._rhythm_of(waiting.chat, now).take(now)
        waiting.go.set_result(None)

    def _send_back(self, waiting: Waiting, now: float) -> None:
        if not waiting.go.done():
            left = max(self._chat_ready_at(waiting, now) - now, 1.0)
            waiting.go.set_exception(RetryAfter(timedelta(seconds=left)))

    def _rhythm_of(self, chat: int | str, now: float) -> Rhythm:
        if len(self._chats) > REMEMBERED_CHATS:
            self._chats = {one: rhythm for one, rhythm in self._chats.items() if not rhythm.rested(now)}
            self._parked = {one: until for one, until in self._parked.items() if until > now}
        if chat not in self._chats:
            is_group = str(chat).startswith("-")
            self._chats[chat] = Rhythm(GROUP_INTERVAL, 1) if is_group else Rhythm(self._chat_interval, self._burst)
        return self._chats[chat]

    def _park(self, chat: int | str, seconds: float) -> None:
        now = self._clock.monotonic()
        self._parked[chat] = now + seconds
        self._told_off.append((now, chat))
        while self._told_off[0][0] < now - STORM_WITHIN:
            self._told_off.popleft()
        chats = {one for _, one in self._told_off}
        if len(chats) >= STORM_CHATS:
            self._paused_until = max(self._parked.get(one, now) for one in chats)

    def _rest_until(self, at: float) -> None:
        """Pump again at `at`. A nap that ends sooner stays: it will look for itself."""
        if at >= self._nap_until:
            return
        if self._nap is not None:
            self._nap.cancel()
        self._nap_until = at
        self._nap = asyncio.get_running_loop().create_task(self._sleep(at))

    async def _sleep(self, at: float) -> None:
        await self._clock.sleep(max(at - self._clock.monotonic(), SHORTEST_NAP))
        self._nap, self._nap_until = None, float("inf")
        self._pump()


def seconds_of(told: RetryAfter) -> float:
    """How long Telegram asks to wait, in seconds; python-telegram-bot hands out an int or a timedelta."""
    after = told.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
