"""Policy documents taken apart by 条 and 款, whatever they come in."""

from pathlib import Path

import docx
import pytest
import yaml

from huiyin import knowing
from knowledge import importing

ARTICLES = """某某县救助办法
某民发〔2026〕8号
第一章 总则
第一条 为了规范工作，制定本办法。
第二条 符合下列条件的可以申请：
（一）收入低于标准；
（二）财产符合规定。
有困难的可以委托他人代办。
第十二条 本办法自2026年8月1日起施行。
"""
SECTIONS = """某某县民政局关于做好救助工作的通知
各乡镇：
一、总体要求
按规定办理。
二、主要措施
（一）加强受理。及时受理申请。
（二）加强发放。
1.按月发放。
2.每月10日前到户。
不公开
"""


def pdf(lines: list[str]) -> bytes:
    """A page with these lines, in a font that Chinese offices' programs write."""
    drawn = "\n".join(
        f"1 0 0 1 40 {800 - 24 * at} Tm <{line.encode('utf-16-be').hex()}> Tj"
        for at, line in enumerate(lines)
    )
    content = f"BT /F1 12 Tf\n{drawn}\nET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/MediaBox[0 0 595 842]>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo"
        "<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
    ]
    whole, places = "%PDF-1.4\n", ""
    for number, body in enumerate(objects, 1):
        places += f"{len(whole):010d} 00000 n \n"
        whole += f"{number} 0 obj\n{body}\nendobj\n"
    size = len(objects) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{places}trailer<</Size {size}/Root 1 0 R>>\n"
    return f"{whole}{table}startxref\n{len(whole)}\n%%EOF".encode("ascii")


class TestTakingApart:
    def test_articles_and_paragraphs(self) -> None:
        skeleton = importing.take_apart(ARTICLES)
        assert [piece.article for piece in skeleton.pieces] == ["1", "2.1", "2.2", "12"]
        assert "（二）财产" in skeleton.pieces[1].text
        assert skeleton.number == "某民发〔2026〕8号"
        assert skeleton.numbering == "articles"

    def test_sections_and_closed_mark(self) -> None:
        skeleton = importing.take_apart(SECTIONS)
        assert [piece.article for piece in skeleton.pieces] == ["1", "2", "2.1", "2.2", "2.2.1", "2.2.2"]
        assert skeleton.disclosure == "不公开"
        assert skeleton.numbering == "sections"

    def test_a_line_that_goes_on_with_another_article_is_not_one(self) -> None:
        text = "第一条 制定本办法。\n第二条 符合本办法\n第一条规定的，可以申请。\n第三条 施行。\n"
        pieces = importing.take_apart(importing.joined(text)).pieces
        assert [(one.article, one.text) for one in pieces][1] == ("2", "符合本办法第一条规定的，可以申请。")
        assert [one.article for one in pieces] == ["1", "2", "3"]

    def test_title_of_two_lines(self) -> None:
        text = "某办〔2021〕5号\n关于开展农村低保专项治理巩固提升行动\n工作的通知\n各村：\n一、总体思路\n照办。\n"
        skeleton = importing.take_apart(importing.joined(text))
        assert skeleton.title == "关于开展农村低保专项治理巩固提升行动工作的通知"

    def test_written_loosely(self) -> None:
        pieces = importing.take_apart(
            "第一章总则\n第 一 条 甲。\n第二章附则\n第2条 乙。\n第一百零二条 丙。"
        ).pieces
        assert [one.article for one in pieces] == ["1", "2", "102"]

    def test_a_table_belongs_to_the_paragraph_above_it(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_paragraph("第一条 标准按下表执行：")
        table = document.add_table(rows=2, cols=3)
        for row, cells in enumerate((("档次", "城市", "农村"), ("一档", "500元", "500元"))):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text
        document.add_paragraph("特殊的可以一事一议。")
        document.add_paragraph("第二条 施行。")
        document.save(str(tmp_path / "table.docx"))
        pieces = importing.take_apart(importing.read(tmp_path / "table.docx")).pieces
        assert [one.article for one in pieces] == ["1.1", "1.2", "2"]
        assert "｜一档｜500元｜500元｜" in pieces[0].text

    def test_nothing_is_verified_and_the_original_is_beside_it(self) -> None:
        written = importing.take_apart(ARTICLES).written("new-document")
        content = yaml.safe_load(written)
        assert content["verified"] == "unverified"
        assert len(content["clauses"]) == 4
        assert "# 原文：有困难的可以委托他人代办。" in written

    def test_without_numbering_it_says_what_to_do(self) -> None:
        with pytest.raises(importing.CannotImport, match="分好条款"):
            importing.take_apart("一段没有编号的文字。" * 5)


class TestReading:
    def test_docx_with_a_table(self, tmp_path: Path) -> None:
        document = docx.Document()
        for line in ARTICLES.splitlines():
            document.add_paragraph(line)
        document.add_table(1, 2).rows[0].cells[0].text = "附表"
        document.save(str(tmp_path / "a.docx"))
        text = importing.read(tmp_path / "a.docx")
        assert "第十二条" in text
        assert "附表" in text

    def test_pdf(self, tmp_path: Path) -> None:
        (tmp_path / "a.pdf").write_bytes(pdf(ARTICLES.splitlines()))
        skeleton = importing.take_apart(importing.read(tmp_path / "a.pdf"))
        assert [piece.article for piece in skeleton.pieces] == ["1", "2.1", "2.2", "12"]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_text_in_any_usual_encoding(self, tmp_path: Path, encoding: str) -> None:
        (tmp_path / "a.txt").write_bytes(ARTICLES.encode(encoding))
        assert importing.read(tmp_path / "a.txt").startswith("某某县救助办法")

    def test_lines_broken_by_the_page_are_joined(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text(
            "第一条 这一句话很长很长，在页面的边上被\n断成了两行。\n第二条 完。", encoding="utf-8"
        )
        assert "被断成了两行" in importing.read(path)

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("a.xls", b"x" * 50, "另存为"),
            ("a.txt", b"  ", "没有读到文字"),
            ("b.txt", b"\xff\xfe\xff" * 30, "编码"),
        ],
    )
    def test_unreadable_file_gets_a_sentence(
        self, tmp_path: Path, name: str, content: bytes, said: str
    ) -> None:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(importing.CannotImport, match=said):
            importing.read(tmp_path / name)


