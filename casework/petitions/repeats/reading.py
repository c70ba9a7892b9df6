"""What a redacted digest speaks of: programmes, months, and words brought to one form."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from casework.petitions import search
from casework.petitions.repeats.signatures import pieces, plain

PROGRAMS = {
    "dibao": "低保|最低生活保障",
    "tekun": "特困|五保|供养金",
    "temporary": "临时救助|急难救助",
    "medical": "医疗救助|大病救助",
    "disability": "护理补贴|残疾补贴|残疾人补贴|两项补贴|残疾人.{0,4}补贴",
    "elderly": "高龄津贴|高龄补贴|高龄补助",
    "orphan": "孤儿|事实无人抚养",
    "disaster": "救灾",
    "gifts": "慰问|棉被",
    "schooling": "助学|学费",
}
ALIKE = (
    ("五保|供养金", "特困"),
    (
        "没有?收到|没到账|没有到账|没打(?:到|下)|没进(?:钱|账)|没发下?来?|没给钱|断了|未再?发放|没见着|没到|不发了|没了",
        "未到账",
    ),
    ("少了?一?半|少发了?|给少了?|短了|只发了?一半|只给了", "少发"),
    ("存折|银行卡|卡折|低保卡", "卡折"),
    ("收走|拿走|扣着|扣了|保管|收着|不还|不给我?还|拿着|在(?:.{1,4})手里", "扣留"),
    ("取消|停掉|停发|被停|停了|停我家|停", "停发"),
    ("没人?告诉|没人通知|没通知|没有说法|没说法|没人解释|啥原因|什么理由|没告诉|没有?通知|不通知", "未告知"),
    ("不给收|不收|拒收|不受理|退给我|退回|不给开|不给报|都推|推来推去", "拒收"),
    (
        "没有?消息|没动静|没回音|没人理|没信|没下文|拖着|不批|没批|咋还|没有答复|没答复|没给我回话|没有回复",
        "拖延",
    ),
    ("公示栏|公示|公布|张榜|贴出来|没贴|不贴|名单", "公示"),
    ("骂人|骂我|骂|难听|大吼大叫|态度|不理", "态度"),
    ("支书|村书记|书记", "支书"),
    ("热线|电话", "热线"),
    ("打不通|没人接|不接", "不接"),
    ("补助|补贴|津贴", "补贴"),
    ("小舅子|亲戚|老表|侄子|弟弟|哥", "亲属"),
    ("我爸|我爹|我妈|我娘|老伴|我老婆|我儿子?|我弟弟|俺婆婆|奶奶|孩子|侄子", ""),
)
_COMPILED = tuple((re.compile(pattern), word) for pattern, word in ALIKE)
_PROGRAM = {code: re.compile(pattern) for code, pattern in PROGRAMS.items()}
_NUMBERS = {sign: at for at, sign in enumerate("零一二三四五六七八九十")} | {"十一": 11, "十二": 12}
_MONTH = re.compile(
    r"(?P<year>去年|今年|明年|(?:20)\d\d年)?(?P<month>十[一二]|[一二三四五六七八九十]|1[0-2]|[1-9])月(?!\d*[日号]|[一二三四五六七八九十]+[日号])"
)
_FIRST_OF_TWO = re.compile(r"(十[一二]|[一二三四五六七八九十])(?=[一二三四五六七八九十]两个月)")
_QUARTER = re.compile(r"第?([一二三四1-4])季度")
_LAST, _THIS = re.compile(r"上个?月"), re.compile(r"这个月|本月|当月")
_AGAIN = re.compile(r"又|还是|再次|再反映|上次|上回|之前|催|仍|没下文|那件事|写过信|去过你们")
_ANEW = re.compile(r"重新|这次|后来恢复|已补发|今年")
STOP = frozenset(
    [
        "的",
        "了",
        "我",
        "是",
        "在",
        "就",
        "也",
        "都",
        "和",
        "有",
        "到",
        "给",
        "说",
        "人",
        "不",
        "没",
        "没有",
        "我们",
        "你们",
        "他们",
        "怎么",
        "什么",
        "请",
        "来",
        "去",
        "上",
        "里",
        "被",
        "把",
        "还",
        "又",
        "再",
    ]
)

KEPT = 2000
"""Readings of texts are kept for so many, the last ones: a process that runs for months does not keep them all."""


@dataclass(frozen=True)
class Reading:
    """What was read from a text: the codes of programmes, months as year * 12 + month - 1, words and pieces."""

    programs: frozenset[str]
    months: frozenset[int]
    words: frozenset[str]
    pieces: frozenset[str]
    again: bool
    """Whether it speaks of having been brought before."""
    anew: bool
    """Whether it speaks of a new event."""


def read(digest: str, lodged_on: date) -> Reading:
    return _read(digest, lodged_on.year, lodged_on.month)


@lru_cache(KEPT)
def _read(digest: str, year: int, month: int) -> Reading:
    text = plain(digest)
    same = text
    for pattern, word in _COMPILED:
        same = pattern.sub(word, same)
    words = frozenset(word for word in search.cut(same) if word not in STOP)
    return Reading(
        frozenset(code for code, pattern in _PROGRAM.items() if pattern.search(text)),
        frozenset(_months(digest, year, month)),
        words,
        frozenset(pieces(same)),
        bool(_AGAIN.search(text)),
        bool(_ANEW.search(text)),
    )


def _months(text: str, year: int, month: int) -> set[int]:
    """Months that a text told in a given month speaks of; a bare month is the latest one not after it."""
    now = year * 12 + month - 1
    found = set()
    for match in _MONTH.finditer(text):
        found.add(_month(_number(match["month"]), match["year"], year, now))
    for match in _FIRST_OF_TWO.finditer(text):
        found.add(_month(_number(match[1]), None, year, now))
    for match in _QUARTER.finditer(text):
        first = (_number(match[1]) - 1) * 3 + 1
        found |= {_month(first + step, None, year, now) for step in range(3)}
    if _LAST.search(text):
        found.add(now - 1)
    if _THIS.search(text):
        found.add(now)
    return found


def _month(month: int, said: str | None, year: int, now: int) -> int:
    if said == "去年":
        return (year - 1) * 12 + month - 1
    if said and said[0] == "2":
        return int(said[:4]) * 12 + month - 1
    at = year * 12 + month - 1
    return at if at <= now else at - 12


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]
