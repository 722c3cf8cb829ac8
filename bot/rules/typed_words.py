"""The words by which people answer, one table per language; `typed` reads by them.

Every entry is written as `typed` sees it: lower case, plain apostrophes, no stop or comma at the end. A word belongs
here only if it can mean nothing else: a wrong "no" would hide somebody's worst day.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What one language says for numbers, yes and no, and the few things typed instead of tapped."""

    numbers: Mapping[str, int]  # 0–12
    moods: Mapping[str, int]  # the buttons' words, 1–5
    yes: frozenset[str]
    no: frozenset[str]
    here: frozenset[str]
    skip: frozenset[str]
    morning: frozenset[str]  # behind an hour of twelve: before noon …
    afternoon: frozenset[str]  # … and after
    noon: frozenset[str]
    midnight: frozenset[str]
    at: frozenset[str]  # may stand before an hour …
    sharp: frozenset[str]  # … and behind it, and says nothing
    out_of: tuple[str, ...]  # between a rating and the end of its scale, longer ones first


_ENGLISH_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

ENGLISH = Words(
    numbers={word: number for number, word in enumerate(_ENGLISH_NUMBERS)} | {"none": 0},
    moods={"very low": 1, "low": 2, "so-so": 3, "so so": 3, "okay": 4, "ok": 4, "good": 5},
    yes=frozenset(
        {"yes", "y", "yeah", "yep", "yup", "yes i did", "i did", "yes i drank", "i drank", "yes i used", "i used"}
        | {"yes i have", "i have", "yes i drank today", "i drank today", "yes i used today", "i used today"}
    ),
    no=frozenset(
        {"no", "n", "nope", "nah", "no i didn't", "i didn't", "no i did not", "i did not", "didn't", "did not"}
        | {"no i haven't", "i haven't", "no i have not", "i have not", "no i didnt", "i didnt", "didnt"}
        | {"no i havent", "i havent"}
    ),
    here=frozenset(
        {"here", "i'm here", "im here", "i am here", "still here", "i'm still here", "im still here", "i am still here"}
    ),
    skip=frozenset({"skip", "skip it", "skip this", "skip this one", "pass"}),
    morning=frozenset({"am", "a.m", "a m"}),
    afternoon=frozenset({"pm", "p.m", "p m"}),
    noon=frozenset({"noon", "midday", "12 noon"}),
    midnight=frozenset({"midnight", "12 midnight"}),
    at=frozenset({"at"}),
    sharp=frozenset({"o'clock", "oclock", "sharp"}),
    out_of=("out of", "of", "/"),
)

WORDS: Mapping[str, Words] = {"en": ENGLISH}
"""By language code; a language without a table is read by English alone, and English is understood beside each."""
