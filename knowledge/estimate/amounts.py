"""Numbers and amounts of money as people say them: 一千二, 两万三, 一年2万, 八百到一千.

What could be meant otherwise (a daily wage, so much for each, two sums that are not one total) is no amount.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
}
_DIGIT = f"[{''.join(_DIGITS)}]"
_VALUE = rf"(?:\d+(?:\.\d+)?|{_DIGIT})"
RUN = rf"(?:\d++(?:\.\d++)*|[{''.join(_DIGITS)}十百千万亿])+"
_SECTION = re.compile(
    rf"(?:({_VALUE})千)?(?:零?({_VALUE})百)?(?:零?(?P<tens>{_VALUE}?)十)?(零|〇)?({_VALUE})?"
)
_LARGEST = 10**10
"""No household has so much: it is a telephone number, or a slip."""

_MOST_SUMS = 30
"""A text of more sums is an account, of which nobody says for sure what it comes to."""

MONTH, YEAR = 1, 12
"""The months that a sum is asked for."""

_CLAUSES = re.compile(r"[,，。；;！!？?\s]+")
_COUNTED = re.compile(
    r"(多|来)?(个|口|周?岁|亩|次|人|只|头|天|日|套|间|级|份|处|栋|辆|条|张|期|周|星期|礼拜|小时|钟头|公?斤|袋|季|代|层|楼|平|米|公里|组|队|届|班|户|家|样|种|回|趟|轮|保|孩|%|折|成)"
)
"""What a number counts, where it is no money."""
_DATED = re.compile(r"(多|来)?[年月号]")
_CURRENCY = re.compile(r"(多|来)?(元|块|圆)")
_OF_AGE = re.compile(r"(今年|我|俺|年纪|岁数|都|快|已经)$")
_PERIODS = (
    (re.compile(r"半年"), 6),
    (re.compile(rf"(?<!零)(?P<n>{RUN})个(多|来)?月"), None),
    (re.compile(r"(?<!\d)一月|(每|这|当|按|整|的)个?月|月(薪|均|工资|收|入|退休|养老)|/月|^月"), MONTH),
    (re.compile(r"(?<![\d〇零十])[一1每全整按]年(?![级前纪])|年(收|底|均|纯|终|薪)|/年|^年"), YEAR),
    (re.compile(rf"(?P<n>{RUN})年(?![级前来以了没不多])"), None),
)
_PERIOD_BEHIND = re.compile(
    r"\s?(元|块钱?|多|来|左右|上下|的|样子|吧)*\s?(/|每|一个?|1个?)?(?P<unit>[月年])(?![级前纪底份初])"
)
_DAILY = re.compile(
    r"([一每按]|(?<!\d)1)(天|日|小时|个?钟头|个?工(?!资)|次|趟|周|个?星期|个?礼拜|晚|季度?|班|单|件)|/(天|日|小时)|[天日](工资|薪|结)"
)
"""A sum for so short a time: how often it is earned is not said."""
_FOR_EACH = re.compile(
    r"每(人|个(?!月)|户|亩|斤|只|头|袋)|一人(?=[给出拿一每])|各(自|人)?(给|出|拿|寄|打|有|挣)|(?<!\d)[一1][亩斤头只袋]|/(亩|斤|人)|计件"
)
"""A sum for each, of how many is not reckoned."""
_TOTAL = re.compile(r"一共|总共|合计|拢共|统共|加起来|合起来|加一块儿?|全部加")
_ONCE = re.compile(r"以前|原来|过去|从前|之前|早些年|那时|年轻时")
_SOME_YEAR = re.compile(rf"[今去前]年(?!(都|快|已经|也|就)*{RUN}(周?岁|[多几]?了))|上半年|下半年")
_SEASON = re.compile(rf"[一每]年[^,，。]{{0,6}}(?:{RUN}|几)个(多|来)?月")
"""Only so many months of a year are worked: a month's wage is not each month's."""


@dataclass(frozen=True)
class Number:
    """A number in a text, where it stands; `value` is None where it cannot be read."""

    value: Decimal | None
    start: int
    end: int
    counts: bool
    """Whether it counts something that is no money, or dates something."""


def joined(text: str) -> str:
    """The text with 1,500 as 1500, before its clauses are looked for; a full-width comma only behind a single digit."""
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))|(?<=(?<!\d)\d)，(?=\d{3}(?!\d))", "", text)


_NO_FIGURE = rf"(?<![{''.join(_DIGITS)}\d十百千万])"
_ABOUT = (
    (re.compile(rf"{_NO_FIGURE}千儿?八百"), "八百到一千"),
    (re.compile(rf"{_NO_FIGURE}百儿?八十"), "八十到一百"),
    (re.compile(rf"{_NO_FIGURE}([百千万])(把|来|多)(?=[块元个左上]|的|样|$|[,，。\s])"), r"一\1"),
    (re.compile(rf"{_NO_FIGURE}百十来?(?=[块元个]|$|[,，。\s])"), "一百一十"),
    (re.compile(rf"(?<=[{''.join(_DIGITS)}\d])([百千万])把(?=[块元个]|$|[,，。\s])"), r"\1"),
)


def about(text: str) -> str:
    """The text with sums that are told by about how much they are in numbers: 千把块 as 一千块, 百十来块 as 一百一十块."""
    for words, sum_ in _ABOUT:
        text = words.sub(sum_, text)
    return text


def tidied(text: str) -> str:
    """A plain text with each number written so that it stands whole: 2w5 as 2万5, 七八百 as 七百到八百."""
    text = about(text)
    text = re.sub(r"\.{2,}|…+", " ", text)
    text = re.sub(r"(?<=\d)w(?![a-z])", "万", text)
    text = re.sub(r"(?<=\d)k(?![a-z])", "千", text)
    text = re.sub(
        r"(?<![\d一二三四五六七八九十百千两])万一|千万(?=[别不要给])|第(?:\d|[一二三四五六七八九十])+|(星期|周)[一二三四五六]",
        " ",
        text,
    )
    text = re.sub(r"(?<=[\d十百千])[多来](?=[千万])", "", text)
    text = re.sub(rf"(\d|[百千万]{_DIGIT}?)(?=一(年|个?月))", r"\1 ", text)
    text = re.sub(
        rf"({_DIGIT})点({_DIGIT})(?=[千万])", lambda said: f"{_DIGITS[said[1]]}.{_DIGITS[said[2]]}", text
    )
    text = re.sub(r"(?<!\d)(\d)、(\d)(0{2,}|[百千万])(?!\d)", r"\1\3到\2\3", text)
    text = re.sub(rf"(?<=[百千万])({_DIGIT})({_DIGIT})(?![{''.join(_DIGITS)}十百千万\d])", _last_pair, text)
    return re.sub(rf"(?<![\d.十百千万])({_DIGIT})({_DIGIT})([十百千万])", _pair, text)


def _last_pair(said: re.Match[str]) -> str:
    """两千六七 as 两千六到两千七."""
    first, second = _DIGITS[said[1]], _DIGITS[said[2]]
    head = re.search(rf"(?:{_DIGIT}|\d)*[百千万]$", said.string[: said.start()])
    if head is None or first == 0 or second != first + 1:
        return said[0]
    return f"{said[1]}到{head[0]}{said[2]}"


def _pair(said: re.Match[str]) -> str:
    first, second = _DIGITS[said[1]], _DIGITS[said[2]]
    if second == first + 1 or (first, second) == (3, 5):
        return f"{said[1]}{said[3]}到{said[2]}{said[3]}"
    return said[0]


def numbers(text: str) -> Iterator[Number]:
    """Every number in a tidied text, in its order."""
    for run in re.finditer(RUN, text):
        value, tail = number(run[0]), text[run.end() :]
        if tail.startswith("几") or text[: run.start()].endswith("几"):
            value = None
        dated = _DATED.match(tail) is not None and (value is None or value < 100 or 1900 <= value <= 2100)
        yield Number(value, run.start(), run.end(), dated or _COUNTED.match(tail) is not None)


def number(text: str) -> Decimal | None:
    """`1200`, `一千二`, `两万三`, `1万2千`, `三百五十`, `二〇〇` read as a number; None where they are none."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Decimal(text)
    if re.fullmatch(_DIGIT + "{3,}", text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    head, of_ten_thousand, tail = text.partition("万")
    if not of_ten_thousand:
        return _section(text)
    many, rest = _section(head), Decimal(0)
    if re.fullmatch(rf"\d|{_DIGIT}", tail):
        rest = _value(tail) * 1000
    elif tail:
        read = _section(tail)
        if read is None or read >= 10_000:
            return None
        rest = read
    return None if many is None else many * 10_000 + rest


def _section(text: str) -> Decimal | None:
    said = _SECTION.fullmatch(text)
    if not text or said is None:
        return None
    thousands, hundreds, tens, zero, last = said.groups()
    total = Decimal(0)
    for value, unit in ((thousands, 1000), (hundreds, 100)):
        total += _value(value) * unit if value else 0
    if tens is not None:
        total += (_value(tens) if tens else 1) * 10
    if last:
        unit = 1
        if tens is None and not zero and len(last) == 1:
            unit = 10 if hundreds else 100 if thousands else 1
        total += _value(last) * unit
    return total


def _value(text: str) -> Decimal:
    return Decimal(_DIGITS[text]) if text in _DIGITS else Decimal(text)


@dataclass(frozen=True)
class _Sum:
    """A sum with the months that it is for: None not said, 0 a time or a share that cannot be reckoned."""

    value: Decimal
    months: int | None
    start: int
    past: bool


def money(text: str, *, months: int | None) -> Decimal | None:
    """Yuan in a text (plain), for so many `months` (`MONTH`, `YEAR`; None a sum that is of no time, as savings are).

    A range (八百到一千) is its middle. None where no sum is named, or it cannot be told for sure which, or of what.
    """
    text = tidied(text)
    found = _sums(text, months)
    if found is None:
        return None
    if len(found) > 1 and (total := _TOTAL.search(text)):
        found = [one for one in found if one.start >= total.end()][:1] or found
    if any(not one.past for one in found):
        found = [one for one in found if not one.past]
    amounts = {_for(one, months) for one in found if not one.past and one.months != 0}
    amount = amounts.pop() if len(amounts) == 1 else None
    return None if amount is None or amount >= _LARGEST else amount.quantize(Decimal("0.01"))


def is_for_each(text: str) -> bool:
    """Whether a sum is told for a day, a head or an acre, which cannot be reckoned without how many."""
    return bool(_DAILY.search(text) or _FOR_EACH.search(text))


def _for(one: _Sum, months: int | None) -> Decimal | None:
    if months is None:
        return None if one.months else one.value
    return one.value / (one.months or months) * months


def _sums(text: str, months: int | None) -> list[_Sum] | None:
    """The sums of money in a tidied text; None where a number stands in it that cannot be read, or too many do."""
    named = list(islice(_named(text), _MOST_SUMS + 1))
    if len(named) > _MOST_SUMS or any(value is None for value, _, _ in named):
        return None
    said = {one for _, start, end in named if (one := _period(text, 0, start, end))}
    sums = []
    before = 0
    for value, start, end in named:
        assert value is not None
        clause = _clause(text, start)
        own = _period(text, before, start, end)
        if own is None and len(said) == 1:
            own = next(iter(said))
        unsaid = own is None and months == MONTH and _SOME_YEAR.search(clause)
        for_each = _FOR_EACH.search(clause) and not _TOTAL.search(text[before:start])
        if unsaid or for_each or _SEASON.search(text):
            own = 0
        sums.append(_Sum(value, own, start, _ONCE.search(clause) is not None))
        before = end
    return sums


def _named(text: str) -> Iterator[tuple[Decimal | None, int, int]]:
    """What is money among the numbers, ranges as one: its value, where it begins and ends."""
    whole = list(numbers(text))
    skip = False
    for at, one in enumerate(whole):
        if skip:
            skip = False
            continue
        if one.counts:
            continue
        then = whole[at + 1] if at + 1 < len(whole) else None
        if (
            then
            and not then.counts
            and re.fullmatch(r"(元|块钱?|多)*[到至~\-—]+", text[one.end : then.start])
        ):
            skip = True
            yield _middle(one, then, text), one.start, then.end
        elif one.value is None:
            yield None, one.start, one.end
        elif _CURRENCY.match(text[one.end :]) or (one.value >= 10 and not _is_age(one, text)):
            if not re.match(r"块(儿|过|住|生活|吃|算)", text[one.end :]):
                yield one.value, one.start, one.end
        elif one.value == 0 and text == text[one.start : one.end]:
            yield one.value, one.start, one.end


def _middle(low: Number, high: Number, text: str) -> Decimal | None:
    if low.value is None or high.value is None:
        return None
    least, unit = low.value, re.search(r"[百千万]$", text[high.start : high.end])
    if least < 10 and unit:
        least *= {"百": 100, "千": 1000, "万": 10_000}[unit[0]]
    return (least + high.value) / 2 if least < high.value else None


def _is_age(one: Number, text: str) -> bool:
    return (
        one.value is not None
        and one.value < 100
        and (text[one.end :].startswith("了") or _OF_AGE.search(text[: one.start]) is not None)
    )


def _period(text: str, begin: int, start: int, end: int) -> int | None:
    """The months that are named nearest before a sum, or right behind it; 0 a time that cannot be reckoned."""
    last: tuple[int, int | None] = (-1, None)
    window = text[begin:start]
    for words, length in _PERIODS:
        for said in words.finditer(window):
            last = max(last, (said.end(), length or _months(said)), key=lambda one: one[0])
    for said in _DAILY.finditer(window):
        last = max(last, (said.end(), 0), key=lambda one: one[0])
    if last[0] >= 0:
        return last[1]
    behind = _PERIOD_BEHIND.match(text, end)
    if behind:
        return MONTH if behind["unit"] == "月" else YEAR
    return 0 if re.match(r"(元|块钱?|多|来)*" + f"(?:{_DAILY.pattern})", text[end:]) else None


def _months(said: re.Match[str]) -> int | None:
    many = number(said["n"])
    if many is None or not 0 < many < 20 or many != int(many):
        return None
    return int(many) * (MONTH if said[0].endswith("月") else YEAR)


def _clause(text: str, at: int) -> str:
    begin = max((one.end() for one in _CLAUSES.finditer(text) if one.end() <= at), default=0)
    end = next((one.start() for one in _CLAUSES.finditer(text, at)), len(text))
    return text[begin:end]
