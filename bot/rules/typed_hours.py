"""What somebody means who types several hours at once: the times of a day.

Never guesses, as `typed`: what is unclear is None, and the bot asks again with an example.
"""

import re
from datetime import time

from bot.rules.cadence import MAX_SLOTS
from bot.rules.typed import hour

_LIST = re.compile(r"\s*(?:[,;/]|\band\b)\s*", re.IGNORECASE)


def hours(text: str, *, language: str = "en") -> tuple[time, ...] | None:
    """Return the one to three different hours meant by "8:00, 1pm and 21h" or "8:00 13:00", ascending; else None."""
    for parts in (_LIST.split(text.strip()), text.split()):
        found = [hour(part, language=language) for part in parts]
        if 1 <= len(found) <= MAX_SLOTS and None not in found and len(set(found)) == len(found):
            return tuple(sorted(at for at in found if at is not None))
    return None
