"""The answer to what was read back: yes, no, or something still to be changed."""

import re
from typing import Any

from actions.complaint import account, acts, facts, interruptions, particulars, pauses, phrases, yes_no
from actions.complaint.reading import LONGEST_PLAIN, SHORT, Reading
from actions.turn import Turn

READ_AGAIN = re.compile(
    r"""
      (再|重新?|又)(念|读|说|看|听)(一?遍|一下)
    | 再念|重念
    | ^(给|让|叫)?我?(先|再)?(看看|看一?(下|眼|遍)|瞧瞧|念念|念一?遍)
      ((都)?(你)?(写|记|登)(得|的)?[^,，。]{0,6}|吧|先|呗|呢)*[。!！?？]*$
    """,
    re.VERBOSE,
)
"""It is to be read back once more."""
NOTHING_TO_CHANGE = re.compile(
    r"""
    ^(
        (没有?|没|无|不用|不需要|不)(什么|啥)?(要|可|需要)?(改|补充?|问题|错)(的|了)?
        (了|的)?
      | [没木莫冇]有?(别的|其他的?|其它的?|啥子?|什么)?(了|事了?)?
      | [没莫冇]得了
    )[。!！.]*$
    """,
    re.VERBOSE,
)
"""Nothing is to be changed in what was read back."""
HEARD = re.compile(
    r"""
      (收到|提交|登记|记|写|报|交)(上|下|好|上去)?(了)?(没有?|吗|么|没得|莫)(有)?
      [啊呀呢]?[?？]?$
    | (上面|前面|刚才|信里)[^,，。]{0,3}(都|全)?(写|说|讲)(了|过|清楚)
    """,
    re.VERBOSE,
)
"""Somebody asks whether what they told has been taken down, or says that it stands above already."""


CHANGES = re.compile(
    r"(?<![不没])(?<!不用)(?<!没啥)(?<!没有)(?<!要)(改|错|有误|不对|补)|(?<![没有用不啥么])要[改补]|先别|不行"
)
"""Something is to be changed, or is wrong."""


def wants_to_hear_it(said: str) -> bool:
    """Whether it is to be read back once more."""
    return READ_AGAIN.search(said) is not None or acts.whole(said) == "read_again"


def agrees(turn: Turn) -> bool:
    """Whether nothing is said but that it is right, in whatever words: 跟我说的一个样."""
    refuses = yes_no.NO.match(turn.said.strip()) or turn.intent == "deny"
    changes = refuses or CHANGES.search(turn.said) or pauses.puts_off(turn.said)
    nothing_else = len(turn.said) <= LONGEST_PLAIN and not (changes or facts.told(turn).slots)
    return (
        nothing_else and acts.whole(turn.said) == "agree" and not NOTHING_TO_CHANGE.match(turn.said.strip())
    )


def confirmed(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    said = turn.said.strip()
    if pauses.puts_off(said):
        return Reading.of_other_things()
    if wants_to_hear_it(said):
        return Reading({"complaint_confirmed": None})
    if yes_no.YES.match(said) or yes_no.HURRY.match(said):
        return Reading({"complaint_confirmed": True})
    if NOTHING_TO_CHANGE.match(said):
        return Reading({"complaint_confirmed": None}, draft, ["nothing_to_change"])
    if yes_no.UNKNOWN.match(said) and not yes_no.WITHHOLDS.search(said):
        return Reading({"complaint_confirmed": None})
    if yes_no.NO.match(said) or (turn.intent == "deny" and len(said) <= 6):
        return Reading({"complaint_confirmed": None}, draft, ["what_to_change"])
    if yes_no.UNKNOWN.match(said):
        return Reading({"complaint_confirmed": None})
    if turn.intent == "affirm" and turn.parsed.confidence >= interruptions.SURE and len(said) <= 12:
        return Reading({"complaint_confirmed": True})
    brief = len(said) <= LONGEST_PLAIN and not facts.told(turn).slots
    if brief and HEARD.search(said):
        return Reading({"complaint_confirmed": None})
    if brief and phrases.WANTS_TO_KNOW.search(said):
        return None
    if bare := particulars.bare_facts(turn):
        return Reading(
            {**bare, "complaint_confirmed": None},
            draft,
            ["corrected"] if particulars.is_new(turn, bare) else [],
        )
    found = facts.told(turn).slots
    tells = turn.intent in ("file_complaint", "supplement_petition") or len(said) > SHORT
    if not found and phrases.asks(said) and not tells:
        return None
    if phrases.substance(said) >= 4 or found:
        narrative = f"{turn.slot('complaint_narrative') or ''}\n补充：{said}".strip()
        empty = {name: value for name, value in found.items() if not turn.slot(name)}
        more = account.completed(turn, found)
        return Reading(
            {**more, **empty, "complaint_narrative": narrative, "complaint_confirmed": None},
            account.added(draft, facts.told(turn).draft),
            ["added"],
        )
    return None
