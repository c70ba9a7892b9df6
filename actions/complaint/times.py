"""When it happened, as a message tells it."""

import re

from actions.complaint import places, slips
from actions.turn import Turn
from understanding import blamed, times

TIME_LIKE = re.compile(
    r"""
      \d
    | [年月日号周天时候春夏秋冬早晚午夜前后久刚腊节]
    | 最近|上学期|放假|过年|那阵|那会|去岁|一直|常年
    | 年年|天天
    """,
    re.VERBOSE,
)
"""Words or figures as those of a time."""
PUPIL = re.compile(
    r"""
    我(是|在|还|才|正|今年|现在|刚|的?一个|个|名)*(读|念|上)?
    (?P<pupil>(小学|初中|初[一二三]|高中|高[一二三]|中学|职高|[一二三四五六]年级)[^,，。;；老师]{0,2}学?生)
    """,
    re.VERBOSE,
)
"""The speaker goes to school: 我是初三学生."""
WITHOUT_A_DAY = re.compile(
    r"(就)?(是)?((这|上|那|本|去年|今年)(个|一)?(学期|学年|阵子?|段(时间|日子))|近来|最近|一直|常年|年年|天天)(以?来|的事|了)*[。!！]*"
)
"""Nothing is said but when, without a day: 这学期."""
VAGUE = re.compile(
    r"""
    最近|近来|近期
    | [这那](几|两|些)天
    | [这那](段|阵)(时间|日子|子)?
    | 前(段|阵)(时间|日子|子)?
    | 现在|眼下|一直|经常|平时|天天|刚才|刚刚
    | 好久|好几天|几天
    """,
    re.VERBOSE,
)
"""A time that may be any day, and gives way to one that is told more exactly."""
OF_BEFORE = re.compile(r"(上次|上回|之前|以前|头一回)[^,，。;；]{0,4}(告|投诉|举报|反映|打)")
"""The day told is that of an earlier complaint: 上次告他是六月份."""
LASTING = re.compile(
    r"""
    [快近将大概有差不多约好]*[一二两三四五六七八九十几半俩仨\d]+(多|来)?
    (年|个?月|天|周|个?星期|个?礼拜)(多|半)?
    """,
    re.VERBOSE,
)
"""How long it has been going on, which does not say since when."""


def time_of(turn: Turn) -> str | None:
    """When it was, as said, of a letter first when it began; the year beside the speaker's age is no such time, nor the
    number of a house, nor a time that was taken back."""
    turn = slips.without(turn)
    told = [
        one
        for one in times.of_matter(turn.words_parsed)
        if not places.numbers_a_house(turn.said, one.start, one.end)
    ]
    of_grant = turn.requested != "complaint_time" and not _is_of_the_grant(turn)
    told = [one for one in told if not (of_grant and GRANTED.match(turn.said, one.end))]
    told = [one for one in told if not AS_EVER.search(turn.said[: one.start])] or told
    if span := _span(turn):
        return span
    if not told and WITHOUT_A_DAY.fullmatch(turn.said.strip()):
        return turn.said.strip("。!！ ")
    lasting = all(one.entity == "duration" for one in told)
    if lasting and (passed := PASSED.search(turn.said)):
        return passed["when"]
    if not told and (since := SEASON.search(turn.said)):
        return since["when"]
    return "、".join(times.whole(turn.said, one) for one in told) or None


GRANTED = re.compile(
    r"份?(就|才|给|刚|都)*(批|办|评|纳入|享受|审)(下来|上|准|过|出来)?的(?=$|[\s,，。;；!！])"
)
"""When what has been had since was granted: 补贴是去年三月｜批的."""
A_SPAN = re.compile(
    r"(?<![月一二三四五六七八九十\d])(?P<when>(今年|去年|前年|大前年|\d{4}年)?(?P<first>[正一二三四五六七八九十\d]{1,2}|十[一二])(月份?)?(到|至|-|—|~)([一二三四五六七八九十\d]{1,2}|十[一二])月份?)"
)
"""From which month to which: 今年一到六月."""


