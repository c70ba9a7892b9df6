"""What is asked of a complaint itself, while it is told and once it is lodged: what comes of it, who looks into it and
who learns of it, what it takes of the teller, and how long. It fills nothing, and the talk goes on where it was."""

import re
from dataclasses import dataclass

from rasa_sdk.events import FollowupAction

from actions.complaint import asking, facts, interruptions, phrases, secrecy, signing
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.office import Office
from casework.petitions import clock_rules, clocks, progress, queries
from casework.petitions.models import Petition

LONGEST = 22
"""A longer message tells something of its own."""
STEPS = frozenset({"lodged", "registered", "awaiting_more"})
"""States in which it has not been decided yet whether a petition is taken on."""
YOU = r"(你们?|您|民政局?|上面|上头|县里|有人|有没有人|真的?|真会|到底|那|就|到时候?|他们?)*"
ASKED = re.compile(r"([不没么嘛呢啊呀吧]|的话)[。.~]*$|要是|万一|是不是|能不|会不|怕|咋|怎么|还是")
"""Ends or turns of a question that has no mark of one otherwise: 查了告诉我不."""
SPARES = re.compile(r"低保|特困|五保|临时救助|补贴|养老金|医保")
"""What names an assistance asks of that."""
RESULT = r"(结果|答复|回复|进度|办到哪|消息|回话|回音|信儿?)"


@dataclass(frozen=True)
class Topic:
    """Something asked of a complaint, and the answer; `learns` where the answer hangs on how the teller signed."""

    asked: re.Pattern[str]
    said: str = ""
    learns: bool = False
    of_assistance: bool = False
    """Whether it is asked of the complaint also where an assistance is named."""


