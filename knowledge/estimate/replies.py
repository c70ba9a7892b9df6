"""What a reply to one question comes to. What could be meant otherwise is not understood, and asked again."""

import re
from decimal import Decimal

from knowledge.estimate import amounts
from knowledge.estimate.rules import Fact, Value
from knowledge.words import plain

BY_THE_MONTH = frozenset(
    (
        "wage",
        "business",
        "assets_income",
        "retirement",
        "support_received",
        "other_transfers",
        "basic_pension",
        "whole_income",
        "illness_cost",
    )
)
BY_THE_YEAR = frozenset({"rigid_spending"})
SPENT = frozenset({"illness_cost", "rigid_spending"})
"""Sums that are paid, not had."""


class NotUnderstood(Exception):
    """A reply that cannot be taken as an answer, with a sentence that says how to reply."""


_YES = ("是", "有", "对", "嗯", "算", "在", "yes", "y", "1")
_NO = ("没", "不", "无", "否", "未", "no", "n", "0")
_UNSURE = re.compile(
    r"不知道|不清楚|不好说|说不准|说不好|不晓得|没数|不确定|不记得|忘|没(算|数|记|注意|留意)过?|听不懂|不懂|没听(懂|清|明白)|不明白|啥意思|什么意思"
)
_LEAD = r"(我们?|俺们?|咱们?|家里?|全家|现在|目前|眼下|如今|这|会儿?|还|从来|暂时|早就?|真的?|就|也|都|是|那|哦|嗯|唉|哎|啊|,)*+"
_BARE_NO = re.compile(
    rf"^{_LEAD}(没有?(没有?)*|无|不是|否|未|零|0|no|n|false|没得|木有|冇|一[个套口分点毛块]?(钱)?[都也](没|无)有?)[了的啊呀呢吧嘛过]*$"
)
"""Nothing is said but no."""
_NONE_AT_ALL = re.compile(
    rf"^{_LEAD}((没有|没(?!有)|无)(?!几|多少|多|怎么|太|那么|准|法|定|固定|少|到|超|满|过|想|错|事|问题|关系|所谓|听|看|时间|空)|冇|木有|一[个套口分点毛块厘](钱)?[都也]?(没|无|不|拿不|掏不)|啥[都也]没|什么[都也]没"
    r"|不(挣|赚|种|干|做|养|打工|上班|用|花|收|领|给|租|存)|(打|干|做|种)不[动了]|[她他我]?(哪|哪里|哪儿)(来|还|能|里)*(有|挣|赚|干))"
    r"|[都也](没|无)有?[了的啊呀过]*$|(?<!有)没有?[了啊呀]*$|(?<!有)没有?(一分|一点)"
)
"""There is nothing of what is asked for."""
_PAST = re.compile(r"以前|过去|曾经?|原来|从前|年前|去年|前年|早先|那年|小时候")
_STOPPED = re.compile(r"停了|停掉|停发|取消|不领了|没领了|退了|被停|断了|不给了|没给了|没了")
_NEGATED = re.compile(r"(不|没|无|未|甭|别)[^,。]{0,5}$")


def read(fact: Fact, reply: str) -> Value:
    """What a reply comes to: a choice's value, True or False, a count, or yuan (by the month or year where asked so).

    Raises:
        NotUnderstood: with a sentence that says how to reply.
    """
    text = re.sub(r"^[,。;!?~]+|[,。;!?~]+$", "", plain(amounts.joined(reply)))
    text = re.sub(r"^(没有?)[啊呀呢哦嘛](?=.)", r"\1,", text)
    if _UNSURE.search(text) or not clauses(text):
        raise NotUnderstood("请说个大概就行；实在不清楚，可以说“跳过”。")
    match fact.kind:
        case "choice":
            return _choice(fact, text)
        case "yes_no":
            return _yes_or_no(fact.key, text)
        case "count":
            return _age(text) if fact.key == "age" else _count(fact, text)
    return _money(fact.key, text)


