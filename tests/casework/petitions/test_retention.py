"""Identities are forgotten when their time is up, on record, and not a day before."""

import json
from datetime import timedelta

from sqlalchemy import select

from casework import outbox
from casework.calls import calls, forgetting
from casework.calls.models import Call
from casework.outbox import Letter
from casework.people import minors, residents
from casework.petitions import history, retention
from casework.petitions.lodging import Complainant
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


def test_a_childs_identity_goes_a_year_after_its_petition_closed(county_office: County, clock) -> None:
    office = county_office.office
    child = Complainant("童小树", "13800138001", "110101201805070072")
    county_office.to(county_office.lodge(petitioners=[child]).petition, "closed")
    county_office.to(county_office.lodge().petition, "closed")
    clock.move(days=minors.KEEP.days - 1)
    assert retention.due(office) == []
    clock.move(days=3)
    assert len(retention.due(office)) == 1
    assert retention.forget(office) == 1
    assert residents.find(office, phone="13800138001") is None
    assert residents.find(office, phone="13800138000") is not None


def call(county_office: County, phone: str) -> Call:
    office, operator = county_office.office, county_office["desk"]
    begun = calls.begin(office, operator, phone)
    calls.keep(office, begun, f"王小明来电，{phone}", {"name": "王小明"})
    calls.end(office, operator, begun, "answered")
    return begun


def test_what_a_caller_told_goes_when_its_time_is_up(county_office: County, clock) -> None:
    office = county_office.office
    told = call(county_office, "13800138009")
    clock.move(days=residents.KEEP.days - 1)
    late = call(county_office, "13800138009")
    assert forgetting.due(office) == []
    clock.move(days=2)
    assert forgetting.due(office) == [told.id]
    assert (forgetting.forget_old(office), forgetting.forget_old(office)) == (1, 0)
    office.db.expire_all()
    assert (told.phone_sealed, told.phone_index, told.notes_sealed, told.form_sealed) == (None,) * 4
    assert (told.state, told.outcome) == ("ended", "answered")
    assert json.loads(office.vault.open(late.form_sealed)) == {"name": "王小明"}


def test_calls_go_with_the_person(county_office: County, clock) -> None:
    office = county_office.office
    county_office.to(county_office.lodge().petition, "closed")
    told = call(county_office, "13800138000")
    assert told.resident_id is not None
    told.began_at += timedelta(days=3)
    clock.move(days=residents.KEEP.days + 2)
    assert retention.forget(office) == 1
    office.db.expire_all()
    assert (told.resident_id, told.phone_sealed, told.notes_sealed) == (None, None, None)


def test_an_old_letter_keeps_its_key_and_loses_its_words(county_office: County, clock) -> None:
    office = county_office.office
    outbox.write(office, "telegram", "42", "您的低保批了", key="answer:1")
    outbox.write(office, "telegram", "43", "还没发出", key="answer:2")
    for letter in outbox.claim(office, address="42", whole=True):
        outbox.sent(office, letter)
    clock.move(days=residents.KEEP.days + 1)
    before = office.clock.now() - residents.KEEP
    assert len(outbox.old(office, before)) == 1
    assert (outbox.forget_old(office, before), outbox.forget_old(office, before)) == (1, 0)
    kept = office.db.scalars(select(Letter).where(Letter.key == "answer:1")).one()
    assert "低保" not in office.vault.open(kept.text_sealed)
    assert office.vault.open(kept.address_sealed) == ""
    assert outbox.write(office, "telegram", "42", "您的低保批了", key="answer:1").id == kept.id
    other = office.db.scalars(select(Letter).where(Letter.key == "answer:2")).one()
    assert office.vault.open(other.text_sealed) == "还没发出"
