"""Facts that free words already tell: 我今年六十六，一个人过，农村户口，没有收入.

Only what is said plainly is taken; whatever could be meant otherwise is left to be asked.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from knowledge.estimate import amounts
from knowledge.estimate.replies import HIGHEST_MONTHLY
from knowledge.estimate.rules import Value
from knowledge.words import plain

_CLAUSE = re.compile(r"(?:[，,。；;！!？?\s]|(?<!\d)[:：](?!\d))+")
_AGE = re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3})(?:周)?岁(?!以[上下]|才|就)")
_ELDERS = r"(?:爸|妈|爹|娘|父亲|母亲|舅|叔|伯|姑|姨|婶|爷爷?|奶奶?|公公?|婆婆?|姥姥|姥爷|岳父|岳母|亲戚|邻居)"
_BARE_AGE = re.compile(
    r"^(?:(?:我|俺)?(?:今年|都|已经)+(\d{2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[六七八九]十[一二三四五六七八九])了?"
    rf"|(?:我|俺|(?:我|俺)?{_ELDERS})(?:今年|都|已经)?(\d{{2}}|[二三四五六七八九]十[一二三四五六七八九]?)了?"
    r"|(\d{2}|[三四五六七八九]十[一二三四五六七八九]?)了)$"
)
SPOUSE = r"(老公|老婆|媳妇|婆娘|堂客|男人|老伴|爱人|丈夫|妻子|当家的|屋里人|屋里头的|老头子)"
_YEARS = r"\d{2}|[三四五六七八九]十[一二三四五六七八九]?"
_OTHERS = re.compile(
    r"大的|小的|老[大二三四幺]|[大二三四小幺]儿(?!园)|孩子|娃|儿子|闺女|女儿|丫头|孙|老伴|老婆|媳妇|丈夫|男人|爱人|哥|弟|姐|妹|儿媳|女婿|才能|以下|以上"
)
_CHILDREN = re.compile(r"孩子|娃|儿子|闺女|女儿|丫头")
_GROWN = re.compile(r"老[大二三四幺](?!爷|妈|娘)|女婿|儿媳")
_COUNT = r"([一二两俩三四五六\d])个?"
NUMBERS = {"一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6}
HIGHEST_PENSION = 500
"""A pension of no more than so many yuan a month, not said to be a worker's, is the residents' one."""

_CHOICES: tuple[tuple[str, Value, str], ...] = (
    ("area", "rural", r"农村(的)?户口|农业户口|户口在(农村|村里|乡下)|农村户籍|^农村的?$|^(都|全)?是?(村里|乡下)(的|人)$"),
    ("area", "urban", r"(城镇|城市|城里|县城|居民|非农业?)(的)?户口|户口在(城里|城镇|县城|街道)|^城里(的|人)$"),
    ("household", "alone", r"(一个人|独自|自个儿?|单独)(过|生活|住)|^(我|俺|他|她)?(现在|眼下|如今)?(就|都)?一个人$|孤身一人|独居|光棍|就(剩)?(我|俺|他|她)一个人?(了|过)?$|就(剩)?(我|俺|他|她)自己(过|住|生活)?$"),
    ("household", "family", r"老两口|两口子|(跟|和|同)(老伴|老婆|媳妇|丈夫|男人|爱人|孩子)|有(老伴|老婆|媳妇|丈夫|爱人)|一家[三四五六七八\d]口|[两三四五六七八\d]口(人|之家|$)|带着.{0,3}(孩子|娃)"),
    ("spouse", False, r"丧偶|离(了)?婚|离异|没(有)?(老婆|媳妇|丈夫|老伴)|没(有)?(结|成)过?(婚|家)|未婚|光棍|(老伴|老头|老婆|丈夫|男人|媳妇)[^在]{0,4}(走了|没了|去世|过世|死了)"),
    ("spouse", True, r"(?<!跟我们)(?<!和我们)(老两口|两口子)|(跟|和|同|有)(老伴|老婆|媳妇|丈夫|爱人)|^(我|俺)?(老婆|爱人|丈夫)($|没上班|没工作|在家|有|带)"),
    ("homes", 0, r"住[^,，]{0,3}(公|廉)租房|一[套间处](房子?)?[都也](没|无)|没(有)?(自己的)?(房子?|住房)(?!贷)|无房|租房住|租(着)?(人家|别人|的)(家)?(的)?房|房子?(都)?(是)?租的"),
    ("homes", 2, r"(两|二|2)(套|处)房"),
    ("homes", 1, r"(?<![二两三四五几2-9])(套|处|栋|个)(自己)?(住)?(的)?(老|旧|破|小|平|瓦|土|砖|自建|安置|单位)*(房|屋)|[一二三四五两\d]间(瓦|土|平|砖|旧|老|破)?房|(土|土坯|土墙|砖瓦?|瓦)房|房子?(就)?是(老|旧|土|祖)"),
    ("vehicle", "none", r"(没|无)(有)?(什么|任何|啥|买)?(车|小?轿车|小汽车|私家车|汽车)(?!祸|费|票|间|位|库|坐)"),
    ("vehicle", "car", r"小轿车|轿车|小汽车|私家车|^(?!.*(撞|村长|书记|支书|主任|邻居|隔壁|厂|单位)).*(有|买|开)[^,，]{0,4}[辆台部](小|二手)*车(?![床间祸])"),
    ("vehicle", "work", r"(拖拉机|收割机|农用车|货车)(?![^,，]{0,3}卖)|跑出租|拉货"),
    ("vehicle", "light", r"电动车|电瓶车|电三轮|摩托|三轮车?|残疾车|代步车"),
    ("already", "dibao", r"(在|正|已经)(在)?(吃|领|拿|享受)(着)?低保|(是|有)低保户|吃着低保"),
    ("already", "tekun", r"(在|正|已经)(在)?(吃|领|拿|享受)(着)?(五保|特困)|是(五保|特困)"),
    ("other_incomes", False, r"没(有)?(别的|其他|其它)(的)?(收入|进项|来源|钱)|(?<!还有)(?<!有)(别的|其他|其它)(收入|进项)?(都)?没有?了?$"),
    ("disability", "none", r"没(有)?(人)?(是)?残疾(人|的)?$|(都|也)?不是残疾"),
    ("emergency", "accident", r"失火|着火|火灾|房子?[^,，]{0,4}烧了|车祸|出了?事故"),
    ("severe_illness", True, r"癌|尿毒症|透析|白血病|血友病|再生障碍|肾衰|淋巴瘤|渐冻|恶性肿瘤|脑瘤"),
)  # fmt: skip
_OF_OTHERS = ("homes", "vehicle", "already")
"""What is not taken where a clause speaks of children, who may live apart."""
_SAYS_NONE = frozenset(
    (("spouse", False), ("homes", 0), ("vehicle", "none"), ("other_incomes", False), ("disability", "none"))
)
"""What the words themselves deny."""
_DENIED = re.compile(r"(不|没|无|未|别)[^,，]{0,5}$")
_BEFORE = re.compile(r"以前|过去|曾|原来|原先|从前|年前|前年|去年|那年|当年|小时候|早先|早年")
_STOPPED = re.compile(r"停了|停掉|停发|被停|取消|不(吃|领|拿|给)了|没(再)?(领|吃|拿)了?|退了")
_DENIED_BEHIND = re.compile(r"[^,，]{0,3}[都也](没|不|无)")
_YEARS_AGO = re.compile(r"年(了|多|前)")
_DEAD_OR_STRANGE = re.compile(r"走了|去世|过世|没了|死|邻居|隔壁|别人|人家|村里有")
"""Illness and property of somebody who is dead, or no kin."""
_OF_THE_LIVING = frozenset({"severe_illness", "vehicle", "homes", "already"})
_GRADE = re.compile(r"([一二三四1234])级")
GRADES = {"一": "1", "二": "2", "三": "3", "四": "4"}
_KINDS = (
    ("multiple", "多重"),
    ("physical", "肢体|肢残|腿残|手残"),
    ("intellectual", "智力|智残|智障"),
    ("mental", "精神|精残"),
    ("visual", "视力|盲|看不见"),
    ("hearing", "听力|聋|言语|哑"),
)


def told(text: str, on_behalf: bool = False) -> dict[str, Value]:
    """What a message tells of a household; nothing that the same message tells two ways.

    `on_behalf` of somebody else what is said of the speaker (我在县城上班) is not of that household.
    """
    found: dict[str, list[Value]] = {}
    before = ""
    parts = (
        plain(part).replace("有没有", "是否有").replace("没得", "没有")
        for part in _CLAUSE.split(amounts.joined(text))
    )
    for clause in filter(None, map(amounts.tidied, parts)):
        if on_behalf and _SPEAKER.match(clause):
            before = ""
            continue
        for key, value in _of_clause(clause, before, on_behalf):
            found.setdefault(key, []).append(value)
        before = clause
    if _STOPPED.search(plain(text)):
        found.pop("already", None)
    if _NOTHING_ELSE.search(plain(text)) and _SAID_INCOMES & found.keys():
        found.setdefault("wage", [Decimal(0)])
        found.setdefault("business", [Decimal(0)])
    if UNPAID.search(plain(text)):
        found.pop("support_received", None)
        found.pop("other_incomes", None)
    if set(found.get("vehicle", ())) == {"none", "light"}:
        found["vehicle"] = ["light"]
    if len(set(found.get("wage", ()))) > 1:
        found.pop("business", None)
    for key in _COUNTED_TOGETHER:
        if len(found.get(key, ())) > 1:
            del found[key]
    return {key: values[0] for key, values in found.items() if len(set(values)) == 1}


def is_of_speaker(text: str) -> bool:
    """Whether every clause speaks of the speaker, not of somebody of theirs."""
    clauses = [plain(part) for part in _CLAUSE.split(text) if part]
    return bool(clauses) and all(
        _SPEAKER.match(clause) and not re.match(r"(我|俺)(记得|觉得|估计|看|想|猜|问)", clause)
        for clause in clauses
    )


_NOTHING_ELSE = re.compile(
    r"(没(有)?|再没)(啥|什么)?别的(钱|收入|进项|来钱处)?了?$|别的(钱|收入|进项)?(都|就|也)?没(有)?了$"
)
"""Behind an income told, that it is all there is; what was told of work before stands."""
_SAID_INCOMES = frozenset({"basic_pension", "retirement", "support_received", "assets_income"})
UNPAID = re.compile(
    r"(判|协议|调解|说好|答应|应该|该给|本来)[^。]{0,30}(没(有)?给|不给|没见|没拿|没到|没收|没兑|一分|从来没|拿不到|要不(到|来))"
)
"""Money that was promised or adjudged and does not come is no income (57号 art. 13 looks at what is had)."""
_COUNTED_TOGETHER = ("minor_children", "dependent_children")
"""Of whom each clause may name others: 大的上小学，小的上幼儿园."""
_SPEAKER = re.compile(
    r"(我|俺|咱)(们|自己)?(?!家|妈|爸|爹|娘|父|母|爷|奶|舅|叔|伯|姑|姨|婶|公|婆|姥|岳|堂|表|亲)"
)
"""A clause about who speaks."""


def _of_clause(clause: str, before: str, on_behalf: bool) -> Iterator[tuple[str, Value]]:
    taken = set(_OF_OTHERS) if _CHILDREN.search(clause) or _GROWN.search(clause) else set()
    for key, value, words in _CHOICES:
        if key not in taken and (said := re.search(words, clause)):
            taken.add(key)
            if (key, value) in _SAYS_NONE or _is_so(key, clause, said):
                yield key, value
    if re.fullmatch(_YEARS, clause) and (re.search(rf"{_ELDERS}$", before) or _introduces(before, on_behalf)):
        yield "age", int(amounts.number(clause) or 0)
    yield from _age(re.sub(r"^[他她](?=今年|都|已经|\d)", "", clause) if on_behalf else clause)
    yield from _heads(clause)
    yield from _children(clause)
    yield from _disability(clause)
    if not _of_one_of_them(clause, on_behalf):
        yield from _money(clause, before)


def _introduces(before: str, on_behalf: bool) -> bool:
    """Whether a bare number behind these words is the age of whom they tell of: 就我一个，六十六."""
    return not (
        _OTHERS.search(before) or re.search(r"[月年块元钱岁药亩存]|养老|工资|收入|\d|[百千万]", before)
    )


def _of_one_of_them(clause: str, on_behalf: bool) -> bool:
    """Whether it is said of one of a couple that there is no income: the other's is not told with it."""
    one = r"(我|俺)?(家)?(老伴|老婆|爱人|丈夫|媳妇|老公|老头)" + ("" if on_behalf else "|他|她")
    return re.match(rf"({one})(也|现在|又|都)?(没|不)", clause) is not None


