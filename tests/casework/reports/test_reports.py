"""Reports made from petitions that walked the real workflow, opened again as files."""

from datetime import UTC, date, datetime
from io import BytesIO

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from casework import reports
from casework.office import Bureau, NotAllowed, NotFound
from casework.people.actors import Actor
from casework.petitions import figures
from casework.petitions.figures import periods
from casework.petitions.lodging import Accused, Complainant
from casework.reports import kinds, papers
from casework.reports.making import SAME
from casework.reports.models import Report
from casework.supervision import matters

QUARTER = periods.quarter(2026, 4)
MONTH = periods.month(2026, 11)


def made(bureau: Bureau, actor: Actor, kind: str, period=QUARTER) -> Report:
    with bureau.office() as office:
        id = reports.ask(office, actor, kind, period).id
    assert reports.make(bureau, id)
    with bureau.office() as office:
        return reports.get(office, id, actor)


def taken(bureau: Bureau, actor: Actor, report: Report) -> BytesIO:
    with bureau.office() as office:
        return BytesIO(reports.take(office, report.id, actor)[1])


@pytest.fixture
def county(bureau, settled):
    """Two petitions, one closed and one whose text looks like a formula, kept for other units of work to see."""
    with bureau.office() as office:
        made = settled(office)
        made.to(made.lodge().petition, "closed")
        made.lodge(
            narrative='=HYPERLINK("http://evil.example","x")',
            petitioners=[Complainant("李四", "13800138001")],
        )
    return made


def test_the_quarterly_ledger_has_a_row_a_petition_and_agrees_with_the_figures(county, bureau) -> None:
    leader = county["leader"]
    book = openpyxl.load_workbook(taken(bureau, leader, made(bureau, leader, "quarterly")))
    page = book["台账"]
    rows = [row for row in page.iter_rows(min_row=4, values_only=True) if str(row[0]).startswith("HY")]
    with bureau.office() as office:
        table = figures.table(office, leader, period=QUARTER)
    assert len(rows) == table.total.cells["received"].value == 2
    assert sum(row[12] is not None for row in rows) == table.total.cells["closed"].value == 1
    assert page.print_title_rows == "$3:$3"
    assert book.sheetnames == ["台账", "按承办单位", "按乡镇", "按诉求类别", "按来源渠道"]


def rows_of(file: BytesIO, page: str) -> list[tuple[object, ...]]:
    """The rows of a ledger that begin with a petition's number."""
    found = openpyxl.load_workbook(file)[page].iter_rows(min_row=4, values_only=True)
    return [row for row in found if str(row[0]).startswith("HY")]


def test_the_ledger_of_repeats_has_a_row_a_matter_with_all_its_times(county, bureau) -> None:
    with bureau.office() as office:
        county.office = office
        again = county.lodge().petition
        assert again.repeat_no == 2
        number = again.number
    leader = county["leader"]
    ((first, *_, times, numbers),) = [
        row[:5] for row in rows_of(taken(bureau, leader, made(bureau, leader, "repeats")), "台账")
    ]
    assert (times, numbers) == (2, f"{first}、{number}")


def test_the_ledger_of_named_reports_masks_the_name_and_keeps_a_confidential_one(county, bureau) -> None:
    accused = [Accused(name="马有田", role="村主任", unit_code="QH-102-02")]
    with bureau.office() as office:
        county.office = office
        for name, identity in (("欧阳葳蕤", "real_name"), ("上官婉儿", "confidential"), ("", "anonymous")):
            county.lodge(
                category="wrongly_covered",
                identity=identity,
                narrative=f"马有田的亲戚吃低保（{identity}）",
                petitioners=[Complainant(name, "13976541238")] if name else [],
                contact=None,
                accused=accused,
            )
    leader = county["leader"]
    file = taken(bureau, leader, made(bureau, leader, "named"))
    rows = rows_of(file, "台账")
    assert [(row[3], row[4]) for row in rows] == [("欧***", "实名"), ("保密", "实名（要求保密）")]
    words = words_of(file, "named")
    assert not {name for name in ("葳蕤", "上官", "婉儿", "13976541238", "马有田") if name in words}


