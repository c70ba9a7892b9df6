"""A sum that was told and of which it is not sure whose or what it is: it is asked for in one short question, and no total is
told before."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from actions.complaint import phrases
from actions.estimate import apart, daily, each, relations, shares
from knowledge.estimate import amounts, telling
from knowledge.estimate.rules import Value
from knowledge.words import plain

_BY_TIME = re.compile(r"月|年(?!级|纪|前|轻)")
_NO_INCOME_NOW = re.compile(
    r"以前|之前|原来|过去|从前|那时|去年|前年|判|该给|说好|答应|存|欠|借|贷|没|不(?!多|少|稳|一定|到)|残疾|护理|奖|退(?!休)|够不够|标准|(年|月)(生|出生)|号"
)
_DENIED = re.compile(r"不是[^,，。;；\s是]*")
_NOT_OURS = re.compile(
    r"^不是(的|收入|(我|俺|咱)的)?[。!！]?$|^不是(我|俺|咱)(们家?|家)(里)?(人)?的?(收入|钱)?(?=$|[,，。!！\s])"
)
_LEAST = 50
KINDS = (
    ("spent", r"花|还(钱|账|款|贷)|药|看病|学费|欠|存|不是(收入|进|挣)|出去"),
    ("basic_pension", r"养老"),
    ("retirement", r"退休"),
    ("assets_income", r"租|流转|利息|分红|包给"),
    ("support_received", r"(儿|女|闺|姑娘|丫头|子女|孩子|别人|亲戚)[^,，。]{0,6}给|给的|寄"),
    ("business", r"种|地里|养(?!老)|卖|生意|摆摊"),
    ("wage", r"工资|打工|上班|挣|干活|做活|零工|务工|工钱|劳务"),
)
BESIDE_WORK = frozenset({"basic_pension", "retirement", "assets_income", "support_received"})
BUTTONS = ("打工上班挣的", "种地、做生意的", "养老金", "儿女给的", "是花出去的")


def in_words(
    said: str,
    told: Mapping[str, Value],
    facts: Mapping[str, Value],
    known: shares.Shares,
    earlier: Sequence[str] = (),
) -> str:
    """The clause whose income by the month or year none of the facts told holds; empty where all are placed."""
    ours = apart.own_words(said)
    for_each = each.told(ours, facts, earlier)
    if for_each and for_each.total is None:
        return ours
    if daily.told(ours) is not None and daily.days(ours) is None and "wage" not in told:
        return daily.words(ours)
    sums = [one for one in told.values() if isinstance(one, Decimal)]
    placed = {one.quantize(Decimal(1)) for one in sums}
    placed |= {yuan.quantize(Decimal(1)) for parts in known.values() for yuan in parts.values()}
    if for_each:
        placed.add(for_each.one.quantize(Decimal(1)))
    left: list[tuple[str, Decimal]] = []
    seen: list[Decimal] = []
    clauses = [plain(one) for one in phrases.CLAUSES.split(amounts.joined(ours)) if one]
    for at, clause in enumerate(clauses):
        about = " ".join(clauses[max(0, at - 1) : at + 1])
        if not _BY_TIME.search(clause) or phrases.asks(clause) or telling.UNPAID.search(said):
            continue
        if shares.OF_AGE.search(clause) or _NO_INCOME_NOW.search(clause) or shares._NO_INCOME.search(clause):
            continue
        if shares._NO_INCOME.search(about) and not re.search(r"挣|工资|养老|退休|给", clause):
            continue
        if relations.supporter(about) and not re.search(r"给|寄|拿回", about):
            continue
        yuan = amounts.money(shares.FEAST.sub("一年", clause), months=amounts.MONTH)
        if yuan is None or yuan < _LEAST:
            continue
        seen.append(yuan)
        if yuan.quantize(Decimal(1)) not in placed:
            left.append((about if amounts.money(about, months=amounts.MONTH) == yuan else clause, yuan))
    if sum(seen, Decimal(0)).quantize(Decimal(1)) in placed:
        return ""
    return left[0][0] if left else ""


def question(words: str) -> tuple[str, list[tuple[str, str]]]:
    """What is asked of the words, with buttons."""
    if daily.told(words) is not None:
        return f"“{words}”，一个月大概能干几天？", [(one, one) for one in ("十来天", "半个月", "二十来天")]
    for_each = each.told(words, {})
    if for_each and for_each.total is None:
        return f"“{words}”，一共几个人有？", [("两个人", "两个人"), ("一个人", "一个人")]
    return f"“{words}”这笔钱是哪一样的，是您家里人的吗？", [(one, one) for one in BUTTONS]


def settled(words: str, said: str) -> tuple[str, Decimal] | None:
    """The kind of income and the yuan a month that a reply makes of the words, `spent` with 0 where it is none of the
    household's; None where it does not say."""
    if (by_the_day := daily.told(words)) is not None:
        worked = daily.days(said)
        return ("wage", (by_the_day * worked).quantize(Decimal("0.01"))) if worked else None
    again = amounts.money(plain(said), months=amounts.MONTH)
    if again is not None and again != amounts.money(plain(words), months=amounts.MONTH):
        return None
    for_each = each.told(words, {})
    if for_each and for_each.total is None:
        if amounts.money(plain(said), months=amounts.MONTH) is not None:
            return None
        many = re.search(r"(?P<many>[一两俩二三仨四五六1-6])个?(人|口)?|都(有|领)", said)
        if many is None:
            return None
        heads = 2 if many["many"] is None else telling.NUMBERS.get(many["many"]) or int(many["many"])
        return for_each.key, (for_each.one * heads).quantize(Decimal("0.01"))
    is_it = _DENIED.sub("", said)
    if _NOT_OURS.search(said) or re.search(
        r"(别人|人家|他们?自己|他家|她家)的|分(了)?[家户]|不(跟|和)我", is_it
    ):
        return "spent", Decimal(0)
    yuan = amounts.money(plain(words), months=amounts.MONTH)
    key = next((name for name, terms in KINDS if re.search(terms, is_it)), None)
    if key is None and re.search(r"不是(收入|进|挣)", said):
        key = "spent"
    if key is None or yuan is None:
        return None
    return key, Decimal(0) if key == "spent" else yuan
