from datetime import timedelta

import pytest

from casework.office import Bureau
from store import leases

MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest) -> Bureau:
    return request.getfixturevalue("bureau" if request.param == "sqlite" else "pg_bureau")


def take(house: Bureau, holder: str) -> bool:
    with house.office() as office:
        return leases.acquire(office.db, "sweep", holder, house.clock.now(), every=MINUTE, hold=15 * MINUTE)


def give_back(house: Bureau, holder: str) -> None:
    with house.office() as office:
        leases.release(office.db, "sweep", holder, house.clock.now(), "ok")


def test_one_holder_at_a_time(house: Bureau) -> None:
    assert take(house, "a")
    assert not take(house, "b")


def test_not_again_before_it_is_due(house: Bureau) -> None:
    assert take(house, "a")
    give_back(house, "a")
    assert not take(house, "b")
    house.clock.move(minutes=1)
    assert take(house, "b")


def test_a_dead_holder_loses_it(house: Bureau) -> None:
    assert take(house, "a")
    house.clock.move(minutes=14)
    assert not take(house, "b")
    house.clock.move(minutes=1)
    assert take(house, "b")


def test_a_late_release_does_not_take_it_from_its_new_holder(house: Bureau) -> None:
    assert take(house, "a")
    house.clock.move(minutes=20)
    assert take(house, "b")
    give_back(house, "a")
    house.clock.move(minutes=2)
    assert not take(house, "c")


def test_a_holder_keeps_it_by_renewing_until_another_has_it(house: Bureau) -> None:
    def renew(holder: str) -> bool:
        with house.office() as office:
            return leases.renew(office.db, "sweep", holder, house.clock.now(), hold=15 * MINUTE)

    assert take(house, "a")
    house.clock.move(minutes=14)
    assert renew("a")
    house.clock.move(minutes=14)
    assert not take(house, "b")
    house.clock.move(minutes=1)
    assert take(house, "b")
    assert not renew("a")


def test_a_clock_that_was_set_back_holds_nobody_back(house: Bureau) -> None:
    house.clock.move(days=30)
    assert take(house, "a")
    house.clock.move(days=-30)
    assert take(house, "b")
    give_back(house, "b")
    assert not take(house, "b")
