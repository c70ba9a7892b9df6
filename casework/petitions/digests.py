"""The digest of a narrative: the same words with whatever points to a person taken out."""

import re
from collections.abc import Callable, Container, Iterable

_HALF_WIDTH = {
    sign: sign - 0xFEE0
    for part in (range(0xFF10, 0xFF1A), range(0xFF21, 0xFF3B), range(0xFF41, 0xFF5B))
    for sign in part
}
"""Full-width digits and letters to plain ones; Chinese punctuation stays."""

_PATTERNS = (
    (re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])"), "〔证件号〕"),
    (re.compile(r"(?<!\d)\d{15,19}(?!\d)"), "〔账号〕"),
    (re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"), "〔电话〕"),
    (re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"), "〔电话〕"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "〔邮箱〕"),
    (re.compile(r"(?:微信|QQ|qq)号?[:： ]?[A-Za-z0-9_-]{5,20}"), "〔账号〕"),
    (
        re.compile(
            r"\d+(?:(?:号楼|栋|幢|单元)(?:[-、 ]?\d{3,4}(?![\d.元块年月日号室户人]))?|室|号(?=院|房|门|家|$|[，。,.]))"
        ),
        "〔门牌〕",
    ),
    (
        re.compile(
            r"(?<=[巷街路弄])(?:\d{1,4}|[零〇一二三四五六七八九十百]{1,5})号"
            r"(?:(?:\d{3,4}|[零〇一二三四五六七八九]{3,4})(?![\d.元块年月日号室户人]))?"
        ),
        "〔门牌〕",
    ),
)

_INTRODUCED = re.compile(
    r"(我(?:的?名字?)?叫|姓名[是叫:：]) ?([\u4e00-\u9fff])[\u4e00-\u9fff·]{1,3}(?![\u4e00-\u9fff·])"
)
"""Somebody says who they are, and nothing follows on."""
_DOWN_TO = re.compile(r".*(?:[村屯庄寨]|社区|居委会|[街路巷]|[镇乡])")


def redact(
    text: str, names: Iterable[str] = (), homes: Iterable[str] = (), published: Container[str] = ()
) -> str:
    """The text without identity, telephone and account numbers, house numbers, and the given names and homes.

    A name becomes its surname and 某, so that the sentence still reads. Numbers that an office has published, given as
    digits alone, stay.
    """
    clean = text
    for home in sorted({home.strip() for home in homes if len(home.strip()) > 3}, key=len, reverse=True):
        clean = clean.replace(home, "〔住址〕")
    clean = clean.translate(_HALF_WIDTH)
    for pattern, stand_in in _PATTERNS:
        clean = pattern.sub(_unless_published(published, stand_in), clean)
    clean = _INTRODUCED.sub(r"\1\2某", clean)
    for name in sorted({name for name in names if len(name) > 1}, key=len, reverse=True):
        clean = clean.replace(name, name[0] + "某")
    return clean.strip()


def _unless_published(published: Container[str], stand_in: str) -> Callable[[re.Match[str]], str]:
    return lambda found: found[0] if digits(found[0]) in published else stand_in


def digits(number: str) -> str:
    """The digits of a number, without what stands between them."""
    return re.sub(r"\D", "", number)


def whereabouts(place: str) -> str:
    """A place down to its village or street; which house it is stays out."""
    found = _DOWN_TO.match(place)
    return redact(found.group() if found else place)
