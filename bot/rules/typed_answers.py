"""What a typed text answers in a check-in: the open question, another one that it names, or several at once.

Bare numbers answer in the order in which they are asked: mood, then craving. Anything that says itself what it is ("pull 7",
"4/5", a face, "I drank") may stand anywhere. Never guesses: what could mean two things is `Unread`, with the reason, and
nothing of it is kept. A wrong "no" would hide somebody's worst day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.rules.typed_items import Answer, Item, NotRead, Why, items_of
from bot.rules.typed_words import ENGLISH, WORDS
from bot.rules.vocabulary import Question

ASKED_IN_ORDER = (Question.MOOD, Question.CRAVING, Question.USED)
LONGEST = 200  # characters; more are words, and reading them takes far longer than their number
SCALES = {Question.MOOD: (1, 5), Question.CRAVING: (0, 10)}


@dataclass(frozen=True, slots=True)
class Unread:
    """`question`: the scale that a number went beyond, else the open question. `low`, `high`: the two numbers that were
    meant. `rest`: the piece that was not read."""

    why: Why
    question: Question
    low: int = 0
    high: int = 0
    rest: str = ""


def read(text: str, *, asked: Question, language: str = "en") -> Mapping[Question, Answer] | Unread:
    """Return the answers in the order of their questions, at least one; or why there are none.

    `asked` is the open question; at the note, only what is plain by itself is an answer.
    """
    open_question = Question.MOOD if asked is Question.START else asked
    if len(text) > LONGEST:
        return Unread(Why.WORDS, open_question)
    unread: Unread | None = None
    for words in (WORDS.get(language, ENGLISH), ENGLISH):
        try:
            given = _assign(items_of(text, words, open_question), open_question)
        except NotRead as fault:
            unread = unread or Unread(fault.why, fault.question or open_question, fault.low, fault.high, fault.rest)
        else:
            return {question: given[question] for question in ASKED_IN_ORDER if question in given}
    assert unread is not None
    return unread


def _assign(items: Sequence[Item], asked: Question) -> dict[Question, Answer]:
    """Give every answer its question. Raises NotRead where that is not plain, or a number is beyond its scale."""
    _check_moods(items, asked)
    given: dict[Question, Answer] = {}
    places = _by_place(items, asked)
    for item, place in zip(items, places, strict=True):
        question = item.to or place
        if question is None or question in given:
            raise NotRead(Why.OTHER)
        given[question] = item.value
    for question, (low, high) in SCALES.items():
        value = given.get(question)
        if value is not None and not low <= value <= high:
            raise NotRead(Why.SCALE, question)
    return given


def _check_moods(items: Sequence[Item], asked: Question) -> None:
    """A mood in words stands first; alone, it or a face answers only the question for it."""
    told = [item for item in items if not item.is_yes_no]
    if any(item.leads for item in told[1:]):
        raise NotRead(Why.OTHER)
    if len(items) == 1 and (items[0].leads or items[0].is_face) and asked is not Question.MOOD:
        raise NotRead(Why.OTHER)


def _by_place(items: Sequence[Item], asked: Question) -> list[Question | None]:
    bare = [item for item in items if item.to is None]
    if not bare:
        return [None] * len(items)
    if len(items) == 1:
        return [_alone(items[0], asked)]
    if any(item.value is None for item in bare):
        return _in_turn(items, asked)
    numbers = _of_numbers(items, bare, asked)
    if any(item.is_yes_no for item in bare):
        _check_yes_no(items, numbers)
    return [Question.USED if item.is_yes_no else numbers.pop(0) if item.to is None else None for item in items]


def _alone(item: Item, asked: Question) -> Question:
    """A single bare answer belongs to the open question, if it can."""
    if asked not in ASKED_IN_ORDER:
        raise NotRead(Why.OTHER)
    if item.value is None or item.is_yes_no == (asked is Question.USED):
        return asked
    raise NotRead(Why.YES_NO if item.is_yes_no else Why.NUMBER)


def _in_turn(items: Sequence[Item], asked: Question) -> list[Question | None]:
    """With a skip among them, answers stand in the order of the questions: from the open one on, else from the first."""
    first = ASKED_IN_ORDER.index(asked) if asked in ASKED_IN_ORDER else 0
    turns = ASKED_IN_ORDER[first:] if len(items) <= len(ASKED_IN_ORDER) - first else ASKED_IN_ORDER
    if len(items) > len(turns):
        raise NotRead(Why.OTHER)
    for item, turn in zip(items, turns, strict=False):
        if item.to not in (None, turn) or (item.value is not None and item.is_yes_no != (turn is Question.USED)):
            raise NotRead(Why.OTHER)
    return list(turns[: len(items)])


def _of_numbers(items: Sequence[Item], bare: Sequence[Item], asked: Question) -> list[Question]:
    """Which questions the bare numbers answer, in the order of the numbers."""
    count = sum(not item.is_yes_no for item in bare)
    named = {item.to for item in items}
    left = [question for question in SCALES if question not in named]
    if count == len(left) or count == 0:
        return left[:count]
    if count == 1 and asked in left:
        return [asked]
    raise NotRead(Why.OTHER)


def _check_yes_no(items: Sequence[Item], numbers: Sequence[Question]) -> None:
    """A bare yes or no is about use only beside an answer about the craving: "4 no" may mean that there is none."""
    named = {item.to for item in items}
    all_told = {Question.MOOD, Question.CRAVING} <= named | set(numbers)
    comes_last = items[-1].to is None and items[-1].is_yes_no
    if not all_told and not (comes_last and Question.CRAVING in named | set(numbers)):
        raise NotRead(Why.OTHER)
