"""However a word is written, the screen reads the same one, and leaves ordinary words alone."""

import pytest

from bot.rules.crisis_spelling import plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("I WANT to  Die\n", "i want to die"),
        ("don't don’t don`t dont do not", "dont dont dont dont dont"),
        ("I cannot, I can not, I can't", "i cant i cant i cant"),
        ("moriré, às vezes", "morire as vezes"),
        ("wanna / wana / gonna", "want to want to going to"),
        ("I want 2 go, 2 days", "i want to go to days"),
        ("4 7 no", "4 7 no"),
        ("ki11, k!ll, k1ll, su1cide, hi!", "kill kill kill suicide hi"),
        ("mysef, myslf, a reson", "myself myself a reason"),
        ("dieeee alllll killlll", "die all kill"),
        ("suicde suicidle mysefl anymor tonigt", "suicide suicide myself anymore tonight"),
        ("no more", "anymore"),
        ("any more tea, no more", "anymore tea anymore"),
        ("should of, could of", "should have could have"),
        ("fucking tired", "tired"),
        ("dissapear 4ever", "disappear forever"),
        ("", ""),
        ("…!?", ""),
    ],
)
def test_slang_slips_and_signs_are_read_as_the_phrases_are_spelled(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    "sentence",
    ["the season is exciting", "he is willing", "filling in forms for the person next door", "at 8 30pm by bus"],
)
def test_words_that_are_only_near_are_left_alone(sentence: str) -> None:
    assert plain(sentence) == sentence
