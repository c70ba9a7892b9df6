"""Deleting what was said here: wished for, kept open while something is asked about it, and told to be done."""

import re
from datetime import timedelta

from rasa_sdk.events import FollowupAction, SlotSet

from actions import danger
from actions.complaint import phrases, secrecy
from actions.events import leave
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.conversations import talks

LOOK_UP = "record_form"
"""The form that asks for a number, which a question on what is kept ends."""
TITLE = "action_privacy"
"""The action that deletes."""
DELETE = re.compile(r"删|清除|抹(掉|去|了|干净|完)|擦掉|清空|清掉|注销|别存|不要存")
KEEP = re.compile(r"(不|别|先别|先不)要?(删|清|注销)|不是要删")
SURE = re.compile(r"确定删除|确认删除|是的?，?删")
OF_THE_TALK = re.compile(
    r"(这些|刚才|前面|上面|我)(说|讲|写|发|打|聊|问)(过|了)?的?(话|字|东西|这些|内容|[^,，。]{0,6}事)?|(说|讲|写|发|打|聊|问)(过|了)?的(话|字|东西|内容)?|对话|聊天|记录|(我的|个人)信息|隐私|这些话"
)
"""What was said here is spoken of."""
WHO_READS = re.compile(
    r"(谁|哪些人|哪个|什么人|别人|外人|旁人|人家|村[里上]|镇[里上]|乡[里上]|干部|邻居|单位)[^,，。?？]{0,10}(看|知道|晓得|瞧|查)(不|得|见|到|的)*"
    r"|(会不会|能不能|会|不会)[^,，。]{0,4}(传|漏|泄露|透露|流|说|转)(到|给|出|去)|保密(不|吗|么|的)"
)
HOW_LONG = re.compile(
    r"(存|留|保存|保留|放|记)[^,，。]{0,6}(多久|多长时间|好久|几天|几年|到(啥|什么)时候|多少天|一直)"
)
DOES_HARM = re.compile(r"(影响|耽误|妨碍|妨害|碍事|连累|受牵连|有(啥|什么)后果|不给(批|办)|评不上|批不了)")
NOTHING_LODGED = re.compile(
    r"(没|冇|莫)(有|得)?(交|提|递|登记|写|搞|弄)?(过)?(什么|啥子?|任何)?(投诉|诉求|举报|反映)|(没|冇)(有|得)?(投诉|举报|反映)过?|(就|只)(是)?(问|聊|说)了?[^,，。]{0,6}"
)
DELETE_NOW = re.compile(
    r"^(嗯|对|好|行|那|就|都|全|请|麻烦|帮我|给我|你|把它|把这些|[\s,，])*(删|抹|清|确认删|确定删|确认抹)(除|掉|了|空|干净|完|光)*(吧|了|它|我的|[\s,，。!！])*(删吧|抹吧)?[吧了。!！]*$"
)
TOLD_DONE = re.compile(r"^(都|全|早|已经)?(删|清|抹)(掉|除|空)?了[。!！]*$")
"""That it is deleted is told rather than wished."""
IS_IT_DONE = re.compile(
    r"(删|抹|清)(除|掉|干净|完|好|光|空)*(了)?(没(有|得)?|吗|么|不|吧)[?？]?$|(删|抹|清)(除|掉|干净|完|好|光|空)*(了|以后|之后|过后)?[^,，。]{0,4}(告诉|说|讲|吱|通知|回|给)[^,，。]{0,3}(我|一?声|个?信)"
)
WHO_READS_TALKS = (
    "您在这里说的话加密存着，只有{office}的经办人员和值班同志能看；不公开，也不传到村里。"
    "登记的诉求、急难求助和报的线索，才转给办那件事的单位，转的也只是那一件。"
)
KEPT_FOR = "对话存 {talk_kept_days} 天，到时候自动删；要提前删，说“删除对话”。登记了的诉求是办理档案，按档案规定保存。"
NO_HARM = "不影响。删的只是您在这里说过的话；申请低保、特困、临时救助，看的是家里的情况和材料，照样到乡镇（街道）窗口申请，不许因为这个不受理。"
ALL_MAY_GO = "没登记过诉求的，您在这里说过的话、发的材料都能删，不留档案。"
IS_GONE = "已经删干净了：您之前在这里说过的话、草稿、没用上的材料都没有了，不用再办。"
STILL_OPEN = "刚才说的删除还没做，要删就点“确定删除”。"
LATELY = timedelta(minutes=30)
MOST_BETWEEN = 4
"""So many messages may come between the wish to delete and the word that does it."""
OFFER = "可以删。删的是您在这里说过的话、没登记的草稿和没用上的材料；已经登记的诉求是办理档案，依法要保存，不能在这里删。确定吗？"
DELETES = [("确定删除", "/privacy_request"), ("先不删", "/deny")]


