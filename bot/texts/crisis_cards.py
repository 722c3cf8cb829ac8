"""Crisis cards: verbatim numbers with their source, from crisis_cards.toml. Nothing here is ever generated."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.core import get_global

from bot.texts.messages import Message

FRESH_FOR = timedelta(days=365)
UNKNOWN = "ZZ"  # stands for a country we know no card of
PURPOSES = ("emergency", "crisis", "substance")


@dataclass(frozen=True)
class Line:
    """One number: what it is for, how it is reached and when, and where it was read.

    `seen_on`: the date of the page that was read, None where it bears none, which counts as old.
    """

    purpose: str  # emergency, crisis, substance
    name: str
    number: str
    how: str  # call, text, call-or-text, whatsapp, web
    hours: str  # always, or what the source says; "": it says nothing
    source: str
    seen_on: date | None
    languages: str = ""  # "": the source names none

    @property
    def in_writing(self) -> bool:
        """Whether it can be reached without saying a word aloud."""
        return self.how != "call"

    def is_old(self, *, today: date) -> bool:
        """Whether its page is over 12 months old, or bears no date."""
        return self.seen_on is None or today - self.seen_on > FRESH_FOR


@dataclass(frozen=True)
class Card:
    """A country's lines in reading order: emergency, crisis, substance use. `country` None: not known."""

    country: str | None
    lines: tuple[Line, ...]

    @property
    def code(self) -> str:
        """What the card is called in the file, the database and the command: "IE"; "ZZ" for an unknown country."""
        return self.country or UNKNOWN

    @property
    def lacks(self) -> tuple[str, ...]:
        """The purposes for which no source was found."""
        return tuple(purpose for purpose in PURPOSES if all(line.purpose != purpose for line in self.lines))


@cache
def cards() -> Mapping[str | None, Card]:
    """Every card by ISO country code; None: the one for an unknown country."""
    raw = tomllib.loads((files("bot.texts") / "crisis_cards.toml").read_text("utf-8"))
    return {code: _card(code, raw[code or UNKNOWN]) for code in (None if code == UNKNOWN else code for code in raw)}


def _card(code: str | None, lines: list[dict[str, Any]]) -> Card:
    made = [Line(**{"seen_on": None, **line}) for line in lines]
    return Card(code, tuple(sorted(made, key=lambda line: PURPOSES.index(line.purpose))))


def find(*, country: str | None, zone: str | None) -> Card:
    """The card of the person's own choice, else of their zone's country, else the one for an unknown country."""
    known = cards()
    return known.get(country or _country_of(zone)) or known[None]


def is_confirmed(*, verified_on: date | None, today: date) -> bool:
    """Whether the operator looked up the card's numbers within 12 months. However old our own pages are: theirs is newer."""
    return verified_on is not None and today - verified_on <= FRESH_FOR


def card(found: Card, *, today: date, verified_on: date | None = None, opioids: bool = False) -> Message:
    """The card in words, the emergency number first; unless confirmed it says so. `opioids`: one line more, on safety."""
    lines = [said(line) for line in found.lines]
    if not is_confirmed(verified_on=verified_on, today=today):
        lines.append(Message("crisis-unverified"))
    if opioids:
        lines.append(Message("crisis-opioids"))
    return Message("crisis-lines", {"lines": tuple(lines)})


def said(line: Line) -> Message:
    """One line in words: what it is, how it is reached, when, and in which languages."""
    values = {"name": line.name, "number": line.number, "how": line.how}
    return Message("crisis-line", {**values, "hours": line.hours or "none", "languages": line.languages or "none"})


def countries(language: str) -> tuple[tuple[str, str], ...]:
    """The countries there is a card of, as (code, name in that language), by name."""
    names = Locale.parse(language).territories
    return tuple(sorted(((code, names.get(code, code)) for code in cards() if code), key=lambda one: one[1]))


@cache
def _zones() -> Mapping[str, str]:
    """Zone name → country code: the tzdata package's own table, and Babel's for the older names."""
    table = (files("tzdata.zoneinfo") / "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    known = {row[2]: row[0] for row in rows}
    aliases = {old: known[new] for old, new in get_global("zone_aliases").items() if new in known}
    return {**get_global("zone_territories"), **aliases, **known}


def _country_of(zone: str | None) -> str | None:
    return _zones().get(zone) if zone is not None else None
