"""Joining: what this is, the hour, the zone, the first check-in."""

from collections.abc import Awaitable, Callable

from bot.actions.conversation import Hear
from handlers.context import Context

TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {}
COMMANDS: dict[str, Callable[[Context], Awaitable[None]]] = {}
HEARERS: dict[str, Hear] = {}