def _is_so(key: str, clause: str, said: re.Match[str]) -> bool:
    """Whether what is said is so now: not denied, not of years ago, and what is received not stopped."""
    before, behind = clause[: said.start()], clause[said.end() :]
    if _DENIED.search(before) or (_BEFORE.search(before) and not _FOUND_OUT.search(before)):
        return False
    if key == "area" and re.match(r"(也|都)?(没|不)", behind):
        return False
    if key in _OF_THE_LIVING and (_DENIED_BEHIND.match(behind) or _DEAD_OR_STRANGE.search(clause)):
        return False
    if key == "emergency":
        return not _YEARS_AGO.search(clause)
    return key != "already" or not (_STOPPED.search(clause) or re.search(r"想|要|申请|能不能", before))


_FOUND_OUT = re.compile(r"(查|检查|诊断|检|确诊|得|患|发现)(出来?|了|是|上|到)?(了)?[^,，]{0,4}$")
"""An illness found out in a year gone by is there still."""
_HEADS = re.compile(
    r"(?:家|家里|一共|总共|就|^)(?:有|共|一共|总共|就)*([两俩三四五六七八九\d])口(?:人|之家)?$|([两俩三四五六七八九\d])口人"
    r"|(?:家|家里|一共|总共)(?:有|共|就|是)*([两俩三四五六七八九\d])个人$"
)


