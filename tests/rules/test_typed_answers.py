"""Typed answers: what is plain is taken, whatever question is open; what could mean two things never is."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.typed_answers import LONGEST, Unread, read
from bot.rules.typed_items import Why
from bot.rules.vocabulary import Question

START, MOOD, CRAVING, USED, NOTE = (
    Question.START, Question.MOOD, Question.CRAVING, Question.USED, Question.NOTE
)  # fmt: skip
EVERY_STEP = (START, MOOD, CRAVING, USED, NOTE)


def all_three(mood: int | None, craving: int | None, used: bool | None) -> dict[Question, Any]:
    return {MOOD: mood, CRAVING: craving, USED: used}


@pytest.mark.parametrize("asked", EVERY_STEP)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 7 no", all_three(4, 7, False)),
        ("4, 7, No.", all_three(4, 7, False)),
        ("4;7;yes", all_three(4, 7, True)),
        ("four seven no", all_three(4, 7, False)),
        ("4 7/10 yes, I did", all_three(4, 7, True)),
        ("4\n7\nno", all_three(4, 7, False)),
        ("4/5, 7 out of 10, no I didn\u2019t", all_three(4, 7, False)),
        ("4 7", {MOOD: 4, CRAVING: 7}),
        ("4 7 skip", all_three(4, 7, None)),
        ("4 - no", all_three(4, None, False)),
        ("skip 7 no", all_three(None, 7, False)),
        ("1 0 no", all_three(1, 0, False)),
        ("5 10 no", all_three(5, 10, False)),
        ("no 4 7", all_three(4, 7, False)),
        ("mood 4 craving 7 used no", all_three(4, 7, False)),
        ("no, pull 7, mood 4", all_three(4, 7, False)),
        ("7/10 4/5 no", all_three(4, 7, False)),
        ("m4 c7 no", all_three(4, 7, False)),
        ("Mood: 4, pull: 7, drink: no", all_three(4, 7, False)),
        ("4 mood 7 craving", {MOOD: 4, CRAVING: 7}),
        ("mood is about 4 and pull is 7", {MOOD: 4, CRAVING: 7}),
        ("so-so, 7, no", all_three(3, 7, False)),
        ("very low 9 yes", all_three(1, 9, True)),
        ("\U0001f642 2 no", all_three(4, 2, False)),
        ("2 \U0001f642 no", all_three(4, 2, False)),
        ("low, seven out of ten", {MOOD: 2, CRAVING: 7}),
        ("mood low, pull 4", {MOOD: 2, CRAVING: 4}),
        ("pull 7", {CRAVING: 7}),
        ("mood 3", {MOOD: 3}),
        ("4/5", {MOOD: 4}),
        ("\U0001f614 mood 2", None),
        ("I drank", {USED: True}),
        ("i didn\u2019t drink or use", {USED: False}),
        ("mood 2, I used", {MOOD: 2, USED: True}),
    ],
)
def test_what_is_plain_by_itself_is_taken_whatever_question_is_open(
    text: str, expected: dict[Question, Any] | None, asked: Question
) -> None:
    found = read(text, asked=asked)
    assert isinstance(found, Unread) if expected is None else found == expected


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        (START, "3", {MOOD: 3}),
        (MOOD, "3", {MOOD: 3}),
        (MOOD, "three.", {MOOD: 3}),
        (MOOD, "skip", {MOOD: None}),
        (CRAVING, "7", {CRAVING: 7}),
        (CRAVING, "about 7", {CRAVING: 7}),
        (CRAVING, "none", {CRAVING: 0}),
        (CRAVING, "7 no", {CRAVING: 7, USED: False}),
        (CRAVING, "skip no", {CRAVING: None, USED: False}),
        (CRAVING, "skip skip", {CRAVING: None, USED: None}),
        (USED, "no", {USED: False}),
        (USED, "nope", {USED: False}),
        (USED, "-", {USED: None}),
    ],
)
def test_what_stands_alone_answers_the_open_question(asked: Question, text: str, expected: dict[Question, Any]) -> None:
    assert read(text, asked=asked) == expected


@pytest.mark.parametrize(
    ("asked", "text", "why"),
    [
        (MOOD, "7", Why.SCALE),
        (MOOD, "0", Why.SCALE),
        (MOOD, "-1", Why.SCALE),
        (CRAVING, "11", Why.SCALE),
        (CRAVING, "eleven", Why.SCALE),
        (START, "7 4", Why.SCALE),
        (START, "no 7 4", Why.SCALE),
        (START, "4 11 no", Why.SCALE),
        (CRAVING, "7-8", Why.BETWEEN),
        (CRAVING, "7 or 8", Why.BETWEEN),
        (CRAVING, "seven to eight", Why.BETWEEN),
        (CRAVING, "7.5", Why.BETWEEN),
        (CRAVING, "7,5", Why.BETWEEN),
        (CRAVING, "no", Why.YES_NO),
        (MOOD, "yes", Why.YES_NO),
        (USED, "3", Why.NUMBER),
        (START, "4 7 maybe", Why.PART),
        (START, "mood 4, 7 and tired", Why.PART),
        (START, "I had a hard night", Why.WORDS),
        (CRAVING, "it was a 7 hour shift", Why.WORDS),
        (MOOD, "", Why.OTHER),
        (USED, "maybe", Why.OTHER),
        (MOOD, "not 3", Why.OTHER),
        (USED, "7 no", Why.OTHER),
        (START, "4 no", Why.OTHER),
        (CRAVING, "no 0", Why.OTHER),
        (START, "4 7 no yes", Why.OTHER),
        (START, "4 7 no 3", Why.OTHER),
        (START, "mood yes", Why.OTHER),
        (START, "used 3", Why.OTHER),
        (CRAVING, "low", Why.OTHER),
        (START, "4 low no", Why.OTHER),
        (START, "pull low mood 4", Why.OTHER),
        (NOTE, "okay", Why.OTHER),
        (NOTE, "\U0001f642", Why.OTHER),
        (NOTE, "no", Why.OTHER),
        (NOTE, "7", Why.OTHER),
    ],
)
def test_what_could_mean_two_things_or_nothing_is_not_taken_and_says_why(asked: Question, text: str, why: Why) -> None:
    found = read(text, asked=asked)
    assert isinstance(found, Unread) and found.why is why


def test_the_reply_can_name_the_two_numbers_the_piece_and_the_scale() -> None:
    assert read("7 or 8", asked=CRAVING) == Unread(Why.BETWEEN, CRAVING, low=7, high=8)
    assert read("4 7 purple", asked=START) == Unread(Why.PART, MOOD, rest="purple")
    assert read("mood 4 pull 12", asked=MOOD) == Unread(Why.SCALE, CRAVING)


PIECES = st.sampled_from(
    ["0", "3", "4", "7", "11", "no", "yes", "skip", "-", "mood", "pull", "used", "low", "4/5", "7/10", "or", "and", "none", "x", "i drank", "\U0001f642", ",", ":"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=6).map(" ".join) | st.text(max_size=30), st.sampled_from(EVERY_STEP))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_is_refused_or_gives_answers_on_their_scales(text: str, asked: Question) -> None:
    found = read(text, asked=asked)
    if isinstance(found, Unread):
        assert found.why in Why
        return
    assert found, "no answers is no reading"
    mood, craving, used = (found.get(question) for question in (MOOD, CRAVING, USED))
    assert mood is None or (mood in range(1, 6) and not isinstance(mood, bool))
    assert craving is None or (craving in range(11) and not isinstance(craving, bool))
    assert used is None or isinstance(used, bool)
    said = text.casefold()
    assert used is None or any(word in said for word in ("y", "n", "drank")), "nobody's use is guessed"


def test_what_is_longer_than_any_answer_is_words() -> None:
    assert read("4 7 no" + " " * (LONGEST - 6), asked=MOOD) == {MOOD: 4, CRAVING: 7, USED: False}
    assert read("4 7 no" + " " * (LONGEST - 5), asked=MOOD) == Unread(Why.WORDS, MOOD)