def kept(fact: Fact, text: str) -> Value:
    """A value from how it was written down (`str`).

    Raises:
        NotUnderstood: it is none of its kind.
    """
    try:
        match fact.kind:
            case "yes_no" if text in ("True", "False"):
                return text == "True"
            case "count":
                return int(text)
            case "money":
                return Decimal(text)
            case "choice" if text in fact.choices:
                return text
    except (ValueError, ArithmeticError):
        pass
    raise NotUnderstood(f"{fact.name}：{text}")


def clauses(text: str) -> list[str]:
    return [part for part in re.split(r"[,。;!?\s]+", text) if part]


# --- one of several -------------------------------------------------------------------------------

_THINGS = {
    "emergency": r"事|急|难|灾|祸|病|断粮|饿",
    "already": r"领|吃|享受|拿|办|低保|五保|特困|边缘|纳入",
    "vehicle": r"^[^,]*没(有)?(什么|任何|啥|买)?(车|小?轿车|小汽车|私家车|汽车|机动车)|没有?$",
    "disability": r"残|证",
    "supporter": r"儿没女|儿无女|人管得了|亲人|亲戚|后人|后代|子女|儿女|孩子|配偶|家人|该管",
}
"""What a reply that begins with no must name to mean that there is none, where it names anything."""
_MEANT: dict[str, tuple[tuple[str, str], ...]] = {
    "emergency": (
        ("other", r"断粮|断了?(顿|炊)|揭不开锅|吃不[上饱起]|没(有)?(东西|饭|啥|什么)?(吃|米|粮(?!食?[直补])|面|饭)(?!低保)|(没|饿)[^,]{0,2}肚子|饿|没(有)?(地方?|处|房子?)(可)?(住|睡)|没(有)?住(处|的)|无家可归|露宿|睡(桥|街|车站)"),
        ("accident", r"车祸|失火|着火|火灾|摔(伤|断)|事故|工伤|撞了"),
        ("illness", r"重病|急病|大病|癌|住院|手术|脑梗|中风|抢救|尿毒症|白血病"),
        ("disaster", r"水灾|发(大)?水|洪水|淹了?|地震|冰雹|塌了?|台风|泥石流"),
    ),
    "supporter": (
        ("able", r"能管|管得[了起上]|养得[起了]|有能力|都管|管着"),
        ("unable", r"没(有)?(那个)?(能力|本事|条件|力量|劳动力|办法|力气)|管不(了|起|动|上)|养不(了|起|活)|顾不(上|了|过来)|自顾不暇|自身难保|自己都|没钱(管|养|给)"),
        ("none", r"(都|也)(死|走|过世|去世|不在)了|无儿无女|没儿没女|孤身一人|孤老|绝户|光棍一?[个条人]"),
    ),
    "area": (("rural", r"农村|(?<!非)农业|村(?![^,]{0,4}社区)|乡下|农民"), ("urban", r"(城镇|城里|城市|县城)(?![^,]{0,4}(没|无|不))|街道|社区|居民|非农")),
    "household": (("alone", r"一个人|独自|单身|光棍|就(我|他|她)(自己)?$|就?(我|俺|他|她)?自己(过|住|生活)"), ("family", r"^(还)?有的?$|有(家人|老伴|老婆|媳妇|丈夫|爱人|孩子|爹|妈|父母|人)|(跟|和|同|与)(老伴|老婆|媳妇|丈夫|爱人|孩子|儿子|女儿|闺女|孙|爹|妈|父母)|老两口|两口子|(跟|和|同)[^,]{1,6}(过|住|生活)"),),
    "disability": (("none", r"没(有)?(去)?(办|领|评)?(过|到|下来)?(残疾)?证"),),
    "vehicle": (("none", r"车[都也](没|无)"), ("light", r"电动车|电瓶车|电驴|电三轮|摩托|三轮车?|残疾车|代步车|自行车|单车"),
                ("work", r"拖拉机|收割机|农用车|货车|跑出租|拉货"), ("car", r"轿车|小汽车|私家车|面包车|小车")),
    "already": (("dibao", r"(^|[在有是领吃拿着受])[^,没不]{0,3}低保(?!边缘)"), ("tekun", r"(^|[在有是领吃拿着受])[^,没不]{0,3}(特困|五保)"),
                ("marginal", r"边缘"), ("rigid", r"刚性")),
}  # fmt: skip
"""Choices by other words than their labels."""
_KIN_APART = re.compile(r"弟|哥|姐|妹|儿子|女儿|闺女|女婿|邻居|亲戚|别人|人家")
_DO_NOT = re.compile(
    r"(不|没(有)?人|没)(肯|愿意?|想|来|怎么|给)?(管|养|理)|不孝|不认|不闻不问|(在|去)外(头|面|地)"
)
"""Somebody is there, of whom it is not said whether they could."""
_CAN_OR_NOT = "这一问看的是有没有该管的人、他们有没有能力，不看管没管。请从这几个里选一个：“一个也没有”“有，但都没有能力管”“有，能管”。"


