"""What is said of the people who live together, where a household is being told of: whose age, whose money, how many children.

It adds to `knowledge.estimate.telling` what only the talk makes plain: that those named are of one household.
"""

import re
from decimal import Decimal

from knowledge.estimate import amounts
from knowledge.estimate.rules import Value

_SMALL = {"一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_NUMBER = r"(\d(?:[\d百千万]|\.(?=\d))*+|[一二两三四五六七八九十百千万零半]++)"
_SPOUSE = r"(老公|老婆|媳妇|婆娘|堂客|男人|老伴|爱人|丈夫|妻子|当家的|屋里人)"
_CHILD = r"(?:娃儿?|孩子|小孩|崽|小的|儿女)"
_KIN_AGE = re.compile(
    rf"(^|[\s,，。])(我|俺)?({_SPOUSE}|公公|婆婆|爸|妈|爹|娘|父亲|母亲|爷爷|奶奶|老汉|岳父|岳母|儿子|女儿|孙子|孙女|娃儿?|孩子|他|她)(爸|妈)?(今年|都|快|已经)?(\d{{1,3}}|[一二三四五六七八九十]{{1,3}})(岁|了|[\s,，。]|$)"
)
"""The age of one of the household, which is not the applicant's."""
_OWN_AGE = re.compile(r"(^|[\s,，。])(我|俺)(自己)?(今年|都|快|已经)?(\d{2})(岁|了|[\s,，。他她]|$)")
_CHILDREN = re.compile(rf"([一二两俩三四五六\d])个?{_CHILD}")
_AGES = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})(?:岁|个月)")
_SCHOOL = re.compile(r"幼儿园|小学|初中|高中|[一二三四五六]年级|初[一二三]|吃奶|没上学")
_WITH = re.compile(
    rf"(跟|和|同|与)({_SPOUSE}|娃儿?|孩子|儿子|女儿|我|他|她|爷爷|奶奶|妈|爸)(就)?(?P<heads>[两俩三四五六])个?人"
)
_AVERAGE = re.compile(
    rf"(平均|均下来|平时|一般|差不多|大概)(下来|算下来|也就|就)*(有|是|挣|拿)?(个)?(?P<sum>{_NUMBER})(多)?(块|元)?(钱)?(吧|左右|的样子)?($|[\s,，。])"
)
TAKEN_HOME = re.compile(
    rf"(落到?(家里|手里|手上|屋头)?|到手|拿回(家|来)|剩(下)?)(就|只|也就)?(有|是)?(?P<sum>{_NUMBER})(多)?(块|元)?"
)
_EARNS = re.compile(
    rf"({_SPOUSE}|我|俺)[^,，。\s]{{0,10}}?(一个?月|每月|月月)[^,，。\s]{{0,6}}?(?P<sum>{_NUMBER})(多)?(块|元)?(钱)?(吧|左右)?($|[\s,，。])"
)
_NOT_EARNED = re.compile(
    r"养老|退休|低保|药|医|病|房租|租金|贷款|还款|学费|花|交|掏|报|给(我|他|她)|补贴|补助|救济"
)
_PENSIONS = re.compile(
    rf"养老金?[^,，。]{{0,12}}?(?P<first>{_NUMBER}).{{0,40}}?(他|她|{_SPOUSE})(的)?(也)?(有|是|领|拿)?(个)?(?P<second>{_NUMBER})(多|块|元)?(钱)?($|[\s,，。])"
)
_PENSION = re.compile(
    rf"(居民养老|养老)(金|钱|保险)?(一个?月|每月)?(就|也就|只)?(有|是|领|拿)?(个)?(?P<sum>{_NUMBER})"
)
_MEDICINE = re.compile(
    rf"(?=.*(药|看病|透析|治疗|医药))(一个?月|每月)[^,，。\s]{{0,8}}?(?P<first>{_NUMBER})|(药钱|药费|看病)[^,，。\s]{{0,6}}(一个?月|每月)[^,，。\s]{{0,4}}?(?P<second>{_NUMBER})"
)
_NO_SAVINGS = re.compile(r"(存款|积蓄|存钱)(也|都)?(没得|没有|没)|没(得|有)?(啥|什么)?(存款|积蓄)")
_HOME = re.compile(
    r"(自建|老瓦|土墙|土坯|砖瓦|瓦|砖|老|旧|平|楼)房(子)?|[一二两三四\d]间(瓦|砖|土|平|老)?房?|两层楼|两层(的)?楼房|房子?一套|一套房"
)
_NO_HOME = re.compile(
    r"没(得|有)?(自己的)?房|租(的)?房|房子?是租|(两|二|2|三|3)(套|处)|儿子(家)?的房|别人的房"
)
_LEAST_PENSION, _HIGHEST_PENSION = 60, 500


