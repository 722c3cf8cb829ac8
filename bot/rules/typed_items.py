"""The pieces of a typed answer: numbers, shares of a scale ("7/10"), faces, yes and no, skips, and the labels beside them.

Says what each piece is, not yet which question it answers: that is `typed_answers`. What is no piece, or could be two, fails.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.rules import typed
from bot.rules.typed_words import Words
from bot.rules.vocabulary import Question

Answer = int | bool | None  # None: skipped

_OUT_OF = {5: Question.MOOD, 10: Question.CRAVING}
_LONGEST_PHRASE = 5  # words: "i didn't drink or use"

_NUMBER = re.compile(r"-?[0-9]{1,9}")
_SHARE = re.compile(r"([0-9]{1,2})/(5|10)")
_RANGE = re.compile(r"([0-9]{1,2}) ?[-–] ?([0-9]{1,2})")
_HALF = re.compile(r"([0-9]{1,2})\.[0-9]")
_HALF_WITH_COMMA = re.compile(r"([0-9]{1,2})[.,][0-9]")


class Why(StrEnum):
    """Why a text could not be read; the reply says it, with an example."""

    SCALE = "scale"  # a number beyond the scale
    BETWEEN = "between"  # "7 or 8", "7.5"
    YES_NO = "yes-no"  # yes or no, where a number is asked
    NUMBER = "number"  # a number, where yes or no is asked
    PART = "part"  # all but a piece of it
    WORDS = "words"  # a sentence
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Item:
    """One answer of a text. `to`: the question it names itself; None where that follows from its place.

    `leads`: a mood in words, which names its question only where that is asked first: "low" may be said of a craving.
    """

    value: Answer
    to: Question | None = None
    leads: bool = False
    is_face: bool = False

    @property
    def is_yes_no(self) -> bool:
        return isinstance(self.value, bool)


class NotRead(Exception):
    def __init__(
        self, why: Why, question: Question | None = None, *, low: int = 0, high: int = 0, rest: str = ""
    ) -> None:
        self.why, self.question, self.low, self.high, self.rest = why, question, low, high, rest


def items_of(text: str, words: Words, asked: Question) -> list[Item]:
    said = typed.plain(text)
    parts = [part for part in _parts(said, words) if part not in words.fillers]
    _refuse_two_for_one(said, parts, words, asked)
    return _labelled(parts, words)


def _refuse_two_for_one(said: str, parts: Sequence[str], words: Words, asked: Question) -> None:
    """Raise where two numbers stand for one: "7-8", "7 or 8", "7.5"; "7,5" only where no mood is asked: "4,7" is two answers."""
    ends: Sequence[int | None] = ()
    if (found := _RANGE.fullmatch(said)) is not None:
        ends = [int(found[1]), int(found[2])]
    elif (found := (_HALF_WITH_COMMA if asked is Question.CRAVING else _HALF).fullmatch(said)) is not None:
        ends = [int(found[1]), int(found[1]) + 1]
    elif len(parts) == 3 and parts[1] in words.either:
        ends = [_whole(parts[0], words), _whole(parts[2], words)]
    match ends:
        case [int(low), int(high)]:
            raise NotRead(Why.BETWEEN, low=low, high=high)


def _parts(said: str, words: Words) -> list[str]:
    """Split into words, with "7 out of 10" as "7/10" and "m4", "mood:4" as a label and its answer."""
    shares = re.compile(rf"(\w+) ?(?:{'|'.join(map(re.escape, words.out_of))}) ?(\w+)")
    said = shares.sub(lambda found: _share(found, words), said)
    said = re.sub(r"([a-z]) ?[:=] ?", r"\1 ", said)
    said = re.sub(r"\b([a-z]+)([0-9]{1,2})\b", r"\1 \2", said)
    return [part for part in re.split(r"[\s,;|&.!?]+", said) if part]


def _share(found: re.Match[str], words: Words) -> str:
    """ "seven out of ten" as "7/10"; as it was where these are no numbers."""
    value, end = _whole(found[1], words), _whole(found[2], words)
    return found[0] if value is None or end is None else f"{value}/{end}"


def _labelled(parts: Sequence[str], words: Words) -> list[Item]:
    """Read the parts from left to right; a label stands before its answer, or behind it where the text ends in one."""
    behind = bool(parts) and parts[-1] in words.labels and parts[0] not in words.labels
    items: list[Item] = []
    unread: list[str] = []
    label: Question | None = None
    place = 0
    while place < len(parts):
        item, taken = _phrase(parts, place, words)
        if item is not None:
            items.append(_named(item, label))
            label = None
        elif parts[place] in words.labels:
            question = Question(words.labels[parts[place]])
            if behind and items:
                items[-1] = _named(items[-1], question)
            else:
                label = question
        else:
            unread.append(parts[place])
        place += taken
    if not items or len(unread) > 1 or (unread and len(items) < 2):
        raise NotRead(Why.WORDS if len(unread) > 2 else Why.OTHER)
    if unread or label is not None:
        raise NotRead(Why.PART, rest=" ".join(unread) or parts[-1])
    return items


def _phrase(parts: Sequence[str], place: int, words: Words) -> tuple[Item | None, int]:
    """Return the answer that begins here and how many words it takes, the longest first; (None, 1) where none does."""
    for length in range(min(_LONGEST_PHRASE, len(parts) - place), 0, -1):
        item = _item(" ".join(parts[place : place + length]), words)
        if item is not None:
            return item, length
    return None, 1


def _item(said: str, words: Words) -> Item | None:
    if said in words.skip or said in {"-", "–", "—"}:
        return Item(None)
    if said in words.drank or said in words.drank_not:
        return Item(said in words.drank, Question.USED)
    if said in words.yes or said in words.no:
        return Item(said in words.yes)
    if said in typed.MOODS_BY_FACE:
        return Item(typed.MOODS_BY_FACE[said], Question.MOOD, is_face=True)
    if said in words.moods:
        return Item(words.moods[said], Question.MOOD, leads=True)
    if (share := _SHARE.fullmatch(said)) is not None:
        return Item(int(share[1]), _OUT_OF[int(share[2])])
    number = _whole(said, words)
    return None if number is None else Item(number)


def _whole(said: str, words: Words) -> int | None:
    return int(said) if _NUMBER.fullmatch(said) else words.numbers.get(said)


def _named(item: Item, question: Question | None) -> Item:
    """The answer with the label beside it. A number is no yes, and a yes no number."""
    if question is None:
        return item
    if question is item.to:
        return Item(item.value, question)
    fits = item.value is None or item.is_yes_no == (question is Question.USED)
    if item.to is not None or not fits:
        raise NotRead(Why.OTHER, question)
    return Item(item.value, question)
