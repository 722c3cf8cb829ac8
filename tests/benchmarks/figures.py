"""What a benchmark measured, and the table of it. Nothing here measures."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One line of the table: the rounds of ours, of the reference (empty: there is none), and the target, if there is one.

    `at_most` or `at_least` bounds our median; `ratio_at_most` or `ratio_at_least` bounds ours ÷ reference.
    """

    name: str
    unit: str
    ours: Sequence[float]
    reference: Sequence[float] = ()
    reference_name: str = ""
    at_most: float | None = None
    at_least: float | None = None
    ratio_at_most: float | None = None
    ratio_at_least: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours ÷ reference; None without a reference."""
        return median(self.ours) / median(self.reference) if self.reference else None

    @property
    def met(self) -> bool:
        figure, ratio = median(self.ours), self.ratio
        return all(
            (
                self.at_most is None or figure <= self.at_most,
                self.at_least is None or figure >= self.at_least,
                self.ratio_at_most is None or (ratio is not None and ratio <= self.ratio_at_most),
                self.ratio_at_least is None or (ratio is not None and ratio >= self.ratio_at_least),
            )
        )

    @property
    def target(self) -> str:
        bounds = (
            (self.at_most, f"≤ {{:g}} {self.unit}"),
            (self.at_least, f"≥ {{:g}} {self.unit}"),
            (self.ratio_at_most, "ratio ≤ {:g}"),
            (self.ratio_at_least, "ratio ≥ {:g}"),
        )
        return ", ".join(words.format(bound) for bound, words in bounds if bound is not None)


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest of `values` that at least `part` (0–1) of them do not exceed."""
    return sorted(values)[max(math.ceil(part * len(values)) - 1, 0)]


def table(figures: Sequence[Figure]) -> str:
    """All figures in columns, and below them how much the rounds differed."""
    head = ("what", "ours", "reference", "ratio", "target", "")
    lines = [head, *(_line(figure) for figure in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    shown.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join([*shown, "", "spread over the rounds, smallest to largest:", *map(_spread, figures)])


def _line(figure: Figure) -> tuple[str, ...]:
    reference = f"{_amount(median(figure.reference), figure.unit)} {figure.reference_name}" if figure.reference else "–"
    return (
        figure.name,
        _amount(median(figure.ours), figure.unit),
        reference,
        "–" if figure.ratio is None else f"{figure.ratio:.2g}",
        figure.target,
        "" if not figure.target else "met" if figure.met else "NOT MET",
    )


def _amount(value: float, unit: str) -> str:
    return f"{value:.3g} {unit}" if abs(value) < 1000 else f"{value:.0f} {unit}"


def _spread(figure: Figure) -> str:
    both = [("ours", figure.ours), ("reference", figure.reference)]
    return f"  {figure.name}: " + ", ".join(
        f"{who} {min(rounds):.3g} to {max(rounds):.3g} ({len(rounds)})" for who, rounds in both if rounds
    )
