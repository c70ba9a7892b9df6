"""Somebody else's assistance, or number, that is asked for: never told (社会救助法, 个人信息保护法), and what is public is."""

import re
from dataclasses import replace

from rasa_sdk.events import FollowupAction, SlotSet

from actions import danger
from actions.complaint import phrases
from actions.events import leave
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn

FORMS = frozenset({None, "record_form"})
"""Forms in which another's data may be asked for; a complaint takes down what is said of others."""
AID = r"(低保|特困|五保|临时救助|救助|补贴|补助|津贴|困难户|低保户)"
OTHER = (
    r"(隔壁|邻居|对门|楼上|楼下|别人|人家|旁人|村里那个|村里有个|那家|他们?家|她们?家|我们?(村|组|队|小区|社区|楼)(里|上)?的?(那个?|有个)?"
    r"|(?<![我俺])(老|姓)?[一-鿿]{1,3}(家|他|她)(?!里)|前夫|前妻|亲家|同事|同学|老板)"
)
NOBODY = re.compile(r"国家|大家|老人家|独生子女家庭?|人家说|专家")
"""Words with 家 that are no household."""
OF_POLICY = re.compile(
    r"怎么|咋|如何|材料|手续|标准|条件|申请|流程|政策|哪[里儿]|在哪|几点|[啥什]么?时候|上班|公示|公布|反映|举报"
)
"""How something is done, where, when: nothing that is told of anybody."""
OWN = re.compile(
    rf"{danger.RELATIVE}|(我|俺|咱|额)(自己|本人|们家|家|的|申请|领|办|那个?)|帮(我|俺)?(爸|妈|爹|娘|爷|奶|老|儿|女)"
)
"""One's own household is spoken of, for which one's own number is asked."""
WHETHER = re.compile(
    rf"""
      (吃|拿|领|享受|办|评|有|是|得)(着|了|上|到)?(没(有)?)?(吃|拿|领|享受)?(着|了|上|到)?[^,，。]{{0,4}}{AID}[^,，。]{{0,4}}(没(有|得)?|吗|不|么|多少|几多|好多|啵)
    | (吃|拿|领|享受|得|发)(了|着|到)?(多少|几多|好多)
    | (有没有|是不是|是否|有无|领没领|吃没吃|拿没拿|领不领)[^,，。]{{0,6}}{AID}?
    | {AID}[^,，。]{{0,6}}(领|拿|吃|发)?[^,，。]{{0,3}}(多少|几多|好多|几个|几口|啥时候)
    """,
    re.VERBOSE,
)
"""Whether, or how much, somebody gets is asked."""
TO_BE_TOLD = re.compile(
    r"查(一?下|查|看|到|出|得到)?|看看|看(一?下)|打听|问(一?下|问)|告诉(我|俺)|给(我|俺)(说|讲|看|发|透)|想(知道|晓得|问|看)|(能|可)(不能|不可以|以)?(说|讲|看|查)|发(给)?(我|俺)|透(个|露)"
)
NUMBERS = re.compile(
    r"(他|她|人家|别人|邻居|隔壁|那个?人|那家|旁人)[^,，。]{0,6}(身份证号?码?|银行卡号?|卡号|电话号?码?|手机号?码?|住址|地址|家底|病情|存款|编号)"
    r"[^,，。]{0,8}(有没有|有不|有吗|多少|是啥|是什么|给我|告诉|发我|查|晓得|知道|能不能)"
    r"|(查|告诉我|给我|发我|有没有)[^,，。]{0,6}(他|她|人家|别人|邻居|隔壁|那个?人|旁人)[^,，。]{0,4}(身份证|银行卡|卡号|电话|手机号|住址|编号|存款)"
)
LOOKS_UP = frozenset({"check_application", "check_payment"})
OF_DECISION = re.compile(
    r"""
      [批办审](下来|好|完|成|过|上)?(了)?(没|冇|不)
    | (批|领|发|得|拿|给)(了|他|她|下来)*(多少|好多|几多|几个)
    | 到(了)?(哪|啥)(一)?(步|了|儿)
    | (通|评)(得)?(过|上)(了)?(没|不|吗)
    | 有(没|冇)(有|得)?(批|办|他|她|份)
    | (批|办|评|轮|选)(没|不)(批|办|评|轮|选|到)
    """,
    re.VERBOSE,
)
"""How somebody's application stands is asked."""
BESIDE_ONES_OWN = re.compile(
    r"([我俺咱额]们?)(这(个|儿|里)?|那(个|儿)?)?(村|组|队|社|小区|社区|楼|院|寨|屯)(子)?(里|上|头)?(的)?|[跟和同与][我俺咱额](一|同)?(起|天|日|批|年|样|块)?"
)
"""Where somebody is of, or beside whom, and no matter of one's own: 我们村何满仓, 跟我一天交的."""
OF_FAMILY = re.compile(
    r"""
    我|俺|咱|额|自己|本人
    | [爸妈爹娘爷奶公婆姥]
    | 儿子|女儿|闺女|孙|媳妇|老伴|丈夫|妻
    """,
    re.VERBOSE,
)
"""One's own case, or that of somebody in the family."""
FOR_ME = re.compile(r"(帮|给|替|跟|让|告诉|为)(我|俺|咱|额)们?")
IN_THE_VILLAGE = re.compile(
    r"""
    (邻居|隔壁|对门|别人|人家|旁人|同村|楼上|楼下|村里?(有)?(谁|哪些人|哪几家|哪几户))
    [^,，。;；]{0,12}(低保|特困|五保|救助|补贴|补助|津贴|吃没吃|领没领|领多少|拿多少)
    """,
    re.VERBOSE,
)
OF_SOMEBODY = re.compile(
    r"是不是|是否|有没有|([吃领拿办享])没\1|[吃领拿]着|多少|几个钱|几多|(?<![我俺国大])家"
)
"""Whether, or how much, somebody gets is asked; who only gives a name looks up their own: 李明 低保申请到哪步了."""
OF_ANOTHER = re.compile(
    r"顺便|顺带|另外|(还有|再(帮|替|给)(我|俺)?(看|查|问)?)(?=[^,，。;；]{0,8}(家|他|她|人))|他|她|人家|那家"
)
"""Somebody beside the speaker is meant."""
INSISTS = re.compile(
    r"有(啥|什么)(子)?(不能|不好|不可以|要紧|关系|保密)|怕(啥|什么)|说个(数|大概)|总(可以|能|该|得)(说|讲|查)|(都|又)是(一个|同一?个?)(村|院|组|队|姓)|又不是外人|一个(村|院子?|组|队|湾)的|(就|只)?(是)?(想|要)(知道|晓得|问问|打听|看看)|好奇|偷偷|悄悄|跟我说|告诉我|我是(他|她)(家)?(的)?(邻居|亲戚|朋友|同学|熟人|隔壁|堂|表)|不(往外|跟别人)说|通融|行个方便"
)
"""It is insisted upon, once refused."""
OF_A_KIND = re.compile(
    r"(这|那)(种|样|个情况|情况|个条件)[^,，。]{0,8}(算不算|够不够|能不能|可不可以|符不符合|行不行|该不该|[能够算]|可以)"
)
"""It is asked how such a case stands, and nothing of the one who has it."""
SHORT = 32
"""So long at most is what only insists."""
REFUSED = (
    "别人领没领、领多少、身份证号和家里的情况，不能告诉您，谁来问都一样；您的情况也不会告诉别人。\n"
    "能看的是公布出来的：低保名单贴在村（社区）的公示栏，上面有姓名、钱数这些；身份证号、电话、病情不公布。\n"
    "觉得谁家不该领、名单有问题，不用知道细处，直接说是怎么回事，可以登记反映。"
)
STILL_REFUSED = "这个真不能说，邻居、亲戚来问也一样。公示栏上贴出来的可以去看；觉得有问题，可以在这里反映。"
WHAT_IS_PUBLIC = "低保公示、公布都写些什么"


