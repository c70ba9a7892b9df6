"""Hardship told inside a complaint: a line of help at once, staff are asked to look, and the complaint goes on."""

import re

from rasa_sdk.events import FollowupAction

from actions import danger
from actions.complaint import interruptions
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.conversations import alerts, talks

MEDICINE = re.compile(
    r"""
      (药|看病|治病|住院|透析)[^,，。;；]{0,8}(没(得)?钱|拿啥|拿什么|买不起|吃不起|断(了|顿)|停(了|药)|快没)
    | (没(得)?钱|拿不出钱|凑不出钱|钱不够)[^,，。;；]{0,6}(拿药|抓药|买药|看病|治|住院)
    | (一个月|每月)[^,，。;；]{0,6}药[^。;；]{0,12}(拿啥|拿什么|咋)
    | 病[^,，。;；]{0,6}(没钱|不敢)(去)?(看|治)
    """,
    re.VERBOSE,
)
WOUND = re.compile(
    r"""
      (烂|褥疮|压疮|化脓|流脓|伤口|发臭)[^。;；]{0,10}(没|不|冇)(见|人|给|有)*(上药|治|管|换|处理|看|洗|包)
    | (没|不|冇)(见|人|给|有)*(上药|换药|翻身|喂饭|喂水|给饭吃|给水喝)
    | (饿|瘦)得?[^,，。;；]{0,4}(皮包骨|不成样|脱相)
    """,
    re.VERBOSE,
)
MONEY = re.compile(
    r"""
      (资料费|学费|书本?费|校服|伙食费|生活费|房租|电费)[^,，。;；]{0,8}(交不(起|上)|没(得)?钱|没着落|拿不出|凑不|咋交)
    | (要交|等着交|催交)[^,，。;；]{0,6}(资料费|学费|书本?费|伙食费|房租)
    | (这个?月|手头|手里|日子)[^,，。;；]{0,4}(真|好|太|很|实在)?(紧(?!急)|揭不开|过不(去|下去))
    """,
    re.VERBOSE,
)
SPREADING = re.compile(
    r"""
      (群|朋友圈|网上|抖音|公告栏|村口|墙上)[^。;；]{0,12}(还(在|挂|贴|没)|没(撤|删)|撤不|不肯(撤|删)|转发|传开|都看到|都看见)
    | (还在|正在|一直在)(传|转发|扩散|挂着)|传(得|开)[^,，。;；]{0,4}(都|全|到处)
    | (今天|马上|赶紧|先|立刻)[^,，。;；]{0,8}(删(了|掉)|撤(了|掉|回|下))
    """,
    re.VERBOSE,
)
"""What is told of money or need, a sick or neglected body, and of what goes on spreading."""
WAYS = {
    "medicine": (
        MEDICINE,
        "药和病不能拖：先去卫生院、医院看，说清困难；眼下过不去，可以申请临时救助，情况急的先救助、后补手续。"
        "这一句我也请值班同志看了。",
    ),
    "wound": (
        WOUND,
        "身上的伤、褥疮不能拖：现在就可以要求护理的人请医生看，发烧、昏沉、不吃不喝的打 120。"
        "这一句我也请值班同志马上看，不等投诉办完。",
    ),
    "spreading": (
        SPREADING,
        "还在往外传的不能等：先截图留着，当面要求发的人删掉、不许再转（《个人信息保护法》第四十七条）。"
        "我也请值班同志马上看，不等投诉办完。",
    ),
    "shortage": (
        MONEY,
        "手头这么紧，不用等投诉办完：可以去乡镇（街道）申请临时救助，情况急的先救助、后补手续；孩子上学的费用，还可以找学校申请资助。"
        "这一句我也请值班同志看了。",
    ),
}
"""Each kind with the words that tell of it, and what is said."""


def hear(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether hardship is told: a line is said, once in a talk for each kind, and staff are asked to look."""
    if turn.pressed:
        return False
    told = [
        name
        for name, (words, _) in WAYS.items()
        if words.search(turn.said) or (name == "medicine" and danger.untreated(turn.said))
    ]
    if not told:
        return False
    with tools.bureau.office() as office:
        conversation = talks.get(office, turn.token)
        first = next((name for name in told if alerts.watch(office, conversation, name)), None)
    if first:
        say.text(WAYS[first][1])
    return first is not None


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """The same for who has lodged a complaint just now; None where nothing of it is told, or more is wished for."""
    if turn.loop or turn.slot("last_told") not in (turn.slot("proven_petitions") or []):
        return None
    heard = hear(tools, turn, say)
    return [FollowupAction(LISTENING)] if heard and turn.intent not in interruptions.OWN_MATTERS else None
