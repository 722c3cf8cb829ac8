"""Which zones' principal cities lie near a place on earth, by the table that the pinned tzdata wheel brings.

Guesses and no more: the nearest city may live by another clock (Kathmandu is nearer to Delhi than Kolkata is), so whoever
asks shows the hours and lets the person say which is theirs. Nothing here keeps a place.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import acos, cos, radians, sin

_COORDINATES = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?([+-])(\d{3})(\d{2})(\d{2})?")  # ISO 6709: ±DDMM[SS]±DDDMM[SS]

EARTH, CITY, AROUND = (
    6371,
    30,
    500,
)  # kilometres: the radius, how far a city reaches, how much farther we look than to one


@dataclass(frozen=True)
class City:
    """A zone's principal city, as a point on the unit sphere."""

    zone: str
    point: tuple[float, float, float]


def zones_near(latitude: float, longitude: float) -> list[str]:
    """Return the IANA zones of the principal cities around a place, the nearest first; one alone within that city.

    Degrees, north and east positive. Raises ValueError for what is no place on earth.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("no such place on earth")
    here = _point(latitude, longitude)
    far = sorted((_kilometres(here, city.point), city.zone) for city in _cities())
    nearest = far[0][0]
    if nearest <= CITY:
        return [far[0][1]]
    return [zone for away, zone in far if away <= max(2 * nearest, nearest + AROUND)]


def _kilometres(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    along = sum(a * b for a, b in zip(one, other, strict=True))
    return EARTH * acos(max(-1.0, min(1.0, along)))


@cache
def _cities() -> tuple[City, ...]:
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return tuple(City(row[2], _point(*_degrees(row[1]))) for row in rows)


def _degrees(written: str) -> tuple[float, float]:
    found = _COORDINATES.fullmatch(written)
    if found is None:
        raise ValueError(f"tzdata says where a city lies in a way unknown to us: {written!r}")
    north, east = found.group(1, 2, 3, 4), found.group(5, 6, 7, 8)
    latitude, longitude = (
        (-1 if sign == "-" else 1) * (int(degrees) + int(minutes) / 60 + int(seconds or 0) / 3600)
        for sign, degrees, minutes, seconds in (north, east)
    )
    return latitude, longitude


def _point(latitude: float, longitude: float) -> tuple[float, float, float]:
    north, east = radians(latitude), radians(longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)
