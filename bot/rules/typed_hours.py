"""What somebody means who types several hours at once: the times of a day, or quiet hours from one to another.

Never guesses, as `typed`: what is unclear is None, and the bot asks again with an example.
"""

import re
from datetime import time

from bot.rules.cadence import MAX_SLOTS
from bot.rules.typed import hour

_BETWEEN = re.compile(r"\s*(?:[-–—]|\bto\b|\buntil\b|\btill\b)\s*", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:[,;/]|\band\b)\s*", re.IGNORECASE)


def hours(text: str, *, language: str = "en") -> tuple[time, ...] | None:
    """Return the one to three different hours meant by "8:00, 1pm and 21h" or "8:00 13:00", ascending; else None."""
    for parts in (_LIST.split(text.strip()), text.split()):
        found = [hour(part, language=language) for part in parts]
        if 1 <= len(found) <= MAX_SLOTS and None not in found and len(set(found)) == len(found):
            return tuple(sorted(at for at in found if at is not None))
    return None


def span(text: str, *, language: str = "en") -> tuple[time, time] | None:
    """Return from when to when, for "22-7", "from 10pm to 6:30am"; None where it is not two different hours."""
    said = re.sub(r"^\s*from\s+", "", text, flags=re.IGNORECASE)
    parts = _BETWEEN.split(said)
    if len(parts) != 2:
        return None
    start, end = (hour(part, language=language) for part in parts)
    return None if start is None or end is None or start == end else (start, end)
