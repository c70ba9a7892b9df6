"""When it happened, as a message tells it."""

import re

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
PUPIL = re.compile(
    r"""
    我(是|在|还|才|正|今年|现在|刚|的?一个|个|名)*(读|念|上)?
    (?P<pupil>(小学|初中|初[一二三]|高中|高[一二三]|中学|职高|[一二三四五六]年级)[^,，。;；老师]{0,2}学?生)
    """,
    re.VERBOSE,
)
"""The speaker goes to school: 我是初三学生."""
GRADE = re.compile(r"(?<![正腊月])初[一二三](?=(学生|年级|的?学|班|毕业|那年))|(?<=[读念上])初[一二三]")
"""A grade of school, and no day of the lunar month."""
WITHOUT_A_DAY = re.compile(
    r"(就)?(是)?((这|上|那|本|去年|今年)(个|一)?(学期|学年|阵子?|段(时间|日子))|近来|最近|一直|常年|年年|天天)(以?来|的事|了)*[。!！]*"
)
"""Nothing is said but when, without a day: 这学期."""
OLD = re.compile(
    r"""
    (今年|现年|去年)?[^,，。;；\d]{0,3}(\d{1,3}|[一二三四五六七八九十]{1,3})(多|来|几)?
    (周)?岁
    """,
    re.VERBOSE,
)
"""Anybody's age."""
SENTENCE = re.compile(r"[^。;；!！?？\n]+")
"""A sentence of a longer account."""
DAY_END = re.compile(r"(几|来|多)?(号|日)|(左右|前后|上下)")
"""What belongs to a day behind it: 二十｜几号, 五月｜前后."""
LETTER = 40
"""Longer words tell of more than one time, not all of them the matter's."""


def time_of(turn: Turn) -> str | None:
    """When it was, as said; the year beside the speaker's age is no such time."""
    ages = [found.span() for words in (AGE, OLD, GRADE) for found in words.finditer(turn.said)]
    said = [
        entity
        for entity in turn.entities("date", "duration")
        if not any(begins <= entity.start < ends for begins, ends in ages)
        and not TO_COME.fullmatch(entity.value)
        and not (entity.value == "小年" and turn.said[entity.end : entity.end + 1] == "轻")
    ]
    if not said and WITHOUT_A_DAY.fullmatch(turn.said.strip()):
        return turn.said.strip("。!！ ")
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