def _choice(fact: Fact, text: str) -> str:
    if text in fact.choices:
        return text
    for value in (one for one, label in fact.choices.items() if plain(label) == text):
        return value
    if fact.key == "already":
        if _BARE_NO.match(clauses(text)[0]) and not re.search(r"[在又]", text):
            return "none"
        if re.search(r"想|要|申请|能不能|批|又", text):
            raise NotUnderstood(_one_of(fact))
        if _STOPPED.search(text) or _PAST.match(text):
            return "none"
    said = [value for value, words in _MEANT.get(fact.key, ()) if _plainly(words, text)]
    if fact.key == "vehicle" and said and _KIN_APART.search(text):
        raise NotUnderstood("请说申请人自己家有没有车；分开过的儿女、兄弟姐妹的车不算在内。")
    if fact.key == "supporter" and _DO_NOT.search(text) and not {"able", "unable"} & set(said):
        raise NotUnderstood(_CAN_OR_NOT)
    none = _is_no(fact, clauses(text)[0]) and not _but_there_is(text)
    if "none" in fact.choices and none and not set(said) - {"none"}:
        return "none"
    if len(set(said)) == 1:
        return said[0]
    by_label = sorted(fact.choices.items(), key=lambda choice: -len(choice[1]))
    labelled = [
        value for value, label in by_label if value != "none" and _plainly(re.escape(plain(label)), text)
    ]
    if labelled and not said:
        return labelled[0]
    near = [value for value, label in by_label if len(text) >= 2 and text in plain(label)]
    if len(near) == 1:
        return near[0]
    other = _the_other(fact, text)
    if other and not said:
        return other
    raise NotUnderstood(_one_of(fact))


def _one_of(fact: Fact) -> str:
    return f"请从这几个里选一个：{''.join(f'“{label}”' for label in fact.choices.values())}。"


def _plainly(words: str, text: str) -> bool:
    """Whether the words stand in the text and are not denied there, nor said of times past."""
    for clause in clauses(text):
        for found in re.finditer(words, clause):
            before = clause[: found.start()]
            if not (_NEGATED.search(before) or _PAST.search(before)):
                return True
    return False


def _is_no(fact: Fact, first: str) -> bool:
    if _BARE_NO.match(first):
        return True
    things = _THINGS.get(fact.key)
    return bool(things and re.match(rf"{_LEAD}(没|无|不)", first) and re.search(things, first))


def _the_other(fact: Fact, text: str) -> str | None:
    """Of two choices the one that is left where the other is denied: 不是农村的."""
    if len(fact.choices) != 2:
        return None
    denied = [
        value
        for value, label in fact.choices.items()
        if re.search(rf"(不|没)(是|算|在)?{plain(label).removeprefix('就')}", clauses(text)[0])
    ]
    return next(value for value in fact.choices if value not in denied) if len(denied) == 1 else None


# --- yes or no ------------------------------------------------------------------------------------


