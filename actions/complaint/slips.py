"""What was said wrong and put right in the same breath: 去年 说错了 是今年."""

import re
from dataclasses import replace

from actions.turn import Turn
from understanding import Entity

PUT_RIGHT = re.compile(
    r"""
    (?<![一-鿿])
    (哦|噢|啊|唉|哎|欸)?
    (
      不对(不对|头)?
    | 不是(不是)?(?=[\s,，。、]|是)
    | (我|俺)?(说|记|讲|打|写|发|弄|搞)(错|岔|混|反)了?
    | 错了
    )
    (?=[\s,，。、]|是|应该|该是)
    """,
    re.VERBOSE,
)
"""What takes back the words right before it."""
SENTENCE = re.compile(r"[。;；!！?？\n]")
NEAR = 16
"""So many signs behind it at most stands what is said instead."""
ALIKE = ({"date", "duration"}, {"amount"}, {"place"}, {"phone"}, {"person"})
"""What can stand for what."""
A_TIME = re.compile(
    r"过(了|完)|[节季]|开春|入[春夏秋冬]|五一|十一|国庆|清明|端午|中秋|腊月|正月|开学|[年月号日天]"
)


def without(turn: Turn) -> Turn:
    """The turn without the facts that were taken back and said anew: 今年没给 不对 是四月份就没给."""
    wrong: set[int] = set()
    for mark in PUT_RIGHT.finditer(turn.said):
        sentence = max((one.end() for one in SENTENCE.finditer(turn.said, 0, mark.start())), default=0)
        before = [one for one in turn.parsed.entities if sentence <= one.start and one.end <= mark.start()]
        behind = [one for one in turn.parsed.entities if mark.end() <= one.start <= mark.end() + NEAR]
        wrong |= {id(one) for one in before if _said_anew(turn, one, behind, mark.end())}
    if not wrong:
        return turn
    kept = tuple(one for one in turn.parsed.entities if id(one) not in wrong)
    return replace(turn, parsed=replace(turn.parsed, entities=kept))


def _said_anew(turn: Turn, wrong: Entity, behind: list[Entity], at: int) -> bool:
    kinds = next((alike for alike in ALIKE if wrong.entity in alike), set())
    told = any(one.entity in kinds for one in behind)
    season = "date" in kinds and A_TIME.search(turn.said, at, at + NEAR)
    return bool(kinds and (told or season))