def _heads(clause: str) -> Iterator[tuple[str, Value]]:
    if re.search(r"子女|孩子|娃|残疾", clause):
        return
    if said := _HEADS.search(clause):
        yield "heads", int(amounts.number(next(filter(None, said.groups()))) or 0)


def _age(clause: str) -> Iterator[tuple[str, Value]]:
    said = _AGE.search(clause) or _BARE_AGE.search(clause)
    if soon := _NOT_BEFORE.search(clause):
        years = amounts.number(soon["years"])
        if years is not None and 10 < years < 120 and not _OTHERS.search(clause):
            yield "age", int(years) - 1
        return
    if not said or _OTHERS.search(clause) or _NOT_THAT_OLD.search(clause):
        return
    years = amounts.number(next(filter(None, said.groups())))
    if years is not None and 0 < years < 120:
        yield "age", int(years)


_NOT_BEFORE = re.compile(
    r"(要到|得到|等到|到)?(今年|明年|年底|腊月|冬月|[下这]个?月|过年|\d{1,2}月)?.{0,6}才(满|够|到|有)(?P<years>\d{2}|[二三四五六七八九]?十[一二三四五六七八九]?)"
)
"""Somebody who is only to be sixty is fifty-nine."""
_NOT_THAT_OLD = re.compile(r"快|不到|差|[不没]满|虚|将近|岁(那年|时|的时候|起|开始)|年前|以前")
"""A year more or less decides at sixty; an age of years ago is none."""


