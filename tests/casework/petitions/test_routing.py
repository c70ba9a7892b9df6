"""Competence: by category, place and unit tree; and where it goes when the competent one is complained of."""

import pytest

from casework.petitions import routing
from casework.petitions.categories import CATEGORIES
from casework.petitions.lodging import Accused
from tests.casework.conftest import County

VILLAGE = "QH-102-02"


@pytest.mark.parametrize(
    ("category", "accused", "matter_class", "goes_to", "sealed"),
    [
        ("left_out", None, "claim", "QH-102-MZ", False),
        ("payment_missing", None, "claim", "QH-MZ-JZ", False),
        ("other", None, "claim", "QH-MZ-XF", False),
        ("embezzlement", None, "accusation", "QH-JJ", True),
        ("not_public", Accused(role="村支书"), "claim", "QH-102-MZ", False),
        ("not_public", Accused(role="民政助理"), "claim", "QH-MZ-JZ", False),
        ("left_out", Accused(said="柳溪镇政府"), "claim", "QH-MZ-JZ", False),
        ("attitude", Accused(said="社会救助股"), "claim", "QH-MZ-XF", False),
        ("attitude", Accused(said="社会救助股", name="吴股长"), "claim", "QH-JJ", True),
        ("wrongly_covered", Accused(unit_code="QH-MZ-JZ"), "accusation", "QH-JJ", True),
        ("attitude", Accused(said="热线接线员", unit_code="QH-MZ-XF"), "claim", "QH-JJ", True),
        ("bribery", Accused(unit_code="QH-JJ"), "accusation", "CITY-MZ", True),
    ],
)
def test_where_it_goes(
    county_office: County,
    category: str,
    accused: Accused | None,
    matter_class: str,
    goes_to: str,
    sealed: bool,
) -> None:
    route = routing.decide(county_office.office, category, [accused] if accused else [], VILLAGE)
    assert (route.matter_class, route.suggested_unit, route.sealed) == (matter_class, goes_to, sealed)
    assert route.why.endswith("。")


def test_every_category_has_a_route_with_and_without_place(county_office: County) -> None:
    for category in CATEGORIES:
        for place in (None, VILLAGE, "QH-102", "QH-105-03"):
            route = routing.decide(county_office.office, category, [], place)
            assert (route.path is not None) == (route.matter_class == "claim")


def test_a_suggestion_goes_to_the_section(county_office: County) -> None:
    route = routing.decide(county_office.office, "embezzlement", matter_class="suggestion")
    assert (route.suggested_unit, route.sealed, route.path) == ("QH-MZ-JZ", False, None)


def test_the_reason_names_who_stays_out(county_office: County) -> None:
    route = routing.decide(county_office.office, "left_out", [Accused(role="民政助理")], VILLAGE)
    assert "柳溪镇人民政府及其下属回避" in route.why


@pytest.mark.parametrize(
    ("said", "place", "unit"),
    [
        ("白石的支书", "QH-103-01", "QH-103-03"),
        ("白石镇的人", None, "QH-103"),
        ("双桥民政所的", None, "QH-104"),
        ("我们镇的民政助理", VILLAGE, "QH-102"),
        ("局里的科长", VILLAGE, "QH-MZ"),
        ("不知道是谁", VILLAGE, "QH-102"),
    ],
)
def test_units_are_found_in_what_people_say(
    county_office: County, said: str, place: str | None, unit: str
) -> None:
    (barred,) = routing.bar(county_office.office, [Accused(said=said)], place, "claim")
    assert barred.unit_code == unit
