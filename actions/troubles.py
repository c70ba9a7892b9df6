"""Somebody hears, sees or types badly, is impatient with what was lodged before, or waits: a kind word and a way on,
whatever the words were taken for."""

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions import call_back, calls
from actions.complaint import facts, names, phrases
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.conversations import desk, queries, talks

PERSON = ("找人工", "/request_human")
LODGE = ("还没登记过", "/file_complaint")
LOST = "lost"
"""What `last_told` holds where the number of a petition was said to be lost."""
SHORT = 16
LONGEST = 24
HEARS_BADLY = re.compile(
    r"耳朵?(有点|都)?背|慢(点|些|慢)(儿)?(说|讲|来)|听不(清|见)(你|您)|字(太|有点)?小|看不(清|见)(字|你打)|(不|没)(认|识)(得)?(几个)?字|不会(打字|写字|拼音)"
)
CRIES = re.compile(r"^(?=.*(呜|555|😭|😢))(?!5{4}(5{2})?$)[呜唉哎哇啊呀5😭😢…。.，,！!~～\s]+$")
"""Four or six digits alone may be a code."""
CODE_ALONE = re.compile(r"^(\d{4}|\d{6})$")
IMPATIENT = re.compile(
    r"管不管|管用|(没|冇|莫得?|不)(个|见|有|给)?(点)?(信儿?|消息|动静|下文|结果|音信|人(管|理|问))|到底|还(要|得)?(等|拖)|要等到|等到(什么|啥)|拖(到|了)"
)
LONELY = re.compile(
    r"没(个)?人(跟|陪|和)?(我|俺)?(说说?话|唠嗑|聊聊?天)|(就)?(想|要)(找(个)?人|跟(你|人))?(说说话|唠唠?嗑|聊聊天|聊会儿?)|闷得?(慌|很)|孤单|孤零零|寂寞|冷清"
)
"""Somebody is lonely and wants nothing else."""
COMPANY = (
    "您一个人在家，是闷得慌。我是电脑程序，陪您说两句不碍事，您接着说。想有人常去看看您，说一声住哪里，我转给民政所和村里；"
    "心里堵得慌，打 {crisis_line}，白天黑夜都有真人陪您说话。"
)
CHATS = frozenset({"nlu_fallback", "out_of_scope", "inform", "bot_challenge", "report_person_in_need"})
"""Meanings of words that only keep the talk going."""
ASKS_OF_THE_MACHINE = re.compile(r"^(那|哈|[\s,，])*(你|您)(会|能|可以|有|是|叫|吃|睡|多大|几岁)")
LISTENS_ON = "我听着呢，您慢慢说。儿女不在跟前，自己吃好穿暖；有难处随时说，我给您转。"
LISTENS_ON_ASKED = "这个我不大会，不过您说什么我都听着。想跟真人说说话，回“人工”。"
VISIT = ("想有人来看看我", "/report_person_in_need")
FRAUD = re.compile(
    r"^(?=.*(电话|短信|微信|链接|网上|扫码|自称|冒充))(?=.*(民政|低保|补贴|救助|国家))(?=.*(密码|验证码|转账|转钱|汇款|链接|扫码))"
)
"""Somebody far away wants money or secrets in the office's name."""
MEAL = re.compile(
    r"^(我|俺)?(就)?(要|想)(去)?吃(点|口|个)?(饭|东西|早饭|午饭|晚饭)(去)?[了啦吧啊呀哦。.!！~]*$"
)
"""Somebody has nothing to eat, or is only called to table."""
LATIN = re.compile(r"^(?=(.*[a-z]){4})[a-z\s,.!?']+$", re.IGNORECASE)
APPLICANT = re.compile(r"^(申请人|户主|登记的?人?|是)(是|叫)?(我|俺|咱)(们)?(家)?[^,，。]{1,4}$")
"""Whose the application is: 申请人是我老伴."""
ASKS_HOW = re.compile(
    r"^(那|这)?(我|俺)?(可|该|要|得)?(咋个?|怎么|如何|啷个)(办|弄|整|搞)[呀啊呢嘛的?？。]*$"
)
ASKS_FOR_PHONE = re.compile(
    r"^[^,，。]{0,6}(打|找|问)?(哪个|什么|啥子?|多少)(电话|号码?)[^,，。]{0,4}$|电话(号码)?是?(多少|几号|哪个)"
)
OF_A_MATTER = re.compile(r"钱|交|办|补|低保|五保|特困|卡|折|发|扣|停|评|名额|申请|材料|审|批|报(?!告)")
"""Words that say what it is about."""
WAITS = re.compile(
    r"^(喂|哎|嗨|请问|那)*[\s,，]*(在(不在|吗|么|没)|有人(吗|么|没|在)?|没人|人呢|人(在)?哪|(咋|怎么)(还)?没人|还(要|得)等|(要|得)?等(了)?(多|半|好)|(我)?(前(面|头)(还)?(有|排)?|还有|排)(着)?(几|多少)(个|位)?人?|(我)?(排|轮)到(我|第?几|哪)|快到我).{0,6}$"
)
LEAVES = re.compile(
    r"(一?会儿?|等下|晚点|马上|过(一)?阵|吃了?饭|完了)(就)?(再)?(回来|来|看|说)|(先去|要去|出去|得去).{0,8}(还在|在不在|能接)|不(能|好|得)?(一直|老)?(守|等)着"
)
"""Somebody who waits has to see to something meanwhile."""


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Say what helps, where the message is one of these; None for every other."""
    if not turn.pressed and turn.intent != "crisis" and FRAUD.search(turn.said) and not turn.loop:
        say.text(
            "这多半是骗子。民政部门办救助不收钱，从不要银行卡密码、验证码，也不叫您转账、点链接。"
            "别再理他；钱已经转了、密码已经给了，马上打 110 报警，再打银行客服挂失。"
            f"拿不准是不是民政的人，打 {tools.local.hotline} 核对。",
            [PERSON],
        )
        return [FollowupAction(LISTENING)]
    if turn.pressed or turn.intent in ("crisis", "collective_action") or len(turn.said) > LONGEST:
        return None
    if (
        turn.loop != "estimate_form"
        and len(turn.said) <= SHORT
        and HEARS_BADLY.search(turn.said)
        and not (call_back.IN_WRITING.search(turn.said) and call_back.asked_for(tools, turn))
        and not OF_A_MATTER.search(turn.said)
    ):
        say.text(
            f"不急，咱们慢慢来，我一次只问一样。字看不清，把手机的字调大；不会打字，发语音也行。"
            f"想让人跟您说，回“人工”，或打 {tools.local.hotline}。",
            [PERSON],
        )
        if turn.loop and turn.requested:
            tells = turn.loop == "complaint_form" and facts.told(turn).slots
            return None if tells else [SlotSet(turn.requested, None)]
    elif turn.loop:
        return None
    elif LATIN.match(turn.said) and turn.intent in ("out_of_scope", "nlu_fallback", "inform"):
        say.text(
            "对不起，拼音和英文我看不大懂。请打汉字，或者发语音、发照片；想让人跟您说，点“找人工”。", [PERSON]
        )
    elif MEAL.match(turn.said):
        say.text(
            "是家里没吃的了，要人帮忙？还是您先去吃饭，回头再说？",
            [("没吃的了，要人帮忙", "/request_help"), ("先去吃饭", "/goodbye")],
        )
    elif CRIES.match(turn.said) and turn.intent != "thank":
        say.text(
            f"您别急，慢慢说，我听着。心里难受想找人说说话，打 {tools.local.crisis_line}，白天黑夜都有人接；想让值班同志跟您说，回“人工”。",
            [PERSON],
        )
    elif _lonely(tools, turn, say):
        pass
    elif not (_waits(tools, turn, say) or _impatient(turn, say) or _does_without(tools, turn, say)):
        return None
    return [FollowupAction(LISTENING)]


def _lonely(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether somebody is lonely, or chats on after saying so: listened to, and offered company once."""
    if OF_A_MATTER.search(turn.said):
        return False
    said_before = any(LONELY.search(one.parsed.text) for one in turn.earlier)
    if said_before and (turn.intent in CHATS or LONELY.search(turn.said)):
        say.text(LISTENS_ON_ASKED if ASKS_OF_THE_MACHINE.search(turn.said) else LISTENS_ON)
        return True
    if not LONELY.search(turn.said):
        return False
    say.text(COMPANY.format(crisis_line=tools.local.crisis_line), [VISIT, PERSON])
    return True