_MEANT_YES = {
    "other_incomes": r"养老金|退休(金|工资)|房租|租金|流转|利息|分红|赔偿|遗属|失业金|(子女|儿子|女儿|闺女|孩子)[^,]{0,3}给",
}
_MEANT_NO = {"spouse": r"(走|死|没|离|不在)了|[去过]世|离婚|离异|丧偶|守寡|光棍|没(有)?(结|成)过"}
"""A yes or a no by what it comes to."""
_SOMEBODY_ELSE = re.compile(
    r"老伴|老婆|媳妇|丈夫|男人|爱人|儿|女|闺女|孩子|娃|孙|爹|妈|父|母|爸|娘|哥|弟|姐|妹"
)


def _yes_or_no(key: str, text: str) -> bool:
    if key == "disabled_adult_jobless":
        return _jobless(text)
    if key in _MEANT_NO and re.search(_MEANT_NO[key], text):
        return False
    if key in _MEANT_YES and _plainly(_MEANT_YES[key], text):
        return True
    if text.startswith(_NO) or text == "false":
        if _but_there_is(text):
            raise NotUnderstood("请回答“是”或者“不是”，有一样就算“是”。")
        return False
    if key == "disabled_is_applicant" and _SOMEBODY_ELSE.search(text):
        raise NotUnderstood("申请人自己有残疾证的，请说“是”；证是家里别人的，请说“不是”。")
    if text.startswith(_YES) or text == "true":
        return True
    raise NotUnderstood("请回答“是”或者“不是”。")


def _but_there_is(text: str) -> bool:
    """Whether behind the first clause something is said to be there: 没有儿子，有个女儿."""
    return any(re.match(r"(但是?|不过|就|只|还|倒)*有(?!没有)", part) for part in clauses(text)[1:])


def _jobless(text: str) -> bool:
    """Whether somebody is grown up and without work; a bare 没有 says nothing of either."""
    if re.search(r"没(有)?成年|未成年|[不没]满(18|十八)|还小", text):
        return False
    if re.search(r"没(有)?(个)?(工作|上班|活|班上|事做|业)|无业|不上班|干不了|做不了|待(在)?家", text):
        return True
    if text in ("no", "n", "false", "不", "否") or re.search(
        r"^不是|有(个|份)?(工作|活干|班上)|在(上班|打工|干活)", text
    ):
        return False
    if re.match(r"(是|对|嗯|yes|y$|true|1$)", text):
        return True
    raise NotUnderstood("请回答“是，成年了、没有工作”，或者“不是”。")


# --- how many -------------------------------------------------------------------------------------

_MEASURES = {
    "homes": r"套|处|栋|座|院|所",
    "heads": r"口|个|人",
}
_BESIDE = re.compile(
    r"成家|结婚|嫁|工作|打工|上班|挣|大了|成年了|过世|走了|死|没了|不在|不|月|元|块|钱|岁|电话|号|多(?!$)|别|等|改|一下"
)
"""Words beside a number that say that it counts something else."""
_AGE_BESIDE = re.compile(
    r"挣|赚|工资|打工|收入|领|花|欠|存|养老金|块|元|钱|电话|月|快|不到|差|不满|没满|将近|属|虚|生(?!日)|出生|孩子|娃|儿子|闺女|女儿|孙|老伴|老婆|媳妇|丈夫|男人|爱人|哥|弟|姐|妹|人过"
)


_YEARS_OLD = re.compile(rf"({amounts.RUN})(?:(?P<years>周?岁)|(?=[了多啦来整呢啊吧]|出头|有余|左右|上下|$))")


