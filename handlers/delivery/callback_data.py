"""What a button says back: a verb and a few ids, at most 64 bytes. It grants nothing; every tap is authorised anew."""

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import TypeVar

LONGEST = 64  # bytes, Telegram's limit; python-telegram-bot does not check it
_SHAPE = re.compile(
    r"[a-z][a-z0-9-]{0,23}(:[A-Za-z0-9_/+-]{1,43}){0,4}"
)  # a link's token, or "America/New_York", fits an argument


Chosen = TypeVar("Chosen", bound=StrEnum)


class UnknownTap(ValueError):
    """Data we never made: an old version's, or forged."""


@dataclass(frozen=True)
class Tap:
    verb: str
    args: tuple[str, ...] = ()

    def id(self, position: int) -> int:
        """The row id at `position`. Raises UnknownTap where there is none."""
        try:
            number = int(self.args[position])
        except (IndexError, ValueError):
            raise UnknownTap(self.verb) from None
        if not 0 <= number < 2**31:
            raise UnknownTap(self.verb)
        return number

    def number(self, position: int) -> int | None:
        """The rating at `position`, None for "skip"."""
        return None if self.word(position) == "skip" else self.id(position)

    def clock(self, position: int) -> time:
        """The time of day at `position`, sent as minutes since midnight."""
        minutes = self.id(position)
        if minutes >= 24 * 60:
            raise UnknownTap(self.verb)
        return time(minutes // 60, minutes % 60)

    def one_of(self, position: int, words: type[Chosen]) -> Chosen:
        """The word of a vocabulary at `position`."""
        try:
            return words(self.word(position))
        except ValueError:
            raise UnknownTap(self.verb) from None

    def word(self, position: int) -> str:
        if position >= len(self.args):
            raise UnknownTap(self.verb)
        return self.args[position]


def pack(verb: str, *args: str | int) -> str:
    """Raises ValueError where the data would not fit or could not be read back."""
    data = ":".join([verb, *(str(arg) for arg in args)])
    if len(data.encode()) > LONGEST or not _SHAPE.fullmatch(data):
        raise ValueError(f"a button's data must be short and plain: {data!r}")
    return data


def unpack(data: str | None) -> Tap:
    """Raises UnknownTap for anything that `pack` could not have made."""
    if data is None or len(data.encode()) > LONGEST or not _SHAPE.fullmatch(data):
        raise UnknownTap("")
    verb, *args = data.split(":")
    return Tap(verb, tuple(args))
