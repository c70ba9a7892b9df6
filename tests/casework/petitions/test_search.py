"""Full text search of digests on both databases."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete

from casework.office import Bureau
from casework.petitions import queries, search
from casework.petitions.lodging import Complainant
from casework.petitions.queries import Filters
from casework.petitions.search import PetitionWords
from tests.casework.conftest import County, settle


def found(county: County, text: str) -> set[str]:
    page = queries.worklist(county.office, county["desk"], "all", Filters(text=text))
    return {row.digest for row in page.rows}


def check(county: County) -> None:
    ours = "农村低保金三个月没有发放", "民政所窗口态度恶劣，拒收申请材料", "残疾人两项补贴停发"
    for narrative in ours:
        county.lodge(narrative=narrative)
    assert found(county, "低保") == {ours[0]}
    assert found(county, "补贴 停发") == {ours[2]}
    assert found(county, "态度 恶劣") == {ours[1]}
    assert found(county, "态度 低保") == set()
    assert found(county, "ＨＹ２６－００００－００２８") == set()
    assert found(county, "……") == set()
    assert found(county, '低保" OR "态度') == set()
    assert found(county, "' | 'a") == set()
    odd = "街办C3窗口说只发50%，covid-19那年没发"
    county.lodge(narrative=odd)
    for sought in ("c3", "50", "Covid-19 那年", "窗口 没发"):
        assert odd in found(county, sought), sought


def numbers(county: County, by: str, filters: Filters, list_name: str = "all") -> list[str]:
    page = queries.worklist(county.office, county[by], list_name, filters)
    assert page.total == len(page.rows)
    return [row.number for row in page.rows]


def check_persons(county: County) -> None:
    """Newest first, each petition once, and only what may be read."""
    one, two = Complainant("李二梅", "13700137000"), Complainant("李二梅", "13700137000")
    first = county.lodge(petitioners=[one]).number
    both = county.lodge(petitioners=[one, two], category="delayed", headcount=2).number
    sealed = county.lodge(petitioners=[one], category="bribery").number
    for sought in (Filters(phone="13700137000"), Filters(name="李二梅")):
        assert numbers(county, "desk", sought) == [both, first]
        assert sealed not in numbers(county, "desk", sought, "open")
        assert numbers(county, "worker", sought) == []
    assert numbers(county, "desk", Filters(name="李二梅", category="delayed"), "open") == [both]
    assert numbers(county, "desk", Filters(text="低保", category="delayed"), "open") == [both]
    assert numbers(county, "desk", Filters(phone="13700137001")) == []


@pytest.mark.parametrize("checked", [check, check_persons])
def test_on_sqlite(county_office: County, checked: Callable[[County], None]) -> None:
    checked(county_office)


@pytest.mark.postgres
@pytest.mark.parametrize("checked", [check, check_persons])
def test_on_postgres(pg_bureau: Bureau, checked: Callable[[County], None]) -> None:
    with pg_bureau.office() as office:
        checked(settle(office))


def test_by_number(county_office: County) -> None:
    lodged = county_office.lodge()
    page = queries.worklist(
        county_office.office, county_office["desk"], "all", Filters(text=lodged.number[2:])
    )
    assert [row.number for row in page.rows] == [lodged.number]


def test_the_index_follows_its_table(county_office: County) -> None:
    petition = county_office.lodge(narrative="扣押存折").petition
    petition.digest = "克扣粮油"
    search.enter(county_office.office, petition)
    assert found(county_office, "存折") == set()
    assert found(county_office, "粮油") == {"克扣粮油"}
    county_office.office.db.execute(delete(PetitionWords))
    assert found(county_office, "粮油") == set()
