"""Documents as Word files, in the layout of office papers."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from docx import Document as open_docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from casework.reports.documents import Column, Document, Heading, Sheet, Value, Watch

EPOCH = (2000, 1, 1, 0, 0, 0)
LINE_WIDTH = Cm(16)
WIDEST, MARGINS = 24, 4
"""No column claims more of the line than one of so many signs, and each the margins of its cells besides."""


def write(document: Document, as_of: date, watch: Watch) -> bytes:
    """The Word file; the same content on the same day gives the same bytes."""
    paper = open_docx()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.6), Cm(2.4)
    normal = paper.styles["Normal"]
    normal.font.size = Pt(14)
    _font(normal, "仿宋")
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    _line(paper, document.title, "宋体", 22, True)
    _line(paper, f"{document.subtitle}　统计截至 {as_of.isoformat()}", "楷体", 12, False)
    for block in document.blocks:
        if isinstance(block, Sheet):
            _table(paper, block, watch)
        elif isinstance(block, Heading):
            heading = paper.add_paragraph()
            heading.paragraph_format.space_before = Pt(10)
            heading.paragraph_format.keep_with_next = True
            said = heading.add_run(watch.say(block.text))
            said.font.size, said.font.bold = Pt(15), True
            _font(said, "黑体")
        else:
            line = paper.add_paragraph(watch.say(block))
            line.paragraph_format.first_line_indent = Pt(28)
            line.paragraph_format.line_spacing = 1.4
    about = paper.core_properties
    about.author, about.title = "回音", document.title
    about.created = about.modified = datetime(*EPOCH, tzinfo=UTC)
    held = BytesIO()
    paper.save(held)
    return _timeless(held.getvalue())


def _table(paper: Any, sheet: Sheet, watch: Watch) -> None:
    caption = paper.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    said = caption.add_run(sheet.title)
    said.font.size, said.font.bold = Pt(12), True
    _font(said, "黑体")
    table = paper.add_table(rows=1, cols=len(sheet.columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, sheet.columns, strict=True):
        _fill(cell, column.label, bold=True)
    _widths(table, sheet)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for values in watch.rows(sheet):
        for cell, column, value in zip(table.add_row().cells, sheet.columns, values, strict=True):
            _fill(cell, shown(column, value), right=column.kind in ("count", "share", "days"))
    if len(table.rows) == 1:
        paper.add_paragraph("本期没有。")
    for note in sheet.notes or [""]:
        said = paper.add_paragraph()
        said.paragraph_format.space_before = said.paragraph_format.space_after = Pt(4)
        said.add_run(note).font.size = Pt(10)


def _widths(table: Any, sheet: Sheet) -> None:
    """The columns share the line by what they hold, so that names do not break where figures need no room."""
    shares = [min(column.width, WIDEST) + MARGINS for column in sheet.columns]
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = LINE_WIDTH * share // sum(shares)


def shown(column: Column, value: Value) -> str:
    """A value as it is printed in a sentence or a Word table."""
    if value is None:
        return "—"
    if column.kind == "share" and isinstance(value, (int, float)):
        return f"{value:.2%}"
    if column.kind == "days" and isinstance(value, (int, float)):
        return f"{value:.1f}"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _fill(cell: Any, text: str, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    if right or bold:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if bold else WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(10.5), bold
    _font(run, "宋体")


def _line(paper: Any, text: str, font: str, size: int, bold: bool) -> None:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold
    _font(run, font)


def _font(styled: Any, name: str) -> None:
    styled.font.name = name
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _timeless(data: bytes) -> bytes:
    """The same archive with every entry dated alike."""
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            plain = zipfile.ZipInfo(entry.filename, EPOCH)
            plain.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(plain, old.read(entry))
    return held.getvalue()
