"""What is said of the people who live together, where a household is being told of: whose age, whose money, how many children.

It adds to `knowledge.estimate.telling` what only the talk makes plain: that those named are of one household.
"""

import re
from decimal import Decimal

from actions.estimate import daily
from knowledge.estimate import amounts, telling
from knowledge.estimate.rules import Value

_NUMBER = r"(\d(?:[\d百千万]|\.(?=\d))*+|[一二两三四五六七八九十百千万零半]++)"
_SPOUSE = telling.SPOUSE
_CHILD = r"(?:娃儿?|孩子|小孩|崽|小的|儿女)"
_KIN_AGE = re.compile(
    rf"(^|[\s,，。])(我|俺)?({_SPOUSE}|公公|婆婆|爸|妈|爹|娘|父亲|母亲|爷爷|奶奶|老汉|岳父|岳母|儿子|女儿|孙子|孙女|娃儿?|孩子|他|她)(爸|妈)?(今年|都|快|已经)?(\d{{1,3}}|[一二三四五六七八九十]{{1,3}})(岁|了|[\s,，。]|$)"
)
"""The age of one of the household, which is not the applicant's."""
_OWN_AGE = re.compile(
    r"(^|[\s,，。])(我|俺)(自己)?(今年|都|快|已经)?(\d{2}|[三四五六七八九]?十[一二三四五六七八九]?)(?![多来几个块元百千万十年天号亩斤平分度级次点月周样那趟回间瓦\d二两三四五六七八九]|一(?!个人)|岁?(那|的?时))"
)
_THEIR_AGE = re.compile(
    r"(^|[\s,，。])(他|她|老[一-鿿])(今年|都|快|已经)?(?P<years>\d{2}|[三四五六七八九]?十[一二三四五六七八九]?)(?![多来几个块元百千万十年天号亩斤平分度级次点月周样那趟回间瓦\d二两三四五六七八九]|一(?!个人)|岁?(那|的?时))"
)
_CHILDREN = re.compile(rf"([一二两俩三四五六\d])个?{_CHILD}")
_AGES = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})(?:岁|个月)")
_SCHOOL = re.compile(r"幼儿园|小学|初中|高中|[一二三四五六]年级|初[一二三]|吃奶|没上学")
_WITH = re.compile(
    rf"(跟|和|同|与)(我|俺)?({_SPOUSE}|老娘|老妈|老爹|娃儿?|孩子|儿子|女儿|我|他|她|爷爷|奶奶|妈|爸)(就)?(?P<heads>[两俩三四五六])个?人"
)
_AVERAGE = re.compile(
    rf"(平均|均下来|平时|一般|差不多|大概)(下来|算下来|也就|就)*(有|是|挣|拿)?(个)?(?P<sum>{_NUMBER})(多)?(块|元)?(钱)?(吧|左右|的样子)?($|[\s,，。])"
)
TAKEN_HOME = re.compile(
    rf"(落到?(家里|手里|手上|屋头)?|到手|拿回(家|来)|剩(下)?)(就|只|也就)?(有|是)?(?P<sum>{_NUMBER})(多)?(块|元)?"
)
_NOT_WAGE_LEFT = re.compile(r"存|欠|债|贷|手头|卡[上里]|账上|手[里上](就|只|也就|还)*剩")
FARMED = re.compile(r"种|养(?!老)|田|[亩分]地|地里|卖|摆摊|(开|盘|守|自己的?|自家的?)[^,，。]{0,5}店|小店")
"""What is left of this is no wage."""
_EARNS = re.compile(
    rf"({_SPOUSE}|我|俺)[^,，。\s]{{0,10}}?(一个?月|每月|月月)[^,，。\s]{{0,6}}?(?P<sum>{_NUMBER})(多)?(块|元)?(钱)?(吧|左右)?($|[\s,，。])"
)
_NOT_EARNED = re.compile(
    r"养老|退休|低保|失业(金|保险)|津贴|抚恤|遗属|学期|住校|伙食|药|医|病|房租|租金|租(的|着|了)?[^,，。]{0,3}房|贷款|还款|学费|花|交|掏|报|给(我|他|她)|补贴|补助|救济"
)
_PENSIONS = re.compile(
    rf"养老金?[^,，。]{{0,12}}?(?P<first>{_NUMBER}).{{0,40}}?(他|她|{_SPOUSE})(的)?(也)?(有|是|领|拿)?(个)?(?P<second>{_NUMBER})(多|块|元)?(钱)?($|[\s,，。])"
)
_PENSION = re.compile(
    rf"(居民养老|养老)(金|钱|保险)?(一个?月|每月)?(就|也就|只)?(有|是|领|拿)?(个)?(?P<sum>{_NUMBER})"
)
_CARE = r"药|看病|透析|治疗|医药|化疗|放疗|康复|自费|自付|医保报|报完|报销|打针|吃药"
_MEDICINE = re.compile(
    rf"(一个?月|每个?月)[^,，。\s]{{0,8}}?(?P<first>{_NUMBER})|({_CARE})[^,，。\s]{{0,6}}(一个?月|每月)[^,，。\s]{{0,4}}?(?P<second>{_NUMBER})"
)
_PAID_FOR_CARE = re.compile(
    rf"(?=.*(手术|开刀|住院|化疗|放疗|看病|治病|医药|医院|医保|报完|报销))(报(完|了|销)[^,，。]{{0,12}}|自(己|家)(还)?|自(付|费))(还|又|也)?(要)?(掏|花|付|出|剩|欠|拿)(了|出)?[^,，。\d]{{0,4}}?(?P<sum>{_NUMBER})(?!.{{0,3}}(月|年))"
)
_AT_ONCE = 2000
"""So much paid at once for care, with no time said, is of the last year."""
_NO_SAVINGS = re.compile(r"(存款|积蓄|存钱)(也|都)?(没得|没有|没)|没(得|有)?(啥|什么)?(存款|积蓄)")
_HOME = re.compile(
    r"房子?(就|也|都|还)?是?(土坯|土墙|瓦|砖|自建|祖上|老)|(自建|老瓦|土墙|土坯|砖瓦|瓦|砖|老|旧|平|楼)房(子)?|[一二两三四\d]间(瓦|砖|土|平|老)?房?|两层楼|两层(的)?楼房|房子?一套|一套房"
)
_NO_HOME = re.compile(
    r"没(得|有)?(自己的)?房|租(的)?房|房子?是租|(两|二|2|三|3)(套|处)|儿子(家)?的房|别人的房"
)
_LEAST_PENSION = 60
"""Less is no month's pension: 养老 and a small number are an age, or a count."""


