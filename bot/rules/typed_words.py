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
    enough: frozenset[str]  # to "Anything you want to add?": no
    drank: frozenset[str]  # says by itself what it answers, whatever was asked …
    drank_not: frozenset[str]  # … as does this
    labels: Mapping[str, str]  # before or behind an answer: "mood", "craving" or "used"
    fillers: frozenset[str]  # say nothing between answers
    either: frozenset[str]  # between two numbers that were both meant
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
    enough=frozenset(
        {"no", "nope", "nah", "no thanks", "no thank you", "nothing", "nothing else", "nothing more", "that's all"}
        | {"thats all", "that is all", "done", "i'm done", "im done", "finish", "finished", "end", "not now"}
    ),
    drank=frozenset(
        {"i drank", "i used", "yes i drank", "yes i used", "i drank today", "i used today", "yes i drank today"}
        | {"yes i used today", "drank", "i did drink", "i did use"}
    ),
    drank_not=frozenset(
        {"i didn't drink", "i didnt drink", "i did not drink", "no i didn't drink", "didn't drink"}
        | {"i didn't use", "i didnt use", "i did not use", "no i didn't use", "didn't use"}
        | {"i didn't drink or use", "i didnt drink or use", "i did not drink or use"}
    ),
    labels={
        **dict.fromkeys(("mood", "m"), "mood"),
        **dict.fromkeys(("craving", "cravings", "pull", "urge", "urges", "c"), "craving"),
        **dict.fromkeys(("use", "used", "drink", "drinking", "using"), "used"),
    },
    fillers=frozenset(
        {"about", "around", "is", "was", "my", "the", "and", "it's", "its", "i'd", "say", "with", "then"}
    ),
    either=frozenset({"or", "to", "-", "–"}),
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