TOPICS = (
    Topic(
        re.compile(
            r"(干部|书记|支书|主任|会计|村里|村上|镇里|镇上|乡里|他们?|她|人家|别人|邻居|那(个|家)人)[^,，。]{0,5}"
            r"(看|晓|知|猜|认|查(?=出|到))(得|道|出)?(到|见|晓|出)?(来)?(是)?(不|没|吗|么|(是)?(我|俺|额)|谁)"
            r"|(打(个)?电话|告诉|说|通知|透露|传|捅)(给|到|去)?(村里|村上|镇上|镇里|干部|他们?|支书|书记|人家|别人)"
        ),
        learns=True,
    ),
    Topic(
        re.compile(
            r"(会|怕|要是)[^,，。]{0,6}(影响|停|断|取消|扣|卡)[^,，。]{0,6}(低保|补贴|五保|钱|我|娃|孩子|孙)|穿小鞋|报复|得罪|记仇|找.{0,3}麻烦"
        ),
        "您放心：反映问题不影响您该享受的救助。有人因为这个停您的钱、为难您、报复您，马上告诉我，或打 {discipline_phone}、{discipline_line}。",
        of_assistance=True,
    ),
    Topic(
        re.compile(
            r"(告|告诉|通知|回|答复|反馈|给|跟)(我|俺|额|咱)(们)?(一声|说|个|话|信|消息|结果|回话|答复)*(不|没|吗|么|嘛)"
            r"|(结果|答复)(会|能|咋|怎么).{0,4}(告|通知|给|说)|(咋|怎么|如何)(告诉|通知|联系|答复|回)(我|俺)"
        ),
        "会告诉您：受理不受理、查的结果，都发在这个对话里；凭编号和查询码也随时能查。留了电话的，核实时会打给您。",
    ),
    Topic(
        re.compile(
            rf"(哪|咋|怎么|如何|上哪)[^,，。]{{0,5}}(看|查|晓得|知道|问)[^,，。]{{0,4}}{RESULT}|{RESULT}[^,，。]{{0,3}}(在|上|去)?(哪|咋看|咋查|怎么(看|查))"
        ),
        "就在这里看：登记好给您编号和查询码，有消息发在这个对话里，凭编号和查询码随时能查办到哪一步。不会用手机，打 {hotline} 报编号问也行。",
    ),
    Topic(
        re.compile(
            r"(再|还|能|可以|要|得|咋|怎么|用)[^,，。]{0,5}(发|传|交|补|附|拍|录)[^,，。]{0,4}(照片|相片|图|材料|证据|视频|录音|语音|单子|条子|收据)"
            r"|(照片|相片|图|材料|证据|视频|录音|语音|收据)[^,，。]{0,4}(能|可以|要|咋|怎么|往哪|在哪)[^,，。]{0,3}(发|传|交|补|不|吗)"
        ),
        "能发。照片、文件、语音随时发在这里，跟这件放在一起；没有也能登记。登记以后还能补，说“补充情况”就行。",
    ),
    Topic(
        re.compile(
            r"(说|写|讲|记|打|填)(错|漏|岔|得不好|不好|不清|不全)[^,，。]{0,3}(咋|怎么|能|可以|行|要紧|碍事|有事)|(还)?(能|可以|让)(再)?(改|补|加|添)(不|吗|么|嘛|一下)?"
            r"|(嘴笨|不会说|说不好|没文化)"
        ),
        "没事，想到哪说到哪，错了直接说就改，最后我念一遍给您核对。登记以后要添的，说“补充情况”；不想办了，说“撤回”。",
    ),
    Topic(
        re.compile(
            r"跑腿|跑一?趟|签字|按手印|盖章|(本人|亲自|人)(要|得|用)?(到场|去|来|到)(局|县|一趟|不|吗|$)|(要不要|用不用|得不得|还要|还用|要|得)(我|俺)?(本人|亲自|去|到|来)[^,，。]{0,4}(一趟|局|县|镇|窗口|现场|来|去)"
            r"|(要|带|用|给)[^,，。]{0,2}(身份证|户口本)"
        ),
        "不用跑，也不用签字、带身份证：在这里说完就登记。要核实的，办的人会联系您。",
    ),
    Topic(
        re.compile(
            r"(要|收|花|交|得)(多少|几|啥)?(手续)?(钱|费)(不|吗|么|嘛|啊|呀)*$|(要|收)不(要|收)(钱|费)|免费|收费"
        ),
        "不要钱：反映、查询、办理都不收费。谁为这个跟您要钱，告诉我。",
    ),
    Topic(
        re.compile(r"(谁|哪个|哪里|什么人|啥人)[^,，。]{0,4}(查|办|管|处理|下来)(?!到)"),
        "由县里交给管这事的单位去查，被反映的人和单位回避，不让他们自己查自己；要转给别的单位办的，会告诉您转到哪里。",
    ),
    Topic(
        re.compile(r"(会不会|会|要不要|要|是不是|啥时候)(派人)?(来|到|上)(我|俺|额|咱)?(家|屋|门)"),
        "看事情需要：有的打电话核实，有的要上门看。来的人会说清自己是谁，不收钱；拿不准的，打 {hotline} 核对。",
    ),
    Topic(
        re.compile(
            r"(查不(出|到|实|清|着|了)|没(查|证据)|没查)[^,，。]{0,6}(咋|怎么|呢|办)|官官相护|包庇|护着|(都)?(一伙|一家|一窝)(的|子)?|走过场|糊弄|(推|踢)(来推去|皮球)|压(下|着)"
            r"|(不理|不管|没人管|不办|不查|没人理)[^,，。]{0,4}(咋|怎么|呢)"
        ),
        "到日子没动静，回“催一下”，承办和督办的同志都看得到。查不实也要答复您；一般诉求对答复不服的，收到后30日内可以申请复查（《信访工作条例》第三十五条）。觉得有人包庇，打 {discipline_phone}、{discipline_line}。",
    ),
    Topic(
        re.compile(
            r"犯(不犯)?法|违法|坐牢|(算|是)(不是)?(告状|诬告|上访)|抓(我|起来)|(要|负|担)(什么|啥)?责任|留(案)?底"
        ),
        "反映问题是您的权利，照实说就行；记不准的就说“大概”“听说”。只有故意编造、诬告别人才要负责。",
    ),
    Topic(
        re.compile(
            r"(儿子|女儿|闺女|孙|娃|孩子|媳妇|老伴|邻居|别人|家里人|人)(能不能|可不可以|可以|能)?(来)?(帮|替|代)(我|俺)?[^,，。]{0,4}(打字|写|说|反映|投诉|弄|填)|(替|代|帮)(我|俺)?(妈|爸|爹|娘|奶|爷|老人|邻居|别人|人家)[^,，。]{0,3}(说|反映|投诉|问)"
        ),
        "行，家里人帮着打字、替您说都可以；登记的名字写遇到这事的本人。",
    ),
    Topic(
        re.compile(
            r"(要|得|能|可以|让|最多|用)(不用)?(来|去|派)?(几|多少)个?(人|代表)[^,，。]{0,6}(来|去|找|到|上|$)"
            r"|(去|来|派|推|选)(几|多少)个?(人|代表)"
        ),
        "不用来人：在这里登记，和上门反映一样有编号、有期限。要当面说的，多人推选代表，不超过5人（《信访工作条例》第二十条），到{visit_place}（{visit_hours}）。",
    ),
    Topic(
        re.compile(r"(能不能|可不可以|能|可以|想)(不能)?(打|用|在)?电话(里)?(说|讲|反映|投诉)"),
        "能：打 {hotline}（{duty_hours}）说，一样登记。要我们打给您，把电话和方便的时间发来；在这里接着说也行。",
    ),
    Topic(
        re.compile(r"下班|(半夜|夜里|周末|星期天|礼拜天|节假日)[^,，。]{0,4}(说|能|有人|算)"),
        "不耽误：在这里白天黑夜都能说，都登记；值班同志{duty_hours}有人。",
    ),
    Topic(
        re.compile(
            r"(没电|断网|掉线|没信号|关机|信号不好|有事|要走|回来)[^,，。]{0,6}(咋|怎么|还在|丢|没了|能接)|(说过的|写的|记的)[^,，。]{0,3}(丢|没了|还在)"
        ),
        "不会丢：您说过的都留着，回来接着说就行。",
    ),
    Topic(
        re.compile(
            r"(找|归|该|属)(你们?|这里|这儿|谁|哪)[^,，。]{0,6}(还是|管|吗|不|么)|还是(该)?找|你们?(这里|这儿)?是(哪|什么|啥)(个|家)?(单位|部门|局|地方)|你们?(管不管|管得(了|着))"
        ),
        "这里是县民政局。低保、特困、临时救助这些事直接跟我说，我来登记；该镇上、村里或别的单位办的，由县里转过去，不用您自己跑。",
    ),
    Topic(
        re.compile(
            rf"{YOU}(会|能|来|去|肯|要)[^,，。]{{0,5}}(派人|下来|调查|去查|来查|查一?查|查吗|查不(?!就)|管吗|管不(?!就)|处理|解决)|派人|真(会|能|去|的)?[^,，。]{{0,2}}(查|管|办)"
            r"|(说|讲|反映|投诉|告|登记|写)(了|上去)*(有|管)(没有)?(个)?(啥|什么)?用|有用(吗|不|没|么)|(登记|交|投诉|报)(了|完|好|上去)*(以后|之后|后)(呢|咋|怎么|会|干啥)|白(说|写|告)"
        ),
        "会有人查：登记以后先告诉您受理不受理；受理了交给管这事的单位核实，被反映的人和单位回避；查完给您答复，哪天前答复都告诉您，到日子没动静，回“催一下”。",
    ),
)
"""In the order in which they are looked for: what is narrow before what is wide."""