_WORK = re.compile(
    r"厂|工地|打包|打工|上班|务工|开(货)?车|拉货|跑(车|摩的|出租|外卖|快递)|零工|小工|保洁|保安|洗碗|搬|做活|干活|摘"
)
_BY_THE_MONTH = re.compile(
    rf"(^|[\s,，])(一个?月|每月|月薪)(也就|就|能|大概|差不多|挣|做|有|是|个)*(?P<sum>{_NUMBER})(多|出头|左右)?(块|元)?(钱)?(吧)?($|[\s,，。])"
)
_GRADE = re.compile(r"(残疾?证?|残疾|假肢|脑瘫|偏瘫|瘫)[^。；]{0,12}?(?P<grade>[一二三四1-4])级")
_TRADE_CAR = re.compile(
    r"(?=.*(拉货|货运|送货|跑(车|货|运输|出租|客运)|拉人|拉砖|拉沙|做生意|摆摊|干活用))[^。]{0,60}?(面包车|货车|皮卡|小卡|三轮汽车)"
)
"""A van that somebody lives by."""
_OF_A_SON = re.compile(
    r"没(有|得)?(面包|货)车|(老[大二三四]|[大二三小]儿|儿子|女婿|弟弟?|哥哥?|邻居)[^,，。]{0,6}(跑|开|买)"
)
"""The car is none, or that of one who may live apart."""
_CAR_WORTH = re.compile(rf"值(个|到|得)?{_NUMBER}")
_COUPLE = rf"(?<![子儿女弟哥妹姐])(老两口|我?两口子|小两口|(我|俺)(跟|和|同|与)(我|俺)?(家|的)?{_SPOUSE})"
_BRINGS = r"(养着?|带着?|领着?|还有|加上?|和|跟|还带着?|下面有|另外|就){1,4}"
_BESIDE = r"[\s,，]{1,2}"
_SMALL = r"(?=[^,，。]{0,8}(娃|孩子|小孩|崽|没成年|上学|[上读念](小学|初中|高中|大学|幼儿园|书)|\d{1,2}岁|[一二三四五六七八九十]{1,2}岁)|(个)?小)"
"""Who is only named beside a couple is of its household where it is a child still."""
_MINOR_OF = r"((?P<many>[一二两俩三四五\d])?个?)(正?在?[读上念][^,，。\s]{1,6}的|没成年的|小|脑瘫|残疾|自闭症|生病|[^,，。\s和跟的\d一二两三四五]{1,6}的)?(娃儿?|孩子|小孩|崽|儿子|女儿|闺女|丫头|姑娘)"
_COUPLE_WITH = re.compile(
    rf"{_COUPLE}({_BESIDE})?({_BRINGS}({_BESIDE})?|(?<=[\s,，]){_SMALL}){_MINOR_OF}(?P<elders>[^,，。]{{0,4}}(老的|老人|[爸妈爹娘]|公婆|婆婆|公公))?"
)
_ALONE_WITH = re.compile(
    rf"(离(了)?婚|离异|丧偶|守寡|单亲|单身|一个人|独自|自己|(老公|男人|丈夫|老婆|媳妇)(死|走|没|去世|过世|跑|坐牢|判刑?|服刑|劳改)了?)[^。]{{0,12}}?(带|养|拉扯|抚养|领)(着|大)?(我)?{_MINOR_OF}(?!们?(都)?(工作|结婚|成家|上班))"
)
_JUST_TWO = re.compile(
    rf"就(剩)?(我|俺|他|她|咱)?(们)?(老)?(两|俩|2)个?(人|老的|老人|口子|老)?(自己)?(单独?|另外)?(过|住|生活)"
    rf"|{_COUPLE}(两|俩|2)?个?(人)?(自己)?(单独|单|另外)(过|住)"
    rf"|(爸妈|爹娘|父母|二老|老两口)[^。]{{0,10}}就?(他|她)们?(俩|两个|两人|老两口)(自己)?(单独|单|另外)?(过|住|生活)"
    rf"|就(剩)?(他|她)们?(俩|两个|老两口)(自己)?(单独|单|另外)?(过|住|生活)"
    rf"|(就|只)(剩)?(下)?(我|俺)(跟|和|同)[^,，。\s]{{1,4}}(两|俩|2)(个)?(人)?"
    rf"|(就|只|我们|俺们)(我们)?(娘|爷|母女|母子|父子|父女|祖孙|爷孙|婆孙|姊妹|兄弟)儿?(俩|两个?人?)"
)
_ONE_REGISTER = re.compile(
    r"(就|只|光)(剩|有)?(我|俺|他|她|咱)?们?(?P<heads>[俩两二三仨四五六2-6])个?(人|口)?(在)?(一个|一本|同一?个?)?户口本"
    r"|(就|只|光)(剩|有)?(我|俺|咱)?们?(俩|[两二三四五六2-6]个)(人|口)(?=$|[\s,，。])"
)
_COUPLE_AT_HOME = re.compile(
    rf"{_COUPLE}[^。]{{0,40}}家里?(还)?(有|带)?(?P<old>[一两俩二])个?(老人|老的|老[娘妈爹]|婆婆|公公|[爸妈])[,，、和\s]*(还有)?(?P<young>[一两俩二三四])个?(孩子|娃|小孩|儿子|闺女|女儿)"
)
_WITH_BOTH_PARENTS = re.compile(
    r"(跟|和|同|靠)(着)?(我|俺|他|她)?(爸妈|父母|爹娘|爹妈|二老|老两口)(一起|一块儿?)?(过|住|生活)"
)
_JUST_MORE = re.compile(
    r"(娘|爷|祖孙|母子|母女|父子|婆孙)(儿|们)?(几个)?(?P<heads>[三四五仨])(个)?人?|一家子?(?P<all>[三四五六七八])口|(?P<end>[三四五六])口$|^(我家)?(?P<bare>[三四五六])口(?=[\s,，])"
)
_BIG_AND_SMALL = re.compile(
    r"(大的|老大|哥哥|姐姐|小的|老[二三四幺]|中间的?|最小的?|弟弟|妹妹)(个)?(今年|才|刚|都|有|快)?(\d{1,2}|[一二三四五六七八九十]{1,3})岁?"
)
_CHILD_AGE = re.compile(
    r"(孩子|娃儿?|小孩|儿子|女儿|闺女|丫头|孙子|孙女|他|她)(今年|才|刚|都|有|快)?(\d{1,2}|[一二三四五六七八九十]{1,3})(岁|了(?=[\s,，。]|$)|(?=上|读|念|[一二三四五六]年级))"
)
_PARENTS_GONE = re.compile(r"(爹妈|爸妈|爹娘|父母|老人|二老|老的)[^,，。]{0,4}(不在|走|没|死|去世|过世)了?")
_NEVER_MARRIED = re.compile(r"没(有)?(结|成|讨|娶|嫁)过?(婚|家|媳妇|老婆|亲|人)|光棍|未婚|单身一辈子")
_NO_CHILDREN = re.compile(r"无儿无女|没儿没女|没(有|得)?(个)?(娃|孩子|儿女|后人|后代|一儿半女)")
_EACH_PENSION = re.compile(
    rf"(两个?人?|俩|爸妈|爹娘|公婆|老两口|和|跟).{{0,30}}?养老(金|钱)?[^,，。\d]{{0,4}}(各|每人|一人|都)(是|有|领|拿)?(?P<sum>{_NUMBER})"
)
_COUNTRY = re.compile(r"农村(的)?(自建)?房|(普通|一般)?农户|农村人|^农村的")


