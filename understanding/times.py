"""When it happened, as a message tells it: first when it began, and none of the days of a life beside it."""

import re
from dataclasses import replace
from itertools import pairwise

from understanding.rasa import Entity, Parsed
from understanding.writers import ADDED, APART, LETTER, writer

TO_COME = re.compile(
    r"(明年|后年|明天|明儿|后天|下个?(月|周|星期|礼拜)|下次|将来|以后|回头|改天)[一-鿿\d]{0,6}"
)
"""Days that cannot be when it happened."""
AGE = re.compile(r"我(今年|才|刚|现在|\s)*(?P<age>\d{1,2}|[一二三四五六七八九十]{1,3})\s*(周)?岁")
"""The speaker's own age."""
OLD = re.compile(
    r"""
    (今年|现年|去年)?[^,，。;；\d]{0,3}(\d{1,3}|[一二三四五六七八九十]{1,3})(多|来|几)?
    (周)?岁
  | 今年(都|也|已经|快|刚|整|虚岁)*(\d{2,3}|[二三四五六七八九]?十[一二三四五六七八九]?)(多|几)?
    (?![\d一二三四五六七八九十月号日年点户人家块元万千百个次天斤])
    """,
    re.VERBOSE,
)
"""Anybody's age, with its unit or without: 今年七十三."""
GRADE = re.compile(r"(?<![正腊月])初[一二三](?=(学生|年级|的?学|班|毕业|那年))|(?<=[读念上])初[一二三]")
"""A grade of school, and no day of the lunar month."""
SENTENCE = re.compile(r"[^。;；!！?？\n]+")
"""A sentence of a longer account."""
ONE_LINE = re.compile(r"[^\n]+")
CLAUSE = re.compile(r"[^,，。;；!！?？\n]+")
DAY_END = re.compile(r"((几|来|多)?(号|日)|(左右|前后|上下)|[份分])?(起|以来)?")
"""What belongs to a day behind it: 二十｜几号, 五月｜前后."""
SINCE = re.compile(
    r"\s*(份|初|底|上旬|中旬|下旬)?(起|开始|以来|至今|到(现在|如今|今天|目前)|之?后就?(没|不|再)|就(没|不|停|再))"
)
SINCE_BEFORE = re.compile(r"(从|自从?|打)(去年|今年)?$")
"""What says that it began then."""
OF_A_LIFE = re.compile(
    r"""
      出生|生人|^生|年生|[出改]?嫁|结婚|离婚|离异|去世|过世|病[逝故]|死|走了|退休|退伍|入[党伍]|毕业|参军|当兵
    | 查出|确诊|患|得[了病]|中风|瘫|残|摔|住院|手术|车祸|打工|买[了的]?(车|房)|才?买的|生的|^[^,，]{0,8}生[了的]?$
    | 回(老?家|来|村)
    """,
    re.VERBOSE,
)
"""What happens in a life and is not what is complained of."""
LIFE = re.compile(
    r"出生|生人|年生|生的|嫁|结婚|离婚|去世|过世|病[逝故]|死[了的]|没了|走[了的]|退休|退伍|入[党伍]|毕业|参军|当兵|查出|确诊|患|得[了病]|中风|瘫[了在痪]|摔(了|断|伤|坏)?(腰|腿|手|胳膊|下|倒)|住院|手术|车祸|工伤|工地|打工|买[了的]?(车|房)|才?买的|给买|回(老?家|来|村)"
)
"""The same in a short message, where fewer words stand around the day."""
GRANTED = re.compile(r"享受|纳入|吃上|评上|办下来|批[了下]")
"""What was granted."""
WRITING = re.compile(r"写(这封?|封)?信|来信|写下")
"""The day on which it is written."""
PASSING = re.compile(r"^[一-鿿\d]{1,4}?(分钟|小时|钟头)|一?次|顿")
"""A while that is waited, or how often something is done."""
TODAY = ("今天", "今日", "现在")
UNTIL = re.compile(r"[到至每]\s*$")
"""What says that it was so until then, or how often."""
TO_REACH = re.compile(
    r"""
      (打|接|来|通)(个|一个|我的?)?电话
    | (?<![没不])打(给|过来|来|我|通)
    | (以后|之后|以前|之前|再|才|能|可以|方便|有空|上班)[^,，。;；没不]{0,3}(打|接|联系|找|发)
    | (?<![没不])(?<!没人)(打|接|联系|找)(我|得到|不了|得着|都行|吧)?$
    | 有空|在家|方便
    """,
    re.VERBOSE,
)
"""When somebody can be reached."""
HOW_MANY = re.compile(r"^[一-鿿\d]{1,4}?(?:个?月|年|天|周|季度?)的?(?:钱|补贴|低保|工资)?(?=$|[\s的])")
"""How many payments, or what else lasts so long, with nothing said of how long it has been going on."""
GOES_ON = re.compile(r"没|不|未|拖|等|推|断|停|欠|压|拿|扣|收|占|卡|跑|了")
ASKED = re.compile(r"要等|还是要|多久|能不能|行不|可不可以|是不是|吗|[?？]")
MADE_GOOD = re.compile(r"[份起开始的]*(给我|给)?(补|退|算|还(?!有人|没|在)|赔)")
"""From then on something is to be made good: 从去年八月｜起补."""
DENIED = re.compile(r"不是\s*$")
PUT_RIGHT = re.compile(r"[\s,，]*(，|哦|噢|啊)?(应该|好像)?(就)?是")
"""What stands behind the day that was denied and before the right one: 不是｜年初｜是｜四月份."""
QUOTA = re.compile(
    r"""
      (的)?(名额|指标|预算)[^,，。;；\s]{0,3}(没|完|用|花|满)
    | (的)?(资金|钱|款)(已经|都|就|也|早)*(用|花|拨)(得|的)?(完|光|没|超)
    | (已经|都|又|就)?(没有?|莫得|冇)(了)?(名额|指标|钱|资金)(?!到|发|给|打|领|收|进|来|拿|见)
    """,
    re.VERBOSE,
)
"""Of which year the quota or the money is used up: 今年｜没名额了; not that the money of it has not come: 五月｜的钱没到."""
PROMISED = re.compile(
    r"(之?内|以内|里头)?(就|会|肯定|一定|保证|能|可以|准)*(给|出|有|答复|回复|办好|办完|批下来|解决|到账|打款)(个|我|你)*(答复|回复|信儿?|话|结果|说法|消息)?"
)
PROMISES = re.compile(
    r"(说|讲|答应|承诺|保证|许)(的)?(是|好|过|了|给)?(最多|顶多|最迟|也就)?$|(最多|顶多|最迟)$"
)
"""How long it was to take, as it was promised: 答应｜十五天｜给信, 当时说｜一个月｜内给答复."""
OF_A_THING = re.compile(r"(证|证书|鉴定书?|诊断书?|[房车楼](?!祸)|房子|楼房|户口本?)[^。;；!！?？\n]{0,10}$")
MADE = re.compile(
    r"([份底初头]|年初|上半年|下半年)?(就|才|刚|新)*(办|盖|买|换|修|装|建|评|领|发|拿)(下来|出来|到手)?的?(了)?(?=$|[\s,，。;；!！])|(就|才|刚)*(下来|出来|到手)(的|了)"
)
"""When a paper was issued, or a house built or a car bought: 证是｜去年｜办的, 车是｜今年｜换的."""
HABIT = re.compile(
    r"(几?号|前后|左右|上下)*(就|都|准|才)?(准时|按时)?(到|发|来|打)(账|卡|钱)?(?=$|[\s,，。;；])"
)
DATE_OF_TODAY = re.compile(r"(今[天儿日]|现在|眼下|这会儿)(都|已经|就|也|是|到)*\s*$")
"""What stands before the day that it is now: 今天都｜十八号｜了."""
NOW_IS = re.compile(
    r"(都|已经|就|也|是|到)*[二三]?十?[一二三四五六七八九好几\d]+(多)?(号|日)?了(?=$|[\s,，。;；!！])"
)
"""What follows where the day that it is now is told: 今天｜都二十好几了."""
AS_A_RULE = re.compile(
    r"(以前|往常|往月|往年|往回|平常|平时|过去|从前|向来|一向|一般|月月|每个?月|原来)[^。;；!！?？\n]{0,12}$"
)
"""On which day it used to come: 以前月月｜十五号前后就到."""
USUAL = re.compile(
    r"(往[常月年回]|平常|平时|向来|一向|一般|月月|每个?月|从前都|以前都|原来都)的?(都|就|也)?(是|在)?$"
)
DAY_OF_A_MONTH = re.compile(r"[号日]$")
"""On which day of a month it used to come: 往月都是｜十号｜左右."""
LASTS = re.compile(
    r"(嫁出去?|嫁人|结婚|离婚|分[家户]|瘫(痪|在床上?)?|病|去世|过世|死|走|退休|打工|务工)(了|有|都|已经|快|得)*$"
)
"""What has lasted so long in a life: 嫁出去｜十多年."""
UNHEEDED = re.compile(
    r"(了|多)?(都|也|还|一直|就)*(没|冇|无)(有)?(一?个)?人[^,，。;；\s]{0,2}(管|问|理|看|来|查|办)|(了|多)?(都|也|还|一直|就)*(没|不)(给|发|批|办)"
)
"""What follows where nobody has cared so long: 病了｜三年｜没人管."""
RATE = re.compile(r"([^,，。;；\s了]|不了){0,6}?([一两二三四五几]|\d)(次|回|趟)(?=$|[\s,，。;；])")
"""How often in that time: 一个礼拜｜来不了一回."""
AGO = re.compile(r"[之以]?前")
GONE_BY = re.compile(r"上上?个?(月|周|星期|礼拜)|前天|前几天|昨|去年|前年|那天")
"""A day that is over: nobody can be reached then."""
STILL_RIGHT = re.compile(
    r"(份|的?时候|那会儿?|那月|那回)?(都|也|倒)?还(有(?!没|谁|人|个|[一二两三四五六七八九十几])|在发|发着|给着|领着|照发|正常|好好|准时|到账|到[帐卡]|领[过了]|发[过了]|给[过了])"
)
"""When it was still as it should be: 四月份｜还有."""
OLD_THING = re.compile(r"的(旧|老)")
"""Of when what hangs or lies there is: 还是｜前年｜的旧名单."""
OFTEN = re.compile(r"每|一个?月(?=\d)")
"""How often, and not when."""
OF_THE_MATTER = re.compile(
    r"申请|低保|补[贴助]|津贴|救助|特困|五保|停[发了]|取消|到[账帐]|没[有]?发|不给|评|材料|名[单额]|反映"
)
SIGNATURE = 24
"""So many signs at most stand behind the words of a signature."""
MOST = 3
"""So many times of a letter are told."""