UNNAMED = (
    "您是匿名的，登记里没有您的名字和电话；您说的话不许转给被反映的人和单位（《信访工作条例》第三十条）。"
    "有人打击报复，马上告诉我。"
)
HOW_LONG = re.compile(
    r"多久|多长时间|好久(?!没|不|都|了)|几(天|个月|号)|多少(天|日子)|(什么|啥)时候|几时|哪(天|会儿?)|多咱|等到|久(不|吗)"
)
"""How long it takes."""
OF_OTHER_DATES = re.compile(r"钱|发|到账|打|批|申请|公示|上班|下班|下来")
OF_COMPLAINING = re.compile(r"投诉|反映|举报|告(?!诉)|说了")
BEGINS = re.compile(r"(我|俺)?(想|要|来)(投诉|反映|举报|告)")
WAITS = re.compile(
    r"^(那|好|行|嗯|中|要得|得|[,，\s])*(我|俺|额|咱)?们?(就|再|先)*(等|候)(着|你们?|您|的|消息|信儿?|结果|通知|回话|好消息)+(了|吧|啊|哈|嘞|呗)*[。!！~]*$"
)
"""Somebody says that they wait for what they were promised."""


def topic(turn: Turn) -> Topic | None:
    """What is asked of the complaint; None where something else is said, or a fact of the matter is told."""
    said = turn.said.strip()
    if turn.pressed or len(said) > LONGEST or turn.evidence or turn.intent in interruptions.DANGER:
        return None
    if not (phrases.asks(said) or ASKED.search(said)):
        return None
    if facts.told(turn).slots.keys() - {"complaint_accused"} or turn.entities("amount", "date", "person"):
        return None
    found = next((one for one in TOPICS if one.asked.search(said)), None)
    return None if found and SPARES.search(said) and not found.of_assistance else found


