"""What somebody means who types instead of tapping: an hour, a rating, yes or no, a name.

Never guesses: what could mean two things, or nothing, is None, and the bot asks again with an example. It must not
judge urgency; every text was screened for that before it comes here.
"""

import re
import unicodedata
from datetime import time

from bot.rules.typed_words import ENGLISH, WORDS, Words

LONGEST_NAME = 40
MOODS_BY_FACE = {"😞": 1, "🙁": 2, "😐": 3, "🙂": 4, "😊": 5}

_CLOCK = re.compile(r"([0-9]{1,2})(?: ?h ?|[:. ]|)([0-9]{2})|([0-9]{1,2})(?: ?h)?")  # 20:30, 20h30, 830 | 8, 21h
_LINK = re.compile(r"://|@|\bwww\.|\bt\.me\b|\w{2,}\.\w{2,}|\.\w{2,}/", re.IGNORECASE)
_JOINERS = "\u200c\u200d"  # Persian spelling and families of emoji need them
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))  # keyboards add these between directions of writing, unseen


def hour(text: str, *, language: str = "en") -> time | None:
    """Return the wall time meant by "8:30pm", "20.30", "21h", "2030", "8", "noon"; None if it is none, or unclear.

    Without am or pm the clock has 24 hours: "8" is 8:00. Whole minutes, 0:00 to 23:59.
    """
    said = plain(text)
    found = (_hour(said, words) for words in _tables(language))
    return next((at for at in found if at is not None), None)


def rating(text: str, low: int, high: int, *, language: str = "en") -> int | None:
    """Return the whole number meant by "7", "seven", "7/10" or "7 out of 10", from `low` to `high`; else None."""
    said = plain(text)
    values = (_rating(said, high, words) for words in _tables(language))
    return next((value for value in values if value is not None and low <= value <= high), None)


def mood(text: str, *, language: str = "en") -> int | None:
    """Return the mood, 1–5, meant by a number, one of the five faces, or the exact word of a button; else None."""
    said = plain(text)
    by_word = (words.moods[said] for words in _tables(language) if said in words.moods)
    return MOODS_BY_FACE.get(said) or next(by_word, None) or rating(text, 1, 5, language=language)


def yes_no(text: str, *, language: str = "en") -> bool | None:
    """Return True for yes, False for no, and None for whatever is not plainly one of them ("not sure")."""
    said = plain(text).replace(",", "")
    for words in _tables(language):
        if said in words.yes or said in words.no:
            return said in words.yes
    return None


def here(text: str, *, language: str = "en") -> bool:
    """Say whether this is "I'm here", and nothing more."""
    return any(plain(text) in words.here for words in _tables(language))


def enough(text: str, *, language: str = "en") -> bool:
    """Say whether this is "no, that's all" to "Anything you want to add?", and no note."""
    return skip(text, language=language) or any(plain(text) in words.enough for words in _tables(language))


def skip(text: str, *, language: str = "en") -> bool:
    """Say whether this is "skip", or a dash in place of an answer."""
    said = plain(text)
    return said in {"-", "–", "—"} or any(said in words.skip for words in _tables(language))


def name(text: str) -> str | None:
    """Return the name trimmed, white space collapsed; None unless it is 1–40 characters that can be seen, and no link."""
    return line(text, longest=LONGEST_NAME)


def line(text: str, *, longest: int) -> str | None:
    """Return the words trimmed, white space collapsed; None unless they are 1 to `longest` characters, and no link.

    Any script and emoji will do. Control and direction characters are refused: this is shown inside other
    people's messages. So is what Telegram would turn into a link.
    """
    shown = " ".join(unicodedata.normalize("NFC", text).translate(_MARKS).split())
    kinds = [unicodedata.category(character) for character in shown if character not in _JOINERS]
    hidden = any(kind in {"Cc", "Cf", "Cs"} for kind in kinds)
    visible = any(kind[0] in "LNPS" for kind in kinds)
    if hidden or not visible or len(shown) > longest or _LINK.search(shown):
        return None
    return shown


def _tables(language: str) -> tuple[Words, ...]:
    own = WORDS.get(language, ENGLISH)
    return (own,) if own is ENGLISH else (own, ENGLISH)


def plain(text: str) -> str:
    """Return the text as the tables of words are written: in lower case with plain digits, apostrophes and spaces, without a stop or comma at its end."""
    said = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    said = said.replace("\ufe0f", "").replace("\u20e3", "")  # what makes a heart red, and a digit a key
    return " ".join(said.split()).rstrip(".,;! ")


def _hour(said: str, words: Words) -> time | None:
    if said in words.noon:
        return time(12)
    if said in words.midnight:
        return time(0)
    for opening in words.at:
        said = said.removeprefix(f"{opening} ")
    for half, endings in enumerate((words.morning, words.afternoon)):
        if (clock := _cut(said, endings)) is not None:
            return _clock(_cut(clock, words.sharp) or clock, words, half=half)
    return _clock(_cut(said, words.sharp) or said, words)


def _cut(said: str, endings: frozenset[str]) -> str | None:
    """Return what stands before one of the `endings`, with or without a space between; None if none is there."""
    return next((said.removesuffix(ending).rstrip() for ending in endings if said.endswith(ending)), None)


def _clock(said: str, words: Words, *, half: int | None = None) -> time | None:
    """Return the time of day; `half` is 0 before noon and 1 after, for clocks of twelve hours, else None."""
    if said in words.numbers and words.numbers[said] > 0:
        hours, minutes = words.numbers[said], 0
    elif found := _CLOCK.fullmatch(said):
        hours, minutes = int(found[1] or found[3]), int(found[2] or 0)
    else:
        return None
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + 12 * half
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def _rating(said: str, high: int, words: Words) -> int | None:
    for between in words.out_of:
        value, _, end = said.partition(between)
        if _number(end.strip(), words) == high:
            return _number(value.strip(), words)
    return _number(said, words)


def _number(said: str, words: Words) -> int | None:
    return int(said) if re.fullmatch(r"[0-9]{1,2}", said) else words.numbers.get(said)
