"""The stand-in's core: a synchronous model of Telegram in memory. `call` is one request of the bot.

It must not wait, and knows no network: waiting for updates and faults are line.py's, HTTP is server.py's.
"""

import hmac
from collections.abc import Mapping
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.errors import ApiError
from bot.sandbox.limits import Limits
from bot.sandbox.methods import METHODS, canonical
from bot.sandbox.parameters import Upload, decode
from bot.sandbox.profile import Profile
from bot.sandbox.record import Record
from bot.sandbox.world import World


class Telegram:
    """Same clock, seed and calls: same answers. `record` keeps every call, for tests and audits."""

    def __init__(
        self,
        clock: Clock,
        *,
        token: str,
        seed: int = 0,
        limits: Limits | None = None,
        record: Record | None = None,
        keep: int | None = None,
    ) -> None:
        """`keep` bounds the journal of what chats show; None keeps all."""
        self.token = token
        self.world = World(clock, token=token, seed=seed, limits=limits or Limits(), keep=keep)
        self.profile = Profile()
        self.record = record or Record()

    def call(
        self, token: str, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] | None = None
    ) -> Any:
        """Do one method and return its result as JSON values.

        `params` are values or, as a form brings them, texts. Raises ApiError; nothing has happened then.
        """
        given: Mapping[str, Any] = params
        name = canonical(method)
        try:
            if not hmac.compare_digest(token, self.token):
                raise ApiError(401, "Unauthorized")
            if name is None:
                raise ApiError(404, "Not Found: method not found")
            given = decode(name, METHODS[name].shape, params, files or {})
            result = METHODS[name].do(self.world, self.profile, dict(given))
        except ApiError as error:
            self.record.refused(self.world.clock.now(), name or method, given, error)
            raise
        self.record.done(self.world.clock.now(), name or method, given, result)
        return result
