"""Hot spots: by place and by handling unit, with the time in which most came."""

import pytest
from sqlalchemy import select

from casework.petitions import repeats
from casework.petitions.figures import Filters, periods
from casework.petitions.lodging import Complainant
from casework.petitions.models import Petition


def test_other_people_with_the_same_matter_are_a_hot_spot_not_repeats(county_office):
    county = county_office
    made = [
        county.lodge(petitioners=[Complainant(name, f"1380013801{at}")]).petition
        for at, name in enumerate(("赵一", "钱二", "孙三", "李四"))
    ]
    assert [petition.repeat_no for petition in made] == [1, 1, 1, 1]
    november = periods.month(2026, 11)
    (spot,) = repeats.hot_spots(county.office, county["leader"], november)
    assert (spot.at, spot.category, spot.people, spot.before) == ("QH-102-02", "payment_missing", 4, 0)
    assert behind(county, spot) == {petition.number for petition in made}
    assert repeats.hot_spots(county.office, county["other_town"], november) == []


def behind(county, spot, **filters):
    _, found = repeats.behind(
        county.office, county["leader"], spot.name, periods.month(2026, 11), Filters(**filters)
    )
    return {petition.number for petition in county.office.db.scalars(found)}


def crowd(county, day, count, first=0, **what):
    """So many people with a petition each, on a day of November."""
    county.office.clock.set(county.office.clock.now().replace(month=11, day=day))
    return {
        county.lodge(petitioners=[Complainant(f"赵{at}", f"13800138{at:03}")], **what).number
        for at in range(first, first + count)
    }


def test_a_unit_is_a_hot_spot_where_more_come_to_it_than_before_from_wherever_they_are(county_office):
    """No place has three people; the unit that handles them all has six, and had one in October."""
    county, leader = county_office, county_office["leader"]
    november = periods.month(2026, 11)
    county.office.clock.set(county.office.clock.now().replace(month=10, day=9))
    county.lodge(petitioners=[Complainant("孙七", "13800138999")], place_unit_code="QH-102-01")
    made = crowd(county, 3, 2, place_unit_code="QH-102-01") | crowd(
        county, 4, 2, 2, place_unit_code="QH-102-02"
    )
    made |= crowd(county, 27, 2, 4, place_unit_code=None)
    desk = "QH-MZ-XF"
    assert repeats.hot_spots(county.office, leader, november) == []
    (spot,) = repeats.hot_spots(county.office, leader, november, by="unit")
    assert (spot.by, spot.at, spot.category) == ("unit", desk, "payment_missing")
    assert (spot.petitions, spot.people, spot.before) == (6, 6, 1)
    assert (spot.peak.first.day, spot.peak.last.day, spot.at_peak) == (3, 9, 4)
    assert behind(county, spot) == made
    county.office.clock.set(county.office.clock.now().replace(month=10, day=10))
    for at in range(4):
        county.lodge(petitioners=[Complainant(f"周{at}", f"13800137{at:03}")])
    assert repeats.hot_spots(county.office, leader, november, by="unit") == []


def test_hot_spots_follow_the_filters_of_the_page(county_office):
    county, leader = county_office, county_office["leader"]
    november = periods.month(2026, 11)
    here = crowd(county, 3, 3)
    crowd(county, 3, 2, 3, channel="phone", by=county["desk"])
    moved = county.office.db.scalars(select(Petition).where(Petition.number.in_(here))).all()
    for petition in moved:
        county.to(petition, "assigned")

    def found(by="place", **filters):
        spots = repeats.hot_spots(county.office, leader, november, Filters(**filters), by)
        return [(spot.at, spot.petitions) for spot in spots]

    assert found() == [("QH-102-02", 5)]
    assert found(channel="telegram") == found(unit="QH-MZ-JZ") == [("QH-102-02", 3)]
    assert found(channel="phone") == found(township="QH-103") == found(category="attitude") == []
    assert found("unit", unit="QH-MZ-JZ") == [("QH-MZ-JZ", 3)]
    (spot,) = repeats.hot_spots(county.office, leader, november)
    assert behind(county, spot, unit="QH-MZ-JZ") == here


@pytest.mark.parametrize(
    "name", ["", "place", "place:QH-102-02:none", "wall:QH-102-02:attitude", "unit::attitude"]
)
def test_what_is_no_spot_opens_nothing(county_office, name):
    with pytest.raises(repeats.BadSpot):
        repeats.behind(county_office.office, county_office["leader"], name, periods.month(2026, 11))


@pytest.mark.postgres
def test_hot_spots_are_found_on_postgresql_as_well(pg_county_office):
    test_a_unit_is_a_hot_spot_where_more_come_to_it_than_before_from_wherever_they_are(pg_county_office)
