"""All the actions of the stand-in by name: the same in process (phone.LocalSandbox) and over HTTP (server.py)."""

import inspect
from collections.abc import Callable
from typing import Any

from bot.sandbox.chats import Json
from bot.sandbox.errors import SandboxError


class Control:
    def __init__(self, *rooms: object) -> None:
        """`rooms` hold the actions: PeopleActions, FaultActions and, where the clock is a SandboxClock, TimeActions."""
        self._rooms = rooms

    async def do(self, action: str, arguments: Json) -> Any:
        """Do one action. Raises SandboxError: an unknown action, wrong parameters, or something nobody could do."""
        method = self._find(action)
        try:
            inspect.signature(method).bind(**arguments)
        except TypeError as error:
            raise SandboxError(f"{action}: {error}") from None
        result = method(**arguments)
        return await result if inspect.isawaitable(result) else result

    def _find(self, action: str) -> Callable[..., Any]:
        for room in self._rooms:
            method: Callable[..., Any] | None = None if action.startswith("_") else getattr(room, action, None)
            if method:
                return method
        raise SandboxError(f"there is no action {action!r}")
