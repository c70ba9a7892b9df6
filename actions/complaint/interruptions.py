"""What interrupts a form: danger and wishes that end it, and matters that are answered in between."""

import re

from actions import danger
from actions.complaint import acts, corrections, facts, names, phones, phrases, secrecy, times, yes_no
from actions.complaint.reading import ADDS, BARE, SHORT
from actions.petition.reading import PURPOSES
from actions.turn import Turn

AWAY = frozenset({"crisis", "collective_action", "request_human"})
"""Intents that leave the form at once, whatever is being asked."""
DANGER = frozenset({"crisis", "collective_action"})
"""Taken at the caution of the understanding itself (`nlu/thresholds.yml`, `override`), without a further bar."""
ELSEWHERE = frozenset(
    {
        *(
            "ask_program",
            "ask_eligibility",
            "ask_materials",
            "ask_procedure",
            "ask_processing_time",
            "ask_standard",
        ),
        *("ask_payment_rule", "ask_review_rule", "ask_publicity", "ask_appeal", "ask_contact"),
        *("check_application", "check_payment", "check_petition", "urge_petition", "withdraw_petition"),
        *("privacy_request", "other_department", "out_of_scope", "ask_capability", "bot_challenge"),
        *("greet", "goodbye", "thank", "abuse", "request_help"),
    }
)
"""Intents that are answered in between when the message does not answer what was asked."""
OWN_MATTERS = frozenset(
    {"check_application", "check_payment", "check_petition", "urge_petition", "withdraw_petition"}
)
SIDE_QUESTIONS = frozenset(
    {*(name for name in ELSEWHERE if name.startswith("ask_")), "other_department", "out_of_scope"}
) - {"ask_capability"}
"""Meanings of a question; what asks nothing while a complaint is being told belongs to the complaint."""
MANNERS = frozenset({"greet", "thank", "bot_challenge", "ask_capability", "privacy_request"})
KINDS = {
    "make_suggestion": "suggestion",
    "give_praise": "praise",
    "report_person_in_need": "lead",
    "report_change": "change",
}
"""Meanings of what is told without complaining, each with the kind of note that it becomes."""
SURE = 0.5
LONGEST_WISH = 40
URGENT = re.compile(
    r"""
      断(了)?[粮炊药顿]
    | 揭不开锅
    | 没(有)?(地方|处)(住|睡|去)
    | 无家可归
    | [房屋].{0,4}(塌|烧|着火|冲走|淹)
    | 着火|失火
    | 晕(倒|过去)
    | 昏迷|救命|快不行|快要?死
    | [几两三四五]天没(吃|饭)
    | 没吃没喝|没饭吃
    | 没(有)?(吃的|米|粮)
    | 冻(死|坏|得)
    | 饿(死|着|得)
    | 流血
    """,
    re.VERBOSE,
)
"""Need that cannot wait, whatever is being asked."""


OPERATOR = re.compile(
    r"""
      人工|真人|活人|客服|接线|值班|热线
    | 转接|转(给|到)?(个|你们)?人
    | (跟|和|找|叫|让|喊|派|换|请|给)(我|俺)?(找|换|接|叫|喊)?(一?个|你们)?(的)?(能)?(管事|懂|明白|主事|负责)?的?
      (人|工作人员|同志|领导|师傅)[^,，。;；]{0,2}(说|讲|聊|谈|接|听|问|解释|回(话|电)|打(过来|给|电话))
    | (不|别)(想)?(跟|和)(你|机器)|机器人
    | (?<![一-鿿])你(们这)?(根本|又|也|都|老)?(听不懂|不懂|不行|不会)
    | (投诉|举报|登记)不了
    | (?<![一-鿿])(给我|[我俺]|要|想|你们?|您|能|能不能|可以|帮我|麻烦|那|就|快|再|赶紧|请){0,4}
      (派|安排|换|找|叫|让|请)[^,，。;；\s]{0,6}(人|同志)(来|去|过来|能|再|赶紧|马上)*
      (联系|回(我|俺|个|一?下)?(电话|话|信)|(给|跟|和)(我|俺)?(打|回|说|讲|聊|谈|联系)|打(个|一个)?电话)
    | ((给|帮|替)(我|俺)|^|(我|俺)(要|想)|[\s,，。])找(个|一个|一?位|个把)?(人|同志)(?![一-鿿]*(打我|闹|骂|整|照[顾看料]|护理|伺候|服侍|看护))
    | (人|同志)[^,，。;；\s]{0,3}(帮|替|给)(我|俺)(登记|投诉|写|填|记|报|打字)
    """,
    re.VERBOSE,
)
"""It is a person of this office that is wanted in the place of the machine."""
IN_PLACE = re.compile(
    r"""
    (换|另派|另找|另外|重新(派|找|安排)|派|安排)(一?个|掉|成|上|过)?[^,，。;；]{0,8}
    (
        护理|护工|保姆|陪护|照料|照护|干部|会计|网格员|支书|主任|大姐
      | (干活|做事|做饭|勤快|负责|靠谱|实在|老实|公道|公正|好(一?点|些)?|强(一?点|些)?|细心|耐心|尽心)的?(人|$|[\s,，。!！吧来])
      | 人(来|去)?(给|帮|替)?[^,，。;；\s]{0,3}(照顾|照看|伺候|服侍|看护|做饭|洗)
    )
    """,
    re.VERBOSE,
)
"""Somebody else is wanted in the place of the one complained of: 换个能干活的人来."""