def _waits(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether somebody asks if a person is there, or goes away meanwhile, while one is being fetched: told how many are
    before them, or that nothing is lost."""
    goes = LEAVES.search(turn.said) is not None
    if not (goes or WAITS.match(turn.said)) or calls.waiting_kind(tools, turn) != "request":
        return False
    if goes:
        say.text(
            "您先忙，不用守着：排着的位子不会丢，值班同志的话会留在这里，您回来就看得到。"
            "想让他打给您，把电话和方便的时间发来。"
        )
        return True
    with tools.bureau.reading() as office:
        handover = queries.open_handover(office, talks.get(office, turn.token).id)
        ahead = desk.position(office, handover) if handover is not None else 0
        on_duty = desk.anyone_on_duty(office)
    before = f"您前面还有 {ahead} 位。" if ahead else "前面没有人等。"
    fetched = (
        "还在帮您接值班同志，"
        if on_duty
        else f"这会儿没有值班同志在线（{tools.local.duty_hours}有人），上班按先后来接，"
    )
    say.text(
        f"{fetched}{before}您说的他都看得到。不想等，把电话和方便的时间发来，我们打给您；"
        f"或者打 {tools.local.hotline}（{tools.local.duty_hours}）。"
    )
    return True


def _impatient(turn: Turn, say: Say) -> bool:
    """Whether nothing but impatience is told: no new complaint, but a wish about the one before."""
    if turn.intent not in (
        "file_complaint",
        "urge_petition",
        "check_petition",
        "abuse",
        "ask_processing_time",
    ):
        return False
    if (
        not IMPATIENT.search(turn.said)
        or OF_A_MATTER.search(turn.said)
        or phrases.COMPLAINS.search(turn.said)
    ):
        return False
    lost = turn.slot("last_told") == LOST
    told = [one for one in turn.parsed.entities if one.entity not in ("duration", "date")]
    if told or not (lost or turn.intent == "file_complaint"):
        return False
    if not lost and turn.slot("proven_petitions"):
        return False
    say.text(
        "您着急，我明白。以前登记过的，没有编号我这里打不开；点“找人工”，值班同志按姓名和电话替您查、替您催。"
        "还没登记过的，点“还没登记过”，我现在就登记，给您编号和答复的日期。",
        [PERSON, LODGE],
    )
    return True


def _does_without(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether a name, a telephone or a code is offered in place of the number that was lost, or it is asked how to do
    without it."""
    if turn.slot("last_told") != LOST:
        return False
    if ASKS_HOW.search(turn.said) or ASKS_FOR_PHONE.search(turn.said):
        say.text(
            f"打 {tools.local.hotline}（{tools.local.duty_hours}），报姓名、电话和大概哪天登记的，核对后告诉您；"
            "也可以带身份证到乡镇民政所问。想让值班同志在这里查，点“找人工”。",
            [PERSON],
        )
        return True
    code = CODE_ALONE.match(turn.said.strip())
    given = (
        turn.entities("person", "phone") or names.NAME_SAID.search(turn.said) or APPLICANT.match(turn.said)
    )
    if not code and (not given or turn.intent not in ("inform", "nlu_fallback", "check_petition")):
        return False
    say.text(
        "光凭姓名、电话、查询码我不能查，怕别人冒您的名。点“找人工”，值班同志跟您核对后查，也替您催。",
        [PERSON],
    )
    return True
