"""When it happened, as a message tells it."""

import re

from actions.complaint import places
from actions.turn import Turn
from understanding import Entity

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
TO_COME = re.compile(r"明年|后年|明天|后天|下个?(月|周|星期|礼拜)|下次|将来|以后")
"""Days that cannot be when it happened."""
AGE = re.compile(r"我(今年|才|刚|现在)*(?P<age>\d{1,2}|[一二三四五六七八九十]{1,3})(周)?岁")
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
    [快近将大概有差不多约好]*[一二两三四五六七八九十几半\d]+(多|来)?
    (年|个?月|天|周|个?星期|个?礼拜)(多|半)?
    """,
    re.VERBOSE,
)
"""How long it has been going on, which does not say since when."""
SENTENCE = re.compile(r"[^。;；!！?？\n]+")
"""A sentence of a longer account."""
DAY_END = re.compile(r"(几|来|多)?(号|日)|(左右|前后|上下)")
"""What belongs to a day behind it: 二十｜几号, 五月｜前后."""
LETTER = 40
"""Longer words tell of more than one time, not all of them the matter's."""


def time_of(turn: Turn) -> str | None:
    """When it was, as said; the year beside the speaker's age is no such time."""
    ages = [found.span() for found in (*AGE.finditer(turn.said), *OLD.finditer(turn.said))]
    said = [
        entity
        for entity in turn.entities("date", "duration")
        if not any(begins <= entity.start < ends for begins, ends in ages)
        and not TO_COME.fullmatch(entity.value)
        and not places.numbers_a_house(turn.said, entity.start, entity.end)
        and not (entity.value == "小年" and turn.said[entity.end : entity.end + 1] == "轻")
    ]
    beside = [one for one in said if one.start in _of_the_matter(turn)] if len(turn.said) > LETTER else []
    return "、".join(_whole_day(turn.said, one) for one in beside or said) or None


def _of_the_matter(turn: Turn) -> set[int]:
    """Where in a long account the sentences stand that speak of assistance, an office or its staff."""
    positions: set[int] = set()
    for sentence in SENTENCE.finditer(turn.said):
        begins, ends = sentence.span()
        if any(begins <= one.start < ends for one in turn.entities("program", "organ", "role")):
            positions |= set(range(begins, ends))
    return positions


def _whole_day(said: str, when: Entity) -> str:
    """With what belongs to a day told roughly: 四月二十几号."""
    return when.value + (found[0] if (found := DAY_END.match(said, when.end)) else "")


def more_exact(known: str, told: str) -> str | None:
    """The time as it stands when this is told in passing after what is known; None where it tells nothing more exact."""
    if not told:
        return None
    if known in told or all(VAGUE.fullmatch(one) for one in known.split("、")):
        return told if told != known else None
    lasting = all(LASTING.fullmatch(one) for one in known.split("、"))
    return f"{known}、{told}" if lasting and not LASTING.fullmatch(told) else None
