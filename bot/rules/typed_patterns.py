"""What somebody means who types two sets of hours: "early shift 5:30 / late shift 14:00".

Never guesses, as `typed`: what is unclear is None, and the bot asks again with an example.
"""

import re
from datetime import time

from bot.rules.typed import hour, name
from bot.rules.typed_hours import hours

LONGEST = 200  # characters; reading takes far longer than their number, and a page of text is no set of hours
LONGEST_PATTERN_NAME = 16  # it stands on a button beside its hours
_APART = re.compile(r"\s*(?:[/;\n]|\band\b|\bor\b)\s*", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
_PUNCTUATION = " :=-–,."


def patterns(text: str, *, count: int, language: str = "en") -> tuple[tuple[str, tuple[time, ...]], ...] | None:
    """Return two names and the `count` hours of each, ascending; None where that is not what was typed.

    A name has 1–16 characters and stands before its hours. The two differ, in their names and in their hours.
    """
    if len(text) > LONGEST:
        return None
    for between in (_APART, *((_COMMA,) if count == 1 else ())):
        parts = [part for part in between.split(text.strip()) if part]
        found = [_pattern(part, count, language) for part in parts]
        match found:
            case [(str(first), one), (str(second), other)] if one != other and first.casefold() != second.casefold():
                return (first, one), (second, other)
    return None


def _pattern(part: str, count: int, language: str) -> tuple[str, tuple[time, ...]] | None:
    """Return the name and the hours; the name is as short as it can be."""
    words = part.split()
    for cut in range(1, len(words)):
        if hour(words[cut - 1], language=language) is not None and len(words[cut - 1]) > 1:
            return None  # one hour too many: it is no part of a name, as the 2 in "shift 2" is
        called = name(" ".join(words[:cut]).rstrip(_PUNCTUATION).removesuffix(" at"))
        at = hours(" ".join(words[cut:]), language=language)
        if called is not None and at is not None and len(at) == count and len(called) <= LONGEST_PATTERN_NAME:
            return called, at
    return None