def told(said: str) -> dict[str, Value]:
    """What the message tells of the household beside what its clauses tell by themselves."""
    said = amounts.about(said)
    found: dict[str, Value] = {}
    found |= _people(said)
    found |= _together(said)
    found |= _money(said)
    if _PARENTS_GONE.search(said) and (_NEVER_MARRIED.search(said) or _NO_CHILDREN.search(said)):
        found["supporter"] = "none"
    if not _OF_A_SON.search(said) and _TRADE_CAR.search(said):
        found["vehicle"] = "work"
        worth = next((one for one in re.split(r"[,，。;；\s]+", said) if _CAR_WORTH.search(one)), "")
        if (value := amounts.money(worth, months=None)) is not None and value >= 100:
            found["vehicle_value"] = value
    if paid := _PAID_FOR_CARE.search(amounts.tidied(said)):
        cost = amounts.number(paid["sum"])
        if cost is not None and cost >= _AT_ONCE and "illness_cost" not in found:
            found["rigid_spending"] = cost
    if grade := _GRADE.search(said):
        found["disability"] = telling.GRADES.get(grade["grade"], grade["grade"])
        found |= _whose_disability(said)
    if _COUNTRY.search(said):
        found["area"] = "rural"
    if _NO_SAVINGS.search(said):
        found["savings"] = Decimal(0)
    if _HOME.search(said) and not _NO_HOME.search(said):
        found["homes"] = 1
    return found


