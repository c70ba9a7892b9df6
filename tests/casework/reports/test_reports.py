"""Reports made from petitions that walked the real workflow, opened again as files."""

from datetime import UTC, date, datetime
from io import BytesIO

import docx
import openpyxl
import pytest

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


@pytest.mark.parametrize("kind", ["weekly", "typical", "stage", "annual"])
def test_reports_in_words_open_in_word(county, bureau, kind: str) -> None:
    leader = county["leader"]
    paper = docx.Document(taken(bureau, leader, made(bureau, leader, kind, MONTH)))
    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "2026年11月" in words
    assert "王小明" not in words


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
