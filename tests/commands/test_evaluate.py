import argparse
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands import evaluate
from bot.rules.signals import PRESETS
from bot.rules.vocabulary import Preset

HEADER = "person,day,mood,craving,used,missing"
OUT = "person,day,tier,reasons,usual"


def alerts(*rows: str, preset: Preset = Preset.STANDARD, every_day: bool = False, header: str = HEADER) -> list[str]:
    """The lines printed for a diary, without the header."""
    diary = evaluate.read_diary("\n".join([header, *rows]).encode())
    first, *lines = evaluate.evaluate(diary, PRESETS[preset], every_day=every_day).split("\n")
    assert first == OUT
    assert lines.pop() == ""
    return lines


def refusal(*rows: str, header: str = HEADER) -> str:
    with pytest.raises(evaluate.MalformedDiary) as refused:
        evaluate.read_diary("\n".join([header, *rows]).encode())
    return str(refused.value)


class TestAlerts:
    def test_a_hard_week_from_the_first_jump_to_the_silence(self) -> None:
        diary = [
            *["maya,1,4,2,0,", "maya,2,4,2,0,", "maya,3,4,3,0,", "maya,4,4,3,0,", "maya,5,3,3,0,"],
            *["maya,6,3,6,0,", "maya,7,2,8,0,", "maya,8,2,4,1,", "maya,9,1,9,0,", "maya,10,,,,1", "maya,11,,,,1"],
        ]
        assert alerts(*diary) == [
            "maya,6,2,JUMP,3",
            "maya,8,1,USED,3",
            "maya,9,2,HIGH+JUMP+AFTER_USE+STRAIN+LOW_MOOD,3",
            "maya,11,3,QUIET,3",
        ]

    def test_reasons_of_a_use_name_the_rest_of_the_day(self) -> None:
        assert alerts("a,0,1,9,1,0") == ["a,0,1,USED+HIGH+STRAIN,"]

    def test_a_use_held_back_may_still_be_a_tier_2_alert(self) -> None:
        assert alerts("a,0,3,1,1,0", "a,1,3,9,1,0") == ["a,0,1,USED,", "a,1,2,HIGH+AFTER_USE,"]

    def test_usual_is_printed_short_and_blank_while_unknown(self) -> None:
        rows = [f"a,{day},,{craving},," for day, craving in enumerate([3, 3, 3, 4, 4, 4, 10])]
        lines = alerts(*rows, every_day=True)
        assert [line.rsplit(",", 1)[1] for line in lines] == ["", "", "", "", "", "3", "3.5"]

    def test_a_day_without_a_row_counts_as_missed_between_the_first_and_the_last(self) -> None:
        assert alerts("a,0,3,1,0,0", "a,3,3,1,0,0") == ["a,2,3,QUIET,"]
        assert alerts("a,0,3,1,0,0", "a,2,3,1,0,0") == []
        assert alerts("a,0,,,,1", "a,9,,,,1") == ["a,1,3,QUIET,", "a,6,3,QUIET,"]

    def test_a_missed_day_is_missed_whatever_else_its_row_holds(self) -> None:
        assert alerts("a,0,1,10,1,1", "a,1,1,10,1,1") == ["a,1,3,QUIET,"]
        assert alerts("a,0,1,10,1,1", "a,1,3,6,0,0") == []

    def test_a_day_of_blanks_was_not_missed(self) -> None:
        assert alerts("a,0,,,,1", "a,1,,,,", "a,2,,,,1", "a,3,,,,0") == []

    def test_every_day_lists_the_calm_ones_too_and_those_without_a_row(self) -> None:
        assert alerts("a,-1,3,9,0,0", "a,2,3,1,0,0", every_day=True) == [
            "a,-1,2,HIGH,",
            "a,0,0,,",
            "a,1,3,QUIET,",
            "a,2,0,,",
        ]

    def test_days_go_up_and_people_come_as_they_first_appear(self) -> None:
        rows = ["zoe,5,,,1,", "adam,9,,,1,", "zoe,-20,,,1,", "adam,-1,,,1,"]
        told = [line.split(",")[:3] for line in alerts(*rows) if ",1,USED" in line]
        assert told == [["zoe", "-20", "1"], ["zoe", "5", "1"], ["adam", "-1", "1"], ["adam", "9", "1"]]

    def test_nobodys_days_touch_another_persons(self) -> None:
        assert alerts("a,0,,,1,", "b,1,,6,,", "a,1,,6,,") == ["a,0,1,USED,", "a,1,2,AFTER_USE,"]

    @pytest.mark.parametrize(
        ("preset", "days"),
        [(Preset.GENTLE, [0, 14]), (Preset.STANDARD, [0, 7, 14]), (Preset.WATCHFUL, [0, 3, 6, 9, 12, 15])],
    )
    def test_the_preset_decides(self, preset: Preset, days: list[int]) -> None:
        lines = alerts(*(f"a,{day},,,1,0" for day in range(16)), preset=preset)
        assert lines == [f"a,{day},1,USED," for day in days]

    def test_days_may_lie_anywhere_and_years_apart(self) -> None:
        far = 10**17
        assert alerts(f"a,{far},,,1,", f"a,{-far},,,1,".replace("a", "b")) == [f"a,{far},1,USED,", f"b,{-far},1,USED,"]
        assert alerts("a,0,,,1,", "a,5000,,,1,")[-1] == "a,5000,1,USED,"

    def test_no_rows_are_no_alerts(self) -> None:
        assert alerts() == []