_WORK = re.compile(
    r"厂|工地|打包|打工|上班|务工|开(货)?车|拉货|跑(车|摩的|出租|外卖|快递)|零工|小工|保洁|保安|洗碗|搬|做活|干活|摘"
)
_BY_THE_MONTH = re.compile(
    rf"(^|[\s,，])(一个?月|每月|月薪)(也就|就|能|大概|差不多|挣|做|有|是|个)*(?P<sum>{_NUMBER})(多|出头|左右)?(块|元)?(钱)?(吧)?($|[\s,，。])"
)
_GRADE = re.compile(r"(残疾?证?|残疾|假肢|脑瘫|偏瘫|瘫)[^。；]{0,12}?(?P<grade>[一二三四1-4])级")
_GRADES = {"一": "1", "二": "2", "三": "3", "四": "4"}
_COUNTRY = re.compile(r"农村(的)?(自建)?房|(普通|一般)?农户|农村人|^农村的")


def told(said: str) -> dict[str, Value]:
    """What the message tells of the household beside what its clauses tell by themselves."""
    found: dict[str, Value] = {}
    found |= _people(said)
    found |= _money(said)
    if grade := _GRADE.search(said):
        found["disability"] = _GRADES.get(grade["grade"], grade["grade"])
    if _COUNTRY.search(said):
        found["area"] = "rural"
    if _NO_SAVINGS.search(said):
        found["savings"] = Decimal(0)
    if _HOME.search(said) and not _NO_HOME.search(said):
        found["homes"] = 1
    return found


def not_the_applicants(said: str) -> frozenset[str]:
    """Facts that the clauses seem to tell of the applicant and that are somebody else's of the household."""
    return frozenset({"age"} if _KIN_AGE.search(said) and not _OWN_AGE.search(said) else ())


def _people(said: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    if own := _OWN_AGE.search(said):
        found["age"] = int(own[5])
    if together := _WITH.search(said):
        found["heads"] = _SMALL[together["heads"]]
    if children := _CHILDREN.search(said):
        ages = [_count(one) for one in _AGES.findall(said[children.start() :])]
        if (ages and all(age < 18 for age in ages)) or (_SCHOOL.search(said) and not ages):
            found["minor_children"] = _SMALL.get(children[1]) or int(children[1])
    return found


def _money(said: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    if both := _PENSIONS.search(re.sub(r"(一|每)个?月|月月", "", said)):
        sums = [amounts.number(both["first"]), amounts.number(both["second"])]
        if all(one is not None and _LEAST_PENSION <= one <= _HIGHEST_PENSION for one in sums):
            found["basic_pension"] = sum(one for one in sums if one is not None)
    elif pension := _PENSION.search(said):
        one = amounts.number(pension["sum"])
        if one is not None and _LEAST_PENSION <= one <= _HIGHEST_PENSION:
            found["basic_pension"] = one
    cost = _MEDICINE.search(said)
    if cost is not None:
        paid = amounts.number(cost["first"] or cost["second"])
        found |= {"illness_cost": paid} if paid is not None else {}
    elif not _NOT_EARNED.search(said):
        home, average, earns = TAKEN_HOME.search(said), _AVERAGE.search(said), _EARNS.search(said)
        monthly = _BY_THE_MONTH.search(said) if _WORK.search(said) else None
        texts = (one["sum"] for one in (home, average, earns, monthly) if one)
        wage = next((one for one in map(amounts.number, texts) if one is not None and one >= 100), None)
        if wage is not None:
            found["wage"] = wage
    return found


def _count(text: str) -> int:
    return int(amounts.number(text) or 0)
