"""The page of one's own list: opened by the word from the talk, on that device, for a quarter of an hour."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.assistance import asking, list_pages
from casework.assistance.asking import Asker, Proof
from casework.assistance.models import ListPage
from tests.casework.assistance.conftest import ASKER, Registers, id_number

DEVICE = "a-device-that-only-its-owner-has-0001"


def proof(registers: Registers, asker: Asker) -> Proof:
    found = asking.verify(registers.office, registers.apply().number, id_number()[-4:], asker)
    assert found is not None
    return found


def test_only_the_device_that_asked_opens_it(registers: Registers) -> None:
    registers.support()
    word = list_pages.lay_out(registers.office, proof(registers, Asker("web", DEVICE)))
    listed = list_pages.find(registers.office, word, DEVICE)
    assert listed is not None
    assert "每月 760 元" in listed.html()
    for device in (None, "", "another-device-another-person-0000002"):
        assert list_pages.find(registers.office, word, device) is None
    assert list_pages.find(registers.office, f"{word[:-1]}{'-' if word[-1] == '_' else '_'}", DEVICE) is None


def test_it_shows_one_persons_list_alone(registers: Registers) -> None:
    registers.support()
    registers.support("orphan", serial=2)
    word = list_pages.lay_out(registers.office, proof(registers, ASKER))
    listed = list_pages.find(registers.office, word, None)
    assert listed is not None
    assert [item.program for item in listed.items] == ["最低生活保障"]


def test_it_lapses_and_is_thrown_away(registers: Registers) -> None:
    office, known = registers.office, proof(registers, ASKER)
    word = list_pages.lay_out(office, known)
    office.clock.move(minutes=14, seconds=59)
    assert list_pages.find(office, word, None) is not None
    office.clock.move(seconds=1)
    assert list_pages.find(office, word, None) is None
    list_pages.lay_out(office, known)
    assert len(office.db.scalars(select(ListPage)).all()) == 1


def test_neither_word_nor_person_lies_in_the_table(registers: Registers) -> None:
    word = list_pages.lay_out(registers.office, proof(registers, Asker("web", DEVICE)))
    row = registers.office.db.scalars(select(ListPage)).one()
    kept = " ".join(str(getattr(row, column.name)) for column in ListPage.__table__.columns)
    assert not {secret for secret in (word, DEVICE, id_number(), "王小明") if secret in kept}
    assert id_number() not in word
    assert row.until == registers.office.clock.now() + timedelta(minutes=15)


@pytest.mark.postgres
def test_on_postgres(pg_registers: Registers) -> None:
    pg_registers.support()
    word = list_pages.lay_out(pg_registers.office, proof(pg_registers, Asker("web", DEVICE)))
    assert list_pages.find(pg_registers.office, word, DEVICE) is not None
    assert list_pages.find(pg_registers.office, word, None) is None