def _children(clause: str) -> Iterator[tuple[str, Value]]:
    if re.search(r"(没有?|无)(个)?(儿没?无?女|孩子|娃|子女|儿子?(和|跟)?女儿?)", clause):
        yield "minor_children", 0
        yield "dependent_children", 0
        return
    if not _CHILDREN.search(clause):
        return
    if re.search(r"毕业|[读念]完|没[读上念]|文化|打工|上班|工作", clause):
        return
    said = re.search(_COUNT + r"(?:孩子|娃|儿子|闺女|女儿)", clause)
    count = NUMBERS.get(said[1], 0) or int(said[1]) if said else 1
    if re.search(r"大学|大专|本科|高职|[上读念]大[一二三四]", clause) and "研究生" not in clause:
        yield "dependent_children", count
        yield "household", "family"
    elif re.search(
        r"小学|初中|高中|初[一二三]|高[一二三]|[一二三四五六]年级|幼儿园|没满?(18|十八)|未成年", clause
    ):
        yield "minor_children", count
        yield "household", "family"


def _disability(clause: str) -> Iterator[tuple[str, Value]]:
    if re.search(r"没(有)?(办|办过|下)?(残疾|残)(证|疾证)", clause):
        yield "disability", "none"
        return
    grade = _GRADE.search(clause)
    if grade is None or not re.search(r"残|肢体|智力|精神|视力|听力|言语", clause):
        return
    if _DENIED.search(clause[: grade.start()]):
        return
    yield "disability", GRADES.get(grade[1], grade[1])
    for kind, words in _KINDS:
        if re.search(words, clause):
            yield "disability_kind", kind
            break
    if re.match(r"(我|俺|本人|自己)(自己|本人)?(是|有|办|得)", clause):
        yield "disabled_is_applicant", True


