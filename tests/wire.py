"""The network's double: answers Bot API calls in the place where python-telegram-bot would open a socket."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import BaseRequest, RequestData

TOKEN = "1:not-a-token"
Answer = tuple[int, dict[str, Any]]


@dataclass
class Call:
    """One request: the method, its parameters as sent, and when."""

    method: str
    parameters: dict[str, Any]
    at: float


def accepted(message_id: int = 1, chat_id: int = 1) -> Answer:
    return 200, {"message_id": message_id, "date": 1, "chat": {"id": chat_id, "type": "private"}}


def refused(code: int, description: str, **parameters: Any) -> Answer:
    return code, {"description": description, "parameters": parameters}


@dataclass
class Wire(BaseRequest):
    """`answer(call)` returns an Answer or raises; by default every message is accepted. `time()` stamps the calls."""

    answer: Callable[[Call], Answer] | None = None
    time: Callable[[], float] = lambda: 0.0
    calls: list[Call] = field(default_factory=list)

    read_timeout = 5.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        parameters = request_data.parameters if request_data else {}
        call = Call(url.rpartition("/")[2], dict(parameters), self.time())
        self.calls.append(call)
        code, result = self.answer(call) if self.answer else self.accept(call)
        ok = code == 200
        return code, json.dumps({"ok": ok, **({"result": result} if ok else {"error_code": code, **result})}).encode()

    def accept(self, call: Call) -> Answer:
        if call.method.startswith(("send", "edit")):
            return accepted(len(self.calls), int(call.parameters["chat_id"]))
        return 200, True  # type: ignore[return-value]

    def methods(self) -> list[str]:
        return [call.method for call in self.calls]


def bot_on(wire: Wire, limiter: BaseRateLimiter[Any] | None = None) -> ExtBot[Any]:
    """A real bot whose calls end in `wire`."""
    return ExtBot(TOKEN, request=wire, get_updates_request=wire, rate_limiter=limiter)
