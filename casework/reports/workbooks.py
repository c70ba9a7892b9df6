"""Documents as Excel workbooks: text stays text, headings repeat on each printed page, charts are Excel's own."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from casework.reports.documents import Chart, Document, Heading, Sheet, Value, Watch
from casework.reports.pages import Page

FONT = "宋体"
A4, A3 = 9, 8
LANDSCAPE_FROM, A3_FROM = 105, 170
"""A table of so many signs' width is printed on a page turned sideways, and on A3, so that it can be read."""
LINE = 14.0
"""Height of a line of text in points."""
UNFIT = re.compile(r"[\[\]:*?/\\']")
WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in the file as its date, so that the same content gives the same file."""


def write(document: Document, as_of: date, watch: Watch) -> bytes:
    """The workbook, one sheet for each table; sentences and headings go on a sheet of their own in front."""
    held = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"title": document.title, "author": "回音", "created": WRITTEN})
        formats = _formats(book)
        said = [block for block in document.blocks if not isinstance(block, Sheet)]
        if said:
            _sentences(book, document, said, formats, watch)
        for sheet in document.sheets:
            _sheet(book, document, sheet, as_of, formats, watch)
    return held.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "font_name": FONT,
        "font_size": 10,
        "valign": "vcenter",
        "border": 1,
        "border_color": "#999999",
    }
    kinds: dict[str, dict[str, Any]] = {
        "text": {"text_wrap": True},
        "wide": {"text_wrap": True},
        "count": {"num_format": "#,##0", "align": "right", "indent": 1},
        "share": {"num_format": "0.00%", "align": "right", "indent": 1},
        "days": {"num_format": "0.0", "align": "right", "indent": 1},
        "date": {"num_format": "yyyy-mm-dd", "align": "center"},
        "head": {"bold": True, "bg_color": "#E4EEEA", "text_wrap": True, "align": "center"},
    }
    made = {name: book.add_format({**plain, **more}) for name, more in kinds.items()}
    for name, more in (
        ("title", {"bold": True, "font_size": 16, "align": "center"}),
        ("subtitle", {"font_size": 10, "align": "center"}),
        ("heading", {"bold": True, "font_size": 12}),
        ("note", {"font_size": 9, "text_wrap": True, "font_color": "#555555", "valign": "top"}),
        ("said", {"font_size": 11, "text_wrap": True, "valign": "top"}),
    ):
        made[name] = book.add_format({"font_name": FONT, **more})
    return made


def _sheet(book: Any, document: Document, sheet: Sheet, as_of: date, formats: Any, watch: Watch) -> None:
    page = book.add_worksheet(UNFIT.sub("", sheet.title)[:31], Page)
    last = len(sheet.columns) - 1
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
    page.set_row(0, 30)
    page.merge_range(0, 0, 0, max(last, 1), "", formats["title"])
    page.write_string(0, 0, _title(document, sheet), formats["title"])
    page.merge_range(1, 0, 1, max(last, 1), "", formats["subtitle"])
    page.write_string(1, 0, f"{document.subtitle}　统计截至 {as_of.isoformat()}", formats["subtitle"])
    page.set_row(2, 30)
    for at, column in enumerate(sheet.columns):
        page.write_string(2, at, column.label, formats["head"])
    row = 2
    kinds = [formats[column.kind] for column in sheet.columns]
    for values in watch.rows(sheet):
        row += 1
        lines = _lines(sheet, values)
        page.write_values(row, values, kinds, LINE * lines + 2 if lines > 1 else None)
    if row == 2:
        row = 3
        page.write_string(row, 0, "本期没有。", formats["text"])
    for note in sheet.notes:
        row += 1
        page.set_row(row, LINE * (1 + _signs(note) // _width(sheet)))
        page.merge_range(row, 0, row, max(last, 1), "", formats["note"])
        page.write_string(row, 0, note, formats["note"])
    if sheet.chart is not None:
        _chart(book, page, sheet, sheet.chart, row - len(sheet.notes), row + 2)
    page.freeze_panes(3, 1)
    page.autofilter(2, 0, max(row - len(sheet.notes), 3), last)
    page.repeat_rows(2)
    page.set_paper(A3 if _width(sheet) >= A3_FROM else A4)
    page.fit_to_pages(1, 0)
    page.set_margins(0.5, 0.5, 0.6, 0.6)
    page.set_footer('&L&"宋体"&9' + document.title + "&R&9第 &P 页，共 &N 页")
    if _width(sheet) >= LANDSCAPE_FROM:
        page.set_landscape()


def _title(document: Document, sheet: Sheet) -> str:
    said = document.title.endswith(sheet.title)
    return document.title if said else f"{document.title}·{sheet.title}"


def _lines(sheet: Sheet, values: Sequence[Value]) -> int:
    """Lines of the fullest cell: a workbook that states no height is left at one line by LibreOffice."""
    return max(
        (
            sum(max(1, -(-_signs(line) // (column.width - 1))) for line in value.split("\n"))
            for column, value in zip(sheet.columns, values, strict=True)
            if isinstance(value, str) and (2 * len(value) >= column.width or "\n" in value)
        ),
        default=1,
    )


def _signs(text: str) -> int:
    """Width of a text, a Chinese sign being as wide as two others."""
    return len(text.encode("gb18030", "replace"))


def _sentences(book: Any, document: Document, said: list[Any], formats: Any, watch: Watch) -> None:
    page = book.add_worksheet("说明")
    page.set_column(0, 0, 96)
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, document.title, formats["title"])
    page.write_string(1, 0, document.subtitle, formats["subtitle"])
    for row, block in enumerate(said, start=2):
        text = block.text if isinstance(block, Heading) else block
        page.set_row(row, 16 * (1 + len(text) // 44))
        page.write_string(
            row, 0, watch.say(text), formats["heading" if isinstance(block, Heading) else "said"]
        )


def _chart(book: Any, page: Any, sheet: Sheet, chart: Chart, last: int, at: int) -> None:
    last -= chart.totalled
    if last < 3:
        return
    drawn = book.add_chart({"type": chart.kind})
    for column in chart.values:
        drawn.add_series(
            {
                "name": [page.get_name(), 2, column],
                "categories": [page.get_name(), 3, chart.names, last, chart.names],
                "values": [page.get_name(), 3, column, last, column],
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 12, "name": FONT}})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 820, "height": 340})
    page.insert_chart(xl_rowcol_to_cell(at, 0), drawn)


def _width(sheet: Sheet) -> int:
    return max(20, sum(column.width for column in sheet.columns))
