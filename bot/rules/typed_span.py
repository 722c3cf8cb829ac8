"""What somebody means who types a span of hours, "22-7" or "10pm to 6:30", or a place, for their zone.

Never guesses, like `bot.rules.typed`: what is unclear is None, and the bot asks again with an example.
"""

import re
import unicodedata
from datetime import datetime, time
from functools import cache

from bot.rules import typed, zones

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


def zone(text: str, *, now: datetime, preferred: tuple[str, ...] = (), language: str = "en") -> str | None:
    """Return the zone meant by its name, by a city that names one, or by the time it is there now; else None.

    Of several zones with the same clock, the first of `preferred` that shows it, else the one most people live in.
    """
    by_name = _by_place().get(_plain(text))
    if by_name is not None:
        return by_name
    shown = typed.hour(text, language=language)
    if shown is None:
        return None
    return next(iter(zones.zones_matching(shown, now=now, preferred=preferred)), None)


def place(zone_name: str) -> str:
    """The city a zone is named after: "America/New_York" → "New York"."""
    return zone_name.rpartition("/")[2].replace("_", " ")


@cache
def _by_place() -> dict[str, str]:
    """Zones by their whole name and by their city; well-known ones win where two share a city's name."""
    names = [*sorted(zones.zone_names()), *zones.WELL_KNOWN_ZONES]
    cities = {_plain(place(name)): name for name in names if "/" in name and not name.startswith("Etc/")}
    return {**cities, **{_plain(name): name for name in names if "/" in name}, "utc": "Etc/UTC"}


def _plain(text: str) -> str:
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return " ".join(bare.replace("_", " ").split())