@pytest.mark.parametrize(
    "stray",
    [
        "第三十条以外其他情形的家庭可以申请。",
        "第三条及前款以外的家庭可以申请。",
        "第五十条情形以外的家庭可以申请。",
    ],
)
def test_a_line_that_mentions_a_later_article_swallows_none(stray: str) -> None:
    text = f"第一条 甲。\n第二条 乙。\n{stray}\n第三条 丙。\n第四条 丁。"
    pieces = importing.take_apart(text).pieces
    assert [piece.article for piece in pieces] == ["1", "2.1", "2.2", "3", "4"]


@pytest.mark.parametrize("begins", ["中央财政给予补助。", "及时受理申请。", "等级由县里评定。"])
def test_an_article_set_without_a_space_is_one(begins: str) -> None:
    pieces = importing.take_apart(f"第一条甲。\n第二条乙。\n第三条{begins}\n第六条丁。").pieces
    assert [piece.article for piece in pieces] == ["1", "2", "3", "6"]


class TestCommand:
    def test_writes_beside_and_never_over(self, tmp_path: Path) -> None:
        source = tmp_path / "办法.txt"
        source.write_text(ARTICLES, encoding="utf-8")
        said: list[str] = []
        assert knowing.import_document(source, said.append) == 0
        assert knowing.import_document(source, said.append) == 0
        assert {path.name for path in tmp_path.glob("*.yml")} == {"办法.clauses.yml", "办法-2.clauses.yml"}

    def test_missing_file(self, tmp_path: Path) -> None:
        said: list[str] = []
        assert knowing.import_document(tmp_path / "无.txt", said.append) == 1
        assert "没有这个文件" in said[0]