def tells_an_age(said: str) -> bool:
    """Whether the number in the words is somebody's age and no sum: 儿子二十六，没工作."""
    return bool(_GROWN_UP.search(said) or _KIN_AGE.search(said)) and not re.search(
        r"块|元|钱|[百千万]|月", said
    )


def their_age(said: str) -> dict[str, Value]:
    """The age of whom somebody else speaks of."""
    found = _THEIR_AGE.search(said)
    return {"age": _count(found["years"])} if found else {}


_OWN_LIMB = re.compile(
    r"(^|[,，。\s])(我|俺)?(自己|本人)?(的)?(左|右|两|一)?(条|只)?(腿|胳膊|手|腰|脚)[^,，。]{0,6}残"
)
_OF_KIN = re.compile(rf"儿子|女儿|闺女|丫头|孩子|娃|{_SPOUSE}|爸|妈|爹|娘|婆婆|公公|哥|弟|姐|妹|孙")
_GROWN_UP = re.compile(
    r"(儿子|女儿|闺女|丫头|他|她)[^,，。]{0,4}(今年|都|快|已经)?([2-9]\d|[二三四五六]十[一二三四五六七八九]?)(岁|了|[,，。\s]|$)"
)
_NO_WORK = re.compile(r"没(有|得)?(个)?(工作|上班|活|业)|待在家|干不了|出不了门")


