"""Makes the Word templates of the notices: `python -m casework.petitions.notices.making`.

Offices edit the files in Word; the names in double braces are filled in, the rest is theirs.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from docx.document import Document as Doc

from casework.petitions.notices import layout

FOLDER = Path(__file__).with_name("templates")
SALUTE = "{{ petitioner }}："
ABOUT = "您于{{ received }}通过{{ channel }}反映的“{{ category }}”问题（编号 {{ petition }}）"
TELLING = "特此告知。"


def _each(name: str) -> tuple[str, ...]:
    """Paragraphs that are repeated for each line of a blank."""
    return (f"{{%p for line in {name} %}}", "{{ line }}", "{%p endfor %}")


def _if(name: str, *lines: str) -> tuple[str, ...]:
    return (f"{{%p if {name} %}}", *lines, "{%p endif %}")


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

LETTERS: dict[str, Sequence[str]] = {
    "acceptance": (
        SALUTE,
        f"{ABOUT}，属于{{{{ matter_class }}}}类事项。"
        "根据{{ article }}，我局决定于{{ accepted }}予以受理，由{{ handler }}办理。",
        *_if("due", "办理期限：至{{ due }}。{{ explanation }}"),
        TELLING,
    ),
    "rejection": (
        SALUTE,
        f"{ABOUT}收悉。经审核，根据{{{{ article }}}}，决定不予受理。",
        "#一、理由",
        *_each("reason"),
        "#二、您可以通过的途径",
        *_each("way"),
        TELLING,
    ),
    "supplement": (
        SALUTE,
        f"{ABOUT}收悉。为便于办理，请补充下列材料或情况：",
        *_each("needed"),
        "等候补充的时间不计入办理期限。",
    ),
    "assignment": (
        "{{ unit }}：",
        *_if(
            "reporting",
            "现将信访件 {{ petition }} 交你单位办理。请根据{{ article }}，听取信访人陈述事实和理由，调查核实，"
            "于{{ due }}前办结并书面报告结果。",
        ),
        *_if(
            "not reporting",
            "现将信访件 {{ petition }} 转送你单位，请根据{{ article }}，听取信访人陈述事实和理由，调查核实，"
            "于{{ due }}前办结并答复信访人。",
        ),
        "不属于你单位职权范围的，请自收到之日起5个工作日内说明理由，经同意后退回。",
        "#一、信访人",
        "{{ petitioner }}；联系电话：{{ phone }}。",
        "#二、反映的主要内容",
        *_each("narrative"),
        "#三、办理期限",
        "{{ explanation }}",
        "请勿将信访人情况和材料透露、转给被反映的人员和单位。",
    ),
    "extension": (
        SALUTE,
        f"{ABOUT}正在办理。因情况复杂，根据{{{{ article }}}}，"
        "经本机关负责人批准，办理期限延长{{ days }}日，至{{ due }}。",
        "#延期理由",
        *_each("reason"),
        TELLING,
    ),
    "opinion": (
        SALUTE,
        f"{ABOUT}已办理完毕。根据{{{{ article }}}}，出具处理意见如下：",
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
}

SIGNED_FOR = frozenset(("acceptance", "rejection", "supplement", "extension", "opinion", "review", "recheck"))
"""Letters that the petitioner signs for (信访工作条例 art. 23 and 34 to 36 ask for them in writing)."""


def make(folder: Path = FOLDER) -> list[Path]:
    """Write all templates; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    makers: dict[str, Callable[[Doc], None]] = {"lead": _lead, "call_back": _call_back}
    for kind in (*LETTERS, *makers):
        document = layout.page()
        if kind in LETTERS:
            _letter(document, kind)
        else:
            makers[kind](document)
        path = folder / f"{kind}.docx"
        document.save(str(path))
        made.append(path)
    return made


def _letter(document: Doc, kind: str) -> None:
    layout.red_head(document, "{{ issuer }}", "{{ number }}")
    layout.title(document, "{{ title }}")
    for text in LETTERS[kind]:
        if text.startswith("#"):
            layout.heading(document, text[1:])
        elif text.endswith("}}：") or text.startswith("{%"):
            layout.line(document, text)
        else:
            layout.indented(document, text)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    layout.signature(document, "{{ issuer }}", "{{ today }}")
    layout.aside(document, "联系方式：{{ contact }}")
    if kind in SIGNED_FOR:
        layout.receipt(document)


def _lead(document: Doc) -> None:
    layout.red_head(document, "{{ issuer }}", "{{ number }}")
    layout.title(document, "{{ title }}")
    layout.line(document, "{{ unit }}：")
    said = layout.indented(
        document,
        "根据{{ article }}，现将{{ from_unit }}收到的问题线索移送你单位。本件密封办理，请勿透露、转给被反映的人员和单位。",
    )
    said.paragraph_format.space_after = layout.SIGN
    layout.form(
        document,
        (
            ("信访件编号", "{{ petition }}", "收到日期", "{{ received }}"),
            ("反 映 人", "{{ petitioner }}", "署　　名", "{{ identity }}"),
            ("被反映人\n（单位）", "{{ accused }}"),
            ("问题类别", "{{ category }}", "附　　件", "{{ files }}份"),
            ("反映的\n主要内容", _each("narrative")),
            ("移送单位", "{{ issuer }}", "移送日期", "{{ handed }}"),
            ("回执编号", "{{ receipt_no }}", "签收日期", "{{ receipt_day }}"),
            ("签 收 人", ""),
        ),
        tall=(4,),
    )


def _call_back(document: Doc) -> None:
    layout.title(document, "{{ title }}")
    layout.line(document, "{{ number }}", layout.RIGHT).paragraph_format.space_after = layout.SIGN
    layout.form(
        document,
        (
            ("信访件编号", "{{ petition }}", "信 访 人", "{{ petitioner }}"),
            ("诉求类别", "{{ category }}", "收到日期", "{{ received }}"),
            ("回访日期", "{{ at }}", "回访方式", "{{ method }}"),
            ("是否联系到", "{{ reached }}", "是否解决", "{{ settled }}"),
            ("满意度评价", "{{ rating }}"),
            ("信访人的\n意　　见", _each("words")),
            ("回 访 人", "", "记 录 人", ""),
        ),
        tall=(5,),
    )
    layout.line(
        document, "{{ issuer }}　{{ today }}", layout.RIGHT
    ).paragraph_format.space_before = layout.SIGN


if __name__ == "__main__":
    make()
