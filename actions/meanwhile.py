"""What is said while a person who was called because of danger or need has not come: each thing told or asked gets the
advice that fits it, and everything is passed on."""

import re
from dataclasses import dataclass

from actions.complaint import phrases
from actions.turn import Turn
from casework.conversations.local import Local

OF_ANOTHER = re.compile(
    r"隔壁|邻居|对门|楼上|楼下|老太太|老头|(?<!我是)(?<!我一个)(?<!孤寡)老人|大爷|大娘|小孩|村里有|有个|有人|他|她"
)
RELATIVE = r"(我|俺|额)(们)?(家|屋里)?的?(爸|妈|爹|娘|爷|奶|公公|婆婆|哥|弟|姐|妹|儿|闺女|女|孩子|娃|媳妇|老婆|老公|老伴|老汉|男人|姑|叔|舅|姨|侄|孙)"
RELATIVE_IN_DANGER = re.compile(
    rf"{RELATIVE}[^,，。]{{0,8}}(拿着?农药|喝(了|下)?(农)?药|要跳|想不开|寻(死|短)|割(了)?手?腕|上吊|吞|站(在|到)[^,，。]{{0,6}}(楼|桥|河|窗))"
)
"""A relative may hurt themselves."""
RELATIVE_HURT = re.compile(rf"{RELATIVE}[^。；]{{0,12}}(青|紫|肿|流血|伤|挨打|被打)")
OF_SELF = re.compile(
    r"(我|俺)(也|真|都|就)?(不想(?!留|说|写|报|让|叫|惹|给)|想死|要死|活不|活着|没法活|自杀|了断|跳)|不想活|活不下去|死了算|(打|砍|杀|捅|掐)(我|俺|额)"
)
"""What the speaker says of their own danger goes before the other, and so does what could be either."""
DEADLY = re.compile(
    r"""
      (喝|吃|吞|灌)(了|下|过|的)?(一|半|整|几|好多|很多)?(瓶|口|把|片)?(农|毒|老鼠|耗子|安眠)?药
    | 农药|敌敌畏|百草枯|安眠药
    | 割(了)?(腕|脉|手腕)
    | 上吊|投(河|井)|自焚|烧炭
    | 跳(了)?(楼|河|井|桥|江|水|塘|下)
    | (站|坐|爬|蹲)(在|到|上)?(了)?[^,，。]{0,4}(楼顶|天台|窗台|窗户|桥|河边|江边|井|水库|铁轨|房顶|屋顶|塔)
    """,
    re.VERBOSE,
)
"""Words of somebody, whoever it is, who may be dying or about to."""


def in_danger(said: str) -> bool:
    """Whether the words themselves tell of somebody in danger, the speaker or another."""
    return any(words.search(said) for words in (OF_SELF, DEADLY, RELATIVE_IN_DANGER, RELATIVE_HURT))


def of_another(said: str) -> bool:
    """Whether danger is told of somebody else than the speaker."""
    told = any(words.search(said) for words in (OF_ANOTHER, RELATIVE_IN_DANGER, RELATIVE_HURT))
    return told and not OF_SELF.search(said)


def talk_is_of_another(turn: Turn) -> bool:
    """Whether the talk since the call tells of another's danger, and nowhere of the speaker's own."""
    before = [turn.before.text] if turn.before else []
    said = [*(one.parsed.text for one in turn.earlier), *before, turn.said]
    return any(map(of_another, said)) and not any(map(OF_SELF.search, said))


@dataclass(frozen=True)
class Advice:
    """Something told or asked while a person is awaited, and what is said to it; `asked` where only a question is meant,
    `of_another` and `of_self` where in a crisis it is for who tells of another's danger or their own alone, `again` where
    less is said the second time."""

    words: re.Pattern[str]
    said: str
    kinds: tuple[str, ...] = ("crisis", "help")
    of_another: bool = False
    of_self: bool = False
    asked: bool = False
    again: str = ""


ENDS_ASKING = re.compile(r"([不没]|没有)[了啊呀呢嘛]?[?？。!！]*$")