class TestReading:
    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(b"\xef\xbb\xbfperson,day,mood,craving,used,missing\na,1,,,1,\n", id="byte order mark"),
            pytest.param(b"person,day,mood,craving,used,missing\r\na,1,,,1,\r\n", id="CRLF"),
            pytest.param(b"person,day,mood,craving,used,missing\ra,1,,,1,\r", id="CR"),
            pytest.param(b"person,day,mood,craving,used,missing\na,1,,,1,", id="no line end at the end"),
            pytest.param(b"\nperson,day,mood,craving,used,missing\n\na,1,,,1,\n\n  \n", id="blank lines"),
            pytest.param(b'"person","day","mood","craving","used","missing"\n"a","1","","","1",""\n', id="quoted"),
            pytest.param(b"person, day, mood, craving, used, missing\na, 1, , ,1 , \n", id="spaces"),
            pytest.param(b"missing,x,used,day,person,craving,mood,x\n,y,1,1,a,,,\n", id="other columns, other order"),
        ],
    )
    def test_takes_what_programs_write(self, content: bytes) -> None:
        assert evaluate.evaluate(evaluate.read_diary(content), PRESETS[Preset.STANDARD]) == f"{OUT}\na,1,1,USED,\n"

    def test_a_person_is_whatever_their_cell_says(self) -> None:
        rows = [
            '"Lee, Jo",1,,,1,',
            '"say ""hi""",1,,,1,',
            "007,1,,,1,",
            "7,1,,,1,",
            " a,1,,,1,",
            "a,1,,,1,",
            "Zoë,1,,,1,",
        ]
        assert alerts(*rows) == [row.replace(",1,,,1,", ",1,1,USED,") for row in rows]

    @pytest.mark.parametrize(
        ("row", "wrong"),
        [
            ("a,1,0,,,", "mood must be a whole number from 1 to 5, or blank, not '0'"),
            ("a,1,6,,,", "mood"),
            ("a,1,3.0,,,", "mood"),
            ("a,1,good,,,", "mood"),
            ("a,1,,-1,,", "craving must be a whole number from 0 to 10, or blank, not '-1'"),
            ("a,1,,11,,", "craving"),
            ("a,1,,3.5,,", "craving"),
            ("a,1,,NA,,", "craving"),
            ("a,1,,٣,,", "craving"),
            ("a,1,,,2,", "used must be a whole number from 0 to 1, or blank, not '2'"),
            ("a,1,,,yes,", "used"),
            ("a,1,,,-1,", "used"),
            ("a,1,,,,2", "missing"),
            ("a,1,,,,x", "missing"),
            ("a,1,6,,,1", "mood"),
            ("a,,,,,", "day must be a whole number (of 18 digits at most), not ''"),
            ("a,1.5,,,,", "day"),
            ("a,1e3,,,,", "day"),
            ("a,1_0,,,,", "day"),
            ("a,2026-01-01,,,,", "day"),
            ("a," + "9" * 19 + ",,,,", "day"),
            (",1,,,,", "person is blank"),
            (" ,1,,,,", "person is blank"),
            (",,,,,", "person is blank"),
            ("a,1,,,", "5 cells, where the header has 6"),
            ("a,1,,,,,", "7 cells, where the header has 6"),
            ("a", "1 cells"),
            ('"a"b,1,,,,', "this is not CSV"),
            ('"a,1,,,,', "this is not CSV"),
        ],
    )
    def test_a_malformed_row_is_refused_with_its_line_and_what_is_wrong(self, row: str, wrong: str) -> None:
        assert refusal("b,1,3,3,0,0", "", row, "c,1,3,3,0,0").startswith(f"line 4: {wrong}")

    @pytest.mark.parametrize("row", ["a,1,1,0,0,0", "a,1,5,10,1,1", "a,-1,,,,", "a,007,,,,"])
    def test_the_ends_of_every_range_are_taken(self, row: str) -> None:
        assert list(evaluate.read_diary(f"{HEADER}\n{row}".encode())) == ["a"]

    def test_two_rows_for_one_day_of_a_person_are_refused_with_the_line_of_the_second(self) -> None:
        wrong = refusal("a,1,,,,", "b,1,,,,", "a,2,,,,", "a,01,,,,")
        assert wrong == "line 5: a second row for day 1 of this person, after line 2"

    def test_lines_are_counted_over_line_ends_inside_quotes(self) -> None:
        assert refusal('"a\nb",1,,,,', '"a\nb",x,,,,').startswith("line 4: day")

    @pytest.mark.parametrize(
        ("header", "wrong"),
        [
            ("person,day,mood,craving,used", "line 1: the header has no column missing"),
            ("person;day;mood;craving;used;missing", "line 1: the header has no column person, day"),
            ("", "line 1: the header has no column person"),
            ("person,day,mood,craving,used,missing,mood", "line 1: the header has more than one column mood"),
        ],
    )
    def test_a_header_that_is_not_ours_is_refused(self, header: str, wrong: str) -> None:
        assert refusal(header=header).startswith(wrong)

    def test_what_is_not_utf_8_is_refused_with_its_line(self) -> None:
        with pytest.raises(evaluate.MalformedDiary, match="line 3: this is not UTF-8 text"):
            evaluate.read_diary(f"{HEADER}\na,1,,,,\nZoë,1,,,,\n".encode("latin-1"))

    def test_days_further_apart_than_any_calendar_are_refused(self) -> None:
        assert refusal("a,0,,,,", f"a,{10**12},,,,", "a,3,,,,").startswith(
            f"line 3: day {10**12} lies thousands of years"
        )


