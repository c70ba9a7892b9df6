"""Opening a table: .xlsx without loading it whole, or CSV in the encodings that Chinese offices use.

A file is judged before it is unpacked: what would unfold to a thousand times its size is refused. Formulas are
never evaluated; of a cell with one, the value last kept by the spreadsheet is read.
"""

import codecs
import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import openpyxl

from casework.assistance.imports.cells import Cell
from casework.office import CaseworkError
from store import archives

LARGEST = 200 * 1024 * 1024
MOST_COLUMNS = 200
UNREADABLE = "文件读到一半读不下去：可能损坏，或文字编码认不出。请用表格软件打开，另存为 .xlsx 后再导入。"


class BadFile(CaseworkError):
    """A file that cannot be read as a table; the sentence says what to do."""

    code = "bad_file"


@dataclass(frozen=True)
class Table:
    """The rows of a file, each with its number as a spreadsheet counts."""

    rows: Iterator[tuple[int, Sequence[Cell]]]
    expected: int | None
    """How many rows to expect, for a progress bar; None where it cannot be told beforehand."""


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """The first sheet with content, or the lines of a CSV.

    Raises:
        BadFile: of an unknown kind, too large, damaged, or dangerous.
    """
    try:
        size = path.stat().st_size
    except OSError:
        raise BadFile(f"打不开文件 {path.name}，请检查文件名和路径。") from None
    if size > LARGEST:
        raise BadFile(f"文件超过 {LARGEST // 1024 // 1024} MB，请分成几个文件导入。")
    if size == 0:
        raise BadFile("文件是空的。")
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadFile("这是旧版 .xls（或加了密码）的文件。请用表格软件打开，另存为 .xlsx 后再导入。")
    if start.startswith(b"PK"):
        try:
            archives.check(path)
        except archives.BadArchive as reason:
            raise BadFile(str(reason)) from None
        yield from _excel(path)
    else:
        yield from _csv(path)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _excel(path: Path) -> Iterator[Table]:
    with path.open("rb") as file:
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception:
            raise BadFile("这不是能读的 .xlsx 表格。请用表格软件打开，另存为 .xlsx 后再试。") from None
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise BadFile("文件里没有可见的工作表。")
        try:
            sheet = max(sheets, key=lambda one: (one.max_row or 0) * (one.max_column or 0))
            expected = sheet.max_row
            sheet.reset_dimensions()
        except Exception:
            raise BadFile(UNREADABLE) from None
        yield Table(_guarded(enumerate(sheet.iter_rows(values_only=True), start=1)), expected)
        book.close()


def _csv(path: Path) -> Iterator[Table]:
    encoding = _encoding(path)
    csv.field_size_limit(1_000_000)
    with path.open(encoding=encoding, newline="") as file:
        try:
            sample = file.read(8192)
        except UnicodeError:
            raise BadFile(UNREADABLE) from None
        if "\0" in sample:
            raise BadFile("这不是表格文件。请导入 .xlsx 或 .csv。")
        expected = _lines(file)
        file.seek(0)
        delimiter = max(",\t;|，", key=sample.count)
        reader = csv.reader(file, delimiter=delimiter)
        yield Table(_guarded((reader.line_num, row) for row in reader), expected)


def _lines(file: TextIO) -> int | None:
    """How many lines a text has; None where it breaks off in damage, which the reading itself then meets."""
    file.seek(0)
    try:
        return sum(1 for _ in file)
    except UnicodeError:
        return None


def _guarded(rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows, cut to a sane width; damage met on the way is said in a sentence."""
    try:
        for line, row in rows:
            yield line, row[:MOST_COLUMNS]
    except (*archives.BROKEN, csv.Error, SyntaxError, LookupError, TypeError, AttributeError):
        raise BadFile(UNREADABLE) from None


def _encoding(path: Path) -> str:
    """UTF-8 or UTF-16 by mark, UTF-8 if all of it is, else GB18030."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
    for encoding in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise BadFile(UNREADABLE)