def is_of_their_person(turn: Turn) -> bool:
    """Whether what sounds like a wish for somebody of this office is a complaint, or a wish for another in the place of one
    who was complained of."""
    if turn.intent != "request_human" or turn.pressed or OPERATOR.search(turn.said):
        return False
    told = facts.in_progress(turn) or any(one.parsed.intent == "file_complaint" for one in turn.earlier)
    in_place = told and IN_PLACE.search(turn.said)
    return bool(phrases.COMPLAINS.search(turn.said) or in_place)


OF_MANY = re.compile(
    r"我们|俺们|咱们|大家|大伙|一(起|块|伙|帮)|集体|全村|村民|家属|[几数两三四五六七八九十\d]+多?(个|号|户|口|家)?(人|户|家)|带(着)?人"
    r"|上访|走访|堵|围|拉横幅|静坐|下跪|闹|北京|省(里|城|政府)|市(里|政府)"
)
"""Many go somewhere together, or somebody means to go up or to make a scene; one person who asks that the county itself look
into it does neither."""
DENIED = re.compile(
    r"""
      没(有)?(人)?(打|骂|伤|动手|挨打|受伤|出事|危险|生病|虐待)[^,，。;；]{0,6}
    | (饭|吃的|吃喝|粮)(也|都|还)?(有|够|管)[^,，。;；]{0,4}
    | 不(是|算|至于)?[^,，。;；]{0,3}(急|紧急|要命|寻短见|想不开|想死)[^,，。;；]{0,4}
    | (人|身体)(倒|还|现在)*(没事|好好|还好|平安|没啥事)[^,，。;；]{0,4}
    | (没|不)到[^,，。;；]{0,6}(那一步|那个地步|那份上)
    """,
    re.VERBOSE,
)
"""It is said that nobody is in danger."""
HARM = re.compile(r"打|伤|血|死|跳|药|刀|饿|冻|昏|晕|烧|上吊|割|不想活|活不")
"""Words of harm."""


def denies_danger(said: str) -> bool:
    """Whether it is said that nobody is in danger, and nothing else in the words speaks of harm."""
    rest = DENIED.sub("", said)
    return rest != said and not HARM.search(rest) and not URGENT.search(rest)


def leaves(turn: Turn, away: frozenset[str]) -> bool:
    """Whether the message ends a form at once: danger, need that cannot wait, or one of these for sure."""
    if turn.intent == "collective_action" and not turn.pressed and not OF_MANY.search(turn.said):
        return False
    if turn.intent == "crisis" and not turn.pressed and denies_danger(turn.said):
        return False
    if turn.intent in DANGER & away:
        return True
    if is_of_their_person(turn):
        return False
    sure = turn.parsed.confidence >= SURE
    urgent = turn.intent == "request_help" and URGENT.search(turn.said) is not None
    return sure and (turn.intent in away or urgent)