def of_matter(parsed: Parsed) -> list[Entity]:
    """The times of the matter, that of its beginning first; of a short message all that are no age."""
    text = parsed.text
    ages = [found.span() for words in (AGE, OLD, GRADE) for found in words.finditer(text)]
    said = [
        one
        for one in _without_denied(text, _joined(parsed))
        if not any(begins <= one.start < ends for begins, ends in ages)
        and not TO_COME.fullmatch(one.value)
        and not (one.value == "小年" and text[one.end : one.end + 1] == "轻")
        and not _of_something_else(text, one)
    ]
    if len(text) <= LETTER:
        return _once(_of_the_event(parsed, said))
    own = writer(parsed)
    rated = [
        (_rank(parsed, one), one) for one in said if not _of_signature(text, one, own.said if own else "")
    ]
    best = min((rank for rank, _ in rated), default=0)
    within = [one for one in sorted(rated, key=lambda one: one[0]) if one[0] <= min(max(best, 1), 3)]
    told = _once([one for _, one in within])
    return [
        one
        for one in told
        if not any(one.value != other.value and one.value in other.value for other in told)
    ][:MOST]


def _without_denied(text: str, told: list[Entity]) -> list[Entity]:
    """The times without one that is put right behind, nor the same told before: 今年年初…… 不是年初是四月份."""
    denied = [
        one
        for one, behind in pairwise(told)
        if DENIED.search(text[: one.start]) and PUT_RIGHT.fullmatch(text[one.end : behind.start])
    ]
    return [
        one
        for one in told
        if not any(
            one.start <= wrong.start and one.value.rstrip("份").endswith(wrong.value.rstrip("份"))
            for wrong in denied
        )
    ]


