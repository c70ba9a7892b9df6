"""Makes the Word templates of the notices in the usual official layout: `python -m casework.petitions.notices.making`.

A4, margins and type by GB/T 9704: title in 小标宋 of 22 points, text in 仿宋 of 16 with 28 points between lines.
Offices edit the files in Word; the names in double braces are filled in, the rest is theirs.
"""

from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).with_name("templates")
BODY, TITLE, HEAD = "仿宋_GB2312", "方正小标宋简体", "黑体"
SIZE = 16
SALUTE = "{{ petitioner }}："
SIGNED = ("{{ issuer }}", "{{ today }}")
ASK = "联系方式：{{ contact }}。查询时请说信访件编号 {{ petition }}。"


def _each(name: str) -> tuple[str, ...]:
    """Paragraphs that are repeated for each line of a blank."""
    return (f"{{%p for line in {name} %}}", "{{ line }}", "{%p endfor %}")


OPINION = (
    "#一、投诉请求",
    *_each("request"),
    "#二、查明的事实和理由",
    *_each("findings"),
    "#三、处理意见",
    "结论：{{ outcome }}。",
    *_each("opinion"),
    "#四、法律依据",
    *_each("basis"),
    "#五、救济途径",
    "{{ remedy }}",
)

TEXTS: dict[str, Sequence[str]] = {
    "acceptance": (
        SALUTE,
        "您于{{ received }}通过{{ channel }}反映的“{{ category }}”问题（编号 {{ petition }}），属于{{ matter_class }}类事项。"
        "根据{{ article }}，我局决定于{{ accepted }}予以受理，由{{ handler }}办理。",
        "{%p if due %}",
        "办理期限：至{{ due }}。{{ explanation }}",
        "{%p endif %}",
        "特此告知。",
        ASK,
    ),
    "rejection": (
        SALUTE,
        "您于{{ received }}通过{{ channel }}反映的“{{ category }}”问题（编号 {{ petition }}）收悉。经审核，根据{{ article }}，决定不予受理。",
        "#一、理由",
        *_each("reason"),
        "#二、您可以通过的途径",
        *_each("way"),
        "特此告知。",
        ASK,
    ),
    "supplement": (
        SALUTE,
        "您于{{ received }}通过{{ channel }}反映的“{{ category }}”问题（编号 {{ petition }}）收悉。为便于办理，请补充下列材料或情况：",
        *_each("needed"),
        "等候补充的时间不计入办理期限。",
        ASK,
    ),
    "assignment": (
        "{{ unit }}：",
        "现将信访件 {{ petition }} 交你单位办理。请根据{{ article }}，听取信访人陈述事实和理由，调查核实，"
        "于{{ due }}前办结并报告结果。",
        "不属于你单位职权范围的，请自收到之日起5个工作日内说明理由，经同意后退回。",
        "#信访人",
        "{{ petitioner }}    联系电话：{{ phone }}",
        "#反映的主要内容",
        *_each("narrative"),
        "请勿将信访人情况和材料透露、转给被反映的人员和单位。办理期限说明：{{ explanation }}",
    ),
    "extension": (
        SALUTE,
        "您于{{ received }}反映的“{{ category }}”问题（编号 {{ petition }}）正在办理。因情况复杂，根据{{ article }}，"
        "经本机关负责人批准，办理期限延长{{ days }}日，至{{ due }}。",
        "#延期理由",
        *_each("reason"),
        "特此告知。",
        ASK,
    ),
    "opinion": (
        SALUTE,
        "您于{{ received }}通过{{ channel }}反映的“{{ category }}”问题（编号 {{ petition }}）已办理完毕。根据{{ article }}，出具处理意见如下：",
        *OPINION,
    ),
    "review": (
        SALUTE,
        "您对信访件 {{ petition }} 的处理意见不服，请求复查。根据{{ article }}，经复查，意见如下：",
        *OPINION,
    ),
    "recheck": (
        SALUTE,
        "您对信访件 {{ petition }} 的复查意见不服，请求复核。根据{{ article }}，经复核，意见如下：",
        *OPINION,
    ),
    "lead": (
        "{{ unit }}：",
        "根据{{ article }}，现将{{ from_unit }}收到的问题线索移送你单位。本件密封办理，请勿透露、转给被反映的人员和单位。",
        "#一、基本情况",
        "信访件编号：{{ petition }}    收到日期：{{ received }}    署名：{{ identity }}",
        "反映人：{{ petitioner }}",
        "被反映人（单位）：{{ accused }}",
        "问题类别：{{ category }}    附件：{{ files }}份    移送日期：{{ handed }}",
        "#二、反映的主要内容",
        *_each("narrative"),
        "#三、签收",
        "回执编号：{{ receipt_no }}    签收日期：{{ receipt_day }}    签收人：",
    ),
    "call_back": (
        "信访件编号：{{ petition }}    信访人：{{ petitioner }}    类别：{{ category }}",
        "回访日期：{{ at }}    方式：{{ method }}    结果：{{ reached }}",
        "信访人认为：{{ settled }}    评价：{{ rating }}",
        "#信访人的意见",
        *_each("words"),
        "回访人：                记录人：",
    ),
}


def make(folder: Path = FOLDER) -> list[Path]:
    """Write all templates; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for kind, text in TEXTS.items():
        document = _page()
        _title(document, "{{ title }}")
        _plain(document, "{{ number }}", WD_ALIGN_PARAGRAPH.CENTER)
        for line in text:
            _line(document, line)
        for line in ("", *SIGNED):
            _plain(document, line, WD_ALIGN_PARAGRAPH.RIGHT)
        path = folder / f"{kind}.docx"
        document.save(str(path))
        made.append(path)
    return made


def _page() -> Doc:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    return document


def _title(document: Doc, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(14)
    _typed(paragraph, text, TITLE, 22)


def _plain(document: Doc, text: str, alignment: WD_ALIGN_PARAGRAPH | None = None) -> Paragraph:
    paragraph = document.add_paragraph()
    if alignment is not None:
        paragraph.alignment = alignment
    _spaced(paragraph)
    _typed(paragraph, text, BODY, SIZE)
    return paragraph


def _line(document: Doc, line: str) -> None:
    """A paragraph: headings begin with #, a salutation ends in a colon and is not indented."""
    if line.startswith("#"):
        paragraph = document.add_paragraph()
        _spaced(paragraph)
        paragraph.paragraph_format.first_line_indent = Pt(2 * SIZE)
        _typed(paragraph, line[1:], HEAD, SIZE)
        return
    paragraph = _plain(document, line)
    if not line.endswith("}}：") and not line.startswith("{%"):
        paragraph.paragraph_format.first_line_indent = Pt(2 * SIZE)


def _spaced(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(28)
    paragraph.paragraph_format.space_after = Pt(0)


def _typed(paragraph: Paragraph, text: str, font: str, size: int) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


if __name__ == "__main__":
    make()