def answer(tools: Tools, turn: Turn, say: Say, signs: str | None) -> bool:
    """Whether something was asked of the complaint, and answered; `signs` is how its teller signed."""
    found = topic(turn)
    if found is None:
        return False
    if found.learns:
        say.response(signing.WHO_SEES.get(str(signs), "signing_explained"))
    else:
        say.text(found.said.format(**tools.local.model_dump()))
    return True


def _calms(turn: Turn, say: Say, signs: str) -> bool:
    """Whether it was asked or feared who learns of what is lodged: by then no sentence of it can be told anew."""
    found = topic(turn)
    feared = secrecy.FEARS.search(turn.said) or secrecy.WHO_SEES.search(turn.said)
    if len(turn.said) > LONGEST or not (feared or (found and found.learns)):
        return False
    if signs == "anonymous":
        say.text(UNNAMED)
    else:
        say.response(f"{signs}_promise")
    return True


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Answer what is asked of the petition that was just lodged or told of; None where none was, or else is asked."""
    number = turn.slot("last_told")
    if turn.pressed or turn.loop:
        return None
    if number not in (turn.slot("proven_petitions") or []):
        return _before_it_is_told(tools, turn, say)
    if WAITS.match(turn.said):
        say.text("好的，您安心等。有消息我就在这里告诉您；到日子没动静，回“催一下”。")
        return [FollowupAction(LISTENING)]
    sure = turn.parsed.confidence >= interruptions.SURE or turn.intent in interruptions.DANGER
    if sure and turn.intent in interruptions.AWAY | {"request_help"}:
        return None
    with tools.bureau.reading() as office:
        petition = queries.numbered(office, str(number))
        signs, dates = petition.identity, _dates(office, petition)
    if _asks_how_long(turn):
        say.text(dates, [("催一下", "/urge_petition"), ("补充情况", "/supplement_petition")])
    elif not (_calms(turn, say, signs) or answer(tools, turn, say, signs)):
        return None
    return [FollowupAction(LISTENING)]


def _before_it_is_told(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Answer who asks what comes of complaining before they do; who begins in the same breath goes on."""
    if not OF_COMPLAINING.search(turn.said) or not answer(tools, turn, say, None):
        return None
    if turn.intent == "file_complaint" and BEGINS.search(turn.said):
        return None
    say.text("要反映，直接说是什么事，我来记。", [("投诉反映", "/file_complaint")])
    return [FollowupAction(LISTENING)]


def _asks_how_long(turn: Turn) -> bool:
    brief = len(turn.said) <= LONGEST and not turn.entities("program", "place", "amount")
    return brief and HOW_LONG.search(turn.said) is not None and not OF_OTHER_DATES.search(turn.said)


def _dates(office: Office, petition: Petition) -> str:
    """The dates that run for this petition, and, where it is not taken on yet, how long the answer takes after that."""
    found = progress.of(office, petition)
    lines = [found.sentence]
    if len(found.promises) > 1:
        lines += [f"· {one}" for one in asking.promises(found.promises)]
    if petition.state in STEPS:
        lines += [f"· {rule}" for rule in _afterwards(office, petition)]
    return "\n".join(lines)


def _afterwards(office: Office, petition: Petition) -> list[str]:
    """The limits that begin when it is taken on; one that the office only heard of is not told as the law's."""
    starting = clock_rules.of(office).starting("accept", petition)
    return [
        f"{rule.label}：{rule.event}以后 {rule.days} {'个工作日' if rule.count == 'working' else '日'}内"
        + (f"（{rule.basis}）" if rule.basis_kind == "law" else "")
        for rule in starting
        if rule.kind == "duty" and not clocks.running(petition, rule.stage)
    ]
