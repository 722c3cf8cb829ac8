"""The countries there is a crisis card for, by their names in a reader's language."""

from functools import cache

from babel import Locale

from bot.texts import catalogue, crisis_cards

ELSEWHERE = "ZZ"  # in a button's data: a country without a card of its own


@cache
def with_cards(language: str | None) -> tuple[tuple[str, str], ...]:
    """Return ISO code and name of each, in the order of the names. `language`: an IETF tag, or None."""
    names = Locale.parse(catalogue.nearest(language)).territories
    known = ((code, names.get(code, code)) for code in crisis_cards.cards() if code is not None)
    return tuple(sorted(known, key=lambda country: country[1]))
