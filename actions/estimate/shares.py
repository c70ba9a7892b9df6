"""Whose each sum of a household is: what one earns, draws or gives stands beside the others' and is put right by itself."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from actions.complaint import phrases
from actions.turn import Turn
from knowledge.estimate import amounts, telling
from knowledge.words import plain

Shares = dict[str, dict[str, Decimal]]
"""For each kind of income whose it is, and how many yuan a month."""

OTHER = "other"
"""What the words are of where it is no income that is kept by whose it is."""
_SHORT = re.compile(
    r"^[^给寄租种]{0,4}(一个?月)?(就|也|都|才|只)?(有|是|领|拿)?(个)?[\d一二两三四五六七八九][^,，。]{0,6}$"
)
SELF, SPOUSE, EX = "您", "配偶", "孩子爸妈"
_SPOUSES = rf"(我|俺)?(家|的)?(那个)?{telling.SPOUSE}"
_OFFSPRING = r"(?P<child>(?<![孙侄外])(老?[大二三四小幺])?(儿子|女儿|闺女|姑娘|丫头|儿(?![媳童女])|女(?![婿的儿]))|老[大二三四幺](?!爷|妈|娘))"
_NAMED = re.compile(
    r"(?P<ex>(孩子|娃|[他她])的?(爸爸?|爹|妈妈?|老汉)|前夫|前妻)"
    rf"|(?P<spouse>(?<!儿){_SPOUSES})"
    rf"|{_OFFSPRING}"
    r"|(?P<elder>公公|婆婆|岳父|岳母|丈母娘|爸|妈|爹|娘(?!家)|父亲|母亲|爷爷?|奶奶?)"
    r"|(?P<kin>[大二三小]?[哥姐弟妹姑舅叔伯](?![么儿])|侄[子女儿]?)"
    r"|(?P<self>(?<![跟和给帮替让])(我|俺|本人)(?!们|家|爸|妈|爹|娘|[哥姐弟妹姑舅叔伯]|老|这|的|那))"
)
_THEY = re.compile(r"^(那|就|现在)?[他她](?![爸妈爹们])")
_GIVES_US = re.compile(
    r"^(一年(到头|下来)?|一?个?月|每个?月|每年|年底|过年(过节)?|逢年过节)[^,，。给寄]{0,6}(给|寄)(?=(我|俺|家里?|个|了|回)*(大概|差不多)?[\d一二两三四五六七八九几百千])"
)
"""Somebody gives who was spoken of before."""
_EACH = re.compile(
    r"各|每人|一人|一家(?=.{0,3}(一个?月|每月|一年|给))|都(是|有)?(?=\d|[一二两三四五六七八九])"
)
_TOGETHER = re.compile(r"一共|总共|加(起来|一块儿?|一起)|合(起来|计)|全家|一家人")
_GIVES = re.compile(
    r"给|打(?!工|零工|算|点|包|杂|针)|寄|转(?!业)|孝敬|贴补|帮衬|拿(?=\d|[一二两三四五六七八九])"
)
_GIVES_AWAY = re.compile(r"给(人|别人|老板|公司|厂|他们|孙|[他她])")
_NO_INCOME = re.compile(
    r"药|看病|医|透析|化疗|复查|报销|学费|生活费|花|掏|交|欠|借|贷|还款|房租|租金|租(的|了|着)?[^,，。]{0,3}房|公租房|买|存|值|补贴|补助|救济|低保|残补|罚|礼|判|该给|说好"
)
_NO_WAGE = re.compile(
    r"养老|退休|种|亩|喂|(?<![抚赡扶])养(?!老)|卖|租|摆摊|生意|(开|盘|守|自己的?|自家的?)[^,，。]{0,5}店|小店|利息|流转|岁|失业(金|保险)|遗属|抚恤"
)
OF_AGE = re.compile(r"满([五六七八九]十|[5-9]\d(?!\d))|够[^,，。]{0,3}岁")
"""A number of years lived: 腊月才满六十."""
_BY_TIME = re.compile(r"月|年|周|礼拜")
FEAST = re.compile(r"逢年过节|过年(过节)?|年底|年三十")
_TIME_BEHIND = re.compile(
    rf"(?P<sum>{amounts.RUN})(多|块|元|钱)*(是|要|得)?(?P<time>半年|一年|[两三四六]个月)(才|就)?(给|打|寄|拿|有|一[回次])+一?[回次]?"
)
_EXPLAINED = re.compile(rf"^那?(个)?{amounts.RUN}(多|块|元|钱)*(是|算)")
"""What the wrong sum was: 五千是加班多的时候."""
_RELATIVE = re.compile(r"[大二三小]?[哥姐弟妹姑舅叔伯]|侄.?")
_IS_NOT = re.compile(r"不是")
MISTAKEN = re.compile(
    r"(说|写|记|讲|搞|弄|打|填|算)(错|岔|反)|不对(?!劲)|更正|纠正|改(一下|一哈|过来|成)|应该是|应当是"
)
"""Something told before was wrong."""
_BEFORE = re.compile(r"以前|之前|原来|过去|从前|那时|去年(?!开始|起)|前年")


def of_turn(turn: Turn) -> Shares:
    """The shares that the talk knows, with what this message tells; none where somebody else would apply but those who give."""
    kept = turn.slot("estimate_talk") or {}
    known = {
        key: {who: Decimal(text) for who, text in parts.items()}
        for key, parts in (kept.get("shares") or {}).items()
    }
    if turn.pressed or turn.offered:
        return known
    facts = kept.get("facts") or {}
    earlier = [one.parsed.text for one in turn.earlier[-2:]]
    stated = " ".join(_stated(turn.said))
    rights = MISTAKEN.search(turn.said) is not None
    on_behalf = bool(kept.get("on_behalf"))
    for key, who, yuan in told(stated, earlier, known if rights else None, on_behalf):
        if on_behalf and who == SELF and key != "support_received":
            continue
        parts = known.get(key) or ({"": Decimal(facts[key])} if key in facts and not rights else {})
        if who == SELF or parts.get("") == yuan:
            parts.pop("", None)
        known[key] = {**parts, who: yuan}
    return known


def given_by_children(said: str) -> Decimal | None:
    """The yuan a month that are given by whom nobody names: 一年到头给个三四千."""
    for clause in (plain(one) for one in phrases.CLAUSES.split(amounts.joined(said)) if one):
        if _GIVES_US.match(clause) and not _NO_INCOME.search(clause):
            return amounts.money(FEAST.sub("一年", clause), months=amounts.MONTH)
    return None


def told_now(turn: Turn) -> dict[str, Decimal]:
    """The sums of a month that this message changes, each of all whose shares are known."""
    before = (turn.slot("estimate_talk") or {}).get("shares") or {}
    now = of_turn(turn)
    changed = {
        key
        for key, parts in now.items()
        if {who: str(yuan) for who, yuan in parts.items()} != before.get(key)
    }
    return {key: total(now[key]) for key in now if key in changed}


def total(parts: Mapping[str, Decimal]) -> Decimal:
    return sum(parts.values(), Decimal(0)).quantize(Decimal("0.01"))


def of_whom(texts: Sequence[str]) -> str | None:
    """Who is spoken of by 他 or 她 after these texts: the last of the family who was named."""
    for text in reversed(texts):
        names = [name for name in _names(plain(text)) if name != SELF]
        if names:
            return names[-1]
    return None


def subject(said: str, earlier: Sequence[str]) -> str | None:
    """Who a question is about: the first of the family whom it names, else who was spoken of before."""
    named = [name for name in _names(plain(said)) if name != SELF]
    return named[0] if named else of_whom(earlier)


def told(
    said: str, earlier: Sequence[str] = (), known: Shares | None = None, on_behalf: bool = False
) -> list[tuple[str, str, Decimal]]:
    """What kind of income, whose, and how many yuan a month; where the words put `known` shares right no time need be said."""
    found: list[tuple[str, str, Decimal]] = []
    who: list[str] = []
    topic = ""
    clauses = [plain(part) for part in phrases.CLAUSES.split(amounts.joined(said)) if part]
    for at, clause in enumerate(clauses):
        named = _names(clause)
        if named:
            who = named
        elif (_THEY.match(clause) or _GIVES_US.match(clause)) and (
            spoken_of := of_whom([*earlier, " ".join(clauses[:at])])
        ):
            who = [spoken_of]
        if "养老" in clause:
            topic = "basic_pension"
        elif "退休" in clause:
            topic = "retirement"
        elif _NO_WAGE.search(clause):
            topic = OTHER
        elif (named and (_GIVES.search(clause) or _BY_TIME.search(clause))) or (
            topic and topic != OTHER and not _SHORT.match(clause)
        ):
            topic = ""
        if known is not None and _EXPLAINED.match(clause):
            continue
        if _IS_NOT.search(clause) or _BEFORE.search(clause) or _TOGETHER.search(clause):
            continue
        found += list(_of_clause(clause, who, topic, found, known, on_behalf))
    return found


def _of_clause(
    clause: str,
    who: list[str],
    topic: str,
    found: list[tuple[str, str, Decimal]],
    known: Shares | None,
    on_behalf: bool,
) -> Iterator[tuple[str, str, Decimal]]:
    if telling.UNPAID.search(clause) or OF_AGE.search(clause):
        return
    clause = _TIME_BEHIND.sub(r"\g<time>给\g<sum>", FEAST.sub("一年", amounts.tidied(clause)))
    if not who or _NO_INCOME.search(clause) or (len(who) > 1 and not _EACH.search(clause)):
        return
    key = _kind(clause, who[-1], topic, known, on_behalf)
    goes_on = any(one[0] == key for one in found) or (
        known is not None and who[-1] in known.get(key or "", {})
    )
    if key is None or not (_BY_TIME.search(clause) or goes_on or key == topic):
        return
    yuan = amounts.money(_EACH.sub("", clause), months=amounts.MONTH)
    if yuan is None or yuan < 10 or (key == "basic_pension" and yuan > telling.HIGHEST_PENSION):
        return
    yield from ((key, one, yuan) for one in who)


def _kind(clause: str, who: str, topic: str, known: Shares | None, on_behalf: bool) -> str | None:
    """The income that a clause tells of; None where it is none of the household's."""
    if topic:
        return None if topic == OTHER else topic
    if _GIVES.search(clause) and not _GIVES_AWAY.search(clause):
        if who == SPOUSE or (who == SELF and not on_behalf):
            return None
        return "other_transfers" if _RELATIVE.fullmatch(who) and not on_behalf else "support_received"
    if known:
        for key, parts in known.items():
            if who in parts:
                return key
    return "wage" if who in (SELF, SPOUSE) and not _NO_WAGE.search(clause) else None


def _names(clause: str) -> list[str]:
    found = []
    for said in _NAMED.finditer(clause):
        match said.lastgroup:
            case "ex":
                found.append(EX)
            case "spouse":
                found.append(SPOUSE)
            case "self":
                found.append(SELF)
            case _:
                found.append(_name(said[0]))
    return list(dict.fromkeys(found))


_SAME = (
    (re.compile(r"女儿|闺女|姑娘|丫头"), "女儿"),
    (re.compile(r"(?<!女)儿子?$"), "儿子"),
    (re.compile(r"^(爸|爹|父亲)$"), "爸"),
    (re.compile(r"^(妈|娘|母亲)$"), "妈"),
)


def _name(said: str) -> str:
    """One name for one person: 闺女, 丫头 and 女儿 are the same, 大闺女 and 小女儿 are two."""
    for words, name in _SAME:
        if found := words.search(said):
            return f"{said[: found.start()].removeprefix('老')}{name}"
    return said


_A_FEW = re.compile(r"(好)?几(?=分地|亩|间|百|千|万|年|头|只|块)")


def _stated(said: str) -> list[str]:
    return [part for part in phrases.CLAUSES.split(said) if part and not phrases.asks(_A_FEW.sub("", part))]