DONE_BY_OTHERS = re.compile(
    r"(村|镇|乡|社区|会计|支书|干部|民政|他们?|她们?|人家)[^,，。]{0,12}(删|清空|注销|抹掉)"
)
TOLD_OF = re.compile(r"(把|给|将|被)[^,，。]{0,16}(删|清|清空|注销|抹)(掉|空|除|光|完)?了(?![吧嘛行好])")
WISHED = re.compile(r"想|要|帮|请|麻烦|给我|能不能|可以|能")
"""Somebody has deleted something, which is a matter to complain of: 村里把我的低保记录删了."""
MOST_SIGNS = 20
"""So much at most is said by who only has it done."""


def wants_deletion(said: str) -> bool:
    """Whether what was said here is to be deleted, and not what somebody else has put up."""
    return bool(
        DELETE.search(said)
        and not DONE_BY_OTHERS.search(said)
        and (WISHED.search(said) or not TOLD_OF.search(said))
        and OF_THE_TALK.search(said)
        and not KEEP.search(said)
        and not secrecy.OF_OTHERS_POST.search(said)
    )


def is_pending(turn: Turn) -> bool:
    """Whether deletion was offered a few messages ago, and neither done nor refused since."""
    for one in reversed(turn.earlier[-MOST_BETWEEN:]):
        said = one.parsed.text
        if KEEP.search(said) or SURE.search(said):
            return False
        if wants_deletion(said) or (one.reaction == TITLE and DELETE.search(said)):
            return True
    return False


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Answer what is asked about what is kept of this talk: who reads it, for how long, whether deleting it does harm, whether
    it is gone; the wish to delete stays open meanwhile. None where something else is said."""
    if turn.pressed or turn.offered or turn.intent in danger.CALLS:
        return None
    with tools.bureau.reading() as office:
        at = talks.get(office, turn.token).forgotten_at
        is_gone = at is not None and office.clock.now() - at <= LATELY
    complains = phrases.COMPLAINS.search(turn.said) and not NOTHING_LODGED.search(turn.said)
    if turn.intent == "file_complaint" or complains:
        return None
    pending = not is_gone and turn.loop != "complaint_form" and is_pending(turn)
    if (
        pending
        and len(turn.said) <= MOST_SIGNS
        and not TOLD_DONE.match(turn.said)
        and DELETE_NOW.search(turn.said)
    ):
        return [FollowupAction(TITLE)]
    if is_gone and IS_IT_DONE.search(turn.said):
        say.text(IS_GONE)
    elif said := _of_what_is_kept(turn, spoken_of=pending or is_gone):
        lines = said.format(**tools.local.model_dump())
        say.text(f"{lines}\n{STILL_OPEN}" if pending else lines, DELETES if pending else [])
    elif (
        not turn.loop
        and (turn.intent != "privacy_request" or not secrecy.OF_DATA.search(turn.said))
        and wants_deletion(turn.said)
        and _is_a_wish(turn.said)
    ):
        say.text(OFFER, DELETES)
    else:
        return None
    if turn.loop == LOOK_UP:
        return [*leave(turn), SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]
    asked_again = (
        [SlotSet(turn.requested, None)] if turn.loop and turn.requested else [FollowupAction(LISTENING)]
    )
    return [SlotSet("times_unclear", 0.0), *asked_again]


def _is_a_wish(said: str) -> bool:
    return re.search(r"能不能|可不可以|可以|能|怎么|咋|帮|给我|想|要|请|把", said) is not None


def _of_what_is_kept(turn: Turn, *, spoken_of: bool) -> str | None:
    """The answer to a question on what is kept of the talk; None where none is asked. `spoken_of`: deletion was talked of just
    now, so that the words need not name what they are about."""
    said = turn.said
    if (
        (turn.loop not in (None, LOOK_UP) or turn.slot("last_told")) and not spoken_of
    ) or secrecy.OF_OTHERS_POST.search(said):
        return None
    if DELETE.search(said) and DOES_HARM.search(said) and (spoken_of or OF_THE_TALK.search(said)):
        return NO_HARM
    if not spoken_of and not OF_THE_TALK.search(said):
        return None
    if HOW_LONG.search(said):
        return KEPT_FOR
    if WHO_READS.search(said) and (spoken_of or not secrecy.WHO_SEES.search(said)):
        return WHO_READS_TALKS
    if spoken_of and DOES_HARM.search(said):
        return NO_HARM
    return ALL_MAY_GO if spoken_of and NOTHING_LODGED.search(said) else None
