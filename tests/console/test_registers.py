"""The registers at the desk: a table handed over, looked through, mended, brought in; taken out; searched."""

import io
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from sqlalchemy import func, select

from casework.assistance.imports import uploads
from casework.assistance.imports.running import bring_in
from casework.assistance.imports.uploads import ImportUpload
from casework.assistance.models import ImportRun, Payment, Relative
from casework.office import Bureau
from casework.people.access_models import Reveal
from casework.people.actors import Actor
from store.clock import FixedClock
from tests.casework.assistance.conftest import id_number
from tests.console.conftest import Browser

Open = Callable[..., Browser]
HEAD = ("姓名", "身份证号", "项目", "月份", "金额", "发放日期")
ROW = ("王小明", id_number(1), "低保", "2026-10", 560, "2026-10-09")
BAD = ("", id_number(2), "低保", "2026-10", 560, "2026-10-09")


def sheet(rows: Sequence[Sequence[Any]]) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    page = book.add_worksheet()
    for line, row in enumerate(rows):
        page.write_row(line, 0, row)
    book.close()
    return made.getvalue()


def hand_over(browser: Browser, rows: Sequence[Sequence[Any]], kind: str = "payments") -> str:
    answer = browser.post("/registers/imports", {"kind": kind}, files={"file": ("10月.xlsx", sheet(rows))})
    assert answer.status_code == 303, answer.text
    where = answer.headers["location"].removeprefix("/desk")
    rest(browser, where)
    return where


def rest(browser: Browser, where: str) -> None:
    """Wait until the work beside the page has come to rest."""
    for _ in range(200):
        if browser.get(f"{where}/progress").status_code == 204:
            return
        time.sleep(0.05)
    raise AssertionError("the import never came to rest")


def count(bureau: Bureau, table: Any) -> int:
    with bureau.reading() as office:
        return office.db.scalar(select(func.count()).select_from(table)) or 0


