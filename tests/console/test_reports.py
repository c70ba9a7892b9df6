"""Reports through the desk: asked for, made, taken, and kept from others."""

import re
from collections.abc import Callable
from io import BytesIO

import openpyxl
from sqlalchemy import update

from casework import reports
from casework.office import Bureau
from casework.people.actors import Actor
from casework.petitions.models import Petition
from tests.console.conftest import Browser


def test_a_report_is_asked_for_made_and_taken(
    as_: Callable[..., Browser], lodge: Callable[..., str], bureau: Bureau
) -> None:
    number = lodge()
    browser = as_("supervisor")
    assert browser.post("/supervision/reports", {"kind": "quarterly", "period": "quarter"}).status_code == 303
    assert "排队" in browser.get("/supervision/reports").text
    assert reports.make_waiting(bureau) == 1
    page = browser.get("/supervision/reports").text
    assert "做好了" in page
    link = re.search(r"/desk(/supervision/reports/\d+/file)", page)
    assert link
    file = browser.get(link[1])
    assert number in [cell.value for cell in openpyxl.load_workbook(BytesIO(file.content))["台账"]["A"]]
    assert "周正" in browser.get("/supervision/reports").text
    assert as_("unit_head").get(link[1]).status_code == 404


def test_the_period_offered_is_the_last_one_of_the_kind(as_: Callable[..., Browser]) -> None:
    browser = as_("supervisor")
    for kind in ("quarterly", "typical"):
        assert browser.post("/supervision/reports", {"kind": kind, "period": "last"}).status_code == 303
    page = browser.get("/supervision/reports").text
    assert "2026年第三季度" in page
    assert "2026年10月" in page


def test_a_bad_period_and_a_kind_of_others_are_refused(as_: Callable[..., Browser]) -> None:
    browser = as_("supervisor")
    assert browser.post("/supervision/reports", {"kind": "weekly", "period": "x"}).status_code == 409
    assert browser.post("/supervision/reports", {"kind": "handed_over", "period": "year"}).status_code == 403
    assert browser.post("/supervision/reports", {"kind": "none", "period": "year"}).status_code == 409


def test_a_report_names_the_unit_that_was_chosen(
    as_: Callable[..., Browser], lodge: Callable[..., str], bureau: Bureau
) -> None:
    number, browser = lodge(), as_("supervisor")
    asked = {"kind": "quarterly", "period": "quarter", "unit": "QH-203-MZ"}
    assert browser.post("/supervision/reports", asked).status_code == 303
    assert reports.make_waiting(bureau) == 1
    page = browser.get("/supervision/reports").text
    assert '<td data-label="单位">北坡乡民政所<' in page
    link = re.search(r"/desk(/supervision/reports/\d+/file)", page)
    assert link
    book = openpyxl.load_workbook(BytesIO(browser.get(link[1]).content))
    assert number not in [cell.value for cell in book["台账"]["A"]]
    assert as_("unit_head").post("/supervision/reports", asked).status_code == 403


def test_a_report_that_waits_is_stopped_by_who_asked_for_it(
    as_: Callable[..., Browser], bureau: Bureau
) -> None:
    browser = as_("supervisor")
    browser.post("/supervision/reports", {"kind": "weekly", "period": "this_month"})
    stop = re.search(r"/desk(/supervision/reports/\d+/stop)", browser.get("/supervision/reports").text)
    assert stop
    assert as_("unit_head").post(stop[1]).status_code == 404
    assert browser.post(stop[1]).status_code == 303
    assert reports.make_waiting(bureau) == 0
    assert "已停止" in browser.get("/supervision/reports").text


def test_a_repeat_is_taken_on_by_a_leader_and_struck_off_once_it_is_settled(
    as_: Callable[..., Browser], lodge: Callable[..., str], bureau: Bureau, people: dict[str, Actor]
) -> None:
    for words in ("上个月低保没到账，我叫王小明。", "上个月的低保还是没到账，我叫王小明。"):
        lodge(narrative=words)
    browser = as_("supervisor")
    page = browser.get("/supervision/ledger").text
    (place,) = re.findall(r"/desk(/supervision/ledger/\d+)/lead", page)
    assert "/strike" not in page, "not while one of them is open"
    refused = browser.post(f"{place}/strike", {"note": "已补发，本人认可。"})
    assert (refused.status_code, "还有没办结的件" in refused.text) == (409, True)
    assert browser.post(f"{place}/lead", {"leader": str(people["operator"].id)}).status_code == 409
    assert browser.post(f"{place}/lead", {"leader": str(people["supervisor"].id)}).status_code == 303
    assert '<td data-label="包案">周正' in browser.get("/supervision/ledger").text
    with bureau.office() as office:
        office.db.execute(update(Petition).values(is_open=False))
    assert f"{place}/strike" in browser.get("/supervision/ledger").text
    assert browser.post(f"{place}/strike", {"note": ""}).status_code == 409
    assert browser.post(f"{place}/strike", {"note": "已补发，本人认可。"}).status_code == 303
    assert "已销号" in browser.get("/supervision/ledger?struck=yes").text
    assert as_("unit_head").post(f"{place}/lead", {"leader": "1"}).status_code in (403, 404)