def _of_the_event(parsed: Parsed, said: list[Entity]) -> list[Entity]:
    """Of the times of a short message those of what happened: since when, where that is said; not when somebody can be
    reached, what happens in a life, until when something holds, or how many payments there were."""
    begins = [one for one in said if begins_then(parsed, one)]
    if begins:
        return begins
    apart = replace(parsed, text=re.sub(r"\s", "，", parsed.text))
    alone = len(said) == 1 and len(parsed.text) <= BARE
    return [
        one
        for one in said
        if (alone or not _of_a_life(apart, one))
        and _rank(apart, one) != HOW_OFTEN
        and not _beside_it(apart, one)
        and not UNTIL.search(parsed.text[: one.start])
        and not (len(said) > 1 and DENIED.search(parsed.text[: one.start]))
        and not MADE_GOOD.match(parsed.text, one.end)
    ]


def _of_something_else(text: str, when: Entity) -> bool:
    """Whether it is of a quota, a promise, a paper or a thing, or the day on which money used to come."""
    if STILL_RIGHT.match(text, when.end):
        return True
    if DAY_OF_A_MONTH.search(when.value) and DATE_OF_TODAY.search(text[: when.start]):
        return True
    if when.value in TODAY and NOW_IS.match(text, when.end):
        return True
    before = text[max(0, when.start - 16) : when.start].rstrip()
    if when.entity == "duration":
        if (LASTS.search(before) and not UNHEEDED.match(text, when.end)) or (
            RATE.match(text, when.end) and not before.endswith("了")
        ):
            return True
        return bool(PROMISES.search(before) or (PROMISED.match(text, when.end) and not before.endswith("了")))
    made = OF_A_THING.search(before) and MADE.match(text, when.end)
    habit = (AS_A_RULE.search(before) and HABIT.match(text, when.end)) or (
        USUAL.search(before) and DAY_OF_A_MONTH.search(when.value)
    )
    return bool(made or habit or QUOTA.match(text, when.end) or OLD_THING.match(text, when.end))


