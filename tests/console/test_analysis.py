"""Free analysis: on the page and through the read-only interface."""

import re
from collections.abc import Callable

from fastapi import FastAPI
from pydantic import SecretStr
from starlette.testclient import TestClient

from casework.office import Bureau
from casework.people import reveals
from casework.petitions.lodging import Complainant
from store.settings import Settings
from tests.console.conftest import TOKEN, Browser

READER = "figures-token"


def test_a_cell_opens_its_petitions(as_: Callable[..., Browser], lodge: Callable[..., str]) -> None:
    numbers = [lodge(), lodge(category="not_public", narrative="名单没有公示")]
    browser = as_("supervisor")
    page = browser.get("/supervision/analysis?rows=township&columns=category").text
    links = re.findall(r'cases\?([^"]*figure=received[^"]*)"', page)
    opened = [browser.get(f"/supervision/cases?{link.replace('&amp;', '&')}").text for link in links]
    assert len(links) == 6
    assert sorted(sum(number in text for number in numbers) for text in opened) == [1, 1, 1, 1, 2, 2]
    assert browser.get("/supervision/analysis?rows=unit&columns=unit").status_code == 409


def test_days_are_chosen_and_the_rest_of_the_choice_stays(as_: Callable[..., Browser]) -> None:
    asked = "figure=closed&rows=unit&columns=month&category=not_public&first=2026-03-02&last=2026-08-30"
    page = as_("supervisor").get(f"/supervision/analysis?{asked}").text
    form = page.split("自定起止日期")[1].split("</form>")[0]
    held = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert held == dict(pair.split("=") for pair in asked.split("&"))


def test_every_number_of_a_cross_table_opens_as_many(
    as_: Callable[..., Browser], lodge: Callable[..., str]
) -> None:
    """Totals too, petitions without a place, and two dimensions that no filter narrows to."""
    for at in range(3):
        lodge(narrative=f"第{at}件", place_unit_code=None if at else "QH-102-02", place_text="")
    browser = as_("supervisor")
    for rows, columns, count in (("township", "category", 6), ("month", "operator", 4)):
        page = browser.get(f"/supervision/analysis?rows={rows}&columns={columns}").text
        found = re.findall(r'/desk(/supervision/cases\?[^"]+)">(\d+)<', page)
        assert len(found) == count
        for link, number in found:
            assert f"　{number} 件</h1>" in browser.get(link.replace("&amp;", "&")).text, link


def test_every_pair_of_dimensions_shows(as_: Callable[..., Browser], lodge: Callable[..., str]) -> None:
    lodge()
    browser = as_("supervisor")
    for rows, columns in (
        ("month", "operator"),
        ("class", "month"),
        ("unit", "channel"),
        ("operator", "class"),
    ):
        page = browser.get(f"/supervision/analysis?rows={rows}&columns={columns}&figure=closure")
        assert page.status_code == 200


def test_the_interface_reads_figures_and_masked_rows(
    site: FastAPI, settings: Settings, lodge: Callable[..., str]
) -> None:
    settings.figures_tokens = [SecretStr(READER)]
    numbers = [
        lodge(petitioners=[Complainant("欧阳小明", "13800138000")], narrative=f"第{at}件") for at in range(3)
    ]
    client = TestClient(site, headers={"Authorization": f"Bearer {READER}"})
    year = {"period": "2026"}
    table = client.get("/api/v1/figures", params=year | {"by": "category"}).json()
    assert table["total"]["received"]["value"] == 3
    crossed = client.get(
        "/api/v1/figures/cross",
        params=year | {"figure": "received", "rows": "category", "columns": "channel"},
    ).json()
    assert crossed["total"]["value"] == 3
    first = client.get("/api/v1/figures/petitions", params=year | {"size": 2})
    second = client.get("/api/v1/figures/petitions", params=year | {"size": 2, "after": first.json()["next"]})
    rows = first.json()["rows"] + second.json()["rows"]
    assert [row[0] for row in rows] == numbers
    assert second.json()["next"] is None
    assert "欧阳" not in first.text
    assert client.get("/api/v1/figures", params={"period": "去年"}).status_code == 409


def test_rows_taken_by_the_interface_are_on_record(
    bureau: Bureau,
    site: FastAPI,
    settings: Settings,
    lodge: Callable[..., str],
    as_: Callable[..., Browser],
) -> None:
    settings.figures_tokens = [SecretStr(READER)]
    for at in range(3):
        lodge(narrative=f"第{at}件")
    client = TestClient(site, headers={"Authorization": f"Bearer {READER}"})
    asked = {"period": "2026", "size": 2}
    first = client.get("/api/v1/figures/petitions", params=asked).json()
    client.get("/api/v1/figures/petitions", params=asked | {"after": first["next"]})
    client.get("/api/v1/figures/petitions", params={"period": "去年"})
    with bureau.reading() as office:
        found = [(row.staff_id, row.staff_name, row.what) for row in reveals.log(office, "统计接口")]
    assert found == [
        (None, "统计接口", f"逐件明细 2026年，1 件，接序号 {first['next']}"),
        (None, "统计接口", "逐件明细 2026年，2 件"),
    ]
    assert "逐件明细 2026年，2 件" in as_("administrator").get("/logs").text


def test_the_telephone_systems_token_reads_no_figures(site: FastAPI, settings: Settings) -> None:
    settings.figures_tokens = [SecretStr(READER)]
    client = TestClient(site)
    for token, path in ((TOKEN, "/api/v1/figures?period=2026"), (READER, "/api/v1/calls/1")):
        assert client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 401
