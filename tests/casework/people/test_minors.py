"""Children under 14 by the date of birth in their identity number: kept shorter, shown to fewer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from casework.people import minors, residents
from casework.people.residents import Person
from store.clock import local_date


def number(born: date) -> str:
    body = f"990123{born:%Y%m%d}001"
    return body + mod_11_2.calc_check_digit(body)


@given(st.dates(date(1950, 1, 1), date(2026, 11, 20)))
def test_a_child_until_the_day_before_the_fourteenth_birthday(born: date) -> None:
    try:
        birthday = born.replace(year=born.year + 14)
    except ValueError:
        birthday = date(born.year + 14, 3, 1)
    assert minors.is_child(number(born), birthday - timedelta(days=1))
    assert not minors.is_child(number(born), birthday)


@pytest.mark.parametrize("given", [None, "", "110105", "11010519491231002X", "990123202002300019"])
def test_nobody_is_taken_for_a_child_without_a_valid_number(given: str | None) -> None:
    assert not minors.is_child(given, date(2026, 11, 20))


def test_a_childs_identity_is_kept_shorter(office) -> None:
    today = local_date(office.clock.now())
    child = residents.enter(office, Person("童小", "13800138001", number(date(2016, 5, 1))))
    grown = residents.enter(office, Person("成大", "13800138002", number(date(1980, 5, 1))))
    assert child.keep_until == today + minors.KEEP
    assert grown.keep_until == today + residents.KEEP