def _of_a_life(parsed: Parsed, when: Entity) -> bool:
    rest = _around(CLAUSE, parsed.text[when.start :], Entity("", "", 0, 0))
    matter = OF_THE_MATTER.search(rest) or GRANTED.search(clause(parsed.text, when))
    died = A_DEATH.search(parsed.text) and PASSED_AWAY.search(rest)
    return bool(LIFE.search(rest) or died) and not matter


A_DEATH = re.compile(r"死(了|的|去)|去世|过世")
PASSED_AWAY = re.compile(r"没的(?=$|[\s,，。;；!！])")
"""Somebody passed away then, where a death is told of: 死的叫马富贵 去年秋天｜没的."""


HOW_OFTEN = 4
"""The rank of what says how often, or until when."""
BARE = 12
"""A message no longer than this is hardly more than the time itself."""


def begins_then(parsed: Parsed, when: Entity) -> bool:
    """Whether it is said to have begun then."""
    text = parsed.text
    begins = SINCE.match(text, when.end) or SINCE_BEFORE.search(text[: when.start])
    return bool(begins) and when.value not in TODAY and not MADE_GOOD.match(text, when.end)


def _beside_it(parsed: Parsed, when: Entity) -> bool:
    """Whether it tells when somebody can be reached, is asked about, or is how many payments there were."""
    text = parsed.text
    around = _around(CLAUSE, text, when)
    rest = _around(CLAUSE, text[when.start :], Entity("", "", 0, 0))
    over = GONE_BY.match(when.value) or (when.entity == "duration" and AGO.match(text, when.end))
    if over:
        return False
    if TO_REACH.search(rest) and not OF_THE_MATTER.search(around):
        return True
    if when.entity != "duration":
        return False
    goes_on = GOES_ON.search(around) or GOES_ON.search(text[when.end : when.end + 8])
    return bool(ASKED.search(around) or (HOW_MANY.match(rest) and not goes_on))


