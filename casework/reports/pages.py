"""Worksheets whose rows go out whole: the same bytes as XlsxWriter's cell by cell, in a fraction of the time."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from casework.reports.documents import Value

LONGEST = 32_000
"""Characters of a text that are kept; Excel holds 32,767 in a cell."""
EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's calendar, for dates after February 1900."""
UNPLAIN = re.compile(r'[&<>"\n_\x00-\x1f\ufffe\uffff]|^\s|\s$|^<r>')
"""What XlsxWriter escapes or marks in a text; such a cell is left to it."""


class Page(Worksheet):
    """A sheet of a workbook in `constant_memory` mode, made with `book.add_worksheet(title, Page)`."""

    def write_values(
        self, row: int, values: Sequence[Value], formats: Sequence[Any], height: float | None = None
    ) -> None:
        """Write a whole row, from its first column on; later rows alone can follow.

        A text stays text whatever it begins with, a date is a number of days under its format, and None is an empty
        cell with its border. `height` is in points.
        """
        if height is not None:
            self.set_row(row, height)
        if any(isinstance(value, str) and UNPLAIN.search(value) for value in values):
            for at, (value, format) in enumerate(zip(values, formats, strict=True)):
                self._write_one(row, at, value, format)
            return
        self._write_single_row(row)
        self._check_dimensions(row, 0)
        self._check_dimensions(row, len(values) - 1)
        name = str(row + 1)
        cells = [
            f'<c r="{letters}{name}" s="{format}"{_content(value)}'
            for (letters, format), value in zip(self._columns(formats), values, strict=True)
        ]
        self._write_row(row, None, self.row_info.pop(row, None))
        self.fh.write(f"{''.join(cells)}</row>")

    def _columns(self, formats: Sequence[Any]) -> list[tuple[str, int]]:
        """The letters and the number of the format of each column, looked up once for all rows."""
        if getattr(self, "_known", (None,))[0] is not formats:
            numbered = [(xl_col_to_name(at), format._get_xf_index()) for at, format in enumerate(formats)]
            self._known = formats, numbered
        return self._known[1]

    def _write_one(self, row: int, at: int, value: Value, format: Any) -> None:
        if value is None or value == "":
            self.write_blank(row, at, None, format)
        elif isinstance(value, str):
            self.write_string(row, at, value[:LONGEST], format)
        else:
            self.write_number(row, at, _number(value), format)


def _content(value: Value) -> str:
    """What follows the attributes of a cell's opening tag, to the cell's end."""
    if value is None or value == "":
        return "/>"
    if isinstance(value, str):
        return f' t="inlineStr"><is><t>{value[:LONGEST]}</t></is></c>'
    return f"><v>{_number(value):.16G}</v></c>"


def _number(value: float | date) -> float:
    return (value - EPOCH).days if isinstance(value, date) else value
