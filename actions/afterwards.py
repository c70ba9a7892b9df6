"""What the resident has to do now, where they ask that after they were told how something stands; and whether somebody
comes, where they told of somebody in need."""

import re

from rasa_sdk.events import FollowupAction

from actions import in_need, registers
from actions.complaint.interruptions import AWAY
from actions.petition import service
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.assistance import asking
from casework.people.actors import Actor
from casework.petitions import queries

ASKS = re.compile(
    r"((我|俺|咱)们?(现在|眼下|这会儿?|接下来|还|下一步)*(该|应该|要|得|需要|用|能)?(再)?(做|干|弄|整|跑|准备)(点|些)?(什么|啥子?|哪儿?)(材料|手续|东西)?"
    r"|(我|俺|咱)们?(现在|眼下|接下来|还|下一步)*(该|应该|要|得)?(怎么|咋个?|如何)(办|弄|做|整)"
    r"|(现在|接下来|下一步|然后|后头|后面|往后|完了)(呢|[我俺咱]?(该|要|得)?(怎么|咋个?|如何|做|干|弄)(办|弄|做|干|整|搞|什么|啥子?)?)"
    r"|(要不要|用不用|需不需要|还要|还用)[我俺咱]?(再)?(做|干|跑|准备|交)(点|些)?(什么|啥子?|腿)?(材料|手续|东西)?)"
    r"[的了啊呀呢吧嘛不没吗么嘞哩?？。!！~]*$"
)
ASKS_WHEN = re.compile(
    r"^(那)?(我|俺)?(还|到底|大概)?(要|得|需要)?(等)?(多久|多长时间|几天|多少天|什么时候|啥时候|哪天)(能|才能|可以)?(批|办|下|有|出)?(好|下来|完|结果|信儿?)?[的了啊呀呢吧?？。]*$"
)
"""Asked of the application just told of: its own date is said again."""
LONGEST = 18
"""A longer message tells or asks something of its own."""
MEANT_OTHERWISE = AWAY | {"request_help"}
APPLICATION = "application"
"""What `last_told` holds where it was an application; otherwise the petition's number."""


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Say what is to be done now about what was just told; None where nothing was, or something else is asked."""
    if turn.pressed or turn.loop or turn.intent in MEANT_OTHERWISE:
        return None
    if promised := in_need.when_they_come(tools, turn):
        say.text(promised)
        return [FollowupAction(LISTENING)]
    last = turn.slot("last_told")
    asks_when = last == APPLICATION and ASKS_WHEN.match(turn.said) is not None
    if len(turn.said) > LONGEST or not (asks_when or ASKS.search(turn.said)):
        return None
    said = (
        _of_applications(tools, turn, asks_when) if last == APPLICATION else _of_petition(tools, turn, last)
    )
    for text, buttons in said:
        say.text(text, buttons)
    return [FollowupAction(LISTENING)] if said else None


def _of_petition(tools: Tools, turn: Turn, number: str | None) -> service.Said:
    """About the petition last talked of, the right to which was shown in this talk."""
    if number not in (turn.slot("proven_petitions") or []):
        return []
    with tools.bureau.reading() as office:
        known = queries.numbered(office, str(number))
        actor = Actor.holder(known.id, "")
        return service.next_step(office, queries.by_id(office, known.id, actor), actor)


def _of_applications(tools: Tools, turn: Turn, asks_when: bool) -> service.Said:
    """About the applications that are still under way, while the proof of who asks holds."""
    with tools.bureau.reading() as office:
        proof = registers.proof_of(office, turn.token)
        told = asking.application_status(office, proof) if proof else []
    under_way = [one for one in told if one.is_open] or told[:1]
    return [
        (
            one.sentence
            if asks_when
            else f"{one.program_name}申请（尾号 {one.tail}），您现在要做的：{one.do_now.rstrip('。')}。",
            [],
        )
        for one in under_way
    ]
