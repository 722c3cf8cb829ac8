from datetime import time

import pytest

from bot.rules.typed import enough, here, hour, mood, name, rating, skip, yes_no


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8:30pm", time(20, 30)),
        ("8:30 PM.", time(20, 30)),
        ("8.30 p.m.", time(20, 30)),
        ("830pm", time(20, 30)),
        ("20.30", time(20, 30)),
        ("20:30", time(20, 30)),
        ("2030", time(20, 30)),
        ("20h30", time(20, 30)),
        ("20 30", time(20, 30)),
        ("21h", time(21)),
        ("21 h", time(21)),
        ("8", time(8)),
        ("08:00", time(8)),
        ("at 8", time(8)),
        ("At 8 o’clock", time(8)),
        ("8 o'clock pm", time(20)),
        ("nine", time(9)),
        ("nine pm", time(21)),
        ("twelve", time(12)),
        ("19:00", time(19)),
        ("noon", time(12)),
        ("12 noon", time(12)),
        ("Midnight!", time(0)),
        ("12am", time(0)),
        ("12:15 am", time(0, 15)),
        ("12pm", time(12)),
        ("1am", time(1)),
        ("11:59pm", time(23, 59)),
        ("0", time(0)),
        ("00:00", time(0)),
        ("23:59", time(23, 59)),
        ("２１：００", time(21)),
    ],
)
def test_an_hour_is_understood(text: str, expected: time) -> None:
    assert hour(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "24",
        "24:00",
        "20:60",
        "20:5",
        "13pm",
        "0am",
        "-8",
        "8-9",
        "8 or 9",
        "8:30:15",
        "morning",
        "pm",
        "at",
        "12345",
        "zero",
        "none",
        "half past eight",
        "8?",
        "8,30",
        "8 in the evening",
        "eight thirty",
        "/8",
        "noonish",
    ],
)
def test_what_is_no_hour_or_two_is_not(text: str) -> None:
    assert hour(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", 7),
        (" 7. ", 7),
        ("7!", 7),
        ("7/10", 7),
        ("7 / 10", 7),
        ("7 of 10", 7),
        ("7 out of 10", 7),
        ("seven", 7),
        ("Seven out of ten", 7),
        ("0", 0),
        ("zero", 0),
        ("none", 0),
        ("10", 10),
        ("ten", 10),
        ("10/10", 10),
        ("07", 7),
        ("7️⃣", 7),
    ],
)
def test_a_rating_is_understood(text: str, expected: int) -> None:
    assert rating(text, 0, 10) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "11",
        "-1",
        "7.5",
        "7,5",
        "7 8",
        "7-8",
        "7/5",
        "7/100",
        "7/",
        "/10",
        "7?",
        "10+",
        "eleven",
        "a lot",
        "1e1",
        "½",
        "٧٨",
        "not 7",
        "007",
        "1_0",
        "7 out of ten or so",
    ],
)
def test_what_is_no_rating_is_not(text: str) -> None:
    assert rating(text, 0, 10) is None


@pytest.mark.parametrize(
    ("text", "expected"), [("0", None), ("1", 1), ("5", 5), ("6", None), ("none", None), ("4/5", 4), ("4/10", None)]
)
def test_a_rating_keeps_to_its_scale(text: str, expected: int | None) -> None:
    assert rating(text, 1, 5) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2", 2),
        ("😞", 1),
        ("😊", 5),
        ("very low", 1),
        ("Low.", 2),
        ("so-so", 3),
        ("OK", 4),
        ("good", 5),
        ("three", 3),
        ("not good", None),
        ("goodish", None),
        ("0", None),
        ("6", None),
        ("😞😊", None),
        ("😭", None),
        ("", None),
    ],
)
def test_a_mood_is_a_number_a_face_or_a_buttons_word(text: str, expected: int | None) -> None:
    assert mood(text) == expected


@pytest.mark.parametrize(
    "text", ["yes", "Y", "Yes.", "YES!!", "yeah", "I did", "yes, I did.", "Yes, I drank", "i used today"]
)
def test_yes_is_understood(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize("text", ["no", "N", "No.", "nope", "No, I didn’t", "i did not", "I haven't", "no…"])
def test_no_is_understood(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not sure",
        "no idea",
        "yes and no",
        "yes?",
        "no?",
        "maybe",
        "almost",
        "not really",
        "no comment",
        "not yet",
        "no clue",
        "I did not sleep",
        "yesterday",
        "none of your business",
        "nothing",
        "know",
        "0",
        "1",
        "👍",
        "no yes",
    ],
)
def test_what_is_neither_is_no_answer(text: str) -> None:
    assert yes_no(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("here", True),
        ("I'm here", True),
        ("I’m here.", True),
        ("Im here!", True),
        ("i am here", True),
        ("I'm not here", False),
        ("here?", False),
        ("hereby", False),
        ("", False),
        ("I'm here but it is bad", False),
    ],
)
def test_here_says_nothing_more(text: str, expected: bool) -> None:
    assert here(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("skip", True),
        ("Skip it.", True),
        ("-", True),
        ("—", True),
        ("pass", True),
        ("skipped lunch", False),
        ("", False),
    ],
)
def test_skip_is_understood(text: str, expected: bool) -> None:
    assert skip(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Maya  ", "Maya"),
        ("Maya\n\t van   Dyk", "Maya van Dyk"),
        ("<b>&", "<b>&"),
        ("J.R. O'Neil-Smith", "J.R. O'Neil-Smith"),
        ("Dr. Maya", "Dr. Maya"),
        ("مریم\u200cسادات", "مریم\u200cسادات"),
        ("\u200fمریم", "مریم"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("Zoe\u0308", "Zoë"),
        ("x" * 40, "x" * 40),
        ("7", "7"),
    ],
)
def test_a_name_is_kept_as_people_write_it(text: str, expected: str) -> None:
    assert name(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "x" * 41,
        "Ma\x00ya",
        "Ma\x1bya",
        "Maya\u202egro",
        "\u200b",
        "\u200d",
        "\ufe0f",
        "\ud800",
        "https://example.org",
        "www.example",
        "example.com",
        "Example.Com",
        "t.me/maya",
        "T.me",
        "@maya",
        "tg://user?id=1",
        "a.co/x",
    ],
)
def test_what_nobody_can_see_or_what_leads_elsewhere_is_no_name(text: str) -> None:
    assert name(text) is None


def test_a_language_without_a_table_is_read_by_english() -> None:
    assert yes_no("yes", language="xx") is True
    assert hour("noon", language="xx") == time(12)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no", True),
        ("Nothing else.", True),
        ("skip", True),
        ("That’s all!", True),
        ("no sleep", False),
        ("yes", False),
        ("", False),
    ],
)
def test_that_nothing_is_to_be_added_is_no_note(text: str, said: bool) -> None:
    assert enough(text) is said


def test_a_dash_of_any_length_skips() -> None:
    assert skip("-") and skip("–") and skip("—")
    assert not skip("- -")


def test_the_ends_of_the_scales_are_on_them() -> None:
    assert mood("1") == mood("one") == 1
    assert hour("one") == time(1)


def test_what_no_character_is_hides_nothing() -> None:
    assert name("Ma\ud800ya") is None
