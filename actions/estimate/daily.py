"""A wage that is told by the day: what it comes to a month depends on how many days of it are worked."""

import re
from decimal import Decimal

from actions.complaint import phrases
from knowledge.estimate import amounts
from knowledge.words import plain

_A_DAY = re.compile(
    rf"(一|每|1)天(的)?(工钱|工资|能|也就|就|大概|差不多|挣|给|是|算|拿|得|有|个){{0,4}}(?P<sum>{amounts.RUN})(?!个?(小时|钟头|顿|次|回|趟|遍|包|瓶|片|粒|餐))"
    rf"|(?P<paid>{amounts.RUN})(来|多)?(块|元)?(钱)?(一|每|1)天"
)
_WORK = re.compile(
    r"工|挣|干|活|做|班|厂|搬|扛|扫|洗|摘|跑|帮人|给人|看(大?门|场|店)|保洁|保安|钟点|临时|日结|蹬|卖力"
)
_NO_WAGE = re.compile(r"菜钱|药|医|病|住院|床位|护理费|护工|吃饭|伙食|生活费|花|吃|抽|喝|打针|补贴|补助")
_NOBODY_WORKS = re.compile(r"没(有|得)?人(能|会)?(干|做|上班|打工|挣)活?")
_ON_AND_OFF = re.compile(
    r"(干|做|上|打|跑)(?P<on>[一二两三四五六\d])(天)?(休息|歇|停|休|闲)(?P<off>[一二两三四五六\d])(天)?"
)
_HALF_A_MONTH = re.compile(r"(干|做|上|打|有)?(个)?半个?月|一半(的)?(时间|天数|日子)")
_IN_A_WEEK = re.compile(r"(周|礼拜|星期)[^,，。\d]{0,6}?(?P<days>[\d一二两三四五六七到]+)天")
_DAYS = re.compile(r"(?P<days>[\d一二两三四五六七八九十到~-]+)(来|多)?(个)?天")
_DAYS_OFF = re.compile(r"月[^,，]{0,3}(歇|休息?)(?P<off>[一二两三四五六七八九十\d]+)天")
_TEN_AND = re.compile(r"十([一二三四五六七八])([二三四五六七八九])(?=天)")
_NOT_EACH_MONTH = re.compile(r"年|季|天(前|后|没)")
_MONTH, _WEEKS = Decimal(30), Decimal(52) / 12


def told(said: str) -> Decimal | None:
    """The yuan that a day's work brings; None where the words tell of none."""
    clauses = [plain(amounts.tidied(one)) for one in phrases.CLAUSES.split(amounts.joined(said)) if one]
    for at, clause in enumerate(clauses):
        about = " ".join(clauses[max(0, at - 1) : at + 2])
        found = _A_DAY.search(clause)
        if found is None or not _WORK.search(_NOBODY_WORKS.sub("", about)) or _NO_WAGE.search(clause):
            continue
        yuan = amounts.money(found["sum"] or found["paid"], months=None)
        if yuan is not None and yuan >= 10:
            return yuan
    return None


def words(said: str) -> str:
    """The clause that tells a day's wage."""
    clauses = [one for one in phrases.CLAUSES.split(amounts.joined(said)) if one]
    return next((one for one in clauses if _A_DAY.search(plain(amounts.tidied(one)))), said)


def days(said: str) -> Decimal | None:
    """The days of a month that are worked: 十来天, 干一天歇两天, 一个礼拜三天; None where it is not said."""
    for part in phrases.CLAUSES.split(said):
        clause = _TEN_AND.sub(r"十\1到十\2", plain(amounts.tidied(part)))
        if free := _DAYS_OFF.search(clause):
            return _MONTH - (_middle(free["off"]) or 0)
        if shift := _ON_AND_OFF.search(clause):
            on, off = (amounts.number(shift[name]) for name in ("on", "off"))
            return _MONTH * on / (on + off) if on and off else None
        if _HALF_A_MONTH.search(clause):
            return _MONTH / 2
        if _NOT_EACH_MONTH.search(clause):
            continue
        if weekly := _IN_A_WEEK.search(clause):
            many = _middle(weekly["days"])
            return many * _WEEKS if many and many <= 7 else None
        for found in _DAYS.finditer(_A_DAY.sub("", clause)):
            many = _middle(found["days"])
            if many and 2 <= many <= 31:
                return many
    return None


def _middle(text: str) -> Decimal | None:
    """A count, or the middle of two: 十到十二, 七八."""
    parts = [amounts.number(one) for one in re.split(r"[到~-]", text)]
    if len(parts) == 1 and parts[0] is None and len(text) == 2:
        parts = [amounts.number(one) for one in text]
    known = [one for one in parts if one is not None]
    return sum(known, Decimal(0)) / len(known) if len(known) == len(parts) else None


def a_month(said: str) -> Decimal | None:
    """What the work by the day comes to a month, where both are told."""
    wage, worked = told(said), days(said)
    return None if wage is None or worked is None else (wage * worked).quantize(Decimal("0.01"))