_AMOUNT = r"\d{2,}|\d+(\.\d+)?万|[百千万]"
_VAGUE = re.compile(r"(?<![一二两三四五六七八九\d])(好)?几[十百千万]|(?<![一二两三四五六七八九\d])[十百千]来")
"""A sum that is not named: 几千块."""
_PAYS_RENT = re.compile(
    r"(交|付|出|掏|缴|要|花)[^,，]{0,3}房租|租(房|的房|人家|别人)|房租[^,，]{0,3}(要|得交|就要)"
)
_GONE = re.compile(r"欠|借了?|贷款|还债|花(了|掉|光|完)|被骗|罚")
"""A sum that is not had."""
_SUMS: tuple[tuple[str, str], ...] = (
    ("savings", r"存款|存了|存折|存单|定期|银行里|攒了|积蓄"),
    ("support_received", r"(儿子|闺女|女儿|子女|孩子).{0,6}(给(?!人|别人|老板|公司|厂)|寄|打给|打来|打我)"),
    ("whole_income", r"(总|全部|一共|所有)[^,，。]{0,3}收入|收入[^,，。]{0,4}(一共|总共|加起来)|(全家|一家|家里|两口子)[^,，。]{0,6}收入"),
    ("assets_income", r"[给让包](别人|人家|人|他们)(家)?(种|承包)|租给|租出|出租|^(?!.*房东).*收[^,，]{0,4}(房租|租金)|(房租|租金)[^,，]{0,2}(收|得(?![交付出掏缴]))|(?<![租欠])(?<!交|付|出|掏|缴)地租|[包转租]出去|流转|利息|分红"),
    ("retirement", r"退休金|退休工资|遗属补助|失业金"),
    ("basic_pension", r"养老(金|钱|保险|补助)"),
    ("wage", r"打工|打零工|零工|小工|上班|工资|干活|务工|保洁|保安|洗碗|(?<!儿)送外卖|跑(外卖|快递|滴滴|网约车|摩的)|工地|厂里?(?=$|[,，])|看(大门|大棚|门|场子)|扫(大街|马路|地)|理货"),
    ("business", r"[捡收卖](废品|破烂|瓶子|垃圾|旧货)|小卖部|种地|种(了|点|些|着)?[^,，]{0,4}(菜|田|地|粮|果|茶)|亩田|卖(点|些|个)?(菜|鸡蛋|鸭蛋|山货|药材|豆腐)|地里|种着|亩地|粮食|养羊|养猪|养鸡|养殖|做生意|摆摊|开(个)?(小)?店|卖菜"),
)  # fmt: skip
"""What a sum is of, by the words of its clause or of the one before it."""
_MAY_BE_OTHERS = frozenset({"retirement", "basic_pension", "wage", "business", "whole_income"})
"""Sums that are not taken where the clause speaks of somebody who may live apart."""
_SPOUSE = re.compile(r"老婆|老伴|爱人|丈夫|嫂子|两口子|(?<!儿)媳妇|(?<!儿)男人")


