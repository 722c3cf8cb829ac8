"""The screen for words of self-harm, which every text passes: a usual note, and the longest text Telegram lets through."""

from pathlib import Path
from time import perf_counter

from bot.rules.crisis_words import speaks_of_self_harm
from tests.benchmarks.figures import Figure
from tests.rules import crisis_figures

LONGEST = 4096
TEXTS = 50  # in each round


def measure(folder: Path, rounds: int) -> list[Figure]:
    ordinary = _unheard(crisis_figures.read(crisis_figures.KNOWN)["metaphor"])
    longest = _unheard([(f"{note} " * LONGEST)[:LONGEST] for note in ordinary[: 2 * TEXTS]])
    return [
        Figure("screened, a note", "ms", [_each(ordinary[:TEXTS]) for _ in range(rounds)], at_most=2),
        Figure("screened, 4,096 letters", "ms", [_each(longest[:TEXTS]) for _ in range(rounds)], at_most=50),
    ]


def _unheard(texts: list[str]) -> list[str]:
    """Those that are read to their end, and so take longest."""
    return [text for text in texts if not speaks_of_self_harm(text)]


def _each(texts: list[str]) -> float:
    """How long one of these texts takes, in ms."""
    began = perf_counter()
    for text in texts:
        speaks_of_self_harm(text)
    return (perf_counter() - began) * 1000 / len(texts)