class TestCommand:
    def run(self, *arguments: str) -> int:
        parser = argparse.ArgumentParser()
        evaluate.add_parser(parser.add_subparsers())
        args = parser.parse_args(["evaluate", *arguments])
        status = args.func(args)
        assert isinstance(status, int)
        return status

    def test_prints_the_alerts_and_returns_0(self, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        diary = tmp_path / "diary.csv"
        diary.write_text(f"{HEADER}\nZoë,1,,,1,\nZoë,2,,,,\n", "utf-8")
        assert self.run(str(diary), "--preset", "gentle") == 0
        assert capfdbinary.readouterr() == (f"{OUT}\nZoë,1,1,USED,\n".encode(), b"")
        assert self.run(str(diary), "--preset", "gentle", "--every-day") == 0
        assert capfdbinary.readouterr() == (f"{OUT}\nZoë,1,1,USED,\nZoë,2,0,,\n".encode(), b"")

    def test_refuses_with_2_and_prints_no_half_report(
        self, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        diary = tmp_path / "diary.csv"
        diary.write_text(f"{HEADER}\na,1,,,1,\na,2,9,,,\n", "utf-8")
        assert self.run(str(diary), "--preset", "standard") == 2
        out, err = capfdbinary.readouterr()
        assert out == b""
        assert err.decode() == f"{diary}, line 3: mood must be a whole number from 1 to 5, or blank, not '9'\n"

    def test_refuses_a_file_that_is_not_there(self, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        assert self.run(str(tmp_path / "none.csv"), "--preset", "standard") == 2
        assert self.run(str(tmp_path), "--preset", "standard") == 2
        out, err = capfdbinary.readouterr()
        assert out == b""
        assert b"No such file" in err
        assert b"Is a directory" in err

    @pytest.mark.parametrize("arguments", [[], ["--preset", "bold"]])
    def test_needs_a_preset_that_there_is(self, arguments: list[str]) -> None:
        with pytest.raises(SystemExit) as refused:
            self.run("diary.csv", *arguments)
        assert refused.value.code == 2


ROWS = st.dictionaries(
    st.tuples(st.sampled_from(["a", "b"]), st.integers(-20, 20)),
    st.tuples(
        st.sampled_from(["", "1", "2", "4"]),
        st.sampled_from(["", "0", "3", "6", "9"]),
        st.sampled_from("01 "),
        st.sampled_from("001"),
    ),
    max_size=60,
)


@settings(max_examples=100, deadline=None)
@given(rows=ROWS, preset=st.sampled_from(Preset), seed=st.integers())
def test_the_order_of_a_persons_rows_does_not_matter(
    rows: dict[tuple[str, int], tuple[str, ...]], preset: Preset, seed: int
) -> None:
    lines = [",".join([person, str(day), *cells]) for (person, day), cells in rows.items()]
    shuffled = random.Random(seed).sample(lines, len(lines))
    for person in "ab":
        of_person = [line for line in lines if line.startswith(person)]
        mixed = [line for line in shuffled if line.startswith(person)]
        assert alerts(*of_person, preset=preset) == alerts(*mixed, preset=preset)
    assert sorted(alerts(*lines, preset=preset)) == sorted(alerts(*shuffled, preset=preset))
