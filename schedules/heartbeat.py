"""Tells a watching service once a minute that all is well, and only then: silence is its alarm.

All is well where, within the minute, a fetch from Telegram, a tick and a look at the outbox each went through. The call itself
holds up nothing: a service that is slow or away costs a line in the log. The address is a secret and is never logged.
"""

import logging
from collections.abc import Awaitable, Callable
from enum import StrEnum

import httpx

log = logging.getLogger(__name__)

EVERY_S = 60.0  # longer than any poll, so that every healthy minute holds the end of one
ANSWERS_WITHIN_S = 10.0


class Sign(StrEnum):
    """What has to go through before we say that all is well."""

    FETCH = "fetch"
    TICK = "tick"
    RELAY = "relay"


async def call(url: str) -> None:
    """GET the address. Raises httpx.HTTPError: no answer, or one that says no."""
    async with httpx.AsyncClient(timeout=ANSWERS_WITHIN_S) as client:
        (await client.get(url)).raise_for_status()


class Heart:
    """`url` None: there is nobody to tell. `stir` has the parts that may rest for hours take a look."""

    def __init__(
        self,
        url: str | None,
        *,
        stir: Callable[[], None],
        sleep: Callable[[float], Awaitable[object]],
        call: Callable[[str], Awaitable[None]] = call,
    ) -> None:
        self._url = url
        self._stir = stir
        self._sleep = sleep
        self._call = call
        self._seen: set[Sign] = set()

    def note(self, sign: Sign) -> None:
        """This went through just now."""
        self._seen.add(sign)

    async def run(self) -> None:
        """Beat for ever; where something did not go through, miss the beat."""
        while True:
            self._seen.clear()
            if self._url is not None:
                self._stir()
            await self._sleep(EVERY_S)
            if self._url is not None:
                await self._beat(self._url)

    async def _beat(self, url: str) -> None:
        missing = [sign.value for sign in Sign if sign not in self._seen]
        if missing:
            log.warning("no heartbeat: within a minute there was no complete %s", " and no ".join(missing))
            return
        try:
            await self._call(url)
        except Exception as fault:  # whatever it is, it must not stop the bot
            log.warning("the heartbeat could not be told: %s", type(fault).__name__)