def _joined(parsed: Parsed) -> list[Entity]:
    """The times in the order in which they were said, those that follow without a gap as one: 前年八月十五｜前两天."""
    joined: list[Entity] = []
    for one in sorted(parsed.entities, key=lambda one: one.start):
        if one.entity not in ("date", "duration"):
            continue
        if joined and joined[-1].end == one.start:
            last = joined.pop()
            one = replace(last, value=last.value + one.value, end=one.end)
        joined.append(one)
    return joined


def _once(said: list[Entity]) -> list[Entity]:
    """Each surface where it stands first."""
    first = {one.value: one for one in reversed(said)}
    return [one for one in said if first[one.value] is one]


def whole(said: str, when: Entity) -> str:
    """With what belongs to a day told roughly: 四月二十几号."""
    ago = AGO.match(said, when.end) if when.entity == "duration" else None
    behind = ago or DAY_END.match(said, when.end)
    return when.value + (behind[0] if behind else "")


def clause(said: str, when: Entity) -> str:
    """The clause in which it is told."""
    return _around(CLAUSE, said, when).strip()


def _around(expression: re.Pattern[str], said: str, when: Entity) -> str:
    return next(
        (one.group() for one in expression.finditer(said) if one.start() <= when.start < one.end()),
        when.value,
    )


def _rank(parsed: Parsed, when: Entity) -> int:
    """0 where it is said to have begun then, 1 in a sentence of the matter, 2 elsewhere, 3 of a life, 4 how often or until when."""
    text = parsed.text
    rest = _around(CLAUSE, text[when.start :], Entity("", "", 0, 0))
    if OFTEN.match(when.value) or UNTIL.search(text[: when.start]):
        return 4
    if when.entity == "duration" and PASSING.search(rest):
        return 4
    if GRANTED.search(rest) or (OF_A_LIFE.search(rest) and not OF_THE_MATTER.search(rest)):
        return 3
    if SINCE.match(text, when.end) or SINCE_BEFORE.search(text[: when.start]):
        return 0
    if when.value in TODAY and WRITING.search(_around(SENTENCE, text, when)):
        return 4
    sentence = next((one for one in SENTENCE.finditer(text) if one.start() <= when.start < one.end()), None)
    if sentence is None:
        return 2
    told = any(
        sentence.start() <= one.start < sentence.end()
        for one in parsed.entities
        if one.entity in ("program", "organ", "role")
    )
    return 1 if told or OF_THE_MATTER.search(sentence.group()) else 2


def _of_signature(text: str, when: Entity, signed: str) -> bool:
    """Whether it is the day on which the letter was written."""
    alone = not APART.sub("", ADDED.sub(" ", _around(ONE_LINE, text, when)))
    begins = text.rfind(signed) if signed else len(text)
    ends_with_it = len(text) - begins - len(signed) <= SIGNATURE
    return alone or (ends_with_it and when.start >= begins)
