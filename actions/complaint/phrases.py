"""What any message is, whatever it is about: a question, a complaint, and how much it tells."""

import functools
import re

QUESTION = re.compile(
    r"""
      够不够|得唔得|系唔系|系咪|有冇|几时|点解|点样
    | 边个
    | [?？]
    | 吗
    | (要是|如果|万一|假如|那)[^\s,，。;；!！?？]*呢$
    | (?<![^\s,，。;；!！?？])(?![^\s,，。;；!！?？]*(着|[也都还正就]在|在[吃领拿享收管]|还没))[^\s,，。;；!！?？]*呢$
    | 怎么
    | 咋[办样弄领交说讲整算回查]
    | (?<!爱)(?P<verb>[一-鿿])[不没](?P=verb)(?<!时不时)(?<!动不动)(?<!人没人)
    | 干嘛|做么子
    | 会不会|有没有|能否|是否|算不算|多少|什么|啥
    | (?<![这那前好头十百千])(?<!们)几(?![十百千万])
    | (?<=们)几(?![个位家户人])
    | (能|可以|该|会|还要|要等|得等)[^,，。;；\s每]{0,3}几[十百千万]
    | 哪|为什么|为啥|能不能|可不可以|是不是|要不要
    | 行不行|多久|多长时间
    | (应该|应当|该|得)(先|也|要)?[^,，。;；是在有]{0,4}(告诉|通知|给|让|听|问|发|办|退|补|贴|公示)[^,，。;；]{0,6}吧[?？]?$
    | (能|要|中|行|得|可以|用|算)[^,，。；不]{0,4}不[?？]?$
    | (?<![也还都就又可真要老])[发给办去来管补收批住交领报见]不[呀啊嘞]?[?？]?$
    """,
    re.VERBOSE,
)
"""Words, endings and dialect forms of a question."""
NOT_KNOWN = re.compile(
    r"[^\s,，。;；!！?？]{0,10}(啥|什么|哪|谁|多少|几)[^\s,，。;；!！?？]{0,8}?[我俺]?(也|都|就)?(不知道|不晓得|不清楚|说不清|记不清|不好说|没看清|搞不清)[了啊呀嘛哩呢]?(?=[\s,，。;；!！]|$)"
)
"""A clause that tells what the speaker does not know: 啥时候开始的我不清楚｜ 车是去年买的."""
REPORTED = re.compile(
    r"""
    (^|(?<=[\s,，。;；]))(当时|后来|上回|那天|就)?([我俺](就|又|也|去|来|跟|再|还|上前){0,3}|(?=问[^\s,，。;；]{2,20}[\s,，。;；]+(那(个|位)?[女男人]|[他她]|人家)))
    问(过|了|的|着)?
    (
        (他|她|人家|窗口|村[里上]|镇[里上]|社区|大厅|会计|支书|主任|工作人员|那[个位]|民政所?)[^\s,，。;；!！?？]{0,20}
      | (?!问|一?下|你|您|谁)[^\s,，。;；!！?？]{1,20}
        (?=[\s,，。;；]+(他|她|人家|窗口|那[个位女男人]|村[里上]|镇[里上]|社区|会计|主任|支书|结果|就说|没人|都说|说))
    )
    """,
    re.VERBOSE,
)
"""A question that the speaker tells of having asked somebody there: 我问她临时救助要啥材料｜ 她头都不抬."""
DOES_NOT_KNOW = re.compile(
    r"""
      [^\s,，。;；!！?？]{0,24}[我俺额咱](们)?(也|都|真)?
      (不知道|不晓得|不清楚|说不清|记不清|不记得)(楚)?[了啊呀嘛哩呢]?(?=[\s,，。;；!！]|$)
    | [^\s,，。;；!！?？]{0,12}(不知道|不晓得|不清楚|谁知道)(都|又|是)?
      (哪(里|儿)?(去|花|用|跑|弄)了|(去|花|用|跑|弄|交|给)了(哪(里|儿)?|谁)|去哪(里|儿)?了)[^\s,，。;；!！?？]{0,2}(?=[\s,，。;；!！]|$)
    | (^|(?<=[\s,，。;；!！]))(这|那)?(个)?(谁|鬼|哪个)(知道|晓得)(?![^\s,，。;；!！]{0,16}[吗么?？])[^\s,，。;；!！?？]{0,12}
    """,
    re.VERBOSE,
)
"""What is put like a question is only something that the speaker does not know: 里头有多少钱俺也不晓得."""
WANTS_TO_KNOW = re.compile(
    r"""
      (
          吗|不|没有|多少
        | 几(个|天|号|块)
        | 哪[里儿]?
        | 多久
        | (怎么|咋)[^,，。没不]{1,4}
      )[呀啊呢嘛的了]?[?？]?$
    | ^(那|你们?|这个)?(
          能不能|可不可以|要不要|是不是要|去几|要去几
        | 找谁|几天|啥时候|什么时候
      )
    | 找谁(谈|说|问)?[?？]?$
    """,
    re.VERBOSE,
)
"""A plain wish to be told something, and no grievance put as a question (凭什么不给我)."""
ONLY_ASKS = re.compile(
    r"""
    ^(我|俺)?(就|只)(是)?(随便)?(问问|问一下|打听)[\s,，。]*(不|没(想)?要?)(是)?(来)?
    (投诉|反映|举报|登记|告)[^,，。]{0,3}$
    """,
    re.VERBOSE,
)
"""Somebody wants to know something and complains of nothing."""
COMPLAINS = re.compile(r"投诉|举报|控告|告状|(要|想)(反映|告)")
"""A complaint is called one."""
HAPPENED = re.compile(r"说|找|让|没|不[给让管理发办批]|[去来打骂推停拖跑等领拿扣占]|还在")
"""Verbs of an account."""
GENERIC = re.compile(
    r"""
      我|俺|咱|要|想|来|得|投诉|举报|反映|控告|告状
    | 告|上访|一下|一个|一件|个|件|情况|问题|事情
    | 事儿?|请|你们|您|你好|您好|民政局?|有|关于|说
    | 下|的|了|吧|啊|呀
    | [^一-鿿0-9]
    """,
    re.VERBOSE,
)
"""Words that any message may hold, and that tell nothing of its matter."""


