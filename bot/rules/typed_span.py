"""What somebody means who types a span of hours: "22-7", "10pm to 6:30".

Never guesses, as `typed`: what is unclear is None, and the bot asks again with an example.
"""

import re
from datetime import time

from bot.rules import typed

_BETWEEN = re.compile(r"\s*(?:[-–—]|\bto\b|\btill\b|\buntil\b)\s*")
_OPENING = re.compile(r"^(?:from|between)\s+")
_NONE = frozenset({"none", "no", "never", "off"})


def span(text: str, *, language: str = "en") -> tuple[time, time] | None:
    """Return the wall times from and to; "none" gives two equal ones, an empty span. None: unclear."""
    said = text.strip().casefold()
    if said in _NONE:
        return time(0), time(0)
    ends = _BETWEEN.split(_OPENING.sub("", said))
    if len(ends) != 2:
        return None
    start, end = (typed.hour(one, language=language) for one in ends)
    return (start, end) if start is not None and end is not None and start != end else None