def test_the_list_of_leads_handed_over_has_the_receipt_and_names_nobody(county, bureau) -> None:
    inspector = county["inspector"]
    with bureau.office() as office:
        county.office = office
        lodged = county.lodge(
            petitioners=[Complainant("欧阳葳蕤", "13976541238")],
            accused=[Accused(name="马有田", role="会计", unit_code="QH-102-02")],
        )
        petition = county.to(lodged.petition, "investigating")
        county.move(petition, "hand_over", "head", reason="发现会计截留")
        county.move(petition, "acknowledge", "inspector")
        number = petition.number
    file = taken(bureau, inspector, made(bureau, inspector, "handed_over"))
    (row,) = rows_of(file, "清单")
    assert row[0] == number
    assert row[3:5] == ("社会救助股", "派驻县民政局纪检监察组")
    assert row[5] is not None
    assert str(row[6]).startswith(f"{number}-移")
    words = words_of(file, "handed_over")
    assert not {name for name in ("欧阳", "葳蕤", "13976541238", "马有田") if name in words}


def test_each_table_of_figures_has_a_native_chart_without_its_total(county, bureau) -> None:
    leader = county["leader"]
    book = openpyxl.load_workbook(taken(bureau, leader, made(bureau, leader, "quarterly")))
    assert book["台账"]._charts == []
    for title in book.sheetnames[1:]:
        page = book[title]
        (chart,) = page._charts
        drawn = [series.val.numRef.f for series in chart.series]
        assert len(drawn) == 2, title
        total = next(row[0].row for row in page.iter_rows() if row[0].value == "合计")
        assert all(f"${total - 1}" in one and f"${total}" not in one for one in drawn), title
        heads = [page[series.tx.strRef.f.split("!")[1].replace("$", "")].value for series in chart.series]
        assert heads == ["收到", "办结"], title