ILL = re.compile(
    r"""
      (高|低)?烧(到|得|了|起来|不退)|发(高)?烧|(?<!\d)(39|4[01])(度|℃)|四十度
    | 抽(搐|风|筋)|喘(不|得)|上不来气|吐(血|了|得)|拉(肚子|血)|昏|晕|流血|血止不|骨折|摔(断|伤)|疼得|痛得
    | 没钱(去|上)?(看|治|医院|住院|抓药|买药)|(看|治)不起|病(得)?(很|好|挺|得)?(重|厉害|起不来)
    """,
    re.VERBOSE,
)
POLICE_LEFT_IT = re.compile(
    r"(报(了|过)?警|派出所|警察|110|公安)[^。；]{0,12}(不管|没(人)?(管|来|用)|不来|不理|家务|私事|调解|走了|劝|让)|家务事"
)
NO_SHELTER = re.compile(
    r"塌|漏(雨|水|风)|淹|零下|下雪|冻|(?<!门)冷(?!静|淡|战)|(没|冇)(地方|处|屋)(住|去|睡)|露宿|睡(在)?(外头|外面|路边|桥)"
)
COMES = re.compile(
    r"""
      (能|会|有|叫|喊|让|派|给|快|赶紧)(个|些|点|没有|不)*(人|谁|同志)?[^,，。]{0,6}(来|过来|上门|看看)
    | 派(个|些|点)?人|(咋|怎么|还)(还)?(没|不)(见)?(人)?来
    | (几点|啥时候?|什么时候|多久|多长时间|几时|今天|今晚|马上)[^,，。]{0,6}(来|到|过来)
    | 真(的)?(会|有)?(来|人)
    """,
    re.VERBOSE,
)
MACHINE = re.compile(
    r"机器|电脑|程序|假的|(说|讲|跟你)[^,，。]{0,4}(有啥|有什么|没|冇|顶)(用|啥用)|真人|活人"
)
ALLOWANCE = re.compile(r"低保|特困|五保|补贴|补助|救助|残补|孤儿|养老金|钱")

ADVICE = (
    Advice(
        ILL,
        "病了先去最近的卫生院、医院；烧得高、抽搐、喘不上气、流血止不住的，现在就打 120，急救中心不许因为没付钱不接急重病人（《基本医疗卫生与健康促进法》第二十七条）。"
        "看病吃饭没钱，可以申请临时救助，情况急的先救助、后补手续。您说的值班同志都看得到。",
        again="别等人来，现在就打 120，或者去最近的卫生院，没钱也先看。这句也转给值班同志了。",
    ),
    Advice(
        POLICE_LEFT_IT,
        "在家里打人也归公安管，接到报案应当及时出警、制止（《反家庭暴力法》第十五条）。正在打的，再打 110，说清“现在正在打、在哪一家、打的是老人、孩子还是残疾人”；受了伤打 120。"
        "报过警没人管，我一起转给值班同志了。",
    ),
    Advice(
        NO_SHELTER,
        "先把人挪到安全、暖和的屋里：邻居、亲戚家或村委会都行；劝不动的，请村干部、邻居一起去劝、去接。房子还会塌、人困在里头的打 119；叫不应、冻僵了的打 120。"
        "住的、吃的急着要，可以申请临时救助，先救助、后补手续。您说的值班同志都看得到。",
        ("help",),
        of_another=True,
    ),
    Advice(
        COMES,
        "已经报给值班同志了，他们看到就联系您、安排人；几点能到我说不准，不骗您。等不及现在就打 {hotline}，夜里打 {standby_phone}；有人受伤、病重打 120，有危险打 110。"
        "人在哪里、叫什么、电话多少，还没说的发在这里。",
        asked=True,
    ),
    Advice(
        MACHINE,
        "我是电脑程序，可是您的话不白说：已经叫了真人，他们看得到您写的每一句。现在就想跟真人说，打 {crisis_line}，白天黑夜都有人接；"
        "本县 {hotline}，夜里 {standby_phone}。您别走开，接着跟我说。",
        ("crisis",),
        of_self=True,
    ),
    Advice(
        ALLOWANCE,
        "钱和低保的事我一起转给值班同志了，请他们帮着查；停错了的能改回来，不服的能申请复议，不是没路。先顾人：有危险马上打 120、110。"
        "人平安了，我一样一样跟您说。",
        ("crisis",),
        of_self=True,
        asked=True,
    ),
)
"""In the order in which they are looked for."""
STILL_OF_ANOTHER = (
    "您说的我都转给值班同志了，他们看得到。他现在有危险的，马上打 110、120；能守着的，等人来了再走。"
    "您知道他在哪里、叫什么、您电话多少，还没说的发在这里。"
)


def fitting(turn: Turn, kind: str, lines: Local) -> str:
    """The advice for what is told or asked while somebody called is awaited; empty where none of it is, or it was given
    just before. `kind` is `crisis` or `help`; who called for help and names an assistance asks of that."""
    said = turn.said
    if turn.offered or (kind == "help" and turn.entities("program")):
        return ""
    asks = phrases.asks(said) or ENDS_ASKING.search(said) is not None
    of_another = kind == "crisis" and talk_is_of_another(turn)
    for one in ADVICE:
        fits = (one.of_another and of_another) or (kind in one.kinds and not (one.of_self and of_another))
        again = len(turn.earlier) > 1 and not one.asked and one.words.search(turn.earlier[-1].parsed.text)
        if fits and one.words.search(said) and (asks or not one.asked):
            return (one.again if again else one.said).format(**lines.model_dump())
    return ""


def advice(turn: Turn, kind: str, lines: Local) -> str:
    """The same; where nothing fits, what is said to who tells of another's danger; empty for everybody else."""
    if said := fitting(turn, kind, lines):
        return said
    return STILL_OF_ANOTHER if kind == "crisis" and talk_is_of_another(turn) else ""
