"""Groups: setting one up, its cadence, its links, and what a leader may see."""

from collections.abc import Awaitable, Callable

from bot.actions.conversation import Hear
from handlers.context import Context

TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {}
COMMANDS: dict[str, Callable[[Context], Awaitable[None]]] = {}
HEARERS: dict[str, Hear] = {}
