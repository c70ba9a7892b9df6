"""Identities are forgotten when their time is up, on record, and not a day before."""

from casework.people import residents
from casework.petitions import history, retention
from tests.casework.conftest import County


def test_an_identity_is_erased_once_nothing_needs_it(county_office: County, clock) -> None:
    office = county_office.office
    petition = county_office.to(county_office.lodge().petition, "closed")
    clock.move(days=5 * 365 - 1)
    assert retention.forget(office) == 0
    clock.move(days=3)
    assert retention.forget(office) == 1
    assert retention.forget(office) == 0
    office.db.refresh(petition)
    (petitioner,) = petition.petitioners
    assert (petitioner.name_sealed, petitioner.phone_index, petition.contact_id) == (None, None, None)
    assert residents.find(office, phone="13800138000") is None
    assert history.of(office, petition)[-1].move == "erase"
    assert list(history.verify(office)) == []


def test_an_open_petition_keeps_its_people(county_office: County, clock) -> None:
    county_office.lodge()
    clock.move(days=6 * 365)
    assert retention.forget(county_office.office) == 0
