"""A policy document taken apart by 条 and 款, as a skeleton for an editor to restate."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdf
import yaml

from store import archives

_HAN = "零一二三四五六七八九"
_MENTION = re.compile(
    r"^第([零一二三四五六七八九十百]+|\d+)条(第|规定|所|的|和|或|、|至|以[外内上下前后]|及(?!时)|中(?![央华国小等医学])|之|但|等(?!级))"
)
"""A line that goes on with another article: 第一条规定的条件."""
_ARTICLE = re.compile(rf"(?!{_MENTION.pattern})^第\s*(?P<number>[零一二三四五六七八九十百]+|\d+)\s*条[\s　]*")
_CHAPTER = re.compile(r"^第\s*[零一二三四五六七八九十百]+\s*[章节编]([\s　]|[^，。；：]{1,20}$)")
_ITEM = re.compile(r"^[（(][一二三四五六七八九十]+[）)]")
_SECTION = re.compile(r"^([一二三四五六七八九十]+)、")
_SUBSECTION = re.compile(r"^[（(]([一二三四五六七八九十]+)[）)]")
_POINT = re.compile(r"^(\d+)[.．、]")
_NUMBER = re.compile(r"[一-龥]{2,8}[〔\[（(]\d{4}[〕\]）)]\s*\d+\s*号")
_SECRET = re.compile(r"^\s*(此件)?(不予?公开|依申请公开|内部资料|内部文件)\s*$", re.MULTILINE)
_RUNNING_TITLE = re.compile(r"关于[^，。：；《》]{4,80}的(通知|意见|决定|办法|方案)")
"""A title of several lines, run into what stands below it."""
_PAGE_NUMBER = re.compile(r"^[-—–－ ]*(\d{1,4}|第\s*\d{1,4}\s*页(\s*[,，/]?\s*共\s*\d{1,4}\s*页)?)[-—–－ ]*$")
_ROW = "｜"
"""Before each row of a table, which belongs to the paragraph above it."""
_SENTENCE_END = ("。", "；", "：", "！", "？", ":", ";", ".", _ROW)
MOST_PAGES = 2000
MOST_LEFT_OUT = 5
"""What begins like an article further behind than that is one only where its number stands apart; else it is mentioned."""
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class CannotImport(Exception):
    """A file that cannot be taken apart, with a sentence that says why and what to do."""


@dataclass(frozen=True)
class Piece:
    """One paragraph of a document at its place: `7.2` is the second paragraph of article 7."""

    article: str
    text: str


@dataclass(frozen=True)
class Skeleton:
    """A document taken apart; everything is for an editor to verify."""

    title: str
    number: str | None
    numbering: str
    disclosure: str
    pieces: tuple[Piece, ...]

    def written(self, document_id: str) -> str:
        """YAML in the form of `clauses/*.yml`, the original wording as comments, nothing verified."""
        lines = [
            f"# {self.title}{'（' + self.number + '）' if self.number else ''}",
            "# 由原文自动拆分。请逐条用自己的话改述 text，核对后把 verified 改为 full_text；不用的条款删去。",
            "# 文件本身另在 documents.yml 里登记："
            + f"numbering: {self.numbering}，disclosure: {self.disclosure}",
            f"document: {document_id}",
            "verified: unverified",
            "clauses:",
        ]
        for piece in self.pieces:
            lines += [f"# 原文：{line}" for line in piece.text.splitlines()]
            lines.append(f"- {{article: '{piece.article}', text: 待改述}}")
        return "\n".join(lines) + "\n"


def read(path: Path) -> str:
    """The text of a .docx, .pdf or .txt file, a paragraph a line.

    Raises:
        CannotImport: it is missing, of another kind, empty, or a scan without text.
    """
    if not path.is_file():
        raise CannotImport(f"没有这个文件：{path}。")
    match path.suffix.lower():
        case ".docx":
            text = _opened(lambda: "\n".join(_paragraphs(path)))
        case ".pdf":
            text = _opened(lambda: "\n".join(page.extract_text() or "" for page in _pages(path)))
        case ".txt":
            text = _decoded(path)
        case other:
            raise CannotImport(f"不认识 {other or '没有后缀'} 的文件，请另存为 .docx、.pdf 或 .txt。")
    if len(text.strip()) < 20:
        raise CannotImport("文件里没有读到文字。扫描件请先做文字识别。")
    return joined(text)


def take_apart(text: str) -> Skeleton:
    """The document by articles (第几条) or, where it has none, by sections (一（二）3).

    Raises:
        CannotImport: neither is found.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    by_article = sum(bool(_ARTICLE.match(line)) for line in lines) >= 2
    pieces = _single_paragraphs_plain(_articles(lines)) if by_article else tuple(_sections(lines))
    if not pieces:
        raise CannotImport("没有找到“第几条”或“一、”这样的编号，请先在文件里分好条款。")
    found = _NUMBER.search(text)
    secret = _SECRET.search(text)
    return Skeleton(
        title=_title(lines),
        number=re.sub(r"\s", "", found[0]) if found else None,
        numbering="articles" if by_article else "sections",
        disclosure="不公开" if secret and "不" in secret[0] else "内部" if secret else "公开",
        pieces=pieces,
    )


