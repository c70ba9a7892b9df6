"""Wishes about how an answer is said: in fewer and plainer words, or whole again."""

import re

_PLAINER = re.compile(
    r"""
      ((说|讲)了?(这么|那么)多[,，\s]*)?(麻烦|请|你|您|能不能|可不可以|能|就|再|给我){0,8}+(说|讲|答|写|回答)(得|的)?(再)?(简单|简短|直白|通俗|明白|短|直接)(一?点|些)(儿)?(行不行|好不好|吧|嘛|呗)?
    | (简单|简短|直白|通俗)(一?点|些)?(说|讲|告诉我|回答)(一?下)?
    | (长话短说|说人话|(用|说)?大白话(说|讲)?|一句话(说|讲|告诉我)(完|清楚)?(就行|吧)?)
    | ((说|讲)了?(这么|那么)多[,，\s]*)?(我|俺|老人)?(都|也|可)?(脑子|记性)?(不好)?[,，]?记不(住|得|到|下)(这么|那么)?(多|些)?(了|的|啊)?
    """,
    re.VERBOSE,
)
_LOST = re.compile(
    r"""
    ^(我|俺|咱|老人家?|实在|有点|有些|都|也|还是|真|完全|根本|哎|唉|啥意思|什么意思|[,，啊呀\s])*+
    (
        (((你|您)们?)?(说|讲|写|发|回)(的|得))?(啥|什么|这些|东西|话)*[,，\s]?(我|俺|咱)?(一句|半句|一点)?(都|也|实在|还是|有点)*
        ((听|看|弄|搞)(不|没)(太|大|怎么)?(懂|明白|清楚|大?懂)|(不|没|冇)(太|大|怎么)?(听|看|弄|搞)?(懂|明白|清楚))
        ((你|您)们?)?(说|讲|写|发|回)?(的)?(是)?(啥|什么|这些|那些|那么多|这么多|话|意思)*
      | (字|话|说得|写得)?太(长|多|啰嗦|复杂)了?[,，\s]*(看不完|记不住|听不懂|看不懂)?
      | (看|读|听)不(完|过来)
    )
    [了啊呀呢嘛哦的,，。!！\s]*$
    """,
    re.VERBOSE,
)
"""Nothing is said but that the answer was too much."""
_SHORT = 40
"""Signs of a message that says nothing else."""
_WHOLE = re.compile(
    r"(说|讲)(得|的)?(再)?(详细|仔细|具体|全)(一?点|些)|(详细|仔细|具体)(一?点|些)?(说|讲)(一?下|说|讲)?|^展开(说|讲)"
)


def plainer(text: str) -> bool:
    """Whether it is wished, beside anything else, that the answer be short and plain (说简单点 我记不住)."""
    return _PLAINER.search(text) is not None


def lost(text: str) -> bool:
    """Whether nothing is said but that the answer was not understood, or too long (听不懂你说的)."""
    said = text.strip()
    return len(said) <= _SHORT and _LOST.match(said) is not None


def whole(text: str) -> bool:
    """Whether the whole answer is wished for (说详细点)."""
    return _WHOLE.search(text) is not None


def without(text: str) -> str:
    """The text without the wish."""
    return _WHOLE.sub("", _PLAINER.sub("", text)).strip(" ,，。")