def test_text_that_looks_like_a_formula_stays_text(county, bureau) -> None:
    leader = county["leader"]
    page = openpyxl.load_workbook(taken(bureau, leader, made(bureau, leader, "quarterly")))["台账"]
    cells = [cell for row in page.iter_rows(min_row=4) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert not any(cell.hyperlink for cell in cells)


def test_no_file_names_anybody(county, bureau) -> None:
    leader = county["leader"]
    for kind in ("quarterly", "repeats", "named", "statistics"):
        book = openpyxl.load_workbook(taken(bureau, leader, made(bureau, leader, kind)))
        words = "".join(str(cell.value) for page in book for row in page for cell in row)
        assert not {name for name in ("王小明", "李四", "13800138000") if name in words}


def test_the_same_period_gives_the_same_file_or_says_what_changed(county, bureau, clock) -> None:
    leader = county["leader"]
    first = made(bureau, leader, "quarterly")
    clock.move(days=1)
    again = made(bureau, leader, "quarterly")
    assert (again.digest, again.sha256, again.changed) == (first.digest, first.sha256, SAME)
    with bureau.office() as office:
        county.office = office
        county.lodge(petitioners=[Complainant("赵六", "13800138003")])
    other = made(bureau, leader, "quarterly")
    assert other.digest != first.digest
    assert "“台账”增加 1 行" in other.changed


@pytest.mark.parametrize("kind", ["statistics", "stage"])
def test_a_note_that_changes_alone_is_a_change(county, bureau, clock, kind: str) -> None:
    """The number of sealed petitions stands under the tables and nowhere else, and once their month is over."""
    leader = county["leader"]
    first = made(bureau, leader, kind)
    with bureau.office() as office:
        county.office = office
        accused = [Accused(role="村支书", unit_code="QH-102-02")]
        county.lodge(category="bribery", narrative="要了我五百块钱才给办", contact=None, accused=accused)
    clock.move(days=20)
    other = made(bureau, leader, kind)
    assert other.digest != first.digest
    assert "附注”" in other.changed
    assert "另有密封件" in words_of(taken(bureau, leader, other), kind)


def words_of(file: BytesIO, kind: str) -> str:
    if kinds.KINDS[kind].suffix == "docx":
        return "\n".join(line.text for line in docx.Document(file).paragraphs)
    book = openpyxl.load_workbook(file)
    return "\n".join(str(cell.value) for page in book for row in page for cell in row)


@pytest.mark.parametrize("kind", ["weekly", "typical", "stage", "annual"])
def test_reports_in_words_open_in_word(county, bureau, kind: str) -> None:
    leader = county["leader"]
    paper = docx.Document(taken(bureau, leader, made(bureau, leader, kind, MONTH)))
    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "2026年11月" in words
    assert "王小明" not in words
    assert ("截至统计时在办" in words) == (kind != "typical")
    assert {lang.get(qn("w:eastAsia")) for lang in paper.styles.element.iter(qn("w:lang"))} == {"zh-CN"}


def test_a_report_is_made_for_a_unit_within_the_askers_branch(county, bureau) -> None:
    leader, head = county["leader"], county["head"]
    with bureau.office() as office:
        asked = [
            reports.ask(office, leader, "quarterly", QUARTER, unit).id for unit in ("QH-MZ-JZ", "QH-103")
        ]
        with pytest.raises(NotAllowed):
            reports.ask(office, head, "quarterly", QUARTER, "QH-103")
    rows = []
    for id in asked:
        assert reports.make(bureau, id)
        with bureau.office() as office:
            page = openpyxl.load_workbook(BytesIO(reports.take(office, id, leader)[1]))["台账"]
        rows.append(sum(str(row[0]).startswith("HY") for row in page.iter_rows(min_row=4, values_only=True)))
    assert rows == [1, 0]


def test_a_typical_case_is_short(county, bureau) -> None:
    with bureau.office() as office:
        county.office = office
        someone = [Complainant("孙七", "13800138009")]
        lodged = county.lodge(category="petition_unanswered", petitioners=someone)
        petition = county.to(lodged.petition, "closed")
        county.move(petition, "rate", "desk", satisfaction=3)
        assert 0 < len(papers.case(petition)) <= papers.CASE_LENGTH == 100
        for outcome in ("supported", "explained", "not_supported", "adopted", "noted"):
            petition.outcome = outcome
            assert not any(word in papers.case(petition) for word in ("当面", "解决", "属实", "受理", "救济"))


def test_the_annual_report_counts_matters_put_to_units(county, bureau) -> None:
    leader = county["leader"]
    with bureau.office() as office:
        for kind in ("supervision", "talk", "notice"):
            matters.put(office, leader, kind, "QH-102", "超期件多", "逐件说明", date(2026, 11, 30))
        accused = [Accused(role="所长", unit_code="QH-102-MZ")]
        county.office = office
        for name in ("钱七", "孙八"):
            county.lodge(category="attitude", petitioners=[Complainant(name, "13800138007")], accused=accused)
    document = docx.Document(taken(bureau, leader, made(bureau, leader, "annual", periods.year(2026))))
    (table,) = [table for table in document.tables if table.cell(0, 1).text == "被反映的件数"]
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [["柳溪镇民政所", "2"]]
    words = "".join(line.text for line in document.paragraphs)
    assert "督办、约谈信访件 0 件；对单位督办、约谈 2 次。" in words
    assert "没有提出改进工作、完善政策、追究责任的建议。" in words


def test_the_annual_report_lists_advice_and_its_adoption(county, bureau) -> None:
    leader, mayor = county["leader"], county["mayor"]
    with bureau.office() as office:
        given = [
            matters.put(office, leader, "advice", "QH-102", subject, "请研究", date(2026, 11, 30)).id
            for subject in ("改进入户核查", "公示贴到组", "追究漏报责任")
        ]
        for id, adopted in zip(given, (True, False), strict=False):
            matters.answer(office, id, mayor, "已研究。", adopted)
    document = docx.Document(taken(bureau, leader, made(bureau, leader, "annual", periods.year(2026))))
    (table,) = [table for table in document.tables if table.cell(0, 1).text == "建议"]
    told = [(row.cells[1].text, row.cells[3].text) for row in table.rows][1:]
    assert told == [("改进入户核查", "采纳"), ("公示贴到组", "未采纳"), ("追究漏报责任", "尚未回复")]
    words = "".join(line.text for line in document.paragraphs)
    assert "共 3 条，采纳 1 条。" in words
    assert "没有提出改进工作" not in words


@pytest.mark.parametrize(
    ("today", "kind", "first", "last", "by"),
    [
        (date(2027, 1, 1), "quarterly", date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 5)),
        (date(2026, 11, 19), "weekly", date(2026, 11, 12), date(2026, 11, 18), date(2026, 11, 19)),
        (date(2026, 11, 18), "weekly", date(2026, 11, 5), date(2026, 11, 11), date(2026, 11, 12)),
        (date(2026, 12, 1), "typical", date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)),
    ],
)
def test_what_is_due(today: date, kind: str, first: date, last: date, by: date) -> None:
    (one,) = [due for due in kinds.due(today) if due.kind.name == kind]
    assert (one.period.first, one.period.last, one.by) == (first, last, by)
    asked = reports.last_period(kind, today)
    assert (asked.first, asked.last) == (first, last)


