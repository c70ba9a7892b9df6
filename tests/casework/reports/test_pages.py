"""Rows that go out whole are, byte for byte, what XlsxWriter writes cell by cell."""

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZipFile

import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from casework.reports.documents import Value
from casework.reports.pages import Page

COLUMNS = 5
VALUES = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(["=1+1", "<r>x</r>", "_x0041_", " 前后空 ", "甲&乙", "a\nb", "\ufffe", "12"]),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)


def book(rows: Sequence[Sequence[Value]], whole: bool) -> bytes:
    """The first sheet's file, written row by row or cell by cell."""
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"constant_memory": True}) as made:
        formats = [made.add_format({"border": at % 2, "bold": at > 2}) for at in range(COLUMNS)]
        page = made.add_worksheet("表", Page)
        page.write_string(0, 0, "题", formats[0])
        for row, values in enumerate(rows, start=1):
            height = 16.0 * row if row % 2 else None
            if whole:
                page.write_values(row, values, formats, height)
                continue
            if height:
                page.set_row(row, height)
            for at, (value, format) in enumerate(zip(values, formats, strict=True)):
                if value is None or value == "":
                    page.write_blank(row, at, None, format)
                elif isinstance(value, str):
                    page.write_string(row, at, value, format)
                elif isinstance(value, date):
                    page.write_datetime(row, at, datetime.combine(value, time()), format)
                else:
                    page.write_number(row, at, value, format)
        page.write_string(len(rows) + 2, 0, "注", formats[0])
    return ZipFile(held).read("xl/worksheets/sheet1.xml")


@given(st.lists(st.lists(VALUES, min_size=COLUMNS, max_size=COLUMNS), max_size=6))
def test_the_same_bytes_as_cell_by_cell(rows: list[list[Value]]) -> None:
    assert book(rows, whole=True) == book(rows, whole=False)


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    assert b"<is><t>=cmd|x</t></is>" in book([["=cmd|x"] * COLUMNS], whole=True)