def _whose_disability(said: str) -> dict[str, Value]:
    """Whether it is the applicant who is disabled, or a grown child of theirs without work."""
    if _OWN_LIMB.search(said):
        return {"disability_kind": "physical", "disabled_is_applicant": True}
    if not _OF_KIN.search(said) or re.search(r"(我|俺)(自己|本人|也)?(是|有|办|得|残|肢|[一二三四]级)", said):
        return {}
    found: dict[str, Value] = {"disabled_is_applicant": False}
    if _GROWN_UP.search(said) and _NO_WORK.search(said):
        found["disabled_adult_jobless"] = True
    return found


def is_just_a_couple(said: str) -> bool:
    """Whether a couple is told of, and nobody who lives with it."""
    others = r"儿|女|孙|娃|孩|闺|丫头|崽|老[大二三四幺的娘]|[爸妈爹娘]|口人|[三四五六]个"
    clauses = [one for one in re.split(r"[,，。;；\s]+", said) if not re.search(r"给|寄|孝敬", one)]
    clauses = [one for one in clauses if not _NO_CHILDREN.search(one)]
    return bool(re.search(_COUPLE, said)) and not any(re.search(others, one) for one in clauses)


def no_child_is_told_of(said: str) -> bool:
    """Whether it is said that there is no child."""
    return _NO_CHILDREN.search(said) is not None


def not_the_applicants(said: str) -> frozenset[str]:
    """Facts that the clauses seem to tell of the applicant and that are somebody else's of the household."""
    own = _OWN_AGE.search(said)
    return frozenset({"age"} if (_KIN_AGE.search(said) or _BIG_AND_SMALL.search(said)) and not own else ())


