"""Tables as offices keep them: titles over titles, the month said once above, sums and signatures below, dates as text."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casework.assistance import exports
from casework.assistance.imports import cells, running
from casework.assistance.imports.cells import BadCell
from casework.assistance.imports.reading import BadFile
from casework.assistance.imports.running import Report, bring_in
from casework.assistance.models import Payment, Relative, Support
from casework.office import Bureau
from casework.people.actors import Actor
from tests.casework.assistance.conftest import id_number
from tests.casework.assistance.imports.conftest import Write

ROSTER = ["序号", "户主姓名", "身份证号码", "保障人口", "发放金额（元）", "银行卡号", "备注"]
TITLE = "柳溪镇2026年10月农村低保金发放花名册"
MADE = "制表日期：2026年11月5日"


def numbers(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.same, report.refused


def months(bureau: Bureau) -> set[str]:
    with bureau.reading() as office:
        return set(office.db.scalars(select(Payment.month)))


def line(serial: int = 1, **what: Any) -> list[Any]:
    plain = {"at": serial, "name": "王小明", "id": id_number(serial), "persons": 2, "amount": 1120}
    return [*(plain | what).values(), "6228480000000006688", ""]


def test_the_month_stands_in_the_title_alone(bureau: Bureau, people: dict[str, Actor], write: Write) -> None:
    path = write([[TITLE], ["填报单位（盖章）：", "", MADE], ROSTER, line(1), line(2)])
    report = bring_in(bureau, "payments", path, people["worker"], program="dibao")
    assert numbers(report) == (2, 0, 0, 0)
    assert months(bureau) == {"2026-10"}
    assert report.heading.columns["month"] == "整个文件的发放月份（2026-10）"
    assert numbers(bring_in(bureau, "payments", path, people["worker"], program="dibao")) == (0, 0, 2, 0)
    later = write([[TITLE.replace("10月", "11月")], [], ROSTER, line(1)], "later.xlsx")
    again = bring_in(bureau, "payments", later, people["worker"], program="dibao")
    assert (numbers(again), again.heading.remembered) == ((1, 0, 0, 0), True)
    assert months(bureau) == {"2026-10", "2026-11"}


@pytest.mark.parametrize(
    ("titles", "name", "found"),
    [
        ([], "2026年11月低保发放.xlsx", "2026-11"),
        (["特困供养金发放表（2026年第四季度）"], "b.xlsx", "2026-10"),
        (["2026年9月—2026年10月低保"], "b.xlsx", ""),
        ([MADE], "b.xlsx", ""),
    ],
)
def test_where_the_month_is_taken_from(
    bureau: Bureau, people: dict[str, Actor], write: Write, titles: list[str], name: str, found: str
) -> None:
    path = write([[title] for title in titles] + [ROSTER, line(1)], name)
    if not found:
        with pytest.raises(BadFile, match="发放月份"):
            bring_in(bureau, "payments", path, people["worker"], program="dibao")
        return
    bring_in(bureau, "payments", path, people["worker"], program="dibao")
    assert months(bureau) == {found}


def test_a_column_goes_before_the_title(bureau: Bureau, people: dict[str, Actor], write: Write) -> None:
    path = write([[TITLE], [*ROSTER, "发放月份"], [*line(1), "2026-09"], line(2)])
    report = bring_in(bureau, "payments", path, people["worker"], program="dibao")
    assert (numbers(report), months(bureau)) == ((1, 0, 0, 1), {"2026-09"})
    with pytest.raises(BadFile, match="发放月份"):
        bring_in(bureau, "payments", path, people["worker"], program="dibao", chosen={"发放月份": ""})


def test_refused_rows_keep_the_month_of_their_file(
    bureau: Bureau, people: dict[str, Actor], write: Write, tmp_path: Path
) -> None:
    path = write([[TITLE], ROSTER, line(1), line(2, amount="一千")])
    assert numbers(bring_in(bureau, "payments", path, people["worker"], program="dibao")) == (1, 0, 0, 1)
    out = tmp_path / "退回的行.xlsx"
    with bureau.reading() as office:
        exports.refused(office, running.runs(office, people["worker"])[0].id, out, people["worker"])
    book = openpyxl.load_workbook(out)
    sheet = book.active
    assert sheet is not None
    titles = [cell.value for cell in sheet[1]]
    assert titles == [
        *ROSTER,
        "整个文件的发放月份（2026-10）",
        "整个文件的救助项目",
        "文件里的行号",
        "为什么没取",
    ]
    sheet.cell(2, 5, 1120)
    book.save(out)
    report = bring_in(bureau, "payments", out, people["worker"])
    assert (numbers(report), report.heading.remembered) == ((1, 0, 0, 0), True)
    assert months(bureau) == {"2026-10"}


def test_sums_signatures_and_empty_numbered_rows_are_no_records(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    path = write(
        [
            [TITLE],
            ROSTER,
            line(1),
            ["本页小计", "", "", 2, 1120, "", ""],
            ["合计：", "", "", 2, 1120, "", ""],
            ["", "柳溪镇合计", "", 2, 1120, "", ""],
            ["总计（1户）", "", "", 2, 1120, "", ""],
            [2, "", "", "", "", "", ""],
            ["审核人：", "", "", "制表人：", "", "", ""],
            ["备注：经公示无异议", "", "", "", "", "", ""],
        ]
    )
    report = bring_in(bureau, "payments", path, people["worker"], program="dibao")
    assert (report.rows, *numbers(report)) == (1, 1, 0, 0, 0)


def test_titles_in_two_rows(bureau: Bureau, people: dict[str, Actor], write: Write) -> None:
    path = write(
        [
            ["农村低保对象台账"],
            ["序号", "基本情况", "", "", "保障情况", "", "", "银行账号", "住址"],
            ["", "户主姓名", "身份证号", "保障人数", "救助项目", "月保障金额", "享受低保时间", "", ""],
            [1, "王小明", id_number(1), 2, "农村低保", 1120, "2025年3月", "6228480000000006688", "老槐树村"],
            [2, "李小红", id_number(2), 1, "农村低保", 560, "2024-05", "", ""],
        ]
    )
    report = bring_in(bureau, "supports", path, people["worker"])
    assert (numbers(report), report.heading.line) == ((2, 0, 0, 0), 3)
    with bureau.reading() as office:
        first = office.db.scalars(select(Support).order_by(Support.id)).first()
        assert first is not None
        assert (first.account_tail, first.place_unit, first.headcount) == ("6688", "QH-102-02", 2)


def test_what_programs_write_so_that_a_spreadsheet_keeps_it(
    bureau: Bureau, people: dict[str, Actor], tmp_path: Path
) -> None:
    path = tmp_path / "bank.csv"
    path.write_bytes(
        (
            "户主姓名,身份证号,救助项目,发放月份,金额,发放日期,银行账号\r\n"
            f'王小明,="{id_number(1)}",农村低保,202610,760,2026/10/1 10:00,="0001"\r\n'
            f"李小红,\t{id_number(2)},农村低保,202610,760,2026-10-09 08:30:00,'6228480000000000001\r\n"
        ).encode("gbk")
    )
    assert numbers(bring_in(bureau, "payments", path, people["worker"])) == (2, 0, 0, 0)
    with bureau.reading() as office:
        first, second = office.db.scalars(select(Payment).order_by(Payment.id)).all()
        assert (first.paid_on, first.account_tail) == (date(2026, 10, 1), "0001")
        assert (second.paid_on, second.account_tail) == (date(2026, 10, 9), "0001")


@given(
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    form=st.sampled_from(["%Y-%m-%d", "%Y/{m}/{d}", "%Y.{m}.{d}", "%Y年{m}月{d}日"]),
    time=st.sampled_from(
        [" {h}:{n:02d}", " {h:02d}:{n:02d}:00", "T{h:02d}:{n:02d}:00.000", "T{h:02d}:{n:02d}:00+08:00"]
    ),
)
def test_a_time_of_day_never_changes_the_day(day: date, hour: int, minute: int, form: str, time: str) -> None:
    written = day.strftime(form).format(m=day.month, d=day.day) + time.format(h=hour, n=minute)
    assert cells.day(written) == day


def test_a_month_that_a_spreadsheet_made_a_number_of_is_not_guessed() -> None:
    for read in (cells.month, cells.day):
        with pytest.raises(BadCell, match="1 月还是 10 月"):
            read(2026.1)
    assert cells.month(2026.11) == "2026-11"
    assert cells.month("2026.1") == "2026-01"


def test_posts_with_women_or_children_in_their_names_are_no_relatives(
    bureau: Bureau, people: dict[str, Actor], write: Write
) -> None:
    path = write(
        [
            ["姓  名", "职务或与报告人关系", "目前是否享受低保", "身份证号码", "现住址（乡镇、村、社区）"],
            ["孔演示", "妇女主任", "否", id_number(1), "老槐树村"],
            ["孔样例", "婆婆", "是", id_number(2), "老槐树村"],
            ["金演示", "儿童主任", "是", id_number(3), "老槐树村"],
            ["金样例", "女儿", "是", id_number(4), "老槐树村"],
        ]
    )
    assert bring_in(bureau, "self_reports", path, people["worker"]).refused == 0
    with bureau.reading() as office:
        found = [
            (office.vault.open(one.official_sealed), one.official_post, one.relation)
            for one in office.db.scalars(select(Relative).order_by(Relative.id))
        ]
    assert found == [
        ("孔演示", "妇女主任", "婆婆"),
        ("金演示", "儿童主任", "本人"),
        ("金演示", "儿童主任", "女儿"),
    ]


@pytest.mark.parametrize("said", ["最低生活保障（农村）", "低保(城市)", "城市低保", "农村最低生活保障"])
def test_town_or_country_stands_before_or_behind_the_programme(
    bureau: Bureau, people: dict[str, Actor], write: Write, said: str
) -> None:
    path = write(
        [["姓名", "身份证号", "类别", "月份", "金额"], ["王小明", id_number(), said, "2026-10", 760]]
    )
    assert numbers(bring_in(bureau, "payments", path, people["worker"])) == (1, 0, 0, 0)
