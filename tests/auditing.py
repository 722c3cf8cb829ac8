"""Holds every call that a test makes, to the stand-in or to the network's double, against Telegram's own table.

A call that the stand-in refuses is left out: tests make wrong calls to see them refused.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from telegram.request import RequestData

from bot.sandbox.parameters import Upload
from bot.sandbox.telegram import Telegram
from tests import bot_api
from tests.wire import Wire

COUNT = pytest.StashKey[int]()


class Audit:
    def __init__(self) -> None:
        self.api = bot_api.from_table()
        self.calls = 0
        self.faults: list[str] = []

    def hold(self, method: str, parameters: Mapping[str, Any]) -> None:
        if self.api is not None:
            self.calls += 1
            self.faults += self.api.faults(method, parameters)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear every call of this process, and those that another process makes to a stand-in in this one."""
        call, request = Telegram.call, Wire.do_request

        def heard_call(
            it: Telegram, token: str, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] | None = None
        ) -> Any:
            result = call(it, token, method, params, files)
            self.hold(method, {**params, **(files or {})})
            return result

        async def heard_request(
            it: Wire, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
        ) -> tuple[int, bytes]:
            given = {**request_data.parameters, **(request_data.multipart_data or {})} if request_data else {}
            self.hold(url.rpartition("/")[2], given)
            return await request(it, url, method, request_data, *args, **kwargs)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Telegram, "call", heard_call)
            patch.setattr(Wire, "do_request", heard_request)
            yield


class Plugin:
    """One audit for a whole run; the test in which a fault was heard fails, and the end says how many calls were valid."""

    def __init__(self) -> None:
        self._audit = Audit()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Any:
        with self._audit.listening():
            return (yield)

    @pytest.fixture(autouse=True)
    def telegram_knows_every_call(self) -> Iterator[None]:
        yield
        faults, self._audit.faults = self._audit.faults, []
        assert faults == [], faults

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        handed_on = getattr(session.config, "workeroutput", None)  # to the process that started this one beside others
        if handed_on is not None:
            handed_on["calls_held"] = self._audit.calls
        session.config.stash[COUNT] = session.config.stash.get(COUNT, 0) + self._audit.calls

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        held = getattr(node, "workeroutput", {}).get("calls_held", 0)
        node.config.stash[COUNT] = node.config.stash.get(COUNT, 0) + held

    def pytest_terminal_summary(self, terminalreporter: Any, config: pytest.Config) -> None:
        held = config.stash.get(COUNT, 0)
        without = "" if self._audit.api else "; no table of the real Bot API beside this repository"
        terminalreporter.write_line(f"{held} calls of the Bot API held against Telegram's own table{without}")
