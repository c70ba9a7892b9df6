"""Every register goes out in clear and comes in again: into itself without effect, into an empty one whole."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from casework.assistance import exports
from casework.assistance.imports.reading import BadFile
from casework.assistance.imports.running import bring_in
from casework.assistance.models import Application, Relative
from casework.office import Bureau
from casework.people.actors import Actor
from tests.casework.assistance.conftest import Registers, id_number
from tests.casework.assistance.imports.conftest import Write

ONE, TWO, THREE = (id_number(serial) for serial in (1, 2, 3))
TABLES: dict[str, list[tuple[str, list[list[Any]]]]] = {
    "applications": [
        (
            "applications",
            [
                ["申请编号", "姓名", "身份证号", "联系电话", "救助项目", "申请日期", "受理日期", "办理环节",
                 "环节日期", "金额", "不予同意原因", "近亲属备案", "住址"],
                ["QD2026-0001", "王小明", ONE, "13800138000", "农村低保", "2026-08-03", "2026-08-04", "发放",
                 "2026-10-09", 760, "", "是", "老槐树村"],
                ["QD2026-0002", "李小红", TWO, "", "城市低保", "2026-09-02", "2026-09-03", "不予批准",
                 "2026-10-16", "", "收入高于标准", "否", "城关镇"],
                ["QD2026-0003", "赵大", THREE, "", "临时救助", "2026-11-02", "", "公示中", "2026-11-16", "", "", "", ""],
            ],
        )
    ],
    "payments": [
        (
            "payments",
            [
                ["姓名", "身份证号", "救助项目", "发放月份", "金额", "发放日期", "银行账号", "发放状态", "备注"],
                ["王小明", ONE, "农村低保", "2026-10", 760.5, "2026-10-09", "6688", "成功", ""],
                ["李小红", TWO, "特困", "2026年四季度", 2400, "", "6689", "退回", "卡已停用"],
                ["赵大", THREE, "低保", "2026-11", 760, "", "", "停发", '=HYPERLINK("x")'],
            ],
        )
    ],
    "supports": [
        (
            "supports",
            [
                ["姓名", "身份证号", "救助项目", "保障人数", "金额", "享受开始日期", "停发日期", "停发原因",
                 "银行账号", "联系电话", "住址"],
                ["王小明", ONE, "农村低保", 3, 760, "2026-03-01", "", "", "6688", "13800138000", "老槐树村"],
                ["李小红", TWO, "城市低保", 1, 560, "2026-03-01", "2026-09-30", "迁往外地", "", "", "城关镇"],
                ["赵大", THREE, "特困", 1, 800, "2026-01-01", "2026-10-31", "说不清", "", "", ""],
            ],
        )
    ],
    "relatives": [
        (
            "relatives",
            [
                ["单位名称", "享受低保人员姓名", "享受低保时间", "国家公职人员姓名", "身份证号码",
                 "与国家公职人员关系", "现住址", "低保所属乡镇", "联系电话", "备注"],
                ["柳溪镇", "王小明", "2024-05", "王演示", ONE, "父亲", "老槐树村", "柳溪镇", "13800138000", "老户"],
                ["", "李小红", "", "李演示", "", "母亲", "石桥村", "", "", ""],
            ],
        ),
        (
            "self_reports",
            [
                ["姓名", "职务或与报告人关系", "目前是否享受低保", "身份证号码", "户籍所在地", "现住址", "备注"],
                ["赵演示", "所长", "否", id_number(4), "白石镇", "白石镇", ""],
                ["赵示例", "子女", "否", id_number(5), "白石镇", "白石镇", "已成家"],
            ],
        ),
    ],
    "cards": [
        (
            "cards",
            [
                ["持卡人", "身份证号", "卡号", "代管人", "代管人职务", "代管人电话", "代管原因", "协议签订日期",
                 "备案日期", "终止日期", "乡镇", "备注"],
                ["王小明", ONE, "6688", "李演示", "村会计", "13800138001", "行动不便", "2026-01-05", "2026-01-06",
                 "2026-09-01", "柳溪镇", "已归还"],
                ["李小红", "", "", "李演示", "", "", "", "", "", "", "", ""],
            ],
        )
    ],
    "monitored": [
        (
            "monitored",
            [
                ["姓名", "身份证号", "保障人数", "对象类别", "乡镇"],
                ["王小明", ONE, 3, "脱贫不稳定户", "柳溪镇"],
                ["李小红", "", 1, "", ""],
            ],
        )
    ],
}  # fmt: skip


def written_out(bureau: Bureau, kind: str, path: Path, by: Actor) -> list[tuple[Any, ...]]:
    with bureau.reading() as office:
        exports.write(office, kind, path, by, masked=False)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_every_register_that_goes_out_is_tried() -> None:
    assert TABLES.keys() == exports.EXPORTED.keys()


@pytest.mark.parametrize("kind", TABLES)
def test_out_and_in_again(
    kind: str, bureau: Bureau, another_bureau: Bureau, people: dict[str, Actor], write: Write, tmp_path: Path
) -> None:
    rows = 0
    for name, table in TABLES[kind]:
        report = bring_in(bureau, name, write(table, f"{name}-first.xlsx"), people["leader"])
        assert report.refused == 0, report.examples
        rows += report.added
    out = tmp_path / "out.xlsx"
    before = written_out(bureau, kind, out, people["leader"])
    assert len(before) == rows + 1

    again = bring_in(bureau, kind, out, people["leader"])
    assert (again.added, again.changed, again.same, again.refused) == (0, 0, rows, 0), again.examples

    anew = bring_in(another_bureau, kind, out, people["leader"])
    assert (anew.added, anew.refused) == (rows, 0), anew.examples
    assert written_out(another_bureau, kind, tmp_path / "anew.xlsx", people["leader"]) == before


def test_the_days_of_a_decision_stay_when_the_application_has_gone_on(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    head = [
        "申请编号",
        "姓名",
        "身份证号",
        "救助项目",
        "申请日期",
        "办理环节",
        "环节日期",
        "决定日期",
        "起发月份",
    ]
    line = ["QD2026-0001", "王小明", ONE, "低保", "2026-07-03", "发放", "2026-11-09", "2026-08-20", "2026-10"]
    assert bring_in(bureau, "applications", write([head, line]), people["leader"]).added == 1
    with bureau.reading() as office:
        one = office.db.scalars(select(Application)).one()
        assert (str(one.decided_on), one.pays_from) == ("2026-08-20", "2026-10")


def test_the_form_of_relatives_leaves_what_a_self_report_told(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    (_, form), (_, own) = TABLES["relatives"]
    bring_in(bureau, "self_reports", write(own, "own.xlsx"), people["leader"])
    line = ["白石镇", "赵示例", "", "赵演示", id_number(5), "子女", "白石镇", "白石镇", "13800138000", ""]
    assert bring_in(bureau, "relatives", write([form[0], line]), people["leader"]).changed == 1
    with bureau.reading() as office:
        one = office.db.scalars(select(Relative)).one()
        assert (one.official_post, office.vault.open_or_none(one.registered_sealed)) == ("所长", "白石镇")


def test_self_reports_go_out_with_the_relatives(registers: Registers, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="随近亲属备案登记"):
        exports.write(registers.office, "self_reports", tmp_path / "out.xlsx", registers.county["leader"])