def check_skeleton(text: str) -> int:
    """How many clauses a skeleton holds; it must be readable as YAML."""
    return len(yaml.safe_load(text)["clauses"])


def _articles(lines: list[str]) -> Iterator[Piece]:
    article, paragraph = 0, 0
    held: list[str] = []
    for line in lines:
        begins = _ARTICLE.match(line)
        number = _value(begins["number"]) if begins else 0
        apart = begins is not None and (begins[0][-1].isspace() or begins.end() == len(line))
        if begins and article < number and (not article or apart or number <= article + MOST_LEFT_OUT):
            if held:
                yield Piece(f"{article}.{paragraph}", "\n".join(held))
            article, paragraph, held = number, 1, [line[begins.end() :]]
        elif article and _CHAPTER.match(line):
            continue
        elif article and (_ITEM.match(line) or line.startswith(_ROW)):
            held.append(line)
        elif article:
            yield Piece(f"{article}.{paragraph}", "\n".join(held))
            paragraph, held = paragraph + 1, [line]
    if held:
        yield Piece(f"{article}.{paragraph}", "\n".join(held))


def _single_paragraphs_plain(pieces: Iterator[Piece]) -> tuple[Piece, ...]:
    """An article of one paragraph is cited without it: `5`, not `5.1`."""
    found = list(pieces)
    split = {piece.article.partition(".")[0] for piece in found if not piece.article.endswith(".1")}
    return tuple(
        piece if (article := piece.article.partition(".")[0]) in split else Piece(article, piece.text)
        for piece in found
    )


def _sections(lines: list[str]) -> Iterator[Piece]:
    place: list[int] = []
    held: list[str] = []
    for line in lines:
        depth, number = _depth(line)
        if depth and (depth == 1 or place):
            if held:
                yield Piece(".".join(map(str, place)), "\n".join(held))
            place = [*(place + [0] * depth)[: depth - 1], number]
            held = [line]
        elif place:
            held.append(line)
    if held:
        yield Piece(".".join(map(str, place)), "\n".join(held))


def _depth(line: str) -> tuple[int, int]:
    for depth, pattern in ((1, _SECTION), (2, _SUBSECTION), (3, _POINT)):
        begins = pattern.match(line)
        if begins:
            return depth, int(begins[1]) if depth == 3 else _value(begins[1])
    return 0, 0


def _value(numeral: str) -> int:
    """一百二十三 and 123 read as 123."""
    if numeral.isdecimal():
        return int(numeral)
    total, digit = 0, 0
    for char in numeral:
        if char in _HAN:
            digit = _HAN.index(char)
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[char]
            digit = 0
    return total + digit


def _title(lines: list[str]) -> str:
    issued = re.search(r"印发《([^》]{6,80})》", "".join(lines[:12]))
    if issued:
        return issued[1].replace(" ", "")
    named = [
        line
        for line in lines[:12]
        if line.endswith(("办法", "条例", "通知", "意见", "方案", "规定", "细则", "法"))
    ]
    if not named and (running := _RUNNING_TITLE.search("".join(lines[:12]))):
        return running[0]
    return (named or lines)[0][:80]


def _opened(read: Callable[[], str]) -> str:
    """The text, or a sentence instead of whatever the libraries make of a damaged file."""
    try:
        return read()
    except CannotImport:
        raise
    except archives.BadArchive as reason:
        raise CannotImport(str(reason)) from None
    except Exception:
        raise CannotImport("文件损坏或加了密码，读不出来。请用办公软件打开，重新另存后再试。") from None


def _pages(path: Path) -> Sequence[pypdf.PageObject]:
    pages = pypdf.PdfReader(path).pages
    if len(pages) > MOST_PAGES:
        raise CannotImport(f"文件超过 {MOST_PAGES} 页，请拆开后分别导入。")
    return pages


def _paragraphs(path: Path) -> Iterator[str]:
    archives.check(path)
    document = docx.Document(str(path))
    for block in document.iter_inner_content():
        if isinstance(block, docx.table.Table):
            for row in block.rows:
                cells = dict.fromkeys(row.cells)
                yield _ROW + _ROW.join(cell.text.replace("\n", "").strip() for cell in cells) + _ROW
        else:
            yield block.text


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-16",) if content.startswith(_UTF_16) else _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-16" or re.search("[一-龥]", text):
            return text
    raise CannotImport("文字编码读不懂，请另存为 UTF-8 的 .txt。")


def joined(text: str) -> str:
    """Lines broken by the page put together again: a line that ends in mid-sentence goes on in the next."""
    whole: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        if not line or _PAGE_NUMBER.match(line):
            continue
        goes_on = (
            whole
            and (len(whole[-1]) >= 18 or _MENTION.match(line))
            and not whole[-1].endswith(_SENTENCE_END)
            and not line.startswith(_ROW)
            and not any(
                pattern.match(line) for pattern in (_ARTICLE, _CHAPTER, _SECTION, _SUBSECTION, _POINT)
            )
        )
        if goes_on:
            whole[-1] += line
        else:
            whole.append(line)
    return "\n".join(whole)
