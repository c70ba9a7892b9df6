"""When a complaint is opened that nobody asked for: somebody did wrong to somebody; a question, or a refusal that rests on one,
is answered first."""

import re

from actions.complaint import facts, phrases
from actions.complaint.reading import LONGEST_PLAIN
from actions.turn import SAID_BEFORE, Turn

LODGE_THIS = ("投诉反映这件事", f"/file_complaint#{SAID_BEFORE}")
OFFERS = "觉得他们办得不对，点下面，我就登记；别的接着问。"
WRONGED = re.compile(
    r"""
      不(给|让|收|发|管|理|批|认|接|办|退|还|公示|贴|开票|答复|回)|没(人)?(管|理|发|给|贴|公示|通知|回|告诉|说法)
    | [扣吞贪占挪骗瞒压]|(?<![银行打存折张这那金身份医保社电饭])卡(?![片号上里的内]|[^,，。]{0,2}(钱|余额|流水))|截留|克扣|冒领|代领|少(发|给|算|打)|[拿领收取]走|要(钱|好处|红包|烟|[\d一二三五几百千两]+)
    | 头(都|也)?不抬|眼(皮|睛)?(都|也)?不抬|(爱|带)理不理|爱搭不理|嗑瓜子|(玩|看|刷)手机|(翻|甩)(着|了)?(个)?(白眼|脸)|没好(气|脸)|自己(上网|回去|去)(查|看|问)
    | (光|只|白)(拿|领|收|吃)(钱|工资|补贴|照料费|护理费|饷)?[^,，。;；\s]{0,4}不(干|做|管|来|出|照)
    | (没(有)?|冇|无)(一个)?人?[^,，。;；\s]{0,2}(进|登|上|踏)过?[^,，。;；\s]{0,3}门|(没|冇)(一个)?人(来|到|去)过?(我|俺|咱)(们)?家
    | 糊涂账|从来(也|都|就)?(不|没)(有)?[贴公张开问来]
    | 推(来|去|脱|三)|踢皮球|拖(着|了|到)|刁难|[骂吼凶吵]|态度|欺负|报复|威胁|穿小鞋|泄露|发(到)?群
    | 关系|亲戚|小舅子|后门|人情|优亲|走过场|假|白条|名额|(莫得|没得|没有|冇|没轮到|没算上)(我|俺)|停[水电气]?了|取消|刷下来|占线|打不通|凭什么|凭啥
    """,
    re.VERBOSE,
)
"""Somebody did wrong to somebody, or failed to do what is due."""
REASONED = re.compile(
    r"(村|镇|乡|社区|居委会|窗口|干部|他们|人家|民政|大队)[^,，。;；]{0,5}(说|讲|告诉|回)[^。;；]{0,16}(不给|不能|不行|办不|不符合|不够|没资格|不让|不算|评不|领不|不批)"
)
"""A reason was given for which something is refused."""


