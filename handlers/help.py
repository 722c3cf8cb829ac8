"""Help, by role and by what a person is in the middle of."""

from collections.abc import Awaitable, Callable

from bot.actions.conversation import Hear
from handlers.context import Context

TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {}
COMMANDS: dict[str, Callable[[Context], Awaitable[None]]] = {}
HEARERS: dict[str, Hear] = {}