def test_what_is_sent_on_no_fixed_day_is_made_of_last_month() -> None:
    asked = reports.last_period("stage", date(2027, 1, 1))
    assert (asked.first, asked.last) == (date(2026, 12, 1), date(2026, 12, 31))


def test_a_period_that_ended_while_nothing_could_be_made_is_made_up_for(county, bureau, clock) -> None:
    """Ten days without a worker: both weeks are there afterwards, the earlier one first."""
    clock.set(datetime(2026, 11, 19, 1, 0, tzinfo=UTC))
    reports.order_due(bureau)
    clock.move(days=17)
    assert reports.order_due(bureau) == "排上 3 份"
    assert reports.order_due(bureau) == "排上 0 份"
    with bureau.office() as office:
        weekly = [one for one in reports.listed(office, county["leader"]) if one.kind == "weekly"]
        typical = [
            one.first.month for one in reports.listed(office, county["leader"]) if one.kind == "typical"
        ]
    assert [one.last for one in weekly][:3] == [date(2026, 12, 2), date(2026, 11, 25), date(2026, 11, 18)]
    assert [one.due_on for one in weekly][:2] == [date(2026, 12, 3), date(2026, 11, 26)]
    assert typical[0] == 11


def test_each_period_is_owed_once(county) -> None:
    owed = kinds.owed(date(2027, 1, 6))
    spans = [(one.kind.name, one.period.first) for one in owed]
    assert len(set(spans)) == len(spans)
    assert {span for name, span in spans if name == "quarterly"} == {date(2026, 7, 1), date(2026, 10, 1)}
    assert set(kinds.due(date(2027, 1, 6))) <= set(owed)


def test_what_is_due_is_made_once_for_bureau_and_inspection(county, bureau, clock) -> None:
    clock.set(datetime(2027, 1, 1, 1, 0, tzinfo=UTC))
    assert reports.order_due(bureau) != "排上 0 份"
    assert reports.make_waiting(bureau) > 0
    assert reports.order_due(bureau) == "排上 0 份"
    assert reports.make_waiting(bureau) == 0
    with bureau.office() as office:
        kept = {report.kind: report for report in reports.listed(office, county["leader"])}
        assert kept["quarterly"].state == "ready"
        assert kept["quarterly"].made_at.date() <= kept["quarterly"].due_on == date(2027, 1, 5)
        assert "handed_over" not in kept
        assert not any(report.sealed for report in kept.values())