LODGED = re.compile(
    r"""
      (
          上次|上回|上一?个?月
        | 上个?(周|星期|礼拜)
        | 去年
        | 前(几|些)天
        | 之前|以前|前面
        | 登记(了|过|好)?的
        | 交上去的|我的
      )[^,，。;；!！?？]{0,6}(投诉|诉求|举报|信访件?|反映的?(事|问题|情况)|建议)
    | HY\d
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Words for a matter that was lodged before, apart from the one being told."""
WISHES = re.compile(r"查|催|补充|撤(回|销|诉)|进度|办到|怎么样|咋样")
"""What is wanted of a matter that was lodged."""


def is_about_lodged(turn: Turn) -> bool:
    """Whether something is wanted of a matter lodged before, whatever is being asked: a button under a letter, or words
    such as 我上个月的投诉催一下, in which a month and a number stand that answer nothing."""
    if turn.intent not in PURPOSES or turn.parsed.confidence < SURE:
        return False
    said = turn.said
    return turn.pressed or (len(said) <= LONGEST_WISH and bool(LODGED.search(said) and WISHES.search(said)))


LOST_THREAD = re.compile(
    r"(?<![钱金料卡证补贴给])(说|讲|问|记|写|填)到(哪|啥地方|什么地方)(里|儿|一?步)?[了啦来着啊呀呢,，。?？\s]*$"
)
"""Somebody who was called away asks where they were: 刚接了个电话，说到哪了."""
WONDERS = re.compile(
    r"""
    (想|要|先|来)?(请)?(
        问问|问一?下|问一?声|请教|咨询|打听|了解
      | 查一?下|查查|说说|讲讲|介绍
    )
    """,
    re.VERBOSE,
)
"""Words with which somebody wants to be told something without putting it as a question."""


def states(turn: Turn) -> bool:
    """Whether typed words tell something rather than ask: 镇上说找县里，县里说找镇上."""
    asks = phrases.asks(turn.said) or WONDERS.search(turn.said)
    return not turn.pressed and not asks and phrases.substance(turn.said) >= ADDS


LOOKS_UP_NOW = re.compile(
    r"""
      (帮|给|替|让)?(我|俺|咱)?(再|先|想)?(查|看)(一?下|一查|一看|查|看)(?!病|病人)
    | 到哪(一?步|了|儿|个环节)|办到|进度|批(下来)?(了)?(没|吗)|审(完|批)?(了)?没
    | (?<![没未])到账了?(没有?|吗)[?？。]?$
    | 催(一?下|催)?|撤(回|销|了|诉)|补充
    | [A-Za-z]{2}\d|(?<!\d)\d{4,10}(?!\d)|(?<!\d)\d{12,}
    """,
    re.VERBOSE,
)
"""Something that was applied for or lodged before is to be looked up or acted on now."""
OF_RECORDS = frozenset({"check_application", "check_payment"})
WANTS_LOOK_UP = re.compile(r"查|看(?!病|病人)|进度|办到|到哪|咋样|怎么样|结果|没有$|没$|[A-Za-z]{2}\d|\d{4}")
"""Without one of these nobody wants an application or a payment looked up: 申请是我爸 九月底公示完的 tells of it."""


TO_BE_LODGED = re.compile(
    r"(给|帮|替)?(我|俺)?(往上)?(报上去|递上去|交上去|登记上)(?![没了吗过])|(要|想|来|去)(投诉|举报|控告)"
)
AT_FAULT = re.compile(
    r"(该|得|必须|要|让|叫)[^,，。;；]{0,4}给(我|俺)|重新(给|帮|替)?(我|俺)?(查|审|核|办)|(给|补)(我|俺)?(个|张)?书面"
)
"""What is to be looked at again is a decision, by those who made it: 重新给我查一遍, 给我个书面的."""


def looks_up(said: str) -> bool:
    """Whether something is to be looked up or acted on now, and not lodged or decided anew."""
    if TO_BE_LODGED.search(said) or AT_FAULT.search(said):
        return False
    return LOOKS_UP_NOW.search(phones.PHONE.sub("", said)) is not None


def is_something_else(turn: Turn, requested: str) -> bool:
    """A question or another wish, where the words do not answer what was asked."""
    if turn.offered and not turn.pressed:
        return False
    if turn.intent not in ELSEWHERE or turn.parsed.confidence < SURE:
        return False
    if turn.intent == "ask_capability" and not turn.pressed and not phrases.asks(turn.said):
        return False
    if (
        turn.intent == "privacy_request"
        and requested in facts.ABOUT_SELF
        and yes_no.WITHHOLDS.match(turn.said)
    ):
        return False
    if turn.intent == "privacy_request" and not turn.pressed and not secrecy.is_of_own_data(turn.said):
        return False
    if turn.intent in OWN_MATTERS and not turn.pressed and not looks_up(turn.said):
        return False
    if turn.intent in SIDE_QUESTIONS and not turn.pressed and acts.states(turn.said):
        return False
    if turn.intent in SIDE_QUESTIONS and states(turn):
        return False
    if turn.intent in OF_RECORDS and states(turn) and not WANTS_LOOK_UP.search(turn.said):
        return False
    if requested in facts.told(turn).slots and not phrases.asks(turn.said):
        return False
    confirms = yes_no.YES.match(turn.said) or yes_no.HURRY.match(turn.said)
    if yes_no.UNKNOWN.match(turn.said) or (requested == "complaint_confirmed" and confirms):
        return False
    if requested == "complaint_name" and names.PLAIN_NAME.match(turn.said) and not phrases.asks(turn.said):
        return turn.intent in ("greet", "thank", "goodbye") and turn.parsed.confidence >= 0.8
    says_when = requested == "complaint_time" and times.TIME_LIKE.search(turn.said)
    if (
        (says_when or requested in ("complaint_place", "complaint_accused"))
        and not phrases.asks(turn.said)
        and len(turn.said) <= 8
    ):
        return turn.intent in ("greet", "thank", "goodbye", "abuse", "bot_challenge", "ask_capability")
    return True


WAIT = re.compile(
    r"""
    ^(你)?(先)?(
        等(一?下|一?会儿?|等|我)
      | 稍等
      | 我?(马上|一会儿?)(就)?回来
      | 有人(敲门|来了|找我|叫我)
    )
    """,
    re.VERBOSE,
)
"""Somebody is called away for a moment."""


AWAY_FOR_A_MOMENT = re.compile(
    r"""
    ^((哎|唉|诶|那|你|您|嗯|好|同志|先)[\s,，]*){0,3}
    (
        (等(一?下|一?会儿?|等|我|我?一?下|我?一?会儿?)|稍等(一?下|一?会儿?)?|莫慌|慢点)(哈|啊|呀|吧|哦|嘛|着)?[\s,，。]+
        (我|俺|咱)?(先|去|来|要|得|正|在|有)*
        (
            (接|送|哄|喂|抱|看)[一个下]{0,2}(孩子|娃|孙子|孙女|学生|小孩|电话|人)
          | (添|喂|赶|收|拿|关|倒|端|盛|煮|炒|烧|看)[一把个下点口]{0,2}[^,，。;；\s]{1,4}
          | (有)?人?(敲门|来了|找|叫|喊)(我)?
          | (锅|灶|炉|水|饭|汤|牛|羊|猪|鸡)[^,，。;；\s]{1,8}
          | (上|去)(个|趟|一?下)?(厕所|茅房|洗手间)
        )
      | (我|俺)(先|得|要|要去|去|得去)[^,，。;；\s]{1,8}[\s,，]*(一?会儿?|马上|等下|待会儿?)(就|再)?(回来|来|说|接着说)
    )
    [了哈啊呀吧哦嘛的,，。!！\s]*(一?会儿?|马上|等下)?(就|再)?(回来|来|说|接着说)?[。!！\s]*$
    """,
    re.VERBOSE,
)
"""Somebody says for what they are away for a moment, and nothing of the matter: 等会儿 我接个孩子."""


OF_THE_HOUSE = re.compile(
    r"(烧|打)(一?点|一?壶|一?个|好|开)?(水|饭|火|炕|锅|电话|菜|汤|柴|酱油|醋)|(喂|吃|拿)药"
)
"""Harmless work in which a word of harm stands: 烧水, 打个电话."""
PERIL = re.compile(r"火(着|起来|烧起|大)|着火|失火|淹|塌|漏气|发大水|洪水")
"""What befalls house and people now."""


def _tells_danger(turn: Turn) -> bool:
    """Whether the words themselves tell of danger or need, or the message is taken for danger and holds a word of harm."""
    said = turn.said
    told = URGENT.search(said) or PERIL.search(said) or danger.in_danger(said)
    return bool(told or (turn.intent in DANGER and HARM.search(OF_THE_HOUSE.sub("", said))))


def only_waits(turn: Turn) -> bool:
    """Whether somebody is called away for a moment, and no word of danger stands in it; a mere suspicion of danger is
    seen by a person all the same."""
    if turn.pressed or _tells_danger(turn):
        return False
    waits = WAIT.match(turn.said) and len(turn.said) <= SHORT and not turn.evidence
    leaves = AWAY_FOR_A_MOMENT.match(turn.said.strip()) is not None and not turn.evidence
    safety = turn.parsed.safety or {}
    called = turn.intent in AWAY - DANGER and not leaves
    dangerous = safety.get("words") or safety.get("override") or called
    if dangerous or not (waits or leaves):
        return False
    return not (facts.told(turn).draft.get("amount") if leaves else _tells_something(turn))


def _tells_something(turn: Turn) -> bool:
    """Whether the message holds a fact, or the word that confirms."""
    told = facts.told(turn)
    return bool(
        told.slots
        or told.draft
        or corrections.WRONG_FIELD.search(turn.said)
        or phrases.COMPLAINS.search(turn.said)
    )


ASKS_WHEN_ANSWERED = re.compile(
    r"""
    (
        啥时候?|什么时候|几时|多久
      | 好久(?!没|不|都|了)
      | 多长时间|几天|哪天|多咱
    ).{0,5}(结果|答复|回复|信儿?|消息|回话|办好|处理好)
    """,
    re.VERBOSE,
)
"""The speaker wants to know when there will be an answer to what is being told."""
HOW_LONG = re.compile(
    r"""
    ^(那|这|大概|到底|还|我|得|要|需要|能)*(等|办|查|处理)?(得|要)?
    (多久|好久|多长时间|几天|多少天)(能|才能)?(好|办|查|处理|完|有)?(好|完|清楚)?
    [啊呀呢嘛吗了?？。]*$
    """,
    re.VERBOSE,
)
"""Nothing is asked but how long it takes: at the end of the telling, where nothing else can be waited for."""


def asks_when(turn: Turn) -> bool:
    """Whether nothing is said but the question when there will be an answer."""
    brief = len(turn.said) <= SHORT and turn.requested != "complaint_narrative"
    at_the_end = turn.requested == "complaint_confirmed" and HOW_LONG.match(turn.said)
    return brief and not turn.pressed and bool(at_the_end or ASKS_WHEN_ANSWERED.search(turn.said))


ENDS = re.compile(
    r"""
    ^((哦|噢|啊|喔|嗯|那|中|得|要得|(好|行)(的|吧|嘞)?)[\s,，。!！]*)*
    (
        (我|俺)?(打|拨|走|按|发|搞|弄)错了?(电话|地方|号|人)?
      | (我|俺)?不(用|要|必|想|需要)?(再|您|你们?)?(查|催|看|问|管)了
      | (我|俺)?(知道|晓得|明白|清楚|懂|记住)(了|啦|咯|哩|嘞)
      | (我|俺)?没(有)?(什么|啥|别的|其他)?事(情|儿)?了?
    )[\s,，。!！]*(
      (
          不好意思|对不起|打扰了
        | 麻烦(你们?|您)?了?
        | 谢谢(你们?|您)?
        | 多谢|再见|拜拜
      )[\s,，。!！了啊咯]*
    )*$
    """,
    re.VERBOSE,
)
"""Somebody who was asked for a number wants no more: 哦 打错了, 好 晓得了, 不用再查了."""


LONGEST_LEAVE = 24
FIGURES = re.compile(r"\d{4}")
"""So many figures in a row are an answer; 88 and 886 are a farewell."""


def takes_leave(turn: Turn) -> bool:
    """Whether words, whatever they were taken for, say that the speaker goes now: 行 我先去镇上问."""
    found = acts.clauses(turn.said)
    if turn.pressed or turn.evidence or not found or turn.intent in AWAY or facts.told(turn).slots:
        return False
    if WAIT.match(turn.said):
        return False
    last = found[-1].act == "leave" and all(
        one.act in ("", "leave", "agree", "courtesy", "tell") for one in found
    )
    return len(turn.said) <= LONGEST_LEAVE and (acts.whole(turn.said) == "leave" or last)


def gives_up(turn: Turn) -> bool:
    """Whether who was asked for a number says farewell, or wants no more: 哦 打错了, 好 晓得了. Figures are the number,
    though some of them sound like a farewell (888598)."""
    if FIGURES.search(turn.said):
        return False
    if not turn.pressed and takes_leave(turn):
        return True
    farewell = turn.intent == "goodbye" and turn.parsed.confidence >= SURE and len(turn.said) <= SHORT
    return not turn.pressed and bool(farewell or ENDS.match(turn.said.strip()))


TAKES_BACK = re.compile(r"撤|后悔|不(告|投诉|举报|反映)了")
"""It is not to be complained of any more."""


def takes_back(turn: Turn) -> bool:
    """Whether what is being told is taken back in a few words, whatever is being asked: 我后悔了，撤了吧."""
    sure = turn.intent == "withdraw_petition" and turn.parsed.confidence >= SURE
    return sure and len(turn.said) <= SHORT and TAKES_BACK.search(turn.said) is not None


def gives_application(turn: Turn) -> bool:
    """Whether the number of an application is told and nothing else: it answers nothing, and looks nothing up."""
    if facts.application_of(turn) is None or turn.pressed or phrases.asks(turn.said):
        return False
    rest = facts.APPLICATION_NO.sub("", turn.said)
    for number in turn.words("application_no"):
        rest = rest.replace(number, "")
    looks_up = re.search(r"查|看|问|进度|到哪", rest)
    return (
        not looks_up
        and len(re.sub(r"申请|编号|受理|单号|号码|低保", "", phrases.GENERIC.sub("", rest))) < BARE
    )
