"""A record of every call, for tests and for checking the calls against a table of the Bot API. Kept in memory, or also in a file."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from bot.sandbox.errors import ApiError
from bot.sandbox.parameters import Upload


@dataclass(frozen=True)
class Call:
    """`error` is None for a call that was done; else its answer, e.g. {"error_code": 400, …}."""

    at: datetime
    method: str
    params: Mapping[str, Any]
    result: Any
    error: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "at": self.at.isoformat(),
            "method": self.method,
            "params": {name: _plain(value) for name, value in self.params.items()},
            "result": self.result,
            "error": self.error,
        }


class Record:
    def __init__(self, *, keep: int | None = None, record_to: Path | None = None) -> None:
        """`keep` bounds how many calls stay in memory (None: all); `record_to` appends each as a line of JSON.

        Empty polls are left out: there are many, and they say nothing.
        """
        self.calls: deque[Call] = deque(maxlen=keep)
        self._file: TextIO | None = record_to.open("a", encoding="utf-8") if record_to else None

    def done(self, at: datetime, method: str, params: Mapping[str, Any], result: Any) -> None:
        if method != "getUpdates" or result:
            self._add(Call(at, method, params, result))

    def refused(self, at: datetime, method: str, params: Mapping[str, Any], error: ApiError) -> None:
        self._add(Call(at, method, params, None, error.as_json()))

    def of(self, method: str) -> list[Call]:
        """The calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def _add(self, call: Call) -> None:
        self.calls.append(call)
        if self._file:
            self._file.write(json.dumps(call.as_json(), ensure_ascii=False) + "\n")
            self._file.flush()


def _plain(value: Any) -> Any:
    return f"<file {value.name}, {len(value.data)} bytes>" if isinstance(value, Upload) else value
