"""Tables brought in: good rows in, bad rows kept with their reason, the same file twice without effect."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from casework.assistance import asking, binding, exports, history
from casework.assistance.imports import running
from casework.assistance.imports.reading import BadFile
from casework.assistance.imports.running import Report, bring_in, refused_rows
from casework.assistance.models import Application, CardKept, ColumnChoice, Payment, Relative, Support
from casework.office import Bureau, NotAllowed, NotFound
from casework.outbox import Letter
from casework.people.actors import Actor
from casework.people.residents import Person
from store.base import Base
from tests.casework.assistance.conftest import ASKER, id_number
from tests.casework.assistance.imports.conftest import Write
from tests.casework.conftest import settle

HEAD = ["户主姓名", "身份证号码", "救助类型", "发放年月", "实发金额", "打卡日期", "一卡通账号", "发放结果"]


def row(serial: int = 1, **what: Any) -> list[Any]:
    plain = {
        "name": "王小明",
        "id": id_number(serial),
        "program": "农村低保",
        "month": "2026年10月",
        "amount": 760.5,
        "paid": "2026-10-09",
        "account": "6228480000000006688",
        "state": "成功",
    }
    return list((plain | what).values())


def count(bureau: Bureau, table: type[Base]) -> int:
    with bureau.reading() as office:
        return office.db.scalar(select(func.count()).select_from(table)) or 0


def numbers(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.same, report.refused


def test_signs_that_nobody_sees_and_full_width_ones_make_no_difference(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    """Zero width, bidi and full-width signs in names, numbers, words and headings, as copied tables carry them."""
    bring_in(bureau, "payments", write([HEAD, row()]), people["worker"])
    wide = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789."}
    tricked = row(
        name="王\u200b小\u202e明\u2069",
        id=f"\u2066{id_number(1).translate(wide)}\u2069",
        program="农村\ufeff低\u200b保",
        month="２０２６年\u200b１０月",
        amount="７６０．５",
        account="6228480000000006688".translate(wide),
        state="\u200e成功",
    )
    headings = [f"\u200b{title[:2]}\u2060{title[2:]}" for title in HEAD]
    report = bring_in(bureau, "payments", write([headings, tricked], "copied.xlsx"), people["worker"])
    assert numbers(report) == (0, 0, 1, 0)


def test_payments_come_in_with_guessed_columns(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    path = write([["青禾县2026年10月低保发放花名册"], [], HEAD, row(1), row(2), ["合计", "", "", "", 1521]])
    report = bring_in(bureau, "payments", path, people["worker"])
    assert numbers(report) == (2, 0, 0, 0)
    assert report.heading.columns["account"] == "一卡通账号"
    with bureau.reading() as office:
        paid = office.db.scalars(select(Payment).order_by(Payment.id)).first()
        assert paid is not None
        assert (paid.program, paid.month, paid.amount, paid.paid_on, paid.account_tail) == (
            "dibao",
            "2026-10",
            Decimal("760.50"),
            date(2026, 10, 9),
            "6688",
        )
        assert office.vault.open(paid.id_number_sealed) == id_number(1)


def test_the_same_file_twice_changes_nothing_and_a_new_one_only_what_differs(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    path = write([HEAD, row(1), row(2)])
    assert numbers(bring_in(bureau, "payments", path, people["worker"])) == (2, 0, 0, 0)
    again = bring_in(bureau, "payments", path, people["worker"])
    assert numbers(again) == (0, 0, 2, 0)
    assert again.heading.remembered
    path = write([HEAD, row(1), row(2, state="退回"), row(3)], "later.xlsx")
    assert numbers(bring_in(bureau, "payments", path, people["worker"])) == (1, 1, 1, 0)
    assert count(bureau, Payment) == 3
    assert count(bureau, ColumnChoice) == 1


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ({"id": "990123196001010011"}, "身份证号"),
        ({"id": 990123196001010011}, "存成了数字"),
        ({"id": "9.90123E+17"}, "科学计数法"),
        ({"name": ""}, "缺姓名"),
        ({"month": "十月份"}, "不是月份"),
        ({"amount": "七百"}, "不是金额"),
        ({"amount": -3}, "金额"),
        ({"paid": "2027-01-01"}, "今天之后"),
        ({"program": "养老金"}, "不认识救助项目"),
        ({"account": "12"}, "后四位"),
    ],
)
def test_each_bad_row_is_named_with_its_reason_and_kept(
    bureau: Bureau, people: dict[str, Actor], write: Write, what: dict[str, Any], reason: str
) -> None:
    path = write([HEAD, row(1), row(2, **what), row(3)])
    for _ in range(2):
        report = bring_in(bureau, "payments", path, people["worker"])
        assert report.refused == 1
        assert (report.examples[0].line, reason in report.examples[0].reason) == (3, True)
    assert count(bureau, Payment) == 2
    with bureau.reading() as office:
        kept = refused_rows(office, people["worker"])
        assert len(kept) == 1
        assert "农村低保" in kept[0].cells or what.get("program") in kept[0].cells


def test_what_a_reason_quotes_of_the_row_is_kept_sealed_alone(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    report = bring_in(bureau, "payments", write([HEAD, row(1, month="紫藤巷三号")]), people["worker"])
    assert "“紫藤巷三号”不是月份" in report.examples[0].reason
    with bureau.reading() as office:
        (kept,) = refused_rows(office, people["worker"])
        assert "“……”不是月份" in kept.reason
        assert "紫藤巷三号" in kept.cells


def test_two_rows_of_one_person_and_month_that_disagree(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    path = write([HEAD, row(1), row(1, amount=10), row(1)])
    report = bring_in(bureau, "payments", path, people["worker"])
    assert numbers(report) == (1, 0, 1, 1)
    assert report.rows == 3
    assert report.examples[0].reason == "和第 2 行是同一条，内容不一样"


def test_a_dry_run_tells_and_keeps_nothing(bureau: Bureau, people: dict[str, Actor], write: Write) -> None:
    path = write([HEAD, row(1), row(2, name="")])
    report = bring_in(bureau, "payments", path, people["worker"], dry_run=True)
    assert numbers(report) == (1, 0, 0, 1)
    assert report.sentence().startswith("试运行")
    assert count(bureau, Payment) == 0
    assert count(bureau, ColumnChoice) == 0
    with bureau.reading() as office:
        assert not refused_rows(office, people["worker"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_of_offices(
    bureau: Bureau, people: dict[str, Actor], write: Write, encoding: str
) -> None:
    path = write([HEAD, row(1, name="王䶮")], "table.csv", encoding)
    assert numbers(bring_in(bureau, "payments", path, people["worker"])) == (1, 0, 0, 0)


def test_columns_chosen_by_hand_are_remembered(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    head = ["姓名", "身份证号", "项目", "第几期", "数额"]
    path = write([head, ["王小明", id_number(), "低保", "202610", 760]])
    with pytest.raises(BadFile, match="发放月份、金额"):
        bring_in(bureau, "payments", path, people["worker"])
    chosen = {"发放月份": "第几期", "金额": "数额"}
    assert numbers(bring_in(bureau, "payments", path, people["worker"], chosen=chosen))[0] == 1
    assert numbers(bring_in(bureau, "payments", path, people["worker"])) == (0, 0, 1, 0)


def sheet(path: Path) -> list[list[Any]]:
    return [list(line) for line in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]


def test_refused_rows_go_out_under_the_headings_of_their_file_and_put_right_come_in_again(
    bureau: Bureau, people: dict[str, Actor], write: Write, tmp_path: Path
) -> None:
    head = ["姓 名*", "身份证号", "", "第几期", "数额"]
    good = ["王小明", id_number(1), "甲", "202610", 760]
    bad = ["", id_number(2), "乙", "202610", 760]
    chosen = {"发放月份": "第几期", "金额": "数额"}
    report = bring_in(
        bureau,
        "payments",
        write([["花名册"], head, good, bad]),
        people["worker"],
        program="tekun",
        chosen=chosen,
    )
    assert numbers(report) == (1, 0, 0, 1)
    out = tmp_path / "refused.xlsx"
    with bureau.reading() as office:
        (run,) = running.runs(office, people["worker"])
        assert exports.refused(office, run.id, out, people["worker"]) == 1
    titles, line = sheet(out)
    assert [title or "" for title in titles] == [*head, "整个文件的救助项目", "文件里的行号", "为什么没取"]
    assert [cell or "" for cell in line] == [
        "",
        id_number(2),
        "乙",
        "202610",
        "760",
        "特困人员救助供养",
        4,
        "缺姓名",
    ]
    line[0] = "李大"
    again = bring_in(bureau, "payments", write([titles, line], "again.xlsx"), people["worker"])
    assert numbers(again) == (1, 0, 0, 0)
    with bureau.reading() as office:
        assert set(office.db.scalars(select(Payment.program))) == {"tekun"}
    assert numbers(bring_in(bureau, "payments", write([titles, line], "again.xlsx"), people["worker"])) == (
        0,
        0,
        1,
        0,
    )


def test_what_is_refused_again_goes_out_with_one_reason(
    bureau: Bureau, people: dict[str, Actor], write: Write, tmp_path: Path
) -> None:
    bring_in(bureau, "payments", write([HEAD, row(1, name="", month="十月份")]), people["worker"])
    out = tmp_path / "refused.xlsx"
    with bureau.reading() as office:
        exports.refused(office, running.runs(office, people["worker"])[0].id, out, people["worker"])
    titles, line = sheet(out)
    line[0] = "王小明"
    assert numbers(bring_in(bureau, "payments", write([titles, line], "b.xlsx"), people["worker"])) == (
        0,
        0,
        0,
        1,
    )
    with bureau.reading() as office:
        exports.refused(office, running.runs(office, people["worker"])[0].id, out, people["worker"])
    titles, line = sheet(out)
    assert titles == [*HEAD, "文件里的行号", "为什么没取"]
    assert line[-1] == "发放月份：“……”不是月份"


def test_a_row_refused_twice_belongs_to_the_import_that_refused_it_last(
    bureau: Bureau, people: dict[str, Actor], write: Write, tmp_path: Path
) -> None:
    for _ in range(2):
        bring_in(bureau, "payments", write([HEAD, row(1, name="")]), people["worker"])
    with bureau.reading() as office:
        last, first = running.runs(office, people["worker"])
        out = tmp_path / "refused.xlsx"
        assert exports.refused(office, last.id, out, people["worker"]) == 1
        assert exports.refused(office, first.id, out, people["worker"]) == 0


def test_refused_rows_of_another_township_are_nobody_elses(
    bureau: Bureau, people: dict[str, Actor], write: Write, tmp_path: Path
) -> None:
    bring_in(bureau, "payments", write([HEAD, row(1, name="")]), people["worker"])
    with bureau.reading() as office:
        run = running.runs(office, people["worker"])[0].id
        with pytest.raises(NotFound):
            exports.refused(office, run, tmp_path / "refused.xlsx", people["town"])


def test_programme_of_the_whole_file(bureau: Bureau, people: dict[str, Actor], write: Write) -> None:
    path = write([["姓名", "身份证号", "月份", "金额"], ["王小明", id_number(), "2026-10", 900]])
    with pytest.raises(BadFile, match="救助项目"):
        bring_in(bureau, "payments", path, people["worker"])
    bring_in(bureau, "payments", path, people["worker"], program="tekun")
    with bureau.reading() as office:
        assert office.db.scalars(select(Payment.program)).one() == "tekun"


def test_the_countys_registration_form_of_relatives(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    head = [
        "单位名称",
        "享受低保\n人员姓名",
        "享受低保时间",
        "国家公职\n人员姓名",
        "身份证号码",
        "与国家公职\n人员关系",
        "现住址（乡镇、村、社区）",
        "低保所属乡镇",
        "联系电话",
        "备注",
    ]
    path = write(
        [
            ["享受低保情况登记表"],
            ["填报单位（盖公章）"],
            head,
            [
                "柳溪镇",
                "王小明",
                "2024-05",
                "王演示",
                id_number(1),
                "父亲",
                "柳溪镇老槐树村",
                "柳溪镇",
                "13800138000",
                "",
            ],
            ["", "李小红", "", "李演示", "", "母亲", "石桥村", "", "", ""],
            ["统计经办人员："],
            ["备注：凡本县范围内……"],
        ]
    )
    assert numbers(bring_in(bureau, "relatives", path, people["worker"])) == (2, 0, 0, 0)
    with bureau.reading() as office:
        second = office.db.scalars(select(Relative).order_by(Relative.id.desc())).first()
        assert second is not None
        assert (second.unit_name, second.township, second.id_index) == ("柳溪镇", "QH-102", None)


def test_the_self_report_follows_each_reporter(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    head = [
        "姓  名",
        "职务或与报告人关系",
        "目前是否享受低保",
        "身份证号码",
        "户籍所在地（乡镇、村、社区）",
        "现住址（乡镇、村、社区）",
        "备  注",
    ]
    path = write(
        [
            head,
            ["王演示", "民政助理", "否", id_number(1), "柳溪镇", "柳溪镇", ""],
            ["李示范", "配偶", "否", id_number(2), "柳溪镇", "柳溪镇", ""],
            ["王示例", "本人父亲", "是", id_number(3), "柳溪镇老槐树村", "老槐树村", ""],
            ["", "配偶父亲", "", "", "", "", ""],
            ["赵演示", "所长", "否", id_number(4), "白石镇", "白石镇", ""],
            ["赵示例", "子女", "是", id_number(5), "白石镇", "白石镇", ""],
        ]
    )
    assert numbers(bring_in(bureau, "self_reports", path, people["worker"])) == (3, 0, 0, 0)
    with bureau.reading() as office:
        rows = office.db.scalars(select(Relative).order_by(Relative.id)).all()
        told = [
            (office.vault.open(one.official_sealed), one.relation, one.assisted, one.official_post)
            for one in rows
        ]
    assert told == [
        ("王演示", "配偶", False, "民政助理"),
        ("王演示", "本人父亲", True, "民政助理"),
        ("赵演示", "子女", True, "所长"),
    ]


def test_cards_and_benefits(bureau: Bureau, people: dict[str, Actor], write: Write) -> None:
    cards = write(
        [
            ["持卡人", "身份证号", "卡号", "代管人", "代管人职务", "协议签订日期", "乡镇"],
            ["王小明", id_number(), "6688", "李演示", "村会计", "", "柳溪镇"],
        ],
        "cards.xlsx",
    )
    assert numbers(bring_in(bureau, "cards", cards, people["worker"])) == (1, 0, 0, 0)
    assert count(bureau, CardKept) == 1
    head = [
        "户主姓名",
        "身份证号",
        "保障类型",
        "享受人数",
        "月保障金额",
        "享受低保时间",
        "退出时间",
        "退出原因",
        "乡镇",
    ]
    supports = write(
        [
            head,
            ["王小明", id_number(), "城市低保", 3, 760, "2026.3.1", "2026-09-30", "家庭情况好转", "城关镇"],
            ["李小红", id_number(2), "农村低保", "2人", "560元", 46082, "", "", "柳溪镇"],
            ["赵大", id_number(3), "低保", 1, 560, "2026-05", "2026-04-01", "", "柳溪镇"],
        ],
        "supports.xlsx",
    )
    report = bring_in(bureau, "supports", supports, people["worker"])
    assert numbers(report) == (2, 0, 0, 1)
    with bureau.reading() as office:
        first, second = office.db.scalars(select(Support).order_by(Support.id)).all()
        assert (first.area, first.ended_why, first.township) == ("urban", "better_off", "QH-101")
        assert (second.area, second.since, second.headcount) == ("rural", date(2026, 3, 1), 2)


def test_applications_come_with_their_clocks_and_can_be_asked_for(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    head = [
        "受理编号",
        "申请人",
        "身份证号",
        "救助类型",
        "申请日期",
        "受理日期",
        "当前环节",
        "状态日期",
        "不予批准原因",
        "住址",
    ]
    rows = [
        [
            "QD2026-0001",
            "王小明",
            id_number(1),
            "低保",
            "2026-11-02",
            "2026-11-03",
            "公示中",
            "2026-11-16",
            "",
            "老槐树村",
        ],
        [
            "QD2026-0002",
            "李小红",
            id_number(2),
            "低保",
            "2026-09-02",
            "2026-09-03",
            "不予批准",
            "2026-10-16",
            "收入高于标准",
            "石桥村",
        ],
        [
            "QD2026-0003",
            "赵大",
            id_number(3),
            "特困",
            "2026-09-02",
            "2026-09-03",
            "不予批准",
            "2026-10-16",
            "",
            "石桥村",
        ],
    ]
    report = bring_in(bureau, "applications", write([head, *rows]), people["worker"])
    assert numbers(report) == (2, 0, 0, 1)
    with bureau.office() as office:
        first = office.db.scalars(select(Application).where(Application.number_key == "QD20260001")).one()
        running = {clock.stage: clock.started_on for clock in first.clocks if clock.running}
        assert running == {"posting": date(2026, 11, 16), "whole": date(2026, 11, 3)}
        assert not list(history.verify(office))
        proof = asking.verify(office, "qd2026 0001", id_number(1)[-4:], ASKER)
        assert proof is not None
        assert "公示" in asking.application_status(office, proof)[0].sentence
    rows[0][6:8] = ["审核确认", "2026-11-20"]
    report = bring_in(bureau, "applications", write([head, *rows], "later.xlsx"), people["worker"])
    assert numbers(report) == (0, 1, 1, 1)
    with bureau.reading() as office:
        first = office.db.scalars(select(Application).where(Application.number_key == "QD20260001")).one()
        assert {clock.stage for clock in first.clocks if clock.running} == {"confirm", "whole"}
        assert first.history_count == 2


def test_a_township_brings_in_its_own_rows_only(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    head = ["单位名称", "享受低保人员姓名", "国家公职人员姓名", "与国家公职人员关系", "低保所属乡镇"]
    path = write(
        [head, ["", "王小明", "王演示", "父亲", "柳溪镇"], ["", "李小红", "李演示", "母亲", "白石镇"]]
    )
    report = bring_in(bureau, "relatives", path, people["town"])
    assert numbers(report) == (1, 0, 0, 1)
    assert "不是本乡镇" in report.examples[0].reason
    with pytest.raises(NotAllowed):
        bring_in(bureau, "relatives", path, people["editor"])


STEPS = ["申请编号", "姓名", "身份证号", "救助项目", "申请日期", "办理环节", "住址"]


def test_a_township_takes_no_application_from_another_one(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    def bring(by: str, step: str, place: str) -> Report:
        line = ["QD2026-0001", "王小明", id_number(), "低保", "2026-11-02", step, place]
        return bring_in(bureau, "applications", write([STEPS, line]), people[by])

    def kept() -> tuple[str, str | None, str | None]:
        with bureau.reading() as office:
            found = office.db.scalars(select(Application)).one()
            return found.step, found.township, found.place_unit

    assert bring("town", "受理", "老槐树村").added == 1
    assert numbers(bring("other_town", "公示", "白石镇")) == (0, 0, 0, 1)
    assert kept() == ("accepted", "QH-102", "QH-102-02")
    assert numbers(bring("town", "公示", "老槐树村")) == (0, 1, 0, 0)
    assert numbers(bring("worker", "审核确认", "")) == (0, 1, 0, 0)
    assert kept() == ("reviewing", "QH-102", "QH-102-02")


@pytest.mark.parametrize(
    ("step", "procedure", "reached"),
    [
        ("已收到求助", "temporary_quick", "received"),
        ("已先行救助", "temporary_quick", "aided"),
        ("已收到申请", "temporary", "received"),
        ("不予同意", "temporary", "refused"),
    ],
)
def test_an_urgent_application_keeps_its_procedure(
    bureau: Bureau, people: dict[str, Actor], write: Write, step: str, procedure: str, reached: str
) -> None:
    line = ["QD2026-0001", "王小明", id_number(), "临时救助", "2026-11-02", step, "老槐树村"]
    path = write([[*STEPS, "不予同意原因"], [*line, "不属于急难"]])
    assert bring_in(bureau, "applications", path, people["worker"]).added == 1
    with bureau.reading() as office:
        found = office.db.scalars(select(Application)).one()
        assert (found.procedure, found.step) == (procedure, reached)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .xlsx"),
        (b"PK\x03\x04broken", "损坏"),
        (b"\xff\xfe\x00\xd8x", "编码"),
    ],
)
def test_files_that_are_no_tables(
    bureau: Bureau, people: dict[str, Actor], tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadFile, match=said):
        bring_in(bureau, "payments", path, people["worker"])


def test_an_archive_that_is_no_workbook_is_told_in_words(
    bureau: Bureau, people: dict[str, Actor], tmp_path: Path
) -> None:
    path = tmp_path / "table.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("照片.txt", "x")
    with pytest.raises(BadFile, match=r"不是能读的 \.xlsx 表格。.*另存为") as refused:
        bring_in(bureau, "payments", path, people["worker"])
    assert "Error" not in str(refused.value)


def test_bombs_are_not_unpacked(bureau: Bureau, people: dict[str, Actor], tmp_path: Path) -> None:
    bomb, entity = tmp_path / "bomb.xlsx", tmp_path / "entity.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    with zipfile.ZipFile(entity, "w") as archive:
        archive.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    for path in (bomb, entity):
        with pytest.raises(BadFile, match="为了安全"):
            bring_in(bureau, "payments", path, people["worker"])


@pytest.mark.parametrize("name", ["table.csv", "table.xlsx"])
def test_the_progress_tells_how_much_there_is(
    bureau: Bureau, people: dict[str, Actor], write: Write, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    seen: list[tuple[int, int | None]] = []
    path = write([HEAD, *(row(serial) for serial in range(1, 6))], name)
    bring_in(bureau, "payments", path, people["worker"], progress=lambda *one: seen.append(one))
    assert seen == [(2, 6), (4, 6), (5, 6)]


def test_broken_off_and_run_again(
    bureau: Bureau, people: dict[str, Actor], write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    path = write([HEAD, *(row(serial) for serial in range(1, 8))])

    def stop(done: int, _: int | None) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_in(bureau, "payments", path, people["worker"], progress=stop)
    assert count(bureau, Payment) == 4
    assert numbers(bring_in(bureau, "payments", path, people["worker"])) == (3, 0, 4, 0)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.integers(1, 6), st.sampled_from(["2026-09", "2026-10", "?"]), st.sampled_from([100, 200, "x"])
        ),
        min_size=1,
        max_size=12,
    )
)
def test_any_table_twice_is_the_same_as_once(
    bureau: Bureau, people: dict[str, Actor], write: Write, rows: list[tuple[int, str, Any]]
) -> None:
    path = write(
        [HEAD, *(row(serial, month=month, amount=amount, paid="") for serial, month, amount in rows)]
    )
    first = bring_in(bureau, "payments", path, people["worker"])
    before = count(bureau, Payment)
    second = bring_in(bureau, "payments", path, people["worker"])
    assert count(bureau, Payment) == before
    assert numbers(second)[:2] == (0, 0)
    assert second.refused == first.refused
    assert second.rows == first.rows == second.same + second.refused == len(rows)


@contextmanager
def settled(bureau: Bureau) -> Iterator[dict[str, Actor]]:
    with bureau.office() as office:
        people = settle(office).people
    yield people


@pytest.mark.postgres
def test_on_postgres(pg_bureau: Bureau, write: Write) -> None:
    with settled(pg_bureau) as people:
        path = write([HEAD, row(1), row(2, name=""), row(3)])
        assert numbers(bring_in(pg_bureau, "payments", path, people["worker"])) == (2, 0, 0, 1)
        path = write([HEAD, row(1, amount=1), row(3)], "later.xlsx")
        assert numbers(bring_in(pg_bureau, "payments", path, people["worker"])) == (0, 1, 1, 0)


def test_a_household_that_bound_its_account_is_told_of_a_cut_and_how_to_contest_it(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    head = ["户主姓名", "身份证号", "保障类型", "月保障金额", "享受低保时间", "停发日期", "停发原因"]
    with bureau.office() as office:
        code = binding.issue(office, people["desk"], Person("王小明", "", id_number()))
        assert binding.redeem(office, code, ASKER)
    stopped = ("2026-11-01", "收入增加，家庭情况好转")
    for amount, ended, why in ((760, "", ""), (760, "", ""), (560, "", ""), (560, *stopped), (760, "", "")):
        path = write(
            [
                head,
                ["王小明", id_number(), "农村低保", amount, "2026-01-01", ended, why],
                ["李小红", id_number(2), "农村低保", amount, "2026-01-01", ended, why],
            ]
        )
        bring_in(bureau, "supports", path, people["worker"])
    with bureau.reading() as office:
        letters = office.db.scalars(select(Letter).where(Letter.channel == "telegram").order_by(Letter.id))
        told = [office.vault.open(letter.text_sealed) for letter in letters]
    assert len(told) == 4
    assert "起享受最低生活保障" in told[0]
    assert "由 760 元减为 560 元" in told[1]
    assert "行政复议" in told[1]
    assert "从 2026-11-01 起停发。登记的原因：家庭情况好转" in told[2]
    assert "行政复议" in told[2]
    assert told[3] == "您家的最低生活保障恢复发放，每次 760 元。"


def test_a_household_that_bound_its_account_is_told_of_a_payment_stopped_or_sent_back_once(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    with bureau.office() as office:
        code = binding.issue(office, people["desk"], Person("王小明", "", id_number()))
        assert binding.redeem(office, code, ASKER)
    for state, others in (("成功", "退回"), ("退回", "退回"), ("退回", "停发"), ("停发", "成功")):
        lines = [
            row(1, month="2026年11月", state=state),
            row(2, month="2026年11月", state=others),
            row(1, month="2025年3月", state="停发"),
        ]
        bring_in(bureau, "payments", write([HEAD, *lines]), people["worker"])
    with bureau.reading() as office:
        letters = office.db.scalars(select(Letter).where(Letter.channel == "telegram").order_by(Letter.id))
        told = [office.vault.open(letter.text_sealed) for letter in letters]
    assert len(told) == 2
    assert "最低生活保障被银行退回了" in told[0]
    assert "改账号" in told[0]
    assert "最低生活保障从 2026-11 这一期起停发" in told[1]
    assert "行政复议" in told[1]


def test_an_applicant_who_bound_an_account_is_told_once_of_a_step_that_an_import_brings(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    head = [
        "受理编号",
        "申请人",
        "身份证号",
        "救助类型",
        "申请日期",
        "受理日期",
        "当前环节",
        "状态日期",
        "家庭人数",
    ]
    with bureau.office() as office:
        code = binding.issue(office, people["desk"], Person("王小明", "", id_number()))
        assert binding.redeem(office, code, ASKER)

    def told(step: str, day: str, headcount: int) -> list[str]:
        rows = [
            [
                f"QD2026-000{serial}",
                name,
                id_number(serial),
                "低保",
                "2026-11-02",
                "2026-11-03",
                step,
                day,
                headcount,
            ]
            for serial, name in ((1, "王小明"), (2, "李小红"))
        ]
        report = bring_in(bureau, "applications", write([head, *rows]), people["worker"])
        assert report.refused == 0
        with bureau.reading() as office:
            letters = office.db.scalars(
                select(Letter).where(Letter.channel == "telegram").order_by(Letter.id)
            )
            return [office.vault.open(letter.text_sealed) for letter in letters]

    assert told("入户调查", "2026-11-16", 3) == []
    (posted,) = told("公示", "2026-11-18", 3)
    assert "正在村（社区）公示" in posted
    assert "尾号" in posted
    assert told("公示", "2026-11-18", 3) == [posted]
    assert told("公示", "2026-11-18", 4) == [posted]
    assert len(told("审核确认", "2026-11-20", 4)) == 2


def test_a_household_that_bound_its_account_is_told_of_a_renewal_and_of_another_account(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    head = ["姓名", "身份证号", "救助项目", "金额", "享受开始日期", "复核日期", "银行账号"]
    with bureau.office() as office:
        code = binding.issue(office, people["desk"], Person("王小明", "", id_number()))
        assert binding.redeem(office, code, ASKER)

    def told(review: str, account: str) -> list[str]:
        table = [head, ["王小明", id_number(), "农村低保", 760, "2026-01-01", review, account]]
        bring_in(bureau, "supports", write(table), people["worker"])
        with bureau.reading() as office:
            letters = office.db.scalars(
                select(Letter).where(Letter.channel == "telegram").order_by(Letter.id)
            )
            return [office.vault.open(letter.text_sealed) for letter in letters]

    assert len(told("2026-12-01", "6228480000000006688")) == 1
    renewed = told("2027-12-01", "6228480000000006688")[1:]
    assert renewed == ["您家的最低生活保障继续发放，下次在 2027-12-01 前复核。"]
    assert told("2027-06-01", "6228480000000006688")[2:] == []
    (account,) = told("2027-06-01", "6228480000000001234")[2:]
    assert "由尾号 6688 改为尾号 1234。不是您要改的，马上打 " in account