def _money(clause: str, before: str) -> Iterator[tuple[str, Value]]:
    other = _OTHERS.search(_SPOUSE.sub("", clause)) is not None
    own_food = re.search(r"(种|养)[^,，]{0,8}(自己|自家|自个儿?)(吃|做着吃)", clause)
    if own_food and not re.search(_AMOUNT, clause) and not re.search(r"卖|收入|养殖", f"{before}{clause}"):
        yield "business", Decimal(0)
        return
    if not other and re.search(
        r"没(有)?(任何|一点|啥|什么)?(收入|经济来源|生活来源)|(啥|什么)收入[都也]?没有?|一分(钱)?[都也]?(不|没)挣",
        clause,
    ):
        yield "wage", Decimal(0)
        yield "business", Decimal(0)
        return
    if re.search(
        r"(存款|积蓄|存的钱)(都|也|全|早就?|已经)*(花|用|掏|取)(光|完|空|没)|没(有)?(存款|积蓄|存钱)|没(有)?钱存|(存款|积蓄)(都|也)?(没有|为零|是零)",
        clause,
    ):
        yield "savings", Decimal(0)
        return
    if re.search(r"收入(就|只|光)(有|是|靠)?(个|一点)?(养老金|退休金|低保)", clause):
        yield "wage", Decimal(0)
        yield "business", Decimal(0)
    if (
        _PAYS_RENT.search(clause)
        or not re.search(_AMOUNT, clause)
        or _VAGUE.search(clause)
        or _GONE.search(clause)
    ):
        return
    of = next((key for key, words in _SUMS if re.search(words, clause)), None)
    if of is None and not other and not _OF_ANOTHER_KIND.search(clause):
        of = next((key for key, words in _SUMS if re.search(words, before)), None)
        if of in _PENSIONS and len(_FRAME.sub("", clause)) > _OF_THE_SAME:
            of = None
        other = _OTHERS.search(_SPOUSE.sub("", before)) is not None and of != "support_received"
        clause = f"{before},{clause}" if of in ("business", "wage") else clause
    if of is None or (other and of in _MAY_BE_OTHERS):
        return
    yearly = re.search(r"年", clause) is not None
    said = amounts.money(clause, months=None if of == "savings" else amounts.MONTH)
    if said is None or (of == "basic_pension" and said > HIGHEST_PENSION):
        return
    if of == "whole_income" and not yearly and said > HIGHEST_MONTHLY:
        said /= 12
    yield of, said.quantize(Decimal("0.01"))
    if of in _ASKED_AS_OTHER:
        yield "other_incomes", True


_OF_ANOTHER_KIND = re.compile(r"岁|元钱?一斤|医药|看病|自己掏|花|津贴|补贴|补助|抚恤|学期|学费|天")
"""A sum that is not of what the clause before it told of."""
_PENSIONS = frozenset({"basic_pension", "retirement"})
_FRAME = re.compile(
    rf"{amounts.RUN}|个?月|每|年|块|元|钱|多|来|左右|出头|上下|大概|差不多|也就|就|是|有|领|拿|发|能"
)
_OF_THE_SAME = 2
"""A clause that names more beside its sum does not go on about the pension before it."""
_ASKED_AS_OTHER = frozenset({"support_received", "retirement", "basic_pension", "assets_income"})
