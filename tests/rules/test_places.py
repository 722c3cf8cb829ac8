"""The nearest principal city says which clock to ask about, all round the globe."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import places
from bot.rules.zones import zone_names


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (52.52, 13.40, "Europe/Berlin"),
        (41.88, -87.63, "America/Chicago"),
        (-33.87, 151.21, "Australia/Sydney"),
        (-13.83, -171.77, "Pacific/Apia"),
    ],
)
def test_within_a_principal_city_there_is_one_zone(latitude: float, longitude: float, zone: str) -> None:
    assert places.zones_near(latitude, longitude) == [zone]


@pytest.mark.parametrize(
    ("latitude", "longitude", "nearest", "also"),
    [
        (28.61, 77.21, "Asia/Kathmandu", "Asia/Kolkata"),  # Delhi
        (48.39, -4.49, "Europe/Guernsey", "Europe/Paris"),  # Brest
        (42.23, -8.72, "Europe/Lisbon", "Europe/Madrid"),  # Vigo
        (-21.1, 179.99, "Pacific/Fiji", "Pacific/Tongatapu"),  # across the date line
    ],
)
def test_between_cities_their_zones_come_nearest_first(
    latitude: float, longitude: float, nearest: str, also: str
) -> None:
    found = places.zones_near(latitude, longitude)
    assert found[0] == nearest
    assert also in found


def test_a_city_reaches_thirty_kilometres() -> None:
    assert len(places.zones_near(52.5 + 0.26, 13.3667)) == 1  # 29 km north of Berlin's point
    assert len(places.zones_near(52.5 + 0.28, 13.3667)) > 1  # 31 km


@given(st.floats(-90, 90), st.floats(-180, 180))
@settings(max_examples=50)
def test_every_place_on_earth_has_a_zone(latitude: float, longitude: float) -> None:
    found = places.zones_near(latitude, longitude)
    assert found
    assert set(found) <= zone_names()


@pytest.mark.parametrize(("latitude", "longitude"), [(90.01, 0), (-90.01, 0), (0, 180.01), (0, -180.01)])
def test_what_is_no_place_on_earth_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="no such place"):
        places.zones_near(latitude, longitude)


@pytest.mark.parametrize(("latitude", "longitude"), [(90, 180), (-90, -180)])
def test_the_ends_of_the_earth_are_places(latitude: float, longitude: float) -> None:
    assert places.zones_near(latitude, longitude)


@pytest.mark.parametrize(
    ("written", "latitude", "longitude"),
    [
        pytest.param(
            "+513030-0000731", 51 + 30 / 60 + 30 / 3600, -(7 / 60 + 31 / 3600), id="north, west, with seconds"
        ),
        pytest.param("-3327-07040", -(33 + 27 / 60), -(70 + 40 / 60), id="south, west"),
        pytest.param("+3439+13944", 34 + 39 / 60, 139 + 44 / 60, id="north, east"),
        pytest.param("-3603+14643", -(36 + 3 / 60), 146 + 43 / 60, id="south, east"),
    ],
)
def test_the_table_writes_places_in_degrees_minutes_and_seconds(
    written: str, latitude: float, longitude: float
) -> None:
    assert places._degrees(written) == pytest.approx((latitude, longitude))


def test_a_table_that_writes_them_otherwise_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown to us: '51N'"):
        places._degrees("51N")
