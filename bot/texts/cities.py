"""Cities people type to say where they are, and the city by which a zone is called: one per IANA zone, as Babel knows them.

A modest table on purpose: a full list of the world's cities would weigh more than the bot.
"""

import unicodedata
from functools import cache

from babel import Locale
from babel.core import get_global

from bot.rules.zones import zone_names


def city_of(zone: str, language: str) -> str:
    """The city that stands for `zone`, in `language` where it has a word for it: "New York", "Kyiv"."""
    known = _names(language).get(zone)
    return known or zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")


def zone_of_city(text: str, language: str) -> str | None:
    """The zone whose city somebody typed, in their language or in English; None where we know no such city."""
    said = _plain(text)
    return _by_city(language).get(said) or _by_city("en").get(said)


@cache
def _by_city(language: str) -> dict[str, str]:
    zones = sorted(zone for zone in get_global("zone_territories") if zone in zone_names() and "/" in zone)
    return {_plain(city_of(zone, language)): zone for zone in zones if not zone.startswith("Etc/")}


@cache
def _names(language: str) -> dict[str, str]:
    zones = Locale.parse(language).time_zones
    return {zone: names["city"] for zone, names in zones.items() if "city" in names}


def _plain(text: str) -> str:
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return " ".join(bare.replace("-", " ").replace(".", "").split())
