"""`evaluate`: run the rules over a diary, a CSV file, and print the alerts they would have raised, as CSV.

The rules are those of the bot, called day by day; nothing is decided here. A diary that is not clear is refused as a
whole: half an evaluation would look like a full one.
"""

import argparse
import csv
import io
import re
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.rules.days import Day, Past
from bot.rules.signals import Alerted, PastAlert, Thresholds, judge, thresholds_for
from bot.rules.vocabulary import Preset

REFUSED = 2
COLUMNS = ("person", "day", "mood", "craving", "used", "missing")
HEADER = ("person", "day", "tier", "reasons", "usual")
NO_ALERT = 0  # the tier of a day without one

# A diary counts days from anywhere; each person's first one is laid on this date.
FIRST_DAY_ON = date(2000, 1, 1)
LONGEST_DIARY = (date.max - FIRST_DAY_ON).days

LONGEST_SHOWN = 40  # characters of a wrong cell

_WHOLE = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a diary: what somebody answered on one day, None where they did not."""

    line: int
    mood: int | None
    craving: int | None
    used: bool | None
    missed: bool


Diary = dict[str, dict[int, Row]]
"""Each person's rows by the number of the day."""


class MalformedDiary(Exception):
    """What is wrong, and in which line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `evaluate FILE.csv --preset … [--every-day]`."""
    parser = subparsers.add_parser("evaluate", help="run the rules over a diary and list the alerts they would raise")
    parser.add_argument("file", type=Path, metavar="FILE.csv", help=f"a diary with the columns {','.join(COLUMNS)}")
    parser.add_argument("--preset", required=True, choices=[preset.value for preset in Preset])
    parser.add_argument("--every-day", action="store_true", help="also list the days without an alert, as tier 0")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the evaluation and return 0; or say on standard error what is wrong, print nothing, and return 2."""
    try:
        diary = read_diary(args.file.read_bytes())
    except OSError as error:
        print(f"{args.file}: {error.strerror}", file=sys.stderr)
        return REFUSED
    except MalformedDiary as error:
        print(f"{args.file}, {error}", file=sys.stderr)
        return REFUSED
    report = evaluate(diary, thresholds_for(Preset(args.preset)), every_day=args.every_day)
    # As bytes, so that lines end in "\n" and names stay UTF-8 on every system.
    sys.stdout.buffer.write(report.encode())
    sys.stdout.flush()
    return 0


def evaluate(diary: Diary, thresholds: Thresholds, *, every_day: bool = False) -> str:
    """Return the alerts as CSV, one a line, each taken as acknowledged; with `every_day` all days."""
    report = io.StringIO()
    lines = csv.writer(report, lineterminator="\n")
    lines.writerow(HEADER)
    for person, rows in diary.items():
        past, alerted = Past(), Alerted()
        for number, day in _day_by_day(rows):
            verdict = judge(day, past, alerted, thresholds)
            if verdict or every_day:
                tier, reasons = (verdict.tier, "+".join(verdict.reasons)) if verdict else (NO_ALERT, "")
                lines.writerow((person, number, tier, reasons, "" if past.usual is None else f"{past.usual:g}"))
            if verdict:
                alerted = alerted.then(PastAlert(day.on, verdict.kind))
            past = past.then(day)
    return report.getvalue()


def read_diary(content: bytes) -> Diary:
    """Return each person's rows by their day, people in order of first appearance. Raises MalformedDiary.

    UTF-8 with or without a byte order mark, any line ends, quoted or not. Blank lines are passed over; a cell with
    nothing but spaces is blank. The cells of a missed day must be well-formed too, though nothing follows from them.
    """
    records = _records(content)
    header_line, header = next(records, (1, []))
    column_of = _columns(header_line, header)
    diary: Diary = {}
    for line, record in records:
        if len(record) != len(header):
            raise MalformedDiary(line, f"{len(record)} cells, where the header has {len(header)}")
        cells = {column: record[index] for column, index in column_of.items()}
        day, row = _row(line, cells)
        rows = diary.setdefault(cells["person"], {})
        if day in rows:
            raise MalformedDiary(line, f"a second row for day {day} of this person, after line {rows[day].line}")
        rows[day] = row
    for rows in diary.values():
        if max(rows) - min(rows) > LONGEST_DIARY:
            raise MalformedDiary(rows[max(rows)].line, f"day {max(rows)} lies thousands of years after day {min(rows)}")
    return diary


def _records(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line that is not blank, with the number of the line in which they begin."""
    content = content.removeprefix(BOM_UTF8)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise MalformedDiary(content.count(b"\n", 0, error.start) + 1, "this is not UTF-8 text") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise MalformedDiary(line, f"this is not CSV: {error}") from None
        if len(cells) > 1 or any(cell.strip() for cell in cells):
            yield line, cells


def _columns(line: int, header: Sequence[str]) -> dict[str, int]:
    """Return where each of our columns stands; others are ignored."""
    names = [name.strip() for name in header]
    if absent := [column for column in COLUMNS if column not in names]:
        raise MalformedDiary(line, f"the header has no column {', '.join(absent)}")
    if double := [column for column in COLUMNS if names.count(column) > 1]:
        raise MalformedDiary(line, f"the header has more than one column {', '.join(double)}")
    return {column: names.index(column) for column in COLUMNS}


def _row(line: int, cells: Mapping[str, str]) -> tuple[int, Row]:
    """Return the number of the day, and the rest of its row."""
    if not cells["person"].strip():
        raise MalformedDiary(line, "person is blank")
    day = cells["day"].strip()
    if not _WHOLE.fullmatch(day):
        raise MalformedDiary(line, f"day must be a whole number (of 18 digits at most), not {_shown(day)}")
    used = _rating(line, cells, "used", 0, 1)
    return int(day), Row(
        line=line,
        mood=_rating(line, cells, "mood", 1, 5),
        craving=_rating(line, cells, "craving", 0, 10),
        used=None if used is None else used == 1,
        missed=_rating(line, cells, "missing", 0, 1) == 1,
    )


def _rating(line: int, cells: Mapping[str, str], column: str, low: int, high: int) -> int | None:
    cell = cells[column].strip()
    if not cell:
        return None
    if not _WHOLE.fullmatch(cell) or not low <= int(cell) <= high:
        raise MalformedDiary(
            line, f"{column} must be a whole number from {low} to {high}, or blank, not {_shown(cell)}"
        )
    return int(cell)


def _shown(cell: str) -> str:
    return repr(cell if len(cell) <= LONGEST_SHOWN else cell[:LONGEST_SHOWN] + "…")


def _day_by_day(rows: Mapping[int, Row]) -> Iterator[tuple[int, Day]]:
    """Yield every day from the first row to the last; one without a row counts as missed."""
    first = min(rows)
    for number in range(first, max(rows) + 1):
        on = FIRST_DAY_ON + timedelta(days=number - first)
        row = rows.get(number)
        if row is None or row.missed:
            yield number, Day(on, missed=True)
        else:
            yield number, Day(on, mood=row.mood, craving=row.craving, used=row.used)
