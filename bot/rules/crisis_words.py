"""Words of self-harm in what a person typed: they bring the crisis card, whatever question is open.

A screen, not a diagnosis: it errs on the side of showing the card. Negation is not read ("I don't want to die" shows it,
too: a card too many harms nobody). English, with its slang and slips of the thumb; of other languages only the plainest
phrases, for people who fall back on their own. How well it finds them is measured by tests/rules/crisis_figures.py.
"""

import re

from bot.rules import crisis_hints, crisis_phrases, crisis_spelling

_PATTERN = re.compile(r"\b(?:" + "|".join((*crisis_phrases.ALL, *crisis_hints.ALL)) + r")\b")


def speaks_of_self_harm(text: str) -> bool:
    """Say whether a text holds words of self-harm, in a language we know some of. Case, spacing and accents do not matter."""
    return _PATTERN.search(crisis_spelling.plain(text)) is not None
