"""Whether what was told before is kept is asked: it is said what is, and where it can be gone on with."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import FollowupAction

from actions import call_back
from actions.complaint import asking
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.conversations import drafts, talks
from casework.people.identity import mask_name, mask_phone

LONGEST = 24
"""A longer message tells something of its own."""
ASKED = re.compile(
    r"""
    (前面|前头|刚才|刚刚|之前|上面|先前|我|俺)(我|俺)?(跟你们?)?(说|讲|写|发|反映|打)(过|了|上去|给你们?)?(的|那些|那么多|这些|话|那?一?大堆|东西)+
    [^,，。]{0,4}(记|存|留|收|写|看|保存|转)[^,，。]{0,4}(没有?|吗|么|不|吧)[了啊呀呢?？。]*$
    """,
    re.VERBOSE,
)
"""Whether what the speaker told is written down."""
NOT_LODGED = "还没登记，要现在登记，回“接着说”，差的一两样补上就给您编号。"
PARTICULARS = (
    ("complaint_place", "地点", str),
    ("complaint_accused", "反映谁", str),
    ("complaint_time", "时间", str),
    ("complaint_name", "名字", mask_name),
    ("complaint_phone", "电话", mask_phone),
)
"""What may be kept beside the account, what it is called, and how it is shown."""
AWAY = frozenset({"crisis", "collective_action", "request_help"})


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Say that what was broken off, or told to who is to come, is kept; None where nothing is, or something else is asked."""
    if turn.pressed or turn.loop or turn.intent in AWAY:
        return None
    if len(turn.said) > LONGEST or not ASKED.search(turn.said):
        return None
    with tools.bureau.reading() as office:
        draft = drafts.find(office, talks.get(office, turn.token))
    waits = call_back.asked_for(tools, turn) is not None
    seen = "值班同志都看得到。" if waits else ""
    if draft:
        say.text(f"{_what(draft)}{seen}{NOT_LODGED}", [("接着说", "/file_complaint")])
    elif waits:
        say.text(f"都记着，{seen}还有要说的，接着发在这里。")
    else:
        return None
    return [FollowupAction(LISTENING)]


def _what(draft: Mapping[str, Any]) -> str:
    """What is kept of a complaint, as a sentence: the account, or, before there is one, what was told beside it."""
    if account := draft.get("complaint_narrative"):
        return f"都记着：“{asking.shortened(account, 60)}”。"
    known = "，".join(
        f"{called} {shown(draft[slot])}" for slot, called, shown in PARTICULARS if draft.get(slot)
    )
    return f"记着：{known}。是什么事还没说到。" if known else "您要反映，这个记着；是什么事还没说到。"
