"""How well words of self-harm are found, on labelled notes: `python -m tests.rules.crisis_figures` prints it.

The fresh notes are halved by their own hashes. Words are added from the development half (`--missed` lists what it lacks);
of the held-out half only figures are ever printed, so that nobody tunes to it by accident.
"""

import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from bot.rules.crisis_words import speaks_of_self_harm

HERE = Path(__file__).parent
KNOWN, FRESH, LAST = "crisis_notes.txt", "crisis_notes_fresh.txt", "crisis_notes_last.txt"
RISK = "risk"
PLAIN = ("metaphor", "story", "ordinary")  # nobody's risk at all: here a card is shown for nothing

Notes = dict[str, list[str]]  # by label


def read(name: str) -> Notes:
    """The labelled notes of one file, by their label."""
    found: Notes = {}
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line.startswith("["):
            label = found[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            label.append(line)
    return found


def halves() -> tuple[Notes, Notes]:
    """The fresh notes: (development, held out)."""
    fresh = read(FRESH)
    return _half(fresh, 0), _half(fresh, 1)


def _half(notes: Notes, half: int) -> Notes:
    return {
        label: [one for one in said if sha256(one.encode()).digest()[0] % 2 == half] for label, said in notes.items()
    }


def found(notes: Notes, *labels: str) -> tuple[int, int]:
    """How many of the notes with these labels bring the card, and how many there are."""
    chosen = [note for label in labels for note in notes[label]]
    return sum(map(speaks_of_self_harm, chosen)), len(chosen)


def lines(notes: Notes) -> Iterator[str]:
    """Recall, precision against notes of nobody's risk, and for each label how many notes bring the card."""
    right, at_risk = found(notes, RISK)
    wrong, _ = found(notes, *(label for label in PLAIN if label in notes))
    yield f"recall {right}/{at_risk} = {right / at_risk:.1%}, precision {right}/{right + wrong} = {right / (right + wrong):.1%}"
    yield "card shown: " + ", ".join("{} {}/{}".format(label, *found(notes, label)) for label in notes)


def main() -> None:
    """Print the figures; with --missed also what the development half lacks, with --held-out those of the other half."""
    development, held_out = halves()
    shown = {"known": read(KNOWN), "development": development}
    if "--held-out" in sys.argv:
        shown |= {"held out": held_out, "last": read(LAST)}
    for name, notes in shown.items():
        print(f"{name}: " + "\n  ".join(lines(notes)))
    if "--missed" in sys.argv:
        print(*("missed: " + note for note in development[RISK] if not speaks_of_self_harm(note)), sep="\n")
        needless = [note for label in PLAIN for note in development[label] if speaks_of_self_harm(note)]
        print(*("shown for nothing: " + note for note in needless), sep="\n")


if __name__ == "__main__":
    main()
