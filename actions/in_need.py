"""Somebody in need of whom a resident tells: passed on to be visited, and seen at once where they may be in danger."""

import re
from datetime import timedelta

from rasa_sdk.events import FollowupAction, SlotSet

from actions import danger, registers
from actions.complaint import phrases
from actions.petition.reading import number_of
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.conversations import alerts, desk, talks
from casework.office import CaseworkError

NO_BLOW = r"""
      [零短小临散苦长黑白杂]{0,2}工|杂|仗|假|黑|雷|电|手机|听|探
    | 针|点滴|吊|预防|疫苗|胰岛素|营养|激素|石膏|石头|农?药|除草|摆子|滚|哆嗦|寒|冷战|颤|抖|鼾|呼噜|瞌睡|盹|喷嚏|嗝
    | 牌|扑克|麻将|纸牌|字牌|长牌|球|游戏|赌
    | 扫|理|扮|杂|车|的(去|来|到|回|士)|水|井|鱼|猎|柴|猪?草|谷|场|粮|米|油|酒|饭|菜|铁|桩|地基|基础|砖
    | 卡|款|钱|账|帐|给|错|入|进来|过来|过去|不[到通进了]|[到进在][^,，。]{0,8}([卡折账帐户]|银行|信用社)
    | (我|你|他|她|俺|家里?)的?(家|这个?|那个?)?(电话|手机|号码?|微信|卡[上里号]|折子|账)
    | 印|字|开|发|折扣|包|分|算|扰|搅|住手|压|击|消|量|气|造|转|滑|岔|翻|湿|乱
    | 断(话|说|了?(我|他|她)?(的话|说话|发言))|成(不|非|贫困|低收入|一般|普通)|上(了)?(标|叉|记号|×)|回(来|去|材料|申请|重|表)|下来
    | 官司|交道|招呼|报告|申请|白条|[收欠借]?条|证明|广告|官腔|太极|马虎|哈哈|掩护|旗号|着[^,，。]{0,6}(旗号|名义|幌子)
    | \d|(了|过)?[一二两三四五六七八九十几半多少好\d]{0,4}(半(?!死)|百|千|万|块|元|笔|个?电话|针|次?款|盘|圈|把牌|张?条)
"""
"""What behind 打 makes it anything but a blow: 打工, 打针, 打牌, 打到卡上, 打了三百."""
BLOW = rf"(?:(?<![雹霜雨雪雷浪])(?<!雹子)打(?!{NO_BLOW})|揍)"
VIOLENCE = re.compile(
    rf"""
      (天天|经常|老是|总是|往死里|被)[^,，。]{{0,8}}{BLOW}
    | 挨(?!个|家|户|门|着)[^,，。]{{0,8}}{BLOW}
    | 家暴|虐待
    | (身上|浑身|脸上)[^,，。]{{0,4}}伤
    | (?<!自己)关在[^,，。]{{0,6}}(屋|家|房)
    """,
    re.VERBOSE,
)
"""Somebody is beaten, ill-treated or shut in."""
NEAR = re.compile(
    r"(我们|俺们?|咱们?|本|这个?|同)(村|组|队|屯|寨|社区|小区|楼)|村里|隔壁|邻居|对门|楼上|楼下"
)
"""Words that place somebody where the complaint is that is being told."""

WHETHER_THEY_COME = re.compile(
    r"""
      ^(那|好|你们?|您们?|他们|有人|真的?|到底|究竟|民政所?的?|政府|[\s,，])*
      (会|能|真)(不会)?(有人|派人|安排人)*(去|来|过去|过来|上门)+(看|管|帮|查|核实|他们?|她|一?下|老人家?)*
      (吗|么|嘛|不|啊|吧)*[?？]?$
    | (什么时候|啥时候?|几时|多久|好久|哪天)(能|会|才|可以|有人|派人|你们?|他们)*(去|来|到|过去|过来|上门)
      (看|管|帮|人|他们?|她|一?下)*[啊呀呢?？]*$
    """,
    re.VERBOSE,
)
"""Whether, or when, somebody will come is asked."""


def when_they_come(tools: Tools, turn: Turn) -> str | None:
    """What was promised for what this talk has reported, where it is asked whether somebody comes; else None."""
    if not WHETHER_THEY_COME.search(turn.said):
        return None
    with tools.bureau.reading() as office:
        return registers.promised(office, turn.token)


OUTDOORS = re.compile(
    r"流浪|要饭|讨饭|乞讨|露宿|(睡|躺|蜷|蹲)(在|到|着)?[^,，。]{0,6}(大街|街上|街边|路边|桥|车站|外头|外面|广场|公园|墙角|垃圾|候车|门口)|没(有)?家(可)?归"
    r"|(街|路边|桥|车站|广场|公园|市场|墙角|门口|候车室|桥洞|楼道)[^,，。]{0,8}(睡|躺|蜷|蹲|住)(着|了|个)"
)
"""Somebody is out in the street."""
MORE = frozenset(
    {
        *("inform", "nlu_fallback", "urge_petition", "supplement_petition"),
        *("other_department", "out_of_scope", "give_praise"),
    }
)
"""Meanings that words may be taken for which tell more of somebody whom the talk has reported."""
OWN_MATTER = re.compile(r"我(家|们家|妈|爸|想|要问|的(低保|补贴|钱|卡))|俺|咱家|投诉|举报|另外")
LATELY = timedelta(minutes=30)


def is_for_now(said: str) -> bool:
    """Whether somebody told of is out in the street now, who cannot wait for a visit within days."""
    return OUTDOORS.search(said) is not None and not danger.PAST.search(said)


def tell_more(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Add what is told of somebody in need to the report that this talk made a moment ago; None where it tells or asks
    something else."""
    if turn.pressed or turn.loop or turn.evidence or turn.intent not in MORE or number_of(turn):
        return None
    urges = turn.intent in ("urge_petition", "supplement_petition")
    if urges and turn.slot("proven_petitions"):
        return None
    if (
        VIOLENCE.search(turn.said)
        or phrases.asks(turn.said)
        or OWN_MATTER.search(turn.said)
        or phrases.substance(turn.said) < 3
    ):
        return None
    with tools.bureau.office() as office:
        added = registers.tell_more_of_lead(office, turn.token, turn.said, LATELY)
        promised = registers.promised(office, turn.token) if added and urges else None
    if not added:
        return None
    say.text(promised or "这句也转给去看望的同志了。人现在有危险，马上打 110 或 120。")
    return [SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]


def call_for_danger(tools: Tools, turn: Turn, say: Say) -> None:
    """Somebody is beaten or shut in: a person sees it at once, before anything is asked."""
    if not VIOLENCE.search(turn.said):
        return
    with tools.bureau.office() as office:
        conversation = talks.get(office, turn.token)
        handover = desk.ask_for_person(office, conversation, "help", "线索里说有人挨打、受虐待")
        alerts.raise_alert(office, conversation, handover)
    say.text("这事我马上报给值班同志了。现在正在挨打、叫不应、有危险的，先打 110；受了伤的打 120，越快越好。")


def pass_on(tools: Tools, turn: Turn, say: Say, place: str, phone: str = "") -> bool:
    """Enter what the message tells and say by when they are visited; False where it cannot be entered so."""
    with tools.bureau.office() as office:
        conversation = talks.get(office, turn.token)
        told = registers.Report(
            "lead", turn.said, place, phone, conversation.id, conversation.channel, turn.token
        )
        try:
            promised = registers.report(office, told)
        except CaseworkError:
            return False
    say.text(promised)
    return True
