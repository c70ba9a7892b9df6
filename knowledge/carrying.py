"""The assistance that a talk is about, carried into questions that leave it out (能给多少钱, 还能领不)."""

import re
from collections.abc import Iterable

_HAS = r"""
    (
        不是 | 不算 | 没有? | 是 | 有 | 属于
      | (不|没)?在(我|俺|咱|他|她|自己)?(们|家|屋里)*
      | (在|正|一直|已经|就|都|本来|原来|以前|现在)*(吃|领|拿|享受|评)(着|了|过|上|的是)+
      | (在|一直)(吃|领|拿|享受)
    )
    (个|吃|领|的|着|了)*
"""
_HAS_NOT = re.compile("不是|不算|不在|没")
_HOLDER = r"(户|家庭|人员|老人|对象)"
_NEXT = r"(里|里头|里面|的人家?|的家庭|的)?(?=$|[\s,，。;；、!！?？也都就但又]|可以|能|还)"

ELLIPTIC = re.compile(
    r"""
    (能|可以|还|该|要|会|得|让)(不能|不可以|不会|再|够)*
    (领|申请|办|评|享受|补|发|报|给|拿|批|成|弄)[上到下来给我他她们了点些]*
    (不能|不了|不得|不行?|吗|嘛|么|没|啵|得|行不?|(?=[\s,，。?？]|$))
    | (领|申请|办|评|享受|吃|拿)得(到|成|上|了|下来)?(不|吗|嘛|么|啵)
    """,
    re.VERBOSE,
)
"""Whether something may be had is asked, without a word of what."""

_LEADS = r"^(那|我|俺|们|他|她|这个?|好[的嘛]?|行|嗯|哦|现在|去|到时候|的话|大概|一般|到底|都|先|还|就|想|是|能|得|该|应该|需要|请问|一共|总共|要)*"
_ENDED = r"(的|去|过去|嘛|呢|啊|呀|哦|哇|了|合适|你给我列一下|给我说一?下)*[?？]*$"
_PLAINER = tuple(
    (re.compile(rf"{_LEADS}({said}){_ENDED}", re.VERBOSE), plain)
    for said, plain in (
        (
            r"""
              ([^\s,，。]{0,6})(去|回|到|找|上|在)[^\s,，。还]{1,8}还是(去|回|到|找|上|在)?[^\s,，。]{1,8}
            | 直接(去|到|上|找)(乡|镇|街道|社区|村|办事处|县|民政)[^\s,，。]{0,3}(就)?(行|可以|得|中|成|要得)(不|吗|不行)?
            | (去|该|要)*找(谁|哪个|哪里|哪家|哪头)(去)?(办|申请|报)
            | (去|到|上|在)(哪|哪里|哪儿|哪点|哪块|哪个地方|哪头)(去)?(交|办|申请|弄|递)
            | (交|拿|送|递)(到|去|给)?(哪|哪里|哪儿|哪个地方|哪块|谁|哪个)
            """,
            "去哪里申请",
        ),
        (
            r"""
              (干|做|办|弄|走)(个)?(啥|什么|哪样|哪步|么子)
            | (咋|怎么|咋个)(弄|办|整)
            | (咋|怎么|咋个|如何|怎么个)(去)?((申请|报)法?|(办|弄)法)
            """,
            "怎么申请",
        ),
        (
            r"""
              (准备|带|拿|备|交)(些|点|齐)?(哪|啥|什么|么子|哪几)(子|些|样|几样|几种)*(东西|手续|材料|证件|资料|证明|票据|单子)?
            | (些|点)?(哪|啥|什么|么子|哪几)(子|些|样|几样|几种)*(东西|手续|材料|证件|资料|证明|票据|单子)
            """,
            "要带什么材料",
        ),
        (r"(每个?月|一个?月|一年|一次)?(给|领|拿|发|补|有|得)(到)?(好多|几多|多少|几个)(钱|块)?", "多少钱"),
        (
            r"(等)?(好久|几时|啥时候|什么时候|多久|多会儿|几天)(才|能|得|可以|会)*(批|下来|办|办好|有结果|到手|拿到|有消息)?(得|得下来|下来)?",
            "多久能批",
        ),
    )
)
"""Everyday ways to put the plainest questions, and how they are put plainly."""

_BY_TELEPHONE = re.compile(r"手机|网上|线上|小程序|微信|电脑")
"""It is asked whether one has to go there at all."""

_ASKS = re.compile(
    r"吗|嘛[?？]?$|[?？]|啥|什么|谁|哪|多少|几[天个时]|怎么|咋|还是|要是|如果|万一|(行|能|要|会|给|该|是|可)不|不[?？]?$|没有?[?？]?$|期限"
)

_AT_A_LOSS = re.compile(r"(怎么|咋|咋个|啷个)(办|弄|整)[^\s,，。]{0,2}$")


def asks(clause: str) -> bool:
    """Whether a clause asks something, or supposes it."""
    return _ASKS.search(clause) is not None


def plainer(clause: str) -> str | None:
    """The plain question that a clause puts in an everyday way (找村上说还是到镇上); None where it puts none."""
    if _BY_TELEPHONE.search(clause):
        return None
    return next((plain for said, plain in _PLAINER if said.search(clause)), None)


def at_a_loss(clause: str) -> bool:
    """Whether a clause asks what to do (没得米了 咋个办): about what the clauses before tell, not how to apply."""
    return _AT_A_LOSS.search(clause) is not None


_POLITE = r"(你好|您好|我|俺|想|要|问|打听|请|一?下|一?哈|个|咨询|办理?|申请|领|的|[啊呀哦噢])*+"


class Standing:
    """Tells an assistance that is asked about from one that is only told of, as what a household has or has not."""

    def __init__(self, names: Iterable[str]) -> None:
        named = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
        self._named = re.compile(f"{_POLITE}({named})?{_POLITE}")
        self._told = re.compile(
            rf"""
            {_HAS}({named}){_HOLDER}?{_NEXT}
            | (?<![想要能以么咋])(吃|领|拿|享受)({named}){_HOLDER}?{_NEXT}(?=.{{0,6}}{ELLIPTIC.pattern})
            | (我|俺|咱)(们|家)*(这种|这样的|这些)?({named})(?<=户|庭|员|象){_NEXT}
            """,
            re.VERBOSE,
        )

    def bare(self, clause: str) -> str:
        """A clause without the words that lead to its question and the assistance named there (我想问哈办低保要拿些啥子材料)."""
        found = self._named.match(clause)
        return clause[found.end() :] if found else clause

    def without(self, text: str) -> str:
        """The text without what is only told of (我们不是低保户 这样也能申请吗)."""
        return self._told.sub(" ", text)

    def held(self, text: str) -> str:
        """What a text tells that the household has (我们是低保户 她还能领不); empty where it tells of nothing."""
        return " ".join(one.group() for one in self._told.finditer(text) if not _HAS_NOT.match(one.group()))