def _is_of_the_grant(turn: Turn) -> bool:
    """Whether the matter is the grant itself, or its taking so long."""
    category = turn.slot("complaint_category") or turn.parsed.category
    return category in blamed.UNDESERVING or category in ("delayed", "not_public", "bribery")


def _span(turn: Turn) -> str | None:
    """The months from the first to the last, where a day of the matter was heard in them."""
    span = A_SPAN.search(turn.said)
    heard = span and any(
        span.start() <= one.start < span.end() for one in turn.parsed.entities if one.entity == "date"
    )
    usual = span and AS_EVER.search(turn.said[: span.start()])
    return span["when"] if span and heard and not (usual or OF_BEFORE.search(turn.said)) else None


AS_EVER = re.compile(r"(往年|往常|以前|从前|过去|平常|平时|每年|年年)[^,，。;；\s]{0,6}$")
"""What stands before months in which it used to come: 往年｜一到三月都发的."""


SEASON = re.compile(
    r"""
    (^|[\s,，。;；]|从|打|自|就)(?P<when>
      (去年|今年|前年)?
      (过(完|了)?年|开春|春上|入[春夏秋冬]|立[春夏秋冬]|秋收|[收割]麦子?|麦收|栽秧|打谷|中秋|端午|国庆|五一|清明|腊月|正月|开学|放(暑|寒)?假)
      (节)?(前|后|以后|之后|起|开始|以来|那会儿?|那阵子?|那时候)
    )
    """,
    re.VERBOSE,
)
"""A time told by what is done or kept then: 从｜过年以后｜就这样."""
PASSED = re.compile(
    r"""
    (?P<when>
      过(了|完)
      (年|五一|十一|国庆|元旦|清明|端午|中秋|八月十五|十五|腊八|重阳|麦收|秋收|[春夏秋冬]天?)
      节?
    )
    (之?后|以后)?(我|他们|村里)?(就|才|又)?(再也|再)?(没|不|断|停|少|冇|莫)
    """,
    re.VERBOSE,
)
"""What had gone by when it began: 是｜过了五一｜才没的."""


def since(turn: Turn) -> str | None:
    """Since when it has been so, where the message says that it began then."""
    begun = [one for one in times.of_matter(turn.words_parsed) if times.begins_then(turn.words_parsed, one)]
    return "、".join(times.whole(turn.said, one) for one in begun) or None


A_YEAR = re.compile(r"今年|去年|前年|大前年|\d{4}年")
A_DAY = re.compile(r"(星期|礼拜|周)[一二三四五六日天\d]|[日号天]|夜来|昨|前儿")
"""A day, which says more than the year alone."""
A_MONTH = re.compile(r"[正冬腊\d一二三四五六七八九十]{1,3}月|[春夏秋冬]")
"""A month without its year: 四月中."""


def with_the_year(known: str, told: str) -> str:
    """A month put right, with the year that was told with the wrong one: 今年二月, 三月."""
    year = A_YEAR.match(known)
    return year[0] + told if year and A_MONTH.match(told) else told


PLAIN = re.compile(
    r"^(就)?(是|在|从|大概|好像|应该是)*[^,，。;；\s没不交给别写登反投]{1,10}((的)?(时候|那会儿?|那阵子?|前后|左右|头|底|初|边上?|以前|之前))?(的事|吧|了|来着)*$"
)
"""Nothing is said but a time in words of one's own: 收麦那阵."""


def more_exact(known: str, told: str) -> str | None:
    """The time as it stands when this is told in passing after what is known; None where it tells nothing more exact."""
    if not told:
        return None
    if A_YEAR.fullmatch(known) and A_MONTH.match(told):
        return known + told
    if A_YEAR.fullmatch(known) and A_DAY.search(told):
        return told
    if known in told or all(VAGUE.fullmatch(one) for one in known.split("、")):
        return told if told != known else None
    lasting = all(LASTING.fullmatch(one) for one in known.split("、"))
    return f"{known}、{told}" if lasting and not LASTING.fullmatch(told) else None
