"""Direct replies leave in order per chat, and a slow one holds up nobody else's."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

Reply = Callable[[], Awaitable[object]]


class Replies:
    """`asleep()`: how many replies under way only wait for their turn to leave (`Sender.asleep`)."""

    def __init__(self, *, asleep: Callable[[], int] = lambda: 0) -> None:
        self._asleep = asleep
        self._queues: dict[int, deque[Reply]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, chat_id: int, reply: Reply) -> None:
        """Run `reply` after the ones put before it for that chat. Each is run once; what it raises is logged, not passed on."""
        queue = self._queues.get(chat_id)
        if queue is not None:
            queue.append(reply)
            return
        self._queues[chat_id] = deque([reply])
        task = asyncio.get_running_loop().create_task(self._empty(chat_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do before time moves on."""
        return len(self._queues) <= self._asleep()

    async def drain(self) -> None:
        """Return once everything put so far, and what comes meanwhile, has been run."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _empty(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        while queue:
            try:
                await queue[0]()
            except Exception as fault:
                log.error("a reply failed", exc_info=fault)
            queue.popleft()
        del self._queues[chat_id]
