"""Numbers: read aloud, typed carelessly, and wrong by one digit."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.office import Office
from casework.petitions import numbers
from casework.petitions.numbers import BadNumber
from tests.casework.conftest import County

SERIALS = st.integers(1, numbers.SERIALS_A_YEAR - 1)
YEARS = st.integers(2020, 2099)


@pytest.mark.parametrize(
    "text",
    [
        "HY26-0412-7389",
        "hy26 0412 7389",
        "2604127389",
        "ＨＹ２６－０４１２－７３８９",
        "编号是HY26-0412-7389",
        "二六 零四一二 七三八九",
        "HY26，0412，7389。"[:-1],
        "HY26—0412—7389号",
    ],
)
def test_careless_forms(text: str) -> None:
    assert numbers.parse(text) == "HY26-0412-7389"


@pytest.mark.parametrize("text", ["", "HY", "26-0412-738", "HY26-0412-73899", "HY26-0412-738X", "我要查一下"])
def test_no_number_at_all(text: str) -> None:
    with pytest.raises(BadNumber):
        numbers.parse(text)


@given(YEARS, SERIALS)
def test_composed_numbers_are_read_back(year: int, serial: int) -> None:
    number = numbers.compose(year, serial)
    assert numbers.parse(number) == number
    assert len(number) == 14


@given(YEARS, SERIALS, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(year: int, serial: int, place: int, off: int) -> None:
    digits = list(numbers.compose(year, serial).removeprefix("HY").replace("-", ""))
    digits[place] = str((int(digits[place]) + off) % 10)
    with pytest.raises(BadNumber):
        numbers.parse("".join(digits))


def test_serials_rise_and_begin_anew_each_year(county_office: County, clock) -> None:
    office = county_office.office
    first, second = county_office.lodge().number, county_office.lodge().number
    assert [numbers.scattered(office, 2026, serial) for serial in (1, 2)] == [first, second]
    clock.move(days=45)
    assert county_office.lodge().number == numbers.scattered(office, 2027, 1)


def test_numbers_do_not_tell_how_many_lie_between(county_office: County) -> None:
    """Whoever lodges one in the morning and one at night must not learn what came in between and is kept from them."""
    told = [int(county_office.lodge().number[5:].replace("-", "")[:7]) for _ in range(12)]
    assert sum(abs(two - one) < 10_000 for one, two in pairwise(told)) < 3
    assert told != sorted(told)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(YEARS, st.sets(SERIALS, min_size=2, max_size=40))
def test_each_serial_has_a_number_of_its_own(office: Office, year: int, serials: set[int]) -> None:
    assert len({numbers.scattered(office, year, serial) for serial in serials}) == len(serials)


def test_a_number_borne_from_when_they_stood_in_a_row_is_passed_over(county_office: County) -> None:
    office = county_office.office
    earlier = county_office.lodge().petition
    earlier.number = numbers.scattered(office, 2026, 2)
    office.db.flush()
    assert county_office.lodge().number == numbers.scattered(office, 2026, 3)


def test_read_out() -> None:
    assert numbers.spoken("HY26-0412-7389") == "二六，零四一二，七三八九"