def test_whoever_is_complained_of_takes_no_report_that_counts_it_and_asks_for_a_copy(
    county, bureau, clock
) -> None:
    with bureau.office() as office:
        county.office = office
        county.hire("jia", "贾主任", "QH-MZ", "supervisor")
        accused = [Accused(name="贾主任", role="副局长", unit_code="QH-102")]
        number = county.lodge(category="wrongly_covered", accused=accused).petition.number
    leader, barred = county["leader"], county["jia"]
    clock.set(datetime(2027, 1, 1, 1, 0, tzinfo=UTC))
    reports.order_due(bureau)
    assert reports.make_waiting(bureau) > 0
    with bureau.office() as office:
        (ready,) = [one for one in reports.listed(office, leader) if one.kind == "quarterly"]
        assert reports.listed(office, barred) == []
        with pytest.raises(NotFound):
            reports.take(office, ready.id, barred)
    assert number in words_of(taken(bureau, leader, ready), "quarterly")
    own = taken(bureau, barred, made(bureau, barred, "quarterly"))
    assert number not in words_of(own, "quarterly")


def test_nobody_takes_what_is_not_theirs_and_each_taking_is_kept(county, bureau) -> None:
    leader, worker = county["leader"], county["worker"]
    report = made(bureau, leader, "statistics")
    taken(bureau, leader, report)
    with bureau.office() as office:
        with pytest.raises(NotFound):
            reports.take(office, report.id, county["head"])
        with pytest.raises(NotAllowed):
            reports.ask(office, worker, "statistics", QUARTER)
        with pytest.raises(NotAllowed):
            reports.ask(office, leader, "handed_over", QUARTER)
        assert [row.staff_id for row in reports.takings(office, [report])[report.id]] == [leader.id]


def test_one_that_was_stopped_is_not_made(county, bureau) -> None:
    leader = county["leader"]
    with bureau.office() as office:
        id = reports.ask(office, leader, "quarterly", QUARTER).id
        reports.stop(office, id, leader)
    assert not reports.make(bureau, id)


def signs(text: str) -> int:
    """Width of a text in a column, a Chinese sign being as wide as two others."""
    return sum(2 if ord(sign) > 255 else 1 for sign in text)


@pytest.mark.parametrize("kind", ["quarterly", "repeats", "named", "statistics", "detail"])
def test_every_cell_is_as_high_and_as_wide_as_what_it_holds(county, bureau, kind: str) -> None:
    with bureau.office() as office:
        county.office = office
        county.lodge(narrative="村里一直没有贴名单。" * 40, petitioners=[Complainant("钱八", "13800138004")])
    leader = county["leader"]
    for page in openpyxl.load_workbook(taken(bureau, leader, made(bureau, leader, kind))):
        joined = {cell for span in page.merged_cells.ranges for cell in span.cells}
        widths = {
            at: one.width
            for span in page.column_dimensions.values()
            for at in range(span.min, span.max + 1)
            for one in [span]
        }
        for row in page.iter_rows(min_row=3):
            for cell in row:
                if cell.value is None or (cell.row, cell.column) in joined or page.title == "说明":
                    continue
                width = widths[cell.column]
                if cell.is_date or not isinstance(cell.value, str):
                    assert len(f"{cell.value:%Y-%m-%d}" if cell.is_date else f"{cell.value:.2f}") <= width, (
                        cell
                    )
                    continue
                lines = sum(max(1, -(-signs(line) // int(width))) for line in cell.value.split("\n"))
                assert (page.row_dimensions[cell.row].height or 15) >= 13 * lines, cell