class TestImport:
    def test_nothing_is_brought_in_before_it_was_looked_through(self, bureau: Bureau, as_: Open) -> None:
        browser = as_("supervisor")
        where = hand_over(browser, [HEAD, ROW, BAD])
        page = browser.get(where).text
        assert "会新增</dt><dd>1" in page
        assert "缺姓名" in page
        assert "正式导入" in page
        assert count(bureau, Payment) == 0
        assert browser.post(f"{where}/bring").status_code == 303
        rest(browser, where)
        assert "导入完成" in browser.get(where).text
        assert count(bureau, Payment) == 1
        with bureau.reading() as office:
            kept = office.db.scalars(select(ImportUpload)).one()
            assert kept.file_sealed is None

    def test_what_was_handed_over_lies_under_seal(self, bureau: Bureau, as_: Open) -> None:
        hand_over(as_("supervisor"), [HEAD, ROW, BAD])
        with bureau.reading() as office:
            kept = office.db.scalars(select(ImportUpload.file_sealed)).one()
            report = office.db.scalars(select(ImportUpload.report_sealed)).one()
        assert b"worksheets" not in (kept or b"worksheets")
        assert "缺姓名".encode() not in (report or "缺姓名".encode())

    def test_a_column_of_another_name_is_pointed_out_and_remembered(self, bureau: Bureau, as_: Open) -> None:
        browser = as_("supervisor")
        where = hand_over(browser, [("甲栏", *HEAD[1:]), ROW])
        page = browser.get(where).text
        assert "没有找到这几列：姓名" in page
        assert '<option value="甲栏">' in page
        chosen = {
            "column-name": "甲栏",
            "column-id_number": "身份证号",
            "column-program": "项目",
            "column-month": "月份",
            "column-amount": "金额",
        }
        browser.post(f"{where}/look", chosen)
        rest(browser, where)
        assert "会新增</dt><dd>1" in browser.get(where).text
        browser.post(f"{where}/bring")
        rest(browser, where)
        assert count(bureau, Payment) == 1
        again = hand_over(browser, [("甲栏", *HEAD[1:]), ROW])
        assert "照上次" in browser.get(again).text
        assert "没有变化</dt><dd>1" in browser.get(again).text

    @pytest.mark.parametrize(
        ("name", "data", "kind", "said"),
        [
            ("a.xlsx", b"", "payments", "请选一个文件"),
            ("a.xlsx", b"PK", "weather", "请先选这是什么表"),
        ],
    )
    def test_what_is_not_taken(self, as_: Open, name: str, data: bytes, kind: str, said: str) -> None:
        answer = as_("supervisor").post("/registers/imports", {"kind": kind}, files={"file": (name, data)})
        assert answer.status_code == 422
        assert said in answer.text

    def test_what_is_no_table_is_said(self, as_: Open) -> None:
        browser = as_("supervisor")
        answer = browser.post(
            "/registers/imports",
            {"kind": "payments"},
            files={"file": ("旧表.xls", b"\xd0\xcf\x11\xe0" + b"x" * 99)},
        )
        where = answer.headers["location"].removeprefix("/desk")
        rest(browser, where)
        assert "另存为 .xlsx" in browser.get(where).text

    def test_anothers_table_is_not_to_be_had(self, as_: Open) -> None:
        where = hand_over(as_("supervisor"), [HEAD, ROW])
        assert as_("handler").get(where).status_code == 404
        assert as_("handler").post(f"{where}/bring").status_code == 404

    def test_a_township_brings_in_its_own_rows_alone(self, bureau: Bureau, as_: Open) -> None:
        head = ("姓名", "身份证号", "项目", "金额", "享受开始日期", "乡镇")
        own = ("王小明", id_number(1), "低保", 560, "2026-01-01", "柳溪镇")
        other = ("李四", id_number(2), "低保", 560, "2026-01-01", "白石镇")
        browser = as_("handler")
        where = hand_over(browser, [head, own, other], "supports")
        page = browser.get(where).text
        assert "会新增</dt><dd>1" in page
        assert "不是本乡镇的" in page

    def test_broken_off_it_goes_on(self, bureau: Bureau, as_: Open, clock: FixedClock) -> None:
        browser = as_("supervisor")
        where = hand_over(browser, [HEAD, ROW])
        with bureau.office() as office:
            office.db.scalars(select(ImportUpload)).one().state = "bringing"
        assert browser.get(f"{where}/progress").status_code == 200
        browser.post(f"{where}/bring")
        assert count(bureau, Payment) == 0, "somebody is at it"
        clock.move(minutes=3)
        assert "上次做到一半停了" in browser.get(where).text
        browser.post(f"{where}/bring")
        rest(browser, where)
        assert count(bureau, Payment) == 1

    def test_it_is_forgotten_after_a_day(self, bureau: Bureau, as_: Open, clock: FixedClock) -> None:
        browser = as_("supervisor")
        hand_over(browser, [HEAD, ROW])
        clock.move(days=2)
        hand_over(as_("supervisor"), [HEAD, ROW])
        assert count(bureau, ImportUpload) == 1