INDEFINITE = re.compile(
    r"""
      (不|没|记不|认不|想不|弄不)(知道|晓得|认得|认识|清楚?|记得|起)
      (他|她|人家|那(个|家)?人|那[个位])[^,，。;；?？\s]{0,4}?(叫|姓|是|名字)[^,，。;；?？\s]{0,2}
      (啥|什么|谁|哪个)
    | (不|没|记不|认不|想不|弄不|说不|问不)(知道|晓得|认得|清楚?|记得|起|上|出)来?
      (名字?|大名)?(叫|姓|是)[^,，。;；?？\s]{0,2}(啥|什么|谁|哪个)(名字?)?(?=[\s,，。;；]|$)
    | (叫|姓)[^,，。;；?？\s]{0,3}(啥|什么|谁|哪个)(名字?)?来着(?![?？])
    | (我|俺|咱)(们)?家?(里)?(能)?有?(啥|什么)(收入|钱|财产|存款|家底)[啊呀]?[\s,，]*(也|不)?就
    | (我|俺|咱)[^,，。;；?？\s]{0,10}了[\s,，]*(我|俺|咱)?(还)?(上|会|懂|用|玩)(啥|什么)[一-鿿]{1,2}(?=[\s,，。;；]|$)
    | 姓(啥|什么)(叫(啥|什么))?[^,，。;；?？\s]{0,4}(记|说|弄|认)不
    | (没有?|冇)(具体|特定)?(的)?(针对)?(是)?(哪一?个|哪个|谁|什么|啥)(?![^,，。;；]*[?？吗])
    | [啊呀嘛呗][\s,，]*还能(办|是|有|说|弄)?(啥|什么)
    """,
    re.VERBOSE,
)
"""Words of a question that ask nothing: 不晓得她叫啥, 没有具体哪个人, 低保啊还能是啥."""
CLAUSES = re.compile(r"[\s,，。;；!！]+")


def asks(text: str) -> bool:
    """Whether the message is a question, and tells of none that was asked elsewhere."""
    unasked = (NOT_KNOWN, INDEFINITE, REPORTED, DOES_NOT_KNOW)
    return bool(QUESTION.search(functools.reduce(lambda rest, told: told.sub("", rest), unasked, text)))


def reports(text: str, at: int) -> bool:
    """Whether what stands at this place is a question that the speaker tells of having asked somebody there."""
    return any(found.start() <= at < found.end() for found in REPORTED.finditer(text))


def told_in(text: str) -> str:
    """The clauses of the message that are no question."""
    return " ".join(clause for clause in CLAUSES.split(text) if clause and not asks(clause))


def substance(text: str) -> int:
    """How many characters are left of a complaint's opening when the phrases that say nothing are taken away."""
    return len(GENERIC.sub("", text))


def words(text: str) -> int:
    """The same without figures."""
    return len(re.sub(r"\d", "", GENERIC.sub("", text)))
