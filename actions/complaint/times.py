"""When it happened, as a message tells it."""

import re

from actions.turn import Turn
from understanding import times

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


def time_of(turn: Turn) -> str | None:
    """When it was, as said, of a letter first when it began; the year beside the speaker's age is no such time."""
    return "、".join(times.whole(turn.said, one) for one in times.of_matter(turn.words_parsed)) or None