REPROACHES = re.compile(
    r"""
      凭(什么|啥|么子)
    | 有(这|恁|这么|这样)[^,，。;；]{0,6}(吗|么|嘛|的?道理)
    | 难道|岂有|哪有(这|那)|哪(能|个)这(样|么)
    | (咋|怎么|啷个)(能|可以|会|好意思|还|就)(?!不能)
    | 是不是(不想|故意|存心|有意|欺|看|针对|没人|忘)
    | (合理|公平|公道|像话|讲理|过分|对头|对得起)[^,，。;；]{0,3}(吗|么|嘛|不|呢)
    | 管不管|有没有人管|还管|谁(来)?管
    | 什么(意思|态度|道理|玩意)|啥(意思|态度|道理)
    """,
    re.VERBOSE,
)
"""A charge in the form of a question: 有这么说话的吗."""
WANTS_IT_LOOKED_INTO = re.compile(
    r"""
      投诉|举报|控告|告(?!诉|知|一段)|反映|上访|曝光|登记
    | (去|来|好好|给我|帮我|替我|严|派人|请你们?|你们)(查|管|问|催|处理|核实|落实|督促)
    | 查(清|处|办|一查)|处理(一下|下|他)|追究|追回|退(给|还)
    | (要|讨|给)(我|俺|我们)?(个|一个)?(说法|交代|公道)
    | 给(我|俺|我们)?(家)?(恢复|补发|补上|办了|纳入)
    """,
    re.VERBOSE,
)
"""What was done is to be looked into, or put right."""
DELAYED = re.compile(
    r"""
    (\d|[一二两三四五六七八九十几半多])(个)?(来|多|把)?(天|日|周|星期|礼拜|月|年)
    [^。;；]{0,16}
    (
        (没|冇|莫|不见|无)(有|得|个|半点|一点|任何|啥|什么|丁点){0,3}
        (动静|音信|信儿?|消息|结果|下文|回(音|话|信|复)|批|说法|答复|反应|人管|人理|人问|通知|进展|着落)
      | (动静|音信|信儿?|消息|结果|下文|回音|答复|说法|进展)(都|也|儿|就是|还是|还){0,2}(没|冇|莫|木)
    )
    """,
    re.VERBOSE,
)
"""Long after it was applied for nothing has been heard of it."""


ONLY_FEARED = re.compile(
    r"(会不会|怕不怕|用不用|要不要|该不该)[^,，。;；\s]{0,10}|(?P<verb>[发给批办收管认退算贴停扣取])不(给)?(?P=verb)"
)
"""What is done to nobody yet: 会不会给取消, 补贴还发不发."""


PRIVATE = re.compile(
    r"(他|她|娃儿?|孩子|小孩|两个娃)(的)?(爸爸?|妈妈?|爹|娘|老汉)|前(夫|妻)|男方|女方|老公|老婆|男人|婆娘|媳妇|老板|包工头|工头|房东"
    r"|婆家|娘家|公婆|儿子|女儿|闺女|女子|儿媳|女婿|兄弟|[哥弟姐妹]|亲戚|法院|判"
)
PUBLIC = re.compile(
    r"村|镇|乡|社区|居委|民政|窗口|干部|书记|主任|会计|组长|队长|街道|政府|工作人员|专干|低保|补贴|补助|救助|津贴|特困|五保|公示|他们|的(残疾|护理)?那?个?钱|到[账帐]|停了|停发"
)


def is_private(said: str) -> bool:
    """Whether only relatives, an employer or a landlord are told of, who owe something that no office owes: 判他爸每月给一千
    一直没给."""
    return PRIVATE.search(said) is not None and not PUBLIC.search(said)


def charges(said: str) -> bool:
    """Whether words say that somebody did wrong, or want it looked into."""
    done = ONLY_FEARED.sub("", said)
    return any(words.search(done) for words in (WRONGED, REPROACHES, WANTS_IT_LOOKED_INTO, DELAYED))


LACKS = re.compile(r"(的|都|也|就|却|偏|们|家)(还|是)?没(有|得)$")
"""The end of a statement that only sounds like a question: 有车的吃上了 我们穷的没有."""


def only_asks(turn: Turn) -> bool:
    """Whether something is asked and nobody is accused, nothing signed, and nothing wanted to be looked into."""
    said = turn.said
    asks = any(
        phrases.asks(clause) or (phrases.WANTS_TO_KNOW.search(clause) and not LACKS.search(clause))
        for clause in phrases.CLAUSES.split(said)
    )
    return asks and not (charges(said) or turn.evidence or turn.pressed or facts.identity_of(said))


def rests_on_policy(turn: Turn) -> bool:
    """Whether somebody was refused for a reason, and nobody, no day and no sum is named."""
    named = turn.entities("role", "person", "date", "amount", "phone")
    return bool(REASONED.search(turn.said)) and not named and len(turn.said) <= 2 * LONGEST_PLAIN
