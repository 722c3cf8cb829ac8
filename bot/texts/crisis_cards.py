"""Crisis cards: verbatim numbers with their source, from crisis_cards.toml. Nothing here is ever generated."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from bot.texts.messages import Message

FRESH_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Line:
    """One number: what it is for, how it is reached and when, and where it was read.

    `seen_on`: the date of the page that was read, None where it bears none, which counts as old.
    """

    purpose: str  # emergency, crisis, substance
    name: str
    number: str
    how: str  # call, text, call-or-text, web
    hours: str  # always, or verbatim
    source: str
    seen_on: date | None


@dataclass(frozen=True)
class Card:
    """A country's lines in reading order: emergency, crisis, substance use. `country` None: not known."""

    country: str | None
    lines: tuple[Line, ...]


@cache
def cards() -> Mapping[str | None, Card]:
    """Every card by ISO country code; None: the one for an unknown country."""
    raw = tomllib.loads((files("bot.texts") / "crisis_cards.toml").read_text("utf-8"))
    return {code: _card(code, lines) for code, lines in ((None if code == "ZZ" else code, raw[code]) for code in raw)}


def _card(code: str | None, lines: list[dict[str, Any]]) -> Card:
    order = ("emergency", "crisis", "substance")
    made = [
        Line(
            seen_on=line.get("seen_on"),
            **{key: line[key] for key in ("purpose", "name", "number", "how", "hours", "source")},
        )
        for line in lines
    ]
    return Card(code, tuple(sorted(made, key=lambda line: order.index(line.purpose))))


def find(*, country: str | None, zone: str | None) -> Card:
    """The card of the person's own choice, else of their zone's country, else the one for an unknown country."""
    known = cards()
    return known.get(country or _country_of(zone)) or known[None]


def is_confirmed(card: Card, *, verified_on: date | None, today: date) -> bool:
    """Whether the operator has checked the card, and every line's page, within 12 months."""
    dates = [verified_on, *(line.seen_on for line in card.lines)]
    return all(on is not None and today - on <= FRESH_FOR for on in dates)


def card(*, country: str | None, zone: str | None, today: date, verified_on: date | None = None) -> Message:
    """The card in words; unless confirmed it says so and leads with the emergency number."""
    found = find(country=country, zone=zone)
    lines = tuple(
        Message("crisis-line", {"name": line.name, "number": line.number, "how": line.how, "hours": line.hours})
        for line in found.lines
    )
    confirmed = is_confirmed(found, verified_on=verified_on, today=today)
    return Message("crisis-lines" if confirmed else "crisis-lines-unverified", {"lines": lines})


@cache
def _zones() -> Mapping[str, str]:
    """Zone name → country code, from the tzdata package's own table."""
    table = (files("tzdata.zoneinfo") / "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def _country_of(zone: str | None) -> str | None:
    return _zones().get(zone) if zone is not None else None
