"""The official letter layout (信函格式) of GB/T 9704-2012 section 10.1, laid out in Word.

A4; type area 156 mm by 225 mm; the issuer in red over a red double rule, the letter's number under it at the right,
the title in 小标宋 of 22 points, the text in 仿宋 of 16 with 28 points between lines; the day of issue four signs from
the right edge with the issuer centred above it; no page number on the first page.
"""

from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_SECTION_START
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

BODY, TITLE, HEAD, PAGE = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
SIZE = 16
SIGN = Pt(SIZE)
"""The width of one character of the text."""
RED = RGBColor(0xC0, 0x00, 0x00)
LEFT, CENTER, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


def page() -> Doc:
    """An empty letter with its margins, foot rule and page numbers."""
    document = Document()
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.start_type = WD_SECTION_START.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(20)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.size, normal.font.name = Pt(SIZE), BODY
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), BODY)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal.element.get_or_add_rPr().append(language)
    _numbered(section.footer.paragraphs[0], RIGHT)
    _numbered(section.even_page_footer.paragraphs[0], LEFT)
    return document


def red_head(document: Doc, issuer: str, number: str) -> None:
    """The issuer in red, the double rule, and the number of the letter."""
    head = document.add_paragraph()
    head.alignment = CENTER
    head.paragraph_format.space_after = Pt(4)
    typed(head, issuer, TITLE, 34).font.color.rgb = RED
    _rule(head, "bottom", "thickThinSmallGap")
    foot = document.sections[0].first_page_footer.paragraphs[0]
    _rule(foot, "top", "thinThickSmallGap")
    line(document, number, RIGHT).paragraph_format.space_before = Pt(8)


def title(document: Doc, text: str) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = CENTER
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(20), Pt(20)
    typed(paragraph, text, TITLE, 22)
    return paragraph


def line(document: Doc, text: str, alignment: WD_ALIGN_PARAGRAPH = JUSTIFY) -> Paragraph:
    """One paragraph of the text without indent."""
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    _spaced(paragraph)
    typed(paragraph, text, BODY, SIZE)
    return paragraph


def indented(document: Doc, text: str) -> Paragraph:
    paragraph = line(document, text)
    paragraph.paragraph_format.first_line_indent = 2 * SIGN
    return paragraph


def heading(document: Doc, text: str) -> None:
    paragraph = document.add_paragraph()
    _spaced(paragraph)
    paragraph.paragraph_format.first_line_indent = 2 * SIGN
    paragraph.paragraph_format.keep_with_next = True
    typed(paragraph, text, HEAD, SIZE)


def signature(document: Doc, issuer: str, day: str) -> None:
    """Issuer over day of issue, kept together, with room above for the seal."""
    for _ in range(2):
        line(document, "").paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=1)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.RIGHT, False
    cell = table.rows[0].cells[0]
    _wide(table, (Mm(84),))
    _never_split(table)
    first = cell.paragraphs[0]
    for paragraph, text in ((first, issuer), (cell.add_paragraph(), day)):
        paragraph.alignment = CENTER
        _spaced(paragraph)
        paragraph.paragraph_format.keep_with_next = paragraph is first
        typed(paragraph, text, BODY, SIZE)


def aside(document: Doc, text: str) -> None:
    """The note under the signature (附注), in brackets."""
    paragraph = line(document, f"（{text}）")
    paragraph.paragraph_format.left_indent = 2 * SIGN
    paragraph.paragraph_format.space_before = Pt(14)


def form(document: Doc, rows: Sequence[Sequence[str | Sequence[str]]], tall: Iterable[int] = ()) -> Table:
    """A ruled form: labels at odd places, blanks at even ones; a row of two spans the width, `tall` rows are high."""
    table = document.add_table(rows=len(rows), cols=4, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _wide(table, (Mm(32), Mm(49), Mm(26), Mm(49)))
    for at, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        row.height, row.height_rule = Mm(38 if at in tall else 11), WD_ROW_HEIGHT_RULE.AT_LEAST
        if len(texts) == 2:
            row.cells[1].merge(row.cells[3])
        for place, text in enumerate(texts):
            _fill(row.cells[place], text, place % 2 == 0, at in tall)
    _never_split(table)
    return table


def receipt(document: Doc) -> None:
    """The slip on which the petitioner signs for the letter (送达回证), on a sheet of its own."""
    title(document, "送达回证").paragraph_format.page_break_before = True
    form(
        document,
        (
            ("文书名称", "{{ title }}"),
            ("文　　号", "{{ number }}"),
            ("受送达人", "{{ petitioner }}"),
            ("送达地点", ""),
            ("送达方式", "", "送 达 人", ""),
            ("受送达人签名", "", "收到日期", "　　年　月　日"),
            ("代收人签名\n和代收理由", ""),
            ("备　　注", ""),
        ),
        tall=(6, 7),
    )


def typed(paragraph: Paragraph, text: str, font: str, size: float) -> Run:
    """A run of text in a font that is set for Chinese as well."""
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _fill(cell: _Cell, text: str | Sequence[str], label: bool, tall: bool) -> None:
    lines = [text] if isinstance(text, str) else list(text)
    for at, one in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.alignment = CENTER if label else LEFT
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        typed(paragraph, one, HEAD if label else BODY, 12 if label else 13)
    if not tall or label:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _spaced(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(28)
    paragraph.paragraph_format.space_after = Pt(0)


def _wide(table: Table, widths: Sequence[Length]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _never_split(table: Table) -> None:
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _rule(paragraph: Paragraph, side: str, kind: str) -> None:
    """A red rule over the whole width above or below a paragraph."""
    borders = OxmlElement("w:pBdr")
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", "24"), ("space", "4"), ("color", str(RED))):
        border.set(qn(f"w:{name}"), value)
    borders.append(border)
    paragraph._p.get_or_add_pPr().append(borders)


def _numbered(paragraph: Paragraph, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """— 2 —, one sign in from the outer edge."""
    paragraph.alignment = alignment
    inset: Length = Pt(14)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = inset
    typed(paragraph, "— ", PAGE, 14)
    run = typed(paragraph, "", PAGE, 14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._element.append(part)
    typed(paragraph, " —", PAGE, 14)