class TestOut:
    @pytest.fixture
    def filled(self, bureau: Bureau, people: dict[str, Actor], tmp_path: Path) -> None:
        path = tmp_path / "t.xlsx"
        path.write_bytes(sheet([HEAD, ROW, BAD]))
        bring_in(bureau, "payments", path, people["supervisor"])

    def book(self, data: bytes) -> list[list[Any]]:
        return [
            list(row) for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
        ]

    def run(self, bureau: Bureau) -> str:
        with bureau.reading() as office:
            return str(office.db.scalars(select(ImportRun.id)).one())

    def test_bad_rows_come_back_with_reasons_on_record(self, bureau: Bureau, as_: Open, filled: None) -> None:
        lines = self.book(as_("supervisor").post("/registers/refused", {"run": self.run(bureau)}).content)
        assert lines[0] == [*HEAD, "文件里的行号", "为什么没取"]
        assert lines[1][-2:] == [3, "缺姓名"]
        assert id_number(2) in lines[1]
        assert count(bureau, Reveal) == 1

    def test_a_township_gets_nobody_elses_bad_rows(self, bureau: Bureau, as_: Open, filled: None) -> None:
        assert as_("handler").post("/registers/refused", {"run": self.run(bureau)}).status_code == 404
        assert "10月" not in as_("handler").get("/registers").text

    def test_masked_unless_a_reason_is_given(self, as_: Open, filled: None) -> None:
        browser = as_("supervisor")
        assert "王小明" not in str(self.book(browser.post("/registers/export", {"kind": "payments"}).content))
        refused = browser.post("/registers/export", {"kind": "payments", "clear": "1"})
        assert refused.status_code == 409
        clear = browser.post("/registers/export", {"kind": "payments", "clear": "1", "reason": "与财政对账"})
        assert "王小明" in str(self.book(clear.content))

    def test_a_township_takes_out_no_list_of_the_whole_county(self, as_: Open, filled: None) -> None:
        assert as_("unit_head").post("/registers/export", {"kind": "payments"}).status_code == 403

    @pytest.mark.parametrize("area", ["rural", "urban"])
    def test_statistics(self, as_: Open, area: str) -> None:
        what = {"area": area, "since": "2026-10-01", "until": "2026-12-31", "back_to": "2025-01-01"}
        lines = self.book(as_("supervisor").post("/registers/statistics", what).content)
        assert "情况统计表" in str(lines[0][0])
        assert as_("supervisor").post("/registers/statistics", {"area": area}).status_code == 409


class TestSearch:
    @pytest.fixture
    def relative(self, bureau: Bureau, people: dict[str, Actor], tmp_path: Path) -> None:
        head = (
            "单位名称",
            "国家公职人员姓名",
            "享受低保人员姓名",
            "与国家公职人员关系",
            "身份证号",
            "所在乡镇",
        )
        path = tmp_path / "r.xlsx"
        path.write_bytes(sheet([head, ("县财政局", "孙大海", "孙小海", "兄弟", id_number(3), "柳溪镇")]))
        bring_in(bureau, "relatives", path, people["supervisor"])
        assert count(bureau, Relative) == 1

    def test_found_masked_and_on_record(self, bureau: Bureau, as_: Open, relative: None) -> None:
        asked = {"name": "孙大海", "reason": "核对备案情况"}
        page = as_("supervisor").post("/registers/search", asked).text
        assert "孙**" in page
        assert "县财政局" in page
        assert id_number(3) not in page
        assert count(bureau, Reveal) >= 1

    def test_not_without_a_reason(self, as_: Open, relative: None) -> None:
        answer = as_("supervisor").post("/registers/search", {"name": "孙大海"})
        assert answer.status_code == 422
        assert "请写明为什么要看" in answer.text
        assert 'value="孙大海"' in answer.text

    def test_another_township_finds_nothing(self, as_: Open, relative: None) -> None:
        page = as_("stranger").post("/registers/search", {"name": "孙大海", "reason": "核对备案情况"}).text
        assert "县财政局" not in page


def test_work_that_fails_says_so(
    bureau: Bureau, people: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    with bureau.office() as office:
        id = uploads.hand_over(office, people["supervisor"], "payments", "a.xlsx", sheet([HEAD, ROW]))
        assert uploads.begin(
            office, uploads.get(office, id, people["supervisor"]), people["supervisor"], "bringing", None
        )
    monkeypatch.setattr(uploads.running, "bring_in", lambda *a, **b: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        uploads.work(bureau, id, people["supervisor"])
    with bureau.reading() as office:
        assert "接着做" in uploads.fault(office, uploads.get(office, id, people["supervisor"]))
