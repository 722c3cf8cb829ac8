"""Alerts: the member's say in them, the supporter's answers, and SOS."""

from collections.abc import Awaitable, Callable

from bot.actions.conversation import Hear
from handlers.context import Context

TAPS: dict[str, Callable[[Context], Awaitable[None]]] = {}
COMMANDS: dict[str, Callable[[Context], Awaitable[None]]] = {}
HEARERS: dict[str, Hear] = {}