def asks_of_another(said: str) -> bool:
    """Whether it is asked what somebody outside one's own family gets, or for their numbers."""
    said = NOBODY.sub("", said)
    if NUMBERS.search(said):
        return re.search(danger.RELATIVE, said) is None
    return not OWN.search(said) and bool(
        re.search(OTHER, said) and WHETHER.search(said) and TO_BE_TOLD.search(said)
    )


def _looks_up_another(turn: Turn) -> bool:
    """Whether a look-up is of a neighbour or a named person outside the family, with no number of an application."""
    beside = BESIDE_ONES_OWN.search(turn.said) is not None
    said = BESIDE_ONES_OWN.sub("", FOR_ME.sub("", turn.said))
    if turn.intent not in LOOKS_UP or re.search(r"\d{4}", said):
        return False
    named = bool(turn.entities("person")) and not OF_FAMILY.search(said) and not turn.entities("relation")
    asked = OF_SOMEBODY.search(said) or (OF_DECISION.search(said) and (beside or OF_ANOTHER.search(said)))
    return bool((named and asked) or IN_THE_VILLAGE.search(said))


def _asks(turn: Turn) -> bool:
    return asks_of_another(turn.said) or _looks_up_another(turn)


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Refuse what is asked of another's assistance or numbers, and say what is public; None where something else is said."""
    if turn.pressed or turn.offered or turn.loop not in FORMS or turn.intent in danger.CALLS:
        return None
    if turn.intent == "file_complaint" or phrases.COMPLAINS.search(turn.said):
        return None
    if OF_A_KIND.search(turn.said) and not NUMBERS.search(turn.said):
        return None
    refused = any(_asks(replace(turn, said=one.parsed.text, parsed=one.parsed)) for one in turn.talk[-4:])
    asks = _asks(turn)
    if not asks and not (
        refused
        and INSISTS.search(turn.said)
        and not OF_POLICY.search(turn.said)
        and not OWN.search(BESIDE_ONES_OWN.sub("", turn.said))
        and len(turn.said) <= SHORT
    ):
        return None
    say.text(STILL_REFUSED if refused else REFUSED, [(WHAT_IS_PUBLIC, WHAT_IS_PUBLIC)])
    return [*(leave(turn) if turn.loop else []), SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]