def _people(said: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    if own := _OWN_AGE.search(said):
        found["age"] = _count(own[5])
    if together := _WITH.search(said):
        found["heads"] = telling.NUMBERS[together["heads"]]
    if children := _CHILDREN.search(said):
        ages = [_count(one) for one in _AGES.findall(said[children.start() :])]
        if (ages and all(age < 18 for age in ages)) or (_SCHOOL.search(said) and not ages):
            found["minor_children"] = telling.NUMBERS.get(children[1]) or int(children[1])
    ages = [_count(one[4]) for one in _BIG_AND_SMALL.finditer(said)]
    if len(ages) > 1 and all(0 < age < 18 for age in ages):
        found["minor_children"] = len(ages)
    of_child = [_count(one[3]) for one in _CHILD_AGE.finditer(said)]
    if len(of_child) == 1 and 0 < of_child[0] < 18 and "minor_children" not in found and "孙" not in said:
        found["minor_children"] = 1
        if re.search(r"残|脑瘫|自闭|智力", said):
            found |= {"disabled_is_applicant": False, "disabled_adult_jobless": False}
    return found


def _together(said: str) -> dict[str, Value]:
    """Of how many one household is made up, where the words name all of it: a couple and its children, one parent and the
    children, two who live by themselves."""
    if more := _JUST_MORE.search(said):
        return {"heads": _count(more["heads"] or more["all"] or more["end"] or more["bare"])}
    if _JUST_TWO.search(said):
        return {"heads": 2}
    if register := _ONE_REGISTER.search(said):
        many = register["heads"] or re.sub(r"[^俩两二三仨四五六2-6]", "", register[0])[:1]
        return {"heads": telling.NUMBERS.get(many) or _count(many)}
    if couple := _COUPLE_WITH.search(said):
        return {} if couple["elders"] else {"heads": 2 + _many(couple), "spouse": True}
    if _WITH_BOTH_PARENTS.search(said) and _NEVER_MARRIED.search(said):
        return {"heads": 3}
    if home := _COUPLE_AT_HOME.search(said):
        return {"heads": 2 + _count(home["old"]) + _count(home["young"])}
    if alone := _ALONE_WITH.search(said):
        return {"heads": 1 + _many(alone)}
    return {}


def _many(said: re.Match[str]) -> int:
    return _count(said["many"]) if said["many"] else 1


def taken_home(said: str) -> re.Match[str] | None:
    """What is left of a wage; savings, cash and debts that are left are none."""
    earned = re.search(r"月|工资|打工|挣", said)
    for clause in () if FARMED.search(said) else re.split(r"[,，。;；\s]+", said):
        found = None if _NOT_WAGE_LEFT.search(clause) else TAKEN_HOME.search(clause)
        if found and (earned or "剩" not in found[0]):
            return found
    return None


def _money(said: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    if both := _PENSIONS.search(re.sub(r"(一|每)个?月|月月", "", said)):
        sums = [amounts.number(both["first"]), amounts.number(both["second"])]
        if all(one is not None and _LEAST_PENSION <= one <= telling.HIGHEST_PENSION for one in sums):
            found["basic_pension"] = sum(one for one in sums if one is not None)
    elif pension := _PENSION.search(said):
        one = amounts.number(pension["sum"])
        if one is not None and _LEAST_PENSION <= one <= telling.HIGHEST_PENSION:
            found["basic_pension"] = one
    if each := _EACH_PENSION.search(said):
        one = amounts.number(each["sum"])
        if one is not None and _LEAST_PENSION <= one <= telling.HIGHEST_PENSION:
            found["basic_pension"] = 2 * one
    if cost := _care(said):
        found["illness_cost"] = cost
    elif (
        _I_DO_NOT.search(said)
        and _NEITHER_WORKS.search(said)
        and not re.search(_NUMBER, re.sub(r"\d+岁", "", said))
    ):
        found["wage"] = Decimal(0)
    elif (by_day := daily.a_month(said)) is not None:
        found["wage"] = by_day
    elif not (_NOT_EARNED.search(said) or daily.told(said)):
        home = taken_home(said)
        average = None if _PER_HEAD.search(said) else _AVERAGE.search(said)
        earns = _EARNS.search(said)
        monthly = _BY_THE_MONTH.search(said) if _WORK.search(said) else None
        texts = (one["sum"] for one in (home, average, earns, monthly) if one)
        wage = next((one for one in map(amounts.number, texts) if one is not None and one >= 100), None)
        if wage is not None:
            found["wage"] = wage
    return found


_AFTER_INSURANCE = re.compile(
    r"报(了|完|掉|销)[^,，。]{0,8}|自付|自费|自(己|个儿?)[^,，。]{0,4}(掏|出|付|花|拿)|(还|得|要)(得|要|自己){0,2}(掏|付)"
)
_LATER_OR_ONCE = re.compile(r"年|一共|总共|住院|手术|开刀|次|回|趟")
_I_DO_NOT = re.compile(
    r"(^|[\s,，。])(我|俺)[^,，。]{0,6}(没|不)(有|得)?(啥|什么)?(活|工作|班上|上班|事做|收入|挣钱)"
)
_NEITHER_WORKS = re.compile(
    rf"({_SPOUSE}|他|她)[^,，。]{{0,3}}也(没|不)(有|得)?(啥|什么)?(活|工作|班上|上班|事做|收入|挣钱)"
)
_PER_HEAD = re.compile(r"人均|家(里)?平均|平均(下来)?(每|一)个?人|(每|一)个?人(平均|合|摊)")
"""What is told is what falls to each of the household, and no wage: 我们家平均下来八百多."""
_MANY_CARES = re.compile(r"半年|[一每]次|一[回趟]|一年")


def _care(said: str) -> Decimal | None:
    """What care costs the household a month, by its own words."""
    if not re.search(_CARE, said):
        return None
    clauses = re.split(r"[,，。;；\s]+", said)
    if (paid := _after_insurance(clauses)) is not None:
        return paid
    for at, clause in enumerate(clauses):
        about = " ".join(clauses[max(0, at - 1) : at + 1])
        spends = re.search(_CARE, clause) or re.search(r"掏|花|自己|要|得", clause)
        if not (spends and re.search(_CARE, about)) or _MANY_CARES.search(clause):
            continue
        if _MEDICINE.search(clause) and (paid := amounts.money(clause, months=amounts.MONTH)) is not None:
            return paid
    return None


def _after_insurance(clauses: list[str]) -> Decimal | None:
    """What is left to pay of the month's medicine where that is told: 药费一个月两千 报了还得掏七八百; where no time is said
    of medicine paid for, that of a month is meant."""
    for at, clause in enumerate(clauses):
        about = " ".join(clauses[max(0, at - 1) : at + 1])
        monthly = "月" in about or "药" in clause
        if _AFTER_INSURANCE.search(clause) and re.search(_CARE, about) and monthly:
            paid = amounts.money(clause, months=amounts.MONTH)
            if paid is not None and paid < _AT_ONCE and not _LATER_OR_ONCE.search(clause):
                return paid
    return None


def _count(text: str) -> int:
    return int(amounts.number(text) or 0)