def _count(fact: Fact, text: str) -> int:
    parts = clauses(amounts.tidied(text))
    if parts and _NONE_AT_ALL.search(parts[0]):
        if _but_there_is(text):
            raise NotUnderstood(_how_many(fact))
        return 0
    measure = _MEASURES.get(fact.key, fact.unit)
    pattern = re.compile(rf"({amounts.RUN})({measure}|$|人|孩|娃|儿|闺|女|孙|老)")
    for part in parts:
        if not re.search(r"\d|[一二两俩仨三四五六七八九十]", part):
            continue
        said = [one for one in pattern.finditer(part) if part[one.end() : one.end() + 1] != "月"]
        values = {amounts.number(one[1]) for one in said}
        if len(values) != 1 or (value := values.pop()) is None or value != int(value) or value >= 20:
            break
        rest = part[: said[0].start()] + part[said[0].end() :]
        if _BESIDE.search(rest) or re.search(r"\d|[二两三四五六七八九十]", rest) or len(rest) > 10:
            break
        return int(value)
    raise NotUnderstood(_how_many(fact))


def _how_many(fact: Fact) -> str:
    return f"请说一个数，比如“2{fact.unit}”；没有就说“没有”。"


def _age(text: str) -> int:
    found: set[int] = set()
    for part in clauses(amounts.tidied(text)):
        if _AGE_BESIDE.search(part) or len(part) > 14:
            continue
        for said in _YEARS_OLD.finditer(part):
            value = amounts.number(said[1])
            if value is not None and value == int(value) and (10 <= value < 120 or said["years"]):
                found.add(int(value))
    if len(found) == 1 and 0 < (years := found.pop()) < 120:
        return years
    raise NotUnderstood("请说申请人今年满多少周岁，比如“66岁”。")


# --- how much -------------------------------------------------------------------------------------

_OWED = re.compile(r"欠|借|贷款|外债|还债|花了|花掉|花光|花完|输了|赔了|被骗")
_NOW_NONE = re.compile(r"现在|如今|眼下|目前|今年|停|不干了|^没有?了?$")
HIGHEST_MONTHLY = 20_000
"""A household that asks for assistance and says that it takes in so much, or more, speaks of a year."""


def months_of(key: str) -> int | None:
    """The months that the sum of a fact is for; None a sum of no time."""
    return amounts.MONTH if key in BY_THE_MONTH else amounts.YEAR if key in BY_THE_YEAR else None


def _money(key: str, text: str) -> Decimal:
    parts = clauses(amounts.tidied(text))
    if key not in SPENT:
        parts = [part for part in parts if not _OWED.search(part) or _NONE_AT_ALL.search(part)]
    sums = [_names_a_sum(part) for part in parts]
    none = [
        not sums[at]
        and _NONE_AT_ALL.search(part) is not None
        and (at == 0 or _NOW_NONE.search(part) is not None)
        for at, part in enumerate(parts)
    ]
    if any(none) and all(_PAST.search(part) for part, named in zip(parts, sums, strict=True) if named):
        return Decimal(0)
    said = amounts.money(",".join(parts), months=months_of(key))
    if said is None or any(none):
        raise NotUnderstood(_how(key, for_each=amounts.is_for_each(text)))
    if months_of(key) == amounts.MONTH and said >= HIGHEST_MONTHLY and "月" not in text:
        raise NotUnderstood("这是一年的，还是一个月的？请连着数说，比如“一年两万四”“一个月两千”。")
    return said


def _names_a_sum(part: str) -> bool:
    return bool(
        re.search(r"\d{2,}|[百千万元块]|[二三四五六七八九]十", re.sub(r"\d+年|一块儿?(?=[过住])", "", part))
    )


def _how(key: str, for_each: bool = False) -> str:
    if for_each and key in BY_THE_MONTH:
        return (
            "一天、一次、一个人、一亩多少，我折算不准。请合起来说，比如“一个月一共800”，或者“一年一共2万”。"
        )
    match months_of(key):
        case amounts.MONTH:
            return "请说一个总数，比如“一个月800”，或者“一年2万”。没有就说“没有”。"
        case amounts.YEAR:
            return "请说一个总数，比如“一年2万”，或者“一个月1500”。没有就说“没有”。"
    return "请说一个总数，比如“5000”，或者“3万”。没有就说“没有”。"
